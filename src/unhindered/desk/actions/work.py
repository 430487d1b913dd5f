"""The work on a case: tasks, deadlines, who works on it, its tags, and taking back what was a mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from unhindered.core.casework.case import Case, replay
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.undoable import UNDOABLE
from unhindered.core.casework.work_facts import DeadlineSet
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.desk.actions.case_page import undone_by
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case, require_officer
from unhindered.desk.actions.telling import Told, told
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject, facts_as_sent
from unhindered.desk.outbox import Letter

# Offered beside those that are in use; a tag is a word for finding, never for judging.
SUGGESTED_TAGS: Final = ("detention", "family", "legal aid", "medical", "travel", "urgent appeal", "visit")
# Taking back what other entries are about would leave them about nothing.
_HANGING: Final = frozenset(
    {
        *(ConflictKind.UNKNOWN_PERSON, ConflictKind.UNKNOWN_THING, ConflictKind.UNKNOWN_CONSENT),
        *(ConflictKind.UNKNOWN_TASK, ConflictKind.UNKNOWN_EVIDENCE),
    }
)


@dataclass(frozen=True, kw_only=True)
class HistoryItem:
    """One fact of a case, undone or not. `name` is what an undoing calls it; empty where it has none.

    `undone_by` says who took it back and why, empty while it counts.
    """

    name: str
    day: date
    title: str
    officer: str
    lines: tuple[Told, ...]
    can_be_undone: bool
    undone_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UndoPreview:
    """What one undoing does: the fact, whether it counts again or no more, and what will not fit then."""

    item: HistoryItem
    is_redo: bool
    conflicts: tuple[str, ...]


def add_task(desk: Desk, case: str, values: Mapping[str, Any], today: date) -> str:
    """Record something to do; returns its id.

    Raises:
        Refused: no such case, nobody of that name on the roster, or a field cannot hold what was given.
    """
    task = new_id()
    record_in_case(desk, case, [task_fact(desk, "TaskAdded", task, values, today)])
    return task


def update_task(desk: Desk, case: str, task: str, values: Mapping[str, Any], today: date) -> None:
    """Describe a task anew. Raises as `add_task`; also where the case has no such open task."""
    with desk.lock:
        require_open(desk.book.case(case), task)
        record_in_case(desk, case, [task_fact(desk, "TaskUpdated", task, values, today)])


def set_deadline(desk: Desk, case: str, values: Mapping[str, Any], today: date) -> str:
    """Record a day that somebody else's rule sets; returns its id.

    Raises as `add_task`; also where the case has just this deadline already.
    """
    task = new_id()
    with desk.lock:
        fact = _deadline_fact(desk, desk.book.case(case), task, values, today)
        record_in_case(desk, case, [fact])
    return task


def change_deadline(desk: Desk, case: str, task: str, values: Mapping[str, Any], today: date) -> None:
    """Describe a deadline anew; what was said before stays in the timeline. Raises as `set_deadline`.

    Also where the case has no such open deadline.
    """
    with desk.lock:
        opened = desk.book.case(case)
        found = require_open(opened, task)
        if not isinstance(opened.work.items[found], DeadlineSet):
            raise Refused("This is a task, and no deadline.", advice="Change it as a task.")
        record_in_case(desk, case, [_deadline_fact(desk, opened, found, values, today)])


def _deadline_fact(desk: Desk, case: Case, task: str, values: Mapping[str, Any], today: date) -> Fact:
    fact = new_fact(desk, "DeadlineSet", {**values, "task": task}, today)
    assert isinstance(fact, DeadlineSet)  # noqa: S101 - asked for just above.
    for other in case.work.open_items:
        is_alike = isinstance(other, DeadlineSet) and other.task != task and other.due == fact.due
        if is_alike and plain_tag(other.what) == plain_tag(fact.what):
            raise Refused(
                "This deadline is set already.", advice="Look at the work of the case; change it there."
            )
    return fact


def finish_task(desk: Desk, case: str, task: str, note: str, today: date) -> None:
    """Record that a task was done, or that a deadline was kept. Raises as `update_task`."""
    with desk.lock:
        found = require_open(desk.book.case(case), task)
        record_in_case(desk, case, [new_fact(desk, "TaskDone", {"task": found, "note": note}, today)])


def assign(
    desk: Desk, case: str, officers: Sequence[str], today: date, *, no_longer: Sequence[str] = ()
) -> tuple[str, ...]:
    """Record who works on a case from now on; returns the names of those who may have no access to it.

    Raises:
        Refused: no such case, an officer is not on the roster, or nothing would change.
    """
    with desk.lock:
        known = desk.book.case(case).work.officers
        new = tuple(sorted({require_officer(desk, name) for name in officers} - known))
        gone = tuple(sorted({require_officer(desk, name) for name in no_longer} & known))
        if not new and not gone:
            raise Refused("These officers work on the case already.", advice="Nothing was recorded.")
        record_in_case(desk, case, [assignment(desk, new, today, no_longer=gone)])
        lacking = maybe_without_access(desk, desk.book.case(case), new)
        return tuple(desk.book.officer_name(officer) for officer in lacking)


def change_tags(desk: Desk, case: str, today: date, *, add: Iterable[str], remove: Iterable[str]) -> None:
    """Put tags on a case, or take them off.

    Raises:
        Refused: no such case, a tag is too long, or nothing would change.
    """
    with desk.lock:
        tags = desk.book.case(case).work.tags
        new = sorted(set(map(plain_tag, add)) - tags - {""})
        gone = sorted(set(map(plain_tag, remove)) & tags)
        if not new and not gone:
            raise Refused("The case has just these tags already.", advice="Nothing was recorded.")
        fact = new_fact(desk, "TagsChanged", {"added": new, "removed": gone}, today)
        record_in_case(desk, case, [fact])


def undo(desk: Desk, case: str, name: str, reason: str, today: date) -> bool:
    """Take a fact back, or let it count again where it was taken back; whether it counts again now.

    Raises:
        Refused: no such case or fact, the fact cannot be undone, or no reason is given.
    """
    with desk.lock:
        found = desk.book.case(case)
        item = _named(found, name)
        facts = _undoings(desk, found, item, reason, today)
        if _HANGING & {conflict.kind for conflict in _new_conflicts(desk, found, facts)}:
            raise Refused(
                "Other entries hang on this one: they would be about somebody or something unknown.",
                advice="Describe it anew instead; or take back first what was recorded about it.",
            )
        record_in_case(desk, case, facts)
        return item.index in found.record.undoings


def undo_preview(desk: Desk, case: str, name: str, today: date) -> UndoPreview:
    """What `undo` would do, before it does. Raises as `undo`."""
    with desk.lock:
        found = desk.book.case(case)
        item = _named(found, name)
        facts = _undoings(desk, found, item, "…", today)
        new = _new_conflicts(desk, found, facts)
        return UndoPreview(
            item=history_item(desk, found, item),
            is_redo=item.index in found.record.undoings,
            conflicts=tuple(dict.fromkeys(conflict.kind.value for conflict in new)),
        )


def _new_conflicts(desk: Desk, case: Case, facts: Sequence[Fact]) -> list[Conflict]:
    """What would not fit any more once these are recorded too."""
    last = max((known.index for known in case.history), default=0)
    added = [
        Recorded(index=last + number, author=desk.officer.id, fact=fact)
        for number, fact in enumerate(facts, start=1)
    ]
    then = replay([*case.history, *case.set_aside, *added])
    return [conflict for conflict in then.conflicts if conflict not in case.conflicts]


def history(desk: Desk, case: str) -> tuple[HistoryItem, ...]:
    """All facts of a case, the newest first, those too that were undone.

    Raises:
        Refused: this officer has access to no such case.
    """
    with desk.lock:
        found = desk.book.case(case)
        return tuple(history_item(desk, found, item) for item in reversed(found.history))


def history_item(desk: Desk, case: Case, item: Recorded) -> HistoryItem:
    """A fact as the history shows it."""
    return HistoryItem(
        name=item.identity,
        day=item.fact.on,
        title=item.fact.title,
        officer=desk.book.officer_name(item.author),
        lines=told(item.fact, case, desk.book.officer_name),
        can_be_undone=bool(item.identity) and type(item.fact) in UNDOABLE,
        undone_by=undone_by(desk, case, item),
    )


def record_in_cases(
    desk: Desk, recorded: Iterable[tuple[str, Sequence[Fact]]], *, also: Sequence[NewEntry] = ()
) -> tuple[tuple[str, str], ...]:
    """Record facts in several cases at once, all or none; each fact's case and name.

    Raises:
        Refused: this officer has no access to one of the cases, or is on no roster yet.
    """
    with desk.lock:
        desk.require_roster()
        pen = desk.pen()
        entries, sent = list(also), []
        for case, facts in recorded:
            keys = desk.case_keys(case)
            entry = pen.facts(case_subject(keys.id), facts, keys)
            entries.append(entry)
            sent.append(facts_as_sent(case_subject(keys.id), facts, entry))
        desk.post(Letter(entries=tuple(entries), facts=tuple(sent)))
    return tuple(
        (facts.subject.removeprefix("case/"), f"{facts.nonce}/{number}")
        for facts in sent
        for number in range(len(facts.facts))
    )


def task_fact(desk: Desk, kind: str, task: str, values: Mapping[str, Any], today: date) -> Fact:
    """A fact that describes a task; `values` may name the officer by name."""
    officer = values.get("officer")
    given = {**values, "task": task, "officer": require_officer(desk, officer) if officer else None}
    return new_fact(desk, kind, given, today)


def assignment(desk: Desk, officers: Sequence[str], today: date, *, no_longer: Sequence[str] = ()) -> Fact:
    """The fact that these officers work on a case, and those do no longer; by their ids."""
    values = {"officers": list(officers), "no_longer": list(no_longer)}
    return new_fact(desk, "CaseAssigned", values, today)


def maybe_without_access(desk: Desk, case: Case, officers: Iterable[str]) -> tuple[str, ...]:
    """Those of whom nothing shows that they can open the case: grants are sealed, and show nobody to us."""
    seen = {item.author for item in case.history} | {desk.officer.id}
    return tuple(officer for officer in officers if officer not in seen)


def plain_tag(tag: str) -> str:
    """A tag as it is kept: one spelling, so that “Visit ” and “visit” are one."""
    return " ".join(tag.split()).casefold()


def tags_in_use(desk: Desk) -> tuple[str, ...]:
    """All tags of the cases that this officer has access to, and those that are suggested."""
    with desk.lock:
        used = {tag for case in desk.book.case_ids() for tag in desk.book.case(case).work.tags}
    return tuple(sorted({*used, *SUGGESTED_TAGS}))


def require_open(case: Case, task: str) -> str:
    """The id of an open task or deadline of a case, or the only one that begins so.

    Raises:
        Refused: none, or several.
    """
    found = [item.task for item in case.work.open_items if item.task.startswith(task)]
    if len(found) != 1 or not task:
        raise Refused(
            "This case has no such open task, or several.",
            advice="Look at the work of the case again: somebody may have done it.",
        )
    return found[0]


def _named(case: Case, name: str) -> Recorded:
    found = [item for item in case.history if item.identity == name and name]
    if len(found) != 1:
        raise Refused("This case has no such entry.", advice="Sync, and look at the history again.")
    return found[0]


def _undoings(desk: Desk, case: Case, item: Recorded, reason: str, today: date) -> list[Fact]:
    if type(item.fact) not in UNDOABLE:
        raise Refused(
            "This entry cannot be undone: it protects somebody, or says what left.",
            advice="Withdraw a consent, return a draft, retract a statement, end check-ins, assess anew.",
        )
    # What two officers undid counts again only when both undoings are taken back.
    names = [undoing.identity for undoing in case.record.undoings.get(item.index, ())] or [item.identity]
    return [new_fact(desk, "FactUndone", {"undone": name, "reason": reason}, today) for name in names]
