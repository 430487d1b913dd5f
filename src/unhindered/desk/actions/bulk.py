"""The same done to many cases at once: shown first, exactly, then recorded in one step, and undone as one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from unhindered.core.casework.case import Case
from unhindered.core.casework.facts import Fact
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.desk.actions.cases import access_note, case_name
from unhindered.desk.actions.recording import new_fact, new_id, require_officer
from unhindered.desk.actions.work import (
    assignment,
    maybe_without_access,
    plain_tag,
    record_in_cases,
    task_fact,
)
from unhindered.desk.desk import Desk

_KEPT: Final = "bulk/"
# What was done at once can be undone at once as long as an officer may remember why.
_KEPT_LAST: Final = 20
# A gate takes 256 entries at once, and access is two for each case.
_AT_MOST: Final = 120
# What happens in one case, in words; a warning, or none; and the facts, none where nothing happens.
_Planned: TypeAlias = tuple[str, str, tuple[Fact, ...]]


class BulkAction(StrEnum):
    """What can be done to many cases at once. Closing is not among them: each case ends in its own way."""

    ASSIGN = "assign"
    TAG = "tag"
    TASK = "task"
    ACCESS = "access"


BULK_WORDS: Final[Mapping[BulkAction, str]] = MappingProxyType(
    {
        BulkAction.ASSIGN: "Assign to an officer",
        BulkAction.TAG: "Put a tag on, or take it off",
        BulkAction.TASK: "Add a task",
        BulkAction.ACCESS: "Give access to an officer",
    }
)


@dataclass(frozen=True, kw_only=True)
class BulkRow:
    """What happens to one case: in words, with a warning if any; or why nothing happens to it."""

    case: str
    name: str
    sentence: str
    warning: str
    facts: tuple[Fact, ...]

    @property
    def is_skipped(self) -> bool:
        """Whether nothing is recorded here."""
        return not self.facts


@dataclass(frozen=True, kw_only=True)
class BulkPlan:
    """What would be recorded, case by case. `digest` changes with any sentence in it."""

    action: BulkAction
    rows: tuple[BulkRow, ...]
    grants: tuple[NewEntry, ...]

    @property
    def count(self) -> int:
        """In how many cases something is recorded."""
        return sum(not row.is_skipped for row in self.rows)

    @property
    def digest(self) -> str:
        """What a confirmation names: that nothing else is done than was shown."""
        said = [[row.case, row.sentence, row.warning, row.is_skipped] for row in self.rows]
        return hashlib.sha256(json.dumps([self.action, *said]).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class DoneBulk:
    """One step that was done at this desk and can be undone; `number` counts them."""

    id: str
    number: int
    on: date
    title: str
    facts: tuple[tuple[str, str], ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases in which something was recorded."""
        return tuple(dict.fromkeys(case for case, _ in self.facts))


def plan_bulk(
    desk: Desk, cases: Sequence[str], action: str, values: Mapping[str, Any], today: date
) -> BulkPlan:
    """What would be recorded in these cases, without recording it.

    `values` has `officer` (ASSIGN, ACCESS), `tag` and perhaps `take_off` (TAG), or a task's fields (TASK).

    Raises:
        Refused: no case, too many, no such action, or a field cannot hold what was given.
    """
    kind = required_action(cases, action)
    with desk.lock:
        found = {desk.case_keys(case).id: desk.book.case(case) for case in cases}
        rows = tuple(
            BulkRow(case=case, name=case_name(opened), sentence=sentence, warning=warning, facts=facts)
            for case, opened in found.items()
            for sentence, warning, facts in [_planned(desk, opened, kind, values, today)]
        )
        grants = _grants(desk, rows, values) if kind is BulkAction.ACCESS else ()
    return BulkPlan(action=kind, rows=rows, grants=grants)


def required_action(cases: Sequence[str], action: str) -> BulkAction:
    """The action, if cases and one were chosen.

    Raises:
        Refused: no case, too many, or no such action.
    """
    if not cases or len(cases) > _AT_MOST:
        raise Refused("Choose at least one case.", advice=f"Tick those that you mean, at most {_AT_MOST}.")
    if action not in list(BulkAction):
        raise Refused("Choose what to do with them.", advice=f"One of: {', '.join(BulkAction)}.")
    return BulkAction(action)


def do_bulk(desk: Desk, plan: BulkPlan, shown: str, today: date) -> DoneBulk:
    """Record what a plan says, all or none.

    Raises:
        Refused: it is not what was `shown` (a digest), or it would record nothing.
    """
    if shown != plan.digest:
        raise Refused(
            "Something changed since the preview was made, so nothing was recorded.",
            advice="Read the new preview, and confirm again.",
        )
    rows = [row for row in plan.rows if not row.is_skipped]
    if not rows:
        raise Refused("There is nothing to record in these cases.", advice="Choose others, or go back.")
    with desk.lock:
        recorded = [(row.case, row.facts) for row in rows]
        names = record_in_cases(desk, recorded, also=plan.grants)
        number = max((step.number for step in done_bulks(desk)), default=0) + 1
        title = rows[0].facts[0].title
        done = DoneBulk(id=new_id(), number=number, on=today, title=title, facts=names)
        # Access cannot be taken back, so there is nothing to keep for it.
        if plan.action is not BulkAction.ACCESS:
            _keep(desk, done)
    return done


def done_bulks(desk: Desk) -> tuple[DoneBulk, ...]:
    """What was done at once at this desk and can still be undone, the newest first."""
    found = [_read(name, content) for name, content in desk.docket.kept(_KEPT).items()]
    return tuple(sorted(found, key=lambda bulk: bulk.number, reverse=True))


def done_bulk(desk: Desk, name: str) -> DoneBulk:
    """One of them.

    Raises:
        Refused: none of this name.
    """
    found = [bulk for bulk in done_bulks(desk) if bulk.id == name]
    if not found:
        raise Refused("There is no such step at this desk.", advice="It was undone, or is too long ago.")
    return found[0]


def undo_bulk(desk: Desk, name: str, reason: str, today: date) -> int:
    """Undo all that was recorded in one step and still counts; in how many cases.

    Raises:
        Refused: no such step, or no reason is given.
    """
    with desk.lock:
        bulk = done_bulk(desk, name)
        undoings: dict[str, list[Fact]] = {}
        for case, fact in bulk.facts:
            if fact in {item.identity for item in desk.book.case(case).timeline}:
                undone = new_fact(desk, "FactUndone", {"undone": fact, "reason": reason}, today)
                undoings.setdefault(case, []).append(undone)
        if undoings:
            record_in_cases(desk, list(undoings.items()))
        desk.docket.forget(f"{_KEPT}{bulk.id}")
    return len(undoings)


def _planned(
    desk: Desk, opened: Case, action: BulkAction, values: Mapping[str, Any], today: date
) -> _Planned:
    what = {
        BulkAction.ASSIGN: _assigned,
        BulkAction.TAG: _tagged,
        BulkAction.TASK: _with_task,
        BulkAction.ACCESS: _accessible,
    }[action]
    return what(desk, opened, values, today)


def _assigned(desk: Desk, opened: Case, values: Mapping[str, Any], today: date) -> _Planned:
    officer = require_officer(desk, values.get("officer", ""))
    name = desk.book.officer_name(officer)
    if officer in opened.work.officers:
        return f"{name} works on it already.", "", ()
    lacks = maybe_without_access(desk, opened, [officer])
    warning = f"Nothing shows that {name} can open this case: give access too." if lacks else ""
    return f"{name} works on it from now on.", warning, (assignment(desk, [officer], today),)


def _tagged(desk: Desk, opened: Case, values: Mapping[str, Any], today: date) -> _Planned:
    tag, takes_off = plain_tag(values.get("tag", "")), bool(values.get("take_off"))
    if (tag in opened.work.tags) is not takes_off:
        return f"It {'does not have' if takes_off else 'has'} the tag “{tag}” already.", "", ()
    change = {"removed": [tag], "added": []} if takes_off else {"added": [tag], "removed": []}
    sentence = f"The tag “{tag}” is {'taken off' if takes_off else 'put on'}."
    return sentence, "", (new_fact(desk, "TagsChanged", change, today),)


def _with_task(desk: Desk, opened: Case, values: Mapping[str, Any], today: date) -> _Planned:
    if opened.closed is not None:
        return "The case is closed: it gets no task.", "", ()
    fields = {name: values.get(name) or None for name in ("due", "officer")}
    fact = task_fact(desk, "TaskAdded", new_id(), {"what": values.get("what", ""), **fields}, today)
    by = f", by {fields['due']}" if fields["due"] else ""
    whose = ""
    if fields["officer"]:
        whose = f", for {desk.book.officer_name(require_officer(desk, str(fields['officer'])))}"
    return f"A task is added: {values.get('what', '')}{by}{whose}.", "", (fact,)


def _accessible(desk: Desk, opened: Case, values: Mapping[str, Any], today: date) -> _Planned:
    officer = require_officer(desk, values.get("officer", ""))
    name = desk.book.officer_name(officer)
    if not maybe_without_access(desk, opened, [officer]):
        return f"{name} has access already.", "", ()
    note = tuple(access_note(desk, [officer], today))
    return f"{name} gets access to everything in it, past and future.", "This cannot be undone.", note


def _grants(desk: Desk, rows: Sequence[BulkRow], values: Mapping[str, Any]) -> tuple[NewEntry, ...]:
    member = desk.book.member(require_officer(desk, values.get("officer", "")))
    if member is None:
        raise Refused("This officer is not on the roster.")
    pen = desk.pen()
    chosen = [row for row in rows if not row.is_skipped]
    return tuple(pen.grant(desk.case_keys(row.case), member.card) for row in chosen)


def _keep(desk: Desk, done: DoneBulk) -> None:
    content = {
        "number": done.number,
        "on": done.on.isoformat(),
        "title": done.title,
        "facts": [list(fact) for fact in done.facts],
    }
    desk.docket.keep(f"{_KEPT}{done.id}", json.dumps(content).encode())
    for old in done_bulks(desk)[_KEPT_LAST:]:
        desk.docket.forget(f"{_KEPT}{old.id}")


def _read(name: str, content: bytes) -> DoneBulk:
    found = json.loads(content)
    return DoneBulk(
        id=name.removeprefix(_KEPT),
        number=found["number"],
        on=date.fromisoformat(found["on"]),
        title=found["title"],
        facts=tuple((case, fact) for case, fact in found["facts"]),
    )
