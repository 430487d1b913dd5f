"""Rule 4 for all that goes to a named recipient: no basis, no exit, whatever happened and in what order."""

from datetime import timedelta

import pytest
from casework_examples import ANNA, BO, DAY, an_id, case_of, consent, in_log, item, opened, person, withdrawn
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sending_examples import COMMITTEE, clear, sending, sending_approved, sending_drafted

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.case import replay
from unhindered.core.casework.consent_facts import ConsentGiven, ConsentWithdrawn
from unhindered.core.casework.sending import PURPOSES_OF, SendingKind
from unhindered.core.casework.terms import BasisKind, IdentityLevel, Purpose, Role
from unhindered.core.errors import Refused

OTHER_DAYS = st.integers(-2, 4).map(lambda number: DAY + timedelta(days=number))
ACT = ActRecorded(by=ANNA, on=DAY, act=an_id(30), type_of_act="RX13", perpetrator=an_id(6))
NAMES = {IdentityLevel.NAMED: "Ada Fictional", IdentityLevel.INITIALS: "A. F."}


def mostly(usual, other):
    return st.integers(0, 5).flatmap(lambda number: other if number == 0 else st.just(usual))


DAYS = mostly(DAY, OTHER_DAYS)
PURPOSES = mostly(Purpose.UN_SUBMISSION, st.sampled_from(Purpose))
RECIPIENTS = mostly(COMMITTEE, st.sampled_from(["APT-XVL", "public", "ourselves", "themselves"]))
LEVELS = st.sampled_from(IdentityLevel)
CONSENTS = st.builds(
    lambda pair, **fields: consent(pair[1], person=an_id(pair[0]), **fields),
    mostly((2, 3), st.sampled_from([(4, 5), (2, 5), (4, 3)])),
    on=DAYS,
    expires=mostly(DAY + timedelta(days=9), OTHER_DAYS),
    purpose=PURPOSES,
    recipient=RECIPIENTS,
    level=mostly(IdentityLevel.NAMED, LEVELS),
)
WITHDRAWALS = st.builds(lambda number, on: withdrawn(number, on=on), st.sampled_from([3, 5]), DAYS)
HISTORY = st.lists(CONSENTS, min_size=1, max_size=3).flatmap(
    lambda given: mostly(given, st.lists(WITHDRAWALS, min_size=1, max_size=2).map(lambda more: given + more))
)


def shown(pair, level):
    return item(pair[0], level=level, shown_as=NAMES.get(level, ""), consent=an_id(pair[1]))


SHOWN = st.builds(shown, mostly((2, 3), st.sampled_from([(2, 5), (4, 5), (4, 3)])), LEVELS)


@st.composite
def sendings(draw):
    items = tuple(draw(st.lists(SHOWN, min_size=0, max_size=2, unique_by=lambda one: one.person)))
    everybody = {an_id(2), an_id(4)} - {one.person for one in items}
    return sending(
        kind=draw(mostly(SendingKind.SUBMISSION, st.sampled_from(SendingKind))),
        purpose=draw(PURPOSES),
        recipient=draw(RECIPIENTS),
        items=items,
        left_out=draw(mostly(tuple(sorted(everybody)), st.just(()))),
    )


def rightly_shown(one, what, facts, on):
    """The rule again, told from the bare facts: one agreement, just this, in force, never withdrawn."""
    if any(isinstance(fact, ConsentWithdrawn) and fact.consent == one.consent for fact in facts):
        return False
    given = [fact for fact in facts if isinstance(fact, ConsentGiven) and fact.consent == one.consent]
    if len(given) != 1:
        return False
    (agreed,) = given
    return (
        (agreed.person, agreed.purpose, agreed.recipient) == (one.person, what.purpose, what.recipient)
        and list(IdentityLevel).index(agreed.level) >= list(IdentityLevel).index(one.level)
        and agreed.on <= on <= agreed.expires
    )


@settings(max_examples=200)
@given(HISTORY.flatmap(st.permutations), sendings(), DAYS, st.randoms(use_true_random=False))
def test_nothing_goes_to_anybody_without_a_basis_for_that_purpose_recipient_level_and_day(
    history, what, on, arrival
):
    facts = [opened(), person(2), person(4), *history]
    recorded = in_log(*facts)
    arrival.shuffle(recorded)

    try:
        cleared = clear(replay(recorded), what, on=on)
    except Refused:
        event("stays")
        return
    event("leaves")
    assert what.items
    assert what.recipient != "public"
    assert what.purpose in PURPOSES_OF[what.kind]
    assert {one.person for one in what.items} | set(what.left_out) == {an_id(2), an_id(4)}
    assert all(rightly_shown(one, what, facts, on) for one in what.items)
    assert set(cleared.consents) == {one.consent for one in what.items}


@settings(max_examples=60)
@given(st.integers(0, 6), st.sampled_from([DAY, DAY + timedelta(days=30), DAY - timedelta(days=30)]))
def test_a_withdrawal_anywhere_in_the_log_and_of_any_day_blocks_what_was_approved(place, day):
    agreed = consent(purpose=Purpose.UN_SUBMISSION, recipient=COMMITTEE)
    draft = sending_drafted(content=sending(left_out=(an_id(4),)))
    facts = [opened(), person(2), person(4), agreed, draft, sending_approved(draft)]
    clear(case_of(*facts), draft.content)
    facts.insert(min(1 + place, len(facts)), withdrawn(on=day))

    with pytest.raises(NoBasis):
        clear(case_of(*facts), draft.content)


@settings(max_examples=80)
@given(
    st.sampled_from([ANNA, BO]),
    st.sampled_from(Purpose),
    st.sampled_from(SendingKind),
    st.booleans(),
    st.booleans(),
)
def test_somebody_accused_shows_only_in_a_closed_submission_sourced_and_read_by_a_second_officer(
    approver, purpose, kind, is_sourced, is_same
):

    agreed = consent(purpose=purpose, recipient=COMMITTEE)
    guard = person(6, label="Guard 6", roles=(Role.ALLEGED_PERPETRATOR,), person_name="Gus Fabricado")
    accused = item(
        6,
        basis=BasisKind.ALLEGED_PERPETRATOR,
        consent=None,
        level=IdentityLevel.NAMED,
        shown_as="Gus Fabricado",
    )
    sources = (an_id(30),) if is_sourced else ()
    what = sending(kind=kind, purpose=purpose, items=(item(), accused), sources=sources)
    draft = sending_drafted(content=what if is_same else sending(kind=kind, purpose=purpose))
    facts = [opened(), person(2), guard, ACT, agreed, draft, sending_approved(draft, by=approver)]
    may = (
        approver != ANNA
        and is_sourced
        and is_same
        and kind in (SendingKind.SUBMISSION, SendingKind.EXPORT, SendingKind.CERTIFICATE)
        and purpose in (Purpose.UN_SUBMISSION, Purpose.REGIONAL_SUBMISSION, Purpose.NATIONAL_SUBMISSION)
    )

    try:
        clear(case_of(*facts), what)
    except Refused:
        leaves = False
    else:
        leaves = True

    event("leaves" if leaves else "stays")
    assert leaves == may
