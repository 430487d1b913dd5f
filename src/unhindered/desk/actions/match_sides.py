"""One of two records that may be of the same, as an officer compares it: its label, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.event_facts import EventRecorded
from unhindered.core.casework.matches import InCase
from unhindered.core.casework.people import Person
from unhindered.core.casework.record_terms import Sex
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.telling import act_type, choice, person_label, thing_label
from unhindered.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Side:
    """One record of a pair. `names` are shown only to who asks; `told` is what it says, by feature."""

    case: str
    case_name: str
    id: str
    label: str
    names: tuple[str, ...]
    told: Mapping[str, str]


def side_of(desk: Desk, item: InCase) -> Side:
    """A record of a case that this officer can open.

    Raises:
        Refused: this officer has no key of such a case.
    """
    case = desk.book.case(item.case)
    person = case.persons.get(item.id)
    names = () if person is None else (person.person_name, *person.other_names)
    return Side(
        case=item.case,
        case_name=case_name(case),
        id=item.id,
        label=thing_label(case, item.id),
        names=tuple(name for name in names if name),
        told=_told(case, item.id, person),
    )


def _told(case: Case, item: str, person: Person | None) -> Mapping[str, str]:
    if person is not None:
        return _told_of_person(case, person)
    known = case.descriptions.by_id.get(item)
    match None if known is None else known.latest.fact:
        case ActRecorded() as act:
            return _told_of_acts(case, [act], act.state, (act.when, act.final_date), (act.exact_location,))
        case EventRecorded() as event:
            acts = [act for act in case.acts if act.event == event.event]
            places = (event.local_geographical_area, *(act.exact_location for act in acts))
            return _told_of_acts(case, acts, event.state, (event.initial_date, event.final_date), places)
    return {}


def _told_of_person(case: Case, person: Person) -> Mapping[str, str]:
    latest = person.latest
    places = [act.exact_location for act in case.acts if person.person in (act.victim, act.perpetrator)]
    return {
        "born": latest.date_of_birth or "",
        "sex": "" if latest.sex is Sex.UNKNOWN else choice(latest.sex),
        "places": _listed(places),
        "occupations": latest.occupation,
    }


def _told_of_acts(
    case: Case,
    acts: Iterable[ActRecorded],
    state: str | None,
    when: Iterable[str | None],
    places: Iterable[str],
) -> Mapping[str, str]:
    done = list(acts)
    involved = [item for item in case.descriptions.involvements if item.act in {act.act for act in done}]
    accused = [*(act.perpetrator for act in done), *(item.perpetrator for item in involved)]
    return {
        "types": _listed(act_type(act.type_of_act) for act in done),
        "days": _listed(when, " to "),
        "places": _listed(places),
        "state": state or "",
        "victims": _listed(person_label(case, act.victim) for act in done if act.victim),
        "perpetrators": _listed(person_label(case, one) for one in accused if one),
    }


def _listed(texts: Iterable[str | None], between: str = "; ") -> str:
    return between.join(dict.fromkeys(text for text in texts if text))
