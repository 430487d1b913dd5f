"""What leaves for named recipients: on its way out, out, and asked back where a consent ended since."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.consent import Consents
from unhindered.core.casework.consent_facts import ConsentWithdrawn
from unhindered.core.casework.exit_facts import (
    NamesExplained,
    RecallAsked,
    RecallEnded,
    SendingApproved,
    SendingDrafted,
    SendingReturned,
    Sent,
    are_names_explained,
)
from unhindered.core.casework.facts import fact_to_json
from unhindered.core.casework.record import Record
from unhindered.core.casework.sending import Sending
from unhindered.core.casework.statement_facts import StatementDrafted


class SendingState(StrEnum):
    """Where a sending stands. Blocked: a consent that it rests on was withdrawn."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    RETURNED = "returned"
    BLOCKED = "blocked"
    SENT = "sent"


@dataclass(frozen=True, kw_only=True)
class DraftedSending:
    """A sending put before a second officer, with what was decided.

    `draft_sha256` is what was read, `approved_at` where in the log the approval stands, -1 without one.
    """

    draft: SendingDrafted
    draft_sha256: str
    approval: SendingApproved | None
    approved_at: int
    returns: tuple[SendingReturned, ...]
    sent: Sent | None
    withdrawn: tuple[str, ...]
    names_explained: bool

    @property
    def content(self) -> Sending:
        """What is to leave."""
        return self.draft.content

    @property
    def state(self) -> SendingState:
        """Where it stands; of an approval and a return, or a withdrawal, the careful one counts."""
        steps = (
            (self.sent, SendingState.SENT),
            (self.withdrawn, SendingState.BLOCKED),
            (self.returns, SendingState.RETURNED),
            (self.approval, SendingState.APPROVED),
        )
        return next((state for happened, state in steps if happened), SendingState.DRAFTED)


@dataclass(frozen=True, kw_only=True)
class SendingRecall:
    """What left although, since then, `consent` was withdrawn: who has it, and what became of asking."""

    sent: Sent
    consent: str
    asked: tuple[RecallAsked, ...]
    ended: RecallEnded | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has recorded yet how it ended."""
        return self.ended is None


@dataclass(frozen=True, kw_only=True)
class Sendings:
    """Drafts by id, all that left in the order of the log, every recall, and what does not fit."""

    drafts: Mapping[str, DraftedSending]
    sent: tuple[Sent, ...]
    recalls: tuple[SendingRecall, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def open_recalls(self) -> tuple[SendingRecall, ...]:
        """The recalls whose end nobody has recorded."""
        return tuple(recall for recall in self.recalls if recall.is_open)

    @property
    def awaiting_second_officer(self) -> tuple[DraftedSending, ...]:
        """Drafts that a second officer has to decide on."""
        return tuple(draft for draft in self.drafts.values() if draft.state is SendingState.DRAFTED)

    @property
    def blocked(self) -> tuple[DraftedSending, ...]:
        """Drafts that cannot leave any more, since a consent that they rest on was withdrawn."""
        return tuple(draft for draft in self.drafts.values() if draft.state is SendingState.BLOCKED)

    def resting_on(self, consent: str) -> tuple[Sent, ...]:
        """What has left on the ground of a consent."""
        return tuple(sent for sent in self.sent if consent in consents_in_sent(sent))


def sending_sha256(draft: SendingDrafted) -> str:
    """The hash by which an approval names what was read."""
    return hashlib.sha256(canonical_json(fact_to_json(draft))).hexdigest()


def consents_in_sent(sent: Sent) -> tuple[str, ...]:
    """The consents that something which left rested on, each once."""
    return tuple(dict.fromkeys(item.consent for item in sent.items if item.consent is not None))


def sendings_of(record: Record, consents: Consents) -> Sendings:
    """All sendings of this case; the first draft under an id is the one that counts."""
    drafted: dict[str, list[tuple[int, SendingDrafted]]] = {}
    for index, fact in record.of(SendingDrafted):
        drafted.setdefault(fact.sending, []).append((index, fact))
    drafts = {name: _draft(facts[0][1], record, consents) for name, facts in drafted.items()}
    conflicts = [
        Conflict(kind=ConflictKind.SAME_ID_TWICE, indexes=tuple(index for index, _ in facts))
        for facts in drafted.values()
        if len(facts) > 1
    ]
    conflicts += [*_badly_decided(drafts, record), *_badly_sent(drafts, record), *_unknown(drafts, record)]
    return Sendings(
        drafts=MappingProxyType(drafts),
        sent=tuple(sent for _, sent in record.of(Sent)),
        recalls=_recalls(record, consents),
        conflicts=tuple(conflicts),
    )


def _draft(draft: SendingDrafted, record: Record, consents: Consents) -> DraftedSending:
    sha256 = sending_sha256(draft)
    approvals = [
        (index, fact)
        for index, fact in record.of(SendingApproved)
        if fact.sending == draft.sending and fact.by != draft.by and fact.draft_sha256 == sha256
    ]
    return DraftedSending(
        draft=draft,
        draft_sha256=sha256,
        approval=approvals[0][1] if approvals else None,
        approved_at=approvals[0][0] if approvals else -1,
        returns=tuple(fact for _, fact in record.of(SendingReturned) if fact.sending == draft.sending),
        sent=next((fact for _, fact in record.of(Sent) if fact.sending == draft.sending), None),
        withdrawn=tuple(name for name in draft.content.consents if name in consents.withdrawn),
        names_explained=are_names_explained(
            (fact for _, fact in record.of(NamesExplained)), draft=draft.sending, sha256=sha256, by=draft.by
        ),
    )


def _recalls(record: Record, consents: Consents) -> tuple[SendingRecall, ...]:
    asked = [fact for _, fact in record.of(RecallAsked)]
    ended = {(fact.sending, fact.consent): fact for _, fact in record.of(RecallEnded)}
    touched = dict.fromkeys(
        (sent.sending, consent)
        for _, sent in record.of(Sent)
        for consent in consents_in_sent(sent)
        if consent in consents.withdrawn
    )
    first = {sent.sending: sent for _, sent in reversed(list(record.of(Sent)))}
    return tuple(
        SendingRecall(
            sent=first[sending],
            consent=consent,
            asked=tuple(fact for fact in asked if (fact.sending, fact.consent) == (sending, consent)),
            ended=ended.get((sending, consent)),
        )
        for sending, consent in touched
    )


def _badly_decided(drafts: Mapping[str, DraftedSending], record: Record) -> list[Conflict]:
    kind = ConflictKind
    found: list[tuple[ConflictKind, int]] = []
    for index, fact in record.of(SendingApproved):
        draft = drafts.get(fact.sending)
        if draft is None:
            continue
        if fact.by == draft.draft.by:
            found.append((kind.OWN_APPROVAL, index))
        elif fact.draft_sha256 != draft.draft_sha256:
            found.append((kind.OTHER_DRAFT_APPROVED, index))
        elif draft.returns:
            found.append((kind.APPROVED_AFTER_RETURN, index))
    return [Conflict(kind=kind, indexes=(index,)) for kind, index in found]


def _badly_sent(drafts: Mapping[str, DraftedSending], record: Record) -> list[Conflict]:
    ended = {fact.consent: index for index, fact in reversed(list(record.of(ConsentWithdrawn)))}
    approved: dict[str, int] = {}
    for index, fact in record.of(SendingApproved):
        draft = drafts.get(fact.sending)
        if draft is not None and draft.approval == fact:
            approved.setdefault(fact.sending, index)
    found: list[tuple[ConflictKind, int]] = []
    ids: set[str] = set()
    for index, sent in record.of(Sent):
        if any(ended.get(consent, index) < index for consent in consents_in_sent(sent)):
            found.append((ConflictKind.SENT_AFTER_WITHDRAWAL, index))
        if sent.sending in drafts and approved.get(sent.sending, index) >= index:
            found.append((ConflictKind.SENT_UNAPPROVED, index))
        if sent.sending in ids:
            found.append((ConflictKind.SENT_TWICE, index))
        ids.add(sent.sending)
    return [Conflict(kind=kind, indexes=(index,)) for kind, index in found]


def _unknown(drafts: Mapping[str, DraftedSending], record: Record) -> list[Conflict]:
    sent = {fact.sending for _, fact in record.of(Sent)}
    indexes = [index for index, fact in record.of(SendingApproved) if fact.sending not in drafts]
    indexes += [index for index, fact in record.of(SendingReturned) if fact.sending not in drafts]
    indexes += [index for index, fact in record.of(RecallAsked) if fact.sending not in sent]
    indexes += [index for index, fact in record.of(RecallEnded) if fact.sending not in sent]
    known = {*drafts, *(fact.statement for _, fact in record.of(StatementDrafted))}
    indexes += [index for index, fact in record.of(NamesExplained) if fact.draft not in known]
    return [Conflict(kind=ConflictKind.UNKNOWN_SENDING, indexes=(index,)) for index in indexes]
