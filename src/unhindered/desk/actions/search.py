"""Search at the desk: over all that pages show this officer, by case, with counts of nothing else."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.errors import Refused
from unhindered.core.search.query import Search, Wanted, read_words
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.indexing import AT_ONCE, EntryKind, keep_shut, read_some
from unhindered.desk.actions.search_hits import Group, case_of_unit, groups
from unhindered.desk.actions.telling import act_type
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject, report_subject
from unhindered.desk.lookup import LookedUp, look_up

HITS_ON_A_PAGE = 25
# A page reads so many new entries itself before it shows what there is.
_READ_BY_A_PAGE = 4 * AT_ONCE
# What no document belongs to.
_NOTHING = ("none",)
KINDS: Mapping[str, str] = {
    EntryKind.REPORT: "Reports",
    EntryKind.MESSAGE: "Messages of sources",
    EntryKind.ANSWER: "Our answers",
    EntryKind.ATTACHMENT: "Names of attachments",
    EntryKind.PERSON: "Persons",
    EntryKind.NOTE: "Notes",
    EntryKind.STATEMENT: "Statements",
    EntryKind.RECORD: "All else in cases",
    EntryKind.DOCUMENT: "Public documents",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a filter, and how many of what was found have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Results:
    """A page of what was found; `count` is of all of it, or of the newest where `is_more`.

    `alike` are words that were looked for besides those typed. `left_to_read` entries are not in the index
    yet: what is in them cannot be found now.
    """

    count: int
    is_more: bool
    groups: tuple[Group, ...]
    page: int
    pages: int
    filters: Mapping[str, tuple[Choice, ...]]
    alike: tuple[str, ...]
    left_to_read: int


def find(desk: Desk, search: Search, *, page: int = 1) -> Results:
    """What fits a search, the newest first; past the last page comes the last.

    Raises:
        Refused: there is nothing to look for, it is too long, or it names a case that is not here.
    """
    words, units = wanted(desk, search)
    with desk.lock:
        keep_shut(desk)
        read_some(desk, _READ_BY_A_PAGE)
        looked = look_up(desk.docket.search, search, words, units)
        pages = max(1, -(-len(looked.found) // HITS_ON_A_PAGE))
        page = min(max(1, page), pages)
        shown = looked.found[(page - 1) * HITS_ON_A_PAGE : page * HITS_ON_A_PAGE]
        return Results(
            count=len(looked.found),
            is_more=looked.is_more,
            groups=groups(desk, shown, looked.sought),
            page=page,
            pages=pages,
            filters=_filters(desk, looked),
            alike=looked.alike,
            left_to_read=desk.docket.search.left_to_read(),
        )


def wanted(desk: Desk, search: Search) -> tuple[Wanted, tuple[str, ...]]:
    """The words of a search, and what it is limited to: the parts of some cases, or nothing.

    Raises:
        Refused: as `find`.
    """
    words = read_words(search)
    with desk.lock:
        return words, _units(desk, search)


def search_of(values: Mapping[str, Any]) -> Search:
    """The search in what an officer typed and chose.

    Raises:
        Refused: a day that is none, or the first day is after the last.
    """
    since, until = _day(values.get("since")), _day(values.get("until"))
    if since and until and since > until:
        raise Refused("The first day is after the last.", advice="Change one of the two days.")
    return Search(
        text=str(values.get("text") or "").strip(),
        kind=str(values.get("kind") or ""),
        case=str(values.get("case") or ""),
        state=str(values.get("state") or "").upper(),
        tag=str(values.get("tag") or ""),
        act=str(values.get("act") or ""),
        officer=str(values.get("officer") or ""),
        language=str(values.get("language") or ""),
        since=since,
        until=until,
        is_exact=bool(values.get("is_exact")),
    )


def _day(value: object) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as err:
        raise Refused("This is not a day.", advice="Write it like 2026-11-24.") from err


def _units(desk: Desk, search: Search) -> tuple[str, ...]:
    """What belongs to the case, or to a case with the tag, that a search is for; nothing if it names none."""
    if not search.tag:
        return _units_of_case(desk, search.case) if search.case else ()
    asked = [desk.case_keys(search.case).id] if search.case else desk.book.case_ids()
    tagged = [case for case in asked if search.tag in desk.book.case(case).work.tags]
    return tuple(unit for case in tagged for unit in _units_of_case(desk, case)) or _NOTHING


def _units_of_case(desk: Desk, case: str) -> tuple[str, ...]:
    case_id = desk.case_keys(case).id
    reports = [report_subject(report) for report in desk.book.case(case_id).reports]
    return (case_subject(case_id), *reports)


def _filters(desk: Desk, looked: LookedUp) -> Mapping[str, tuple[Choice, ...]]:
    counts = looked.counts()
    cases: Counter[str] = Counter()
    tags: Counter[str] = Counter()
    for unit, count in counts["unit"].items():
        if case := case_of_unit(desk, unit):
            cases[case] += count
            tags.update(dict.fromkeys(desk.book.case(case).work.tags, count))
    return {
        "kind": _choices(counts["kind"], lambda kind: KINDS[kind]),
        "case": _choices(cases, lambda case: case_name(desk.book.case(case))),
        "tag": _choices(tags, str),
        "state": _choices(counts["state"], str),
        "act": _choices(counts["act"], act_type),
        "officer": _choices(counts["officer"], desk.book.officer_name),
        "language": _choices(counts["language"], str),
    }


def filters_before(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    """What can be chosen before anything is looked for, by filter: each value with how it is called."""
    with desk.lock:
        cases = {case: desk.book.case(case) for case in desk.book.case_ids()}
        roster = desk.book.roster
        officers = () if roster is None else (member.card for member in roster.members)
        found = {
            "kind": KINDS,
            "case": {name: case_name(case) for name, case in cases.items()},
            "tag": {tag: tag for case in cases.values() for tag in case.work.tags},
            "state": {state: state for state in desk.docket.search.states()},
            "act": {code: act.label for code, act in ACT_TYPES.items()},
            "officer": {card.id: card.name for card in officers},
        }
    return {name: _by_label(values) if name != "kind" else values for name, values in found.items()}


def _by_label(values: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(values.items(), key=lambda item: item[1].casefold()))


def _choices(counts: Mapping[str, int], label: Callable[[str], str]) -> tuple[Choice, ...]:
    found = [Choice(value=value, label=label(value), count=count) for value, count in counts.items()]
    return tuple(sorted(found, key=lambda item: (-item.count, item.label)))
