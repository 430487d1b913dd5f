"""A case: what replaying its facts gives, the same for any order of arrival; no fact is lost in silence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.case_facts import CaseClosed, CaseOpened, CaseReopened, ReportAdded
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent import Consent, Consents, consents_of
from unhindered.core.casework.descriptions import Descriptions, descriptions_of
from unhindered.core.casework.document_facts import DocumentAdded, ProposalConfirmed, ProposalRejected
from unhindered.core.casework.documents import Documents, documents_of
from unhindered.core.casework.drafts import Draft, Drafts, RecallTask, StatementState, drafts_of
from unhindered.core.casework.evidence import Evidence, evidence_of
from unhindered.core.casework.matches import told_in_its_case
from unhindered.core.casework.origins import Origins, origins_of
from unhindered.core.casework.people import People, Person, people_of
from unhindered.core.casework.record import Record, Recorded, arrange
from unhindered.core.casework.risk import Risk, Risks, allows_contact, risks_of
from unhindered.core.casework.risk_facts import CheckInAgreed, CheckInEnded
from unhindered.core.casework.sendings import Sendings, sendings_of
from unhindered.core.casework.statement_facts import StatementReleased, StatementRetracted
from unhindered.core.casework.verification import Verification, verification_of
from unhindered.core.casework.work import Work, work_of


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the desk asks of a case. Made by `replay`, never changed: a new fact makes a new case."""

    record: Record
    opened: CaseOpened | None
    closed: CaseClosed | None
    risks: Risks
    descriptions: Descriptions
    people: People
    consents: Consents
    drafts: Drafts
    documents: Documents
    sendings: Sendings
    origins: Origins
    verification: Verification
    evidence: Evidence
    work: Work
    conflicts: tuple[Conflict, ...]

    @property
    def timeline(self) -> tuple[Recorded, ...]:
        """All facts that count and that this case tells of, in log order: not those across cases."""
        return told_in_its_case(self.record.facts)

    @property
    def history(self) -> tuple[Recorded, ...]:
        """All facts in log order, those too that were undone and do not count."""
        return told_in_its_case(self.record.history)

    @property
    def set_aside(self) -> tuple[Recorded, ...]:
        """Facts that do not count, kept in sight for an owner to settle."""
        return self.record.set_aside

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports of this case, by the hash of their envelopes, each once."""
        first = self.opened.reports if self.opened else ()
        added = [fact.report for _, fact in self.record.of(ReportAdded)]
        return tuple(dict.fromkeys([*first, *added]))

    @property
    def rhythms(self) -> Mapping[str, CheckInAgreed]:
        """The rhythm of check-ins that stands with the source of each report."""
        found: dict[str, CheckInAgreed] = {}
        for item in self.record.facts:
            match item.fact:
                case CheckInAgreed(report=report):
                    found[report] = item.fact
                case CheckInEnded(report=report):
                    found.pop(report, None)
        return found

    @property
    def persons(self) -> Mapping[str, Person]:
        """Persons and organisations by id."""
        return self.people.persons

    @property
    def statements(self) -> Mapping[str, Draft]:
        """Statements drafted in this case, by id."""
        return self.drafts.by_id

    @property
    def acts(self) -> tuple[ActRecorded, ...]:
        """What was done to whom, as told."""
        return self.descriptions.acts

    @property
    def cooperations(self) -> tuple[CooperationRecorded, ...]:
        """What reprisals punish or try to stop."""
        return self.descriptions.cooperations

    @property
    def released(self) -> frozenset[str]:
        """The statements of every kind that left for the public log, those taken back included."""
        return frozenset(fact.statement for _, fact in self.record.of(StatementReleased))

    @property
    def recalls(self) -> tuple[RecallTask, ...]:
        """Statements that are out although a consent they rest on was withdrawn, and not yet taken back."""
        return tuple(
            RecallTask(statement=draft.statement, consent=consent, released=draft.release)
            for draft in self.statements.values()
            if draft.release is not None and draft.retraction is None
            for consent in draft.withdrawn
        )

    @property
    def awaiting_second_officer(self) -> tuple[Draft, ...]:
        """Drafts that a second officer has to decide on."""
        return self._in_state(StatementState.DRAFTED)

    @property
    def awaiting_release(self) -> tuple[Draft, ...]:
        """Approved drafts; the door still asks every consent on the day they leave."""
        return self._in_state(StatementState.APPROVED)

    @property
    def risk(self) -> Risk:
        """The latest assessments of the case, whichever of its sources they are about."""
        return self.risks.of_case

    def may_contact(self, today: date, report: str | None = None) -> None:
        """Nothing if the source of a report may be contacted today; of any report, where none is named.

        Raises:
            NoRiskAssessment: no risk assessment about that source allows it.
        """
        asked = self.reports if report is None else (report,)
        risks = [self.risks.about(known) for known in asked] or [self.risk]
        allowed = [risk for risk in risks if allows_contact(risk, today)]
        (allowed or risks)[0].allows_contact(today)

    def consents_standing(self, on: date) -> tuple[Consent, ...]:
        """The consents of every kind that hold on a day."""
        return tuple(consent for consent in self.consents.by_id.values() if consent.stands(on))

    def _in_state(self, state: StatementState) -> tuple[Draft, ...]:
        return tuple(draft for draft in self.statements.values() if draft.state is state)


def replay(recorded: Iterable[Recorded]) -> Case:
    """The case that these facts make, whatever order they come in and however often."""
    record = arrange(recorded)
    descriptions = descriptions_of(record)
    people = people_of(record, descriptions)
    consents = consents_of(record)
    drafts = drafts_of(record, consents)
    documents = documents_of(record)
    work = work_of(record)
    sendings = sendings_of(record, consents)
    origins = origins_of(record)
    verification = verification_of(record, origins)
    evidence = evidence_of(record)
    risks, risk_conflicts = risks_of(record)
    opened = [fact for _, fact in record.of(CaseOpened)]
    found = (
        *record.conflicts,
        *_opening(record),
        *risk_conflicts,
        *descriptions.conflicts,
        *people.conflicts,
        *consents.conflicts,
        *drafts.conflicts,
        *documents.conflicts,
        *work.conflicts,
        *sendings.conflicts,
        *verification.conflicts,
        *evidence.conflicts,
    )
    return Case(
        record=record,
        opened=opened[0] if opened else None,
        closed=_closed(record),
        risks=risks,
        descriptions=descriptions,
        people=people,
        consents=consents,
        drafts=drafts,
        documents=documents,
        work=work,
        sendings=sendings,
        origins=origins,
        verification=verification,
        evidence=evidence,
        conflicts=tuple(sorted(found, key=lambda conflict: (conflict.indexes, conflict.kind))),
    )


def _closed(record: Record) -> CaseClosed | None:
    last = [item.fact for item in record.facts if isinstance(item.fact, CaseClosed | CaseReopened)][-1:]
    return last[0] if last and isinstance(last[0], CaseClosed) else None


def _opening(record: Record) -> list[Conflict]:
    """A library of public documents needs no opening; a case does, once, and first."""
    library = DocumentAdded | ProposalConfirmed | ProposalRejected | StatementReleased | StatementRetracted
    of_case = [item for item in record.facts if not isinstance(item.fact, library)]
    opened = [index for index, _ in record.of(CaseOpened)]
    conflicts = []
    if of_case and not isinstance(of_case[0].fact, CaseOpened):
        conflicts.append(Conflict(kind=ConflictKind.NOT_OPENED, indexes=(of_case[0].index,)))
    if len(opened) > 1:
        conflicts.append(Conflict(kind=ConflictKind.OPENED_TWICE, indexes=tuple(opened)))
    return conflicts
