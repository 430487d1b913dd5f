import pytest
from casework_examples import ANNA, BO, DAY, act, case_of, event, opened, revised
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.case import replay
from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.casework.not_told import TellsTooMuch
from unhindered.core.casework.own_words import refuse_words_of_the_case
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.record_terms import ObstructionKind
from unhindered.core.casework.supplements import Obstruction
from unhindered.core.casework.work_facts import FactUndone

TOLD = "When they let me go the tall one said that he knows where my daughter goes to school."
LONG = f"{TOLD} And that nobody would ever find the two of us again, in any of the cellars of that house."
NOTE = NoteAdded(by=ANNA, on=DAY, text=TOLD)


def refuse(case, text=TOLD, told_by_sources=()):
    with pytest.raises(TellsTooMuch, match="of the case itself"):
        refuse_words_of_the_case([text], case, told_by_sources)


def test_a_text_of_the_case_that_was_undone_or_set_aside_stays_its_own():
    undoing = FactUndone(by=ANNA, on=DAY, undone=f"{1:032x}/0", reason="the wrong case")

    refuse(case_of(opened(), NOTE))
    refuse(revised(opened(), NOTE, undoing))
    refuse(replay([Recorded(index=1, author=BO, fact=NOTE)]))


def test_a_text_in_a_part_of_a_fact_is_the_cases_own_too():
    obstruction = Obstruction(kind=next(iter(ObstructionKind)), duty=TOLD)

    refuse(case_of(opened(), act(victim=None, obstruction=obstruction)))


def test_what_a_source_wrote_leaves_neither_whole_nor_in_long_parts():
    refuse(case_of(opened()), told_by_sources=["A short one.", TOLD])
    refuse(case_of(opened()), text=f"They write: {LONG[5:]}", told_by_sources=[f"Dear all, {LONG}"])


def test_few_words_that_anybody_writes_are_nobodys_own():
    case = case_of(opened(), event(event_description="Threatened by telephone."))

    refuse_words_of_the_case(["Threatened by telephone."], case, [TOLD])
    refuse_words_of_the_case([TOLD[:40], LONG[60:150]], case, [LONG])


@given(st.text("abcde ", min_size=300, max_size=500), st.integers(0, 100))
def test_any_part_of_more_than_160_letters_is_found(text, start):
    plain = " ".join(text.split())
    part = plain[start : start + 170]
    if len(" ".join(part.split())) < 160 or part.strip() != part:
        return
    refuse(case_of(opened()), text=f"({part})", told_by_sources=[text])
