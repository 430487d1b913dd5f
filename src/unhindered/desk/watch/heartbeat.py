"""Once a day the watch says that it lives, in an entry that looks like every other one of an officer.

At a random minute, so that the hour tells nobody who looks at the log which entries are of a machine.
"""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.replica import Replica
from unhindered.desk.entries.for_watch import HEARTBEAT_NAME, compose_heartbeat, entry_for_watch
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.keys.secret import OfficerKeys, VisitsKeys, new_secret
from unhindered.desk.watch.bell import Bell

_DAY = timedelta(days=1)
_MINUTES = 24 * 60


def beaten(bell: Bell, gate: DeskGate, replica: Replica, visits: VisitsKeys, now: datetime) -> Bell:
    """The bell after a heartbeat, if one is due and the log was just read to its end.

    One that did not get through is tried again with the next round; never raises for a gate that is away.
    """
    if bell.next_beat is None:
        return replace(bell, next_beat=now + _some_minutes())
    if now < bell.next_beat or bell.line.synced != now:
        return bell
    today = now.astimezone(UTC).date()
    entry = entry_for_watch(
        HEARTBEAT_NAME,
        compose_heartbeat(today, visits),
        # The watch is no officer: these keys are used once, and what proves it is the visits key.
        author=OfficerKeys(new_secret()),
        visits=visits,
        seen=Checkpoint(replica.origin, replica.tree.size, replica.tree.root()),
    )
    try:
        gate.append([entry], secrets.token_bytes(32))
    except (Refused, Unavailable) as err:
        return replace(bell, trouble=f"The daily sign of life could not be written: {err}")
    tomorrow = datetime.combine(today + _DAY, time(), UTC)
    return replace(bell, next_beat=tomorrow + _some_minutes())


def _some_minutes() -> timedelta:
    return timedelta(minutes=secrets.randbelow(_MINUTES))
