"""The notices of a gate: which one to show today, and for which a source's envelope is still taken in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import GRACE, Notice, notice_id, read_notice
from unhindered.gate.refusals import NoticeGone, NotOpen

MOST = 200


@dataclass(frozen=True)
class KnownNotice:
    """One notice as it was signed, read once."""

    text: str
    notice: Notice
    id: bytes


@dataclass(frozen=True)
class Notices:
    """Those on show, latest upload only, and earlier ones that envelopes may still name."""

    shown: tuple[KnownNotice, ...] = ()
    earlier: tuple[KnownNotice, ...] = ()
    by_id: dict[bytes, KnownNotice] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {known.id: known for known in (*self.earlier, *self.shown)})

    def current(self, today: date) -> KnownNotice:
        """The notice to show today.

        Raises:
            NotOpen: there is none.
        """
        for known in reversed(self.shown):
            if known.notice.not_before <= today <= known.notice.not_after:
                return known
        raise NotOpen("This gate has no current notice: nobody could read what you send.")

    def require_taken(self, identifier: bytes, today: date) -> None:
        """Raise unless an envelope sealed for this notice is taken in today.

        Raises:
            NoticeGone: the notice is unknown, or ended more than a week ago.
        """
        known = self.by_id.get(identifier)
        if known is None:
            raise NoticeGone("This was sealed for a notice that this gate does not know.")
        # Before its first day is fine: its key exists, and a wrong clock must not lose a report.
        if today > known.notice.not_after + GRACE:
            raise NoticeGone("This was sealed for a notice that ended too long ago.")

    def replaced(self, texts: Sequence[str], *, root_public_key: bytes, today: date) -> "Notices":
        """These notices on show instead; earlier ones are kept as long as envelopes may name them.

        Raises:
            Refused: none, too many, or one that the root did not sign.
        """
        if not 0 < len(texts) <= MOST:
            raise Refused(f"A gate shows between one and {MOST} notices.", advice="Upload fewer.")
        shown = tuple(_known(text, root_public_key) for text in texts)
        new = {known.id for known in shown}
        kept = [
            known
            for known in self.by_id.values()
            if known.id not in new and today <= known.notice.not_after + GRACE
        ]
        return replace(self, shown=shown, earlier=tuple(kept[-MOST:]))

    def to_bytes(self) -> bytes:
        """What is kept in the gate's folder."""
        return canonical_json(
            {"shown": [known.text for known in self.shown], "earlier": [known.text for known in self.earlier]}
        )


def notices_from_bytes(raw: bytes) -> Notices:
    """The notices in the gate's folder.

    Raises:
        Refused: the file is damaged.
    """
    content = parse_json_object(raw)
    if set(content) != {"shown", "earlier"}:
        raise Refused("The gate's file of notices is damaged.", advice="Upload the notices again.")
    return Notices(*(tuple(_known(text, None) for text in content[part]) for part in ("shown", "earlier")))


def notices_in_request(raw: bytes) -> list[str]:
    """The texts in a desk's upload, not read yet.

    Raises:
        Refused: not an upload of notices.
    """
    texts = parse_json_object(raw).get("notices")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Refused("This is not an upload of notices.", advice='It is JSON: {"notices": [note, …]}.')
    return texts


def _known(text: str, root_public_key: bytes | None) -> KnownNotice:
    return KnownNotice(text, read_notice(text, root_public_key=root_public_key), notice_id(text))
