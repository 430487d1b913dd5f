"""What a source takes back through the mailbox counts at once; recording it is one action."""

from types import SimpleNamespace

import pytest
from bad_gates import RefusesBodies
from desk_scene import FULL
from desk_world import Source, choices

from unhindered.core.casework.source_word import NotRecordedYet
from unhindered.core.casework.terms import IdentityLevel, Method, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, decisions, statements
from unhindered.desk.actions.outgoing import Fate, fate_of

IN_A_YEAR = "2027-11-24"


@pytest.fixture
def source(enrolled, owner):
    source = Source(enrolled.gate)
    source.send(consents=choices(publication="anonymous", statistics="aggregate", referral="named"))
    enrolled.sync(owner)
    return source


@pytest.fixture
def report(owner, source):
    return owner.book.report(next(iter(owner.book.reports)))


@pytest.fixture
def case(enrolled, owner, second, report):
    case = cases.open_case(
        owner, [report.id], name="Autumn 4", officers=[second.officer.id], today=enrolled.today
    )
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    return case


@pytest.fixture
def ada(enrolled, owner, case):
    return cases.add_person(owner, case, {"label": "P1", "roles": ["source", "victim"]}, enrolled.today)


@pytest.fixture
def story(request):
    """A report in a case of two officers, its source a person of the case, nothing recorded yet."""
    names = ("owner", "second", "source", "report", "case", "ada")
    found = {name: request.getfixturevalue(name) for name in names}
    return SimpleNamespace(world=request.getfixturevalue("enrolled"), **found)


def record(world, desk, report, person, **bodies):
    values = {"person": person, "expires": IN_A_YEAR, **bodies}
    return decisions.record_decision(desk, report.id, values, world.today)


def standing(world, desk, case):
    return {
        (item.given.purpose, item.given.recipient, item.given.level)
        for item in desk.book.case(case).consents_standing(world.today)
    }


def approved_statement(world, owner, second, case, person):
    (consent,) = [
        item.given.consent
        for item in owner.book.case(case).consents_standing(world.today)
        if item.given.purpose is Purpose.PUBLICATION
    ]
    items, left_out = statements.items_from(
        [{"person": person, "level": "anonymous", "basis": "consent", "consent": consent}]
    )
    values = {
        "text": "A person who spoke to a visiting body in Vareland was moved to a single cell.",
        "states": ["XVL"],
        "period": "2026-11",
        "items": items,
        "left_out": left_out,
        "types_of_act": ["RX13"],
    }
    statement = statements.draft_statement(owner, case, values, world.today)
    world.sync(owner, second)
    statements.approve(second, statement, world.today)
    world.sync(second, owner)
    return statement


def test_what_came_with_the_report_is_recorded_as_consents_through_the_mailbox(
    enrolled, owner, case, ada, report
):
    missing = record(enrolled, owner, report, ada)

    found = owner.book.case(case).consents_standing(enrolled.today)
    assert standing(enrolled, owner, case) == {
        (Purpose.PUBLICATION, "public", IdentityLevel.ANONYMOUS),
        (Purpose.STATISTICS, "ourselves", IdentityLevel.AGGREGATE),
    }
    assert {item.given.method for item in found} == {Method.MAILBOX}
    assert missing == (Purpose.REFERRAL,)


def test_for_other_purposes_the_officer_names_the_body(enrolled, owner, case, ada, report):
    missing = record(enrolled, owner, report, ada, referral="Legal-Aid-Vareland")

    assert missing == ()
    assert (Purpose.REFERRAL, "Legal-Aid-Vareland", IdentityLevel.NAMED) in standing(enrolled, owner, case)


def test_recording_twice_records_nothing_more(enrolled, owner, case, ada, report):
    record(enrolled, owner, report, ada)
    before = owner.book.case(case).timeline

    record(enrolled, owner, report, ada)

    assert owner.book.case(case).timeline == before
    assert not decisions.has_unrecorded(owner, report)


def test_a_letter_that_lowers_ends_what_it_does_not_cover_once_it_is_recorded(story):
    record(story.world, story.owner, story.report, story.ada)
    story.source.agree(statistics="aggregate")
    story.world.sync(story.owner)
    assert decisions.has_unrecorded(story.owner, story.report)

    record(story.world, story.owner, story.report, story.ada)

    assert standing(story.world, story.owner, story.case) == {
        (Purpose.STATISTICS, "ourselves", IdentityLevel.AGGREGATE),
    }


ANONYMOUS = (Purpose.PUBLICATION, "public", IdentityLevel.ANONYMOUS)
COUNTED = (Purpose.STATISTICS, "ourselves", IdentityLevel.AGGREGATE)
REFERRED = {
    (Purpose.REFERRAL, body, IdentityLevel.NAMED) for body in ("Legal-Aid-Vareland", "Clinic-Vareland")
}


@pytest.mark.parametrize(
    ("agrees", "stands"),
    [
        (
            {"publication": "aggregate", "statistics": "aggregate", "referral": "named"},
            {(Purpose.PUBLICATION, "public", IdentityLevel.AGGREGATE), COUNTED, *REFERRED},
        ),
        (
            {"publication": "named", "statistics": "aggregate", "referral": "named"},
            {ANONYMOUS, (Purpose.PUBLICATION, "public", IdentityLevel.NAMED), COUNTED, *REFERRED},
        ),
        (
            {"publication": "anonymous", "statistics": "aggregate", "referral": "named"},
            {ANONYMOUS, COUNTED, *REFERRED},
        ),
        ({"statistics": "aggregate", "referral": "named"}, {COUNTED, *REFERRED}),
        (
            {"publication": "anonymous", "statistics": "aggregate", "referral": "initials"},
            {
                ANONYMOUS,
                COUNTED,
                (Purpose.REFERRAL, "Legal-Aid-Vareland", IdentityLevel.INITIALS),
            },
        ),
        ({}, set()),
    ],
    ids=["lower", "raise", "same", "one of several", "lower with several bodies", "all"],
)
def test_what_is_recorded_of_a_letter_is_all_that_the_source_agrees_to_and_no_more(story, agrees, stands):
    for body in ("Legal-Aid-Vareland", "Clinic-Vareland"):
        record(story.world, story.owner, story.report, story.ada, referral=body)
    story.source.agree(**agrees)
    story.world.sync(story.owner)

    record(story.world, story.owner, story.report, story.ada, referral="Legal-Aid-Vareland")

    assert standing(story.world, story.owner, story.case) == stands


@pytest.mark.parametrize(
    "takes_back",
    [
        lambda source: source.withdraw(),
        lambda source: source.agree(),
        lambda source: source.agree(statistics="named"),
        lambda source: source.agree(
            limits="Not the press.", publication="named", statistics="named", referral="named"
        ),
    ],
    ids=["withdrawal", "all consents", "the one it rests on", "new limits"],
)
def test_a_statement_that_waits_does_not_leave_once_the_source_took_something_back(story, takes_back):
    record(story.world, story.owner, story.report, story.ada)
    statement = approved_statement(story.world, story.owner, story.second, story.case, story.ada)
    statements.publish(story.owner, statement, story.world.today)
    takes_back(story.source)

    synced = story.world.sync(story.owner)

    assert any("no officer has recorded it" in line for line in synced.refused)
    assert story.world.gate.statements() == []
    assert fate_of(story.owner, statement) is Fate.HELD_BACK
    with pytest.raises(NotRecordedYet):
        statements.publish(story.owner, statement, story.world.today)


def test_a_consent_that_is_changed_lifts_nothing_of_who_must_not_get_the_report(story):
    stands = {"publication": "named", "statistics": "named"}
    for limits in ("Not the press.", None, None, "Not the press."):
        story.source.agree(limits=limits, **stands)
    story.world.sync(story.owner)

    told = decisions.decisions(story.owner, story.report)
    words = decisions.words_about(story.owner, story.report)

    assert [item.limits for item in told] == ["Not the press."] * 4
    assert [word.has_new_limits for word in words] == [True, False, False, False]


def test_only_who_says_so_lifts_who_must_not_get_the_report(story):
    for limits in ("Not the press.", ""):
        story.source.agree(limits=limits, publication="named")
    story.world.sync(story.owner)

    assert [item.limits for item in decisions.decisions(story.owner, story.report)] == ["", "Not the press."]


def test_nothing_leaves_from_a_desk_that_cannot_open_a_report_of_the_case(story):
    record(story.world, story.owner, story.report, story.ada)
    statement = approved_statement(story.world, story.owner, story.second, story.case, story.ada)
    story.source.withdraw()
    folder = story.world.second_folder.path
    for file in [*folder.glob("docket.db*"), folder / "intake.age"]:
        file.rename(file.with_suffix(".away"))
    restored = story.world.second()
    story.world.sync(restored)
    assert story.case in restored.book.case_ids()

    with pytest.raises(Refused, match="cannot be opened at this desk"):
        statements.publish(restored, statement, story.world.today)
    restored.close()


def test_a_letter_that_keeps_what_stands_keeps_nothing_back(story):
    record(story.world, story.owner, story.report, story.ada)
    statement = approved_statement(story.world, story.owner, story.second, story.case, story.ada)
    story.source.agree(publication="named", statistics="aggregate")
    story.world.sync(story.owner)

    statements.publish(story.owner, statement, story.world.today)
    story.world.sync(story.owner)

    assert len(story.world.gate.statements()) == 1


def test_what_is_out_is_to_be_taken_back_after_a_withdrawal(story):
    record(story.world, story.owner, story.report, story.ada)
    statement = approved_statement(story.world, story.owner, story.second, story.case, story.ada)
    statements.publish(story.owner, statement, story.world.today)
    story.world.sync(story.owner)
    story.source.withdraw("They know.")
    story.world.sync(story.owner)

    (task,) = decisions.withdrawal_tasks(story.owner, story.owner.book.case(story.case))
    assert (task.is_recorded, task.to_take_back) == (False, ())
    record(story.world, story.owner, story.report, story.ada)
    (task,) = decisions.withdrawal_tasks(story.owner, story.owner.book.case(story.case))
    assert (task.is_recorded, task.to_take_back) == (True, (statement,))

    statements.take_back(story.owner, statement, story.world.today)
    story.world.sync(story.owner)
    cases.close_case(story.owner, story.case, outcome="source_stepped_back", note="", today=story.world.today)
    assert decisions.withdrawal_tasks(story.owner, story.owner.book.case(story.case)) == ()


def test_nobody_answers_a_source_whose_withdrawal_nobody_has_read(story):
    story.source.withdraw("They know.")
    story.world.sync(story.owner)

    with pytest.raises(Refused, match="changed or withdrew consent"):
        cases.answer(story.owner, story.case, "We have read it.", story.world.today)
    record(story.world, story.owner, story.report, story.ada)
    cases.answer(story.owner, story.case, "We have ended all work on it.", story.world.today)


def test_nothing_comes_back_by_a_letter_after_a_withdrawal(story):
    story.source.withdraw()
    story.source.agree(publication="named")
    story.world.sync(story.owner)

    record(story.world, story.owner, story.report, story.ada)

    assert standing(story.world, story.owner, story.case) == set()


def test_a_withdrawal_before_there_is_a_case_is_recorded_for_the_team_and_again_in_a_case(
    enrolled, owner, source, report
):
    source.withdraw()
    enrolled.sync(owner)
    decisions.record_decision(owner, report.id, {}, enrolled.today)

    assert not decisions.has_unrecorded(owner, report)
    case = cases.open_case(owner, [report.id], name="Autumn 5", officers=[], today=enrolled.today)
    assert decisions.has_unrecorded(owner, report)
    (task,) = decisions.withdrawal_tasks(owner, owner.book.case(case))
    assert not task.is_recorded


def test_whoever_is_not_in_the_case_cannot_be_its_source(enrolled, owner, case, report):
    with pytest.raises(Refused, match="not in the case"):
        record(enrolled, owner, report, "00" * 16)


def test_a_colleague_sees_what_was_recorded(story):
    record(story.world, story.owner, story.report, story.ada)

    story.world.sync(story.owner, story.second)

    assert standing(story.world, story.second, story.case) == standing(story.world, story.owner, story.case)
    assert not decisions.has_unrecorded(story.second, story.second.book.report(story.report.id))


def add(story, label, *roles):
    return cases.add_person(
        story.owner, story.case, {"label": label, "roles": list(roles)}, story.world.today
    )


def test_a_withdrawal_is_not_recorded_for_somebody_who_is_not_the_source(story):
    record(story.world, story.owner, story.report, story.ada)
    other = add(story, "P2", "source", "witness")
    before = standing(story.world, story.owner, story.case)
    story.source.withdraw()
    story.world.sync(story.owner)

    with pytest.raises(Refused, match="not the source of this report"):
        record(story.world, story.owner, story.report, other)

    assert decisions.has_unrecorded(story.owner, story.report)
    assert standing(story.world, story.owner, story.case) == before


def test_before_anything_was_recorded_the_source_is_whoever_has_that_role(story):
    witness = add(story, "P2", "witness")

    with pytest.raises(Refused, match="In this case that is “P1”"):
        record(story.world, story.owner, story.report, witness)


def test_the_source_of_one_report_is_not_taken_for_that_of_another_while_one_is_free(story):
    record(story.world, story.owner, story.report, story.ada)
    other = Source(story.world.gate)
    other.send(consents=choices(publication="anonymous"))
    story.world.sync(story.owner)
    (theirs,) = [held for held in story.owner.book.reports.values() if held.id != story.report.id]
    cases.add_report(story.owner, story.case, theirs.id, story.world.today)
    ben = add(story, "P2", "source")

    with pytest.raises(Refused, match="not the source of this report"):
        record(story.world, story.owner, theirs, story.ada)
    record(story.world, story.owner, theirs, ben)


def test_a_case_in_which_nobody_is_a_source_records_nothing(enrolled, owner, case, report):
    people = [
        cases.add_person(owner, case, {"label": label, "roles": ["witness"]}, enrolled.today)
        for label in ("P1", "P2")
    ]

    with pytest.raises(Refused, match="Nobody in this case is said to be its source"):
        record(enrolled, owner, report, people[0])


LONG_REASON = "They know that I spoke. " * 4_000


def test_nothing_leaves_while_what_may_be_a_letter_was_not_fetched(story):
    record(story.world, story.owner, story.report, story.ada)
    statement = approved_statement(story.world, story.owner, story.second, story.case, story.ada)
    statements.publish(story.owner, statement, story.world.today)
    story.source.withdraw(LONG_REASON)
    story.owner.gate = RefusesBodies(story.world.gate)

    synced = story.world.sync(story.owner)

    assert any("not fetched yet" in line for line in synced.refused)
    assert story.world.gate.statements() == []
    with pytest.raises(Refused, match="not fetched yet"):
        statements.publish(story.owner, statement, story.world.today)
    story.owner.rebuild()
    assert len(story.owner.book.letters_to_fetch) == 1


def test_what_was_fetched_and_is_no_letter_keeps_nothing_back(story):
    record(story.world, story.owner, story.report, story.ada)
    statement = approved_statement(story.world, story.owner, story.second, story.case, story.ada)
    stranger = Source(story.world.gate)
    story.world.gate.take_in(stranger.notice_id, [stranger.seal("withdrawal.json", bytes(90_000))])
    story.world.sync(story.owner)
    assert story.owner.book.unopened_of_sources == 1

    statements.publish(story.owner, statement, story.world.today)
    story.world.sync(story.owner)

    assert len(story.world.gate.statements()) == 1
