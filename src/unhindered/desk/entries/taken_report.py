"""A report that an officer took down, and the files brought along, as they stand inside officers' entries.

It has no envelope of a source and does not look like one: an officer signed it. Where the person was given a
receipt, the receipt's keys sign it too, so that no officer can put a report before another source's mailbox.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.codec import from_json, to_json
from unhindered.core.casework.interview_facts import ReportTaken
from unhindered.core.correspondence.fields import (
    LONG_TEXT,
    hex_field,
    object_field,
    read_content,
    require_fields,
    text_field,
)
from unhindered.core.correspondence.from_source import (
    ID_BYTES,
    Report,
    answers_from_json,
    more_from_json,
    more_to_json,
    questionnaire_field,
    require_signatures,
)
from unhindered.core.correspondence.parts import (
    SourcePublicKeys,
    attachment_to_json,
    attachments_field,
    keys_from_json,
    keys_to_json,
)
from unhindered.core.correspondence.signatures import signature_over
from unhindered.core.envelope.receipt import SourceKeys
from unhindered.core.errors import Refused

TAKEN_REPORT_NAME = "taken-report.json"
# The bytes of one file; its name stands in the report.
TAKEN_FILE_NAME = "taken-file"
SEALED_BY_OFFICER = "officer"
_KIND = "taken-report"
_LABEL = b"unhindered/taken-report/v1\n"
_FIELDS = (
    *("v", "kind", "id", "language", "keys", "answers", "attachments", "questionnaire", "more", "limits"),
    *("interview", "signatures"),
)
# The entry says who wrote it, and its body what the report is called.
_SAID_ELSEWHERE = frozenset({"by", "report"})


@dataclass(frozen=True, kw_only=True)
class TakenReport:
    """A report and how it was taken down; `name` is its id at the desk, the SHA-256 of the frame's body."""

    name: str
    report: Report
    taken: ReportTaken


def compose_taken_report(report: Report, interview: Mapping[str, Any], keys: SourceKeys | None) -> bytes:
    """The body of the frame; `interview` are the fields of `ReportTaken` but for `by` and `report`.

    `keys` are the private ones of the receipt that the person was given, those that the report names.
    """
    content: dict[str, Any] = {
        "v": 1,
        "kind": _KIND,
        "id": report.id.hex(),
        "language": report.language,
        "keys": None if report.keys is None else keys_to_json(report.keys),
        "answers": asdict(report.answers),
        "attachments": [attachment_to_json(item) for item in report.attachments],
        "questionnaire": report.questionnaire,
        "more": more_to_json(report.more),
        "limits": report.limits,
        "interview": dict(interview),
    }
    return canonical_json(content | {"signatures": None if keys is None else _signatures(content, keys)})


def read_taken_report(body: bytes, author: str) -> TakenReport:
    """The report in a frame's body, in an entry that this officer signed.

    Raises:
        Refused: it is not one as docs/formats/officer-entry.md has it, or its keys did not sign it.
    """
    content = read_content(body, [_KIND])
    require_fields(content, _FIELDS)
    name, keys = hashlib.sha256(body).hexdigest(), _keys(content)
    interview = object_field(content, "interview")
    taken = from_json(ReportTaken, interview | {"by": author, "report": name})
    if taken.has_receipt is (keys is None):
        raise Refused("This report says of a receipt what its keys do not.")
    report = Report(
        id=hex_field(content, "id", length=ID_BYTES),
        # Sealed for no notice: no gate was between.
        notice=b"",
        language=text_field(content, "language", limit=35),
        keys=keys,
        answers=answers_from_json(object_field(content, "answers")),
        attachments=attachments_field(content),
        sealed_by=SEALED_BY_OFFICER,
        questionnaire=questionnaire_field(content),
        more=more_from_json(object_field(content, "more")),
        limits=text_field(content, "limits", limit=LONG_TEXT),
    )
    return TakenReport(name=name, report=report, taken=taken)


def interview_to_json(taken: ReportTaken) -> dict[str, Any]:
    """What stands in the frame of how a report was taken down."""
    return {name: value for name, value in to_json(taken).items() if name not in _SAID_ELSEWHERE}


def _signatures(content: Mapping[str, Any], keys: SourceKeys) -> dict[str, str]:
    return {
        "mailbox": signature_over(_LABEL, dict(content), keys.mailbox_seed),
        "signing": signature_over(_LABEL, dict(content), keys.signing_seed),
    }


def _keys(content: dict[str, Any]) -> SourcePublicKeys | None:
    if content["keys"] is None and content["signatures"] is None:
        return None
    keys = keys_from_json(object_field(content, "keys"))
    require_signatures(_LABEL, content, {"mailbox": keys.mailbox, "signing": keys.signing})
    return keys
