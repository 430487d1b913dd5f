"""An undoing or a new description by one officer takes nobody's protection away."""

from dataclasses import fields, replace

import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    LAMP,
    NOBODY_ELSEWHERE,
    account,
    act,
    an_id,
    approved,
    by_organisation,
    by_representative,
    confirmed_consent,
    consent,
    drafted,
    finding,
    item,
    judgement,
    opened,
    person,
    revised,
    withdrawn,
)
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sending_examples import agreed_to_submission, clear, sending, sending_approved, sending_drafted

from unhindered.core.casework.act_facts import CooperationRecorded
from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.consent import Standing
from unhindered.core.casework.names_elsewhere import names_in
from unhindered.core.casework.not_told import NotReady
from unhindered.core.casework.people_facts import PersonUpdated
from unhindered.core.casework.publication import release
from unhindered.core.casework.terms import (
    Assent,
    BasisKind,
    Circumstance,
    CountingUnit,
    IdentityLevel,
    Purpose,
    Role,
)
from unhindered.core.casework.work_facts import FactUndone
from unhindered.core.errors import Refused

MINISTER = person(6, label="Minister", person_name="Moe Imaginario", roles=(Role.PUBLIC_ROLE,))
BY_ROLE = item(
    6,
    basis=BasisKind.PUBLIC_ROLE,
    consent=None,
    level=IdentityLevel.NAMED,
    shown_as="Moe Imaginario",
    publication=judgement(),
)
SHOWN = sending(items=(item(), BY_ROLE))
DRAFT = sending_drafted(content=SHOWN)
READ = (DRAFT, sending_approved(DRAFT))
AGREED = consent(**agreed_to_submission())


def undone(index):
    return FactUndone(by=ANNA, on=DAY, undone=f"{an_id(index)}/0", reason="Wrong case.")


def updated(of, **changes):
    told = {field.name: getattr(of, field.name) for field in fields(of)}
    return PersonUpdated(**told | changes)


def base(*facts):
    """Places 0 to 3, and from 4 on what is given."""
    return (opened(), person(2), MINISTER, AGREED, *facts)


def refused(error, *facts, what=SHOWN):
    with pytest.raises(error) as found:
        clear(revised(*facts), what)
    return str(found.value)


def test_whoever_acts_in_a_public_role_and_nothing_else_shows_once_a_second_officer_has_read_it():
    assert clear(revised(*base(*READ)), SHOWN).shown_as(an_id(6)) == "Moe Imaginario"
    refused(NotReady, *base())
    refused(NotReady, *base(DRAFT))


@pytest.mark.parametrize(
    "told",
    [
        act(30, victim=an_id(6)),
        act(30, victim=None, perpetrator=an_id(6)),
        finding(person=an_id(6)),
        account(source=an_id(6)),
        CooperationRecorded(
            by=ANNA, on=DAY, cooperation=an_id(50), person=an_id(6), body="SPT", how="Spoke."
        ),
        updated(MINISTER, roles=(Role.VICTIM,)),
        updated(MINISTER, roles=(Role.ALLEGED_PERPETRATOR, Role.PUBLIC_ROLE)),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_who_ever_had_something_to_lose_never_shows_by_a_public_role_though_it_was_undone(told):
    assert "suffered" in refused(NoBasis, *base(told, undone(4), *READ))
    assert "suffered" in refused(NoBasis, *base(told, updated(MINISTER), *READ))


def test_who_took_a_consent_back_does_not_show_by_a_public_role_instead():
    given = consent(7, person=an_id(6), **agreed_to_submission(level=IdentityLevel.NAMED))

    assert "agreed to" in refused(NoBasis, *base(given, withdrawn(7), *READ))


def test_the_name_of_who_had_something_to_lose_is_kept_out_of_other_cases_too():
    freed = (opened(), person(2), updated(person(2), roles=(Role.PUBLIC_ROLE,)))

    assert names_in([revised(*freed)]).of_persons == {"Ada Fictional"}
    assert names_in([revised(opened(), MINISTER)]).of_persons == frozenset()


def test_what_stands_in_a_document_makes_nobody_a_source():
    told = account(source=an_id(6), document=an_id(20))

    assert clear(revised(*base(told, *READ)), SHOWN)


@pytest.mark.parametrize("circumstance", [Circumstance.CHILD, Circumstance.INCOMMUNICADO, Circumstance.DEAD])
def test_who_could_not_speak_when_agreeing_is_not_shown_by_it_once_an_officer_says_otherwise(circumstance):
    quiet = person(2, circumstances=(circumstance,))
    what = sending()

    refused(NoBasis, opened(), quiet, AGREED, updated(quiet, circumstances=()), what=what)
    refused(NoBasis, opened(), person(2), AGREED, updated(quiet), undone(3), what=what)


def test_who_came_free_agrees_anew_or_confirms():
    quiet = person(2, circumstances=(Circumstance.INCOMMUNICADO,))
    free = updated(quiet, circumstances=())

    assert clear(revised(opened(), quiet, free, AGREED), sending())
    assert clear(revised(opened(), quiet, AGREED, free, confirmed_consent()), sending())


def test_who_was_once_a_child_is_spoken_for_and_asked():
    child = person(2, circumstances=(Circumstance.CHILD,))
    grown = updated(child, circumstances=())
    given = by_representative(**agreed_to_submission())
    by_parent = sending(items=(item(basis=BasisKind.REPRESENTATIVE),))

    assert clear(revised(opened(), child, given, grown), by_parent)
    assert "own consent is not enough" in refused(NoBasis, opened(), child, grown, AGREED, what=sending())
    no = replace(given, assent=Assent.REFUSED)
    assert "said no" in refused(NoBasis, opened(), child, no, grown, what=by_parent)


def test_a_representatives_word_does_not_count_because_somebody_is_called_dead_later():
    given = by_representative(**agreed_to_submission())
    by_kin = sending(items=(item(basis=BasisKind.REPRESENTATIVE),))
    dead = updated(person(2), circumstances=(Circumstance.DEAD,))

    assert clear(revised(opened(), person(2), dead, given), by_kin)
    assert "recorded otherwise" in refused(NoBasis, opened(), person(2), given, dead, what=by_kin)


CHILD = person(2, circumstances=(Circumstance.CHILD,))


def childs(number, assent, **changes):
    return by_representative(number, assent=assent, **agreed_to_submission() | changes)


def standings(*facts):
    known = revised(opened(), CHILD, *facts).consents.by_id
    return {int(name, 16): known[name].standing(DAY) for name in known}


def test_a_childs_no_holds_for_whatever_is_agreed_to_later_until_the_child_agrees_to_just_that():
    no = childs(3, Assent.REFUSED)
    later = childs(4, Assent.TOO_YOUNG_TO_ASK)
    elsewhere = childs(5, Assent.TOO_YOUNG_TO_ASK, purpose=Purpose.REFERRAL, recipient="clinic")
    yes = childs(6, Assent.AGREED)

    doubt, stands = Standing.IN_DOUBT, Standing.STANDS
    assert standings(no, later, elsewhere) == {3: doubt, 4: doubt, 5: doubt}
    assert standings(no, later, elsewhere, yes) == {3: doubt, 4: stands, 5: doubt, 6: stands}
    assert standings(later, yes, no) == {3: doubt, 4: doubt, 6: doubt}
    assert standings(elsewhere, no) == {3: doubt, 5: stands}


def test_a_no_of_one_child_says_nothing_of_another():
    other = person(4, circumstances=(Circumstance.CHILD,))

    no, yes = childs(3, Assent.REFUSED), childs(5, Assent.TOO_YOUNG_TO_ASK, person=an_id(4))

    assert standings(other, no, yes) == {3: Standing.IN_DOUBT, 5: Standing.STANDS}


def test_somebody_accused_is_not_shown_by_consent_because_the_accusation_was_undone():
    told = act(30, victim=None, perpetrator=an_id(6))
    given = consent(7, person=an_id(6), **agreed_to_submission())
    what = sending(items=(item(), item(6, consent=an_id(7))))

    assert clear(revised(*base(given)), what)
    assert "accused" in refused(NoBasis, *base(given, told, undone(5)), what=what)
    victim = updated(MINISTER, roles=(Role.VICTIM,))
    assert "accused" in refused(NoBasis, *base(given, told, victim), what=what)
    assert clear(revised(*base(told, victim, given)), what)


def test_what_a_second_officer_read_is_read_anew_once_somebody_in_it_is_described_anew():
    assert "second officer" in refused(NotReady, *base(*READ, updated(MINISTER)))
    refused(NotReady, *base(act(30), *READ, undone(4)))
    again = replace(DRAFT, sending=an_id(41))
    assert clear(revised(*base(*READ, updated(MINISTER), again, sending_approved(again))), SHOWN)


def test_a_statement_is_read_anew_as_well():
    draft = drafted()
    facts = (opened(), person(2), consent(), draft, approved(draft))

    def out(*more):
        return release(
            revised(*facts, *more),
            draft.statement,
            documented_by=LAMP,
            names_elsewhere=NOBODY_ELSEWHERE,
            from_sources=(),
            told_by_sources=(),
            on=DAY,
        )

    assert out()
    with pytest.raises(NotReady, match="described anew"):
        out(updated(person(2)))


# The property: whatever the case, one officer's undoings and updates let nothing leave that could not before.
WHO = (2, 4)
CIRCUMSTANCES = st.sampled_from([(), (), *((one,) for one in Circumstance)])
ROLES = st.sampled_from([(Role.VICTIM,), (), *((one,) for one in Role)])
UNITS = st.sampled_from([*[CountingUnit.PERSON] * 4, CountingUnit.ORGANISATION, CountingUnit.GROUP])
LEVELS = (IdentityLevel.ANONYMOUS, IdentityLevel.NAMED)


def described(make):
    return st.builds(
        lambda number, **told: make(person(number), **told),
        st.sampled_from(WHO),
        roles=ROLES,
        circumstances=CIRCUMSTANCES,
        counting_unit=UNITS,
    )


PERSONS = st.sampled_from(WHO).map(an_id)
CONSENTS = st.builds(
    lambda make, number, who, level, **more: make(
        number, person=who, **agreed_to_submission(level=level), **more
    ),
    st.sampled_from([consent, by_representative, by_organisation]),
    st.integers(60, 64),
    PERSONS,
    st.sampled_from(LEVELS),
)
REFUSALS = st.builds(
    lambda number, who: by_representative(
        number, person=who, **agreed_to_submission(), assent=Assent.REFUSED
    ),
    st.integers(60, 64),
    PERSONS,
)
TOLD = st.one_of(
    st.builds(lambda who: act(30, victim=who), PERSONS),
    st.builds(lambda who: act(31, victim=None, perpetrator=who), PERSONS),
    st.builds(lambda who: account(42, source=who), PERSONS),
    st.builds(lambda who: finding(44, person=who), PERSONS),
)
UNDOINGS = st.integers(1, 16).map(undone)
UPDATES = described(updated)
STEPS = st.lists(st.one_of(CONSENTS, REFUSALS, TOLD, UNDOINGS, UPDATES), max_size=6)
AGREED_FIRST = st.lists(CONSENTS, max_size=3)
ONE_OFFICERS = st.lists(UNDOINGS | UPDATES, min_size=1, max_size=3)


def asked(number, case):
    """Every way to ask for somebody: by each consent of the case, as accused, and by a public role."""
    for level in LEVELS:
        shown_as = "Ada Fictional" if level.shows_a_name else ""
        for name, agreed in case.consents.by_id.items():
            yield item(number, basis=agreed.basis, consent=name, level=level, shown_as=shown_as)
        for basis in (BasisKind.PUBLIC_ROLE, BasisKind.ALLEGED_PERPETRATOR):
            yield item(
                number, basis=basis, consent=None, level=level, shown_as=shown_as, publication=judgement()
            )


def cleared(facts):
    """Which persons the door lets out at which level, beside somebody who agreed."""
    case = revised(*facts)
    found = set()
    for number in WHO:
        for one in asked(number, case) if an_id(number) in case.persons else ():
            others = tuple(name for name in case.persons if name not in {an_id(number), an_id(8)})
            what = sending(items=(one, item(8, consent=an_id(80))), left_out=others)
            try:
                clear(case, what)
            except Refused:
                continue
            found.add((one.person, one.level, what.purpose, what.recipient))
    return found


AGREES = consent(80, person=an_id(8), **agreed_to_submission())


@st.composite
def cases(draw):
    """A case with everything that one may ask for drafted, and read by a second officer."""
    persons = [replace(draw(described(replace)), person=an_id(number)) for number in WHO]
    facts = [opened(), *persons, person(8), AGREES, *draw(AGREED_FIRST), *draw(STEPS)]
    case = revised(*facts)
    for at, one in enumerate(one for number in WHO for one in asked(number, case)):
        others = tuple(name for name in case.persons if name not in {one.person, an_id(8)})
        draft = sending_drafted(
            900 + at, content=sending(items=(one, item(8, consent=an_id(80))), left_out=others)
        )
        facts += [draft, sending_approved(draft, by=BO)]
    return facts


@settings(max_examples=150, deadline=None)
@given(cases(), ONE_OFFICERS)
def test_what_one_officer_undoes_or_updates_lets_nothing_leave_that_could_not_before(facts, more):
    before = cleared(facts)
    # Whoever was taken out and is put back is as before.
    known = revised(*facts).persons
    after = {one for one in cleared([*facts, *more]) if one[0] in known}

    event(f"before {len(before)}, after {len(after)}")
    assert after <= before
