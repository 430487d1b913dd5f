"""What the watch's folder holds: a secret of its own, and the post that an owner sealed to it.

The post has what opens visits, and what asks the gate; nothing that opens a report, a reply or a case.
The folder lies open on an always-on machine, without passphrase: encrypt that machine's disk.
"""

import base64
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.correspondence.fields import (
    base64_field,
    hex_field,
    number_field,
    object_field,
    require_fields,
    text_field,
)
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame, read_frame
from unhindered.core.envelope.recipients import PostQuantumRecipient, parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.key_names import access_key_name
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, open_note, parse_verifier
from unhindered.desk.keys.secret import OFFICER_ID_HEX, VisitsKeys, derived, new_secret, officer_id
from unhindered.desk.keys.signed_json import compose_signed_json, unverified_json
from unhindered.storage.files import read_small_file, write_small_file

CARD_HEAD = "unhindered/watch-card/v1"
POST_HEAD = "unhindered/watch-post/v1"
_NAME = "watch-post.note"
_CARD_FIELDS = ("id", "recipient", "signing")
_POST_FIELDS = ("to", "institution", "gate", "visits", "access", "log")
_ADVICE = "Make the card again with `unhindered desk watch-card`, and ask the owner for a new post file."


class WatchKeys:
    """The watch machine's own keys; they open its post, and the visits key in it opens visits."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        seed = derived(secret, "unhindered/watch/v1/signing")
        public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        self.id = officer_id(public)
        self.signer = NoteSigner(_key_name(self.id), seed)

    @cached_property
    def identity(self) -> PostQuantumIdentity:
        """Opens the post."""
        return PostQuantumIdentity(derived(self.secret, "unhindered/watch/v1/identity"))


@dataclass(frozen=True, kw_only=True)
class WatchCard:
    """The machine's public side, as the owner gets it."""

    id: str
    recipient: str
    signing: str

    def verifier(self) -> NoteVerifier:
        """Whose six words are compared."""
        return parse_verifier(self.signing)


@dataclass(frozen=True, kw_only=True)
class PostedGate:
    """The gate to ask."""

    url: str
    name: str
    sealed_log: str


@dataclass(frozen=True, kw_only=True)
class PostedLog:
    """The sealed log as the owner had verified it."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, kw_only=True)
class WatchPost:
    """All that the watch is given."""

    institution: str
    root: str
    gate: PostedGate
    visits: VisitsKeys
    access_seed: bytes
    log: PostedLog

    @property
    def root_verifier(self) -> NoteVerifier:
        """Checks rosters."""
        return parse_verifier(self.root)

    @property
    def institution_id(self) -> str:
        """What the institution is called in keys."""
        return institution_id(self.root_verifier.public_key)

    @property
    def access(self) -> NoteSigner:
        """Signs requests to the gate."""
        return NoteSigner(access_key_name(self.institution_id), self.access_seed)


@dataclass(frozen=True)
class WatchFolder:
    """One watch's folder."""

    path: Path

    @property
    def docket(self) -> Path:
        """What was opened so far; it can be deleted, then the next round reads the log anew."""
        return self.path / "docket.db"

    @property
    def bell(self) -> Path:
        """What rings and who was called; not to be deleted."""
        return self.path / "bell.json"

    @property
    def duty(self) -> Path:
        """Who is called, in which order: written by hand."""
        return self.path / "duty.json"

    def make(self) -> WatchKeys:
        """A new secret in an empty folder.

        Raises:
            Refused: there is a watch already.
            Unavailable: the folder cannot be made.
        """
        if self._secret.exists():
            raise Refused(
                f"There is a watch in {self.path} already.",
                advice="Choose another folder; keys are never overwritten.",
            )
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as err:
            raise Unavailable(f"The folder {self.path} cannot be made: {err.strerror}.") from err
        keys = WatchKeys(new_secret())
        content = {"v": 1, "kind": "watch", "secret": base64.b64encode(keys.secret).decode()}
        write_small_file(self._secret, canonical_json(content), private=True)
        return keys

    def keys(self) -> WatchKeys:
        """The machine's keys.

        Raises:
            Refused: no watch here.
        """
        if not self._secret.exists():
            raise Refused(
                f"There is no watch in {self.path}.",
                advice="`unhindered desk watch-card --dir …` makes one; check the folder's name.",
            )
        content = parse_json_object(read_small_file(self._secret))
        return WatchKeys(base64_field(content, "secret", length=32))

    def write_post(self, raw: bytes) -> WatchPost:
        """Keep a post file, still sealed, if it is for this machine. Raises as `open_post`."""
        post = open_post(raw, self.keys())
        write_small_file(self._post, raw, private=True)
        return post

    def post(self) -> WatchPost:
        """The post.

        Raises:
            Refused: none came yet, or it is damaged.
        """
        if not self._post.exists():
            raise Refused(
                "This watch has no post yet.",
                advice="Give its card to the owner, then run `unhindered desk watch-join` with the file.",
            )
        return open_post(read_small_file(self._post), self.keys())

    @property
    def _secret(self) -> Path:
        return self.path / "watch.json"

    @property
    def _post(self) -> Path:
        return self.path / "post.age"


def compose_watch_card(keys: WatchKeys) -> str:
    """The card to hand to the owner."""
    card = WatchCard(
        id=keys.id, recipient=str(keys.identity.recipient()), signing=str(keys.signer.verifier())
    )
    return compose_signed_json(CARD_HEAD, asdict(card), keys.signer)


def read_watch_card(note: str) -> WatchCard:
    """The card, signed by the key it names. Which machine's it is, a person compares: six words.

    Raises:
        Refused: not such a card, or not signed by its own key.
    """
    content = unverified_json(note, head=CARD_HEAD, fields=_CARD_FIELDS)
    card = WatchCard(
        id=text_field(content, "id", limit=OFFICER_ID_HEX),
        recipient=text_field(content, "recipient", limit=4000),
        signing=text_field(content, "signing", limit=200),
    )
    open_note(note, [card.verifier()])
    verifier = card.verifier()
    if officer_id(verifier.public_key) != card.id or verifier.name != _key_name(card.id):
        raise Refused("This card's id is not the one of its key.", advice=_ADVICE)
    if not isinstance(parse_recipient(card.recipient), PostQuantumRecipient):
        raise Refused("This card's recipient is not a post-quantum one.", advice=_ADVICE)
    return card


def seal_post(post: WatchPost, card: WatchCard, root: NoteSigner) -> bytes:
    """The file that only the machine of this card opens."""
    content = {
        "to": card.id,
        "institution": {"name": post.institution, "root": post.root},
        "gate": asdict(post.gate),
        "visits": base64.b64encode(post.visits.secret).decode(),
        "access": base64.b64encode(post.access_seed).decode(),
        "log": {"origin": post.log.origin, "size": post.log.size, "root": post.log.root.hex()},
    }
    note = compose_signed_json(POST_HEAD, content, root)
    return seal_bytes(frame(_NAME, note.encode()), [parse_recipient(card.recipient)])


def open_post(raw: bytes, keys: WatchKeys) -> WatchPost:
    """The post made for this machine. That its root is the right one, a person compares: six words.

    Raises:
        Refused: for another machine, damaged, or not signed by the root key it names.
    """
    payload = read_frame(unseal_bytes(raw, [keys.identity]))
    if payload.name != _NAME:
        raise Refused("This is no post file of a watch.", advice=_ADVICE)
    note = payload.body.decode(errors="replace")
    content = unverified_json(note, head=POST_HEAD, fields=_POST_FIELDS)
    institution = object_field(content, "institution")
    root = text_field(institution, "root", limit=300)
    open_note(note, [parse_verifier(root)])
    if text_field(content, "to", limit=OFFICER_ID_HEX) != keys.id:
        raise Refused("This post file is for another machine.", advice=_ADVICE)
    return WatchPost(
        institution=text_field(institution, "name", limit=200),
        root=root,
        gate=_gate(object_field(content, "gate")),
        visits=VisitsKeys(base64_field(content, "visits", length=32)),
        access_seed=base64_field(content, "access", length=32),
        log=_log(object_field(content, "log")),
    )


def _gate(content: dict[str, Any]) -> PostedGate:
    require_fields(content, ["url", "name", "sealed_log"])
    return PostedGate(**{name: text_field(content, name, limit=500) for name in content})


def _log(content: dict[str, Any]) -> PostedLog:
    require_fields(content, ["origin", "size", "root"])
    return PostedLog(
        origin=text_field(content, "origin", limit=255),
        size=number_field(content, "size"),
        root=hex_field(content, "root"),
    )


def _key_name(watch: str) -> str:
    return f"watch/{watch}"
