import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.reading.contact import contact_spans
from unhindered.core.reading.folding import fold
from unhindered.core.reading.read import read_document

DETAILS = [
    "ada@lamp.example",
    "+1 212 555 0100",
    "+41 (22) 917-00-00",
    "0041 22 917 00 00",
    "@fictional_lamp",
    "t.me/fictionallamp",
    "signal.me/abcdef",
    "Tel: 212 555 010",
]


@pytest.mark.parametrize("detail", DETAILS)
def test_contact_details_are_found(detail):
    folded = fold(f"Write to us: {detail}, at any hour.")

    assert contact_spans(folded)


@pytest.mark.parametrize(
    "text",
    [
        "13.11.2013",
        "2005-2008, 2009 and 2010",
        "1 200 000 people",
        "24.1 and 24.2",
        "A/HRC/WG.6/16/XVL/3",
        "5/1",
    ],
)
def test_dates_and_sums_are_no_contact_details(text):
    assert contact_spans(fold(text)) == ()


sentences = st.sampled_from(
    [
        "'Lamps must burn all night,' said Ada Fictional, Legal Director of the Lamp Society, {}.",
        "The Committee against Torture expressed concern about Vareland, {}.",
        "The Committee against Torture ({}) recommended that Vareland end reprisals.",
        "Contact: Ada Fictional, Legal Director, Fictional Lamp Society, on {}",
        "According to {} of the Fictional Lamp Society, Vareland allegedly beat a lawyer.",
        "'Write to {} at once, all of you,' said Jon Invented, Director.",
        "Mr Jon Invented, Minister of Lamps, {}",
    ]
)


@given(st.lists(st.tuples(sentences, st.sampled_from(DETAILS[:5])), min_size=1, max_size=4))
def test_no_proposal_holds_them(gazetteer, parts):
    text = "\n\n".join(sentence.format(detail) for sentence, detail in parts)

    found = [json.dumps(proposal.as_json()) for proposal in read_document(text, gazetteer)]

    assert not [one for one in found for _, detail in parts if detail in one]


def test_a_decimal_is_no_telephone():
    assert contact_spans(fold("1234.5678 of them")) == ()
