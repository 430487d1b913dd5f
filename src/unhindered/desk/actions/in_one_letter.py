"""Many facts of one case in one letter: more than one entry holds, and still all or none."""

from collections.abc import Callable, Sequence

from unhindered.core.casework.facts import Fact
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import MAX_FACTS, Facts, case_subject, facts_as_sent
from unhindered.desk.outbox import Letter

# A gate takes 32 MiB and 256 entries at once.
_MOST_BYTES = 28 * 1024 * 1024
_MOST_ENTRIES = 200


def post_in_one_letter(
    desk: Desk,
    case: str,
    facts: Sequence[Fact],
    *,
    last: Callable[[tuple[str, ...]], Fact] | None = None,
) -> tuple[str, ...]:
    """Record facts of a case, all or none; returns the nonces of their entries, in order.

    `last` makes a fact of these nonces, recorded in the same letter in an entry of its own.

    Raises:
        Refused: no such case, or more than one letter carries.
    """
    with desk.lock:
        desk.require_roster()
        keys = desk.case_keys(case)
        subject, pen = case_subject(keys.id), desk.pen()
        entries: list[NewEntry] = []
        waiting: list[Facts] = []

        def add(some: Sequence[Fact]) -> None:
            entry = pen.facts(subject, some, keys)
            entries.append(entry)
            waiting.append(facts_as_sent(subject, some, entry))

        for start in range(0, len(facts), MAX_FACTS):
            add(facts[start : start + MAX_FACTS])
        nonces = tuple(item.nonce for item in waiting)
        if last is not None:
            add([last(nonces)])
        _require_fits(entries)
        desk.post(Letter(entries=tuple(entries), facts=tuple(waiting)))
    return nonces


def _require_fits(entries: Sequence[NewEntry]) -> None:
    size = sum(len(entry.body) for entry in entries if isinstance(entry.body, bytes))
    if size > _MOST_BYTES or len(entries) > _MOST_ENTRIES:
        raise Refused(
            "This is more than can be recorded in one step.",
            advice="Split the file, and import one part after the other.",
        )
