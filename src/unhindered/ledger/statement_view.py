"""A statement as a page shows it: the sentence, the quoted words, the citation, who confirmed it and when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.statement import PublicStatement, Source, StatementKind
from unhindered.ledger.about_resolutions import taken_for
from unhindered.ledger.places import Place, Places
from unhindered.ledger.sentences import sentence
from unhindered.ledger.words import day

# What is left of links where a text was made from a page: `[words](address)` and halves of it.
_LINK_MARKS = re.compile(r"\]\([^()\s]*\)|(?<!\w)\[(?=\w)")


@dataclass(frozen=True, kw_only=True)
class StatementView:
    """Everything a page shows of one statement."""

    statement: str
    sentence: Markup
    is_allegation: bool
    quote: str
    source: Source | None
    states: tuple[Place, ...]
    taken_for: str
    acts: tuple[str, ...]
    confirmed: str
    institution: str


def view_statements(statements: Sequence[PublicStatement], places: Places) -> dict[str, StatementView]:
    """The views of these statements by their ids, in their order."""
    return {item.statement: _view(item, places) for item in statements}


@dataclass(frozen=True, kw_only=True)
class DocumentGroup:
    """Statements that rest on one document, so that it is cited once; `source` is None for cases."""

    source: Source | None
    views: tuple[StatementView, ...]


def by_document(views: Sequence[StatementView]) -> list[DocumentGroup]:
    """The views in the order of their documents; cases, which have none, come first."""
    found: dict[str, list[StatementView]] = {"": []}
    for view in views:
        found.setdefault(view.source.sha256 if view.source else "", []).append(view)
    return [DocumentGroup(source=group[0].source, views=tuple(group)) for group in found.values() if group]


def readable(quote: str) -> str:
    """Quoted words without line breaks and marks of links; the data has them as they stand."""
    return " ".join(_LINK_MARKS.sub("", quote).split())


def _view(statement: PublicStatement, places: Places) -> StatementView:
    source = statement.source
    return StatementView(
        statement=statement.statement,
        sentence=sentence(statement, places),
        is_allegation=statement.fact_kind == "allegation",
        quote=readable(source.quote) if source else "",
        source=source,
        taken_for=taken_for(statement),
        acts=_acts(statement) if statement.kind is StatementKind.CASE else (),
        states=tuple(places.of(code) for code in statement.states),
        confirmed=day(statement.confirmed_on),
        institution=statement.documented_by.name,
    )


def _acts(statement: PublicStatement) -> tuple[str, ...]:
    """What was reported, in words; a code of a list that we do not carry stays in the data alone."""
    codes = statement.values.get("types_of_act", ())
    return tuple(ACT_TYPES[code].label for code in codes if code in ACT_TYPES)
