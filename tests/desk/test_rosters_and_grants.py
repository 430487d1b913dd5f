import base64
import secrets

import pytest
from bad_gates import ShowsAnOlderLog, ShowsAnotherLog
from desk_world import OTHER_PASSPHRASE, PASSPHRASE, Source

from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.entry import NewEntry
from unhindered.desk.actions import cases, setting_up
from unhindered.desk.actions.recording import new_fact
from unhindered.desk.entries.inner import (
    FIRST_KEY,
    GRANT_NAME,
    MAX_FACTS,
    Grant,
    compose_facts,
    compose_grant,
    read_facts,
    read_grant,
    report_subject,
)
from unhindered.desk.entries.officer_entry import compose_officer_entry
from unhindered.desk.keys.card import card_of
from unhindered.desk.keys.roster import Roster, sign_roster
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, new_secret
from unhindered.desk.sync import LogIsWrong
from unhindered.desk.writing import Pen
from unhindered.storage.log_in_memory import LogInMemory

SUBJECT = report_subject("5e" * 32)


def note(desk, text, today):
    return new_fact(desk, "NoteAdded", {"text": text}, today)


def told(desk):
    return [item.fact.text for item in desk.book.replayed(SUBJECT).timeline]


def remove_second(world, owner, second, *, pen=None):
    """The entry with the next roster, without the second officer."""
    members = tuple(item for item in owner.book.roster.members if item.card.id != second.officer.id)
    roster = Roster(
        institution=owner.book.roster.institution, number=owner.book.roster.number + 1, members=members
    )
    return (pen or owner.pen()).roster(sign_roster(roster, owner.root_signer(PASSPHRASE)))


def append(world, *entries):
    world.gate.append(entries, secrets.token_bytes(32))


def known(desk):
    return (
        {place: item.reason for place, item in desk.book.aside.items()},
        desk.book.roster,
        told(desk),
        desk.book.alarms,
    )


def rebuilt(world, desk):
    desk.close()
    for file in world.owner_folder.path.glob("docket.db*"):
        file.unlink()
    again = world.owner()
    world.sync(again)
    return again


def test_what_an_officer_signs_after_removal_is_set_aside(enrolled, owner, second):
    append(enrolled, second.pen().facts(SUBJECT, [note(second, "Before.", enrolled.today)], None))
    append(enrolled, remove_second(enrolled, owner, second))
    append(enrolled, second.pen().facts(SUBJECT, [note(second, "After.", enrolled.today)], None))

    enrolled.sync(owner)

    assert told(owner) == ["Before."]
    (aside,) = owner.book.aside.values()
    assert "not on the roster when it came" in aside.reason
    assert owner.book.officer_name(second.officer.id) == "Ben Invented"


def test_an_officer_who_was_removed_is_told_at_the_own_desk(enrolled, owner, second):
    append(enrolled, remove_second(enrolled, owner, second))
    enrolled.sync(second)

    with pytest.raises(Refused, match="roster"):
        second.record(SUBJECT, [note(second, "After.", enrolled.today)])


def test_a_case_key_that_comes_late_opens_only_what_was_written_by_officers_of_its_time(
    enrolled, owner, second
):
    Source(enrolled.gate).send()
    enrolled.sync(second)
    (report,) = second.book.reports
    case = cases.open_case(second, [report], name="Northgate", officers=[], today=enrolled.today)
    enrolled.sync(second)
    keys = second.case_keys(case)
    append(enrolled, remove_second(enrolled, owner, second))
    late = second.pen().facts(f"case/{case}", [note(second, "After.", enrolled.today)], keys)
    append(enrolled, late)
    enrolled.sync(owner)
    append(enrolled, owner.pen().grant(keys, card_of(owner.officer, "Ada Fictional")))

    enrolled.sync(owner)

    assert [type(item.fact).__name__ for item in owner.book.case(case).timeline] == ["CaseOpened"]


def test_a_roster_by_somebody_on_no_roster_changes_nothing_live_or_rebuilt(enrolled, owner, second):
    stranger = OfficerKeys(new_secret())
    pen = Pen(author=stranger, team=owner.team, seen=owner.pen().seen)
    append(enrolled, remove_second(enrolled, owner, second, pen=pen))
    append(enrolled, second.pen().facts(SUBJECT, [note(second, "Still here.", enrolled.today)], None))

    enrolled.sync(owner)

    assert owner.book.roster.member(second.officer.id) is not None
    assert told(owner) == ["Still here."]
    assert len(owner.book.aside) == 1
    live = known(owner)
    again = rebuilt(enrolled, owner)
    assert known(again) == live
    again.close()


def test_a_live_desk_and_a_rebuilt_one_agree(enrolled, owner, second):
    append(enrolled, second.pen().facts(SUBJECT, [note(second, "Before.", enrolled.today)], None))
    removal = remove_second(enrolled, owner, second)
    append(enrolled, removal)
    enrolled.sync(owner)
    append(enrolled, second.pen().facts(SUBJECT, [note(second, "After.", enrolled.today)], None))
    append(enrolled, removal)
    wrong = Checkpoint(owner.replica.origin, 1, b"x" * 32)
    pen = Pen(author=owner.officer, team=owner.team, seen=wrong)
    append(enrolled, pen.facts(SUBJECT, [note(owner, "Elsewhere.", enrolled.today)], None))
    enrolled.sync(owner)

    live = known(owner)
    again = rebuilt(enrolled, owner)

    assert known(again) == live
    assert told(again) == ["Before.", "Elsewhere."]
    again.close()


def test_an_older_roster_cannot_come_back(enrolled, owner, second):
    first = enrolled.gate.sealed.entry(0)
    append(enrolled, remove_second(enrolled, owner, second))
    enrolled.sync(owner)
    number = owner.book.roster.number
    old = Roster(institution=owner.book.roster.institution, number=1, members=owner.book.roster.members)
    append(enrolled, owner.pen().roster(sign_roster(old, owner.root_signer(PASSPHRASE))))
    enrolled.sync(owner)

    assert first.kind.name == "OFFICER"
    assert owner.book.roster.number == number
    assert any("older" in item.reason for item in owner.book.aside.values())


def test_a_new_desk_refuses_a_log_older_than_its_welcome(enrolled, owner):
    old = ShowsAnOlderLog(enrolled.gate)
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    enrolled.admit_second(owner)
    desk = enrolled.second()
    desk.gate = old

    with pytest.raises(LogIsWrong, match="welcome"):
        enrolled.sync(desk)

    assert desk.replica.size() == 0
    desk.close()


def test_a_new_desk_refuses_another_log_than_the_one_of_its_welcome(enrolled, owner):
    enrolled.admit_second(owner)
    twin = LogInMemory(owner.replica.origin, enrolled.gate.signer)
    entries = map(enrolled.gate.sealed.entry, range(enrolled.gate.sealed.size()))
    again = [NewEntry(entry.kind, entry.clear, entry.header, entry.body) for entry in entries]
    twin.append(again, day=enrolled.today).result()
    desk = enrolled.second()
    desk.gate = ShowsAnotherLog(enrolled.gate, twin)

    with pytest.raises(LogIsWrong, match="welcome"):
        enrolled.sync(desk)
    desk.close()


def test_a_new_desk_writes_only_once_the_roster_of_its_welcome_is_there(enrolled, owner):
    made = setting_up.init_officer(
        enrolled.second_folder, officer_name="Ben Invented", passphrase=OTHER_PASSPHRASE
    )
    admitted = setting_up.admit(owner, made.card, PASSPHRASE, may_publish=False, cases=())
    setting_up.join(enrolled.second_folder, OTHER_PASSPHRASE, admitted.welcome)
    desk = enrolled.second()
    enrolled.sync(desk)

    assert desk.ring.welcomed.roster == 2
    with pytest.raises(Refused, match="has not arrived"):
        desk.record(SUBJECT, [note(desk, "Too early.", enrolled.today)])
    enrolled.sync(owner, desk)
    desk.record(SUBJECT, [note(desk, "In time.", enrolled.today)])
    desk.close()


def grant_entry(author, to, recipient, *, keys):
    """A grant that says one thing and is sealed to another."""
    body = compose_grant(Grant(to=to, case=keys.id, number=FIRST_KEY, secret=keys.secret))
    return compose_officer_entry(
        GRANT_NAME,
        body,
        inner_recipient=recipient,
        tag_key=author.team.tag_key,
        author=author.officer,
        team=author.team,
        seen=author.pen().seen,
    )


def test_a_grant_for_another_officer_is_not_taken(enrolled, owner, second):
    keys = CaseKeys(new_secret())
    append(enrolled, grant_entry(second, second.officer.id, owner.officer.recipient, keys=keys))

    enrolled.sync(owner)

    assert keys.id not in owner.book.case_keys
    assert ["granted to another" in item.reason for item in owner.book.aside.values()] == [True]


def test_a_grant_that_the_whole_team_can_open_is_not_taken(enrolled, owner, second):
    keys = CaseKeys(new_secret())
    append(enrolled, grant_entry(second, owner.officer.id, owner.team.recipient, keys=keys))

    enrolled.sync(owner)

    assert keys.id not in owner.book.case_keys
    assert ["sealed to one officer" in item.reason for item in owner.book.aside.values()] == [True]


def test_facts_that_one_officer_alone_can_open_are_not_taken(enrolled, owner, second):
    """What a colleague cannot read must not stand in a record that both are to share."""
    pen = second.pen()
    entry = compose_officer_entry(
        "facts.json",
        compose_facts(SUBJECT, [note(second, "For you alone.", enrolled.today)]),
        inner_recipient=parse_recipient(str(owner.officer.recipient)),
        tag_key=owner.team.tag_key,
        author=second.officer,
        team=second.team,
        seen=pen.seen,
    )
    append(enrolled, entry)

    enrolled.sync(owner)

    assert told(owner) == []
    assert len(owner.book.aside) == 1


def test_a_grant_names_its_case_and_key():
    keys = CaseKeys(new_secret())
    grant = Grant(to="0" * 32, case=keys.id, number=FIRST_KEY, secret=keys.secret)

    assert read_grant(compose_grant(grant)) == grant


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"key":1', b'"key":2'),
        (b'"key":1', b'"key":true'),
        (b'"case":"', b'"case":"0'),
        (b'"v":1', b'"v":2'),
        (b'"to":"', b'"too":"'),
    ],
)
def test_a_grant_with_one_wrong_value_is_refused(old, new):
    keys = CaseKeys(new_secret())
    raw = compose_grant(Grant(to="0" * 32, case=keys.id, number=FIRST_KEY, secret=keys.secret))
    assert raw.count(old) == 1

    with pytest.raises(Refused):
        read_grant(raw.replace(old, new))


def test_a_grant_of_another_case_than_the_key_opens_is_refused():
    keys, other = CaseKeys(new_secret()), CaseKeys(new_secret())
    raw = compose_grant(Grant(to="0" * 32, case=keys.id, number=FIRST_KEY, secret=keys.secret))
    exchanged = raw.replace(base64.b64encode(keys.secret), base64.b64encode(other.secret))

    with pytest.raises(Refused, match="another case"):
        read_grant(exchanged)


def test_an_entry_holds_no_more_facts_than_it_has_places(enrolled, owner):
    facts = [note(owner, f"Note {number}", enrolled.today) for number in range(MAX_FACTS)]

    whole = compose_facts(SUBJECT, facts)
    assert len(read_facts(whole).facts) == MAX_FACTS
    with pytest.raises(Refused):
        compose_facts(SUBJECT, [*facts, facts[0]])
    one = compose_facts(SUBJECT, facts[:1])
    start, end = one.index(b"[") + 1, one.rindex(b"]")
    with pytest.raises(Refused):
        read_facts(whole.replace(b'"facts":[', b'"facts":[' + one[start:end] + b","))


def test_an_officer_is_told_apart_by_128_bits():
    assert len(OfficerKeys(new_secret()).id) == 32
