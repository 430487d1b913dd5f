"""What the overview of a case calls attention to: each in one sentence, with where it is dealt with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.consent import Standing
from unhindered.core.casework.contradictions import contradictions
from unhindered.desk.actions.consents import SOON
from unhindered.desk.actions.evidence import not_taken_in
from unhindered.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One matter; `tab` is the page of the case where it is dealt with."""

    text: str
    tab: str


def attention_to(desk: Desk, case: str, today: date) -> tuple[Attention, ...]:
    """What waits in a case beside its reports and statements, the gravest first."""
    with desk.lock:
        return tuple(Attention(text=text, tab=tab) for text, tab in _matters(desk, case, today))


def _matters(desk: Desk, case: str, today: date) -> Iterator[tuple[str, str]]:
    opened = desk.book.case(case)
    if opened.sendings.open_recalls:
        yield "Something has to be asked back: a consent that it rested on was withdrawn.", "sent"
    if opened.verification.disputed:
        yield (
            "A reviewer disagrees with a judgement: somebody who took no part has to settle it.",
            "verification",
        )
    if any(item.standing(today) is Standing.IN_DOUBT for item in opened.consents.by_id.values()):
        yield "A consent is in doubt, and counts for contact only.", "consents"
    if opened.consents.ending(today, within=SOON):
        yield "A consent ends within thirty days.", "consents"
    if not_taken_in(desk, case):
        yield "Files of the report are not among the evidence yet.", "evidence"
    if contradictions(opened, today):
        yield "Something in the record cannot all be as it stands.", "record"
