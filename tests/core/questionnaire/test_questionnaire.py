"""A questionnaire is data: read strictly, hashed in one form, and any stranger's bytes are only refused."""

import copy
import json
import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.questionnaire.answers import AnswerTooLong, filled_in, shown_questions
from unhindered.core.questionnaire.conditions import parse_condition
from unhindered.core.questionnaire.parse import (
    MOST_BYTES,
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
)
from unhindered.core.questionnaire.shown import ShownText, in_language

VECTORS = Path(__file__).parents[3] / "vectors" / "questionnaire"
SHARED = json.loads((VECTORS / "answers.json").read_text(encoding="ascii"))
CONTENT = SHARED["questionnaire"]
BAD = json.loads((VECTORS / "bad.json").read_text(encoding="ascii"))
FIRST = {
    "danger": ("In danger?", {"yes": "Yes", "no": "No", "unsure": "Not sure"}),
    "contact": ("Contact?", {"mailbox": "Here", "other": "Elsewhere", "no": "No"}),
}


def read(content):
    return parse_questionnaire(json.dumps(content).encode())


def changed(vector):
    content = copy.deepcopy(CONTENT)
    place = content
    *way, last = vector["at"]
    for step in way:
        place = place[step]
    if vector.get("remove"):
        del place[last]
    else:
        place[last] = vector["value"]
    return content


def forms(is_refused):
    return [
        pytest.param(form, id=form["name"]) for form in SHARED["forms"] if ("too_long" in form) is is_refused
    ]


def test_the_vectors_are_those_that_their_script_makes(tmp_path):
    runpy.run_path(str(VECTORS / "make.py"))["write"](tmp_path)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in VECTORS.glob("*.json")}


def test_it_has_one_form_and_one_hash_however_it_was_written():
    one, other = (
        parse_questionnaire(json.dumps(CONTENT, indent=indent, sort_keys=sort).encode())
        for indent, sort in ((4, False), (None, True))
    )

    assert questionnaire_hash(one) == questionnaire_hash(other) == SHARED["hash"]
    assert parse_questionnaire(questionnaire_bytes(one)) == one
    assert json.loads(questionnaire_bytes(one)) == CONTENT


@pytest.mark.parametrize("form", forms(is_refused=False))
def test_a_form_says_what_the_person_saw_and_answered(form):
    questionnaire = read(CONTENT)

    with_script = filled_in(questionnaire, form["fields"])
    without = filled_in(questionnaire, form["fields"], everything_was_shown=True)

    shown = [question.id for question in shown_questions(questionnaire, form["fields"])]
    assert shown == form["shown"]
    assert as_sent(with_script) == [form["more"], form["consents"], form["limits"]]
    assert as_sent(without) == [form["more_without_script"], form["consents"], form["limits"]]


@pytest.mark.parametrize("form", forms(is_refused=True))
def test_too_long_an_answer_is_named_by_its_question(form):
    long = {form["long"]["field"]: "\U0001f56f" * form["long"]["letters"]}

    with pytest.raises(AnswerTooLong) as refused:
        filled_in(read(CONTENT), form["fields"] | long)

    assert refused.value.label.by_language["en"] == form["too_long"]


@pytest.mark.parametrize("vector", [pytest.param(one, id=one["name"]) for one in BAD])
def test_what_breaks_a_rule_is_refused(vector):
    with pytest.raises(Refused):
        read(changed(vector))


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b"\xff", b"x" * (MOST_BYTES + 1), b'{"v":1,"v":1}', b"[" * 100_000, b'{"v":NaN}'],
)
def test_what_is_no_questionnaire_is_refused(raw):
    with pytest.raises(Refused):
        parse_questionnaire(raw)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["question", "any_of", "all", "any", "not", "v", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
PLACES = [
    *([name] for name in CONTENT),
    *(["sections", 0, name] for name in CONTENT["sections"][0]),
    *(["sections", 0, "questions", 1, name] for name in CONTENT["sections"][0]["questions"][1]),
    ["sections", 0, "questions", 0, "choices", 0, "id"],
    ["sections", 0, "questions", 0, "label", "en"],
    *(["consents", name] for name in CONTENT["consents"]),
    *(["consents", "purposes", 0, name] for name in CONTENT["consents"]["purposes"][0]),
]


@given(st.sampled_from(PLACES), ANY_JSON)
def test_anything_anywhere_is_read_or_refused(place, value):
    try:
        found = read(changed({"at": place, "value": value}))
    except Refused:
        return
    assert parse_questionnaire(questionnaire_bytes(found)) == found


@given(ANY_JSON)
def test_any_condition_is_read_or_refused(value):
    try:
        parse_condition(value)
    except Refused:
        return


@given(st.dictionaries(st.sampled_from(["q.held", "q.acts.hit", "q.seen", "danger", "limits"]), st.text()))
def test_any_fields_give_answers_or_are_too_long(fields):
    try:
        filled = filled_in(read(CONTENT), fields)
    except AnswerTooLong:
        return
    everything = filled_in(read(CONTENT), fields, everything_was_shown=True)
    assert dict(everything.more) | dict(filled.more) == dict(everything.more)


def test_texts_are_shown_in_the_persons_language_or_marked_as_in_another():
    content = copy.deepcopy(CONTENT)
    del content["sections"][1]["title"]["fa"]

    shown = in_language(read(content), "fa", lambda _, text: text, FIRST)

    first, second = shown.sections
    assert first.title == ShownText("(First)")
    assert second.title == ShownText("Second", "en")
    assert shown.hash == questionnaire_hash(read(content))


def test_english_texts_of_the_program_go_through_its_translation():
    content = json.loads(json.dumps(CONTENT), object_hook=lambda item: item.get("en", item)) | {
        "languages": []
    }
    content["sections"][0]["questions"][0]["context"] = "danger"

    shown = in_language(read(content), "fr", lambda context, text: f"{context}|{text}", FIRST)

    first = shown.sections[0]
    assert str(first.title) == "|First"
    assert [str(first.questions[0].label), first.is_danger] == ["danger|Label of held", True]
    assert str(shown.consents[0].risks) == "consent|risks of un_submission"
    assert str(first.intro) == ""


def test_a_condition_is_told_in_words_where_it_can_be():
    shown = in_language(read(CONTENT), "en", lambda _, text: text, FIRST)

    told = {
        question.id: [(str(label), [str(one) for one in choices]) for label, choices in question.only_if]
        for section in shown.sections
        for question in section.questions
    }

    assert told["held"] == []
    assert told["place"] == [("Label of held", ["yes"])]
    assert told["which"] == [("Label of held", ["yes"]), ("Label of acts", ["kept", "other"])]
    # “Either … or” and “not” make no short sentence: then the question just stands there.
    assert told["seen"] == told["urgent"] == []


def as_sent(filled):
    more = {name: value if isinstance(value, str) else list(value) for name, value in filled.more.items()}
    consents = [{"purpose": purpose, "level": level} for purpose, level in filled.consents]
    return [more, consents, filled.limits]
