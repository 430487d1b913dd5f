"""Whether a sending may leave: everyone considered, every basis standing, its texts written for it."""

from collections.abc import Iterable
from datetime import date

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.basis import Leaving, NoBasis, demand_basis
from unhindered.core.casework.case import Case
from unhindered.core.casework.event_facts import InvolvementRecorded
from unhindered.core.casework.ever import changed_since
from unhindered.core.casework.names_elsewhere import NamesElsewhere, refuse_names_elsewhere
from unhindered.core.casework.not_told import (
    NotReady,
    demand_everybody_considered,
    refuse_names,
    refuse_what_may_not_be_told,
)
from unhindered.core.casework.own_words import refuse_words_of_the_case
from unhindered.core.casework.sending import PURPOSES_OF, Sending, SendingKind
from unhindered.core.casework.sendings import DraftedSending, SendingState
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.terms import (
    PUBLIC,
    SPEAKING,
    THEMSELVES,
    IdentityLevel,
    Purpose,
)
from unhindered.core.casework.withheld import refuse_withheld


def demand_sendable(
    case: Case, sending: Sending, elsewhere: NamesElsewhere, *, told_by_sources: Iterable[str], on: date
) -> DraftedSending | None:
    """The approved draft that this rests on; None where it needs no second officer and has none.

    Raises:
        NotReady: for everyone, of a kind that is not for this purpose, somebody not considered, without the
            second officer it needs, or one sent it back.
        NoRiskAssessment: it is an answer, and nobody assessed the risk of whoever gets it.
        NoBasis: somebody would be shown without a right to do so, or nobody agreed to anything.
        TellsTooMuch: a name, label, contact detail or the case's own text stands where it may not.
    """
    _demand_fitting(sending)
    if sending.kind is SendingKind.ANSWER:
        _demand_contact(case, sending.items[0].person, on)
    demand_everybody_considered(case, sending.items, sending.left_out)
    approved = _approved(case, sending)
    if sending.needs_second_officer and approved is None:
        raise NotReady(
            "This has to be approved by a second officer before it leaves.",
            advice="Put it before another officer of the case; it shows somebody accused or in a public "
            "role, or names somebody who cannot speak for themselves. If one approved just this, something "
            "in the case was undone or described anew since.",
        )
    leaving = Leaving(
        purpose=sending.purpose,
        recipient=sending.recipient,
        on=on,
        second_officer=approved is not None,
        sources=sending.sources,
    )
    for item in sending.items:
        demand_basis(item, case, leaving)
    if not any(item.basis in SPEAKING for item in sending.items):
        raise NoBasis("Nobody in this case agreed that anything of it goes there.")
    explained = approved is not None and approved.names_explained
    _refuse_telling_texts(case, sending, elsewhere, explained=explained)
    refuse_words_of_the_case(sending.texts, case, told_by_sources)
    refuse_withheld(
        sending.texts,
        case,
        [item.person for item in sending.items],
        purpose=sending.purpose,
        recipient=sending.recipient,
        on=on,
    )
    return approved


def _demand_fitting(sending: Sending) -> None:
    if sending.recipient == PUBLIC or sending.purpose is Purpose.PUBLICATION:
        raise NotReady(
            "What everyone may read leaves as a statement, not as a sending.",
            advice="Draft a statement for the public instead.",
        )
    if sending.purpose not in PURPOSES_OF[sending.kind]:
        raise NotReady("This kind of sending is not for this purpose.", advice="Choose another purpose.")
    if (sending.kind is SendingKind.ANSWER) != (sending.recipient == THEMSELVES):
        raise NotReady(
            "An answer about what we hold goes to the person themselves, and nothing else does.",
            advice=f"Give “{THEMSELVES}” as its recipient, and this recipient to nothing else.",
        )
    if sending.kind is SendingKind.ANSWER and len(sending.items) != 1:
        raise NotReady("An answer about what we hold is about the person who asked, and nobody else.")


def _demand_contact(case: Case, person: str, on: date) -> None:
    """An answer reaches somebody: the risk comes first, of each source who this may be."""
    own = {fact.report for _, fact in case.record.of(SourceDecided) if fact.person == person}
    for report in sorted(own) or case.reports or (None,):
        case.may_contact(on, report)


def _approved(case: Case, sending: Sending) -> DraftedSending | None:
    """The draft of just this that a second officer approved, and that has not left yet.

    None where the case changed since: what was read is not what would leave.

    Raises:
        NotReady: a second officer returned just this, and none approved it since under another id.
    """
    same = [draft for draft in case.sendings.drafts.values() if draft.content == sending]
    approved = [draft for draft in same if draft.state is SendingState.APPROVED]
    if not approved and any(draft.state is SendingState.RETURNED for draft in same):
        raise NotReady(
            "A second officer sent just this back.", advice="Change what the comment asks for, and ask again."
        )
    return next((draft for draft in approved if _is_as_read(case, sending, draft.approved_at)), None)


def _is_as_read(case: Case, sending: Sending, approved_at: int) -> bool:
    """Whether what a second officer read is still what leaves: the fields of an export are those of today."""
    if changed_since(case.record, [item.person for item in sending.items], approved_at):
        return False
    sources = frozenset(sending.sources)
    later = [item.fact for item in case.record.facts if item.index > approved_at]
    return not any(
        isinstance(fact, ActRecorded | InvolvementRecorded)
        and (sending.kind is SendingKind.EXPORT or getattr(fact, fact.id_field) in sources)
        for fact in later
    )


def _refuse_telling_texts(
    case: Case, sending: Sending, elsewhere: NamesElsewhere, *, explained: bool
) -> None:
    named = frozenset(item.person for item in sending.items if item.level is IdentityLevel.NAMED)
    agreed = case.people.words_of_names(named)
    publications = [item.publication for item in sending.items if item.publication is not None]
    cited = [text for source in publications for text in (source.title, source.publisher)]
    texts = [*sending.texts, *(item.shown_as for item in sending.items), *cited]
    for text in texts:
        refuse_what_may_not_be_told(text, case, named)
    for url in (source.url for source in publications):
        refuse_names(url, case, named)
        refuse_names_elsewhere(url, elsewhere, agreed, explained=explained)
    for text in texts:
        refuse_names_elsewhere(text, elsewhere, agreed, explained=explained)
