from casework_examples import case_of, full, opened, rapid

from unhindered.core.casework.assessments import standing_assessments


def rules(*facts):
    return [fact.do_not for fact in standing_assessments(case_of(opened(), *facts).timeline)]


def test_a_newer_rapid_assessment_comes_before_the_full_one_of_the_same_day():
    assert rules(full(do_not="old"), rapid(do_not="new")) == ["new", "old"]


def test_a_newer_full_assessment_comes_first_and_the_rapid_one_still_shows():
    assert rules(rapid(do_not="rapid"), full(do_not="full")) == ["full", "rapid"]


def test_only_the_last_of_each_kind_stands():
    assert rules(rapid(do_not="1"), full(do_not="2"), rapid(do_not="3"), full(do_not="4")) == ["4", "3"]


def test_what_nobody_must_do_holds_also_where_nobody_is_in_danger_now():
    assert rules(full(do_not="old"), rapid(do_not="new", danger_now=False)) == ["new", "old"]


def test_each_source_of_a_case_keeps_its_own_rule():
    one, other = "a" * 64, "b" * 64

    assert rules(full(do_not="1", report=one), full(do_not="2", report=other)) == ["2", "1"]
    assert rules(full(do_not="1", report=one), full(do_not="2", report=one)) == ["2"]
    assert rules(full(do_not="1", report=one), full(do_not="2")) == ["2"]


def test_without_an_assessment_there_is_no_rule():
    assert rules() == []
