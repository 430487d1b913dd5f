"""A statement as a page shows it: the sentence, the quoted words, the citation, who confirmed it and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from unhindered.core.casework.statement import PublicStatement, Source
from unhindered.ledger.about_resolutions import taken_for
from unhindered.ledger.places import Place, Places
from unhindered.ledger.sentences import sentence
from unhindered.ledger.words import day

# Kinds that must not be read as findings say so beside their sentence.
_TAGS = {
    "allegation": "allegation",
    "concern": "concern expressed",
    "recommendation": "recommendation",
    "commitment": "commitment",
    "call_for_law": "call for a law",
    "quotation": "quotation",
}


@dataclass(frozen=True, kw_only=True)
class StatementView:
    """Everything a page shows of one statement."""

    statement: str
    sentence: Markup
    tag: str
    quote: str
    source: Source | None
    states: tuple[Place, ...]
    taken_for: str
    confirmed: str
    institution: str


def view_statements(statements: Sequence[PublicStatement], places: Places) -> dict[str, StatementView]:
    """The views of these statements by their ids, in their order."""
    return {item.statement: _view(item, places) for item in statements}


def _view(statement: PublicStatement, places: Places) -> StatementView:
    source = statement.source
    return StatementView(
        statement=statement.statement,
        sentence=sentence(statement, places),
        tag=_TAGS.get(statement.fact_kind, ""),
        quote=source.quote if source else "",
        source=source,
        taken_for=taken_for(statement),
        states=tuple(places.of(code) for code in statement.states),
        confirmed=day(statement.confirmed_on),
        institution=statement.documented_by.name,
    )
