"""From a draft to the public log: drafted by one officer, approved by another, released by the one door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.casework.case import Case
from unhindered.core.casework.documents import DocumentFact
from unhindered.core.casework.drafts import Draft, StatementState
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.names_elsewhere import NamesElsewhere, names_in
from unhindered.core.casework.publication import Cleared, release, retract
from unhindered.core.casework.statement import DocumentedBy
from unhindered.core.casework.statement_facts import StatementReleased
from unhindered.core.errors import Refused
from unhindered.desk.actions.decisions import words_for_case
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.actions.told_by_sources import told_by_sources
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import DOCUMENTS, case_subject
from unhindered.desk.outbox import Letter

_SUBJECT_ADVICE = "Sync, then look at the review and release pages."


class OwnApproval(Refused):
    """A drafter may not decide on the own statement."""

    advice = "Ask another officer with access to the case to read it and decide."


@dataclass(frozen=True, kw_only=True)
class Located:
    """A statement and the case (or the documents) it stands in, by subject."""

    subject: str
    case: Case
    statement: str

    @property
    def draft(self) -> Draft | None:
        """The draft, where it is one."""
        return self.case.statements.get(self.statement)

    @property
    def document_fact(self) -> DocumentFact | None:
        """The confirmed proposal, where it is one."""
        return self.case.documents.facts.get(self.statement)


def locate(desk: Desk, statement: str) -> Located:
    """A statement of any case this officer has access to, or of a document.

    Raises:
        Refused: none, or several, begin with these letters.
    """
    with desk.lock:
        places = {}
        for subject in [*map(case_subject, desk.book.case_ids()), DOCUMENTS]:
            case = desk.book.replayed(subject)
            for name in [*case.statements, *case.documents.facts]:
                places[name] = Located(subject=subject, case=case, statement=name)
    return places[one_of(statement, places, "statement")]


def draft_statement(desk: Desk, case: str, values: Mapping[str, Any], today: date) -> str:
    """Draft a text for the public; returns the statement's id.

    Raises:
        Refused: no such case, or a field cannot hold what was given.
    """
    statement = new_id()
    fact = new_fact(desk, "StatementDrafted", {"statement": statement, **values}, today)
    record_in_case(desk, case, [fact])
    return statement


def approve(
    desk: Desk, statement: str, today: date, *, draft_sha256: str | None = None, names_mean: str = ""
) -> str:
    """Approve just the draft that was read, and say whom the names in it mean; returns the statement's id.

    Raises:
        OwnApproval: the drafter is asking.
        Refused: no such draft, decided on already, or another text than the one that was read.
    """
    with desk.lock:
        place = locate(desk, statement)
        draft = _draft_to_decide(desk, place)
        if draft_sha256 is not None and draft_sha256 != draft.draft_sha256:
            raise Refused("The draft changed while you read it.", advice="Read it again.")
        values = {"statement": place.statement, "draft_sha256": draft.draft_sha256}
        facts = [new_fact(desk, "StatementApproved", values, today)]
        facts += names_explained(desk, place.statement, draft.draft_sha256, names_mean, today)
        desk.record(place.subject, facts)
    return place.statement


def explain_names(desk: Desk, statement: str, names_mean: str, today: date) -> str:
    """Say whom the names in a draft mean that is approved already; returns the statement's id.

    Raises:
        OwnApproval: the drafter is asking.
        Refused: no such draft, or nothing is said.
    """
    with desk.lock:
        place = locate(desk, statement)
        draft = place.draft
        if draft is None:
            raise Refused("This statement needs no second officer.", advice=_SUBJECT_ADVICE)
        if draft.draft.by == desk.officer.id:
            raise OwnApproval("You drafted this statement, so another officer says whom its names mean.")
        said = names_explained(desk, place.statement, draft.draft_sha256, names_mean, today)
        if not said:
            raise Refused("Nobody said whom the names mean.", advice="Name each word that is in doubt.")
        desk.record(place.subject, said)
    return place.statement


def names_explained(desk: Desk, draft: str, sha256_of_draft: str, reason: str, today: date) -> list[Fact]:
    """That this officer says whom the names in a draft mean; nothing where nothing is said."""
    values = {"draft": draft, "draft_sha256": sha256_of_draft, "reason": reason.strip()}
    return [new_fact(desk, "NamesExplained", values, today)] if reason.strip() else []


def names_of_others(desk: Desk, subject: str) -> NamesElsewhere:
    """The names in every case that this desk can open, but for this one."""
    with desk.lock:
        others = [case for case in desk.book.case_ids() if case_subject(case) != subject]
        return names_in(desk.book.case(case) for case in others)


def return_draft(desk: Desk, statement: str, comment: str, today: date) -> str:
    """Send a draft back, saying why; raises as `approve`, and Refused where nothing is said."""
    with desk.lock:
        place = locate(desk, statement)
        _draft_to_decide(desk, place)
        values = {"statement": place.statement, "comment": comment.strip()}
        desk.record(place.subject, [new_fact(desk, "StatementReturned", values, today)])
    return place.statement


def publish(desk: Desk, statement: str, today: date) -> str:
    """Sign a cleared statement and put it into the outbox for the public log; returns its id.

    The door is asked again at the moment when a sync sends it.

    Raises:
        NotReady, NoBasis, TellsTooMuch: the door says no.
        Refused: no such statement, or this officer does not hold the publication key.
    """
    with desk.lock:
        place = locate(desk, statement)
        cleared = ask_the_door(desk, place, today)
        signed = cleared.sign(desk.publication_seed())
        values = {"statement": place.statement, "sha256": sha256(signed).hexdigest()}
        fact = new_fact(desk, "StatementReleased", values, today)
        desk.record_with_statement(place.subject, [fact], signed)
    return place.statement


def take_back(desk: Desk, statement: str, today: date) -> str:
    """Publish the retraction of a statement that is out; returns the retraction's id.

    Raises:
        NotReady: it is not out.
        Refused: no such statement, or this officer does not hold the publication key.
    """
    retraction = new_id()
    with desk.lock:
        place = locate(desk, statement)
        cleared = retract(
            place.case,
            place.statement,
            retraction=retraction,
            documented_by=documented_by(desk),
            on=today,
        )
        values = {"statement": place.statement, "retraction": retraction}
        fact = new_fact(desk, "StatementRetracted", values, today)
        desk.record_with_statement(place.subject, [fact], cleared.sign(desk.publication_seed()))
    return retraction


def ask_the_door(desk: Desk, place: Located, today: date) -> Cleared:
    """What the door makes of a statement today, with the names in every case that this desk can open.

    Raises:
        NotRecordedYet: a source took something back, and no officer has recorded it.
        NotReady, NoBasis, TellsTooMuch: the door says no.
    """
    with desk.lock:
        return release(
            place.case,
            place.statement,
            documented_by=documented_by(desk),
            names_elsewhere=names_of_others(desk, place.subject),
            from_sources=words_for_case(desk, place.case),
            told_by_sources=told_by_sources(desk, place.case),
            on=today,
        )


def documented_by(desk: Desk) -> DocumentedBy:
    """The institution that answers for what this desk publishes."""
    institution = desk.membership.institution
    return DocumentedBy(institution=institution.id, name=institution.name)


def recheck(desk: Desk, letter: Letter, today: date) -> None:
    """Raise unless a statement that waits in the outbox may still leave, now.

    It has to be allowed by the log alone, and by the log with what else waits in the outbox: an approval
    counts only once it is in the log, a withdrawal from the moment when it was written here.

    Raises:
        NotReady, NoBasis, TellsTooMuch: something happened since it was signed, such as a withdrawal.
    """
    for facts in letter.facts:
        for fact in facts.facts:
            if isinstance(fact, StatementReleased):
                with desk.lock:
                    _recheck_release(desk, letter, facts.subject, fact.statement, today)


def _recheck_release(desk: Desk, letter: Letter, subject: str, statement: str, today: date) -> None:
    # It may have been signed on an earlier day, at a desk that was offline.
    signed = parse_json_object(letter.statement)
    told = {name: signed[name] for name in signed if name != "signature"}
    in_log = desk.book.replayed_from_log(subject)
    for case in (in_log, desk.book.replayed_without(subject, letter.facts)):
        cleared = ask_the_door(desk, Located(subject=subject, case=case, statement=statement), today)
        if told != cleared.content | {"confirmed_on": signed["confirmed_on"]}:
            raise Refused("The statement is not the one that was approved.", advice=_SUBJECT_ADVICE)


def to_review(desk: Desk) -> list[Located]:
    """Drafts that wait for a second officer, in all cases this officer has access to."""
    return _drafts_in(desk, StatementState.DRAFTED)


def to_release(desk: Desk) -> list[Located]:
    """Approved drafts and confirmed proposals that are not out yet."""
    with desk.lock:
        documents = desk.book.documents()
        confirmed = [
            Located(subject=DOCUMENTS, case=documents, statement=name)
            for name, fact in documents.documents.facts.items()
            if fact.stands and fact.release is None
        ]
    return [*_drafts_in(desk, StatementState.APPROVED), *confirmed]


def _drafts_in(desk: Desk, state: StatementState) -> list[Located]:
    with desk.lock:
        return [
            Located(subject=case_subject(case), case=desk.book.case(case), statement=name)
            for case in desk.book.case_ids()
            for name, draft in desk.book.case(case).statements.items()
            if draft.state is state
        ]


def _draft_to_decide(desk: Desk, place: Located) -> Draft:
    draft = place.draft
    if draft is None:
        raise Refused("This statement needs no second officer.", advice=_SUBJECT_ADVICE)
    if draft.draft.by == desk.officer.id:
        raise OwnApproval("You drafted this statement, so you cannot decide on it.")
    if draft.state is not StatementState.DRAFTED:
        raise Refused(f"This statement is {draft.state.value} already.", advice=_SUBJECT_ADVICE)
    return draft


def items_from(rows: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """A form's rows, one a person, as the items of a draft and the persons left out.

    A row has `person`, `level` (or “out”), `basis`, `consent` and `shown_as`.
    """
    items, left_out = [], []
    for row in rows:
        if row["level"] == "out":
            left_out.append(str(row["person"]))
            continue
        items.append(
            {
                "person": row["person"],
                "level": row["level"],
                "basis": row["basis"],
                "shown_as": row.get("shown_as") or "",
                "consent": row.get("consent") or None,
                "publication": row.get("publication"),
            }
        )
    return items, left_out
