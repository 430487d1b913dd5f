"""What the gate asks, from the desk: seen, changed, asked; and answers beside their questions."""

import json
import re
from pathlib import Path

import pytest
from desk_browser import Browser, text_of
from desk_world import ANSWERS, Source

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.from_source import REPORT_NAME, Report, compose_report
from unhindered.core.correspondence.parts import Choice
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.questionnaire.parse import (
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
)
from unhindered.desk.actions import questionnaire as questions
from unhindered.desk.questionnaires import known_questionnaires
from unhindered.facts.questionnaires import default_questionnaire

VECTORS = Path(__file__).parents[2] / "vectors" / "questionnaire"
OWN = json.dumps(json.loads((VECTORS / "answers.json").read_text(encoding="ascii"))["questionnaire"])
OWN_HASH = questionnaire_hash(parse_questionnaire(OWN.encode()))
SHIPPED_HASH = questionnaire_hash(default_questionnaire())


def send(world, **parts):
    source = Source(world.gate)
    report = Report(
        id=b"i" * 16,
        notice=source.notice_id,
        language="en",
        keys=source.keys,
        answers=ANSWERS,
        attachments=(),
        sealed_by="device",
        **parts,
    )
    body = compose_report(
        report, mailbox_seed=source.secrets.mailbox_seed, signing_seed=source.secrets.signing_seed
    )
    world.gate.take_in(source.notice_id, [source.seal(REPORT_NAME, body)])
    return report


def view(desk, report):
    return questions.answers_with_labels(desk, report)


def test_answers_stand_beside_their_questions_with_danger_first(enrolled, owner):
    more = {"who_people": "Two men in grey.", "safe_device": ("yes",), "link_acts": ("rx01", "rx09")}
    consents = (Choice(purpose=Purpose.UN_SUBMISSION, level=IdentityLevel.ANONYMOUS),)
    report = send(enrolled, questionnaire=SHIPPED_HASH, more=more, consents=consents, limits="My employer")
    enrolled.sync(owner)

    found = view(owner, report)

    assert [(one.label, one.answer) for one in found.answers] == [
        ("Could somebody look into the device that you are using now?", "Yes"),
        ("How many were they, and what do you know of them?", "Two men in grey."),
        ("What form did it take?", "Threat to kill; Arrest"),
    ]
    assert [one.words for one in found.consents] == ["UN submission: anonymous"]
    assert (found.limits, found.is_known, found.is_empty) == ("My employer", True, False)


def test_a_short_report_has_nothing_more_to_show(enrolled, owner):
    assert view(owner, send(enrolled)).is_empty


def test_questions_that_a_colleague_had_asked_are_fetched_and_kept(enrolled, owner):
    enrolled.gate.upload_questionnaire(OWN.encode())
    report = send(enrolled, questionnaire=OWN_HASH, more={"held": ("yes",)})
    enrolled.sync(owner)

    enrolled.gate.is_off = True
    (answer,) = view(owner, report).answers

    assert (answer.label, answer.answer) == ("Label of held", "yes")


def test_what_a_gate_sends_under_another_hash_is_not_believed(enrolled, owner):
    enrolled.gate.questionnaire = lambda digest="": OWN.encode()
    report = send(enrolled, questionnaire="0" * 64, more={"held": ("yes",), "x": "Words"})
    enrolled.sync(owner)

    found = view(owner, report)

    assert OWN_HASH not in known_questionnaires(owner)
    assert [(one.label, one.answer, one.is_known) for one in found.answers] == [
        ("held", "yes", False),
        ("x", "Words", False),
    ]
    assert not found.is_known


def test_an_answer_that_no_page_offers_is_shown_as_it_came(enrolled, owner):
    report = send(enrolled, questionnaire=SHIPPED_HASH, more={"safe_device": ("perhaps",), "new": "x"})

    assert [one.answer for one in view(owner, report).answers] == ["perhaps", "x"]


def test_a_copy_to_change_is_a_whole_questionnaire_that_differs_in_nothing():
    copy = questions.checked(questions.as_own(default_questionnaire()))

    assert copy.languages == ("en",)
    assert questions.changes(default_questionnaire(), copy) == ()


def test_what_would_change_is_said_in_words():
    content = json.loads(questions.as_own(default_questionnaire()))
    first = content["sections"][0]["questions"]
    first[0]["label"]["en"] = "What comes next?"
    gone, new = first.pop(1), dict(first[1], id="another")
    first.append(new)
    content["consents"]["purposes"].pop()

    lines = questions.changes(default_questionnaire(), questions.checked(json.dumps(content)))

    said = "\n".join(lines)
    assert "New: question another" in said
    assert f"Gone: question {gone['id']}" in said
    assert "Gone: consent statistics" in said
    assert "Changed: question safe_next" in said
    assert "is now “What comes next?" in said
    assert len(lines) == 4


def test_an_owner_has_other_questions_asked_and_the_shipped_ones_again(enrolled, owner):
    assert questions.upload(owner, OWN) == OWN_HASH
    assert questions.asked_now(owner) == parse_questionnaire(OWN.encode())
    assert OWN_HASH in known_questionnaires(owner)

    questions.upload(owner, questions.as_shipped())

    assert questions.asked_now(owner) == default_questionnaire()


def test_only_an_owner_changes_what_everybody_is_asked(enrolled, owner, second):
    enrolled.sync(second)

    with pytest.raises(Refused, match="Only an owner"):
        questions.upload(second, OWN)


def test_a_gate_that_is_away_changes_nothing(enrolled, owner):
    enrolled.gate.is_off = True

    with pytest.raises(Unavailable):
        questions.upload(owner, OWN)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"v":1}', "\ud800"])
def test_what_is_no_questionnaire_is_refused_in_words(text):
    with pytest.raises(Refused):
        questions.checked(text)


def test_a_page_shows_checks_and_asks(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        page = text_of(browser.get("/questions"))
        assert "Shipped with the program" in page
        checked = text_of(browser.post("/questions", {"text": OWN, "act": "check"}))
        assert "It would ask this" in checked
        assert "Gone: question who_kind" in checked
        assert questions.asked_now(owner) == default_questionnaire()

        page = text_of(browser.post("/questions", {"text": OWN, "act": "ask"}))

        assert "The gate asks these questions from now on." in page
        assert "Your own; texts in en, fa" in page
        page = text_of(browser.post("/questions", {"text": "", "act": "shipped"}))
        assert "Shipped with the program" in page


def test_a_page_gives_back_what_was_typed_wrong(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        answer = browser.post("/questions", {"text": '{"v": 1,', "act": "ask"})

    assert answer.status_code == 400
    assert "something is wrong in line 1" in text_of(answer)
    assert re.search(r"\{&#34;v&#34;: 1,", answer.text)


def test_a_page_without_the_gate_says_so(enrolled, owner):
    enrolled.gate.is_off = True
    with Browser(enrolled, owner) as browser:
        assert "not known here" in text_of(browser.get("/questions"))


def test_a_damaged_file_counts_as_questions_that_are_not_here(enrolled, owner):
    questions.upload(owner, OWN)
    (owner.folder.path / "questionnaires" / f"{OWN_HASH}.json").write_bytes(b"{")

    assert OWN_HASH not in known_questionnaires(owner)


def test_what_is_kept_has_the_one_form(enrolled, owner):
    questions.upload(owner, OWN)

    kept = (owner.folder.path / "questionnaires" / f"{OWN_HASH}.json").read_bytes()

    assert kept == questionnaire_bytes(parse_questionnaire(OWN.encode()))


def test_the_reports_page_shows_answers_limits_and_consents(enrolled, owner):
    consents = (Choice(purpose=Purpose.PUBLICATION, level=IdentityLevel.NAMED),)
    more = {"safe_next": "They come <b>back</b> on Friday.", "who_unit": "Northgate"}
    send(enrolled, questionnaire=SHIPPED_HASH, more=more, consents=consents, limits="The ministry")
    with Browser(enrolled, owner) as browser:
        browser.post("/sync")
        (report,) = owner.book.reports
        page = text_of(browser.get(f"/report/{report}"))

    assert "What might happen next, and how soon?" in page
    assert "They come <b>back</b> on Friday." in page
    assert "Who must never get this: The ministry" in page
    assert "publication: named" in page
