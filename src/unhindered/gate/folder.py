"""The folder of a gate: settings, the keys of its two logs, the logs, the notices, and the desk it knows.

Nothing here opens a report. What a source sends goes into `sealed/` only.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.institution.enrolment import CODE_BYTES, VALID, code_key, code_words
from unhindered.core.institution.key_names import public_log_origin, sealed_log_origin
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, parse_verifier
from unhindered.facts.wordlists import english
from unhindered.gate.notices import Notices, notices_from_bytes
from unhindered.gate.settings import GateSettings, settings_from_bytes, settings_to_bytes
from unhindered.storage.files import read_small_file, write_small_file
from unhindered.storage.log_on_sqlite import LogOnSqlite

_ADVICE = (
    "Is it the right folder? `unhindered gate init` makes one. Restore it from a backup if it was damaged."
)


@dataclass(frozen=True, kw_only=True)
class EnrolledDesk:
    """The desk this gate answers to: its institution's root, and the access key its officers share."""

    root: NoteVerifier
    access: NoteVerifier


@dataclass(frozen=True)
class GateFolder:
    """One gate on disk."""

    path: Path

    @classmethod
    def create(cls, path: Path, settings: GateSettings, *, now: datetime) -> tuple["GateFolder", str]:
        """A new gate with fresh log keys, and the single-use code, valid for a day, that a desk enrols with.

        Raises:
            Refused: there is a gate already.
            Unavailable: the folder cannot be written.
        """
        folder = cls(path)
        if folder._settings.exists():
            raise Refused(
                f"There is a gate in {path} already.",
                advice="Choose another folder, or make a new code with --new-code.",
            )
        folder._make_folders()
        seeds = {"sealed": secrets.token_hex(32), "public": secrets.token_hex(32)}
        write_small_file(folder._keys, canonical_json(seeds), private=True)
        folder._make_logs(settings.name)
        folder.keep_notices(Notices())
        code = folder.new_code(now)
        # Last: a folder without settings is no gate, so a broken start can be made again.
        write_small_file(folder._settings, settings_to_bytes(settings), private=True)
        return folder, code

    def settings(self) -> GateSettings:
        """What the operator decided.

        Raises:
            Refused: there is no gate here, or its settings are damaged.
        """
        return settings_from_bytes(self._read(self._settings))

    def change_settings(self, **changes: Any) -> GateSettings:
        """Change some settings, but never the name.

        Raises:
            Refused: a value that cannot be one.
            Unavailable: the folder cannot be written.
        """
        if "name" in changes:
            raise Refused("A gate's name never changes.", advice="Make a new gate.")
        settings = replace(self.settings(), **changes)
        write_small_file(self._settings, settings_to_bytes(settings), private=True)
        return settings

    def sealed_signer(self) -> NoteSigner:
        """The key of the sealed log.

        Raises:
            Refused: the file of keys is damaged.
        """
        return NoteSigner(sealed_log_origin(self.settings().name), self._seed("sealed"))

    def public_signer(self) -> NoteSigner:
        """The key of the public log.

        Raises:
            Refused: the file of keys is damaged.
        """
        return NoteSigner(public_log_origin(self.settings().name), self._seed("public"))

    def open_sealed(self) -> LogOnSqlite:
        """The log of what sources and officers send; one program at a time may write it."""
        signer = self.sealed_signer()
        return LogOnSqlite(self.path / "sealed", signer.verifier().name, signer)

    def read_sealed(self) -> LogOnSqlite:
        """The same log, to be read beside the gate that writes it; its key stays unread."""
        return LogOnSqlite(self.path / "sealed", sealed_log_origin(self.settings().name), read_only=True)

    def open_public(self) -> LogOnSqlite:
        """The log of public statements."""
        signer = self.public_signer()
        return LogOnSqlite(self.path / "public", signer.verifier().name, signer)

    def new_code(self, now: datetime) -> str:
        """A fresh enrolment code; the one before is worth nothing from now on.

        Raises:
            Unavailable: the folder cannot be written.
        """
        words = code_words(secrets.token_bytes(CODE_BYTES), english())
        content = {"key": code_key(words).hex(), "until": (now + VALID).isoformat()}
        write_small_file(self._code, canonical_json(content), private=True)
        return words

    def code_key(self, now: datetime) -> bytes | None:
        """The key of the code that a desk may enrol with now, if there is one."""
        if not self._code.exists():
            return None
        content = parse_json_object(self._read(self._code))
        if now > datetime.fromisoformat(content["until"]):
            return None
        return bytes.fromhex(content["key"])

    def desk(self) -> EnrolledDesk | None:
        """The enrolled desk, if one is.

        Raises:
            Refused: the file is damaged.
        """
        if not self._desk.exists():
            return None
        content = parse_json_object(self._read(self._desk))
        return EnrolledDesk(root=parse_verifier(content["root"]), access=parse_verifier(content["access"]))

    def keep_desk(self, desk: EnrolledDesk) -> None:
        """Remember the desk that enrolled, and forget the code.

        Raises:
            Unavailable: the folder cannot be written.
        """
        content = {"root": str(desk.root), "access": str(desk.access)}
        write_small_file(self._desk, canonical_json(content), private=True)
        self._code.unlink(missing_ok=True)

    def notices(self) -> Notices:
        """The notices the gate holds.

        Raises:
            Refused: the file is damaged.
        """
        return notices_from_bytes(self._read(self._notices))

    def keep_notices(self, notices: Notices) -> None:
        """Replace them.

        Raises:
            Unavailable: the folder cannot be written.
        """
        write_small_file(self._notices, notices.to_bytes(), private=True)

    @property
    def _settings(self) -> Path:
        return self.path / "settings.json"

    @property
    def _keys(self) -> Path:
        return self.path / "keys" / "logs.json"

    @property
    def _code(self) -> Path:
        return self.path / "keys" / "enrolment.json"

    @property
    def _desk(self) -> Path:
        return self.path / "desk.json"

    @property
    def _notices(self) -> Path:
        return self.path / "notices.json"

    def _read(self, file: Path) -> bytes:
        try:
            return read_small_file(file)
        except Refused as err:
            raise Refused(f"There is no whole gate in {self.path}.", advice=_ADVICE) from err

    def _seed(self, log: str) -> bytes:
        seed = parse_json_object(self._read(self._keys)).get(log)
        try:
            return bytes.fromhex(seed if isinstance(seed, str) else "")
        except ValueError as err:
            raise Refused("The file of log keys is damaged.", advice=_ADVICE) from err

    def _make_folders(self) -> None:
        try:
            for folder in (self.path, self.path / "keys", self.path / "sealed", self.path / "public"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as err:
            raise Unavailable(
                f"The folder {self.path} cannot be made: {err.strerror}.",
                advice="Check the path and its permissions.",
            ) from err

    def _make_logs(self, name: str) -> None:
        for log, origin in (("sealed", sealed_log_origin(name)), ("public", public_log_origin(name))):
            with LogOnSqlite(self.path / log, origin, NoteSigner(origin, self._seed(log))):
                pass
