"""What officers read is in words: no codes, no ids, days and dates as people write them."""

import json
from importlib import resources

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill

from unhindered.desk.actions import verification
from unhindered.desk.actions.record import describe

JUDGED = {
    "element": "happened",
    "finding": "established",
    "standard": "reasonable_grounds_to_believe",
    "reasoning": "Seen.",
}

GRADE = {
    "reliability": "likely_reliable",
    "reliability_because": "Known.",
    "credibility": "likely_credible",
    "credibility_because": "Fits.",
}


@pytest.fixture
def case(enrolled, owner, second):
    return fill(enrolled, owner, second)


def test_the_overview_tells_values_with_their_labels_and_dates_in_words(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        page = browser.get(f"/case/{case}")
    text = text_of(page)

    assert "16 to 18 Nov 2026" in text
    assert "2026-11-16" not in text
    assert "Label: P1" in text
    assert f"Number {case[:8]}" in text
    assert case not in text


def test_a_judgement_to_review_says_in_words_what_was_judged(enrolled, owner, second, case):
    act = owner.book.case(case).acts[0].act
    account = describe(
        owner, case, "information", {"account": "I saw it.", "tells_of": [act]}, enrolled.today
    )
    values = JUDGED | {"supported_by": [account]} | {"too_few_because": "Nobody else was there."}
    verification.grade(owner, case, account, GRADE, enrolled.today)
    verification.judge(owner, case, act, values, enrolled.today)
    enrolled.sync(owner, second)
    with Browser(enrolled, second) as browser:
        text = text_of(browser.get("/review"))

    assert "That it happened: judged established" in text


def test_each_consent_is_offered_with_whom_it_is_for_until_when_and_whose_it_is(enrolled, owner, case):
    with Browser(enrolled, owner) as browser:
        text = text_of(browser.get(f"/case/{case}/send"))

    assert "publication to public, anonymous, until 24 Nov 2027, own word: stands" in text


def test_questions_are_shown_without_the_ids_that_programs_call_them_by(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        page = browser.get("/questions")

    assert "<code" not in page.text


def test_reports_for_practice_are_in_the_languages_that_they_say():
    raw = resources.files("unhindered.commands.practice").joinpath("reports.json").read_bytes()
    said = {item["language"]: item["answers"]["what"] for item in json.loads(raw)}

    assert said["fr"].startswith("Après la visite")
    assert said["ar"].startswith("بعد أن")
