"""Each key-holder keeps one secret of 32 bytes; all its keys follow from it (docs/formats/keys.md).

Nothing here shows a secret when printed.
"""

import hashlib
import secrets
from functools import cached_property

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.recipients import PostQuantumRecipient
from unhindered.core.errors import Refused
from unhindered.core.institution.key_names import access_key_name, officer_key_name, reply_key_name
from unhindered.core.log.signed_note import NoteSigner

SECRET_BYTES = 32
OFFICER_ID_HEX = 32
CASE_ID_HEX = 32


def new_secret() -> bytes:
    """A fresh secret."""
    return secrets.token_bytes(SECRET_BYTES)


def derived(secret: bytes, label: str) -> bytes:
    """The 32 bytes that follow from a secret under a label.

    Raises:
        Refused: the secret is not 32 bytes long.
    """
    if len(secret) != SECRET_BYTES:
        raise Refused("A secret is 32 bytes long.", advice="Is it the right file?")
    return HKDF(hashes.SHA256(), 32, None, label.encode()).derive(secret)


def officer_id(signing_public_key: bytes) -> str:
    """What an officer is called in entries: the first 32 hex digits of SHA-256 of the signing key."""
    return hashlib.sha256(signing_public_key).hexdigest()[:OFFICER_ID_HEX]


class OfficerKeys:
    """An officer's age identity, signing key and the key of the local docket."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        signing_seed = derived(secret, "unhindered/officer/v1/signing")
        public = Ed25519PrivateKey.from_private_bytes(signing_seed).public_key().public_bytes_raw()
        self.id = officer_id(public)
        self.signer = NoteSigner(officer_key_name(self.id), signing_seed)

    @cached_property
    def identity(self) -> PostQuantumIdentity:
        """Opens grants and the officer's own files."""
        return PostQuantumIdentity(derived(self.secret, "unhindered/officer/v1/identity"))

    @cached_property
    def recipient(self) -> PostQuantumRecipient:
        """Whom others seal to."""
        return self.identity.recipient()


class TeamKeys:
    """What all officers of a team share: outer layer, requests to the gate, replies to sources, team tags."""

    def __init__(self, secret: bytes, institution: str) -> None:
        self.secret = secret
        self.tag_key = derived(secret, "unhindered/team/v1/tag")
        self.reply_seed = derived(secret, "unhindered/team/v1/reply")
        self.reply = NoteSigner(reply_key_name(institution), self.reply_seed)
        self.access_seed = derived(secret, "unhindered/team/v1/access")
        self.access = NoteSigner(access_key_name(institution), self.access_seed)
        self.visits = VisitsKeys(derived(secret, "unhindered/team/v1/visits"))

    @cached_property
    def identity(self) -> PostQuantumIdentity:
        """Opens the outer layer of every entry, and the inner one of what concerns the whole team."""
        return PostQuantumIdentity(derived(self.secret, "unhindered/team/v1/identity"))

    @cached_property
    def recipient(self) -> PostQuantumRecipient:
        """Whom officers seal the outer layer to."""
        return self.identity.recipient()


class VisitsKeys:
    """What opens the visits of sources, and what officers tell the watch; opens nothing else.

    It follows from the team's secret, and the team's secret does not follow from it: it may be given to a
    machine that is always on.
    """

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.tag_key = derived(secret, "unhindered/visits/v1/tag")

    @cached_property
    def identity(self) -> PostQuantumIdentity:
        """Opens visits and what is written to the watch."""
        return PostQuantumIdentity(derived(self.secret, "unhindered/visits/v1/identity"))

    @cached_property
    def recipient(self) -> PostQuantumRecipient:
        """Whom sources seal visits to: the notice's `visits`."""
        return self.identity.recipient()


class CaseKeys:
    """What the officers of one case share. The case's id follows from its first secret."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self.id = derived(secret, "unhindered/case/v1/id").hex()[:CASE_ID_HEX]
        self.tag_key = derived(secret, "unhindered/case/v1/tag")
        # Of entries that hold parts of files: they are known as such before their bodies are fetched.
        self.files_tag_key = derived(secret, "unhindered/case/v1/files-tag")

    @cached_property
    def identity(self) -> PostQuantumIdentity:
        """Opens the inner layer of the case's entries."""
        return PostQuantumIdentity(derived(self.secret, "unhindered/case/v1/identity"))

    @cached_property
    def recipient(self) -> PostQuantumRecipient:
        """Whom the inner layer is sealed to."""
        return self.identity.recipient()
