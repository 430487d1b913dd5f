"""What leaves the house for a named recipient: through the one door, and in the record before it goes."""

from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256

from unhindered.core.casework.codec import to_json
from unhindered.core.casework.exit_facts import RecallAnswer
from unhindered.core.casework.not_told import NotReady
from unhindered.core.casework.publication import ClearedSending, clear_sending
from unhindered.core.casework.sending import Sending
from unhindered.core.casework.sendings import DraftedSending, SendingRecall, SendingState
from unhindered.core.errors import Refused
from unhindered.desk.actions.decisions import words_for_case
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.actions.statements import OwnApproval, names_explained, names_of_others
from unhindered.desk.actions.told_by_sources import told_by_sources
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import case_subject

_LOOK = "Open what was sent from this case, and look at it again."


def clear(desk: Desk, case: str, sending: Sending, today: date) -> ClearedSending:
    """What the door makes of a sending today, with the names in every case that this desk can open.

    Raises:
        NotRecordedYet: a source took something back, and no officer has recorded it.
        NotReady, NoBasis, TellsTooMuch: the door says no.
        Refused: no such case.
    """
    with desk.lock:
        case_id = desk.case_keys(case).id
        opened = desk.book.case(case_id)
        cleared = clear_sending(
            opened,
            sending,
            names_elsewhere=names_of_others(desk, case_subject(case_id)),
            from_sources=words_for_case(desk, opened),
            told_by_sources=told_by_sources(desk, opened),
            on=today,
        )
        if cleared.second_officer_read is not None:
            _demand_approval_in_log(desk, case_id, cleared.second_officer_read)
    return cleared


def leave(
    desk: Desk,
    sendings: Mapping[str, Sending],
    compose: Callable[[Mapping[str, ClearedSending]], bytes],
    *,
    media_type: str,
    note: str = "",
    today: date,
) -> bytes:
    """The bytes that may leave: one file, out of one case or several, each with a sending of its own.

    The door clears every case, `compose` makes the bytes from what was cleared, and each case records that
    they left, before anybody has them. `note` holds no name. Case names are as the caller has them.

    Raises:
        Refused: as `clear`; nothing is composed or recorded then.
    """
    with desk.lock:
        cleared = {case: clear(desk, case, sending, today) for case, sending in sendings.items()}
        content = compose(cleared)
        for case, item in cleared.items():
            sent = item.record(
                sending=new_id(),
                by=desk.officer.id,
                sha256=sha256(content).hexdigest(),
                size=len(content),
                media_type=media_type,
                note=note,
            )
            record_in_case(desk, case, [sent])
    return content


def send_by_hand(
    desk: Desk, case: str, sending: Sending, today: date, *, copy: bytes = b"", media_type: str, note: str
) -> str:
    """Record a paper that an officer posts or hands over, before it goes; returns the hash of its copy.

    `copy` is a scan of the paper; without one, the texts of the sending stand for it. Raises as `clear`.
    """
    texts = "\n\n".join(sending.texts).encode()
    if not copy and not texts:
        raise Refused("Nothing shows what leaves.", advice="Give the text of the paper, or a scan of it.")
    content = leave(
        desk,
        {case: sending},
        lambda _: copy or texts,
        media_type=media_type if copy else "text/plain",
        note=note,
        today=today,
    )
    return sha256(content).hexdigest()


def draft_sending(desk: Desk, case: str, sending: Sending, today: date) -> str:
    """Put a sending before a second officer; returns its id. Raises Refused for no such case."""
    drafted = new_id()
    values = {"sending": drafted, "content": to_json(sending)}
    record_in_case(desk, case, [new_fact(desk, "SendingDrafted", values, today)])
    return drafted


def approve_sending(
    desk: Desk, case: str, sending: str, today: date, *, draft_sha256: str, names_mean: str = ""
) -> str:
    """Approve just the draft that was read, and say whom the names in it mean; returns its id.

    Raises:
        OwnApproval: the drafter is asking.
        Refused: no such draft, decided on already, or another text than the one that was read.
    """
    with desk.lock:
        draft = _draft_to_decide(desk, case, sending)
        if draft_sha256 != draft.draft_sha256:
            raise Refused("The draft changed while you read it.", advice="Read it again.")
        values = {"sending": draft.draft.sending, "draft_sha256": draft.draft_sha256}
        said = names_explained(desk, draft.draft.sending, draft.draft_sha256, names_mean, today)
        record_in_case(desk, case, [new_fact(desk, "SendingApproved", values, today), *said])
    return draft.draft.sending


def return_sending(desk: Desk, case: str, sending: str, comment: str, today: date) -> str:
    """Send a draft back, saying why; raises as `approve_sending`, and Refused where nothing is said."""
    with desk.lock:
        draft = _draft_to_decide(desk, case, sending)
        values = {"sending": draft.draft.sending, "comment": comment.strip()}
        record_in_case(desk, case, [new_fact(desk, "SendingReturned", values, today)])
    return draft.draft.sending


def ask_recall(
    desk: Desk, case: str, sending: str, consent: str, today: date, *, how: str, note: str = ""
) -> None:
    """Record that a recipient was asked to give back or destroy what a withdrawn consent covered.

    Raises:
        Refused: nothing has left that rests on that consent, or it was not withdrawn.
    """
    with desk.lock:
        recall = _recall(desk, case, sending, consent)
        values = {"sending": recall.sent.sending, "consent": recall.consent, "how": how, "note": note}
        record_in_case(desk, case, [new_fact(desk, "RecallAsked", values, today)])


def end_recall(
    desk: Desk,
    case: str,
    sending: str,
    consent: str,
    today: date,
    *,
    answer: RecallAnswer,
    note: str = "",
) -> None:
    """Record how a recall ended. Raises as `ask_recall`, and Refused where nobody was asked yet."""
    with desk.lock:
        recall = _recall(desk, case, sending, consent)
        if not recall.asked:
            raise Refused(
                "Nobody has recorded that this recipient was asked.",
                advice="Ask first, and record how; then record the answer.",
            )
        values = {"sending": recall.sent.sending, "consent": recall.consent, "answer": answer, "note": note}
        record_in_case(desk, case, [new_fact(desk, "RecallEnded", values, today)])


def _demand_approval_in_log(desk: Desk, case_id: str, draft: str) -> None:
    """An approval counts once it is in the log: what came before it there, such as a withdrawal, is known."""
    known = desk.book.replayed_from_log(case_subject(case_id)).sendings.drafts.get(draft)
    if known is None or known.state is not SendingState.APPROVED:
        raise NotReady("The approval has not reached the log yet.", advice="Sync, then try again.")


def _draft_to_decide(desk: Desk, case: str, sending: str) -> DraftedSending:
    drafts = desk.book.case(case).sendings.drafts
    draft = drafts[one_of(sending, drafts, "sending")]
    if draft.draft.by == desk.officer.id:
        raise OwnApproval("You drafted this sending, so you cannot decide on it.")
    if draft.state is not SendingState.DRAFTED:
        raise Refused(f"This sending is {draft.state.value} already.", advice=_LOOK)
    return draft


def _recall(desk: Desk, case: str, sending: str, consent: str) -> SendingRecall:
    recalls = desk.book.case(case).sendings.recalls
    wanted = one_of(sending, {recall.sent.sending for recall in recalls}, "sending to recall")
    found = [recall for recall in recalls if recall.sent.sending == wanted and recall.consent == consent]
    if not found:
        raise Refused("Nothing that left rests on this consent, or it was not withdrawn.", advice=_LOOK)
    return found[0]
