"""Between the gate's taking a statement and the desk's record of it, anything can happen."""

from hashlib import sha256

import pytest
from bad_gates import DropsTheLineAfterRelease, DropsTheLineBeforeRelease, PublishesLater, RefusesToRelease
from desk_scene import read_article
from desk_world import RAPID, Source

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.statement_facts import StatementReleased
from unhindered.core.errors import Unavailable
from unhindered.desk.actions import cases, consents, documents, statements
from unhindered.desk.outbox import unpack

CONSENT = {
    "purpose": "publication",
    "recipient": "public",
    "level": "anonymous",
    "language": "en",
    "method": "mailbox",
    "expires": "2027-11-24",
}
DRAFT = {
    "text": "A person who spoke to a visiting body was beaten.",
    "states": ["XVL"],
    "period": "2026-11",
}


class Ready:
    """A case with a consent, and a statement that a second officer approved."""

    def __init__(self, world, owner, second):
        today = world.today
        Source(world.gate).send()
        world.sync(owner)
        (report,) = owner.book.reports
        cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=today)
        self.case = cases.open_case(
            owner, [report], name="Northgate", officers=[second.officer.id], today=today
        )
        person = cases.add_person(owner, self.case, {"label": "P1", "roles": ["source"]}, today)
        self.consent = consents.record_consent(
            owner, self.case, who="person", values={"person": person} | CONSENT, today=today
        )
        items, left_out = statements.items_from(
            [{"person": person, "level": "anonymous", "basis": "consent", "consent": self.consent}]
        )
        values = DRAFT | {"items": items, "left_out": left_out}
        self.statement = statements.draft_statement(owner, self.case, values, today)
        world.sync(owner, second)
        statements.approve(second, self.statement, today)
        world.sync(second, owner)


@pytest.fixture
def ready(enrolled, owner, second):
    return Ready(enrolled, owner, second)


def drop_line(world, desk, bad):
    desk.gate = bad(world.gate)
    with pytest.raises(Unavailable):
        world.sync(desk)
    desk.gate = world.gate


def withdraw(world, second, ready):
    world.sync(second)
    consents.withdraw_consent(second, ready.case, ready.consent, world.today)
    world.sync(second)


def released(desk, case):
    return [item.fact for item in desk.book.case(case).timeline if isinstance(item.fact, StatementReleased)]


@pytest.mark.parametrize("gate_of_next_sync", [lambda gate: gate, PublishesLater])
def test_what_got_out_before_a_withdrawal_is_recalled(enrolled, owner, second, ready, gate_of_next_sync):
    statements.publish(owner, ready.statement, enrolled.today)
    drop_line(enrolled, owner, DropsTheLineAfterRelease)
    withdraw(enrolled, second, ready)
    owner.gate = gate_of_next_sync(enrolled.gate)

    enrolled.sync(owner)

    assert [task.statement for task in owner.book.case(ready.case).recalls] == [ready.statement]
    kinds = [conflict.kind for conflict in owner.book.case(ready.case).conflicts]
    assert kinds == [ConflictKind.RELEASED_AFTER_WITHDRAWAL]
    assert owner.docket.outbox() == []
    statements.take_back(owner, ready.statement, enrolled.today)
    owner.gate = enrolled.gate
    enrolled.sync(owner)
    (retraction,) = enrolled.gate.statements()
    assert parse_json_object(retraction)["values"] == {"retracts": ready.statement}
    assert owner.book.case(ready.case).recalls == ()


def test_what_never_left_before_a_withdrawal_never_leaves(enrolled, owner, second, ready):
    statements.publish(owner, ready.statement, enrolled.today)
    withdraw(enrolled, second, ready)

    synced = enrolled.sync(owner)

    assert ["held back" in text for text in synced.refused] == [True]
    assert enrolled.gate.statements() == []
    assert released(owner, ready.case) == []
    assert owner.docket.outbox() == []


def publish_offline(world, owner, ready):
    world.gate.is_off = True
    statements.publish(owner, ready.statement, world.today)
    with pytest.raises(Unavailable):
        world.sync(owner)


def test_a_withdrawal_that_waits_in_the_same_outbox_holds_a_release_back(enrolled, owner, ready):
    publish_offline(enrolled, owner, ready)
    consents.withdraw_consent(owner, ready.case, ready.consent, enrolled.today)
    enrolled.gate.is_off = False

    synced = enrolled.sync(owner)

    assert ["held back" in text for text in synced.refused] == [True]
    assert enrolled.gate.statements() == []
    assert released(owner, ready.case) == []
    assert owner.docket.outbox() == []
    assert owner.book.replayed_from_log(f"case/{ready.case}").consents.by_id[ready.consent].withdrawn


def test_a_person_added_in_the_same_outbox_holds_a_release_back(enrolled, owner, ready):
    publish_offline(enrolled, owner, ready)
    cases.add_person(owner, ready.case, {"label": "P2", "roles": ["witness"]}, enrolled.today)
    enrolled.gate.is_off = False

    enrolled.sync(owner)

    assert enrolled.gate.statements() == []
    assert released(owner, ready.case) == []


def test_a_release_waits_for_nothing_else_in_the_same_outbox(enrolled, owner, ready):
    publish_offline(enrolled, owner, ready)
    cases.add_note(owner, ready.case, "Ask again on Monday.", enrolled.today)
    enrolled.gate.is_off = False

    enrolled.sync(owner)

    assert len(enrolled.gate.statements()) == 1
    assert len(released(owner, ready.case)) == 1


def test_a_rejection_that_waits_in_the_same_outbox_holds_a_release_back(enrolled, owner):
    document = read_article(enrolled, owner)
    (place,) = statements.to_release(owner)
    enrolled.sync(owner)
    enrolled.gate.is_off = True
    statements.publish(owner, place.statement, enrolled.today)
    number = next(item.number for item in documents.document_view(owner, document).proposals if item.decision)
    documents.reject(owner, document, number, enrolled.today, reason="Wrong after all.")
    enrolled.gate.is_off = False

    synced = enrolled.sync(owner)

    assert ["held back" in text for text in synced.refused] == [True]
    assert enrolled.gate.statements() == []


def test_what_the_gate_refused_to_take_is_not_recorded_as_out(enrolled, owner, second, ready):
    statements.publish(owner, ready.statement, enrolled.today)
    owner.gate = RefusesToRelease(enrolled.gate)
    assert enrolled.sync(owner).refused == ("No notice names a key for publication.",)
    owner.gate = enrolled.gate
    withdraw(enrolled, second, ready)

    enrolled.sync(owner)

    assert enrolled.gate.statements() == []
    assert released(owner, ready.case) == []


@pytest.mark.parametrize("bad", [DropsTheLineAfterRelease, DropsTheLineBeforeRelease])
@pytest.mark.parametrize("days", [0, 1, 3, 30])
def test_a_statement_leaves_once_however_late_it_is_sent_again(enrolled, owner, ready, bad, days):
    """The gate forgets requests after two days."""
    statements.publish(owner, ready.statement, enrolled.today)
    drop_line(enrolled, owner, bad)
    enrolled.days_pass(days)

    enrolled.sync(owner)

    (public,) = enrolled.gate.statements()
    (fact,) = released(owner, ready.case)
    assert fact.sha256 == sha256(public).hexdigest()
    assert owner.docket.outbox() == []


def test_a_desk_that_lost_its_outbox_does_not_publish_the_same_again(enrolled, owner, second, ready):
    statements.publish(owner, ready.statement, enrolled.today)
    drop_line(enrolled, owner, DropsTheLineAfterRelease)
    enrolled.days_pass(3)
    enrolled.sync(second)

    statements.publish(second, ready.statement, enrolled.today)
    enrolled.sync(second)
    enrolled.sync(second)

    (public,) = enrolled.gate.statements()
    (fact,) = released(second, ready.case)
    assert fact.sha256 == sha256(public).hexdigest()
    assert parse_json_object(public)["statement"] == ready.statement
    assert second.docket.outbox() == []


def test_what_was_taken_back_elsewhere_meanwhile_is_not_published_again(enrolled, owner, second, ready):
    statements.publish(owner, ready.statement, enrolled.today)
    statements.publish(second, ready.statement, enrolled.today)
    enrolled.sync(second)
    statements.take_back(second, ready.statement, enrolled.today)
    enrolled.sync(second)

    enrolled.sync(owner)

    assert [parse_json_object(raw)["kind"] for raw in enrolled.gate.statements()] == ["retraction"]
    assert len(released(owner, ready.case)) == 1
    assert owner.book.case(ready.case).conflicts == ()
    assert owner.docket.outbox() == []


def test_what_was_out_and_taken_back_before_this_desk_knew_is_recorded_as_out(enrolled, owner, second, ready):
    statements.publish(owner, ready.statement, enrolled.today)
    drop_line(enrolled, owner, DropsTheLineAfterRelease)
    statements.publish(second, ready.statement, enrolled.today)
    statements.take_back(second, ready.statement, enrolled.today)
    # What this desk wrote of it is lost with its outbox: only the public log knows.
    enrolled.gate.release(second_retraction(second), b"r" * 32)
    for item in second.docket.outbox():
        second.docket.drop(item.number)

    enrolled.sync(owner)
    enrolled.sync(owner)

    assert len(released(owner, ready.case)) == 1
    assert owner.docket.outbox() == []


def second_retraction(desk):
    return unpack(desk.docket.outbox()[-1].content).statement


def test_nothing_is_remembered_of_a_release_that_is_done(enrolled, owner, ready):
    statements.publish(owner, ready.statement, enrolled.today)

    enrolled.sync(owner)

    assert not [mark for mark in owner.docket.marks() if mark.startswith("release")]
