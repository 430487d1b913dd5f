import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import (
    EnrolmentAnswer,
    EnrolmentRequest,
    code_key,
    code_words,
    compose_answer,
    compose_request,
    open_answer,
    open_request,
)

NUMBERS = [f"w{number}" for number in range(2048)]
KEY = code_key("lamp river stone")
REQUEST = EnrolmentRequest(root="x/root+1+A", access="x/desk+1+A")
ANSWER = EnrolmentAnswer(gate="gate.example", sealed_log="s+1+A", public_log="p+1+A")


def test_who_knows_the_code_opens_the_request():
    assert open_request(compose_request(REQUEST, KEY), KEY) == REQUEST


def test_who_does_not_know_the_code_is_refused():
    with pytest.raises(Refused) as caught:
        open_request(compose_request(REQUEST, code_key("lamp river stones")), KEY)
    assert "gate init --dir DIR --new-code" in caught.value.advice


def test_a_key_swapped_on_the_way_is_refused():
    body = compose_request(REQUEST, KEY).replace(b"x/desk", b"y/desk")

    with pytest.raises(Refused):
        open_request(body, KEY)


def test_the_answer_opens_only_for_the_request_it_answers():
    request = compose_request(REQUEST, KEY)
    answer = compose_answer(ANSWER, request, KEY)

    assert open_answer(answer, request, KEY) == ANSWER
    with pytest.raises(Refused):
        open_answer(answer, request + b" ", KEY)


def test_a_request_cannot_be_given_back_as_an_answer():
    request = compose_request(REQUEST, KEY)

    with pytest.raises(Refused):
        open_answer(request, request, KEY)


def test_case_spacing_and_hyphens_of_a_code_do_not_matter():
    assert code_key("  Lamp-RIVER  stone\n") == KEY


@given(st.binary(min_size=11, max_size=11), st.binary(min_size=11, max_size=11))
def test_other_bytes_give_other_words(one, other):
    assert (code_words(one, NUMBERS) == code_words(other, NUMBERS)) == (one == other)


def test_a_code_has_eight_words():
    assert len(code_words(b"\xff" * 11, NUMBERS).split()) == 8


@given(st.binary(max_size=200))
def test_a_strangers_bytes_raise_only_refused(raw):
    with pytest.raises(Refused):
        open_request(raw, KEY)
