"""The watch: hears visits, wakes who is on duty without a word of content, and survives being killed."""

import json
from dataclasses import replace

import pytest
from bad_gates import Gate
from desk_browser import Browser, text_of
from desk_world import PASSPHRASE, Source
from watch_world import DAY, DUTY, HOUR, MINUTE, Killed, WatchWorld, come_back, visit_envelope

from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.desk.actions import cases, check_ins
from unhindered.desk.actions.watch_posts import join_watch, make_watch, post_watch
from unhindered.desk.entries.for_watch import (
    ACKNOWLEDGEMENT_NAME,
    HEARTBEAT_NAME,
    TakenOn,
    compose_acknowledgement,
    compose_heartbeat,
)
from unhindered.desk.keys.secret import OfficerKeys, VisitsKeys, new_secret
from unhindered.desk.watch.duty import read_duty
from unhindered.desk.watch.post import WatchFolder
from unhindered.desk.watch.watch import acknowledge_here, open_watch, read_bell

TEXT = "Unhindered: alarm 1 at Fictional Lamp. Open the desk."


@pytest.fixture
def world(tmp_path):
    return WatchWorld(tmp_path)


@pytest.fixture
def owner(world):
    world.init()
    world.enrol()
    desk = world.owner()
    world.sync(desk)
    world.set_up_watch(desk)
    yield desk
    desk.close()


@pytest.fixture
def source(world, owner):
    return Source(world.gate)


def take_on(world, desk, **changes):
    alarms = frozenset(item.alarm.id for item in world.bell.ringing)
    taken_on = TakenOn(**{"alarms": alarms} | changes)
    world.tell_watch(desk, ACKNOWLEDGEMENT_NAME, compose_acknowledgement(taken_on))


def test_a_quiet_watch_calls_nobody(world, owner):
    assert world.round() == []
    assert (world.rings(), world.bell.trouble) == ([], "")


def test_a_missed_check_in_wakes_the_first_on_duty_after_the_grace(world, owner, source):
    world.order(owner, source)
    # Due by the end of the 25th; missed at six in the morning of the 26th.
    world.pass_time(DAY + 17 * HOUR + 59 * MINUTE)
    before = world.round()
    world.pass_time(MINUTE)

    assert (before, world.round()) == ([], [("Ada", TEXT)])
    assert world.rings() == ["MISSED"]


def test_a_check_in_keeps_it_quiet(world, owner, source):
    world.order(owner, source)
    world.pass_time(DAY)
    come_back(source)
    world.pass_time(18 * HOUR)

    assert world.round() == []


def test_the_next_on_duty_is_woken_at_set_intervals_until_somebody_takes_it_on(world, owner, source):
    come_back(source, "danger")
    found = []
    for _ in range(5):
        found.append([name for name, _ in world.round()])
        world.pass_time(5 * MINUTE)
    world.pass_time(10 * MINUTE)
    third = world.round()
    take_on(world, owner)
    world.pass_time(DAY)

    assert found == [["Ada"], [], [], ["Ben"], []]
    assert third == [("Ada", TEXT)]
    assert world.round() == []
    assert world.bell.rung[0].is_acknowledged


def test_an_alarm_is_taken_on_by_its_number(world, owner, source):
    come_back(source, "danger")
    world.round()
    take_on(world, owner, alarms=frozenset(), numbers=frozenset({1}))
    world.pass_time(HOUR)

    assert world.round() == []


def test_a_number_that_another_bell_gave_takes_on_no_alarm_of_a_new_one(world, owner, source):
    come_back(source, "danger")
    world.round()
    take_on(world, owner, alarms=frozenset(), numbers=frozenset({1}))
    assert world.round() == []
    world.watch_folder.bell.unlink()
    come_back(source, "danger")

    assert world.round() == [("Ada", TEXT)]
    assert world.rings() == ["DANGER"]
    world.sync(owner)
    take_on(world, owner, alarms=frozenset(), numbers=frozenset({1}))
    assert world.round() == []
    assert world.rings() == []


def test_a_watch_whose_memory_is_damaged_rings_anew_and_does_not_fall_silent(world, owner, source):
    come_back(source, "danger")
    world.round()
    world.watch_folder.bell.write_bytes(b"{")

    assert world.round() == [("Ada", TEXT)]
    assert world.watch_folder.bell.with_suffix(".damaged").read_bytes() == b"{"


def test_danger_after_an_alarm_was_taken_on_by_number_rings_again(world, owner, source):
    come_back(source, "danger")
    world.round()
    take_on(world, owner, alarms=frozenset(), numbers=frozenset({1}))
    come_back(source, "danger")

    assert world.round() == [("Ada", TEXT.replace("alarm 1", "alarm 2"))]


@pytest.mark.parametrize("state", ["danger", "duress"])
def test_a_source_in_no_order_can_ring_too(world, owner, source, state):
    come_back(source, state)

    assert world.round() == [("Ada", TEXT)]
    assert world.rings() == [state.upper()]


def test_a_flood_of_alarms_is_one_call_to_each_on_duty_and_each_alarm_is_taken_on_by_itself(
    world, owner, source
):
    for number in range(8):
        stranger = Source(world.gate)
        world.order(owner, stranger, label=f"{number:032x}")
        come_back(stranger, "danger")
    come_back(source, "danger")

    assert world.round() == [("Ada", TEXT)]
    assert [[call.officer for call in item.calls] for item in world.bell.ringing] == [["Ada"]] * 9
    take_on(world, owner, alarms=frozenset({world.bell.ringing[0].alarm.id}))
    world.pass_time(15 * MINUTE)
    assert world.round() == [("Ben", TEXT.replace("alarm 1", "alarm 2"))]


def test_an_officer_who_cannot_be_reached_about_several_alarms_is_one_alarm_and_the_next_hears_of_all(
    world, owner, source
):
    world.order(owner, source)
    come_back(source, "danger")
    come_back(Source(world.gate), "danger")
    world.pagers.broken = {"Ada"}

    assert [name for name, _ in world.round()] == ["Ben"]
    assert [call.officer for item in world.bell.ringing[:2] for call in item.calls] == ["Ada", "Ben"] * 2
    assert world.rings() == ["DANGER", "DANGER", "ALERT_FAILED"]


def test_a_visit_with_a_decoys_keys_is_duress_of_its_source(world, owner, source):
    decoy = Source(world.gate)
    world.order(owner, source, decoys={decoy.keys.signing.hex(): 3})
    come_back(decoy, "nothing")
    world.round()

    assert [(item.alarm.kind.name, item.alarm.label) for item in world.bell.ringing] == [
        ("DURESS", "11" * 16)
    ]


def test_reports_and_messages_ring_nothing(world, owner, source):
    source.send()
    source.write("A message, not a visit.")

    assert world.round() == []


def test_a_visit_that_the_gate_put_beside_another_notice_counts_for_nothing(world, owner, source):
    world.gate.take_in(bytes(32), [visit_envelope(source, "danger")])

    assert world.round() == []


def test_a_gate_that_cannot_be_reached_rings_and_ends_when_it_is_back(world, owner):
    world.round()
    world.gate.is_off = True
    world.pass_time(5 * HOUR)
    early = world.round()
    world.pass_time(HOUR)
    called = world.round()
    world.gate.is_off = False
    world.pass_time(HOUR)

    assert (early, called) == ([], [("Ada", TEXT)])
    assert (world.round(), world.rings()) == ([], [])


def test_a_missed_check_in_rings_although_no_gate_can_be_reached(world, owner, source):
    world.order(owner, source)
    world.round()
    world.gate.is_off = True
    world.pass_time(2 * DAY)
    world.round()

    assert sorted(world.rings()) == ["MISSED", "UNREACHABLE"]


def test_a_gate_that_answers_and_refuses_rings_as_not_synced(world, owner):
    def entries(start):
        raise Refused("This request's time is too far from ours.")

    world.round()
    world.gate.entries = entries
    come_back(Source(world.gate))
    world.pass_time(12 * HOUR)
    world.round()

    assert world.rings() == ["NOT_SYNCED"]
    assert "time is too far" in world.bell.trouble


def test_another_log_than_before_rings_at_once(world, owner):
    world.round()
    other = type(world.gate)()
    world.gate.sealed, world.gate.signer = other.sealed, other.signer
    world.round()

    assert world.rings() == ["IN_DOUBT"]


def test_a_watch_believes_no_log_that_is_older_than_its_post(world, owner, tmp_path):
    other = type(world.gate)()
    other.signer = world.gate.signer
    other.sealed = type(other.sealed)(world.gate.signer.verifier().name, world.gate.signer)
    world.connect_watch = lambda post: other
    world.round()

    assert world.rings() == ["IN_DOUBT"]


def test_visits_and_orders_that_the_gate_erased_ring_once(world, owner, source):
    assert world.round() == []
    come_back(source, "danger")
    world.order(owner, source)
    world.gate.sealed.erase([world.gate.sealed.size() - 2, world.gate.sealed.size() - 1])

    assert world.round() == [("Ada", TEXT)]
    assert (world.rings(), world.bell.lost) == (["LOST"], 2)
    take_on(world, owner)
    assert (world.round(), world.rings()) == ([], [])
    come_back(source)
    world.gate.sealed.erase([world.gate.sealed.size() - 1])
    world.round()
    assert (world.rings(), world.bell.lost) == (["LOST"], 3)


class KeepsSmallBodies(Gate):
    """Sends headers, and says of the bodies that there are none."""

    def entries(self, start):
        for entry in self.inner.entries(start):
            yield replace(entry, body=None)

    def body(self, index, target):
        raise Refused("There is no such body.")


def test_a_visit_whose_body_the_gate_keeps_rings(world, owner, source):
    world.round()
    come_back(source, "danger")
    honest, world.gate = world.gate, KeepsSmallBodies(world.gate)

    world.round()

    assert (world.rings(), world.bell.trouble) == (["LOST"], "")
    world.gate = honest


def test_a_visit_that_comes_without_its_body_is_fetched(world, owner, source):
    world.round()
    come_back(source, "danger")
    honest, world.gate = world.gate, LeavesBodiesOut(world.gate)

    world.round()

    assert world.rings() == ["DANGER"]
    world.gate = honest


class LeavesBodiesOut(Gate):
    def entries(self, start):
        for entry in self.inner.entries(start):
            yield replace(entry, body=None)


def test_a_clock_that_went_back_rings(world, owner):
    world.round()
    world.pass_time(-HOUR)
    world.round()

    assert world.rings() == ["CLOCK"]


def test_an_order_from_nobody_on_the_roster_is_not_obeyed(world, owner, source):
    pen = replace(owner.pen(), author=OfficerKeys(new_secret()))
    body = compose_acknowledgement(TakenOn(numbers=frozenset({1})))
    come_back(source, "danger")
    world.round()
    world.gate.append([pen.for_watch(ACKNOWLEDGEMENT_NAME, body)], b"k" * 32)
    world.pass_time(15 * MINUTE)

    assert world.round() == [("Ben", TEXT)]


def test_an_old_order_that_somebody_appends_again_changes_nothing(world, owner, source):
    world.order(owner, source, every_days=0, grace_hours=0)
    entries = [world.gate.sealed.entry(index) for index in range(world.gate.sealed.size())]
    world.order(owner, source, every_days=1, grace_hours=1)
    old = next(e for e in reversed(entries) if e.kind is EntryKind.OFFICER)
    world.gate.append([NewEntry(old.kind, old.clear, old.header, old.body)], b"r" * 32)
    world.pass_time(3 * DAY)
    world.round()

    assert world.rings() == ["MISSED"]


def test_an_alert_that_fails_goes_on_to_the_next_at_once_and_rings_itself(world, owner, source):
    world.pagers.broken = {"Ada"}
    come_back(source, "danger")
    called = world.round()

    assert called == [("Ben", TEXT)]
    assert world.rings() == ["DANGER", "ALERT_FAILED"]
    assert [item.why for item in world.bell.failing] == ["The command failed with 1."]


def test_an_alert_that_works_again_ends_the_alarm_about_it(world, owner, source):
    world.pagers.broken = {"Ada"}
    come_back(source, "danger")
    world.round()
    world.pagers.broken = set()
    world.pass_time(15 * MINUTE)
    world.round()

    assert (world.rings(), world.bell.failing) == (["DANGER"], ())


def test_when_nobody_can_be_reached_it_is_tried_again_at_the_next_interval(world, owner, source):
    world.pagers.broken = {"Ada", "Ben"}
    come_back(source, "danger")
    first = world.round()
    world.pagers.broken = set()
    world.pass_time(14 * MINUTE)
    early = world.round()
    world.pass_time(MINUTE)

    assert (first, early) == ([], [])
    assert ("Ada", TEXT) in world.round()


@pytest.mark.parametrize("moment", ["kill_before", "kill_after"])
def test_a_watch_that_is_killed_while_it_calls_makes_that_call_once_more(world, owner, source, moment):
    getattr(world.pagers, moment).add("Ada")
    come_back(source, "danger")
    with pytest.raises(Killed):
        world.round()
    delivered = [name for name, _ in world.pagers.taken()]
    getattr(world.pagers, moment).clear()
    again = [name for name, _ in world.round()]
    rest = [name for name, _ in world.round()]

    assert (delivered, again, rest) == (["Ada"] if moment == "kill_after" else [], ["Ada"], [])


def test_a_call_that_kills_the_watch_each_time_does_not_keep_the_next_from_being_called(world, owner, source):
    world.pagers.kill_after.add("Ada")
    come_back(source, "danger")
    for _ in range(2):
        with pytest.raises(Killed):
            world.round()

    assert [name for name, _ in world.round()] == ["Ada", "Ada", "Ben"]


def test_a_watch_that_was_off_for_days_calls_once_and_not_for_every_interval_it_missed(world, owner, source):
    come_back(source, "danger")
    world.round()
    world.pass_time(3 * DAY)

    assert [name for name, _ in world.round()] == ["Ben"]


def test_a_lost_docket_is_read_anew_and_nothing_rings_twice(world, owner, source):
    come_back(source, "danger")
    world.round()
    world.watch_folder.docket.unlink()

    assert world.round() == []


def test_alarms_can_be_taken_on_at_the_machine_itself(world, owner):
    world.round()
    world.gate.is_off = True
    world.pass_time(6 * HOUR)
    world.round()
    numbers = acknowledge_here(world.watch_folder, frozenset())
    world.pass_time(HOUR)

    assert (numbers, world.round(), world.rings()) == ((1,), [], [])


def test_what_does_not_ring_cannot_be_taken_on(world, owner):
    world.round()

    with pytest.raises(Refused):
        acknowledge_here(world.watch_folder, frozenset({7}))


def test_a_second_program_in_the_same_folder_is_refused(world, owner):
    with world.watch(), pytest.raises(Unavailable):
        open_watch(world.watch_folder, world.connect_watch).__enter__()


def test_what_is_remembered_comes_back_from_the_disk(world, owner, source):
    come_back(source, "duress")
    world.pagers.broken = {"Ada"}
    world.round()

    assert read_bell(world.watch_folder) == world.bell


def test_neither_alert_nor_memory_names_a_source_a_case_or_an_officer(world, owner, source):
    world.order(owner, source)
    source.send()
    come_back(source, "danger")
    (_, text), *_ = world.round()
    kept = world.watch_folder.bell.read_text()

    assert text == TEXT
    assert [word for word in ("Fictional", "Northgate", source.keys.signing.hex()) if word in kept] == []


def test_nothing_in_the_watchs_folder_opens_a_report_or_a_reply_or_a_case(world, owner, source):
    source.send(files=[("letter.txt", b"fictional")])
    world.sync(owner)
    report = next(iter(owner.book.reports))
    cases.assess(owner, report, kind=cases.FULL, values=_full(), today=world.today)
    case = cases.open_case(owner, [report], name="Autumn", officers=[], today=world.today)
    cases.answer(owner, case, "We have read it.", world.today)
    come_back(source, "danger")
    world.order(owner, source)
    world.round()
    keys, post = world.watch_folder.keys(), world.watch_folder.post()
    identities = [keys.identity, post.visits.identity]

    opened = []
    for index in range(world.gate.sealed.size()):
        entry = world.gate.sealed.entry(index)
        try:
            unseal_bytes(entry.header + entry.body, identities)
        except Refused:
            continue
        opened.append(entry.kind.name)

    # Two copies of nothing but: the visit, the order, and the one roster that names the owner.
    assert sorted(opened) == ["OFFICER", "OFFICER", "SOURCE"]


def test_the_folder_holds_no_secret_of_the_team(world, owner):
    raw = b"".join(file.read_bytes() for file in world.watch_folder.path.iterdir())
    secrets = (owner.membership.team_secret, owner.officer.secret, owner.team.reply_seed)
    post = world.watch_folder.post()

    assert [secret for secret in secrets if secret in (post.visits.secret, post.access_seed)] == []
    assert [secret for secret in secrets if secret.hex().encode() in raw or secret in raw] == []


def test_an_order_looks_like_any_other_entry_of_an_officer(world, owner, source):
    world.order(owner, source)
    source.send()
    world.sync(owner)
    cases.assess(owner, next(iter(owner.book.reports)), kind=cases.FULL, values=_full(), today=world.today)
    world.sync(owner)
    sizes = {
        len(entry.header + entry.body)
        for entry in map(world.gate.sealed.entry, range(2, world.gate.sealed.size()))
        if entry.kind is EntryKind.OFFICER
    }

    assert len(sizes) == 1


def test_another_machines_post_is_refused(world, owner, tmp_path):
    first, second = WatchFolder(tmp_path / "one"), WatchFolder(tmp_path / "two")
    post = post_watch(owner, make_watch(first).card, PASSPHRASE).post
    make_watch(second)

    with pytest.raises(Refused):
        join_watch(second, post)


def test_a_watch_is_never_made_over_another(world, owner):
    with pytest.raises(Refused):
        make_watch(world.watch_folder)


@pytest.mark.parametrize(
    "change",
    [
        {"officers": []},
        {"officers": [{"name": "Ada"}]},
        {"officers": [{"name": "Ada", "command": "true"}]},
        {"officers": [{"name": "Ada", "email": "ada@example.org"}]},
        {"officers": [{"name": "Ada", "command": ["true"]}] * 2},
        {"officers": [{"name": "Ada", "command": ["true"], "telephone": "1"}]},
        {"every_minutes": 0},
        {"every_minutes": "15"},
        {"mail": {"host": "mail.example.org", "from": "w@example.org", "tls": False}},
        {"pager": 1},
    ],
)
def test_a_duty_roster_that_cannot_be_followed_is_refused(world, owner, change):
    world.watch_folder.duty.write_text(json.dumps(DUTY | change))

    with pytest.raises(Refused):
        read_duty(world.watch_folder.duty)


def _full():
    names = ("threats", "vulnerabilities", "capacities", "channel", "do_not")
    return dict.fromkeys(names, "unknown")


def alarms_at(world, desk):
    return [alarm.kind for alarm in check_ins.alarms(desk, world.now)]


def test_the_watch_says_once_a_day_that_it_lives_and_a_desk_rings_when_it_is_silent(world, owner):
    world.round()
    size = world.gate.sealed.size()
    for _ in range(3):
        world.pass_time(DAY)
        world.round()
        world.round()
    world.sync(owner)
    assert 2 <= world.gate.sealed.size() - size <= 3
    heard = owner.book.watch_heard
    assert world.today - heard <= DAY
    assert owner.book.aside == {}
    assert alarms_at(world, owner) == []

    world.pass_time(4 * DAY)
    assert alarms_at(world, owner) == ["silent"]
    owner.rebuild()
    assert owner.book.watch_heard == heard
    check_ins.acknowledge(owner, [], world.now)
    assert alarms_at(world, owner) == []


def test_nobody_without_the_visits_key_can_speak_for_a_silent_watch(world, owner):
    forged = compose_heartbeat(world.today, VisitsKeys(new_secret()))
    world.tell_watch(owner, HEARTBEAT_NAME, forged)
    world.sync(owner)

    assert owner.book.watch_heard is None
    assert any("does not come from the watch" in item.reason for item in owner.book.aside.values())


def test_a_sign_of_life_that_does_not_get_through_is_tried_again(world, owner, monkeypatch):
    world.round()
    world.pass_time(DAY)

    def away(entries, request_key):
        raise Unavailable("Not now.")

    with monkeypatch.context() as patched:
        patched.setattr(world.gate, "append", away)
        world.round()
    assert "sign of life" in world.bell.trouble

    world.round()
    world.sync(owner)

    assert owner.book.watch_heard == world.today


def test_check_ins_and_first_page_say_when_the_watch_was_heard(world, owner):
    with Browser(world, owner) as browser:
        assert "No watch was ever heard" in text_of(browser.get("/check-ins"))
        world.round()
        world.pass_time(DAY)
        world.round()
        world.sync(owner)
        assert "The watch was last heard on 25 Nov 2026." in text_of(browser.get("/check-ins"))
        world.pass_time(3 * DAY)
        said = text_of(browser.get("/"))

    assert "The watch is silent" in said
    assert "no report of that source" not in said
