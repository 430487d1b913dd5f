"""Any text is read, in its order, the same way twice, and in work that grows with its length."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.reading.gazetteer import Sort
from unhindered.core.reading.proposal import Kind
from unhindered.core.reading.read import read_document

WORDS = (
    "Vareland,Norwold,the Tarn Keys,Committee against Torture,Secretary-General,said,expressed,concern,about,"
    "named,highlighted,reprisals,in,commitment of,States,to,investigate,redress,should,must,enact,law,"
    "allegedly,adopted,by the,General Assembly,unanimously,resolution,proposed by,sponsored by,over 60,"
    "all 193,Mr,Ada Fictional,"
    "Legal Director,of the,Lamp Society,It,she,they,who,which,that,and,but,while,(Norwold);,88.1.,12.,1.,May,"
    "13.11.2013,in 2013,A/RES/68/156,CAT/C/XVL/CO/3,resolution 5/1,recommended,urged,called on,review of,"
    "was held,"
    "Working Group on the Universal Periodic Review,Conclusions and/or recommendations,enjoy the support"
).split(",")
MARKS = [
    *".,;:'\"()[]@+-/\n\t\u2018\u2019\u201c\u201d\u00ab\u00bb\u2014\u00ad\u0301\u200f",
    "\n\n",
    "](#)",
    "-\n",
]
pieces = st.lists(st.sampled_from(WORDS) | st.sampled_from(MARKS) | st.text(max_size=2), max_size=60)
texts = st.tuples(pieces, st.sampled_from(["", " "])).map(lambda parts: parts[1].join(parts[0]))


@given(texts)
def test_every_proposal_stands_where_it_says(gazetteer, text):
    found = read_document(text, gazetteer)

    for proposal in found:
        assert 0 <= proposal.start < proposal.end <= len(text)
        assert text[proposal.start : proposal.end] == proposal.quote
        for key, place in proposal.values.items():
            if key.endswith("_start"):
                assert 0 <= place < proposal.values[key.removesuffix("_start") + "_end"] <= len(text)
    assert [one.start for one in found] == sorted(one.start for one in found)


@given(texts)
def test_the_same_text_gives_the_same_proposals(gazetteer, text):
    assert read_document(text, gazetteer) == read_document(text, gazetteer)


@given(texts)
def test_a_claim_about_a_state_always_says_who_makes_it(gazetteer, text):
    speakers = {"by", "speaker", "named_by", "by_states"}
    claims = {Kind.CONCERN, Kind.NAMED_FOR_REPRISALS, Kind.COMMITMENT, Kind.CALL_FOR_LAW, Kind.ALLEGATION}

    for proposal in read_document(text, gazetteer):
        if proposal.kind in claims | {Kind.RECOMMENDATION}:
            assert speakers & set(proposal.values)


NASTY = [
    "a",
    "A ",
    "Aa ",
    "' 'a",
    '"a b c d e" ',
    "[a](",
    "a@a ",
    "1 ",
    "1-",
    "88.1. ",
    "(",
    "(Norwold) ",
    "Norwold, ",
    "named Norwold ",
    "expressed concern about Norwold and ",
    "resolution adopted by the General Assembly ",
    "resolution investigate redress ",
    "also expressed ",
    "\n",
    "a-\n",
    "A/",
    "A-",
    "A'",
    "Mr ",
    "1 May 2013 to ",
    "the Society ",
    "' said Ada Fictional, Director of ",
    "\u0645\u064f",
    "1. 2. (Norwold); ",
    "allegedly Norwold. ",
]


def work_of(text, gazetteer):
    """How many functions a reading calls, ours and Python's: a measure that no busy machine changes."""
    calls = 0

    def count(*event):
        nonlocal calls
        calls += event[1] in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_document(text, gazetteer)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("unit", NASTY)
def test_twice_the_text_is_at_most_about_twice_the_work(gazetteer, unit):
    review = (
        "Working Group on the Universal Periodic Review: the review of Vareland was held.\n"
        "Conclusions and/or recommendations\n"
    )
    small, large = (review + unit * (size // len(unit)) for size in (4_000, 8_000))

    assert work_of(large, gazetteer) <= 2.4 * work_of(small, gazetteer) + 500


@pytest.mark.parametrize("unit", NASTY[:10])
def test_a_long_nasty_text_comes_to_an_end(gazetteer, unit):
    # A pattern that steps back and forth would not: 40,000 characters of it take longer than anybody waits.
    read_document(unit * (40_000 // len(unit)), gazetteer)


def test_every_sort_of_word_has_words():
    from unhindered.facts.reading.rows import Phrase
    from unhindered.facts.reading.words import read_word_table

    sorts = {phrase.sort for phrase in read_word_table("phrases", Phrase)}

    assert set(Sort) - sorts <= {Sort.STATE, Sort.BODY, Sort.NOT_A_NAME}
