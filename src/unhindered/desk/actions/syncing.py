"""The officer's one button: bring this desk and the gate to the same state."""

from datetime import date
from functools import partial

from unhindered.desk.actions.audit import send_opened
from unhindered.desk.actions.indexing import read_all
from unhindered.desk.actions.statements import recheck
from unhindered.desk.delivery import Synced, sync
from unhindered.desk.desk import Desk
from unhindered.desk.questionnaires import fetch_questionnaires


def sync_desk(desk: Desk, today: date) -> Synced:
    """Take in, tell sources that their reports are held, send what waits, learn what reports were asked.

    Raises:
        LogIsWrong: the gate shows another log than before; nothing was taken in and nothing sent.
        Unavailable: the gate does not answer; what waits stays.
        Refused: this desk has not enrolled.
    """
    try:
        send_opened(desk, today)
        synced = sync(desk, today, check_statement=partial(recheck, desk, today=today))
        fetch_questionnaires(desk)
    finally:
        # Where the gate is away too: what was written here can be found.
        read_all(desk)
    return synced
