"""Reports that officers take down: sealed to the team, shown at once, worked on like those from a gate."""

import pytest
from desk_world import ANSWERS, RAPID, TODAY, Source

from unhindered.core.casework.interview_facts import ReportTaken
from unhindered.core.casework.risk import NoRiskAssessment
from unhindered.core.correspondence.to_source import HeldNote
from unhindered.core.envelope.receipt import read_receipt
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind
from unhindered.desk.actions import attachments, cases, check_ins, report_new
from unhindered.desk.actions.contact import contact_rules, record_contact, why_not_to_write
from unhindered.desk.actions.inbox import inbox, report_view
from unhindered.desk.actions.search import find, search_of
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.entries.taken_report import compose_taken_report, interview_to_json, read_taken_report
from unhindered.desk.letters import NoMailbox
from unhindered.facts.wordlists import english

PHONE = {
    **{name: getattr(ANSWERS, name) for name in ANSWERS.__dataclass_fields__},
    "contact": "other",
    "contact_how": "Her neighbour's telephone, after eight in the evening.",
    "channel": "phone",
    "language": "fa",
    "interpreter": "Cyrus Imaginary",
    "basis": "own_consent",
    "told_of_risks": "Told that the line may be heard; that somebody calls on Thursday.",
}


@pytest.fixture
def taken(enrolled, owner):
    return report_new.take_down(owner, PHONE, TODAY)


def test_a_report_taken_down_stands_in_the_inbox_at_once_though_the_gate_is_away(enrolled, owner, taken):
    (row,) = inbox(owner, TODAY).undecided

    assert (row.id, row.channel, row.danger, row.language) == (taken.report, "phone", "yes", "fa")
    assert row.written_by == "Ada Fictional"
    assert not row.is_unread
    assert report_view(owner, row.id).place is None


def test_colleagues_see_it_after_a_sync_with_who_took_it_and_how(enrolled, owner, second, taken):
    enrolled.sync(owner, second)

    view = report_view(second, taken.report)
    assert view.answers.what == ANSWERS.what
    assert view.taken.interpreter == "Cyrus Imaginary"
    assert view.written_by == "Ada Fictional"
    assert view.place is not None
    assert owner.docket.outbox() == []
    assert list(owner.book.reports) == list(second.book.reports) == [taken.report]


def test_a_desk_that_is_rebuilt_from_its_docket_shows_the_same(enrolled, owner, taken):
    enrolled.sync(owner)
    before = report_view(owner, taken.report)

    owner.rebuild()

    assert report_view(owner, taken.report) == before


def test_the_server_sees_officers_entries_and_no_envelope_of_a_source(enrolled, owner):
    known = enrolled.gate.sealed.size()
    report_new.take_down(owner, PHONE, TODAY, files=[report_new.BroughtFile(name="a.txt", content=b"x")])

    enrolled.sync(owner)

    kinds = {enrolled.gate.sealed.entry(index).kind for index in range(known, enrolled.gate.sealed.size())}
    assert kinds == {EntryKind.OFFICER}


def test_files_that_were_brought_along_come_back_as_they_were(enrolled, owner, second):
    files = [("letter.txt", b"words"), ("scan.pdf", b"%PDF" + bytes(300_000))]
    brought = [report_new.BroughtFile(name=name, content=content) for name, content in files]
    taken = report_new.take_down(owner, PHONE, TODAY, files=brought)

    def read_by(desk):
        view = report_view(desk, taken.report)
        held = desk.book.report(taken.report)
        known = [attachments.reference_of(desk, held, item.id) for item in view.attachments]
        return [
            (item.name, item.state, attachments.read_attachment(desk, reference))
            for item, reference in zip(view.attachments, known, strict=True)
        ]

    assert read_by(owner) == [(name, "waits", content) for name, content in files]
    enrolled.sync(owner, second)
    assert read_by(second) == [(name, "verified", content) for name, content in files]


def test_it_becomes_a_case_that_says_how_it_was_taken_down(enrolled, owner, taken):
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)

    case = owner.book.case(cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY))

    (fact,) = [fact for _, fact in case.record.of(ReportTaken)]
    assert (fact.report, fact.channel, fact.language) == (taken.report, "phone", "fa")
    assert {"Ada Fictional", "Cyrus Imaginary"} <= case.people.other_names
    assert case.conflicts == ()
    case.may_contact(TODAY, taken.report)


def test_without_a_receipt_nothing_can_be_written_into_a_mailbox(enrolled, owner, taken):
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY)

    with pytest.raises(NoMailbox):
        cases.answer(owner, case, "We read it.", TODAY)
    with pytest.raises(NoMailbox):
        check_ins.agree(owner, taken.report, {"every_days": 3, "grace_hours": 12}, TODAY)
    assert isinstance(why_not_to_write(owner, taken.report, TODAY), NoMailbox)


def test_nothing_is_told_to_a_source_who_has_no_mailbox(enrolled, owner, taken):
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)
    enrolled.sync(owner)
    enrolled.days_pass(1)
    enrolled.sync(owner)

    kinds = [enrolled.gate.sealed.entry(index).kind for index in range(enrolled.gate.sealed.size())]
    assert EntryKind.MAILBOX not in kinds


def test_with_a_receipt_the_person_comes_back_reads_the_answer_and_writes_again(enrolled, owner, second):
    taken = report_new.take_down(owner, PHONE | {"contact": "mailbox", "contact_how": ""}, TODAY)
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=["Ben Invented"], today=TODAY)
    enrolled.sync(owner)

    person = Source(enrolled.gate, secret=read_receipt(" ".join(taken.words), english()).secret)
    cases.answer(owner, case, "The lawyer goes on Thursday.", TODAY)
    enrolled.sync(owner)
    person.write("Thank you. She was moved.")
    enrolled.sync(owner, second)

    assert "The lawyer goes on Thursday." in [getattr(item, "text", "") for item in person.mailbox()]
    (message,) = report_view(second, taken.report).messages
    assert message.text == "Thank you. She was moved."
    # Of what the officer wrote down there is no proof to hold: the note is for the message alone.
    assert [item.index for item in person.mailbox() if isinstance(item, HeldNote)] == [message.place]


def test_the_words_of_a_receipt_stand_nowhere_at_the_desk(enrolled, owner):
    taken = report_new.take_down(owner, PHONE | {"with_receipt": True}, TODAY)

    kept = b"".join(item.content for item in owner.docket.outbox())
    assert " ".join(taken.words).encode() not in kept
    assert not all(word in repr(taken) for word in taken.words)


def test_a_form_that_is_sent_twice_makes_one_report(enrolled, owner):
    number = report_new.new_number()
    report_new.take_down(owner, PHONE, TODAY, number=number)

    with pytest.raises(Refused, match="already"):
        report_new.take_down(owner, PHONE, TODAY, number=number)

    assert len(owner.book.reports) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": ""}, "what"),
        ({"danger": ""}, "danger"),
        ({"contact": ""}, "contact"),
        ({"contact_how": ""}, "contact_how"),
        ({"basis": "representative"}, "representative"),
        ({"basis": ""}, "basis"),
        ({"taken_on": "2027-01-01"}, "taken_on"),
        ({"channel": "pigeon"}, "channel"),
        ({"language": "x"}, "language"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(enrolled, owner, changed, field):
    with pytest.raises(WrongFields) as refused:
        report_new.take_down(owner, PHONE | changed, TODAY)

    assert list(refused.value.fields) == [field]
    assert owner.book.reports == {}
    assert owner.docket.outbox() == []


def test_further_questions_are_answered_as_at_the_gate(enrolled, owner):
    taken = report_new.take_down(owner, PHONE, TODAY, more={"q.safe_where": "Northgate, second floor"})

    (answered,) = report_view(owner, taken.report).more.answers
    assert answered.answer == "Northgate, second floor"
    assert answered.is_known


def test_a_report_taken_down_is_never_quarantined(enrolled, owner):
    owner.quarantine_above = 0
    taken = report_new.take_down(owner, PHONE | {"danger": "no"}, TODAY)
    Source(enrolled.gate).send()
    enrolled.sync(owner)

    assert [row.id for row in inbox(owner, TODAY).undecided] == [taken.report]


def test_no_officer_can_put_a_report_before_the_mailbox_of_another_source(enrolled, owner):
    taken = report_new.take_down(owner, PHONE | {"with_receipt": True}, TODAY)
    held = owner.book.report(taken.report)
    stranger = Source(enrolled.gate)
    report = type(held.report)(**{**held.report.__dict__, "keys": stranger.keys})

    body = compose_taken_report(report, interview_to_json(held.taken), None)
    with pytest.raises(Refused):
        read_taken_report(body, owner.officer.id)


def test_before_an_assessment_nobody_is_contacted_through_any_channel(enrolled, owner, taken):
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY)

    with pytest.raises(NoRiskAssessment):
        record_contact(owner, case, taken.report, {"channel": "phone", "text": "We called."}, TODAY)


def test_contact_outside_the_mailbox_is_recorded_under_the_rules_that_stand(enrolled, owner, taken):
    cases.assess(owner, taken.report, kind=cases.RAPID, values=RAPID, today=TODAY)
    case = cases.open_case(owner, [taken.report], name="Autumn 9", officers=[], today=TODAY)

    rules = contact_rules(owner, taken.report, TODAY)
    record_contact(owner, case, taken.report, {"channel": "phone", "text": "She is at home."}, TODAY)

    assert [rule.do_not for rule in rules.assessments] == [RAPID["do_not"]]
    assert rules.how == PHONE["contact_how"]
    assert rules.no_contact_because == ""
    assert owner.book.case(case).timeline[-1].fact.text == "She is at home."
    assert owner.book.case(case).conflicts == ()


def test_a_report_taken_down_is_found_by_its_words(enrolled, owner, taken):
    enrolled.sync(owner)

    found = find(owner, search_of({"text": "neighbour"}))

    assert [hit.href for group in found.groups for hit in group.hits] == [f"/report/{taken.report}"]
