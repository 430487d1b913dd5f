import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from casework_examples import (
    ANNA,
    BO,
    DAY,
    LAMP,
    LAST_DAY,
    NOBODY_ELSEWHERE,
    SEED,
    an_id,
    approved,
    by_organisation,
    by_representative,
    case_of,
    consent,
    drafted,
    item,
    judgement,
    names_explained,
    opened,
    person,
    released,
    withdrawn,
)

import unhindered
from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.casework.names_elsewhere import NamesInDoubt, names_in
from unhindered.core.casework.not_told import NotReady, TellsTooMuch
from unhindered.core.casework.publication import Cleared, release, retract
from unhindered.core.casework.statement import StatementKind, compose_statement
from unhindered.core.casework.statement_facts import StatementReturned
from unhindered.core.casework.terms import (
    BasisKind,
    Circumstance,
    CountingUnit,
    IdentityLevel,
    NamedBy,
    Purpose,
    Role,
)

SRC = Path(unhindered.__file__).parent
ONE_DAY = timedelta(days=1)
NAMED, INITIALS = IdentityLevel.NAMED, IdentityLevel.INITIALS
MINISTER = person(
    5,
    label="The minister",
    roles=(Role.PUBLIC_ROLE,),
    person_name="Max Erfunden",
    counting_unit=CountingUnit.PERSON,
)
GUARD = person(6, label="Guard 6", roles=(Role.ALLEGED_PERPETRATOR,), person_name="Gus Fabricado")


def leave(*before, draft=None, on=DAY, elsewhere=NOBODY_ELSEWHERE):
    """What the door makes of a draft that a second officer approved, after these facts."""
    draft = draft or drafted()
    return release(
        case_of(opened(), *before, draft, approved(draft)),
        draft.statement,
        documented_by=LAMP,
        names_elsewhere=elsewhere,
        from_sources=(),
        told_by_sources=(),
        on=on,
    )


def refuse(expected, *before, draft=None, on=DAY):
    with pytest.raises(expected) as refusal:
        leave(*before, draft=draft, on=on)
    assert refusal.value.advice
    return str(refusal.value)


# Consent


def test_a_statement_with_a_standing_consent_leaves():
    cleared = leave(person(), consent())

    assert cleared.content["text"] == drafted().text
    assert cleared.consents == (an_id(3),)


def test_what_leaves_says_nothing_of_the_case():
    content = leave(person(), consent()).content

    assert set(content) == {
        *("v", "statement", "kind", "fact_kind", "states", "period", "text", "values", "source"),
        *("documented_by", "basis", "confirmed_on"),
    }
    for hidden in (an_id(1), an_id(2), an_id(3), f"{ANNA!r}", f"{BO!r}", "Ada", "Victim 2", "of the lamp"):
        assert hidden not in str(content)


def test_an_allegation_is_called_one():
    assert leave(person(), consent()).statement.fact_kind == "allegation"


@pytest.mark.parametrize("on", [DAY - ONE_DAY, LAST_DAY + ONE_DAY])
def test_a_consent_not_in_force_that_day_lets_nothing_out(on):
    refuse(NoBasis, person(), consent(), on=on)


@pytest.mark.parametrize(
    "changes",
    [{"purpose": purpose} for purpose in Purpose if purpose is not Purpose.PUBLICATION]
    + [
        {"recipient": "CAT-22"},
        {"recipient": "ourselves"},
        {"level": IdentityLevel.AGGREGATE},
        {"person": an_id(4)},
    ],
)
def test_a_consent_for_anything_else_lets_nothing_out(changes):
    refuse(NoBasis, person(), consent(**changes))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ((consent(), withdrawn(), consent(4)), "withdrawn"),
        ((consent(), consent(recipient="CAT-22")), "one identity"),
        ((consent(expires=DAY - ONE_DAY),), "not in force"),
    ],
)
def test_the_refusal_says_why_the_consent_does_not_stand(facts, told):
    assert told in refuse(NoBasis, person(), *facts)


def test_a_withdrawal_blocks_what_was_approved():
    assert "withdrawn" in refuse(NoBasis, person(), consent(), withdrawn())


def test_a_withdrawal_dated_later_blocks_at_once():
    refuse(NoBasis, person(), consent(), withdrawn(on=DAY + ONE_DAY))


def test_two_consents_under_one_id_let_nothing_out():
    refuse(NoBasis, person(), consent(), consent(recipient="CAT-22"))


def test_a_statement_that_names_no_consent_stays():
    refuse(NoBasis, person(), consent(), draft=drafted(items=(item(consent=None),)))


def test_a_person_without_basis_keeps_the_whole_statement_in():
    draft = drafted(items=(item(), item(4)))

    refuse(NoBasis, person(), person(4), consent(), draft=draft)


# Levels


def test_someone_who_agreed_is_named():
    draft = drafted(
        text="Ada Fictional was threatened.", items=(item(level=NAMED, shown_as="Ada Fictional"),)
    )

    cleared = leave(person(), consent(level=NAMED), draft=draft)

    assert cleared.content["values"]["persons"] == [{"level": "named", "shown_as": "Ada Fictional"}]


def test_initials_are_shown():
    draft = drafted(text="A. F. was threatened.", items=(item(level=INITIALS, shown_as="A. F."),))

    assert leave(person(), consent(level=NAMED), draft=draft).content["values"]["persons"] == [
        {"level": "initials", "shown_as": "A. F."}
    ]


@pytest.mark.parametrize("level", [IdentityLevel.ANONYMOUS, IdentityLevel.AGGREGATE])
def test_without_a_name_nothing_of_the_person_stands_in_the_values(level):
    cleared = leave(person(), consent(), draft=drafted(items=(item(level=level),)))

    assert cleared.content["values"]["persons"] == []


@pytest.mark.parametrize(
    ("level", "shown_as"),
    [
        (IdentityLevel.ANONYMOUS, "Ada Fictional"),
        (IdentityLevel.AGGREGATE, "A. F."),
        (INITIALS, "Ada F."),
        (INITIALS, ""),
        (INITIALS, "A. B. C. D. E."),
        (NAMED, ""),
        (NAMED, "Bea Inventada"),
        (NAMED, "Ada Inventada"),
    ],
)
def test_a_name_field_that_does_not_fit_its_level_is_refused(level, shown_as):
    draft = drafted(items=(item(level=level, shown_as=shown_as),))

    refuse(NoBasis, person(), consent(level=NAMED), draft=draft)


@pytest.mark.parametrize("agreed", [IdentityLevel.AGGREGATE, IdentityLevel.ANONYMOUS, INITIALS])
def test_nobody_is_named_who_agreed_to_less(agreed):
    draft = drafted(items=(item(level=NAMED, shown_as="Ada Fictional"),))

    refuse(NoBasis, person(), consent(level=agreed), draft=draft)


# What the text says


@pytest.mark.parametrize(
    "text",
    [
        "Ada Fictional was threatened in Vareland.",
        "The Fictional family was threatened.",
        "They threatened ADA.",
        "Adi was threatened.",
        "The blue baker was threatened.",
        "Wim, a friend, saw it.",
        "Write to lamp@example.org.",
        "Call +1 555 010 0148.",
    ],
)
def test_a_text_that_tells_too_much_stays(text):
    told = refuse(
        TellsTooMuch,
        person(label="Blue baker", other_names=("Adi",)),
        consent(witness="Wim Verzonnen"),
        draft=drafted(text=text),
    )

    assert not any(word in told for word in ("Ada", "Adi", "Wim", "baker", "555"))


BEA = person(7, label="Victim 7", person_name="Bea Fictional Inventada", other_names=("Bibi",))


@pytest.mark.parametrize("text", ["As inventada told us.", "Bibi was beaten.", "Bea spoke."])
def test_a_text_does_not_name_someone_of_another_case(text):
    draft = drafted(text=text)
    assert leave(person(), consent(), draft=draft)

    with pytest.raises(TellsTooMuch, match="another case"):
        leave(person(), consent(), draft=draft, elsewhere=names_in([case_of(opened(), BEA)]))


def test_the_text_of_the_case_itself_is_not_published():
    own = "She was held behind the lamp factory from the afternoon until late in the evening."
    note = NoteAdded(by=ANNA, on=DAY, text=own)

    with pytest.raises(TellsTooMuch, match="of the case itself"):
        leave(person(), consent(), note, draft=drafted(text=f"A person said: {own}"))


DOUBTFUL = drafted(text="Hassan Square was closed.")
HASSAN = person(7, label="Victim 7", person_name="Ada Hassan")


def test_a_word_that_is_a_part_of_a_name_elsewhere_waits_until_a_second_officer_says_whom_it_means():
    elsewhere = names_in([case_of(opened(), HASSAN)])
    before = (person(), consent())

    with pytest.raises(NamesInDoubt):
        leave(*before, draft=DOUBTFUL, elsewhere=elsewhere)
    assert leave(*before, DOUBTFUL, names_explained(DOUBTFUL), draft=DOUBTFUL, elsewhere=elsewhere)


@pytest.mark.parametrize("change", [{"by": ANNA}, {"draft_sha256": "00" * 32}, {"draft": an_id(77)}])
def test_the_drafters_word_or_one_about_another_text_settles_no_doubt(change):
    said = names_explained(DOUBTFUL, **change)

    with pytest.raises(NamesInDoubt):
        leave(
            person(),
            consent(),
            DOUBTFUL,
            said,
            draft=DOUBTFUL,
            elsewhere=names_in([case_of(opened(), HASSAN)]),
        )


def test_no_word_of_anybody_lets_out_whoever_is_named_whole_elsewhere():
    named = drafted(text="They closed the square, and Hassan, the sister of Ada, was there.")

    with pytest.raises(TellsTooMuch, match="names someone") as refused:
        leave(
            person(person_name="Cy Invento"),
            consent(),
            named,
            names_explained(named),
            draft=named,
            elsewhere=names_in([case_of(opened(), HASSAN)]),
        )
    assert not isinstance(refused.value, NamesInDoubt)


@pytest.mark.parametrize("other", [person(7), BEA])
def test_someone_who_agreed_here_is_named_whoever_has_a_case_elsewhere(other):
    named = item(level=NAMED, shown_as="Ada Fictional")
    draft = drafted(items=(named,), text="Ada Fictional was threatened.")

    assert leave(person(), consent(level=NAMED), draft=draft, elsewhere=names_in([case_of(opened(), other)]))


def test_the_name_of_someone_left_out_stays_out():
    bea = person(4, person_name="Bea Inventada")

    refuse(TellsTooMuch, person(), bea, consent(), draft=drafted(text="Bea saw it.", left_out=(an_id(4),)))


def test_initials_do_not_open_the_text_to_the_name():
    draft = drafted(text="Ada was threatened.", items=(item(level=INITIALS, shown_as="A. F."),))

    refuse(TellsTooMuch, person(), consent(level=NAMED), draft=draft)


def test_a_relative_who_agreed_does_not_open_the_text_to_another():
    brother = person(4, person_name="Dan Fictional")
    text = "Ada Fictional spoke of Dan Fictional."
    draft = drafted(text=text, items=(item(level=NAMED, shown_as="Ada Fictional"),), left_out=(an_id(4),))

    refuse(TellsTooMuch, person(), brother, consent(level=NAMED), draft=draft)


# Everyone is considered


@pytest.mark.parametrize(
    "changes",
    [
        {"left_out": ()},
        {"left_out": (an_id(4), an_id(7))},
        {"left_out": (an_id(4), an_id(2))},
        {"left_out": (an_id(4), an_id(4))},
        {"items": (item(), item()), "left_out": (an_id(4),)},
        {"text": " ", "left_out": (an_id(4),)},
        {"states": (), "left_out": (an_id(4),)},
    ],
)
def test_a_statement_that_leaves_a_question_open_stays(changes):
    refuse(NotReady, person(), person(4, person_name="Bea Inventada"), consent(), draft=drafted(**changes))


def test_someone_added_after_the_draft_keeps_it_in():
    draft = drafted()
    case = case_of(opened(), person(), consent(), draft, approved(draft), person(4))

    with pytest.raises(NotReady):
        release(
            case,
            draft.statement,
            documented_by=LAMP,
            names_elsewhere=NOBODY_ELSEWHERE,
            from_sources=(),
            told_by_sources=(),
            on=DAY,
        )


@pytest.mark.parametrize(
    "items", [(), (item(5, basis=BasisKind.PUBLIC_ROLE, consent=None, publication=judgement()),)]
)
def test_where_nobody_agreed_nothing_leaves(items):
    left_out = (an_id(2),) if items else (an_id(2), an_id(5))

    refuse(NoBasis, person(), MINISTER, draft=drafted(items=items, left_out=left_out))


# A second officer


def door(*facts, statement=None):
    return release(
        case_of(opened(), person(), consent(), *facts),
        statement or an_id(9),
        documented_by=LAMP,
        names_elsewhere=NOBODY_ELSEWHERE,
        from_sources=(),
        told_by_sources=(),
        on=DAY,
    )


@pytest.mark.parametrize(
    "after",
    [
        (),
        (approved(by=ANNA),),
        (approved(draft_sha256="00" * 32),),
        (approved(), StatementReturned(by=BO, on=DAY, statement=an_id(9), comment="Say when.")),
        (approved(), released()),
        (approved(), drafted(10, text="Better.", replaces=an_id(9))),
    ],
)
def test_only_what_a_second_officer_approved_and_nobody_stopped_leaves(after):
    with pytest.raises(NotReady):
        door(drafted(), *after)


def test_a_statement_nobody_drafted_does_not_leave():
    with pytest.raises(NotReady):
        door(statement=an_id(99))


def test_nobody_but_the_door_clears_a_statement():
    statement = leave(person(), consent()).statement

    with pytest.raises(NotReady):
        Cleared(object(), statement, ())


def test_what_was_cleared_cannot_be_changed():
    cleared = leave(person(), consent())

    with pytest.raises(AttributeError):
        cleared.statement = replace(cleared.statement, text="Ada Fictional")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Ada Fictional against Vareland"},
        {"publisher": "Office of A. Fictional"},
        {"url": "https://court.example/ada-fictional"},
        {"title": "Judgement, +1 555 010 0148"},
    ],
)
def test_what_is_cited_may_not_tell_a_name_either(changes):
    draft = accused(publication=judgement(named_by=NamedBy.COURT, **changes))

    refuse(TellsTooMuch, person(), GUARD, consent(), draft=draft)


# Other bases


CHILD = person(circumstances=(Circumstance.CHILD,))
REPRESENTED = drafted(items=(item(basis=BasisKind.REPRESENTATIVE),))


def test_a_representative_speaks_for_a_child():
    assert leave(CHILD, by_representative(), draft=REPRESENTED).statement.basis == (BasisKind.REPRESENTATIVE,)


def test_a_childs_own_consent_is_not_enough():
    assert "child" in refuse(NoBasis, CHILD, consent())


def test_nobody_speaks_for_an_adult_who_can_be_asked():
    refuse(NoBasis, person(), by_representative(), draft=REPRESENTED)


def test_a_consent_is_not_a_representatives():
    refuse(NoBasis, CHILD, consent(), draft=REPRESENTED)


def test_the_representatives_name_stays_out():
    draft = replace(REPRESENTED, text="Bea Inventada told us.")

    refuse(TellsTooMuch, CHILD, by_representative(), draft=draft)


HOUSE = person(label="The house", person_name="House of Invention", counting_unit=CountingUnit.ORGANISATION)
AUTHORISED = drafted(items=(item(basis=BasisKind.ORGANISATION),))


def test_an_organisation_agrees_through_its_signatory():
    assert leave(HOUSE, by_organisation(), draft=AUTHORISED).statement.basis == (BasisKind.ORGANISATION,)


def test_an_organisation_cannot_agree_for_a_person():
    refuse(NoBasis, person(), by_organisation(), draft=AUTHORISED)


@pytest.mark.parametrize("basis", [BasisKind.CONSENT, BasisKind.REPRESENTATIVE])
def test_an_organisation_has_no_other_basis(basis):
    refuse(NoBasis, HOUSE, consent(), draft=drafted(items=(item(basis=basis),)))


def shown_beside_the_victim(number, **changes):
    return drafted(items=(item(), item(number, **{"level": NAMED, "consent": None} | changes)))


def accused(**changes):
    fields = {"basis": BasisKind.ALLEGED_PERPETRATOR, "shown_as": "Gus Fabricado"}
    return shown_beside_the_victim(6, **fields | changes)


@pytest.mark.parametrize("named_by", list(NamedBy))
def test_an_accused_whom_a_court_or_un_body_named_is_shown_with_that_source(named_by):
    source = judgement(named_by=named_by)

    cleared = leave(person(), GUARD, consent(), draft=accused(publication=source))

    assert cleared.content["values"]["persons"][0]["publication"]["named_by"] == named_by.value


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"publication": judgement()},
        {"publication": judgement(named_by=NamedBy.COURT, dated="2027")},
        {"publication": judgement(named_by=NamedBy.COURT, dated="../2025")},
        {"publication": judgement(), "basis": BasisKind.PUBLIC_ROLE},
        {"publication": judgement(), "level": IdentityLevel.ANONYMOUS, "shown_as": ""},
        {"basis": BasisKind.CONSENT, "consent": an_id(3)},
    ],
)
def test_an_accused_is_never_shown_in_public_otherwise(changes):
    refuse(NoBasis, person(), GUARD, consent(), draft=accused(**{"level": NAMED} | changes))


def test_the_consent_of_an_accused_names_nobody():
    draft = accused(basis=BasisKind.CONSENT, consent=an_id(8))
    theirs = consent(8, person=an_id(6), level=NAMED)

    refuse(NoBasis, person(), GUARD, consent(), theirs, draft=draft)


def test_someone_accused_who_suffered_too_agrees_for_the_own_story():
    both = replace(GUARD, roles=(Role.ALLEGED_PERPETRATOR, Role.VICTIM))
    theirs = consent(8, person=an_id(6), level=NAMED)

    assert leave(person(), both, consent(), theirs, draft=accused(basis=BasisKind.CONSENT, consent=an_id(8)))


def test_someone_in_a_public_role_may_agree_instead():
    draft = in_public_role(basis=BasisKind.CONSENT, consent=an_id(8), publication=None)
    theirs = consent(8, person=an_id(5), level=NAMED)

    assert leave(person(), MINISTER, consent(), theirs, draft=draft)


def test_a_name_may_be_shown_on_the_day_it_was_published():
    source = judgement(named_by=NamedBy.COURT, dated=str(DAY))

    assert leave(person(), GUARD, consent(), draft=accused(publication=source))


def test_someone_accused_by_an_act_is_accused_whatever_the_role_says():
    act = ActRecorded(by=ANNA, on=DAY, act=an_id(31), type_of_act="RX13", perpetrator=an_id(5))
    draft = shown_beside_the_victim(
        5, basis=BasisKind.PUBLIC_ROLE, shown_as="Max Erfunden", publication=judgement()
    )

    refuse(NoBasis, person(), MINISTER, act, consent(), draft=draft)


def test_someone_not_accused_is_not_shown_as_accused():
    draft = shown_beside_the_victim(
        5,
        basis=BasisKind.ALLEGED_PERPETRATOR,
        shown_as="Max Erfunden",
        publication=judgement(named_by=NamedBy.COURT),
    )

    refuse(NoBasis, person(), MINISTER, consent(), draft=draft)


def in_public_role(**changes):
    fields = {"basis": BasisKind.PUBLIC_ROLE, "shown_as": "Max Erfunden", "publication": judgement()}
    return shown_beside_the_victim(5, **fields | changes)


def test_someone_in_a_public_role_is_shown_with_the_source():
    cleared = leave(person(), MINISTER, consent(), draft=in_public_role())

    assert cleared.content["values"]["persons"][0]["shown_as"] == "Max Erfunden"
    assert cleared.content["basis"] == ["consent", "public_role"]


@pytest.mark.parametrize(
    "changes", [{"publication": None}, {"publication": judgement(dated="2027-01")}, {"shown_as": "Max Other"}]
)
def test_a_public_role_needs_an_earlier_publication_under_that_name(changes):
    refuse(NoBasis, person(), MINISTER, consent(), draft=in_public_role(**changes))


@pytest.mark.parametrize("role", [Role.SOURCE, Role.VICTIM, Role.WITNESS, Role.RELATIVE, Role.REPRESENTATIVE])
def test_a_public_role_does_not_cover_what_a_person_suffered_or_told(role):
    both = replace(MINISTER, roles=(Role.PUBLIC_ROLE, role))

    refuse(NoBasis, person(), both, consent(), draft=in_public_role())


def test_someone_without_a_public_role_is_not_shown_in_one():
    draft = shown_beside_the_victim(
        4, basis=BasisKind.PUBLIC_ROLE, shown_as="Bea Inventada", publication=judgement()
    )

    refuse(NoBasis, person(), person(4, person_name="Bea Inventada"), consent(), draft=draft)


def test_a_public_role_never_brings_contact_details():
    draft = replace(in_public_role(), text="Ask Max Erfunden, max@vareland.example.")

    refuse(TellsTooMuch, person(), MINISTER, consent(), draft=draft)


# Taking back


def taken_back(*facts, statement=None, retraction=None):
    case = case_of(opened(), person(), consent(), drafted(), *facts)
    return retract(
        case, statement or an_id(9), retraction=retraction or an_id(40), documented_by=LAMP, on=DAY
    )


def test_what_is_out_is_taken_back_at_once():
    cleared = taken_back(approved(), released(), withdrawn())

    assert cleared.statement.kind is StatementKind.RETRACTION
    assert cleared.statement.values == {"retracts": an_id(9)}
    assert compose_statement(cleared.statement)["text"] == ""


@pytest.mark.parametrize("facts", [(), (approved(),)])
def test_only_what_is_out_can_be_taken_back(facts):
    with pytest.raises(NotReady):
        taken_back(*facts)


def test_a_retraction_has_an_id_of_its_own():
    with pytest.raises(NotReady):
        taken_back(approved(), released(), retraction=an_id(9))


def test_no_program_signs_a_statement_but_through_the_door():
    signers = {
        file.relative_to(SRC).as_posix()
        for file in SRC.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if "sign_statement" in (getattr(node, "id", ""), getattr(node, "attr", ""), getattr(node, "name", ""))
    }

    assert signers == {"core/casework/statement.py", "core/casework/publication.py"}


def test_what_was_cleared_signs_itself():
    assert b'"signature"' in leave(person(), consent()).sign(SEED)
