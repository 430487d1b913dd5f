"""An institution with a watch, a clock that only tests move, and officers on duty who can be out of reach."""

import json
import secrets
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from desk_world import PASSPHRASE, World

from unhindered.core.casework.check_ins import WatchOrder
from unhindered.core.correspondence.visits import VISIT_NAME, SourceVisit, compose_visit
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.errors import Unavailable
from unhindered.desk.actions.watch_posts import join_watch, make_watch, post_watch
from unhindered.desk.entries.for_watch import ORDER_NAME, compose_order
from unhindered.desk.outbox import Letter
from unhindered.desk.watch.duty import read_duty
from unhindered.desk.watch.post import WatchFolder
from unhindered.desk.watch.watch import open_watch

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
DUTY = {
    "v": 1,
    "officers": [{"name": "Ada", "command": ["true"]}, {"name": "Ben", "command": ["true"]}],
    "every_minutes": 15,
    "unreachable_after_hours": 6,
    "not_synced_after_hours": 12,
}


class Pagers:
    """Keeps the promise of `alerts.Caller`: remembers who was called with which words."""

    def __init__(self):
        self.calls = []
        self.broken = set()
        self.kill_before, self.kill_after = set(), set()

    def call(self, officer, text):
        if officer.name in self.kill_before:
            raise Killed
        if officer.name in self.broken:
            raise Unavailable("The command failed with 1.")
        self.calls.append((officer.name, text))
        if officer.name in self.kill_after:
            raise Killed

    def taken(self):
        calls, self.calls = self.calls, []
        return calls


class Killed(BaseException):
    """What a power cut is to a program: nothing after it is done."""


class WatchWorld(World):
    """`World` with a watch in a folder of its own; every round opens it anew, as after a restart."""

    def __init__(self, path):
        super().__init__(path)
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.watch_folder = WatchFolder(path / "watch")
        self.pagers = Pagers()

    def set_up_watch(self, owner, duty=DUTY):
        made = make_watch(self.watch_folder)
        join_watch(self.watch_folder, post_watch(owner, made.card, PASSPHRASE).post)
        self.watch_folder.duty.write_text(json.dumps(duty))

    def connect_watch(self, post):
        return self.gate

    @contextmanager
    def watch(self):
        with open_watch(self.watch_folder, self.connect_watch) as watch:
            yield watch

    def pass_time(self, by):
        self.now += by
        self.today = self.gate.today = self.now.date()

    def round(self):
        """One round of the watch; the names and words of those who were called."""
        with self.watch() as watch:
            self.bell = watch.round(self.now, read_duty(self.watch_folder.duty), self.pagers)
        return self.pagers.taken()

    def rings(self):
        return [item.alarm.kind.name for item in self.bell.ringing]

    def order(self, desk, source, **changes):
        """What an officer's desk tells the watch; the desk's own way is tested with its pages."""
        fields = {
            "label": "11" * 16,
            "place": 0,
            "keys": frozenset({source.keys.signing.hex()}),
            "every_days": 1,
            "grace_hours": 6,
            "starts": self.today,
        }
        self.tell_watch(desk, ORDER_NAME, compose_order(WatchOrder(**fields | changes)))

    def tell_watch(self, desk, name, body):
        desk.post(Letter(entries=(desk.pen().for_watch(name, body),)))
        self.sync(desk)


def visit_envelope(source, state="check-in", day=None):
    visit = SourceVisit(
        id=secrets.token_bytes(16),
        notice=source.notice_id,
        keys=source.keys,
        state=state,
        day=day or source.gate.today,
    )
    body = compose_visit(visit, source.secrets.signing_seed)
    return seal_bytes(frame(VISIT_NAME, body, floor=8192), [parse_recipient(source.notice.visits)])


def come_back(source, state="check-in", day=None):
    return source.gate.take_in(source.notice_id, [visit_envelope(source, state, day)])
