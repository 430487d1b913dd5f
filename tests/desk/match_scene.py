"""One person in two cases, in two scripts and with day and month exchanged, for tests of matching."""

from desk_scene import FULL
from desk_world import Source

from unhindered.core.casework.match_terms import MatchOf
from unhindered.core.casework.matches import InCase, pair_of
from unhindered.desk.actions import cases

PEOPLE = (
    {"person_name": "Yusuf Fictional", "date_of_birth": "1984-03-05", "sex": "male", "label": "The lawyer"},
    {"person_name": "يوسف فكشنل", "date_of_birth": "1984-05-03", "sex": "male", "label": "P7"},
)


def two_cases(world, owner, officers=()):
    """Two cases of the owner; these officers have the key of the first."""
    made = []
    for name, team in (("Autumn 4", officers), ("Winter 7", ())):
        Source(world.gate).send()
        world.sync(owner)
        (report,) = [item for item in owner.book.reports if owner.book.case_of_report(item) is None]
        cases.assess(owner, report, kind=cases.FULL, values=FULL, today=world.today)
        made.append(cases.open_case(owner, [report], name=name, officers=team, today=world.today))
        world.sync(owner)
    return made


def somebody_in_both(world, owner, made):
    """The pair of the two records."""
    items = [
        InCase(case=case, id=cases.add_person(owner, case, {"roles": ["victim"], **told}, world.today))
        for case, told in zip(made, PEOPLE, strict=True)
    ]
    world.sync(owner)
    return pair_of(MatchOf.PERSON, *items)
