"""What a source decides later: which consents stand, that all is withdrawn, and a rhythm of check-ins."""

from dataclasses import dataclass

from unhindered.core.correspondence.fields import ADVICE, hex_field, number_field, text_field
from unhindered.core.correspondence.from_source import (
    ID_BYTES,
    compose_letter,
    head_to_json,
    open_letter,
)
from unhindered.core.correspondence.parts import Choice, SourcePublicKeys, choices_field, choices_to_json
from unhindered.core.errors import Refused

CONSENTS_NAME = "consents.json"
WITHDRAWAL_NAME = "withdrawal.json"
RHYTHM_NAME = "rhythm.json"
MOST_DAYS = 31
MOST_GRACE_HOURS = 168


@dataclass(frozen=True, kw_only=True)
class ConsentsSet:
    """The whole of what the source agrees to from now on; none of it means that all is withdrawn.

    `limits` says who must not get the report, in place of what was said before; None leaves that as it is.
    """

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    consents: tuple[Choice, ...]
    limits: str | None


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """The source takes the whole report back; `text` may say why, and may be empty."""

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    text: str


@dataclass(frozen=True, kw_only=True)
class RhythmProposed:
    """The source proposes to check in every so many days, with so many hours of grace; both 0 end it."""

    id: bytes
    notice: bytes
    keys: SourcePublicKeys
    every_days: int
    grace_hours: int

    @property
    def ends(self) -> bool:
        """Whether it ends the rhythm."""
        return self.every_days == 0


def compose_consents(letter: ConsentsSet, signing_seed: bytes) -> bytes:
    """The body of the frame `consents.json`, signed."""
    rest = {"consents": choices_to_json(letter.consents), "limits": letter.limits}
    return compose_letter(
        head_to_json("consents", letter.id, letter.notice, letter.keys) | rest, signing_seed
    )


def read_consents(body: bytes) -> ConsentsSet:
    """The consents in a frame's body; the caller still has to find the report with just these keys.

    Raises:
        Refused: anything else, or not signed by the key it names.
    """
    content, keys = open_letter(body, "consents", ("consents", "limits"))
    return ConsentsSet(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        consents=choices_field(content, "consents"),
        limits=None if content["limits"] is None else text_field(content, "limits"),
    )


def compose_withdrawal(letter: Withdrawal, signing_seed: bytes) -> bytes:
    """The body of the frame `withdrawal.json`, signed."""
    head = head_to_json("withdrawal", letter.id, letter.notice, letter.keys)
    return compose_letter(head | {"text": letter.text}, signing_seed)


def read_withdrawal(body: bytes) -> Withdrawal:
    """The withdrawal in a frame's body; raises as `read_consents`."""
    content, keys = open_letter(body, "withdrawal", ("text",))
    return Withdrawal(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        text=text_field(content, "text"),
    )


def compose_rhythm(letter: RhythmProposed, signing_seed: bytes) -> bytes:
    """The body of the frame `rhythm.json`, signed."""
    rest = {"every_days": letter.every_days, "grace_hours": letter.grace_hours}
    return compose_letter(head_to_json("rhythm", letter.id, letter.notice, letter.keys) | rest, signing_seed)


def read_rhythm(body: bytes) -> RhythmProposed:
    """The proposal in a frame's body; raises as `read_consents`, and Refused where only one number is 0."""
    content, keys = open_letter(body, "rhythm", ("every_days", "grace_hours"))
    every_days = number_field(content, "every_days", limit=MOST_DAYS)
    grace_hours = number_field(content, "grace_hours", limit=MOST_GRACE_HOURS)
    if (every_days == 0) != (grace_hours == 0):
        raise Refused("A rhythm has days and hours, or neither.", advice=ADVICE)
    return RhythmProposed(
        id=hex_field(content, "id", length=ID_BYTES),
        notice=hex_field(content, "notice"),
        keys=keys,
        every_days=every_days,
        grace_hours=grace_hours,
    )
