from dataclasses import replace
from datetime import timedelta

import pytest
from casework_examples import (
    DAY,
    LAMP,
    NOBODY_ELSEWHERE,
    an_id,
    case_of,
    confirmed,
    consent,
    document,
    drafted,
    opened,
    person,
    proposal,
    rejected,
    released,
)

from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.items import Excerpt, PublicPerson
from unhindered.core.casework.names_elsewhere import names_in
from unhindered.core.casework.not_told import NotReady, TellsTooMuch
from unhindered.core.casework.publication import release, retract
from unhindered.core.casework.statement import StatementKind
from unhindered.core.casework.terms import BasisKind, CountingUnit, Role
from unhindered.core.errors import Refused

SPEAKER = {"person": "Max Erfunden", "role": "Minister of Inventions", "states": ["XVL"]}


def leave(*facts, statement=None, elsewhere=NOBODY_ELSEWHERE, on=DAY):
    return release(
        case_of(*facts),
        statement or an_id(21),
        documented_by=LAMP,
        names_elsewhere=elsewhere,
        from_sources=(),
        told_by_sources=(),
        on=on,
    )


def with_values(values, **changes):
    return confirmed(proposal=proposal(kind="quotation", values=values), **changes)


def test_a_confirmed_passage_leaves_with_its_values_and_its_complete_source():
    statement = leave(document(), confirmed()).statement

    assert statement.kind is StatementKind.DOCUMENT_FACT
    assert (statement.fact_kind, statement.states) == ("concern", ("XVL",))
    assert statement.values == proposal().values
    assert vars(statement.source) == {
        "title": document().name,
        "publisher": document().publisher,
        "dated": document().dated,
        "url": document().url,
        "sha256": document().sha256,
        "text_sha256": document().text_sha256,
        "start": 100,
        "end": 147,
        "quote": proposal().quote,
    }
    assert statement.basis == ()


def test_the_stage_stays_as_it_was_read():
    vote = proposal(kind="adoption", values={"stage": "third_committee", "body": "General Assembly"})

    assert leave(document(), confirmed(proposal=vote)).statement.values["stage"] == "third_committee"


@pytest.mark.parametrize(
    "facts",
    [
        (confirmed(),),
        (document(), confirmed(), rejected()),
        (document(), confirmed(), released(21)),
        (document(dated="2026-12"), confirmed()),
        (document(url=""), confirmed()),
        (document(dated="../2025"), confirmed()),
        (document(), rejected()),
    ],
)
def test_what_nobody_confirmed_or_no_public_document_says_does_not_leave(facts):
    with pytest.raises(NotReady):
        leave(*facts)


def test_a_proposal_confirmed_twice_leaves_once():
    with pytest.raises(NotReady):
        leave(document(), confirmed(), confirmed(22), statement=an_id(22))


def test_two_statements_under_one_id_stay():
    facts = (opened(), person(), consent(), drafted(), document(), confirmed(9))

    with pytest.raises(NotReady):
        leave(*facts, statement=an_id(9))


LONG = " ".join(f"word{number}" for number in range(30))


def test_a_long_passage_stays_until_an_excerpt_is_chosen():
    with pytest.raises(Refused):
        leave(document(), confirmed(proposal=proposal(quote=LONG)))


def test_an_excerpt_leaves_with_its_own_span():
    long = proposal(quote=LONG)

    source = leave(document(), confirmed(proposal=long, excerpt=Excerpt(start=100, end=111))).statement.source

    assert (source.start, source.end, source.quote) == (100, 111, "word0 word1")


def test_a_value_cannot_carry_what_may_not_be_quoted():
    with pytest.raises(NotReady):
        leave(document(), with_values({"said": LONG}))


def test_a_person_in_a_public_role_is_shown():
    speaker = PublicPerson(name="Max Erfunden", role="Minister of Inventions")

    statement = leave(document(), with_values(SPEAKER, persons=(speaker,))).statement

    assert statement.basis == (BasisKind.PUBLIC_ROLE,)
    assert statement.values["person"] == "Max Erfunden"


@pytest.mark.parametrize(
    "persons",
    [(), (PublicPerson(name="Max Other", role="Minister"),), (PublicPerson(name="Max", role="Minister"),)],
)
def test_a_person_whose_public_role_nobody_confirmed_is_not_shown(persons):
    with pytest.raises(NoBasis):
        leave(document(), with_values(SPEAKER, persons=persons))


@pytest.mark.parametrize(
    ("doc", "fact"),
    [
        (document(), with_values({"contact": "lamp@example.org"})),
        (document(), with_values({"deep": [{"phone": "+1 555 010 01 48"}]})),
        (document(), with_values({"number": 15550100148})),
        (document(), with_values({"m@lamp.example": True})),
        (document(), confirmed(proposal=proposal(quote="Contact: m@lamp.example"))),
        (document(name="Call 555 010 0148"), confirmed()),
    ],
)
def test_contact_details_never_leave(doc, fact):
    with pytest.raises(TellsTooMuch):
        leave(doc, fact)


@pytest.mark.parametrize(
    ("doc", "fact"),
    [
        (document(), confirmed(proposal=proposal(quote="Ada Fictional was threatened."))),
        (document(), with_values({"about": ["Ms Fictional"]})),
        (document(), with_values({"Ada": None})),
        (document(name="The story of Ada"), confirmed()),
        (document(url="https://lamp.example/ada-fictional"), confirmed()),
    ],
)
def test_a_document_does_not_name_someone_of_the_case(doc, fact):
    with pytest.raises(TellsTooMuch):
        leave(opened(), person(), doc, fact)


def test_nobody_is_shown_in_a_public_role_who_has_a_case_here():
    speaker = PublicPerson(name="Ada Fictional", role="Writer")
    fact = with_values({"person": "Ada Fictional"}, persons=(speaker,))

    with pytest.raises(TellsTooMuch):
        leave(opened(), person(), document(), fact)


IN_ROLE = PublicPerson(name="Max Erfunden", role="Minister of Inventions")
OF_MAX = proposal(
    kind="person", values={"name": "Max Erfunden", "role": "Minister"}, quote="Minister Max Erfunden"
)
QUOTES_MAX = proposal(quote="Max Erfunden spoke of the Committee's concern.")


def test_a_public_role_confirmed_once_holds_for_the_whole_document():
    facts = (document(), confirmed(proposal=OF_MAX, persons=(IN_ROLE,)), confirmed(22, proposal=QUOTES_MAX))

    assert leave(*facts, statement=an_id(22)).statement.basis == (BasisKind.PUBLIC_ROLE,)


def test_a_person_whom_an_officer_rejected_is_not_quoted_elsewhere_either():
    facts = (document(), rejected(proposal=OF_MAX), confirmed(22, proposal=QUOTES_MAX))

    with pytest.raises(NoBasis):
        leave(*facts, statement=an_id(22))


def test_a_public_role_in_one_document_is_none_in_another():
    other = confirmed(
        22, document=an_id(30), proposal=replace(OF_MAX, start=101, end=101 + len(OF_MAX.quote))
    )
    facts = (document(), document(30), confirmed(proposal=OF_MAX, persons=(IN_ROLE,)), other)

    with pytest.raises(NoBasis):
        leave(*facts, statement=an_id(22))


def test_the_name_of_a_body_is_no_persons():
    body = proposal(kind="body", values={"name": "Committee against Invention", "code": "CAI"})

    assert leave(document(), confirmed(proposal=body)).statement.basis == ()


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ({"state": "XVL"}, ("XVL",)),
        ({"states": ["XVL", "XVM", "XVL"]}, ("XVL", "XVM")),
        ({"of_state": "XVL", "body": "CAT"}, ("XVL",)),
        ({"state": "unknown"}, ()),
        ({"proposer": "XVL", "sponsors": ["XVM"]}, ("XVL", "XVM")),
    ],
)
def test_the_states_are_those_that_were_read(values, states):
    assert leave(document(), confirmed(proposal=proposal(values=values))).statement.states == states


def test_a_document_without_an_address_says_what_to_do():
    with pytest.raises(NotReady) as refusal:
        leave(document(url=""), confirmed())

    assert "https://" in refusal.value.advice


ELSEWHERE = names_in([case_of(opened(), person(), consent(witness="Wim Verzonnen"))])


@pytest.mark.parametrize(
    ("doc", "fact"),
    [
        (document(), confirmed(proposal=proposal(quote="Ada Fictional was threatened."))),
        (document(), confirmed(proposal=proposal(quote="The guards beat ms FICTIONAL."))),
        (document(), with_values({"about": ["Ms Fictional"]})),
        (document(), confirmed(proposal=proposal(quote="Wim Verzonnen was there."))),
        (document(name="The story of Ada"), confirmed()),
        (document(url="https://lamp.example/ada-fictional"), confirmed()),
    ],
)
def test_a_document_does_not_name_someone_of_another_case(doc, fact):
    assert leave(doc, fact)

    with pytest.raises(TellsTooMuch, match="another case"):
        leave(doc, fact, elsewhere=ELSEWHERE)


def test_a_document_may_hold_the_words_that_another_case_calls_an_organisation_by():
    society = person(counting_unit=CountingUnit.ORGANISATION, person_name="Committee of Vareland Bakers")
    elsewhere = names_in([case_of(opened(), society)])
    named = confirmed(proposal=proposal(quote="The Committee of Vareland Bakers was closed."))

    assert leave(document(), confirmed(), elsewhere=elsewhere)
    with pytest.raises(TellsTooMuch):
        leave(document(), named, elsewhere=elsewhere)


def test_whoever_stands_in_a_case_only_for_a_public_role_may_be_quoted():
    minister = person(roles=(Role.PUBLIC_ROLE,), person_name="Max Erfunden")
    speaker = PublicPerson(name="Max Erfunden", role="Minister of Inventions")

    assert leave(
        document(),
        with_values(SPEAKER, persons=(speaker,)),
        elsewhere=names_in([case_of(opened(), minister)]),
    )


def test_whom_the_same_document_shows_in_a_public_role_is_no_doubt_about_a_name_elsewhere():
    namesake = person(person_name="Ada Erfunden")
    speaker = PublicPerson(name="Max Erfunden", role="Minister of Inventions")
    elsewhere = names_in([case_of(opened(), namesake)])

    assert leave(document(), with_values(SPEAKER, persons=(speaker,)), elsewhere=elsewhere)
    with pytest.raises(TellsTooMuch):
        leave(
            document(),
            with_values(SPEAKER, persons=(speaker,)),
            elsewhere=names_in([case_of(opened(), person(person_name="Max Erfunden"))]),
        )


def test_a_document_fact_is_taken_back_like_any_other():
    case = case_of(document(), confirmed(), released(21))

    cleared = retract(case, an_id(21), retraction=an_id(40), documented_by=LAMP, on=DAY)

    assert cleared.statement.values == {"retracts": an_id(21)}


def test_the_day_of_confirmation_is_told_and_no_hour():
    later = DAY + timedelta(days=3)

    content = leave(document(), replace(confirmed(), on=later), on=later).content

    assert content["confirmed_on"] == later.isoformat()
