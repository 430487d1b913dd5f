"""Public statements in sentences. Each says who said it and when; what a State did is never said bare.

All kinds are told here and nowhere else. A kind or a value this version does not know is not guessed at: the
sentence then says who wrote about which State and when, and the quoted words stand beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from unhindered.core.casework.statement import PublicStatement, Source, StatementKind
from unhindered.ledger.places import Places
from unhindered.ledger.words import day, edtf, listed, on_day

BODIES = {
    "CAT": "the Committee against Torture",
    "SPT": "the Subcommittee on Prevention of Torture",
    "GA": "the General Assembly",
    "UNGA": "the General Assembly",
    "HRC": "the Human Rights Council",
    "SG": "the Secretary-General",
    "UNSG": "the Secretary-General",
    "UN": "the United Nations",
}


class Values:
    """The values of a statement, asked for by any of the names a reader may give them."""

    def __init__(self, values: Mapping[str, Any], places: Places) -> None:
        self._values = values
        self._places = places

    def text(self, *names: str) -> str:
        """The first of these that is a text, or a whole number in words of digits; else nothing."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, str) and value.strip():
                return BODIES.get(value, value)
            if isinstance(value, int) and not isinstance(value, bool):
                return f"{value:,}"
        return ""

    def texts(self, *names: str) -> list[str]:
        """The first of these that is a list of texts, or one text as a list."""
        for name in names:
            value = self._values.get(name)
            if isinstance(value, str) and value.strip():
                return [BODIES.get(value, value)]
            if isinstance(value, Sequence) and not isinstance(value, str):
                found = [BODIES.get(item, item) for item in value if isinstance(item, str)]
                if found:
                    return found
        return []

    def states(self, *names: str) -> str:
        """The States under these names, in one list of words."""
        codes = [code for name in names for code in self.texts(name)]
        return listed([self._places.of(code).in_a_sentence for code in dict.fromkeys(codes)])

    def state(self, *names: str) -> str:
        """A State's name if one of these holds a code, else the text that is there."""
        found = self.text(*names)
        is_code = len(found) == 3 and found.isascii() and found.isupper()
        return self._places.of(found).in_a_sentence if is_code else found


def sentence(statement: PublicStatement, places: Places) -> Markup:
    """“X wrote on D that …”, with each value in its own direction."""
    if statement.source is None:
        return _of_a_case(statement)
    clause = _CLAUSES.get(statement.fact_kind, _nothing)(Values(statement.values, places))
    if not clause:
        return _about(statement, statement.source, places)
    return Markup("{} {}").format(_who_wrote_when(statement.source), clause)


def plain(sentence: Markup) -> str:
    """The sentence without its marks of direction, for data files."""
    return sentence.striptags()


def _of_a_case(statement: PublicStatement) -> Markup:
    told = Markup("<bdi>{}</bdi> reported on {}").format(
        statement.documented_by.name, day(statement.confirmed_on)
    )
    if statement.period:
        told += Markup(", about a case of {}").format(edtf(statement.period))
    return told + Markup(": <bdi>{}</bdi>").format(statement.text)


def _who_wrote_when(source: Source) -> Markup:
    return Markup("<bdi>{}</bdi> wrote {}").format(source.publisher, on_day(source.dated))


def _about(statement: PublicStatement, source: Source, places: Places) -> Markup:
    told = _who_wrote_when(source)
    if statement.states:
        names = listed([places.of(code).in_a_sentence for code in statement.states])
        told += Markup(" about <bdi>{}</bdi>").format(names)
    return told + "."


def _nothing(_: Values) -> Markup:
    return Markup("")


def _that(form: str, *values: str) -> Markup:
    """The clause, or nothing where a value it needs is missing."""
    return Markup(form).format(*values) if all(values) else Markup("")


def _resolution(values: Values) -> Markup:
    return _that(
        "that <bdi>{}</bdi> adopted a resolution proposed by <bdi>{}</bdi>.",
        values.text("organ", "body"),
        values.state("proposer", "proposed_by"),
    ) or _that("that <bdi>{}</bdi> adopted a resolution.", values.text("organ", "body"))


def _sponsorship(values: Values) -> Markup:
    return _that(
        "that <bdi>{}</bdi> States sponsored the resolution.", values.text("sponsors", "count", "at_least")
    )


def _adoption(values: Values) -> Markup:
    return _that("that all <bdi>{}</bdi> States adopted it.", values.text("count"))


def _concern(values: Values) -> Markup:
    return _that(
        "that <bdi>{}</bdi> expressed concern about <bdi>{}</bdi>.",
        values.text("body", "by"),
        values.states("state", "states"),
    )


def _named(values: Values) -> Markup:
    return _that(
        "that <bdi>{}</bdi> named <bdi>{}</bdi> for reprisals.",
        values.text("by", "body") or "the Secretary-General",
        values.states("state", "states"),
    )


def _quotation(values: Values) -> Markup:
    speaker, role = values.text("speaker", "person", "name"), values.text("role")
    if speaker and role:
        return _that("and quoted <bdi>{}</bdi>, <bdi>{}</bdi>.", speaker, role)
    return _that("and quoted <bdi>{}</bdi>.", speaker)


_CLAUSES: Mapping[str, Callable[[Values], Markup]] = {
    "resolution": _resolution,
    "sponsorship": _sponsorship,
    "adoption": _adoption,
    "concern": _concern,
    "named_for_reprisals": _named,
    "quotation": _quotation,
}

__all__ = ["StatementKind", "plain", "sentence"]
