"""What an officer does with evidence. Each step is a fact; originals stay sealed, only copies are made."""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from unhindered.core.casework.codec import to_json
from unhindered.core.casework.custody_facts import (
    CustodyRecorded,
    EvidenceReceived,
    RedactedRegion,
    SealedFile,
)
from unhindered.core.casework.custody_terms import CustodyStep, EvidenceOrigin
from unhindered.core.casework.evidence import Item
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.redaction import require_regions
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.source_word import refuse_what_a_source_took_back
from unhindered.core.correspondence.parts import AttachmentReference
from unhindered.core.errors import Refused, UnhinderedError
from unhindered.desk.actions.attachments import DiffersFromDevice, save_attachment
from unhindered.desk.actions.audit import note_opened
from unhindered.desk.actions.decisions import words_for_case
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import What
from unhindered.desk.evidence.items import (
    ORIGINAL,
    FileOfItem,
    file_of,
    in_memory,
    require_not_too_large,
    sha256_of,
    write_file,
)
from unhindered.desk.evidence.redacting import redacted_copy
from unhindered.desk.evidence.sealed_files import record_with_parts, sealed
from unhindered.desk.evidence.viewer import Shown, kind_of_file
from unhindered.desk.sandbox.kinds import HEAD_BYTES, FileKind, kind_of
from unhindered.desk.sandbox.room import memory_file


def attachments_of_case(desk: Desk, case: str) -> list[tuple[str, AttachmentReference]]:
    """Every attachment of the reports of a case and of their sources' messages, with its report."""
    held = [desk.book.reports[name] for name in desk.book.case(case).reports if name in desk.book.reports]
    return [
        (report.id, reference)
        for report in held
        for reference in (
            *report.report.attachments,
            *(item for message in desk.book.messages(report) for item in message.letter.attachments),
        )
    ]


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What taking in attachments gave: new items, those that differ, and why some could not be opened."""

    items: tuple[str, ...]
    differing: int
    left: tuple[str, ...]


def not_taken_in(desk: Desk, case: str) -> list[tuple[int, str, AttachmentReference]]:
    """The attachments of the case's reports that are no item yet: number from 1, report, reference."""
    items = desk.book.case(case).evidence.items.values()
    received = (step.fact for item in items for step in item.chain)
    taken = {fact.attachment for fact in received if isinstance(fact, EvidenceReceived)}
    numbered = enumerate(attachments_of_case(desk, case), start=1)
    return [(number, report, item) for number, (report, item) in numbered if item.body.hex() not in taken]


def take_in_attachments(desk: Desk, case: str, today: date) -> TakenIn:
    """Open each attachment of the case's reports that is no item yet, and record what it is.

    One that cannot be opened now does not keep the others from being taken in.
    """
    facts: list[EvidenceReceived] = []
    left: list[str] = []
    for number, report, reference in not_taken_in(desk, case):
        try:
            facts.append(_received(desk, number, report, reference, today))
        except UnhinderedError as err:
            left.append(f"Attachment {number}: {err}")
    if facts:
        record_in_case(desk, case, facts)
    return TakenIn(
        items=tuple(fact.evidence for fact in facts),
        differing=sum(fact.evidence != fact.device_sha256 for fact in facts),
        left=tuple(left),
    )


def add_by_hand(desk: Desk, case: str, content: bytes, values: Mapping[str, Any], today: date) -> str:
    """Seal a file into the case: a scan, a recording; returns its hash.

    `values` are label, origin and received_from.

    Raises:
        Refused: it is empty or too large, a field is empty, or no such case.
    """
    with desk.lock:
        keys = desk.case_keys(case)
        evidence = hashlib.sha256(content).hexdigest()
        known = desk.book.case(case).evidence.items.get(evidence)
        file, parts = (known.received.sealed, []) if known else sealed(desk, keys, content)
        kind = kind_of(content[:HEAD_BYTES], content[-HEAD_BYTES:])
        fields = {
            "evidence": evidence,
            "size": len(content),
            "medium": kind.medium.value,
            "sealed": None if file is None else to_json(file),
        }
        fact = new_fact(desk, "EvidenceReceived", {**values, **fields}, today)
        record_with_parts(desk, keys, [fact], parts)
    return evidence


def open_item(desk: Desk, case: str, item: str, *, reason: str, today: date, file: str = ORIGINAL) -> None:
    """Record that this officer looks at an item, and with what; from then on its pages are shown today.

    Raises:
        NoSandbox: there is none.
        Refused: no such item, or no reason.
    """
    found = file_of(desk, case, item, file)
    with in_memory(desk, found) as opened:
        tool, version = _tool_for(desk, kind_of_file(opened))
    fact = _custody(desk, found, CustodyStep.OPENED, reason, today, tool=(tool, version), copy=found.file)
    record_with_parts(desk, found.keys, [fact], ())
    _note_for_owners(desk, found.item, today)


def page_of(desk: Desk, case: str, item: str, number: int, *, today: date, file: str = ORIGINAL) -> Shown:
    """One page of an item or of a copy as pixels.

    Raises:
        NotOpenedToday: this officer has not recorded today that it is opened.
        NoSandbox: there is none.
        Refused: no such item or page, or it cannot be shown.
    """
    found = file_of(desk, case, item, file)
    if not was_opened(desk, found.item, today):
        raise NotOpenedToday("First say why you look at it.", advice="It is recorded, with your name.")
    return desk.viewer.page(found.sha256, number, lambda: in_memory(desk, found))


class NotOpenedToday(Refused):
    """Nobody looks at evidence without a trace."""


def clean(desk: Desk, case: str, item: str, *, reason: str, today: date) -> str:
    """Make a copy without hidden data (mat2, in the sandbox); returns its hash. The original stays.

    Raises:
        NoSandbox: there is none.
        Refused: mat2 does not clean this kind, changes nothing, or the copy cannot be opened any more.
    """
    found = file_of(desk, case, item)
    sandbox = desk.viewer.sandbox
    version = sandbox.tools().mat2
    with in_memory(desk, found) as opened:
        kind = kind_of_file(opened)
        content = sandbox.cleaned(opened, kind)
    if hashlib.sha256(content).hexdigest() == found.item.id:
        raise Refused("mat2 finds nothing to take out of this file.", advice="No copy was made.")
    if kind.way:
        # A copy that nobody can open is none.
        with memory_file(content) as copy:
            list(sandbox.pages(copy, kind, first=1, last=1))
    file, parts = sealed(desk, found.keys, content)
    fact = _custody(desk, found, CustodyStep.CLEANED, reason, today, tool=("mat2", version), copy=file)
    record_with_parts(desk, found.keys, [fact], parts)
    return file.sha256


def redact(
    desk: Desk, case: str, item: str, regions: Sequence[RedactedRegion], today: date, *, pages: str = ""
) -> str:
    """Make a copy of pixels in which these regions are black; returns its hash. The original stays.

    `pages` is a range such as 3-7, empty for all; other pages are not in the copy.

    Raises:
        NoSandbox: there is none.
        Refused: no region, one on a page that is not copied, or the copy still shows something.
    """
    require_regions(regions)
    found = file_of(desk, case, item)
    content = redacted_copy(desk, found, regions, pages)
    file, parts = sealed(desk, found.keys, content)
    fact = new_fact(
        desk,
        "RedactionMade",
        {
            "redaction": new_id(),
            "evidence": found.item.id,
            "regions": [to_json(region) for region in regions],
            "copy": to_json(file),
            "tool": "pypdfium2, redrawn from pixels",
            "tool_version": desk.viewer.sandbox.tools().pypdfium2,
        },
        today,
    )
    record_with_parts(desk, found.keys, [fact], parts)
    return file.sha256


def export_file(
    desk: Desk, case: str, item: str, *, reason: str, today: date, target: BinaryIO, file: str = ORIGINAL
) -> None:
    """Record that a file leaves the desk for this machine, then write it to `target`.

    Raises:
        NotRecordedYet: a source took something back, and no officer has recorded it.
        TakenBack: the source of the report that it came with withdrew that report.
        Refused: no such item, no reason, or the file is not whole.
    """
    found = file_of(desk, case, item, file)
    _refuse_what_was_taken_back(desk, case, found.item)
    # Made before anything is written: without a reason nothing leaves.
    fact = _custody(desk, found, CustodyStep.EXPORTED, reason, today, copy=found.file)
    write_file(desk, found, target)
    record_with_parts(desk, found.keys, [fact], ())
    _note_for_owners(desk, found.item, today)


class TakenBack(Refused):
    """What a source withdrew leaves no desk in clear."""

    advice = (
        "It stays sealed in the case. Tell an owner what it is needed for; it can leave once the source "
        "agrees again and that is recorded."
    )


def _refuse_what_was_taken_back(desk: Desk, case: str, item: Item) -> None:
    with desk.lock:
        opened = desk.book.case(case)
        refuse_what_a_source_took_back(opened, words_for_case(desk, opened))
    last = {fact.report: fact for _, fact in opened.record.of(SourceDecided)}
    received = [step.fact for step in item.chain if isinstance(step.fact, EvidenceReceived)]
    came_with = {fact.report for fact in (item.received, *received) if fact.report is not None}
    if any(report in last and last[report].withdraws for report in came_with):
        raise TakenBack("The source withdrew the report that this came with.")


def _note_for_owners(desk: Desk, item: Item, today: date) -> None:
    """Under what the log has it by: the hash of its content would tell owners without the case what it is."""
    received = item.received
    name = received.attachment or (received.sealed.parts[0] if received.sealed else "")
    note_opened(desk, What.ATTACHMENT, name, today)


def _received(
    desk: Desk, number: int, report: str, reference: AttachmentReference, today: date
) -> EvidenceReceived:
    """The fact that takes in an attachment, opened in memory to see what it is."""
    require_not_too_large(reference.size)
    with memory_file(b"") as target:
        # One that differs is recorded as what it is: a conflict that nobody can overlook.
        with suppress(DiffersFromDevice):
            save_attachment(desk, reference, target)
        target.flush()
        kind, found = kind_of_file(target), sha256_of(target)
        size = target.seek(0, 2)
    values = {
        "evidence": found,
        "size": size,
        "medium": kind.medium.value,
        "origin": EvidenceOrigin.REPORT_ATTACHMENT.value,
        "label": f"Attachment {number}",
        "report": report,
        "attachment": reference.body.hex(),
        "device_sha256": reference.sha256.hex(),
    }
    fact = new_fact(desk, "EvidenceReceived", values, today)
    if not isinstance(fact, EvidenceReceived):
        raise TypeError(type(fact))
    return fact


def was_opened(desk: Desk, item: Item, today: date) -> bool:
    """Whether this officer recorded today that the item is opened."""
    return any(
        isinstance(step.fact, CustodyRecorded)
        and step.fact.step is CustodyStep.OPENED
        and (step.author, step.fact.on) == (desk.officer.id, today)
        for step in item.chain
    )


def _tool_for(desk: Desk, kind: FileKind) -> tuple[str, str]:
    tools = desk.viewer.sandbox.tools()
    known = {
        "pdf": ("pypdfium2", tools.pypdfium2),
        "image": ("GdkPixbuf", tools.gdk_pixbuf),
        "office": ("LibreOffice", tools.libreoffice),
    }
    return known.get(kind.way, ("", ""))


def _custody(
    desk: Desk,
    found: FileOfItem,
    step: CustodyStep,
    reason: str,
    today: date,
    *,
    tool: tuple[str, str] = ("", ""),
    copy: SealedFile | None = None,
) -> Fact:
    values = {
        "evidence": found.item.id,
        "step": step.value,
        "reason": reason,
        "tool": tool[0],
        "tool_version": tool[1],
        "copy": None if copy is None else to_json(copy),
    }
    return new_fact(desk, "CustodyRecorded", values, today)
