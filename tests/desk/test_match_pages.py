"""Who is the same person: an officer looks at proposals, decides, and undoes; without a key nothing shows."""

import threading

import match_scene
import pytest
from desk_browser import Browser, text_of

from unhindered.core.casework.match_facts import CrossMatchDecided
from unhindered.core.casework.match_terms import MatchDecision, MatchOf
from unhindered.core.casework.matches import InCase, pair_of
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, matches
from unhindered.desk.entries.inner import case_subject
from unhindered.desk.linkage.searching import Search

REASON = "The same scar, told by both lawyers."


@pytest.fixture
def two_cases(enrolled, owner, second):
    """Two cases of the owner, the first also of a colleague."""
    return match_scene.two_cases(enrolled, owner, [second.officer.id])


@pytest.fixture
def pair(enrolled, owner, second, two_cases):
    found = match_scene.somebody_in_both(enrolled, owner, two_cases)
    enrolled.sync(second)
    return found


def key(pair):
    return matches.pair_key(pair.of, pair.first, pair.second)


def decide(world, desk, pair, decision=MatchDecision.SAME):
    match = matches.decide(desk, pair, decision, REASON, world.today)
    world.sync(desk)
    return match


def all_facts(desk, case):
    return [item.fact for item in desk.book.case(case).record.facts]


def searched(browser):
    browser.post("/matches/search")
    browser.app.state.workplace.beside.searching.wait(60)
    return browser.get("/matches")


def test_an_officer_looks_decides_and_undoes(enrolled, owner, pair):
    with Browser(enrolled, owner) as browser:
        assert "Search all my cases" in text_of(browser.get("/matches"))
        page = searched(browser)
        said = text_of(page)
        for words in ("The lawyer", "P7", "Autumn 4", "Winter 7", "day and month exchanged", "1984-03-05"):
            assert words in said
        assert "<details><summary>Show the names</summary>" in page.text

        answer = browser.post("/matches/decide", {"pair": key(pair), "decision": "same", "reason": REASON})
        assert "they are the same. Both records stay as they are." in text_of(answer)
        assert "Nothing is proposed that is not decided" in text_of(answer)
        assert REASON in text_of(answer)
        assert {item.label for item in matches.same_as(owner, pair.first.case, pair.first.id)} <= {
            "The lawyer",
            "P7",
        }

        (decision,) = matches.matches_at(owner).decisions
        browser.post("/matches/undo", {"match": decision.match})
        assert matches.same_as(owner, pair.first.case, pair.first.id) == ()
        assert key(pair) in browser.get("/matches").text


def test_both_cases_of_a_pair_on_the_page_count_as_opened(enrolled, owner, pair):
    decide(enrolled, owner, pair)
    with Browser(enrolled, owner) as browser:
        browser.get("/matches")

    noted = [mark.split("/") for mark in owner.docket.marks() if mark.startswith("opened/")]
    assert {(what, name) for _, _, what, name in noted} == {
        ("case", pair.first.case),
        ("case", pair.second.case),
    }


def test_the_record_shows_the_same_person_in_another_case(enrolled, owner, pair):
    decide(enrolled, owner, pair)

    with Browser(enrolled, owner) as browser:
        page = browser.get(f"/case/{pair.first.case}/record")

    assert f'<a href="/case/{pair.second.case}/record#t{pair.second.id}">' in page.text


def test_a_long_search_says_how_far_it_is_and_can_be_stopped(enrolled, owner, pair):
    may_go_on = threading.Event()
    with Browser(enrolled, owner) as browser:
        searching = browser.app.state.workplace.beside.searching
        searching.start(matches.tables(owner), goes_on=lambda: may_go_on.wait(60))
        assert "Searching: reading the records." in text_of(browser.get("/matches"))
        may_go_on.set()
        said = text_of(browser.post("/matches/stop"))

    assert "Searching:" not in said
    assert "The search was stopped." in said or searching.found is not None


def test_what_was_decided_keeps_the_evidence_it_was_decided_on(enrolled, owner, pair):
    with Browser(enrolled, owner) as browser:
        searched(browser)
        browser.post("/matches/decide", {"pair": key(pair), "decision": "not_the_same", "reason": REASON})
    (decided,) = matches.matches_view(owner, None).decided

    assert decided.why == REASON
    assert [(item.feature, item.likeness) for item in decided.compared][:3] == [
        ("name", "similar"),
        ("born", "similar"),
        ("sex", "same"),
    ]
    assert decided.weight > 0


def test_nothing_is_decided_by_searching(enrolled, owner, pair):
    before = {case: all_facts(owner, case) for case in owner.book.case_ids()}
    found = Search(matches.tables(owner)).found()

    assert [item.pair for item in found.proposed] == [pair]
    assert {case: all_facts(owner, case) for case in owner.book.case_ids()} == before


def test_both_records_stay_as_they_are_when_they_are_held_the_same(enrolled, owner, pair):
    before = [owner.book.case(item.case).persons[item.id] for item in (pair.first, pair.second)]
    decide(enrolled, owner, pair)

    assert [owner.book.case(item.case).persons[item.id] for item in (pair.first, pair.second)] == before


def test_an_officer_without_the_other_case_sees_nothing_of_it(enrolled, owner, second, two_cases, pair):
    shared, other = two_cases
    decide(enrolled, owner, pair)
    enrolled.sync(second)
    ours = pair.first if pair.first.case == shared else pair.second
    known = second.book.case(shared)
    (half,) = [fact for fact in all_facts(second, shared) if isinstance(fact, CrossMatchDecided)]

    assert REASON not in str(half)
    assert half not in [item.fact for item in (*known.timeline, *known.history)]
    assert matches.same_as(second, shared, ours.id) == ()
    with Browser(enrolled, second) as browser:
        of_case = [f"/case/{shared}{tab}" for tab in ("", "/record", "/work")]
        pages = [browser.get(path) for path in (*of_case, "/matches")]
        pages.append(searched(browser))
    said = " ".join(text_of(page) + page.text for page in pages)
    for hidden in (other, "Winter 7", "P7", REASON, "across cases", "فكشنل"):
        assert hidden not in said


def test_the_reason_is_read_by_whoever_may_open_both_cases_and_by_nobody_else(
    enrolled, owner, second, two_cases, pair
):
    decide(enrolled, owner, pair)
    for case in two_cases:
        cases.give_access(owner, case, second.officer.id, enrolled.today)
    enrolled.sync(owner, second)

    (decided,) = matches.matches_view(second, None).decided
    assert decided.why == REASON


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"decision": "same", "reason": "  "}, "A decision needs a reason."),
        ({"reason": REASON}, "It is not said whether they are the same."),
        ({"pair": "person-x", "decision": "same", "reason": REASON}, "This is no pair of records."),
    ],
)
def test_what_cannot_be_recorded_is_said_and_nothing_typed_is_lost(enrolled, owner, pair, values, said):
    with Browser(enrolled, owner) as browser:
        searched(browser)
        answer = browser.post("/matches/decide", {"pair": key(pair), **values})

    assert answer.status_code == 400
    assert said in text_of(answer)
    assert values.get("pair") or f'value="{values["reason"].strip()}"' in answer.text
    assert matches.matches_at(owner).decisions == ()


def test_a_pair_is_decided_once_until_that_is_undone(enrolled, owner, pair):
    match = decide(enrolled, owner, pair)
    with pytest.raises(Refused):
        decide(enrolled, owner, pair, MatchDecision.NOT_THE_SAME)
    matches.undo(owner, match, enrolled.today)

    decide(enrolled, owner, pair, MatchDecision.NOT_THE_SAME)


def test_a_question_that_was_put_off_is_decided_without_undoing(enrolled, owner, pair):
    decide(enrolled, owner, pair, MatchDecision.LATER)
    decide(enrolled, owner, pair)

    assert [item.decision for item in matches.matches_at(owner).decisions] == [MatchDecision.SAME]


def test_somebody_is_not_the_same_as_nobody(enrolled, owner, pair):
    unknown = pair_of(MatchOf.PERSON, pair.first, InCase(case=pair.second.case, id="0" * 32))

    for wrong in (unknown, pair_of(MatchOf.PERSON, pair.first, pair.first)):
        with pytest.raises(Refused):
            decide(enrolled, owner, wrong)


def test_one_half_never_goes_without_the_other(enrolled, owner, pair):
    enrolled.gate.is_off = True
    matches.decide(owner, pair, MatchDecision.SAME, REASON, enrolled.today)
    (letter,) = owner.letters()

    assert {facts.subject for facts in letter.facts} == {
        case_subject(item.case) for item in (pair.first, pair.second)
    }


def test_contradicting_decisions_stand_on_the_page_until_one_is_undone(
    enrolled, owner, second, two_cases, pair
):
    cases.give_access(owner, two_cases[1], second.officer.id, enrolled.today)
    enrolled.sync(owner, second)
    matches.decide(owner, pair, MatchDecision.SAME, REASON, enrolled.today)
    matches.decide(second, pair, MatchDecision.NOT_THE_SAME, "Ten years apart.", enrolled.today)
    enrolled.sync(owner, second, owner)
    with Browser(enrolled, owner) as browser:
        said = text_of(browser.get("/matches"))

    assert "Decisions contradict each other" in said
    assert matches.same_as(owner, pair.first.case, pair.first.id) == ()
