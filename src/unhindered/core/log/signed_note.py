"""C2SP signed notes with Ed25519: a text, then lines that say which key signed it.

Format: https://c2sp.org/signed-note. Signatures of unknown keys are ignored, as it demands.
"""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from unhindered.core.errors import Refused

MAX_NOTE_CHARACTERS = 1_000_000
MAX_SIGNATURES = 100
_ED25519 = b"\x01"
# Points of small order, sign bit cleared: a signature under them can be made without a private key.
_SMALL_ORDER = frozenset(
    bytes.fromhex(y)
    for y in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)
_DASH = "\N{EM DASH} "
_ADVICE = "The text may have been changed on the way; ask for it again from where it came."


@dataclass(frozen=True)
class NoteVerifier:
    """A public key and the name it signs under; `str()` gives the form that is passed around.

    Raises:
        Refused: the name is empty or holds spaces, controls or `+`; the key is not an Ed25519 key.
    """

    name: str
    public_key: bytes
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        _require_name(self.name)
        if len(self.public_key) != 32:
            raise Refused("This verifier key is not 32 bytes long.", advice=_ADVICE)
        if self.public_key[:31] + bytes([self.public_key[31] & 0x7F]) in _SMALL_ORDER:
            raise Refused("Anyone could sign for this verifier key.", advice=_ADVICE)
        whole = self.name.encode() + b"\n" + _ED25519 + self.public_key
        object.__setattr__(self, "key_id", hashlib.sha256(whole).digest()[:4])

    def __str__(self) -> str:
        key = base64.b64encode(_ED25519 + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    def require_signed(self, text: str, signature: bytes) -> None:
        """Raise unless this key made `signature` over `text`.

        Raises:
            Refused: it did not.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text.encode())
        except (InvalidSignature, ValueError) as err:
            raise Refused("This signature does not fit the text.", advice=_ADVICE) from err


class NoteSigner:
    """A private key and the name it signs under. Same text, same note: Ed25519 has no randomness.

    Raises:
        Refused: the name is empty or holds spaces, controls or `+`; the seed is not 32 bytes long.
    """

    def __init__(self, name: str, seed: bytes) -> None:
        if len(seed) != 32:
            raise Refused("A signing seed is 32 bytes long.")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._verifier = NoteVerifier(name, self._key.public_key().public_bytes_raw())

    def verifier(self) -> NoteVerifier:
        """The public half, under the same name."""
        return self._verifier

    def sign(self, text: str) -> str:
        """The note: `text`, an empty line, our signature line.

        Raises:
            Refused: the text does not end with a newline, or holds other control characters.
        """
        _require_text(text)
        signature = base64.b64encode(self._verifier.key_id + self._key.sign(text.encode())).decode()
        return f"{text}\n{_DASH}{self._verifier.name} {signature}\n"


def parse_verifier(vkey: str) -> NoteVerifier:
    """The verifier in its text form `name+id+key`.

    Raises:
        Refused: not of that form, not Ed25519, or the id is another key's.
    """
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = _from_base64(encoded)
    if raw[:1] != _ED25519:
        raise Refused("This is not an Ed25519 verifier key.", advice=_ADVICE)
    verifier = NoteVerifier(name, raw[1:])
    if verifier.key_id.hex() != key_id:
        raise Refused("This verifier key does not fit its own id.", advice=_ADVICE)
    return verifier


def open_note(note: str, verifiers: Sequence[NoteVerifier]) -> str:
    """The text of a note that at least one of `verifiers` signed, its last newline included.

    Raises:
        Refused: not a note, none of the verifiers signed it, or a signature in a verifier's name is wrong.
    """
    text, signatures = _take_apart(note)
    by_key = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    is_signed = False
    for name, raw in signatures:
        verifier = by_key.get((name, raw[:4]))
        if verifier is not None:
            verifier.require_signed(text, raw[4:])
            is_signed = True
    if not is_signed:
        raise Refused("This text is not signed by the key it should be signed by.", advice=_ADVICE)
    return text


def _take_apart(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > MAX_NOTE_CHARACTERS:
        raise Refused("This signed text is too long.", advice=_ADVICE)
    _require_text(note)
    # The text may hold empty lines itself: the last one ends it.
    text, blank, lines = note[:-1].rpartition("\n\n")
    if not blank:
        raise Refused("This is not a signed text.", advice=_ADVICE)
    found = lines.split("\n")
    if len(found) > MAX_SIGNATURES:
        raise Refused("This text has too many signatures.", advice=_ADVICE)
    return f"{text}\n", [_signature(line) for line in found]


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH):
        raise Refused("This is not a signed text.", advice=_ADVICE)
    _require_name(name)
    raw = _from_base64(encoded)
    if len(raw) < 5:
        raise Refused("A signature of this text is too short.", advice=_ADVICE)
    return name, raw


def _require_text(text: str) -> None:
    if not text.endswith("\n") or any(character < " " and character != "\n" for character in text):
        raise Refused("A signed text holds whole lines and no control characters.", advice=_ADVICE)
    try:
        text.encode()
    except UnicodeEncodeError as err:
        raise Refused("A signed text holds half of a character.", advice=_ADVICE) from err


def _require_name(name: str) -> None:
    if not name or any(character.isspace() or character < " " or character == "+" for character in name):
        raise Refused("A signing key's name is empty, or holds spaces or +.", advice=_ADVICE)
    try:
        name.encode()
    except UnicodeEncodeError as err:
        raise Refused("A signing key's name holds half of a character.", advice=_ADVICE) from err


def _from_base64(encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as err:
        raise Refused("A key or signature here is not base64.", advice=_ADVICE) from err
    # One form only: no bits left over.
    if base64.b64encode(raw).decode() != encoded:
        raise Refused("A key or signature here is not base64 in its one form.", advice=_ADVICE)
    return raw
