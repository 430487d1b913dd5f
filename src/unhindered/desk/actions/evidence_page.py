"""The evidence of a case as pages and commands show it: items, their chains, what lacks, what can be done."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.case import Case
from unhindered.core.casework.custody_facts import (
    CustodyRecorded,
    RedactionMade,
    TranscriptAdded,
    TranslationAdded,
)
from unhindered.core.casework.custody_terms import EvidenceOrigin, MadeBy, Medium
from unhindered.core.casework.evidence import Item
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.redaction import redacted_text
from unhindered.core.errors import Refused
from unhindered.desk.actions.evidence import not_taken_in, was_opened
from unhindered.desk.actions.telling import Told, told
from unhindered.desk.desk import Desk
from unhindered.desk.evidence.items import item_of
from unhindered.desk.evidence.sealed_files import parts_in_log
from unhindered.desk.sandbox.room import Tools

# Their pages are pixels; of the rest only that it is there is shown.
_SHOWN = frozenset({Medium.DOCUMENT, Medium.PICTURE})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step in the chain of custody; `copy` is the hash of what came of it."""

    day: date
    officer: str
    title: str
    copy: str
    lines: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class CopyView:
    """A copy of an item; `made` says how, `tool` with what."""

    sha256: str
    size: int
    made: str
    tool: str
    on: date


@dataclass(frozen=True, kw_only=True)
class TextView:
    """A transcript, or a translation of it; `redactions` are its texts without what was left out."""

    id: str
    kind: str
    language: str
    text: str
    written_by: MadeBy
    made_by: str
    checked_by: str
    redactions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One item of evidence; `fits_device` is None where no device named it."""

    id: str
    exhibit: str
    label: str
    medium: Medium
    origin: EvidenceOrigin
    size: int
    received_on: date
    received_by: str
    fits_device: bool | None
    device_sha256: str
    can_be_shown: bool
    was_opened_today: bool
    copies: tuple[CopyView, ...]
    texts: tuple[TextView, ...]
    chain: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceView:
    """All evidence of a case; `waiting` counts attachments that are no item yet.

    `unexplained` counts sealed parts of files that no fact accounts for. `no_sandbox` says why nothing can
    be shown, empty where it can.
    """

    items: tuple[ItemView, ...]
    waiting: int
    unexplained: int
    conflicts: tuple[str, ...]
    tools: Tools | None
    no_sandbox: str
    advice: str


def evidence_view(desk: Desk, case: str, today: date) -> EvidenceView:
    """The evidence of a case.

    Raises:
        Refused: this officer has access to no such case.
    """
    tools, problem = _tools(desk)
    with desk.lock:
        keys = desk.case_keys(case)
        opened = desk.book.case(case)
        evidence = opened.evidence
        return EvidenceView(
            items=tuple(_item(desk, opened, item, today) for item in evidence.items.values()),
            waiting=len(not_taken_in(desk, case)),
            unexplained=len(evidence.unexplained(parts_in_log(desk, keys))),
            conflicts=tuple(conflict.kind.value for conflict in evidence.conflicts),
            tools=tools,
            no_sandbox="" if problem is None else str(problem),
            advice="" if problem is None else problem.advice,
        )


def item_view(desk: Desk, case: str, item: str, today: date) -> ItemView:
    """One item.

    Raises:
        Refused: no such case or item.
    """
    with desk.lock:
        return _item(desk, desk.book.case(case), item_of(desk, case, item), today)


def exhibits_view(desk: Desk, case: str, today: date) -> tuple[ItemView, ...]:
    """The items that have an exhibit number, in the order of the numbers.

    Raises:
        Refused: no such case.
    """
    with desk.lock:
        opened = desk.book.case(case)
        return tuple(_item(desk, opened, item, today) for item in opened.evidence.exhibits)


def _item(desk: Desk, case: Case, item: Item, today: date) -> ItemView:
    received = item.received
    return ItemView(
        id=item.id,
        exhibit=item.exhibit.exhibit if item.exhibit else "",
        label=item.exhibit.label if item.exhibit else received.label,
        medium=received.medium,
        origin=received.origin,
        size=received.size,
        received_on=received.on,
        received_by=desk.book.officer_name(received.by),
        fits_device=item.fits_device,
        device_sha256=received.device_sha256 or "",
        can_be_shown=received.medium in _SHOWN,
        was_opened_today=was_opened(desk, item, today),
        copies=_copies(item),
        texts=_texts(item),
        chain=tuple(_step(desk, case, recorded) for recorded in item.chain),
    )


def _step(desk: Desk, case: Case, recorded: Recorded) -> Step:
    fact = recorded.fact
    title = (
        fact.step.value.replace("_", " ").capitalize() if isinstance(fact, CustodyRecorded) else fact.title
    )
    copy = fact.copy if isinstance(fact, CustodyRecorded | RedactionMade) else None
    lines = told(fact, case, desk.book.officer_name)
    unsaid = {"Item", "What was done", "Text"}
    return Step(
        day=fact.on,
        officer=desk.book.officer_name(recorded.author),
        title=title,
        copy=copy.sha256 if copy else "",
        lines=tuple(line for line in lines if line.label not in unsaid),
    )


def _copies(item: Item) -> tuple[CopyView, ...]:
    found: dict[str, CopyView] = {}
    for recorded in item.chain:
        fact = recorded.fact
        if isinstance(fact, CustodyRecorded | RedactionMade) and fact.copy is not None:
            made = fact.step.value if isinstance(fact, CustodyRecorded) else "redacted"
            view = CopyView(
                sha256=fact.copy.sha256,
                size=fact.copy.size,
                made=made,
                tool=f"{fact.tool} {fact.tool_version}".strip(),
                on=fact.on,
            )
            found.setdefault(fact.copy.sha256, view)
    return tuple(found.values())


def _texts(item: Item) -> tuple[TextView, ...]:
    return tuple(
        [_text(item, text, text.transcript, "transcript") for text in item.transcripts]
        + [_text(item, text, text.translation, "translation") for text in item.translations]
    )


def _text(item: Item, text: TranscriptAdded | TranslationAdded, text_id: str, kind: str) -> TextView:
    return TextView(
        id=text_id,
        kind=kind,
        language=text.language,
        text=text.text,
        written_by=text.written_by,
        made_by=text.made_by,
        checked_by=text.checked_by if isinstance(text, TranslationAdded) else "",
        redactions=tuple(
            redacted_text(text.text, made.spans) for made in item.redactions if made.of_text == text_id
        ),
    )


def _tools(desk: Desk) -> tuple[Tools | None, Refused | None]:
    try:
        return desk.viewer.sandbox.tools(), None
    except Refused as err:
        return None, err
