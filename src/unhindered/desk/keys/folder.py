"""The files of a desk: each an age file, so that plain age and the passphrase open them without us.

`officer.age` and, for owners, `root.age` are wrapped by the passphrase; `ring.age` and `intake.age` are
sealed to the officer. Nothing here is readable without the passphrase, names included.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.correspondence.fields import base64_field
from unhindered.core.envelope.identities import PassphraseIdentity
from unhindered.core.envelope.recipients import DEFAULT_WORK_FACTOR, PassphraseRecipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.keys.ring import (
    IntakeKey,
    Ring,
    intake_from_json,
    intake_to_json,
    ring_from_json,
    ring_to_json,
)
from unhindered.desk.keys.secret import OfficerKeys
from unhindered.storage.files import read_small_file, write_small_file

MIN_PASSPHRASE = 12
_OFFICER, _ROOT = "officer", "root"


@dataclass(frozen=True)
class DeskFolder:
    """One officer's folder. `work_factor` is scrypt's, for passphrases set from here."""

    path: Path
    work_factor: int = DEFAULT_WORK_FACTOR

    @property
    def docket(self) -> Path:
        """The encrypted local copy; it can be deleted and is then rebuilt by a sync."""
        return self.path / "docket.db"

    @property
    def bodies(self) -> Path:
        """Large sealed bodies as fetched; they can be deleted too."""
        return self.path / "bodies"

    def require_new(self) -> None:
        """Raise unless a desk can be made here; the folder is made if need be.

        Raises:
            Refused: there is a desk already.
            Unavailable: the folder cannot be made.
        """
        if self._file(_OFFICER).exists():
            raise Refused(
                f"There is a desk in {self.path} already.",
                advice="Choose another folder; keys are never overwritten.",
            )
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as err:
            raise Unavailable(f"The folder {self.path} cannot be made: {err.strerror}.") from err

    def has_root(self) -> bool:
        """Whether the institution's root key is here (an owner may keep it elsewhere)."""
        return self._file(_ROOT).exists()

    def write_officer(self, secret: bytes, passphrase: str) -> None:
        """Keep the officer's secret under the passphrase.

        Raises:
            Refused: the passphrase is too short.
            Unavailable: the folder cannot be written.
        """
        self._write_wrapped(_OFFICER, secret, passphrase)

    def write_root(self, seed: bytes, passphrase: str) -> None:
        """Keep the institution's root key under the passphrase; raises as `write_officer`."""
        self._write_wrapped(_ROOT, seed, passphrase)

    def open_officer(self, passphrase: str) -> OfficerKeys:
        """The officer's keys.

        Raises:
            Refused: no desk here, or another passphrase.
        """
        if not self._file(_OFFICER).exists():
            raise Refused(
                f"There is no desk in {self.path}.",
                advice="`unhindered desk init --dir …` makes one; check the folder's name.",
            )
        return OfficerKeys(self._read_wrapped(_OFFICER, passphrase))

    def open_root(self, passphrase: str) -> bytes:
        """The seed of the institution's root key.

        Raises:
            Refused: the root key is not here, or another passphrase.
        """
        if not self.has_root():
            raise Refused(
                "The institution's root key is not in this folder.",
                advice="Only an owner can do this. Put root.age back into the folder while you do it.",
            )
        return self._read_wrapped(_ROOT, passphrase)

    def write_ring(self, ring: Ring, officer: OfficerKeys) -> None:
        """Keep the ring, sealed to the officer."""
        self._write_sealed("ring", ring_to_json(ring), officer)

    def open_ring(self, officer: OfficerKeys) -> Ring:
        """The ring.

        Raises:
            Refused: missing or damaged.
        """
        return ring_from_json(self._read_sealed("ring", officer))

    def write_intake(self, keys: tuple[IntakeKey, ...], officer: OfficerKeys) -> None:
        """Keep the intake keys, sealed to the officer, apart from the ring: backups leave this file out."""
        self._write_sealed("intake", {"v": 1, "kind": "intake", "intake": intake_to_json(keys)}, officer)

    def open_intake(self, officer: OfficerKeys) -> tuple[IntakeKey, ...]:
        """The intake keys; none before this officer was welcomed.

        Raises:
            Refused: damaged.
        """
        if not self._file("intake").exists():
            return ()
        return intake_from_json(self._read_sealed("intake", officer))

    def _file(self, name: str) -> Path:
        return self.path / f"{name}.age"

    def _write_wrapped(self, kind: str, secret: bytes, passphrase: str) -> None:
        checked = checked_passphrase(passphrase)
        content = {"v": 1, "kind": kind, "secret": base64.b64encode(secret).decode()}
        sealed = seal_bytes(canonical_json(content), [PassphraseRecipient(checked, self.work_factor)])
        write_small_file(self._file(kind), sealed, private=True)

    def _read_wrapped(self, kind: str, passphrase: str) -> bytes:
        raw = read_small_file(self._file(kind))
        content = _opened(raw, lambda sealed: unseal_bytes(sealed, [PassphraseIdentity(passphrase)]))
        if content.get("kind") != kind:
            raise Refused(f"{kind}.age holds something else.", advice="Restore the folder from a backup.")
        return base64_field(content, "secret", length=32)

    def _write_sealed(self, name: str, content: dict[str, Any], officer: OfficerKeys) -> None:
        sealed = seal_bytes(canonical_json(content), [officer.recipient])
        write_small_file(self._file(name), sealed, private=True)

    def _read_sealed(self, name: str, officer: OfficerKeys) -> dict[str, Any]:
        raw = read_small_file(self._file(name))
        return parse_json_object(unseal_bytes(raw, [officer.identity]))


def checked_passphrase(passphrase: str) -> str:
    """The passphrase, if it is long enough to protect a seized laptop.

    Raises:
        Refused: shorter than twelve characters.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise Refused(
            f"A passphrase has at least {MIN_PASSPHRASE} characters.",
            advice="Six words that you draw by dice, not a saying, are easy to keep and hard to guess.",
        )
    return passphrase


def _opened(raw: bytes, opener: Callable[[bytes], bytes]) -> dict[str, Any]:
    try:
        return parse_json_object(opener(raw))
    except Refused as err:
        raise Refused(
            "This passphrase does not open this desk.",
            advice="Check the keyboard's language and capital letters. Nothing was changed.",
        ) from err
