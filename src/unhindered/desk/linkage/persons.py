"""How two persons are compared.

The weights are for desks with too few records to learn from. `m` is what was learnt from the 100,000 invented
persons of bench/linkage.py, rounded. `u` is what was learnt, but never less than one in ten thousand for a
whole name or a birthday: the names that people have are commoner than invented ones, and so is the first of
January.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from unhindered.core.casework.match_terms import Likeness
from unhindered.desk.linkage.engine import Row
from unhindered.desk.linkage.features import date_features, name_features, texts
from unhindered.desk.linkage.model import Block, Feature, Level, Model, otherwise, same_or_not, unknown

# A part of a name is rare that no more than so many persons share, and no more than one in so many. For a
# common part alone no pair is looked at.
_RARE, _RARE_AMONG = 50, 2_000
# In bits: odds of one to eight. Somebody looks at each proposal; a link overlooked costs more than a look.
PROPOSED_FROM: Final = -3.0

_NAME = Feature(
    name="name",
    label="Name",
    levels=(
        unknown("skeleton"),
        Level(likeness=Likeness.SAME, words="same", sql="name_l = name_r", rare_by="name", m=0.3, u=0.000_1),
        Level(
            likeness=Likeness.SAME,
            words="one name of each is the same",
            sql="list_has_any(names_l, names_r)",
            m=0.05,
            u=0.000_2,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="same consonants, written much alike",
            sql="list_has_any(skeletons_l, skeletons_r) AND jaro_winkler_similarity(name_l, name_r) >= 0.9",
            m=0.15,
            u=0.000_15,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="same consonants, written otherwise",
            sql="list_has_any(skeletons_l, skeletons_r)",
            rare_by="skeleton",
            m=0.22,
            u=0.000_3,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="two parts of the name have the same consonants",
            sql="len(list_intersect(firsts_l, parts_r)) >= 2 OR len(list_intersect(parts_l, firsts_r)) >= 2",
            m=0.13,
            u=0.000_4,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="similar",
            sql="jaro_winkler_similarity(name_l, name_r) >= 0.92 "
            "OR jaro_winkler_similarity(skeleton_l, skeleton_r) >= 0.92",
            m=0.06,
            u=0.000_6,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="one rare part of the name has the same consonants",
            sql="list_has_any(rare_parts_l, rare_parts_r)",
            m=0.02,
            u=0.000_7,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="one part of the name has the same consonants",
            sql="list_has_any(parts_l, parts_r)",
            m=0.06,
            u=0.007,
        ),
        otherwise(m=0.01, u=0.99),
    ),
)
_BORN = Feature(
    name="born",
    label="Date of birth",
    levels=(
        unknown("born_earliest", "born_latest"),
        Level(likeness=Likeness.SAME, words="same day", sql="born_day_l = born_day_r", m=0.72, u=0.000_2),
        Level(
            likeness=Likeness.SIMILAR,
            words="day and month exchanged, or one digit different",
            sql="born_key_l = born_key_r OR damerau_levenshtein(born_day_l, born_day_r) <= 1",
            m=0.1,
            u=0.001,
        ),
        Level(
            likeness=Likeness.SIMILAR,
            words="may be the same: one of them is not exact",
            sql="(born_day_l IS NULL OR born_day_r IS NULL) "
            "AND born_earliest_l <= born_latest_r AND born_earliest_r <= born_latest_l",
            m=0.14,
            u=0.005,
        ),
        Level(
            likeness=Likeness.DIFFERENT,
            words="different, less than two years apart",
            sql="abs(born_earliest_l - born_earliest_r) < 731",
            m=0.035,
            u=0.05,
        ),
        otherwise(m=0.005, u=0.945),
    ),
)

PERSONS: Final = Model(
    features=(
        _NAME,
        _BORN,
        same_or_not("sex", "Sex", "sex_l = sex_r", m=0.99, u=0.5),
        same_or_not("places", "Place", "list_has_any(places_l, places_r)", m=0.83, u=0.1),
        same_or_not("occupations", "Occupation", "list_has_any(occupations_l, occupations_r)", m=0.79, u=0.1),
    ),
    blocks=(
        Block(same=("born_key",)),
        Block(any_of="skeletons"),
        Block(any_of="rare_parts"),
        Block(same=("born_year",), any_of="parts"),
    ),
    sure=(Block(same=("skeleton", "born_day")),),
    sure_finds=0.4,
    learn_from=(Block(same=("skeleton",)), Block(same=("born_day",))),
    kept_apart_by="unit",
)


def person_row(
    row: str,
    *,
    unit: str = "person",
    names: Sequence[str] = (),
    date_of_birth: str | None = None,
    sex: str | None = None,
    places: Iterable[str] = (),
    occupations: Iterable[str] = (),
) -> dict[str, Any]:
    """A person as the table has it."""
    name, born = name_features(names), date_features(date_of_birth)
    return {
        "row": row,
        "unit": unit,
        "name": name.name,
        "names": name.names,
        "skeleton": name.skeleton,
        "skeletons": name.skeletons,
        "parts": name.parts,
        "firsts": name.firsts,
        "born_day": born.day,
        "born_key": born.key,
        "born_year": born.year,
        "born_earliest": born.earliest,
        "born_latest": born.latest,
        "sex": sex or None,
        "places": texts(places),
        "occupations": texts(occupations),
    }


def with_rare_parts(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The rows, each with those parts of its name that few others have."""
    most = min(_RARE, len(rows) // _RARE_AMONG)
    counts = Counter(part for row in rows for part in row["parts"] or ())
    return [
        {**row, "rare_parts": [part for part in row["parts"] or () if counts[part] <= most] or None}
        for row in rows
    ]
