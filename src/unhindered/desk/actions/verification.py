"""Verification at the desk: grade informations, judge elements, review, settle; and what pages show of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case, replay
from unhindered.core.casework.dates_in_words import day_in_words
from unhindered.core.casework.event_facts import EventRecorded
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.verification import Judgement
from unhindered.core.casework.verification_facts import ElementJudged, InformationGraded
from unhindered.core.casework.verification_terms import (
    Element,
    Finding,
    JudgementStage,
    ReviewDecision,
)
from unhindered.core.errors import Refused
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.actions.telling import act_type, person_label
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk

# After everything that the log or the outbox can hold.
_NEXT = 2**62


class HadAHandInIt(Refused):
    """An officer may not decide on what rests on the own entries."""

    advice = "Ask an officer with access to the case who recorded, graded and judged none of it."


class TooFewSources(Refused):
    """A judgement claims more than its sources carry."""

    advice = (
        "Grade the accounts first: those that are not graded, not believed, or hearsay of nobody knows whom "
        "do not count. Or say why fewer sources are enough."
    )


@dataclass(frozen=True, kw_only=True)
class InformationView:
    """One account with its grade; `source` is how officers call who says so."""

    id: str
    source: str
    is_firsthand: bool | None
    is_rumour: bool
    account: str
    tells_of: tuple[str, ...]
    grade: InformationGraded | None


@dataclass(frozen=True, kw_only=True)
class ElementView:
    """One element of an act or event: what counts now, and the judgement that it follows from."""

    element: Element
    finding: Finding
    judgement: Judgement


@dataclass(frozen=True, kw_only=True)
class MatterView:
    """An act or event with what was judged of it, and how many accounts tell of it."""

    id: str
    title: str
    when: str
    elements: tuple[ElementView, ...]
    accounts: int


@dataclass(frozen=True, kw_only=True)
class VerificationView:
    """Everything the verification page of a case shows."""

    matters: tuple[MatterView, ...]
    informations: tuple[InformationView, ...]


@dataclass(frozen=True, kw_only=True)
class JudgementView:
    """A judgement with the accounts for and against it, and what this officer may do about it."""

    id: str
    case: str
    title: str
    judgement: Judgement
    officer: str
    supporting: tuple[InformationView, ...]
    contradicting: tuple[InformationView, ...]
    may_review: bool
    may_settle: bool


def grade(desk: Desk, case: str, information: str, values: Mapping[str, Any], today: date) -> None:
    """Grade the source of an information and, apart from it, what it says.

    Raises:
        Refused: no such case or information, or a field cannot hold what was given.
    """
    with desk.lock:
        known = one_of(information, desk.book.case(case).origins.informations, "information")
        fact = new_fact(desk, "InformationGraded", {"information": known, **values}, today)
        record_in_case(desk, case, [fact])


def judge(desk: Desk, case: str, about: str, values: Mapping[str, Any], today: date) -> str:
    """Judge one element of an act or event; returns the judgement's id.

    Raises:
        HadAHandInIt: this officer has reviewed what is judged.
        Refused: no such case, act, event or information, or a field cannot hold what was given.
    """
    judgement = new_id()
    with desk.lock:
        opened = desk.book.case(case)
        known = one_of(about, _matters(opened), "act or event")
        for information in (*values.get("supported_by", ()), *values.get("contradicted_by", ())):
            one_of(information, opened.origins.informations, "information")
        _refuse_reviewers(desk, opened, known)
        fact = new_fact(desk, "ElementJudged", {"judgement": judgement, "about": known, **values}, today)
        _refuse_what_carries_nothing(desk, opened, fact)
        record_in_case(desk, case, [fact])
    return judgement


def review(
    desk: Desk, judgement: str, *, decision: str, comment: str, today: date, sha256: str | None = None
) -> str:
    """Decide on just the judgement that was read; returns the case's id.

    Raises:
        HadAHandInIt: this officer recorded, graded or judged something that it rests on.
        Refused: no such judgement, it changed, or nothing is said.
    """
    with desk.lock:
        case_id, found = locate(desk, judgement)
        _require_read(found, sha256)
        if decision == ReviewDecision.AGREED and found.lacks_sources:
            raise TooFewSources(
                "This claims more than its sources carry, so nobody can agree to it yet.",
                advice="Ask for more: say what is missing, and it is judged anew.",
            )
        if not _may_review(desk, found):
            raise HadAHandInIt("You had a hand in what this judgement rests on, so you cannot review it.")
        _record_decision(desk, case_id, found, "JudgementReviewed", today, decision=decision, comment=comment)
    return case_id


def settle(
    desk: Desk, judgement: str, *, stands: bool, comment: str, today: date, sha256: str | None = None
) -> str:
    """Settle a disagreement between who judged and who reviewed; returns the case's id.

    Raises:
        HadAHandInIt: this officer took part in it.
        Refused: no such judgement, nobody disagreed, or an owner can settle it and this officer is none.
    """
    with desk.lock:
        case_id, found = locate(desk, judgement)
        _require_read(found, sha256)
        if found.stage is not JudgementStage.DISPUTED:
            raise Refused("Nobody disagrees on this judgement.", advice="Only a disagreement is settled.")
        if desk.officer.id in found.apart:
            raise HadAHandInIt("You took part in this disagreement, so you cannot settle it.")
        if not _may_settle(desk, found):
            raise Refused("An owner of the desk settles disagreements.", advice="Tell the owner of this one.")
        _record_decision(desk, case_id, found, "DisagreementSettled", today, stands=stands, comment=comment)
    return case_id


def locate(desk: Desk, judgement: str) -> tuple[str, Judgement]:
    """A judgement of any case this officer has access to, with the case's id.

    Raises:
        Refused: none, or several, begin with these letters.
    """
    with desk.lock:
        found = {
            name: (case_id, judged)
            for case_id in desk.book.case_ids()
            for name, judged in desk.book.case(case_id).verification.judgements.items()
        }
    return found[one_of(judgement, found, "judgement")]


def verification_view(desk: Desk, case: str) -> VerificationView:
    """What is established in a case, and what is not.

    Raises:
        Refused: no such case here.
    """
    with desk.lock:
        opened = desk.book.case(case)
        informations = _informations(desk, opened)
        matters = tuple(
            MatterView(
                id=name,
                title=title_of(opened, name),
                when=_when(matter),
                elements=_elements(opened, name),
                accounts=sum(name in item.tells_of for item in informations),
            )
            for name, matter in _matters(opened).items()
        )
    return VerificationView(matters=matters, informations=informations)


def judgement_view(desk: Desk, judgement: str) -> JudgementView:
    """One judgement, for whoever reads or decides on it.

    Raises:
        Refused: no such judgement here.
    """
    with desk.lock:
        case_id, found = locate(desk, judgement)
        case = desk.book.case(case_id)
        known = {item.id: item for item in _informations(desk, case)}
        fact = found.judgement
        return JudgementView(
            id=fact.judgement,
            case=case_id,
            title=title_of(case, fact.about),
            judgement=found,
            officer=desk.book.officer_name(fact.by),
            supporting=tuple(known[item] for item in fact.supported_by if item in known),
            contradicting=tuple(known[item] for item in fact.contradicted_by if item in known),
            may_review=_may_review(desk, found),
            may_settle=_may_settle(desk, found),
        )


def judgements_to_decide(desk: Desk) -> tuple[JudgementView, ...]:
    """What waits for this officer's review, and disagreements that this officer can settle."""
    with desk.lock:
        return tuple(judgement_view(desk, judged.judgement.judgement) for judged in _to_decide(desk))


def count_to_decide(desk: Desk) -> int:
    """How many those are; every page asks."""
    with desk.lock:
        return sum(1 for _ in _to_decide(desk))


def title_of(case: Case, about: str) -> str:
    """How officers call an act or event: what was done, and to whom, by label."""
    matter = _matters(case).get(about)
    if isinstance(matter, ActRecorded):
        to_whom = f", {person_label(case, matter.victim)}" if matter.victim else ""
        return f"{act_type(matter.type_of_act)}{to_whom}"
    return "Something that is not in the case" if matter is None else matter.event_title


def _matters(case: Case) -> dict[str, ActRecorded | EventRecorded]:
    found: dict[str, ActRecorded | EventRecorded] = {}
    for _, event in case.record.of(EventRecorded):
        found[event.event] = event
    for _, act in case.record.of(ActRecorded):
        found[act.act] = act
    return found


def _when(matter: ActRecorded | EventRecorded) -> str:
    return (matter.when if isinstance(matter, ActRecorded) else matter.initial_date) or ""


def _elements(case: Case, about: str) -> tuple[ElementView, ...]:
    judged = case.verification.of(about)
    return tuple(
        ElementView(element=element, finding=judged[element].finding, judgement=judged[element])
        for element in Element
        if element in judged
    )


def _informations(desk: Desk, case: Case) -> tuple[InformationView, ...]:
    return tuple(
        InformationView(
            id=name,
            source=_source(desk, case, fact),
            is_firsthand=fact.is_firsthand,
            is_rumour=case.origins.is_rumour(name),
            account=fact.account,
            tells_of=fact.tells_of,
            grade=case.verification.grades.get(name),
        )
        for name, fact in case.origins.informations.items()
    )


def _source(desk: Desk, case: Case, fact: InformationRecorded) -> str:
    """Who says so, in words that name nobody."""
    if fact.source is not None:
        return person_label(case, fact.source)
    report = desk.book.reports.get(fact.report or "")
    if report is not None:
        return f"Report of {day_in_words(report.day)}"
    return "A document" if fact.document or fact.report else "Somebody described in words"


def _to_decide(desk: Desk) -> Iterator[Judgement]:
    for case_id in desk.book.case_ids():
        known = desk.book.case(case_id).verification
        for judged in (*known.awaiting_review, *known.disputed):
            if _may_review(desk, judged) or _may_settle(desk, judged):
                yield judged


def _may_review(desk: Desk, judged: Judgement) -> bool:
    return judged.stage is JudgementStage.AWAITS_REVIEW and desk.officer.id not in judged.barred


def _may_settle(desk: Desk, judged: Judgement) -> bool:
    """An owner does; where every owner took part in it, any third officer."""
    if judged.stage is not JudgementStage.DISPUTED or desk.officer.id in judged.apart:
        return False
    roster = desk.book.roster
    owners = set() if roster is None else {item.card.id for item in roster.members if item.is_owner}
    return desk.officer.id in owners or owners <= judged.apart


def _refuse_reviewers(desk: Desk, case: Case, about: str) -> None:
    reviewed = any(
        item.by == desk.officer.id
        for judged in case.verification.judgements.values()
        if judged.judgement.about == about
        for item in judged.reviews
    )
    if reviewed:
        raise HadAHandInIt(
            "You have reviewed what was judged of this, so you cannot judge it yourself.",
            advice="Say in a review what is missing; another officer judges it anew.",
        )


def _refuse_what_carries_nothing(desk: Desk, case: Case, fact: Fact) -> None:
    """Judged as it would stand: what claims more than it carries is said before it is recorded."""
    if not isinstance(fact, ElementJudged):
        return
    if set(fact.supported_by) & set(fact.contradicted_by):
        raise Refused(
            "One account cannot both support and contradict the same.",
            advice="Tick each account once; if it says both, say so in your reasoning.",
        )
    place = Recorded(index=_NEXT, author=desk.officer.id, fact=fact)
    judged = replay([*case.record.facts, place]).verification.judgements[fact.judgement]
    if judged.lacks_sources:
        count = judged.independent
        raise TooFewSources(f"It rests on {count} independent graded source{'' if count == 1 else 's'}.")


def _require_read(judged: Judgement, sha256: str | None) -> None:
    if sha256 is not None and sha256 != judged.sha256:
        raise Refused("The judgement changed while you read it.", advice="Read it again.")


def _record_decision(desk: Desk, case: str, judged: Judgement, kind: str, today: date, **values: Any) -> None:
    about = {"judgement": judged.judgement.judgement, "judgement_sha256": judged.sha256}
    values["comment"] = values["comment"].strip()
    record_in_case(desk, case, [new_fact(desk, kind, about | values, today)])
