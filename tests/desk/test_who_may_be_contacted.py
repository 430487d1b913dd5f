"""A source is written to only after somebody thought about what that could do to this very source."""

import pytest
from desk_browser import Browser, text_of
from desk_scene import FULL, answers
from desk_world import RAPID, Source

from unhindered.core.casework.assessments import standing_assessments
from unhindered.core.casework.risk import NoRiskAssessment, RiskKind
from unhindered.desk.actions import cases
from unhindered.desk.actions.contact import SomebodyElseReads
from unhindered.desk.actions.inbox import inbox, report_view


@pytest.fixture
def reports(enrolled, owner):
    """Two reports of two sources, in the order in which they came."""
    for what in ("The first source writes.", "The second source writes."):
        Source(enrolled.gate).send(answers(what=what))
    enrolled.sync(owner)
    return [report.id for report in sorted(owner.book.reports.values(), key=lambda item: item.place)]


def open_case(world, desk, reports):
    return cases.open_case(desk, reports, name="Northgate", officers=[], today=world.today)


def answer(world, desk, case, report):
    cases.answer(desk, case, "We have read it.", world.today, report=report)


def refuse(world, desk, case, report):
    with pytest.raises(NoRiskAssessment, match="this source"):
        answer(world, desk, case, report)


def test_a_report_that_came_into_a_case_later_needs_an_assessment_of_its_own(enrolled, owner, reports):
    first, second = reports
    case = open_case(enrolled, owner, [first])
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    cases.add_report(owner, case, second, enrolled.today)

    refuse(enrolled, owner, case, second)
    answer(enrolled, owner, case, first)
    enrolled.sync(owner)
    refuse(enrolled, owner, case, second)
    cases.assess(owner, case, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    answer(enrolled, owner, case, second)


def test_what_was_assessed_on_a_report_comes_into_the_case_with_it(enrolled, owner, reports):
    first, second = reports
    case = open_case(enrolled, owner, [first])
    cases.assess(owner, second, kind=cases.RAPID, values=RAPID, today=enrolled.today)

    cases.add_report(owner, case, second, enrolled.today)

    answer(enrolled, owner, case, second)
    refuse(enrolled, owner, case, first)


def test_a_case_of_several_reports_carries_each_assessment_for_its_own_source(enrolled, owner, reports):
    first, second = reports
    cases.assess(owner, first, kind=cases.FULL, values=FULL, today=enrolled.today)

    case = open_case(enrolled, owner, [second, first])

    answer(enrolled, owner, case, first)
    refuse(enrolled, owner, case, second)


def test_an_assessment_asked_for_on_a_report_is_about_that_report(enrolled, owner, reports):
    first, second = reports
    case = open_case(enrolled, owner, reports)

    cases.assess(owner, second, kind=cases.FULL, values=FULL, today=enrolled.today)

    answer(enrolled, owner, case, second)
    refuse(enrolled, owner, case, first)


def test_the_inbox_tells_whose_risk_was_assessed(enrolled, owner, reports):
    first, second = reports
    case = open_case(enrolled, owner, [first])
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    cases.add_report(owner, case, second, enrolled.today)

    shown = {row.id: row.risk for row in inbox(owner, enrolled.today).in_cases}

    assert shown == {first: RiskKind.FULL, second: RiskKind.NONE}
    assert report_view(owner, second).full is None


def test_of_a_rapid_and_a_full_assessment_the_later_one_stays_the_later(enrolled, owner, reports):
    first, _ = reports
    cases.assess(owner, first, kind=cases.FULL, values=FULL, today=enrolled.today)
    cases.assess(owner, first, kind=cases.RAPID, values=RAPID, today=enrolled.today)

    case = open_case(enrolled, owner, [first])

    assert owner.book.case(case).risk.kind is RiskKind.RAPID


def test_what_nobody_must_do_comes_into_the_case_too(enrolled, owner, reports):
    first, _ = reports
    cases.assess(owner, first, kind=cases.FULL, values=FULL, today=enrolled.today)
    cases.assess(owner, first, kind=cases.RAPID, values=RAPID, today=enrolled.today)

    case = open_case(enrolled, owner, [first])

    standing = standing_assessments(owner.book.case(case).timeline)
    assert [(rule.do_not, rule.report) for rule in standing] == [
        (RAPID["do_not"], first),
        (FULL["do_not"], first),
    ]


def two_sources(world, desk):
    found = [Source(world.gate), Source(world.gate)]
    for source in found:
        source.send()
        world.sync(desk)
    reports = [item.id for item in sorted(desk.book.reports.values(), key=lambda item: item.place)]
    case = open_case(world, desk, reports)
    cases.assess(desk, case, kind=cases.FULL, values=FULL, today=world.today)
    return found, reports, case


def test_nobody_writes_to_a_source_while_duress_rings_for_it(enrolled, owner):
    (one, _), (first, second), case = two_sources(enrolled, owner)
    one.come_back("duress")
    enrolled.sync(owner)

    with pytest.raises(SomebodyElseReads, match="Duress rings"):
        answer(enrolled, owner, case, first)
    answer(enrolled, owner, case, second)


def test_nobody_writes_to_a_source_whose_decoy_was_opened(enrolled, owner):
    (one, _), (first, second), case = two_sources(enrolled, owner)
    decoy = Source(enrolled.gate)
    one.name_decoy(decoy)
    decoy.come_back("nothing")
    enrolled.sync(owner)

    with pytest.raises(SomebodyElseReads, match="Duress rings"):
        answer(enrolled, owner, case, first)
    answer(enrolled, owner, case, second)


def test_nobody_writes_into_the_mailbox_of_a_decoy(enrolled, owner):
    true, decoy = Source(enrolled.gate), Source(enrolled.gate)
    decoy.send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = open_case(enrolled, owner, [report])
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    true.send()
    true.name_decoy(decoy)
    enrolled.sync(owner)

    with pytest.raises(SomebodyElseReads, match="came with a decoy"):
        answer(enrolled, owner, case, report)


def test_the_answer_form_says_to_whom_nothing_is_written(enrolled, owner):
    (one, other), _, case = two_sources(enrolled, owner)
    one.come_back("duress")
    enrolled.sync(owner)
    with Browser(enrolled, owner) as browser:
        assert "Not to the source of the report of" in text_of(browser.get(f"/case/{case}/answer"))
        other.come_back("duress")
        enrolled.sync(owner)
        page = browser.get(f"/case/{case}/answer")

    assert page.status_code == 400
    assert "Duress rings for this source" in text_of(page)
