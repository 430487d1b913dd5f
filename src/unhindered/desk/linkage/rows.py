"""The tables of all persons, acts and events in the cases that this officer opened."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.match_terms import MatchOf
from unhindered.core.casework.matches import InCase
from unhindered.core.casework.record_terms import Sex
from unhindered.desk.linkage.engine import Row
from unhindered.desk.linkage.happenings import happening_row
from unhindered.desk.linkage.persons import person_row, with_rare_parts

Cases = Mapping[str, Case]


def person_table(cases: Cases) -> list[Row]:
    """Whoever has a name or a date of birth: of others there is nothing to compare."""
    rows = [row for case, known in cases.items() for row in _persons(case, known)]
    return with_rare_parts([row for row in rows if row["skeleton"] or row["born_earliest"]])


def happening_table(cases: Cases) -> list[Row]:
    """Acts and events, which are never compared with one another."""
    return [row for case, known in cases.items() for row in _Happenings(case, known).rows()]


def row_of(item: InCase) -> str:
    """The id of a row."""
    return f"{item.case}/{item.id}"


def item_of(row: str) -> InCase:
    """What the row is of."""
    case, _, name = row.partition("/")
    return InCase(case=case, id=name)


def _persons(case: str, known: Case) -> Iterator[dict[str, Any]]:
    places: dict[str, set[str]] = {}
    for act in known.acts:
        for person in (act.victim, act.perpetrator):
            if person:
                places.setdefault(person, set()).add(act.exact_location)
    for one in known.persons.values():
        told = one.latest
        yield person_row(
            row_of(InCase(case=case, id=one.person)),
            unit=one.counting_unit,
            names=(one.person_name, *one.other_names),
            date_of_birth=told.date_of_birth,
            sex=None if told.sex in (Sex.UNKNOWN, Sex.UNSTATED) else told.sex,
            places=places.get(one.person, ()),
            occupations=[told.occupation],
        )


class _Happenings:
    """The acts and events of one case; who is said to have had a part in what is looked up once."""

    def __init__(self, case: str, known: Case) -> None:
        self._case = case
        self._known = known
        self._involved: dict[str, list[str | None]] = {}
        for item in known.descriptions.involvements:
            self._involved.setdefault(item.act, []).append(item.perpetrator)
        self._acts: dict[str | None, list[ActRecorded]] = {}
        for act in known.acts:
            self._acts.setdefault(act.event, []).append(act)

    def rows(self) -> Iterator[Row]:
        for act in self._known.acts:
            yield happening_row(
                row_of(InCase(case=self._case, id=act.act)),
                unit=MatchOf.ACT,
                when=(act.when, act.final_date),
                places=(act.exact_location,),
                state=act.state,
                **self._done(act),
            )
        for event in self._known.descriptions.events:
            acts = self._acts.get(event.event, [])
            yield happening_row(
                row_of(InCase(case=self._case, id=event.event)),
                unit=MatchOf.EVENT,
                when=(event.initial_date, event.final_date),
                places=(event.local_geographical_area, *(act.exact_location for act in acts)),
                state=event.state,
                **self._done(*acts),
            )

    def _done(self, *acts: ActRecorded) -> dict[str, Any]:
        accused = [person for act in acts for person in (act.perpetrator, *self._involved.get(act.act, ()))]
        return {
            "types": [act.type_of_act for act in acts],
            "victims": self._named([act.victim for act in acts]),
            "perpetrators": self._named(accused),
        }

    def _named(self, people: Iterable[str | None]) -> list[tuple[str, tuple[str, ...]]]:
        found = [self._known.persons[person] for person in people if person and person in self._known.persons]
        return [(person.person, (person.person_name, *person.other_names)) for person in found]
