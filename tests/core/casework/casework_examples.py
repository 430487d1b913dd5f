"""Short ways to make facts of the fictional State of Vareland, its invented people, and their cases."""

from datetime import date

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case, replay
from unhindered.core.casework.case_facts import CaseOpened, ReportAdded
from unhindered.core.casework.consent_facts import (
    ConsentConfirmed,
    ConsentGiven,
    ConsentWithdrawn,
    OrganisationAuthorised,
    RepresentativeConsented,
)
from unhindered.core.casework.document_facts import DocumentAdded, ProposalConfirmed, ProposalRejected
from unhindered.core.casework.drafts import draft_sha256
from unhindered.core.casework.event_facts import (
    EventRecorded,
    InterventionRecorded,
    InvolvementRecorded,
)
from unhindered.core.casework.exit_facts import NamesExplained
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.items import PersonalItem, Proposal, Publication
from unhindered.core.casework.medical_facts import MedicalFindingRecorded
from unhindered.core.casework.names_elsewhere import NamesElsewhere
from unhindered.core.casework.people_facts import PersonAdded
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.record_terms import FindingKind
from unhindered.core.casework.risk_facts import RapidRiskAssessed, RiskAssessed
from unhindered.core.casework.source_facts import SourceAnswered
from unhindered.core.casework.statement import DocumentedBy
from unhindered.core.casework.statement_facts import StatementApproved, StatementDrafted, StatementReleased
from unhindered.core.casework.terms import (
    PUBLIC,
    Assent,
    BasisKind,
    IdentityLevel,
    Method,
    Purpose,
    RepresentativesRight,
    Role,
    Setting,
)

DAY = date(2026, 11, 24)
LAST_DAY = date(2027, 11, 24)
ANNA, BO = "anna", "bo"
LAMP = DocumentedBy(institution="1a" * 32, name="Fictional Lamp")
NOBODY_ELSEWHERE = NamesElsewhere()
SEED = b"a seed that is no secret at all."


def an_id(number: int) -> str:
    return f"{number:032x}"


def opened(**changes) -> CaseOpened:
    return CaseOpened(**{"by": ANNA, "on": DAY, "case": an_id(1), "name": "Case of the lamp"} | changes)


def added(report: str, **changes) -> ReportAdded:
    return ReportAdded(**{"by": ANNA, "on": DAY, "report": report} | changes)


def rapid(**changes) -> RapidRiskAssessed:
    fields = {"danger_now": True, "threat": "t", "safe_contact": "s", "do_not": "d", "next_step": "n"}
    return RapidRiskAssessed(**{"by": ANNA, "on": DAY} | fields | changes)


def full(**changes) -> RiskAssessed:
    fields = {"threats": "t", "vulnerabilities": "v", "capacities": "c", "channel": "mailbox", "do_not": "d"}
    return RiskAssessed(**{"by": ANNA, "on": DAY} | fields | changes)


def answered(**changes) -> SourceAnswered:
    return SourceAnswered(**{"by": ANNA, "on": DAY, "text": "We have read it."} | changes)


def person(number: int = 2, **changes) -> PersonAdded:
    fields = {
        "person": an_id(number),
        "label": f"Victim {number}",
        "roles": (Role.SOURCE, Role.VICTIM),
        "person_name": "Ada Fictional",
    }
    return PersonAdded(**{"by": ANNA, "on": DAY} | fields | changes)


def consent(number: int = 3, **changes) -> ConsentGiven:
    return ConsentGiven(**_agreement(number) | changes)


def by_representative(number: int = 3, **changes) -> RepresentativeConsented:
    fields = {
        "representative": "Bea Inventada",
        "right": RepresentativesRight.PARENT,
        "assent": Assent.AGREED,
        "best_interest": "The school has to know, or nobody protects the child there.",
    }
    return RepresentativeConsented(**_agreement(number) | fields | changes)


def by_organisation(number: int = 3, **changes) -> OrganisationAuthorised:
    return OrganisationAuthorised(**_agreement(number) | {"signatory": "Cyr Fabula"} | changes)


def _agreement(number: int) -> dict:
    return {
        "by": ANNA,
        "on": DAY,
        "consent": an_id(number),
        "person": an_id(2),
        "purpose": Purpose.PUBLICATION,
        "recipient": PUBLIC,
        "level": IdentityLevel.ANONYMOUS,
        "language": "en",
        "method": Method.MAILBOX,
        "expires": LAST_DAY,
    }


def confirmed_consent(number: int = 3, **changes) -> ConsentConfirmed:
    fields = {"setting": Setting.ALONE_WITH_US, "how": "Asked again in the visiting room, door shut."}
    return ConsentConfirmed(**{"by": ANNA, "on": DAY, "consent": an_id(number)} | fields | changes)


def withdrawn(number: int = 3, **changes) -> ConsentWithdrawn:
    return ConsentWithdrawn(**{"by": ANNA, "on": DAY, "consent": an_id(number)} | changes)


def item(number: int = 2, **changes) -> PersonalItem:
    fields = {
        "person": an_id(number),
        "level": IdentityLevel.ANONYMOUS,
        "basis": BasisKind.CONSENT,
        "consent": an_id(3),
    }
    return PersonalItem(**fields | changes)


def judgement(**changes) -> Publication:
    fields = {"title": "Judgement 7 of 2025", "publisher": "High Court of Vareland", "dated": "2025-03"}
    return Publication(**fields | {"url": "https://court.example/7"} | changes)


def drafted(number: int = 9, **changes) -> StatementDrafted:
    fields = {
        "statement": an_id(number),
        "text": "A person who had spoken to a visiting body in Vareland was threatened.",
        "states": ("XVL",),
        "period": "2026-10/2026-11",
        "items": (item(),),
    }
    return StatementDrafted(**{"by": ANNA, "on": DAY} | fields | changes)


def approved(draft: StatementDrafted | None = None, **changes) -> StatementApproved:
    draft = draft or drafted()
    fields = {"statement": draft.statement, "draft_sha256": draft_sha256(draft)}
    return StatementApproved(**{"by": BO, "on": DAY} | fields | changes)


def names_explained(read: StatementDrafted | None = None, **changes) -> NamesExplained:
    read = read or drafted()
    fields = {"draft": read.statement, "draft_sha256": draft_sha256(read), "reason": "The town, not a man."}
    return NamesExplained(**{"by": BO, "on": DAY} | fields | changes)


def released(number: int = 9, **changes) -> StatementReleased:
    return StatementReleased(
        **{"by": ANNA, "on": DAY, "statement": an_id(number), "sha256": "5e" * 32} | changes
    )


def event(number: int = 40, **changes) -> EventRecorded:
    fields = {"event": an_id(number), "event_title": "Arrests at the lamp"}
    return EventRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def act(number: int = 5, **changes) -> ActRecorded:
    fields = {"act": an_id(number), "type_of_act": "RX13", "victim": an_id(2)}
    return ActRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def involvement(of_act: int, number: int = 41, **changes) -> InvolvementRecorded:
    fields = {"involvement": an_id(number), "act": an_id(of_act)}
    return InvolvementRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def account(number: int = 42, **changes) -> InformationRecorded:
    fields = {"information": an_id(number), "account": "They hit me in the corridor."}
    return InformationRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def intervention(number: int = 43, **changes) -> InterventionRecorded:
    return InterventionRecorded(**{"by": ANNA, "on": DAY, "intervention": an_id(number)} | changes)


def finding(number: int = 44, **changes) -> MedicalFindingRecorded:
    fields = {
        "finding": an_id(number),
        "person": an_id(2),
        "kind": FindingKind.PHYSICAL,
        "description": "Three parallel marks on the back.",
    }
    return MedicalFindingRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def document(number: int = 20, **changes) -> DocumentAdded:
    fields = {
        "document": an_id(number),
        "sha256": "d0" * 32,
        "text_sha256": "7e" * 32,
        "name": "Vareland condemned",
        "publisher": "Fictional Lamp",
        "dated": "2026-11-20",
        "language": "en",
        "url": "https://lamp.example/vareland",
    }
    return DocumentAdded(**{"by": ANNA, "on": DAY} | fields | changes)


def proposal(**changes) -> Proposal:
    quote = "The Committee expressed concern about Vareland."
    fields = {
        "kind": "concern",
        "start": 100,
        "end": 100 + len(changes.get("quote", quote)),
        "quote": quote,
        "values": {"body": "Committee against Invention", "states": ["XVL"]},
    }
    return Proposal(**fields | changes)


def confirmed(number: int = 21, **changes) -> ProposalConfirmed:
    fields = {"document": an_id(20), "statement": an_id(number), "proposal": proposal()}
    return ProposalConfirmed(**{"by": ANNA, "on": DAY} | fields | changes)


def rejected(**changes) -> ProposalRejected:
    return ProposalRejected(
        **{"by": ANNA, "on": DAY, "document": an_id(20), "proposal": proposal(), "reason": "not said"}
        | changes
    )


def in_log(*facts: Fact) -> list[Recorded]:
    return [Recorded(index=index, author=fact.by, fact=fact) for index, fact in enumerate(facts)]


def case_of(*facts: Fact) -> Case:
    return replay(in_log(*facts))


def revised(*facts: Fact) -> Case:
    """A case in which each fact has the identity that `revises` names it by: its place, then /0."""
    return replay(
        Recorded(index=index, author=fact.by, fact=fact, identity=f"{index:032x}/0")
        for index, fact in enumerate(facts)
    )
