"""How two acts, or two events, are compared.

The weights are judgements, not learnt: there is no file of acts told twice of which the truth is known. They
err on the side of proposing too much. A desk with many records learns how common agreement by chance is.
"""

from collections.abc import Iterable
from typing import Any, Final

from unhindered.core.casework.match_terms import Likeness
from unhindered.desk.linkage.features import folded_words, name_features, span_features, texts
from unhindered.desk.linkage.model import Block, Feature, Level, Model, otherwise, same_or_not, unknown

_SHORTEST_WORD = 3


def _people(name: str, label: str, *, m: float) -> Feature:
    return Feature(
        name=name,
        label=label,
        levels=(
            unknown(name),
            Level(
                likeness=Likeness.SAME,
                words="the same person of the case, or the same consonants",
                sql=f"list_has_any({name}_l, {name}_r)",
                m=m,
                u=0.005,
            ),
            Level(
                likeness=Likeness.SIMILAR,
                words="one part of a name has the same consonants",
                sql=f"list_has_any({name}_parts_l, {name}_parts_r)",
                m=0.2,
                u=0.02,
            ),
            otherwise(m=0.8 - m, u=0.975),
        ),
    )


_WHEN = Feature(
    name="days",
    label="When",
    levels=(
        unknown("earliest", "latest"),
        Level(likeness=Likeness.SAME, words="same day", sql="day_l = day_r", m=0.55, u=0.003),
        Level(
            likeness=Likeness.SIMILAR,
            words="may be the same time",
            sql="earliest_l <= latest_r AND earliest_r <= latest_l",
            m=0.25,
            u=0.03,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="at most three days apart",
            sql="earliest_l <= latest_r + 3 AND earliest_r <= latest_l + 3",
            m=0.12,
            u=0.02,
        ),
        otherwise(m=0.08, u=0.947),
    ),
)
_WHERE = Feature(
    name="places",
    label="Where",
    levels=(
        unknown("places"),
        Level(likeness=Likeness.SAME, words="same", sql="list_has_any(places_l, places_r)", m=0.55, u=0.05),
        Level(
            likeness=Likeness.SIMILAR,
            words="a word in common",
            sql="list_has_any(place_words_l, place_words_r)",
            m=0.3,
            u=0.1,
        ),
        otherwise(m=0.15, u=0.85),
    ),
)
HAPPENINGS: Final = Model(
    features=(
        same_or_not("types", "Type of act", "list_has_any(types_l, types_r)", m=0.8, u=0.1),
        _WHEN,
        _WHERE,
        same_or_not("state", "State", "state_l = state_r", m=0.98, u=0.4),
        _people("victims", "Done to", m=0.65),
        _people("perpetrators", "Allegedly done by", m=0.5),
    ),
    blocks=(
        Block(any_of="victims"),
        Block(same=("day",), any_of="place_words"),
        Block(same=("day",), any_of="types"),
        Block(any_of="perpetrators", same=("earliest",)),
    ),
    kept_apart_by="unit",
)


def happening_row(
    row: str,
    *,
    unit: str,
    when: Iterable[str | None] = (),
    types: Iterable[str] = (),
    places: Iterable[str] = (),
    state: str | None = None,
    victims: Iterable[tuple[str, tuple[str, ...]]] = (),
    perpetrators: Iterable[tuple[str, tuple[str, ...]]] = (),
) -> dict[str, Any]:
    """An act or event as the table has it; persons by their id and all their names."""
    span, told = span_features(when), tuple(places)
    words = {word for place in told for word in folded_words(place) if len(word) >= _SHORTEST_WORD}
    return {
        "row": row,
        "unit": unit,
        "types": tuple(sorted(set(types))) or None,
        "day": span.day,
        "earliest": span.earliest,
        "latest": span.latest,
        "places": texts(told),
        "place_words": tuple(sorted(words)) or None,
        "state": state,
        **_people_columns("victims", victims),
        **_people_columns("perpetrators", perpetrators),
    }


def _people_columns(column: str, people: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Whoever is the same record of the same case is the same, also without a name."""
    known, parts = set(), set()
    for person, names in people:
        found = name_features(names)
        known |= {f"# {person}", *(found.skeletons or ())}
        parts |= set(found.parts or ())
    return {column: tuple(sorted(known)) or None, f"{column}_parts": tuple(sorted(parts)) or None}
