"""What was found, as an officer reads it: by case, with the words around it, people by label."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from unhindered.core.casework.document_facts import DocumentAdded, ProposalConfirmed, ProposalRejected
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.statement_facts import StatementDrafted
from unhindered.core.search.marked import Piece, Sought, excerpt
from unhindered.core.search.words import index_words_of
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.indexing import EntryKind
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import DOCUMENTS
from unhindered.storage.docket import WAITING_FROM
from unhindered.storage.docket_search import DOCUMENTS_PER_ENTRY, Found

_TITLES: Mapping[str, str] = {
    EntryKind.REPORT: "Report",
    EntryKind.MESSAGE: "The source wrote",
    EntryKind.ATTACHMENT: "Attachment",
    EntryKind.DOCUMENT: "Public document",
}


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing that was found. `names_match`: in a field for names, which is not shown here.

    `report` is the report that it belongs to, where it belongs to one.
    """

    kind: str
    report: str
    title: str
    day: date
    officer: str
    href: str
    excerpt: tuple[Piece, ...]
    names_match: bool
    tags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found in one case, or outside all cases; `case` and `href` are empty there."""

    name: str
    case: str
    href: str
    hits: tuple[Hit, ...]


def groups(desk: Desk, found: Sequence[Found], sought: Sought) -> tuple[Group, ...]:
    """What was found by case, the case of the newest first; excerpts are around what was `sought`."""
    showing = _Showing(desk, found, sought)
    by_case: dict[str, list[Hit]] = {}
    for item in found:
        by_case.setdefault(_group_of(desk, item), []).append(showing.hit(item))
    return tuple(_group(desk, name, hits) for name, hits in by_case.items())


def case_of_unit(desk: Desk, unit: str) -> str:
    """The case of this officer that something belongs to; empty if none."""
    kind, _, name = unit.partition("/")
    return name if kind == "case" else (desk.book.case_of_report(name) or "")


def _group_of(desk: Desk, found: Found) -> str:
    return case_of_unit(desk, found.unit) or (DOCUMENTS if found.unit == DOCUMENTS else "")


def _group(desk: Desk, name: str, hits: Sequence[Hit]) -> Group:
    if name in ("", DOCUMENTS):
        title = "Public documents" if name else "Reports in no case of yours"
        return Group(name=title, case="", href="", hits=tuple(hits))
    title = case_name(desk.book.case(name))
    return Group(name=title, case=name, href=f"/case/{name}", hits=tuple(hits))


class _Showing:
    """One page of hits: what is looked up again and again is looked up once."""

    def __init__(self, desk: Desk, found: Sequence[Found], sought: Sought) -> None:
        self._desk, self._sought = desk, sought
        self._texts = desk.docket.search.texts([item.number for item in found])
        self._recorded = cache(self._by_identity)
        self._latest = cache(self._last_described)

    def hit(self, found: Found) -> Hit:
        words, names = self._texts[found.number]
        unit, _, name = found.unit.partition("/")
        recorded = self._recorded(found.unit).get(found.about)
        return Hit(
            kind=found.kind,
            report=name if unit == "report" else "",
            title=recorded.fact.title if recorded else _TITLES.get(found.kind, ""),
            day=found.day,
            officer=self._desk.book.officer_name(found.officer) if found.officer else "",
            href=_href(found, recorded),
            excerpt=excerpt(words, self._sought),
            names_match=bool(names) and self._sought.is_in(index_words_of(names)),
            tags=tuple(self._tags(found, recorded)),
        )

    def _tags(self, found: Found, recorded: Recorded | None) -> Iterator[str]:
        if found.number >= WAITING_FROM * DOCUMENTS_PER_ENTRY:
            yield "waits to be sent"
        if recorded is not None:
            yield from self._tags_of_fact(found.unit, recorded)
        elif found.kind == EntryKind.REPORT and self._is_decoy(found.about):
            yield "decoy"

    def _tags_of_fact(self, unit: str, recorded: Recorded) -> Iterator[str]:
        if recorded in self._desk.book.replayed(unit).record.undone:
            yield "undone"
        elif isinstance(recorded.fact, Described) and self._is_old(unit, recorded.fact, recorded.index):
            yield "described anew since"

    def _is_old(self, unit: str, fact: Described, index: int) -> bool:
        return self._latest(unit).get(_described(fact)) != index

    def _is_decoy(self, report: str) -> bool:
        keys = self._desk.book.reports[report].report.keys
        return keys is not None and bool(self._desk.book.letters.acting_under(keys))

    def _by_identity(self, unit: str) -> Mapping[str, Recorded]:
        return {item.identity: item for item in reversed(self._desk.book.replayed(unit).history)}

    def _last_described(self, unit: str) -> Mapping[tuple[str, str], int]:
        facts = self._desk.book.replayed(unit).record.facts
        return {_described(item.fact): item.index for item in facts if isinstance(item.fact, Described)}


def _described(fact: Described) -> tuple[str, str]:
    return fact.id_field, getattr(fact, fact.id_field)


def _href(found: Found, recorded: Recorded | None) -> str:
    kind, _, name = found.unit.partition("/")
    match recorded.fact if recorded else None:
        case StatementDrafted(statement=statement):
            return f"/statement/{statement}"
        case (
            DocumentAdded(document=document)
            | ProposalConfirmed(document=document)
            | ProposalRejected(document=document)
        ):
            return f"/document/{document}"
    if found.kind == EntryKind.DOCUMENT:
        return f"/document/{found.about}"
    if kind == "case":
        return f"/case/{name}#timeline"
    return f"/report/{name}#messages" if found.kind == EntryKind.MESSAGE else f"/report/{name}"
