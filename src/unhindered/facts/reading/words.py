"""Makes the gazetteer out of the word tables and of what the facts know: States, resolutions, stages."""

from collections.abc import Iterator
from importlib.resources import files
from typing import TypeVar

from unhindered.core.reading.gazetteer import (
    Gazetteer,
    KnownResolution,
    Sort,
    Word,
    compile_gazetteer,
)
from unhindered.facts.reading.rows import BodyName, NameKind, Phrase, StateName
from unhindered.facts.rows import Source
from unhindered.facts.tables import Facts, read_rows

Row = TypeVar("Row")


def load_gazetteer(facts: Facts) -> Gazetteer:
    """Everything `read_document` knows, compiled: word tables, and States and resolutions out of `facts`.

    Raises:
        Refused: a word table is damaged, or a row of it names no source.
    """
    states = [(state.iso3, state.name, state.in_a_sentence) for state in facts.states]
    states += [(seat.iso3, seat.name, f"{seat.article} {seat.name}".strip()) for seat in facts.observers]
    states += [(state.iso3, state.name, state.name) for state in facts.fictional_states]
    return compile_gazetteer(
        [*_state_words([(code, name) for code, name, _ in states]), *_other_words()],
        state_names={code: sentence for code, _, sentence in states},
        resolutions=_resolutions(facts),
    )


def read_word_table(name: str, kind: type[Row]) -> tuple[Row, ...]:
    """The rows of one word table, each with a source that is listed in `sources.csv`.

    Raises:
        Refused: a row has no source, no status, or a value its column cannot hold.
    """
    known = {source.id for source in read_rows(_packaged("sources"), Source)}
    return read_rows(_packaged(name), kind, known_sources=known)


def _packaged(name: str) -> bytes:
    return (files("unhindered.facts") / "reading" / f"{name}.csv").read_bytes()


def _state_words(short_names: list[tuple[str, str]]) -> Iterator[Word]:
    listed = read_word_table("state_names", StateName)
    cautions = {(row.phrase, row.code) for row in listed}
    for code, name in short_names:
        if (name, code) not in cautions:
            yield Word(sort=Sort.STATE, phrase=name, code=code)
    for row in listed:
        yield Word(
            sort=Sort.NOT_A_NAME if row.kind is NameKind.NOT_A_STATE else Sort.STATE,
            phrase=row.phrase,
            code=row.code,
            caution=row.caution,
            candidates=row.candidates,
            is_former=row.kind is NameKind.FORMER,
        )


def _other_words() -> Iterator[Word]:
    for body in read_word_table("bodies", BodyName):
        sort = Sort.BODY if body.code else Sort.NOT_A_NAME
        yield Word(sort=sort, phrase=body.phrase, code=body.code, label=body.label)
    for phrase in read_word_table("phrases", Phrase):
        yield Word(sort=phrase.sort, phrase=phrase.phrase, code=phrase.code)


def _resolutions(facts: Facts) -> Iterator[KnownResolution]:
    stages: dict[str, list[str]] = {}
    for stage in facts.stages:
        stages.setdefault(stage.symbol, []).append(stage.on)
    for row in facts.resolutions:
        yield KnownResolution(
            symbol=row.symbol,
            organ=row.organ,
            topic=row.series,
            proposer=row.proposer,
            on=tuple(day for day in stages.get(row.symbol, []) if day),
        )
