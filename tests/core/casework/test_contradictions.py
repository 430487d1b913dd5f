from datetime import date

import pytest
from casework_examples import (
    ANNA,
    DAY,
    account,
    act,
    an_id,
    case_of,
    event,
    finding,
    in_log,
    intervention,
    opened,
    person,
)
from casework_strategies import facts
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import CooperationRecorded
from unhindered.core.casework.case import replay
from unhindered.core.casework.contradictions import ContradictionKind, contradictions, is_before
from unhindered.core.casework.event_facts import EventsLinked, InterventionAnswered
from unhindered.core.casework.people_facts import PersonsRelated
from unhindered.core.casework.record_terms import ChainKind, ExaminationCondition, ReplyKind
from unhindered.core.casework.terms import Circumstance, CountingUnit


def cooperation(**changes):
    fields = {"cooperation": an_id(6), "person": None, "body": "NPM", "how": "Spoke.", "when": "2026-05-04"}
    return CooperationRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def reply(**changes):
    fields = {
        "reply": an_id(46),
        "intervention": an_id(43),
        "kind": ReplyKind.DENIAL,
        "answered_by": "The ministry",
    }
    return InterventionAnswered(**{"by": ANNA, "on": DAY} | fields | changes)


def related(**changes):
    fields = {"relation": an_id(47), "person": an_id(2), "related_person": an_id(3)}
    return PersonsRelated(**{"by": ANNA, "on": DAY} | fields | changes)


def linked(**changes):
    fields = {"chain": an_id(48), "event": an_id(40), "related_event": an_id(49)}
    return EventsLinked(
        **{"by": ANNA, "on": DAY, "type_of_chain_of_events": ChainKind.LED_TO} | fields | changes
    )


def found(*facts, today=DAY):
    return [one.kind for one in contradictions(case_of(opened(), *facts), today)]


GROUP = {"counting_unit": CountingUnit.GROUP, "number_of_persons_in_group": 10}
KINDS = ContradictionKind


@pytest.mark.parametrize(
    ("kind", "given_facts"),
    [
        (KINDS.ENDS_BEFORE_IT_BEGINS, [event(initial_date="2026-05", final_date="2026-04-30")]),
        (KINDS.ENDS_BEFORE_IT_BEGINS, [person(), act(when="2026-05-02", final_date="2026-05-01")]),
        (
            KINDS.ENDS_BEFORE_IT_BEGINS,
            [person(), person(3), related(initial_date="2020", final_date="2019")],
        ),
        (
            KINDS.OUTSIDE_ITS_EVENT,
            [person(), event(initial_date="2026-05-02"), act(event=an_id(40), when="2026-05-03")],
        ),
        (
            KINDS.OUTSIDE_ITS_EVENT,
            [person(), event(initial_date="2026-05-02"), act(event=an_id(40), when="2026-04")],
        ),
        (KINDS.AFTER_TODAY, [person(), act(when="2026-11-26")]),
        (KINDS.AFTER_TODAY, [account(date_of_source_material="2027")]),
        (KINDS.DEAD_BEFORE_IT, [person(date_deceased="2026-05-01"), act(when="2026-05-02")]),
        (
            KINDS.BORN_AFTER_IT,
            [person(date_of_birth="2026-06", date_deceased="2026-07"), act(when="2026-05-02")],
        ),
        (KINDS.DIED_BEFORE_BIRTH, [person(date_of_birth="1990", date_deceased="1989")]),
        (KINDS.AGE_AND_BIRTH_DIFFER, [person(date_of_birth="1990", age="about 30")]),
        (
            KINDS.AGE_THEN_AND_BIRTH_DIFFER,
            [person(date_of_birth="1990-01-01"), act(when="2020", age_at_time_of_victimisation="25")],
        ),
        (KINDS.CHILD_BY_BIRTH, [person(date_of_birth="2008-11-25")]),
        (
            KINDS.ADULT_BY_BIRTH,
            [person(date_of_birth="2008-11-24", circumstances=(Circumstance.CHILD,))],
        ),
        (
            KINDS.ANSWERS_WHAT_CAME_LATER,
            [person(), cooperation(), act(when="2026-05-03", reprisal_for=an_id(6))],
        ),
        (
            KINDS.PRIVATE_BEFORE_OFFICIALS,
            [
                person(),
                finding(conditions=(ExaminationCondition.IN_PRIVATE, ExaminationCondition.OFFICIALS_PRESENT)),
            ],
        ),
        (
            KINDS.EXAMINED_BEFORE_IT,
            [person(), act(when="2026-05-03"), finding(act=an_id(5), examined_on="2026-05-02")],
        ),
        (
            KINDS.TOLD_BEFORE_IT,
            [
                person(),
                act(when="2026-05-03"),
                account(tells_of=(an_id(5),), date_of_source_material="2026-05-02"),
            ],
        ),
        (
            KINDS.REPLY_BEFORE_INTERVENTION,
            [intervention(date_of_intervention="2026-05-03"), reply(date_of_reply="2026-05-02")],
        ),
        (KINDS.ONE_PERSON_IS_MANY, [person(number_of_persons_in_group=2)]),
        (KINDS.MORE_VICTIMS_THAN_GROUP, [person(**GROUP), act(number_of_victims=11)]),
        (KINDS.BOTH_VICTIM_AND_PERPETRATOR, [person(), act(perpetrator=an_id(2))]),
        (KINDS.RELATED_TO_ITSELF, [person(), related(related_person=an_id(2))]),
        (KINDS.RELATED_TO_ITSELF, [event(), linked(related_event=an_id(40))]),
        (
            KINDS.ACCOUNTS_IN_A_CIRCLE,
            [account(42, rests_on=an_id(45)), account(45, rests_on=an_id(42))],
        ),
    ],
)
def test_what_cannot_both_be_true_is_noticed_once_and_nothing_is_refused(kind, given_facts):
    assert found(*given_facts) == [kind]


def test_every_kind_of_contradiction_has_a_case_that_shows_it():
    shown = {
        mark.args[1][at][0]
        for mark in test_what_cannot_both_be_true_is_noticed_once_and_nothing_is_refused.pytestmark
        for at in range(len(mark.args[1]))
    }

    assert shown == set(ContradictionKind)


@pytest.mark.parametrize(
    "given_facts",
    [
        [event(initial_date="2026-05", final_date="2026-05-01")],
        [event(initial_date="2026-05-02~", final_date="2026-05-01")],
        [event(initial_date="../2026", final_date="2025")],
        [person(date_deceased="2026-05"), act(when="2026-05-02")],
        [person(date_of_birth="1990", age="forty")],
        [person(date_of_birth="1990", age="35 to 40")],
        [person(date_of_birth="1985?", age="42")],
        [person(date_of_birth="2008")],
        [person(date_of_birth="../2001", circumstances=(Circumstance.CHILD,))],
        [person(), act(when="2026-11-25")],
        [person(**GROUP), act(number_of_victims=10)],
        [account(42), account(45, rests_on=an_id(42))],
        [person(), act(when=None, final_date="1999")],
    ],
)
def test_what_can_be_true_is_left_alone(given_facts):
    assert found(*given_facts) == []


def test_the_day_somebody_comes_of_age_is_known():
    child = person(date_of_birth="2008-11-25")

    assert found(child, today=date(2026, 11, 24)) == [KINDS.CHILD_BY_BIRTH]
    assert found(child, today=date(2026, 11, 25)) == []


@given(st.lists(facts(), max_size=8))
def test_no_case_is_too_strange_to_be_looked_at(some):
    contradictions(replay(in_log(*some)), DAY)


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_of_two_days_at_most_one_is_before_the_other(one, other):
    first, second = one.isoformat(), other.isoformat()

    assert is_before(first, second) == (one < other)
    assert not (is_before(first, second) and is_before(second, first))


def test_accounts_in_a_long_chain_that_ends_in_a_circle_are_one_notice():
    chain = [account(1000 + number, rests_on=an_id(1001 + number)) for number in range(3000)]
    case = case_of(*chain, account(4000, rests_on=an_id(3999)))

    assert [one.things for one in contradictions(case, DAY)] == [(an_id(3999), an_id(4000))]
