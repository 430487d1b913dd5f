"""Items of evidence: a chain that nothing shortens, conflicts and gaps in plain sight."""

import random

from casework_examples import ANNA, BO, DAY, an_id, case_of, opened
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.case import replay
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.custody_facts import (
    CustodyFact,
    CustodyRecorded,
    EvidenceReceived,
    ExhibitNumbered,
    RedactedRegion,
    RedactedSpan,
    RedactionMade,
    SealedFile,
    TranscriptAdded,
    TranslationAdded,
)
from unhindered.core.casework.custody_terms import CustodyStep, EvidenceOrigin, MadeBy, Medium
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.undoable import UNDOABLE
from unhindered.core.casework.work_facts import FactUndone

LETTER, SCAN, COPY = "a1" * 32, "b2" * 32, "c3" * 32
SPAN = RedactedSpan(start=0, end=3, reason="a name")
REGION = RedactedRegion(page=1, left=0, top=0, right=100, bottom=100, reason="a name")


def file(sha256=COPY, first=50):
    return SealedFile(sha256=sha256, size=9, parts=(an_id(first), an_id(first + 1)))


def received(evidence=LETTER, **changes):
    fields = {"size": 9, "medium": Medium.DOCUMENT, "origin": EvidenceOrigin.BY_HAND, "label": "a letter"}
    return EvidenceReceived(**{"by": ANNA, "on": DAY, "evidence": evidence} | fields | changes)


def custody(step=CustodyStep.OPENED, evidence=LETTER, **changes):
    return CustodyRecorded(
        **{"by": ANNA, "on": DAY, "evidence": evidence, "step": step, "reason": "to read"} | changes
    )


def exhibit(number, evidence=LETTER):
    return ExhibitNumbered(by=ANNA, on=DAY, evidence=evidence, exhibit=number, label="a letter")


def transcript(number=60, evidence=LETTER):
    return TranscriptAdded(
        by=ANNA,
        on=DAY,
        transcript=an_id(number),
        evidence=evidence,
        language="en",
        text="Ada spoke.",
        written_by=MadeBy.PERSON,
        made_by="Ben Invented",
    )


def translation(of=60):
    return TranslationAdded(
        by=ANNA,
        on=DAY,
        translation=an_id(61),
        transcript=an_id(of),
        language="fa",
        text="آدا",
        written_by=MadeBy.MACHINE,
        made_by="A program 1.0",
    )


def redaction(**changes):
    return RedactionMade(**{"by": ANNA, "on": DAY, "redaction": an_id(70), "evidence": LETTER} | changes)


def evidence_of_case(*facts):
    return case_of(opened(), *facts).evidence


def kinds(*facts):
    return [conflict.kind for conflict in evidence_of_case(*facts).conflicts]


def test_a_chain_begins_with_what_was_received_and_has_every_step_since():
    steps = [received(), custody(), custody(CustodyStep.CLEANED, copy=file()), transcript(), exhibit("A1")]

    item = evidence_of_case(*steps).items[LETTER]

    assert [step.fact for step in item.chain] == steps


def test_what_the_device_did_not_name_is_a_conflict_that_the_whole_case_shows():
    case = case_of(opened(), received(device_sha256=SCAN))

    assert ConflictKind.DEVICE_HASH_DIFFERS in [conflict.kind for conflict in case.conflicts]
    assert case.evidence.items[LETTER].fits_device is False


def test_what_the_device_named_fits_and_what_no_device_named_says_neither():
    fits = evidence_of_case(received(device_sha256=LETTER)).items[LETTER].fits_device
    says_neither = evidence_of_case(received()).items[LETTER].fits_device

    assert (fits, says_neither) == (True, None)


def test_the_same_bytes_once_more_are_a_step_of_the_same_item():
    again = received(label="the same letter, by post", origin=EvidenceOrigin.POST)

    items = evidence_of_case(received(), again).items

    assert [len(item.chain) for item in items.values()] == [2]
    assert items[LETTER].received.label == "a letter"


def test_what_is_about_an_item_that_is_not_there_is_a_conflict():
    unknown = ConflictKind.UNKNOWN_EVIDENCE

    assert kinds(custody(evidence=SCAN)) == [unknown]
    assert kinds(received(), translation()) == [unknown]
    assert kinds(received(), redaction(of_text=an_id(99), spans=(SPAN,))) == [unknown]


def test_two_items_under_one_exhibit_number_are_a_conflict_however_it_is_written():
    facts = [received(), received(SCAN), exhibit("a1"), exhibit("A1", SCAN)]

    assert kinds(*facts) == [ConflictKind.EXHIBIT_TWICE]
    assert kinds(*facts, exhibit("A2", SCAN)) == []


def test_exhibits_stand_in_the_order_in_which_people_count():
    facts = [received(f"{number:064x}") for number in range(4)]
    numbers = [exhibit(name, f"{number:064x}") for number, name in enumerate(["A10", "B1", "A2", "A1"])]

    listed = evidence_of_case(*facts, *numbers).exhibits

    assert [item.exhibit.exhibit for item in listed] == ["A1", "A2", "A10", "B1"]


def test_a_sealed_piece_that_no_fact_accounts_for_is_a_gap():
    evidence = evidence_of_case(received(), custody(CustodyStep.CLEANED, copy=file()))

    assert evidence.unexplained({an_id(50), an_id(51), an_id(52)}) == (an_id(52),)
    assert evidence_of_case(received()).unexplained({an_id(50)}) == (an_id(50),)


def test_copies_of_cleaning_and_of_redacting_are_both_listed_once():
    made = file("d4" * 32, 55)
    facts = [
        custody(CustodyStep.CLEANED, copy=file()),
        custody(CustodyStep.OPENED, copy=file()),
        redaction(copy=made, regions=(REGION,)),
    ]

    assert evidence_of_case(received(), *facts).items[LETTER].copies == (file(), made)


def test_no_fact_about_custody_can_be_undone():
    assert not UNDOABLE & {EvidenceReceived, CustodyRecorded, RedactionMade}

    undone = [opened(), received(), FactUndone(by=BO, on=DAY, undone=f"{an_id(1)}/1", reason="by mistake")]
    case = replay(
        Recorded(index=place, author=fact.by, fact=fact, identity=f"{an_id(1)}/{place}")
        for place, fact in enumerate(undone)
    )

    assert LETTER in case.evidence.items
    assert ConflictKind.CANNOT_BE_UNDONE in [conflict.kind for conflict in case.conflicts]


@given(
    st.lists(
        st.sampled_from(
            [
                received(),
                received(SCAN, device_sha256=LETTER),
                custody(),
                custody(CustodyStep.EXPORTED, evidence=SCAN),
                custody(CustodyStep.CLEANED, copy=file()),
                redaction(copy=file("d4" * 32, 55), regions=(REGION,)),
                transcript(),
                translation(),
                exhibit("A1"),
                exhibit("A1", SCAN),
            ]
        ),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_no_fact_takes_an_item_or_a_step_away_and_any_order_of_arrival_gives_the_same(
    facts: list[CustodyFact], mixed: random.Random
):
    recorded = [
        Recorded(index=place, author=fact.by, fact=fact) for place, fact in enumerate([opened(), *facts])
    ]
    lengths: dict[str, int] = {}
    for end in range(1, len(recorded) + 1):
        items = replay(recorded[:end]).evidence.items
        assert all(len(items[name].chain) >= length for name, length in lengths.items())
        lengths = {name: len(item.chain) for name, item in items.items()}

    shuffled = list(recorded)
    mixed.shuffle(shuffled)
    assert replay(shuffled).evidence == replay(recorded).evidence
