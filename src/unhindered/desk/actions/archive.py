"""Cases as one file for the long run: sealed before a byte of it is on a disk, readable without us."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from unhindered.core.casework.case import Case
from unhindered.core.casework.facts import fact_to_json
from unhindered.core.envelope.recipients import PassphraseRecipient, parse_recipient
from unhindered.core.envelope.seal import PushSealer, seal_bytes
from unhindered.core.errors import Refused, UnhinderedError
from unhindered.desk.actions.attachments import attachment_view, save_attachment
from unhindered.desk.actions.evidence import not_taken_in
from unhindered.desk.actions.recording import new_fact, record_in_case, require_officer
from unhindered.desk.desk import Desk
from unhindered.desk.evidence.items import file_of, in_memory, require_not_too_large
from unhindered.desk.exporting.archive_page import README, ArchivedFile, archive_page
from unhindered.desk.exporting.packing import NO_TIME, put
from unhindered.desk.keys.roster import Member
from unhindered.desk.sandbox.room import memory_file
from unhindered.storage.files import write_small_file, write_whole

_PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Archived:
    """An archive that was written: hash and size of the sealed file, what is in it, and who can open it."""

    sha256: str
    size: int
    cases: int
    attachments: int
    missing: int
    officers: tuple[str, ...]


def write_archive(
    desk: Desk, path: Path, today: date, *, cases: Sequence[str] = (), officers: Sequence[str] = ()
) -> Archived:
    """Seal cases (all that this officer can open, where none are named) into a new file at `path`.

    It is sealed to the owners, to this officer, and to `officers`. Each case records that it was made.

    Raises:
        Refused: no such case or officer, no case at all, or there is a file of that name.
        Unavailable: the folder cannot be written.
    """
    if path.suffix != ".age" or path.exists():
        raise Refused(
            "An archive needs a new name that ends in .age.", advice="Choose a name that is not taken."
        )
    with desk.lock:
        found = [(desk.case_keys(name).id) for name in cases] or desk.book.case_ids()
        if not found:
            raise Refused("There is no case to archive.", advice="Open one first, or sync.")
        members = _members(desk, officers)
        with write_whole(path, private=True) as file:
            # The file takes its name only after every case remembers it.
            made = _write(desk, file, dict.fromkeys(found), members, today)
            names = ", ".join(made.officers)
            text = f"Archive made, sealed to {names}: {made.size} bytes, SHA-256 {made.sha256}."
            for case_id in dict.fromkeys(found):
                record_in_case(desk, case_id, [new_fact(desk, "NoteAdded", {"text": text}, today)])
    return made


def write_archive_key(desk: Desk, path: Path, passphrase: str) -> None:
    """Write this officer's age identity, wrapped in the passphrase as age itself does, into a new file.

    With it and plain age an archive can be opened when this program is gone. It opens all that the officer
    can open: it is kept as the desk's folder is.

    Raises:
        Refused: there is a file of that name.
        Unavailable: the folder cannot be written.
    """
    if path.exists():
        raise Refused("There is a file of that name.", advice="Choose a name that is not taken.")
    recipient = PassphraseRecipient(passphrase, desk.folder.work_factor)
    write_small_file(path, seal_bytes(f"{desk.officer.identity}\n".encode(), [recipient]), private=True)


def _members(desk: Desk, officers: Sequence[str]) -> tuple[Member, ...]:
    roster = desk.book.roster
    chosen = {desk.me.card.id, *(require_officer(desk, name) for name in officers)}
    members = () if roster is None else roster.members
    return tuple(member for member in members if member.is_owner or member.card.id in chosen)


class _Hashed:
    """Passes on what is written, and counts and hashes it."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._target.write(data)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


class _IntoSealer:
    """The little of a file that a zip writer asks for; it cannot be read back or rewound."""

    def __init__(self, sealer: PushSealer) -> None:
        self._sealer = sealer

    def write(self, data: bytes, /) -> int:
        return self._sealer.write(data)

    def flush(self) -> None:
        """Nothing waits here: the sealer seals chunk by chunk."""


def _write(
    desk: Desk, file: BinaryIO, cases: Sequence[str] | dict[str, None], members: Sequence[Member], today: date
) -> Archived:
    hashed = _Hashed(file)
    sealer = PushSealer(hashed, [parse_recipient(member.card.recipient) for member in members])
    names = tuple(member.card.name for member in members)
    opened = [(case_id, desk.book.case(case_id)) for case_id in cases]
    sums: dict[str, str] = {}
    with zipfile.ZipFile(_IntoSealer(sealer), "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        files = [item for case_id, _ in opened for item in _put_files(desk, archive, case_id, sums)]
        for case_id, case in opened:
            _put(archive, f"facts-{case_id[:8]}.json", _facts(case_id, case), sums)
        _put(archive, "index.html", archive_page(desk, opened, files, today), sums)
        readme = README.format(
            on=today.isoformat(),
            by=desk.ring.officer_name,
            institution=desk.membership.institution.name,
            officers=", ".join(names),
        )
        _put(archive, "README.txt", readme.encode(), sums)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        put(archive, "SHA256SUMS", lines.encode())
    sealer.finish()
    return Archived(
        sha256=hashed.hexdigest(),
        size=hashed.size,
        cases=len(opened),
        attachments=sum(name.startswith("attachments/") for name in sums),
        missing=sum(bool(item.problem) for item in files),
        officers=names,
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes, sums: dict[str, str]) -> None:
    put(archive, name, content)
    sums[name] = hashlib.sha256(content).hexdigest()


def _facts(case_id: str, case: Case) -> bytes:
    """Every fact of a case in log order, undone ones and those set aside marked as such."""
    undone = {item.index for item in case.record.undone}
    lines = [
        {
            "author": item.author,
            "identity": item.identity,
            "counts": item.index not in undone,
            "fact": fact_to_json(item.fact),
        }
        for item in case.history
    ]
    aside = [{"author": item.author, "fact": fact_to_json(item.fact)} for item in case.set_aside]
    content = {"v": 1, "case": case_id, "facts": lines, "set_aside": aside}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _put_files(
    desk: Desk, archive: zipfile.ZipFile, case_id: str, sums: dict[str, str]
) -> Iterator[ArchivedFile]:
    """The original files of a case, by hash; one that is not to be had is listed with the reason."""
    for item in desk.book.case(case_id).evidence.items:
        found = file_of(desk, case_id, item)
        problem = ""
        try:
            with in_memory(desk, found) as content:
                _copy(archive, item, content, sums)
        except UnhinderedError as err:
            problem = str(err)
        yield ArchivedFile(
            case=case_id, name=f"Item {item[:8]}", size=found.size, sha256=item, problem=problem
        )
    for _, _, reference in not_taken_in(desk, case_id):
        view = attachment_view(desk, reference)
        problem = ""
        try:
            require_not_too_large(reference.size)
            with memory_file(b"") as content:
                save_attachment(desk, reference, content)
                content.seek(0)
                _copy(archive, view.sha256, content, sums)
        except UnhinderedError as err:
            problem = str(err)
        yield ArchivedFile(case=case_id, name=view.name, size=view.size, sha256=view.sha256, problem=problem)


def _copy(archive: zipfile.ZipFile, digest: str, content: BinaryIO, sums: dict[str, str]) -> None:
    name = f"attachments/{digest}"
    if name in sums:
        return
    with archive.open(zipfile.ZipInfo(name, NO_TIME), "w", force_zip64=True) as target:
        while piece := content.read(_PIECE):
            target.write(piece)
    sums[name] = digest
