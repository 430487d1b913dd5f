"""The facts a case is made of: immutable, past tense, each with the officer who recorded it and the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, get_args

from unhindered.core.casework.codec import from_json, to_json
from unhindered.core.casework.fact_bases import Agreement, PersonDescribed, RecordedBy
from unhindered.core.casework.fields import (
    ActType,
    Edtf,
    EveryDays,
    GraceHours,
    Id,
    Language,
    Line,
    PublicText,
    RequiredLine,
    RequiredText,
    Sha256,
    StateCode,
    Text,
    Url,
)
from unhindered.core.casework.items import Excerpt, PersonalItem, Proposal, PublicPerson
from unhindered.core.casework.source_facts import SourceAnswered, SourceDecided, SourceWrote
from unhindered.core.casework.terms import (
    Outcome,
    RepresentativesRight,
    ReprisalStage,
)
from unhindered.core.errors import Refused


@dataclass(frozen=True, kw_only=True)
class CaseOpened(RecordedBy):
    """Work on a case began. `name` is a working name that names nobody; `reports` are envelope hashes."""

    title = "Case opened"

    case: Id
    name: RequiredLine
    reports: tuple[Sha256, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportAdded(RecordedBy):
    """A further report belongs to this case."""

    title = "Report added"

    report: Sha256


@dataclass(frozen=True, kw_only=True)
class CaseClosed(RecordedBy):
    """Work on the case ended."""

    title = "Case closed"

    outcome: Outcome
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class CaseReopened(RecordedBy):
    """Work on a closed case went on."""

    title = "Case reopened"

    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class RapidRiskAssessed(RecordedBy):
    """Five fields that allow contact with someone in danger now; the full assessment is due in 24 hours.

    `report` is whose source it is about; without one it is about all reports that the case has by then.
    """

    title = "Rapid risk assessment"

    danger_now: bool
    threat: RequiredText
    safe_contact: RequiredText
    do_not: RequiredText
    next_step: RequiredText
    report: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class RiskAssessed(RecordedBy):
    """A full assessment: threats, vulnerabilities and capacities, the channel to use, what not to do.

    `report` as in a rapid one.
    """

    title = "Full risk assessment"

    threats: RequiredText
    vulnerabilities: RequiredText
    capacities: RequiredText
    channel: RequiredText
    do_not: RequiredText
    review_by: date | None = None
    report: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class CheckInAgreed(RecordedBy):
    """We agreed with the source of a report on a rhythm of check-ins, in place of any earlier one.

    `starts` counts as the first check-in, `until` is the last day on which one is due. A missed one rings
    `grace_hours` after the end of its day, UTC.
    """

    title = "Check-ins agreed"

    report: Sha256
    every_days: EveryDays
    grace_hours: GraceHours
    starts: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class CheckInEnded(RecordedBy):
    """The rhythm of check-ins with the source of a report ended; nothing is missed any more."""

    title = "Check-ins ended"

    report: Sha256
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class PersonAdded(PersonDescribed):
    """A person or organisation entered the case."""

    title = "Person added"


@dataclass(frozen=True, kw_only=True)
class PersonUpdated(PersonDescribed):
    """We know better who a person is: replaces what was said before, which stays in the timeline."""

    title = "Person updated"


@dataclass(frozen=True, kw_only=True)
class CooperationRecorded(RecordedBy):
    """What a reprisal punishes or tries to stop: cooperation with a body, or exposure of torture."""

    title = "Cooperation recorded"

    cooperation: Id
    person: Id | None
    body: Line
    how: RequiredText
    when: Edtf | None = None


@dataclass(frozen=True, kw_only=True)
class ActRecorded(RecordedBy):
    """What was done to whom, as told; `reprisal_for` names the cooperation that it answers."""

    title = "Act recorded"

    act: Id
    type_of_act: ActType
    victim: Id | None = None
    perpetrator: Id | None = None
    when: Edtf | None = None
    exact_location: Line = ""
    state: StateCode | None = None
    reprisal_for: Id | None = None
    stage: ReprisalStage | None = None
    remarks: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Agreement):
    """A person agreed, for that person alone."""

    title = "Consent given"


@dataclass(frozen=True, kw_only=True)
class RepresentativeConsented(Agreement):
    """Someone agreed for a child, or a person held incommunicado, disappeared or dead: who, by what right."""

    title = "Representative consented"

    representative: RequiredLine
    right: RepresentativesRight


@dataclass(frozen=True, kw_only=True)
class OrganisationAuthorised(Agreement):
    """An organisation agreed through someone who may sign for it; its staff agree each for themselves."""

    title = "Organisation authorised"

    signatory: RequiredLine


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(RecordedBy):
    """A consent of any kind ended at once, whatever day is written on it."""

    title = "Consent withdrawn"

    consent: Id
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class NoteAdded(RecordedBy):
    """Something to remember that is no other fact."""

    title = "Note"

    text: RequiredText


@dataclass(frozen=True, kw_only=True)
class StatementDrafted(RecordedBy):
    """A text for the public, with every person of the case either among `items` or `left_out`.

    An id names one text for ever: a returned text is drafted anew under a new id that says what it replaces.
    """

    title = "Statement drafted"

    statement: Id
    text: PublicText
    states: tuple[StateCode, ...]
    period: Edtf
    items: tuple[PersonalItem, ...] = ()
    left_out: tuple[Id, ...] = ()
    types_of_act: tuple[ActType, ...] = ()
    replaces: Id | None = None


@dataclass(frozen=True, kw_only=True)
class StatementApproved(RecordedBy):
    """A second officer approved just the draft with this hash."""

    title = "Statement approved"

    statement: Id
    draft_sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class StatementReturned(RecordedBy):
    """A second officer sent the draft back, saying why."""

    title = "Statement returned"

    statement: Id
    comment: RequiredText


@dataclass(frozen=True, kw_only=True)
class StatementReleased(RecordedBy):
    """The statement left for the public log; `sha256` is of the signed bytes."""

    title = "Statement released"

    statement: Id
    sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class StatementRetracted(RecordedBy):
    """A retraction of a released statement left for the public log; the ledger then hides the statement."""

    title = "Statement retracted"

    statement: Id
    retraction: Id


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(RecordedBy):
    """A public document to read; `text_sha256` is of the text that spans count in, `sha256` of the file."""

    title = "Document added"

    document: Id
    sha256: Sha256
    text_sha256: Sha256
    name: RequiredLine
    publisher: RequiredLine
    dated: Edtf
    language: Language
    url: Url = ""


@dataclass(frozen=True, kw_only=True)
class ProposalConfirmed(RecordedBy):
    """An officer read the passage and confirmed what the reader proposed; it may become this statement.

    `excerpt` is the part of a long passage that the public page quotes.
    """

    title = "Proposal confirmed"

    document: Id
    statement: Id
    proposal: Proposal
    persons: tuple[PublicPerson, ...] = ()
    excerpt: Excerpt | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalRejected(RecordedBy):
    """An officer read the passage and found the proposal wrong, or not for us to repeat."""

    title = "Proposal rejected"

    document: Id
    proposal: Proposal
    reason: Line = ""


Fact = (
    CaseOpened
    | ReportAdded
    | CaseClosed
    | CaseReopened
    | RapidRiskAssessed
    | RiskAssessed
    | SourceWrote
    | SourceAnswered
    | SourceDecided
    | CheckInAgreed
    | CheckInEnded
    | PersonAdded
    | PersonUpdated
    | CooperationRecorded
    | ActRecorded
    | ConsentGiven
    | RepresentativeConsented
    | OrganisationAuthorised
    | ConsentWithdrawn
    | NoteAdded
    | StatementDrafted
    | StatementApproved
    | StatementReturned
    | StatementReleased
    | StatementRetracted
    | DocumentAdded
    | ProposalConfirmed
    | ProposalRejected
)
FACT_KINDS: Mapping[str, type[Fact]] = MappingProxyType({kind.__name__: kind for kind in get_args(Fact)})


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """The JSON object of a fact, as docs/formats/facts.md has it."""
    return {"v": 1, "fact": type(fact).__name__} | to_json(fact)


def fact_from_json(content: dict[str, Any]) -> Fact:
    """The fact in a JSON object.

    Raises:
        Refused: another version, a kind or field we do not know, or a value its field cannot hold.
    """
    version, name = content.get("v"), content.get("fact")
    if type(version) is not int or version != 1 or not isinstance(name, str) or name not in FACT_KINDS:
        raise Refused(
            "This is a fact of a kind or version we do not know.",
            advice="It was kept. Bring this program up to date, then open the case again.",
        )
    rest = {field: value for field, value in content.items() if field not in {"v", "fact"}}
    return from_json(FACT_KINDS[name], rest)
