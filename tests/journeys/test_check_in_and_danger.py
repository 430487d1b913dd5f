"""A person at risk checks in, misses one, says danger, opens the decoy: who is woken, with every laptop shut.

A real gate, spoken to over HTTP in memory; the clock is moved by hand, and nobody sleeps.
"""

import json
import secrets
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from asgi_in_memory import ServedInMemory
from watched_team import GATE, PASSPHRASE, TeamAtGate, WritingSource

from unhindered.core.casework.risk import NoRiskAssessment
from unhindered.core.correspondence.changes import RHYTHM_NAME, RhythmProposed, compose_rhythm
from unhindered.core.correspondence.visits import (
    DECOY_NAME,
    VISIT_NAME,
    Decoy,
    SourceVisit,
    compose_decoy,
    compose_visit,
)
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.actions import cases, check_ins
from unhindered.desk.actions.watch_posts import join_watch, make_watch, post_watch
from unhindered.desk.watch.duty import read_duty
from unhindered.desk.watch.post import WatchFolder
from unhindered.desk.watch.watch import open_watch
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.settings import GateSettings
from unhindered.storage.gate_client import GateClient

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
FULL = {
    "threats": "Guards who know that somebody spoke.",
    "vulnerabilities": "Alone at night.",
    "capacities": "A lawyer on Thursdays.",
    "channel": "The lawyer, in person.",
    "do_not": "Do not call the family.",
}
DUTY = {"v": 1, "officers": [{"name": "first", "command": ["true"]}, {"name": "second", "command": ["true"]}]}


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 24, 9, tzinfo=UTC)

    def until(self, text):
        self.now = datetime.fromisoformat(f"{text}+00:00")

    @property
    def today(self) -> date:
        return self.now.date()


class Pagers:
    def __init__(self):
        self.calls = []

    def call(self, officer, text):
        self.calls.append((officer.name, text))


class Line:
    """The watch's way to the gate, which can be cut."""

    def __init__(self, client):
        self._client, self.is_cut = client, False

    def __getattr__(self, name):
        if self.is_cut and name != "close":
            raise Unavailable("The gate does not answer.")
        return getattr(self._client, name)


class Setting:
    def __init__(self, path, served, code, clock):
        self.clock, self.served = clock, served
        self.team = TeamAtGate(path, served, code, clock)
        self.folder = WatchFolder(path / "watch")
        self.is_cut, self.pagers = False, Pagers()

    def set_up(self):
        self.team.enrol()
        with self.desk() as desk:
            made = make_watch(self.folder)
            join_watch(self.folder, post_watch(desk, made.card, PASSPHRASE).post)
        self.folder.duty.write_text(json.dumps(DUTY))

    @contextmanager
    def desk(self):
        """An officer opens the laptop, syncs, works, syncs, and shuts it."""
        desk = self.team.open()
        try:
            self.team.sync(desk)
            yield desk
            self.team.sync(desk)
        finally:
            desk.close()

    def connect(self, post):
        client = GateClient(
            post.gate.url,
            gate=post.gate.name,
            access=post.access,
            now=lambda: self.clock.now,
            transport=self.served.transport,
        )
        line = Line(client)
        line.is_cut = self.is_cut
        return line

    def round(self):
        """One round of the watch: what rings, and who was called since the last one."""
        self.pagers.calls.clear()
        with open_watch(self.folder, self.connect) as watch:
            self.bell = watch.round(self.clock.now, read_duty(self.folder.duty), self.pagers)
        return [item.alarm.kind.name for item in self.bell.ringing], [name for name, _ in self.pagers.calls]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def setting(tmp_path, clock):
    folder, code = GateFolder.create(tmp_path / "gate", GateSettings(name=GATE), now=clock.now)
    with ServedInMemory(make_gate(folder, now=lambda: clock.now, limits=Limits())) as served:
        found = Setting(tmp_path, served, code, clock)
        found.set_up()
        yield found


def opened_case(desk, report, today):
    cases.assess(desk, report, kind=cases.FULL, values=FULL, today=today)
    return cases.open_case(desk, [report], name="Autumn 4", officers=[], today=today)


def come_back(source, clock, state="check-in"):
    visit = SourceVisit(
        id=secrets.token_bytes(16),
        notice=source.notice_id,
        keys=source.keys,
        state=state,
        day=clock.today,
    )
    source.post(VISIT_NAME, compose_visit(visit, source.secrets.signing_seed), to=source.notice.visits)


def propose(source, every_days, grace_hours):
    letter = RhythmProposed(
        id=secrets.token_bytes(16),
        notice=source.notice_id,
        keys=source.keys,
        every_days=every_days,
        grace_hours=grace_hours,
    )
    source.post(RHYTHM_NAME, compose_rhythm(letter, source.secrets.signing_seed))


def make_decoy(source, decoy):
    letter = Decoy(id=secrets.token_bytes(16), notice=source.notice_id, keys=source.keys, decoy=decoy.keys)
    body = compose_decoy(
        letter,
        signing_seed=source.secrets.signing_seed,
        decoy_signing_seed=decoy.secrets.signing_seed,
    )
    source.post(DECOY_NAME, body)


def test_a_missed_check_in_wakes_officers_in_turn_until_one_takes_it_on(setting, clock):
    source = WritingSource(setting.team)
    source.send()
    propose(source, every_days=1, grace_hours=6)

    with setting.desk() as desk:
        (report,) = desk.book.reports
        (proposal,) = check_ins.proposals(desk)
        with pytest.raises(Refused):
            check_ins.agree(desk, report, {"every_days": 1, "grace_hours": 6}, clock.today)
        opened_case(desk, report, clock.today)
        values = {"every_days": proposal.every_days, "grace_hours": proposal.grace_hours}
        check_ins.agree(desk, report, values, clock.today)
        assert check_ins.proposals(desk) == ()
    quiet = setting.round()

    # Every laptop is shut from here on. The source checks in on Wednesday, and not on Thursday.
    clock.until("2026-11-25T20:00")
    come_back(source, clock)
    rounds = {}
    for moment in ("2026-11-25T20:01", "2026-11-27T05:59", "2026-11-27T06:00", "2026-11-27T06:14"):
        clock.until(moment)
        rounds[moment[8:]] = setting.round()
    clock.until("2026-11-27T06:15")
    escalated = setting.round()

    assert quiet == ([], [])
    assert rounds == {
        "25T20:01": ([], []),
        "27T05:59": ([], []),
        "27T06:00": (["MISSED"], ["first"]),
        "27T06:14": (["MISSED"], []),
    }
    assert escalated == (["MISSED"], ["second"])
    assert setting.pagers.calls[0][1] == "Unhindered: alarm 1 at Fictional Lamp. Open the desk."

    # Somebody opens a laptop: the alarm stands first, with what to do and the rules of this case.
    with setting.desk() as desk:
        (alarm,) = check_ins.alarms(desk, clock.now)
        (due,) = check_ins.due(desk, clock.now)
        check_ins.acknowledge(desk, [alarm.id], clock.now)
        assert check_ins.alarms(desk, clock.now) == ()
    clock.until("2026-11-27T09:00")

    assert (alarm.kind, due.is_missed, due.due) == ("missed", True, date(2026, 11, 26))
    assert (alarm.about[0].safe_contact, alarm.about[0].do_not) == ((FULL["channel"],), (FULL["do_not"],))
    assert setting.round() == ([], [])

    # She does not come on Friday either: that rings anew.
    clock.until("2026-11-28T06:00")
    assert setting.round() == (["MISSED"], ["first"])


def test_danger_rings_at_once_and_the_desk_says_whose(setting, clock):
    source = WritingSource(setting.team)
    source.send()
    come_back(source, clock, "danger")

    # No desk has even seen the report yet.
    assert setting.round() == (["DANGER"], ["first"])
    with setting.desk() as desk:
        (alarm,) = check_ins.alarms(desk, clock.now)
        assert [item.report for item in alarm.about] == list(desk.book.reports)
        check_ins.acknowledge(desk, [], clock.now)
    clock.now += HOUR
    assert setting.round() == ([], [])


def test_coming_back_with_the_decoy_is_duress_of_the_real_source(setting, clock):
    source, decoy = WritingSource(setting.team), WritingSource(setting.team)
    source.send()
    decoy.send(what="The lamp in the hall does not burn.")
    make_decoy(source, decoy)
    come_back(decoy, clock, "nothing")
    before = setting.round()
    # A desk syncs, by itself; nobody has to do anything for the watch to know of the decoy.
    with setting.desk():
        pass
    clock.now += MINUTE
    rings = setting.round()
    with setting.desk() as desk:
        (alarm,) = check_ins.alarms(desk, clock.now)
        real = next(r for r in desk.book.reports.values() if r.report.keys == source.keys)

    assert (before, rings) == (([], []), (["DURESS"], ["first"]))
    assert [item.report for item in alarm.about] == [real.id]
    assert "Do not write to the mailbox" in alarm.to_do


def test_a_gate_that_cannot_be_reached_rings_by_itself(setting, clock):
    setting.round()
    setting.is_cut = True
    clock.now += 6 * HOUR
    cut = setting.round()
    setting.is_cut = False
    clock.now += MINUTE

    assert cut == (["UNREACHABLE"], ["first"])
    assert setting.round() == ([], [])


def test_nobody_agrees_on_check_ins_before_the_risk_is_assessed(setting, clock):
    source = WritingSource(setting.team)
    source.send()

    with setting.desk() as desk:
        (report,) = desk.book.reports
        cases.open_case(desk, [report], name="Autumn 4", officers=[], today=clock.today)
        with pytest.raises(NoRiskAssessment):
            check_ins.agree(desk, report, {"every_days": 1, "grace_hours": 6}, clock.today)


def test_a_rhythm_that_was_ended_is_missed_no_more(setting, clock):
    source = WritingSource(setting.team)
    source.send()
    with setting.desk() as desk:
        (report,) = desk.book.reports
        opened_case(desk, report, clock.today)
        check_ins.agree(desk, report, {"every_days": 1, "grace_hours": 6}, clock.today)
    with setting.desk() as desk:
        check_ins.end(desk, report, "The source is abroad.", clock.today)
        with pytest.raises(Refused):
            check_ins.end(desk, report, "", clock.today)
    clock.now += 5 * DAY

    assert setting.round() == ([], [])
