"""Facts about events: what holds acts together, who was involved in them, and who stepped in."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.fields import (
    DegreeOfInvolvement,
    Edtf,
    Id,
    Impact,
    InterventionStatus,
    Line,
    Priority,
    Recipient,
    RequiredLine,
    StateCode,
    StatusAsPerpetrator,
    Text,
    TypeOfIntervention,
    TypeOfPerpetrator,
    TypeOfResponse,
)
from unhindered.core.casework.record_terms import ChainKind, ProcedureStage, ReplyKind


@dataclass(frozen=True, kw_only=True)
class EventRecorded(Described):
    """Something that happened, with a beginning and an end, in which acts were done: ESF 0101 to 0150."""

    title = "Event recorded"
    id_field = "event"

    event: Id
    event_title: RequiredLine
    state: StateCode | None = None
    local_geographical_area: Line = ""
    initial_date: Edtf | None = None
    final_date: Edtf | None = None
    event_description: Text = ""
    impact_of_event: Text = ""
    huridocs_index_terms: tuple[RequiredLine, ...] = ()
    remarks: Text = ""


@dataclass(frozen=True, kw_only=True)
class EventsLinked(Described):
    """How one event stands to a later or larger one: ESF's chain of events, 2202 to 2250."""

    title = "Events linked"
    id_field = "chain"

    chain: Id
    event: Id
    related_event: Id
    type_of_chain_of_events: ChainKind
    remarks: Text = ""


@dataclass(frozen=True, kw_only=True)
class InvolvementRecorded(Described):
    """What part somebody is said to have had in an act: ESF 2402 to 2450.

    A perpetrator nobody can name is a type alone, or words in `perpetrator_as_told`.
    """

    title = "Involvement recorded"
    id_field = "involvement"

    involvement: Id
    act: Id
    perpetrator: Id | None = None
    perpetrator_as_told: Line = ""
    degree_of_involvement: DegreeOfInvolvement | None = None
    type_of_perpetrator: tuple[TypeOfPerpetrator, ...] = ()
    latest_status_as_perpetrator_in_the_act: StatusAsPerpetrator | None = None
    remarks: Text = ""


@dataclass(frozen=True, kw_only=True)
class InterventionRecorded(Described):
    """Somebody stepped in: ESF 2602 to 2652.

    `intervening_party` is a person or organisation of the case; none where it is we. `states` are those whose
    duty it is about: a complaint can be against two. `body` is the mechanism
    that is asked, by its id; `reference` what the body files it under; `articles` what is relied on.
    """

    title = "Intervention recorded"
    id_field = "intervention"

    intervention: Id
    type_of_intervention: tuple[TypeOfIntervention, ...] = ()
    event: Id | None = None
    acts: tuple[Id, ...] = ()
    victims: tuple[Id, ...] = ()
    intervening_party: Id | None = None
    body: Recipient | None = None
    states: tuple[StateCode, ...] = ()
    date_of_intervention: Edtf | None = None
    parties_requested: Text = ""
    reference: Line = ""
    articles: tuple[RequiredLine, ...] = ()
    response: TypeOfResponse | None = None
    impact_on_the_situation: Impact | None = None
    intervention_status: InterventionStatus | None = None
    priority: Priority | None = None
    remarks: Text = ""


@dataclass(frozen=True, kw_only=True)
class InterventionAnswered(Described):
    """What came back to an intervention: from whom, when, and how far the procedure is, as the body says.

    `decision` is the symbol or number of a decision, `session` that in which it was taken, `articles` those
    that it rests on.
    """

    title = "Intervention answered"
    id_field = "reply"

    reply: Id
    intervention: Id
    kind: ReplyKind
    answered_by: RequiredLine
    date_of_reply: Edtf | None = None
    text: Text = ""
    stage: ProcedureStage | None = None
    decision: Line = ""
    session: Line = ""
    articles: tuple[RequiredLine, ...] = ()


EventFact = EventRecorded | EventsLinked | InvolvementRecorded | InterventionRecorded | InterventionAnswered
