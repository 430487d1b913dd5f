"""Short ways to make sendings out of the fictional cases of `casework_examples`."""

from casework_examples import ANNA, BO, DAY, NOBODY_ELSEWHERE, an_id, item

from unhindered.core.casework.exit_facts import (
    RecallAnswer,
    RecallAsked,
    RecallEnded,
    SendingApproved,
    SendingDrafted,
    Sent,
    SentItem,
)
from unhindered.core.casework.publication import ClearedSending, clear_sending
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.sendings import sending_sha256
from unhindered.core.casework.terms import BasisKind, IdentityLevel, Purpose

COMMITTEE = "CAT-22"


def sending(**changes) -> Sending:
    fields = {
        "kind": SendingKind.SUBMISSION,
        "purpose": Purpose.UN_SUBMISSION,
        "recipient": COMMITTEE,
        "items": (item(),),
        "texts": ("A person who had spoken to a visiting body was threatened.",),
    }
    return Sending(**fields | changes)


def agreed_to_submission(**changes):
    """What a consent has to say for `sending()`."""
    return {"purpose": Purpose.UN_SUBMISSION, "recipient": COMMITTEE} | changes


def sending_drafted(number: int = 40, **changes) -> SendingDrafted:
    return SendingDrafted(**{"by": ANNA, "on": DAY, "sending": an_id(number), "content": sending()} | changes)


def sending_approved(draft: SendingDrafted, **changes) -> SendingApproved:
    fields = {"sending": draft.sending, "draft_sha256": sending_sha256(draft)}
    return SendingApproved(**{"by": BO, "on": DAY} | fields | changes)


def sent(number: int = 40, **changes) -> Sent:
    fields = {
        "sending": an_id(number),
        "kind": SendingKind.SUBMISSION,
        "purpose": Purpose.UN_SUBMISSION,
        "recipient": COMMITTEE,
        "sha256": "5e" * 32,
        "size": 900,
        "format": "application/pdf",
        "items": (
            SentItem(
                person=an_id(2),
                level=IdentityLevel.ANONYMOUS,
                basis=BasisKind.CONSENT,
                consent=an_id(3),
            ),
        ),
    }
    return Sent(**{"by": ANNA, "on": DAY} | fields | changes)


def recall_asked(number: int = 40, **changes) -> RecallAsked:
    fields = {"sending": an_id(number), "consent": an_id(3), "how": "letter"}
    return RecallAsked(**{"by": ANNA, "on": DAY} | fields | changes)


def recall_ended(number: int = 40, **changes) -> RecallEnded:
    fields = {"sending": an_id(number), "consent": an_id(3), "answer": RecallAnswer.DESTROYED}
    return RecallEnded(**{"by": ANNA, "on": DAY} | fields | changes)


def clear(
    case, what, *, elsewhere=NOBODY_ELSEWHERE, from_sources=(), told_by_sources=(), on=DAY
) -> ClearedSending:
    return clear_sending(
        case,
        what,
        names_elsewhere=elsewhere,
        from_sources=from_sources,
        told_by_sources=told_by_sources,
        on=on,
    )
