"""Every kind that a source can send arrives at the desk, belongs to its report, and is kept."""

import secrets
from dataclasses import replace

import pytest
from desk_world import ANSWERS, Source, choices

from unhindered.core.canonical_json import canonical_json
from unhindered.core.correspondence import changes, visits
from unhindered.core.correspondence.to_source import HeldNote

KINDS = {
    changes.ConsentsSet: lambda source: source.agree(publication="named"),
    changes.Withdrawal: lambda source: source.withdraw("They know."),
    changes.RhythmProposed: lambda source: source.propose_rhythm(3, 24),
    visits.Decoy: lambda source: source.name_decoy(Source(source.gate)),
    visits.SourceVisit: lambda source: source.come_back("check-in"),
}


@pytest.fixture
def source(enrolled):
    source = Source(enrolled.gate)
    source.send()
    return source


def only_report(desk):
    (report,) = desk.book.reports.values()
    return report


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_letter_belongs_to_the_report_of_its_source(enrolled, owner, source, kind):
    KINDS[kind](source)

    enrolled.sync(owner)

    (held,) = owner.book.letters.of(only_report(owner), kind)
    assert held.letter.keys == source.keys
    assert owner.book.aside == {}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_letter_is_still_there_after_opening_the_desk_again(enrolled, owner, source, kind):
    KINDS[kind](source)
    enrolled.sync(owner)

    owner.rebuild()

    assert len(owner.book.letters.of(only_report(owner), kind)) == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_letter_that_the_server_sends_twice_counts_once_and_the_copy_is_in_sight(
    enrolled, owner, source, kind
):
    (placed,) = KINDS[kind](source)
    entry = enrolled.gate.sealed.entry(placed.index)
    enrolled.gate.take_in(entry.clear, [entry.header + entry.body])

    enrolled.sync(owner)

    assert len(owner.book.letters.of(only_report(owner), kind)) == 1
    (aside,) = owner.book.aside.values()
    assert "copy" in aside.reason


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_letter_with_the_keys_of_no_report_belongs_to_none(enrolled, owner, source, kind):
    KINDS[kind](Source(enrolled.gate))

    enrolled.sync(owner)

    assert owner.book.letters.of(only_report(owner), kind) == []


def test_a_letter_that_names_another_notice_is_set_aside(enrolled, owner, source):
    letter = changes.Withdrawal(text="", **{**source.head(), "notice": b"n" * 32})
    body = changes.compose_withdrawal(letter, source.secrets.signing_seed)
    enrolled.gate.take_in(source.notice_id, [source.seal(changes.WITHDRAWAL_NAME, body)])

    enrolled.sync(owner)

    (aside,) = owner.book.aside.values()
    assert "another notice" in aside.reason


def test_a_kind_that_this_desk_does_not_know_is_set_aside_in_sight(enrolled, owner, source):
    content = {"v": 1, "kind": "later", "id": "00", "notice": "00", "keys": {}, "signature": ""}
    enrolled.gate.take_in(source.notice_id, [source.seal("later.json", canonical_json(content))])

    enrolled.sync(owner)

    (aside,) = owner.book.aside.values()
    assert "does not know" in aside.reason


def test_a_file_that_only_looks_like_a_letter_stays_a_file(enrolled, owner, source):
    enrolled.gate.take_in(source.notice_id, [source.seal("notes.json", b'{"kind":"notes","v":1}')])

    enrolled.sync(owner)

    assert [held.name for held in owner.book.attachments.values()] == ["notes.json"]


def test_a_known_kind_of_another_version_is_set_aside_in_sight(enrolled, owner, source):
    enrolled.gate.take_in(source.notice_id, [source.seal("visit.json", b'{"kind":"visit","v":2}')])

    enrolled.sync(owner)

    (aside,) = owner.book.aside.values()
    assert aside.is_of_source


def test_a_decoy_leads_to_the_report_of_its_source(enrolled, owner, source):
    decoy = Source(enrolled.gate)
    decoy.send(replace(ANSWERS, what="The water is cold.", danger="no"))
    source.name_decoy(decoy)
    enrolled.sync(owner)

    acting = owner.book.letters.acting_under(decoy.keys)

    assert [report.report.keys for report in acting] == [source.keys]
    assert owner.book.letters.acting_under(source.keys) == []


def test_every_letter_but_visits_and_decoys_is_told_of_as_held(enrolled, owner, source):
    for send in KINDS.values():
        send(source)

    enrolled.sync(owner)

    notes = [item for item in source.mailbox() if isinstance(item, HeldNote)]
    assert len(notes) == 1 + len(KINDS) - 2


def test_what_a_decoy_makes_a_desk_write_names_no_other_mailbox(enrolled, owner, source):
    enrolled.sync(owner)
    before = len(source.mailbox())
    decoy = Source(enrolled.gate)
    decoy.send()
    source.name_decoy(decoy)

    enrolled.sync(owner)

    assert len(decoy.mailbox()) == 1
    assert len(source.mailbox()) == before


def test_what_a_report_says_beyond_its_answers_arrives(enrolled, owner):
    source = Source(enrolled.gate)
    more = {"act": ("a", "b"), "when-exactly": "the 16th"}
    source.send(more=more, consents=choices(publication="anonymous"), limits="Not the ministry.", work=77)

    enrolled.sync(owner)

    report = only_report(owner).report
    assert (report.more, report.limits, report.work) == (more, "Not the ministry.", 77)
    assert report.consents == choices(publication="anonymous")


def test_a_visit_sealed_to_the_intake_key_is_heard_too(enrolled, owner, source):
    visit = visits.SourceVisit(
        id=secrets.token_bytes(16),
        notice=source.notice_id,
        keys=source.keys,
        state="danger",
        day=enrolled.today,
    )
    body = visits.compose_visit(visit, source.secrets.signing_seed)
    enrolled.gate.take_in(source.notice_id, [source.seal(visits.VISIT_NAME, body)])

    enrolled.sync(owner)

    (held,) = owner.book.letters.of(only_report(owner), visits.SourceVisit)
    assert held.letter.state == "danger"
