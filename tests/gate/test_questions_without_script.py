"""The questions on a page without script: all shown, all answers kept, and what goes into the seal."""

import html
import json
import re
from pathlib import Path

import pytest
from test_plain_report import END, opened, part, post

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.from_source import read_report
from unhindered.core.correspondence.parts import Choice
from unhindered.core.questionnaire.parse import parse_questionnaire, questionnaire_hash
from unhindered.facts.questionnaires import default_questionnaire

VECTORS = Path(__file__).parents[2] / "vectors" / "questionnaire"
SHARED = json.loads((VECTORS / "answers.json").read_text(encoding="ascii"))
OWN = json.dumps(SHARED["questionnaire"]).encode()
DEFAULT_HASH = questionnaire_hash(default_questionnaire())


def form(fields):
    return b"".join(part(name, text.encode()) for name, text in fields.items()) + END


def sent(world, index=0):
    return read_report(opened(world, index).body)


def report_page(world, language="en"):
    return html.unescape(world.http.get(f"/{language}/report").text)


def test_answers_consents_and_limits_are_sealed_with_the_hash_of_the_questions(world):
    fields = {
        "questionnaire": DEFAULT_HASH,
        "what": "Words",
        "q.who_kind.police": "1",
        "q.who_unit": "Northgate",
        "q.safe_device": "unsure",
        "consent.un_submission": "anonymous",
        "consent.publication": "",
        "limits": "My employer",
    }

    assert post(world, form(fields)).status_code == 201

    report = sent(world)
    assert report.questionnaire == DEFAULT_HASH
    assert report.more == {
        "safe_device": ("unsure",),
        "who_kind": ("police",),
        "who_unit": "Northgate",
    }
    assert report.consents == (Choice(purpose=Purpose.UN_SUBMISSION, level=IdentityLevel.ANONYMOUS),)
    assert report.limits == "My employer"


def test_nothing_is_agreed_to_and_no_questions_are_named_if_none_was_answered(world):
    post(world, form({"questionnaire": DEFAULT_HASH, "what": "Words", "consent.publication": ""}))

    report = sent(world)
    assert (report.questionnaire, report.more, report.consents, report.limits) == ("", {}, (), "")


@pytest.mark.parametrize(
    "shared", [pytest.param(one, id=one["name"]) for one in SHARED["forms"] if "too_long" not in one]
)
def test_a_form_of_the_shared_vectors_says_the_same_here(world, shared):
    world.desk.upload_questionnaire(OWN)

    post(world, form({"questionnaire": SHARED["hash"], "what": "Words"} | shared["fields"]))

    report = sent(world)
    more = {name: value if isinstance(value, str) else list(value) for name, value in report.more.items()}
    consents = [{"purpose": one.purpose, "level": one.level} for one in report.consents]
    expected = [shared["more_without_script"], shared["consents"], shared["limits"]]
    assert [more, consents, report.limits] == expected


def test_an_answer_that_is_too_long_is_named_and_all_is_given_back(world):
    fields = {"questionnaire": DEFAULT_HASH, "q.who_unit": "x" * 2001, "q.who_kind.prison": "1"}

    answer = post(world, form(fields))

    assert answer.status_code == 400
    page = html.unescape(answer.text)
    assert "“Which unit, station, prison or office?” is too long" in re.sub(r"<[^>]*>", "", page)
    assert "x" * 2001 in page
    assert 'name="q.who_kind.prison" value="1" checked' in page
    assert re.search(r'id="part-who" open', page)
    assert not re.search(r'id="part-done" open', page)
    assert world.gate.sealed.size() == 0


def test_an_answer_below_is_a_report_but_a_yes_alone_is_none(world):
    assert post(world, form({"questionnaire": DEFAULT_HASH, "q.who_unit": "x"})).status_code == 201
    assert (
        post(world, form({"questionnaire": DEFAULT_HASH, "consent.publication": "named"})).status_code == 400
    )


def test_a_form_with_questions_of_yesterday_is_answered_to_those(world):
    world.desk.upload_questionnaire(OWN)

    post(world, form({"questionnaire": DEFAULT_HASH, "q.who_unit": "Northgate"}))

    assert sent(world).questionnaire == DEFAULT_HASH


def test_a_form_with_questions_that_nobody_knows_loses_no_word_silently(world):
    fields = {"questionnaire": "0" * 64, "what": "Words", "q.gone": "More"}

    answer = post(world, form(fields))

    assert answer.status_code == 400
    assert "questions were changed" in answer.text
    assert world.gate.sealed.size() == 0


def test_without_script_each_condition_is_told(world):
    page = re.sub(r"<[^>]*>", "", report_page(world))

    assert "Only if you chose under “Was the person held somewhere?”: Yes" in page


def test_own_questions_are_asked_in_the_persons_language(world):
    world.desk.upload_questionnaire(OWN)

    page = report_page(world, "fa")

    assert "(Label of held)" in page
    assert '<bdi lang="en">' not in page
    assert '<bdi lang="en">Label of held</bdi>' in report_page(world, "fr")


def test_a_copy_of_our_questions_keeps_our_translations(world):
    content = json.loads(OWN)
    title = default_questionnaire().sections[0].title.by_language["en"]
    content["sections"][0]["title"] = {"en": title}
    world.desk.upload_questionnaire(json.dumps(content).encode())

    shown = world.gate.questionnaires.shown

    assert shown == parse_questionnaire(json.dumps(content).encode())
    assert title in report_page(world)


def test_whoever_asks_gets_the_questions_by_their_hash(world):
    world.desk.upload_questionnaire(OWN)

    now, before = world.http.get("/questionnaire"), world.http.get(f"/questionnaire/{DEFAULT_HASH}")

    assert questionnaire_hash(parse_questionnaire(now.content)) == SHARED["hash"]
    assert parse_questionnaire(before.content) == default_questionnaire()
    assert world.http.get("/questionnaire/" + "0" * 64).status_code == 404
