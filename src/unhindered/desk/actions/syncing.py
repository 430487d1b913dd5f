"""The officer's one button: bring this desk and the gate to the same state."""

from datetime import date
from functools import partial

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
    synced = sync(desk, today, check_statement=partial(recheck, desk, today=today))
    fetch_questionnaires(desk)
    return synced
