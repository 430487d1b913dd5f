"""What was written at this desk and not yet acknowledged by the gate: kept in the docket, sent in order."""

import base64
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.facts import fact_from_json, fact_to_json
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.desk.entries.inner import DocumentText, Facts

ENTRIES, HELD_NOTE, STATEMENT, STATUS = "entries", "held-note", "statement", "status"
WATCH_ORDERS = "watch-orders"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Entries for the sealed log, and what is in them, which the desk shows before the log has them.

    `told` are the reports and messages whose held notes these entries are, `about` the report and the day of
    a status. `statement` is what goes into the public log before them. `taken_reports` are the bodies of
    reports that the officer took down.
    """

    entries: tuple[NewEntry, ...] = ()
    facts: tuple[Facts, ...] = ()
    case_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    documents: tuple[DocumentText, ...] = ()
    told: tuple[str, ...] = ()
    about: str = ""
    statement: bytes = b""
    taken_reports: tuple[bytes, ...] = ()

    def shuffled(self) -> "Letter":
        """The same, its entries in random order: what is what shall not show by its place."""
        entries = list(self.entries)
        secrets.SystemRandom().shuffle(entries)
        return replace(self, entries=tuple(entries))


# The number in the outbox and the request key: numbers come again, keys do not.
WaitingName = tuple[int, bytes]


@dataclass(frozen=True, kw_only=True)
class ShownLetter:
    """A letter that waits, as pages need it: without its entries, but for those that the watch is to read."""

    letter: Letter
    for_watch: tuple[NewEntry, ...]


def pack(letter: Letter) -> bytes:
    """The letter as the docket keeps it."""
    return canonical_json(
        {
            "entries": [_entry_to_json(entry) for entry in letter.entries],
            "facts": [
                {
                    "subject": facts.subject,
                    "facts": [fact_to_json(fact) for fact in facts.facts],
                    "nonce": facts.nonce,
                }
                for facts in letter.facts
            ],
            "case_secrets": [base64.b64encode(secret).decode() for secret in letter.case_secrets],
            "documents": [{"document": item.document, "text": item.text} for item in letter.documents],
            "told": list(letter.told),
            "about": letter.about,
            "statement": base64.b64encode(letter.statement).decode(),
            "taken_reports": [base64.b64encode(body).decode() for body in letter.taken_reports],
        }
    )


def unpack(content: bytes) -> Letter:
    """The letter that `pack` packed."""
    found = parse_json_object(content)
    return Letter(
        entries=tuple(_entry(item) for item in found["entries"]),
        facts=tuple(
            Facts(
                subject=item["subject"],
                facts=tuple(fact_from_json(fact) for fact in item["facts"]),
                nonce=item["nonce"],
            )
            for item in found["facts"]
        ),
        case_secrets=tuple(base64.b64decode(secret) for secret in found["case_secrets"]),
        documents=tuple(DocumentText(**item) for item in found["documents"]),
        told=tuple(found["told"]),
        about=found["about"],
        statement=base64.b64decode(found["statement"]),
        taken_reports=tuple(base64.b64decode(body) for body in found["taken_reports"]),
    )


def _entry_to_json(entry: NewEntry) -> dict[str, Any]:
    if not isinstance(entry.body, bytes):
        raise TypeError("Officers' entries are small and never stored apart.")
    parts = {"clear": entry.clear, "header": entry.header, "body": entry.body}
    return {"kind": int(entry.kind)} | {name: base64.b64encode(part).decode() for name, part in parts.items()}


def _entry(content: dict[str, Any]) -> NewEntry:
    clear, header, body = (base64.b64decode(content[name]) for name in ("clear", "header", "body"))
    return NewEntry(EntryKind(content["kind"]), clear, header, body)
