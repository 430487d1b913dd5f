"""Who stands to what in a case: persons, acts, cooperation, events, interventions. Labels, never names."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.terms import Role
from unhindered.desk.actions.telling import act_type, choice, thing_label
from unhindered.desk.pictures.layout import layered
from unhindered.desk.pictures.routing import Routes

_MOST: Final = 200
_WIDTH, _HEIGHT = 176, 44
_COLUMN, _ROW = 258, 62
_MARGIN = 12
_LONGEST: Final = 24
# Letters of any direction keep it inside, and do not turn what stands beside them.
_ISOLATE, _POP = "\u2068", "\u2069"


class BoxKind(StrEnum):
    """What a box stands for; each has a shape of its own, so that no colour is needed to tell them apart."""

    COOPERATION = "cooperation"
    PERSON = "person"
    ACT = "act"
    ACCUSED = "alleged perpetrator"
    EVENT = "event"
    INTERVENTION = "intervention"


class LineKind(StrEnum):
    """What a line says; each is drawn in its own way."""

    COOPERATED = "cooperated"
    DONE_TO = "was done to"
    ALLEGEDLY_BY = "allegedly by"
    REPRISAL_FOR = "is a reprisal for"
    RELATED = "is related to"
    PART_OF = "belongs to"
    STEPPED_IN = "stepped in about"


@dataclass(frozen=True, kw_only=True)
class Box:
    """One box: its kind, its whole label, and where its upper left corner stands."""

    name: str
    kind: BoxKind
    label: str
    x: float
    y: float

    @property
    def short(self) -> str:
        """The label as it fits, kept from turning the direction of what is around it."""
        fits = self.label if len(self.label) <= _LONGEST else f"{self.label[: _LONGEST - 1].rstrip()}…"
        return f"{_ISOLATE}{fits}{_POP}"

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + _WIDTH / 2, self.y + _HEIGHT / 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line from box to box; `path` is how it is drawn, `words` what it says beyond its kind."""

    start: Box
    end: Box
    kind: LineKind
    words: str
    path: str


@dataclass(frozen=True, kw_only=True)
class RelationPicture:
    """All boxes and lines with the size of the picture; `left_out` boxes stand only in the table."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float
    box_width: int
    box_height: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class Said:
    """One relation as the case has it, before it is drawn."""

    start: str
    end: str
    kind: LineKind
    words: str = ""


def relation_picture(case: Case, *, most: int = _MOST) -> RelationPicture:
    """The relations of a case as a picture of at most so many boxes; those with most lines first."""
    kinds = _kinds(case)
    said = [item for item in _relations(case) if item.start in kinds and item.end in kinds]
    lines_of = Counter(end for item in said for end in {item.start, item.end})
    shown = {*sorted(kinds, key=lambda name: -lines_of[name])[:most]}
    columns = [[name for name in kinds if name in shown and kinds[name] is kind] for kind in BoxKind]
    places = layered(columns, [(item.start, item.end) for item in said])
    boxes = {
        name: Box(
            name=name,
            kind=kinds[name],
            label=_label(case, name),
            x=_MARGIN + column * _COLUMN,
            y=_MARGIN + row * _ROW,
        )
        for name, (column, row) in places.items()
    }
    routes = Routes([(box.x, box.y) for box in boxes.values()], _WIDTH, _HEIGHT)
    return RelationPicture(
        boxes=tuple(boxes.values()),
        lines=tuple(_line(boxes, item, routes) for item in said if item.start in boxes and item.end in boxes),
        width=max((box.x for box in boxes.values()), default=0) + _WIDTH + 4 * _MARGIN,
        height=max((box.y for box in boxes.values()), default=0) + _HEIGHT + _MARGIN,
        box_width=_WIDTH,
        box_height=_HEIGHT,
        left_out=len(kinds) - len(boxes),
    )


def _kinds(case: Case) -> dict[str, BoxKind]:
    """Every box by id, with its kind. Who is nothing but accused stands apart from the others."""
    told = case.descriptions
    found = {item.cooperation: BoxKind.COOPERATION for item in told.cooperations}
    for person in case.persons.values():
        is_accused = person.roles == {Role.ALLEGED_PERPETRATOR}
        found[person.person] = BoxKind.ACCUSED if is_accused else BoxKind.PERSON
    found |= {item.act: BoxKind.ACT for item in told.acts}
    found |= {item.event: BoxKind.EVENT for item in told.events}
    return found | {item.intervention: BoxKind.INTERVENTION for item in told.interventions}


def _relations(case: Case) -> Iterator[Said]:
    told = case.descriptions
    for talk in told.cooperations:
        yield from _if_both(talk.person, talk.cooperation, LineKind.COOPERATED, talk.how)
    for act in told.acts:
        stage = choice(act.stage) if act.stage else ""
        yield from _if_both(act.act, act.victim, LineKind.DONE_TO)
        yield from _if_both(act.act, act.perpetrator, LineKind.ALLEGEDLY_BY)
        yield from _if_both(act.act, act.reprisal_for, LineKind.REPRISAL_FOR, stage)
        yield from _if_both(act.act, act.event, LineKind.PART_OF)
    for part in told.involvements:
        yield from _if_both(part.act, part.perpetrator, LineKind.ALLEGEDLY_BY)
    for relation in told.relations:
        yield from _if_both(relation.person, relation.related_person, LineKind.RELATED, relation.in_words)
    for chain in told.chains:
        how = choice(chain.type_of_chain_of_events)
        yield from _if_both(chain.event, chain.related_event, LineKind.PART_OF, how)
    for step in told.interventions:
        for about in (*step.victims, *step.acts, *filter(None, (step.event,))):
            yield Said(start=step.intervention, end=about, kind=LineKind.STEPPED_IN)


def _if_both(start: str | None, end: str | None, kind: LineKind, words: str = "") -> Iterator[Said]:
    if start and end:
        yield Said(start=start, end=end, kind=kind, words=words)


def _label(case: Case, name: str) -> str:
    # The lines and the timeline say to whom and when.
    match case.descriptions.by_id[name].latest.fact:
        case ActRecorded(type_of_act=code):
            return act_type(code)
        case CooperationRecorded(body=body, how=how):
            return body or how
        case _:
            return thing_label(case, name)


def _line(boxes: dict[str, Box], said: Said, routes: Routes) -> Line:
    start, end = boxes[said.start], boxes[said.end]
    path = routes.path((start.x, start.y), (end.x, end.y))
    return Line(start=start, end=end, kind=said.kind, words=said.words, path=path)
