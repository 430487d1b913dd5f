from dataclasses import replace

import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    NOBODY_ELSEWHERE,
    an_id,
    by_representative,
    case_of,
    consent,
    full,
    item,
    opened,
    person,
    withdrawn,
)
from sending_examples import (
    agreed_to_submission,
    clear,
    recall_asked,
    recall_ended,
    sending,
    sending_approved,
    sending_drafted,
    sent,
)

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.exit_facts import NamesExplained, RecallAnswer, SendingReturned
from unhindered.core.casework.names_elsewhere import NamesElsewhere, NamesInDoubt
from unhindered.core.casework.not_told import NotReady, TellsTooMuch
from unhindered.core.casework.publication import ClearedSending
from unhindered.core.casework.risk import NoRiskAssessment
from unhindered.core.casework.sending import SendingKind
from unhindered.core.casework.sendings import SendingState, sending_sha256
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.source_word import NotRecordedYet, SourceWord
from unhindered.core.casework.terms import (
    BasisKind,
    Circumstance,
    Detail,
    IdentityLevel,
    Purpose,
)
from unhindered.core.errors import Refused

AGREED = consent(**agreed_to_submission())
NAMED = consent(**agreed_to_submission(level=IdentityLevel.NAMED))
CHILD = person(circumstances=(Circumstance.CHILD,))
CHILDS_NAME = sending(
    items=(item(basis=BasisKind.REPRESENTATIVE, level=IdentityLevel.INITIALS, shown_as="A. F."),)
)
FOR_THE_CHILD = by_representative(**agreed_to_submission(level=IdentityLevel.INITIALS))


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


def refuse(error, *facts, what=None, **more):
    with pytest.raises(error) as refused:
        clear(case_of(opened(), *facts), what or sending(), **more)
    return str(refused.value)


def test_what_was_cleared_says_how_each_person_shows():
    shown = sending(
        items=(item(level=IdentityLevel.NAMED, shown_as="Ada Fictional"),), left_out=(an_id(4),), texts=()
    )

    other = person(4, person_name="Ben Invento")
    cleared = clear(case_of(opened(), person(2), other, NAMED), shown)

    assert cleared.level(an_id(2)) is IdentityLevel.NAMED
    assert cleared.shown_as(an_id(2)) == "Ada Fictional"
    assert (cleared.level(an_id(4)), cleared.shown_as(an_id(4))) == (None, "")
    assert cleared.consents == (an_id(3),)


def test_what_a_person_does_not_want_told_goes_along():
    limited = consent(**agreed_to_submission(not_to_tell=(Detail.PLACE, Detail.FAMILY)))

    cleared = clear(case_of(opened(), person(), limited), sending())

    assert cleared.not_to_tell(an_id(2)) == {Detail.PLACE, Detail.FAMILY}
    assert cleared.not_to_tell(an_id(4)) == frozenset()


def test_only_the_door_makes_what_may_leave():
    with pytest.raises(NotReady):
        ClearedSending(object(), sending(), None, {}, names_elsewhere=NOBODY_ELSEWHERE, on=DAY)


def test_the_record_of_what_left_repeats_no_name():
    shown = sending(items=(item(level=IdentityLevel.NAMED, shown_as="Ada Fictional"),), texts=())
    cleared = clear(case_of(opened(), person(), NAMED), shown)

    record = cleared.record(sending=an_id(40), by=ANNA, sha256="5e" * 32, size=9, media_type="text/csv")

    assert "Fictional" not in repr(record)
    assert (record.recipient, record.purpose, record.items[0].level) == (
        "CAT-22",
        Purpose.UN_SUBMISSION,
        IdentityLevel.NAMED,
    )
    assert record.items[0].consent == an_id(3)


def test_what_everyone_may_read_is_no_sending():
    for change in ({"recipient": "public"}, {"purpose": Purpose.PUBLICATION}):
        assert "statement" in refuse(NotReady, person(), consent(), what=sending(**change))


def test_somebody_who_came_into_the_case_since_has_to_be_decided_on():
    assert "each person" in refuse(NotReady, person(2), person(4), AGREED)


def test_nothing_leaves_where_nobody_agreed_to_anything():
    assert "Nobody" in refuse(NoBasis, person(), AGREED, what=sending(items=(), left_out=(an_id(2),)))


def test_a_consent_to_another_recipient_or_purpose_is_none():
    refuse(NoBasis, person(), consent(purpose=Purpose.UN_SUBMISSION, recipient="CCPR-22"))
    refuse(NoBasis, person(), consent(purpose=Purpose.REFERRAL, recipient="CAT-22"))


def test_a_letter_that_takes_back_keeps_it_in_before_an_officer_has_read_it():
    from_detention = SourceWord(letter="1e" * 32, report="4e" * 32, agreed={}, withdraws=True)
    case = case_of(opened(reports=("4e" * 32,)), person(), AGREED)

    clear(case, sending())
    with pytest.raises(NotRecordedYet):
        clear(case, sending(), from_sources=[from_detention])


@pytest.mark.parametrize(
    "text",
    [
        "Ada Fictional was threatened.",
        "The person Victim Twoseven was threatened.",
        "Call +41 22 000 00 00.",
        "Zoe Ailleurs saw it.",
    ],
)
def test_names_labels_and_numbers_do_not_leave_in_a_text(text):
    case = case_of(opened(), person(label="Victim Twoseven"), AGREED)
    elsewhere = NamesElsewhere(of_persons=frozenset({"Zoe Ailleurs"}))

    with pytest.raises(TellsTooMuch):
        clear(case, sending(texts=(text,)), elsewhere=elsewhere)


def test_the_text_of_the_case_itself_does_not_leave():
    own = "He was taken from the market at four and held behind the lamp factory until the evening."
    note = NoteAdded(by=ANNA, on=DAY, text=own)
    copied = f"We were told: “{own.upper()}” and more."

    assert "of the case itself" in refuse(TellsTooMuch, person(), AGREED, note, what=sending(texts=(copied,)))
    clear(case_of(opened(), person(), AGREED, note), sending(texts=("He was held behind a factory.",)))


def test_a_long_part_of_the_cases_own_text_does_not_leave_either():
    own = " ".join(f"word{number}" for number in range(200))
    copied = "Told anew. " + " ".join(f"word{number}" for number in range(50, 90))
    note = NoteAdded(by=ANNA, on=DAY, text=own)

    refuse(TellsTooMuch, person(), AGREED, note, what=sending(texts=(copied,)))


def test_an_answer_goes_to_the_person_and_is_about_nobody_else():
    asked = consent(purpose=Purpose.CONTACT, recipient="themselves", level=IdentityLevel.NAMED)
    answer = sending(kind=SendingKind.ANSWER, purpose=Purpose.CONTACT, recipient="themselves")

    assert clear(case_of(opened(), full(), person(), asked), answer)
    refuse(NotReady, person(), asked, what=replace(answer, recipient="CAT-22"))
    refuse(NotReady, person(2), person(4), asked, what=replace(answer, items=(item(2), item(4))))


def test_an_answer_is_contact_so_the_risk_comes_first():
    asked = consent(purpose=Purpose.CONTACT, recipient="themselves")
    answer = sending(kind=SendingKind.ANSWER, purpose=Purpose.CONTACT, recipient="themselves")
    mine, other = "aa" * 32, "bb" * 32
    facts = (opened(reports=(mine, other)), person(), asked)
    decided = SourceDecided(by=ANNA, on=DAY, report=mine, letter="cc" * 32, person=an_id(2))

    for known in (facts, (*facts, full(report=other)), (*facts, decided, full(report=other))):
        with pytest.raises(NoRiskAssessment):
            clear(case_of(*known), answer)
    assert clear(case_of(*facts, decided, full(report=mine)), answer)
    assert clear(case_of(*facts, full()), answer)


def test_what_a_person_does_not_want_told_is_the_sum_of_all_that_stands():
    first = consent(**agreed_to_submission(not_to_tell=(Detail.PLACE,)))
    later = consent(5, **agreed_to_submission(not_to_tell=(Detail.DATES,)))
    elsewhere = consent(6, **agreed_to_submission(recipient="CCPR-22", not_to_tell=(Detail.WORK,)))

    cleared = clear(case_of(opened(), person(), first, later, elsewhere), sending())

    assert cleared.not_to_tell(an_id(2)) == {Detail.PLACE, Detail.DATES}


def test_the_name_of_a_child_waits_for_a_second_officer():
    draft = sending_drafted(content=CHILDS_NAME)

    refuse(NotReady, CHILD, FOR_THE_CHILD, what=CHILDS_NAME)
    refuse(NotReady, CHILD, FOR_THE_CHILD, draft, what=CHILDS_NAME)
    refuse(NotReady, CHILD, FOR_THE_CHILD, draft, sending_approved(draft, by=ANNA), what=CHILDS_NAME)
    cleared = clear(case_of(opened(), CHILD, FOR_THE_CHILD, draft, sending_approved(draft)), CHILDS_NAME)

    assert cleared.second_officer_read == draft.sending


def test_an_approval_holds_for_one_sending_and_once():
    draft = sending_drafted(content=CHILDS_NAME)
    approved = (CHILD, FOR_THE_CHILD, draft, sending_approved(draft))

    refuse(NotReady, *approved, what=replace(CHILDS_NAME, texts=("Another text.",)))
    refuse(NotReady, *approved, sent(), what=CHILDS_NAME)


def test_what_a_second_officer_sent_back_does_not_leave_though_it_needed_no_approval():
    draft = sending_drafted()
    back = SendingReturned(by=BO, on=DAY, sending=draft.sending, comment="Too much.")

    assert "sent just this back" in refuse(NotReady, person(), AGREED, draft, back)
    refuse(NotReady, person(), AGREED, draft, sending_approved(draft), back)


def test_a_withdrawal_blocks_what_waits_lists_what_went_and_opens_a_recall():
    waiting = sending_drafted(41)
    case = case_of(opened(), person(), AGREED, sent(40), waiting, sending_approved(waiting), withdrawn())

    assert [draft.draft.sending for draft in case.sendings.blocked] == [an_id(41)]
    assert [item.sending for item in case.sendings.resting_on(an_id(3))] == [an_id(40)]
    (recall,) = case.sendings.open_recalls
    assert (recall.sent.recipient, recall.consent, recall.asked) == ("CAT-22", an_id(3), ())


def test_a_recall_stays_open_until_its_end_is_recorded():
    facts = (opened(), person(), AGREED, sent(), withdrawn(), recall_asked())

    (recall,) = case_of(*facts).sendings.open_recalls
    ended = case_of(*facts, recall_ended()).sendings

    assert len(recall.asked) == 1
    assert ended.open_recalls == ()
    assert ended.recalls[0].ended.answer is RecallAnswer.DESTROYED


def test_another_withdrawal_opens_a_recall_of_its_own():
    both = sent(items=(*sent().items, replace(sent().items[0], person=an_id(4), consent=an_id(5))))
    second = consent(5, person=an_id(4), **agreed_to_submission())
    facts = (opened(), person(2), person(4), AGREED, second, both, withdrawn(3), recall_asked())

    case = case_of(*facts, recall_ended(), withdrawn(5))

    assert [recall.consent for recall in case.sendings.open_recalls] == [an_id(5)]


def test_a_consent_that_ran_out_calls_nothing_back():
    assert case_of(opened(), person(), consent(expires=DAY), sent()).sendings.recalls == ()


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ((withdrawn(), sent()), ConflictKind.SENT_AFTER_WITHDRAWAL),
        ((sending_drafted(), sent()), ConflictKind.SENT_UNAPPROVED),
        ((sent(), sent(size=1)), ConflictKind.SENT_TWICE),
        ((sending_approved(sending_drafted()),), ConflictKind.UNKNOWN_SENDING),
        ((recall_asked(),), ConflictKind.UNKNOWN_SENDING),
        ((recall_ended(),), ConflictKind.UNKNOWN_SENDING),
        ((sending_drafted(), sending_drafted(content=sending(texts=()))), ConflictKind.SAME_ID_TWICE),
        ((sending_drafted(), sending_approved(sending_drafted(), by=ANNA)), ConflictKind.OWN_APPROVAL),
        (
            (sending_drafted(), sending_approved(sending_drafted(), draft_sha256="00" * 32)),
            ConflictKind.OTHER_DRAFT_APPROVED,
        ),
    ],
)
def test_what_does_not_fit_is_listed(facts, kind):
    assert kinds(case_of(opened(), person(), AGREED, *facts)) == [kind]


def test_the_first_draft_under_an_id_counts():
    first, second = sending_drafted(), sending_drafted(content=sending(texts=()))

    case = case_of(opened(), person(), AGREED, first, second, sending_approved(second))

    assert case.sendings.drafts[an_id(40)].state is SendingState.DRAFTED


def test_a_sending_is_not_of_any_shape():
    with pytest.raises(Refused):
        sending(recipient="")
    with pytest.raises(Refused):
        sent(format="a name.pdf")


def test_a_name_in_doubt_makes_a_sending_wait_for_a_second_officer_who_says_whom_it_means():
    what = sending(texts=("Hassan Square was closed.",))
    elsewhere = NamesElsewhere(of_persons=frozenset({"Ada Hassan"}))
    draft = sending_drafted(content=what)
    said = NamesExplained(
        by=BO,
        on=DAY,
        draft=draft.sending,
        draft_sha256=sending_sha256(draft),
        reason="A square, not a man.",
    )
    facts = (opened(), person(), AGREED, draft, sending_approved(draft))

    with pytest.raises(NamesInDoubt):
        clear(case_of(*facts), what, elsewhere=elsewhere)
    assert clear(case_of(*facts, said), what, elsewhere=elsewhere)
    with pytest.raises(NamesInDoubt):
        clear(case_of(*facts, replace(said, by=ANNA)), what, elsewhere=elsewhere)


def test_names_explained_of_nothing_are_listed():
    said = NamesExplained(by=BO, on=DAY, draft=an_id(77), draft_sha256="00" * 32, reason="A square.")

    assert kinds(case_of(opened(), person(), said)) == [ConflictKind.UNKNOWN_SENDING]


def test_an_export_that_was_approved_is_read_again_once_an_act_is_described_anew():
    childs = sending(kind=SendingKind.EXPORT, items=CHILDS_NAME.items, texts=())
    draft = sending_drafted(content=childs)
    approved = (CHILD, FOR_THE_CHILD, draft, sending_approved(draft))
    anew = ActRecorded(by=ANNA, on=DAY, act=an_id(50), type_of_act="RX14", victim=an_id(2))

    clear(case_of(opened(), anew, *approved), childs)
    refuse(NotReady, *approved, anew, what=childs)
