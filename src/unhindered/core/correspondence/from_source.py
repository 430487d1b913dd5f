"""What a source sends: the report first, messages later; each names the keys that answers are sealed to."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from unhindered.core.canonical_json import MAX_NUMBER, canonical_json
from unhindered.core.correspondence.fields import (
    ADVICE,
    LONG_TEXT,
    SHORT_TEXT,
    base64_field,
    choice_field,
    hex_field,
    number_field,
    object_field,
    read_content,
    require_fields,
    text_field,
)
from unhindered.core.correspondence.parts import (
    AttachmentReference,
    Choice,
    SourcePublicKeys,
    attachment_to_json,
    attachments_field,
    choices_field,
    choices_to_json,
    keys_from_json,
    keys_to_json,
)
from unhindered.core.correspondence.signatures import SIGNATURE_BYTES, require_signature, signature_over
from unhindered.core.errors import Refused

REPORT_NAME = "report.json"
MESSAGE_NAME = "message.json"
ID_BYTES = 16
_REPORT_LABEL = b"unhindered/report/v1\n"
_REPORT_FIELDS = (
    *("v", "kind", "id", "notice", "language", "keys", "answers", "attachments", "sealed_by"),
    *("questionnaire", "more", "consents", "limits", "work"),
    "signatures",
)
_LETTER_FIELDS = ("v", "kind", "id", "notice", "keys", "signature")
# Names of questions and of choices, as a questionnaire has them.
_QUESTION_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
_QUESTIONNAIRE = re.compile(r"([0-9a-f]{64})?", re.ASCII)
MAX_QUESTIONS = 500
MAX_CHOICES = 100

DANGER = ("yes", "no", "unsure")
CONTACT = ("mailbox", "other", "no")
SEALED_BY = ("device", "gate")

Answer = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The few questions an officer must have answered; empty text where the source left one out."""

    what: str
    when: str
    where: str
    state: str
    danger: str
    danger_who: str
    contact: str
    contact_how: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """The first thing a source sends. `sealed_by` tells whether the device or the gate's memory sealed it.

    `id` is random, so that a copy is known for one; `notice` is the id of the notice it is sealed for.
    `more` are answers by question of the questionnaire with the SHA-256 `questionnaire`: a text, or the
    choices that were ticked. `limits` says who must not get the report. `work` is counted by `work.py`.
    `keys` are None only where an officer took the report down without a receipt: no mailbox, no letters.
    """

    id: bytes
    notice: bytes
    language: str
    keys: SourcePublicKeys | None
    answers: Answers
    attachments: tuple[AttachmentReference, ...]
    sealed_by: str
    questionnaire: str = ""
    more: Mapping[str, Answer] = field(default_factory=dict, hash=False)
    consents: tuple[Choice, ...] = ()
    limits: str = ""
    work: int = 0


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a source writes later, signed by the receipt's signing key so that it belongs to that report."""

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    text: str
    attachments: tuple[AttachmentReference, ...]


def compose_report(report: Report, *, mailbox_seed: bytes, signing_seed: bytes) -> bytes:
    """The body of the frame `report.json`, signed by the keys it names, so that nobody can name another's."""
    if report.keys is None:
        raise ValueError("What a source sends names the keys that answers are sealed to.")
    content = {
        **head_to_json("report", report.id, report.notice, report.keys),
        "language": report.language,
        "answers": asdict(report.answers),
        "attachments": [attachment_to_json(item) for item in report.attachments],
        "sealed_by": report.sealed_by,
        "questionnaire": report.questionnaire,
        "more": more_to_json(report.more),
        "consents": choices_to_json(report.consents),
        "limits": report.limits,
        "work": report.work,
    }
    signatures = {
        "mailbox": signature_over(_REPORT_LABEL, content, mailbox_seed),
        "signing": signature_over(_REPORT_LABEL, content, signing_seed),
    }
    return canonical_json(content | {"signatures": signatures})


def read_report(body: bytes) -> Report:
    """The report in a frame's body, signed by both of the keys that it names.

    The caller still compares `notice` with what stands in clear beside the envelope, and looks for `id`.

    Raises:
        Refused: it is not a report as docs/formats/correspondence.md has it.
    """
    content = read_content(body, ["report"])
    require_fields(content, _REPORT_FIELDS)
    keys = keys_from_json(object_field(content, "keys"))
    require_signatures(_REPORT_LABEL, content, {"mailbox": keys.mailbox, "signing": keys.signing})
    return Report(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        language=text_field(content, "language", limit=35),
        keys=keys,
        answers=answers_from_json(object_field(content, "answers")),
        attachments=attachments_field(content),
        sealed_by=choice_field(content, "sealed_by", SEALED_BY),
        questionnaire=questionnaire_field(content),
        more=more_from_json(object_field(content, "more")),
        consents=choices_field(content, "consents"),
        limits=text_field(content, "limits", limit=LONG_TEXT),
        work=number_field(content, "work", limit=MAX_NUMBER),
    )


def compose_message(message: Message, signing_seed: bytes) -> bytes:
    """The body of the frame `message.json`, signed."""
    rest = {"text": message.text, "attachments": [attachment_to_json(item) for item in message.attachments]}
    head = head_to_json("message", message.id, message.notice, message.keys)
    return compose_letter(head | rest, signing_seed)


def read_message(body: bytes) -> Message:
    """The message in a frame's body, its signature checked against the signing key it names.

    The caller still has to find the report with just these keys: anyone can make keys.

    Raises:
        Refused: not a message, or the signature is not of the key it names.
    """
    content, keys = open_letter(body, "message", ("text", "attachments"))
    return Message(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        text=text_field(content, "text"),
        attachments=attachments_field(content),
    )


def head_to_json(kind: str, letter_id: bytes, notice: bytes, keys: SourcePublicKeys) -> dict[str, Any]:
    """What stands first in everything that a source sends."""
    return {
        "v": 1,
        "kind": kind,
        "id": letter_id.hex(),
        "notice": notice.hex(),
        "keys": keys_to_json(keys),
    }


def compose_letter(content: dict[str, Any], signing_seed: bytes) -> bytes:
    """The body of a frame of any kind but a report, signed by the receipt's signing key."""
    return canonical_json(
        content | {"signature": signature_over(label_of(content["kind"]), content, signing_seed)}
    )


def open_letter(body: bytes, kind: str, fields: tuple[str, ...]) -> tuple[dict[str, Any], SourcePublicKeys]:
    """The content of a letter with these fields of its own, and the keys it names: the signing one signed it.

    Raises:
        Refused: another kind, a field missing or unknown, or signed by another key.
    """
    content = read_content(body, [kind])
    require_fields(content, (*_LETTER_FIELDS, *fields))
    signature = base64_field(content, "signature", length=SIGNATURE_BYTES)
    keys = keys_from_json(object_field(content, "keys"))
    signed = {name: value for name, value in content.items() if name != "signature"}
    require_signature(label_of(kind), signed, signature, keys.signing)
    return content, keys


def require_signatures(label: bytes, content: dict[str, Any], keys: Mapping[str, bytes]) -> None:
    """Raise unless each of these keys signed the content, in the field `signatures`.

    Raises:
        Refused: one of them did not, or another one did too.
    """
    signatures = object_field(content, "signatures")
    require_fields(signatures, list(keys))
    signed = {name: value for name, value in content.items() if name != "signatures"}
    for name, key in keys.items():
        require_signature(label, signed, base64_field(signatures, name, length=SIGNATURE_BYTES), key)


def label_of(kind: str) -> bytes:
    """What is signed before the content of a letter of this kind."""
    return f"unhindered/{kind}/v1\n".encode()


def answers_from_json(content: dict[str, Any]) -> Answers:
    """The answers to the few first questions.

    Raises:
        Refused: a field is missing or unknown, or holds what it cannot.
    """
    require_fields(content, list(Answers.__dataclass_fields__))
    return Answers(
        what=text_field(content, "what"),
        when=text_field(content, "when", limit=SHORT_TEXT),
        where=text_field(content, "where", limit=SHORT_TEXT),
        state=text_field(content, "state", limit=SHORT_TEXT),
        danger=choice_field(content, "danger", DANGER),
        danger_who=text_field(content, "danger_who", limit=SHORT_TEXT),
        contact=choice_field(content, "contact", CONTACT),
        contact_how=text_field(content, "contact_how", limit=SHORT_TEXT),
    )


def questionnaire_field(content: dict[str, Any]) -> str:
    """The hash of a questionnaire in the field `questionnaire`, or nothing.

    Raises:
        Refused: anything else.
    """
    found = text_field(content, "questionnaire", limit=64)
    if not _QUESTIONNAIRE.fullmatch(found):
        raise Refused("The field “questionnaire” is not a hash.", advice=ADVICE)
    return found


def more_to_json(more: Mapping[str, Answer]) -> dict[str, str | list[str]]:
    """The JSON object of answers by question."""
    return {name: answer if isinstance(answer, str) else list(answer) for name, answer in more.items()}


def more_from_json(content: dict[str, Any]) -> dict[str, Answer]:
    """Answers by question.

    Raises:
        Refused: too many, of something that is no question, or one that is no answer.
    """
    if len(content) > MAX_QUESTIONS or not all(_QUESTION_ID.fullmatch(name) for name in content):
        raise Refused("The field “more” answers something that is no question.", advice=ADVICE)
    return {name: _answer_from_json(value) for name, value in content.items()}


def _answer_from_json(value: Any) -> Answer:
    if isinstance(value, str) and len(value) <= LONG_TEXT:
        return value
    if not isinstance(value, list) or len(value) > MAX_CHOICES:
        raise Refused("An answer is neither text nor a list of choices.", advice=ADVICE)
    if not all(isinstance(item, str) and _QUESTION_ID.fullmatch(item) for item in value):
        raise Refused("An answer chooses something that is no choice.", advice=ADVICE)
    if len(set(value)) != len(value):
        raise Refused("An answer chooses the same twice.", advice=ADVICE)
    return tuple(value)
