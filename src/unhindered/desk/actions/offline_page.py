"""What an owner gives to a page that seals without a network: signed notices, and the root's signature."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import institution_id, six_words
from unhindered.core.institution.key_names import root_key_name
from unhindered.core.institution.notice import read_notice
from unhindered.core.institution.signed_page import compose_page_note
from unhindered.core.log.signed_note import NoteSigner
from unhindered.desk.keys.folder import DeskFolder
from unhindered.facts.wordlists import english


@dataclass(frozen=True, kw_only=True)
class OfflinePage:
    """The page, its note, the last day on which it seals, and the six words that sources compare."""

    page: bytes
    note: str
    last_day: date
    fingerprint: str


def make_offline_page(
    folder: DeskFolder,
    passphrase: str,
    *,
    name: str,
    today: date,
    render: Callable[[Sequence[str]], bytes],
) -> OfflinePage:
    """A page with the notices that hold today and later, signed by the root key under this file name.

    Raises:
        Refused: no root key here, another passphrase, or no notice that still holds.
    """
    officer = folder.open_officer(passphrase)
    notices = [key.notice for key in folder.open_intake(officer) if key.notice]
    coming = [text for text in notices if read_notice(text).not_after >= today]
    if not coming:
        raise Refused(
            "This desk has no notice that still holds.",
            advice="Enrol at a gate first: `unhindered desk enrol`.",
        )
    seed = folder.open_root(passphrase)
    public = NoteSigner("root", seed).verifier().public_key
    if any(read_notice(text).root_verifier().public_key != public for text in coming):
        raise Refused("The notices are signed by another root key than the one in this folder.")
    page = render(coming)
    root = NoteSigner(root_key_name(institution_id(public)), seed)
    return OfflinePage(
        page=page,
        note=compose_page_note(name, sha256(page).digest(), root),
        last_day=max(read_notice(text).not_after for text in coming),
        fingerprint=" ".join(six_words(public, english())),
    )
