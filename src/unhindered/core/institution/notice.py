"""The notice: what an institution says of itself to a source, signed by its root key.

Format: docs/formats/notice.md.
"""

import hashlib
import re
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Self

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.envelope.recipients import PostQuantumRecipient, parse_recipient
from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.key_names import reply_key_name
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note, parse_verifier

HEAD = "unhindered/notice/v1"
MAX_BYTES = 16 * 1024
# A page loaded just before midnight of the last day must not lose what was typed into it.
GRACE = timedelta(days=7)
MOST_REPLY_KEYS = 8
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_HOST_LENGTH = 253
_ADVICE = "Load the gate's page again, or ask the institution for its current notice."


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One institution's description for one week. Keys are in the text forms of age and of C2SP notes."""

    institution: str
    name: str
    languages: tuple[str, ...]
    about: str
    promises: tuple[str, ...]
    answer_within_days: int
    state: str
    website: str
    gate: str
    intake: str
    visits: str
    sealed_log: str
    public_log: str
    publication: str
    reply: tuple[str, ...]
    not_before: date
    not_after: date
    root: str

    def root_verifier(self) -> NoteVerifier:
        """The root key this notice names and is signed by."""
        return parse_verifier(self.root)

    def reply_verifiers(self) -> tuple[NoteVerifier, ...]:
        """The keys that sign what this institution writes to its sources."""
        return tuple(parse_verifier(key) for key in self.reply)

    def require_current(self, on: date, *, grace: timedelta = timedelta(0)) -> Self:
        """This notice, if it holds on that day.

        Raises:
            Refused: it has expired, or does not hold yet.
        """
        if on < self.not_before:
            raise Refused(
                f"This notice holds only from {self.not_before.isoformat()}.",
                advice="Check the date of this device, or use the notice that holds today.",
            )
        if on > self.not_after + grace:
            raise Refused(f"This notice expired on {self.not_after.isoformat()}.", advice=_ADVICE)
        return self


def compose_notice(notice: Notice, root: NoteSigner) -> str:
    """The signed note that a gate shows and a source's device checks."""
    content = asdict(notice) | {
        "not_before": notice.not_before.isoformat(),
        "not_after": notice.not_after.isoformat(),
    }
    return root.sign(f"{HEAD}\n{canonical_json(content).decode()}\n")


def read_notice(note: str, *, root_public_key: bytes | None = None) -> Notice:
    """The notice in `note`, if its own root key signed it.

    `root_public_key` pins the root a person compared before; without it, the notice only proves that it is
    whole, and the six words still have to be compared. Dates are checked by `require_current`.

    Raises:
        Refused: too long, not a notice, not signed by its root, or by another root than the pinned one.
    """
    if len(note) > MAX_BYTES:
        raise Refused("This notice is too long.", advice=_ADVICE)
    notice = _from_content(_unverified_content(note))
    verifier = notice.root_verifier()
    if institution_id(verifier.public_key) != notice.institution:
        raise Refused("This notice names another institution than its root key's.", advice=_ADVICE)
    _require_keys(notice)
    if root_public_key is not None and verifier.public_key != root_public_key:
        raise Refused(
            "This notice is signed by another root key than the one you compared.",
            advice="Do not send anything. Ask the institution, by another channel, for its six words.",
        )
    open_note(note, [verifier])
    return notice


def notice_id(note: str) -> bytes:
    """What a source's envelope carries in clear: SHA-256 of the notice's signed text."""
    text, _, _ = note.rpartition("\n\n")
    return hashlib.sha256(f"{text}\n".encode()).digest()


def _unverified_content(note: str) -> dict[str, Any]:
    text, _, _ = note.rpartition("\n\n")
    head, _, line = text.partition("\n")
    if head != HEAD or "\n" in line:
        raise Refused("This is not a notice.", advice=_ADVICE)
    content = parse_json_object(line.encode(errors="surrogatepass"))
    if canonical_json(content).decode() != line:
        raise Refused("This notice is not written in its one canonical form.", advice=_ADVICE)
    return content


def _from_content(content: dict[str, Any]) -> Notice:
    if set(content) != {field.name for field in fields(Notice)}:
        raise Refused("This notice has fields missing or unknown.", advice=_ADVICE)
    checked = {name: _checked(name, value) for name, value in content.items()}
    return Notice(**checked)


def _require_keys(notice: Notice) -> None:
    """Whatever is later sealed, checked or addressed by this notice can be: nothing breaks half-way."""
    if len(notice.gate) > _HOST_LENGTH or not _HOST.fullmatch(notice.gate):
        raise Refused("This notice's gate is not a host name.", advice=_ADVICE)
    for name, key in (("intake", notice.intake), ("visits", notice.visits)):
        _require_recipient(name, key)
    if notice.intake == notice.visits:
        # Else the machine that opens visits would open reports.
        raise Refused("This notice's intake and visits keys are the same.", advice=_ADVICE)
    if not 0 < len(notice.reply) <= MOST_REPLY_KEYS:
        raise Refused(f"A notice names one to {MOST_REPLY_KEYS} reply keys.", advice=_ADVICE)
    if any(key.name != reply_key_name(notice.institution) for key in notice.reply_verifiers()):
        raise Refused("This notice's reply key does not bear the institution's name.", advice=_ADVICE)


def _require_recipient(name: str, key: str) -> None:
    recipient = parse_recipient(key)
    if not isinstance(recipient, PostQuantumRecipient) or str(recipient) != key:
        raise Refused(f"This notice's {name} key is not a post-quantum recipient.", advice=_ADVICE)


def _checked(name: str, value: Any) -> Any:
    if name in ("languages", "promises", "reply"):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif name == "answer_within_days":
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 366:
            return value
    elif isinstance(value, str):
        return _day(value) if name in ("not_before", "not_after") else value
    raise Refused(f"This notice's field “{name}” is not of its kind.", advice=_ADVICE)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as err:
        raise Refused("This notice's dates are not dates.", advice=_ADVICE) from err
    if day.isoformat() != text:
        raise Refused("This notice's dates are not written YYYY-MM-DD.", advice=_ADVICE)
    return day
