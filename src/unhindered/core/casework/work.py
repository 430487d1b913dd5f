"""The work on a case: what is to be done by when, who works on it, and by which tags it is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.record import Record
from unhindered.core.casework.work_facts import (
    CaseAssigned,
    DeadlineSet,
    TagsChanged,
    TaskAdded,
    TaskDescribed,
    TaskDone,
    TaskUpdated,
)

WorkItem: TypeAlias = TaskAdded | TaskUpdated | DeadlineSet


@dataclass(frozen=True, kw_only=True)
class Work:
    """Tasks and deadlines by id as last described; the facts that ended some of them; officers and tags.

    `assigned` says of each officer who works on the case by which fact; of several, the last.
    """

    items: Mapping[str, WorkItem]
    done: Mapping[str, TaskDone]
    assigned: Mapping[str, CaseAssigned]
    tags: frozenset[str]
    conflicts: tuple[Conflict, ...]

    @property
    def officers(self) -> frozenset[str]:
        """Who works on the case."""
        return frozenset(self.assigned)

    @property
    def open_items(self) -> tuple[WorkItem, ...]:
        """What nobody did yet."""
        return tuple(item for task, item in self.items.items() if task not in self.done)


def work_of(record: Record) -> Work:
    """The work as recorded. Of two officers who change it at once nobody's change is lost."""
    items: dict[str, WorkItem] = {}
    done: dict[str, TaskDone] = {}
    assigned: dict[str, CaseAssigned] = {}
    tags: set[str] = set()
    for item in record.facts:
        match item.fact:
            case TaskAdded() | TaskUpdated() | DeadlineSet():
                items[item.fact.task] = item.fact
            case TaskDone(task=task):
                done[task] = item.fact
            case CaseAssigned(officers=officers, no_longer=no_longer):
                assigned |= dict.fromkeys(officers, item.fact)
                for officer in no_longer:
                    assigned.pop(officer, None)
            case TagsChanged(added=added, removed=removed):
                tags = (tags | {*added}) - {*removed}
    return Work(
        items=MappingProxyType(items),
        done=MappingProxyType(done),
        assigned=MappingProxyType(assigned),
        tags=frozenset(tags),
        conflicts=_unknown(record),
    )


def _unknown(record: Record) -> tuple[Conflict, ...]:
    known = {fact.task for _, fact in record.of(TaskDescribed)}
    known |= {fact.task for _, fact in record.of(DeadlineSet)}
    return tuple(
        Conflict(kind=ConflictKind.UNKNOWN_TASK, indexes=(index,))
        for index, fact in record.of(TaskDone)
        if fact.task not in known
    )
