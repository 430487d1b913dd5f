"""What cannot both be true in a case as it is told: shown as a notice, and nothing is refused for it.

People remember dates badly after torture, the more so the worse it was: a notice asks to look again, never to
disbelieve. Dates marked as doubtful contradict others only where they are more than a year apart.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.dates import Span, read_edtf
from unhindered.core.casework.fact_bases import PersonDescribed
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.record_terms import ExaminationCondition
from unhindered.core.casework.terms import Circumstance, CountingUnit

_DOUBT = timedelta(days=366)
_OF_AGE = 18
_IN_PRIVATE_WITH_OFFICIALS = frozenset(
    {ExaminationCondition.IN_PRIVATE, ExaminationCondition.OFFICIALS_PRESENT}
)
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)


class ContradictionKind(StrEnum):
    """Each kind with the sentence that an officer reads."""

    ENDS_BEFORE_IT_BEGINS = "It ends before it begins."
    OUTSIDE_ITS_EVENT = "The act is dated outside the event that it is part of."
    AFTER_TODAY = "It is dated after today."
    DEAD_BEFORE_IT = "Somebody had died before the day of the act."
    BORN_AFTER_IT = "Somebody was born after the day of the act."
    DIED_BEFORE_BIRTH = "The day of death is before the day of birth."
    AGE_AND_BIRTH_DIFFER = "The age as told does not fit the date of birth."
    AGE_THEN_AND_BIRTH_DIFFER = "The age at the time of the act does not fit the date of birth."
    CHILD_BY_BIRTH = "By the date of birth this is a child, and that decides who can agree: say so."
    ADULT_BY_BIRTH = "The circumstances say child; by the date of birth the person is of age now."
    ANSWERS_WHAT_CAME_LATER = "The act is dated before the cooperation that it is said to answer."
    EXAMINED_BEFORE_IT = "The examination is dated before the act."
    TOLD_BEFORE_IT = "The account is dated before what it tells of."
    REPLY_BEFORE_INTERVENTION = "The reply is dated before the intervention."
    ONE_PERSON_IS_MANY = "It counts as one person, and a number of persons is given."
    MORE_VICTIMS_THAN_GROUP = "The act has more victims than the group has persons."
    BOTH_VICTIM_AND_PERPETRATOR = "The same person is named as victim and as perpetrator of one act."
    RELATED_TO_ITSELF = "Something is linked to itself."
    PRIVATE_BEFORE_OFFICIALS = "The examination is said to be in private, and with officials present."
    ACCOUNTS_IN_A_CIRCLE = "Accounts have what they say from one another, in a circle."


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """One contradiction, and the ids of what it is about: first what one would look at first."""

    kind: ContradictionKind
    things: tuple[str, ...]


def contradictions(case: Case, today: date) -> tuple[Contradiction, ...]:
    """What does not fit together in the latest descriptions of a case."""
    found = chain(
        _own_dates(case),
        _after_today(case, today),
        _acts_in_events(case),
        _acts_and_persons(case),
        _acts_and_cooperations(case),
        _persons(case, today),
        _examinations(case),
        _accounts(case),
        _replies(case),
        _links(case),
    )
    return tuple(dict.fromkeys(found))


def _found(kind: ContradictionKind, *things: str) -> Contradiction:
    return Contradiction(kind=kind, things=things)


def _own_dates(case: Case) -> Iterator[Contradiction]:
    known = case.descriptions
    dated = [(one.event, one.initial_date, one.final_date) for one in known.events]
    dated += [(one.act, one.when, one.final_date) for one in known.acts]
    dated += [(one.relation, one.initial_date, one.final_date) for one in known.relations]
    for thing, begins, ends in dated:
        if is_before(ends, begins):
            yield _found(ContradictionKind.ENDS_BEFORE_IT_BEGINS, thing)


def _after_today(case: Case, today: date) -> Iterator[Contradiction]:
    known = case.descriptions
    dated = [(one.event, one.initial_date) for one in known.events]
    dated += [(one.act, one.when) for one in known.acts]
    dated += [(one.cooperation, one.when) for one in known.cooperations]
    dated += [(one.finding, one.examined_on) for one in known.findings]
    dated += [(one.information, one.date_of_source_material) for one in known.informations]
    for thing, day in dated:
        # A day of grace: officers work in other time zones than whoever they write down.
        if is_before((today + timedelta(days=1)).isoformat(), day):
            yield _found(ContradictionKind.AFTER_TODAY, thing)


def _acts_in_events(case: Case) -> Iterator[Contradiction]:
    events = {one.event: one for one in case.descriptions.events}
    for act in case.acts:
        event = events.get(act.event or "")
        if event is not None and (
            is_before(act.final_date or act.when, event.initial_date)
            or is_before(event.final_date or event.initial_date, act.when)
        ):
            yield _found(ContradictionKind.OUTSIDE_ITS_EVENT, act.act, event.event)


def _acts_and_persons(case: Case) -> Iterator[Contradiction]:
    for act in case.acts:
        if act.victim and act.victim == act.perpetrator:
            yield _found(ContradictionKind.BOTH_VICTIM_AND_PERPETRATOR, act.act, act.victim)
        for name in dict.fromkeys(filter(None, (act.victim, act.perpetrator))):
            person = case.persons.get(name)
            if person is not None:
                yield from _lived_then(act, person.latest)
        victim = case.persons.get(act.victim or "")
        if victim is not None:
            yield from _victim(act, victim.latest)


def _lived_then(act: ActRecorded, person: PersonDescribed) -> Iterator[Contradiction]:
    if is_before(person.date_deceased, act.when):
        yield _found(ContradictionKind.DEAD_BEFORE_IT, act.act, person.person)
    if is_before(act.final_date or act.when, person.date_of_birth):
        yield _found(ContradictionKind.BORN_AFTER_IT, act.act, person.person)


def _victim(act: ActRecorded, person: PersonDescribed) -> Iterator[Contradiction]:
    if _age_differs(act.age_at_time_of_victimisation, person.date_of_birth, act.when):
        yield _found(ContradictionKind.AGE_THEN_AND_BIRTH_DIFFER, act.act, person.person)
    if (act.number_of_victims or 0) > (person.number_of_persons_in_group or act.number_of_victims or 0):
        yield _found(ContradictionKind.MORE_VICTIMS_THAN_GROUP, act.act, person.person)


def _acts_and_cooperations(case: Case) -> Iterator[Contradiction]:
    answered = {one.cooperation: one for one in case.cooperations}
    for act in case.acts:
        cooperation = answered.get(act.reprisal_for or "")
        if cooperation is not None and is_before(act.final_date or act.when, cooperation.when):
            yield _found(ContradictionKind.ANSWERS_WHAT_CAME_LATER, act.act, cooperation.cooperation)


def _persons(case: Case, today: date) -> Iterator[Contradiction]:
    for person in (known.latest for known in case.persons.values()):
        if is_before(person.date_deceased, person.date_of_birth):
            yield _found(ContradictionKind.DIED_BEFORE_BIRTH, person.person)
        # The age was told on the day it was written down, or earlier: not for who has died since.
        if not person.date_deceased and _age_differs(person.age, person.date_of_birth, person.on.isoformat()):
            yield _found(ContradictionKind.AGE_AND_BIRTH_DIFFER, person.person)
        if person.counting_unit is CountingUnit.PERSON and (person.number_of_persons_in_group or 1) > 1:
            yield _found(ContradictionKind.ONE_PERSON_IS_MANY, person.person)
        yield from _of_age(person, today)


def _of_age(person: PersonDescribed, today: date) -> Iterator[Contradiction]:
    ages = _ages(person.date_of_birth, today.isoformat())
    if ages is None or person.date_deceased:
        return
    youngest, oldest = ages
    is_child = Circumstance.CHILD in person.circumstances
    if oldest < _OF_AGE and not is_child:
        yield _found(ContradictionKind.CHILD_BY_BIRTH, person.person)
    if youngest >= _OF_AGE and is_child:
        yield _found(ContradictionKind.ADULT_BY_BIRTH, person.person)


def _examinations(case: Case) -> Iterator[Contradiction]:
    acts = {act.act: act for act in case.acts}
    for finding in case.descriptions.findings:
        if set(finding.conditions) >= _IN_PRIVATE_WITH_OFFICIALS:
            yield _found(ContradictionKind.PRIVATE_BEFORE_OFFICIALS, finding.finding)
        act = acts.get(finding.act or "")
        if act is not None and is_before(finding.examined_on, act.when):
            yield _found(ContradictionKind.EXAMINED_BEFORE_IT, finding.finding, act.act)


def _accounts(case: Case) -> Iterator[Contradiction]:
    days = {act.act: act.when for act in case.acts}
    days |= {event.event: event.initial_date for event in case.descriptions.events}
    accounts = {one.information: one for one in case.descriptions.informations}
    for account in accounts.values():
        for thing in account.tells_of:
            if is_before(account.date_of_source_material, days.get(thing)):
                yield _found(ContradictionKind.TOLD_BEFORE_IT, account.information, thing)
    for circle in _circles(accounts):
        yield _found(ContradictionKind.ACCOUNTS_IN_A_CIRCLE, *circle)


def _circles(accounts: Mapping[str, InformationRecorded]) -> Iterator[tuple[str, ...]]:
    """Each circle once; each account is passed once, however long the chains are."""
    passed: dict[str, str] = {}
    for start in accounts:
        at: str | None = start
        way: list[str] = []
        while at is not None and at in accounts and at not in passed:
            passed[at] = start
            way.append(at)
            at = accounts[at].rests_on
        if at is not None and passed.get(at) == start:
            yield tuple(sorted(way[way.index(at) :]))


def _replies(case: Case) -> Iterator[Contradiction]:
    steps = {one.intervention: one for one in case.descriptions.interventions}
    for reply in case.descriptions.replies:
        step = steps.get(reply.intervention)
        if step is not None and is_before(reply.date_of_reply, step.date_of_intervention):
            yield _found(ContradictionKind.REPLY_BEFORE_INTERVENTION, reply.reply, step.intervention)


def _links(case: Case) -> Iterator[Contradiction]:
    pairs = [(one.relation, one.person, one.related_person) for one in case.descriptions.relations]
    pairs += [(one.chain, one.event, one.related_event) for one in case.descriptions.chains]
    for thing, one, other in pairs:
        if one == other:
            yield _found(ContradictionKind.RELATED_TO_ITSELF, thing, one)


def is_before(one: str | None, other: str | None) -> bool:
    """Whether every day that `one` may mean is before every day that `other` may mean; False if not known."""
    if one is None or other is None:
        return False
    first, second = read_edtf(one), read_edtf(other)
    if first.latest is None or second.earliest is None:
        return False
    gap = second.earliest - first.latest
    return gap > (_DOUBT if _is_doubtful(first) or _is_doubtful(second) else timedelta())


def _is_doubtful(span: Span) -> bool:
    return span.uncertain or span.approximate


def _ages(born: str | None, on: str | None) -> tuple[int, int] | None:
    """The least and the most whole years that somebody may have had on a day; None if not known."""
    if born is None or on is None:
        return None
    birth, day = read_edtf(born), read_edtf(on)
    if not (birth.earliest and birth.latest and day.earliest and day.latest):
        return None
    slack = 1 if _is_doubtful(birth) or _is_doubtful(day) else 0
    return _years(birth.latest, day.earliest) - slack, _years(birth.earliest, day.latest) + slack


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _age_differs(told: str, born: str | None, on: str | None) -> bool:
    """Whether an age as told is more than a year off; several numbers, as in 40 to 45, fit if one does."""
    numbers = [int(number) for number in _NUMBER.findall(told)]
    ages = _ages(born, on)
    if ages is None or not numbers:
        return False
    return not any(ages[0] - 1 <= number <= ages[1] + 1 for number in numbers)
