"""`check`: what a production set-up still lacks, one line each, with what to do."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import opened, today
from unhindered.core.errors import Refused
from unhindered.desk.desk import Desk
from unhindered.desk.sandbox.room import NoSandbox, Sandbox
from unhindered.gate.folder import GateFolder

NOTICES_WARNING = timedelta(days=21)
BACKUP_AGE = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at: whether it is there, and what to do if not."""

    part: str
    about: str
    is_there: bool
    advice: str


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `check`."""
    check = subparsers.add_parser("check", help="list what a production set-up still lacks")
    check.add_argument("--gate", type=Path, metavar="DIR", help="a gate's folder, on the server")
    check.add_argument("--desk", type=Path, metavar="DIR", help="a desk's folder, on an officer's machine")
    check.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="opens the desk, to see its roster"
    )
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=_check)


def _check(args: argparse.Namespace) -> int:
    if args.gate is None and args.desk is None:
        raise Refused("There is nothing to check.", advice="Give --gate DIR, --desk DIR, or both.")
    found: list[Finding] = []
    if args.gate is not None:
        found += gate_findings(GateFolder(args.gate), today())
    if args.desk is not None:
        args.dir = args.desk
        with opened(args) as desk:
            found += [*desk_findings(desk), *sandbox_findings(desk.viewer.sandbox)]
    lacking = [finding for finding in found if not finding.is_there]
    if args.json:
        print(json.dumps({"findings": [_as_json(finding) for finding in found], "lacking": len(lacking)}))
    else:
        for finding in found:
            print(f"{'there  ' if finding.is_there else 'LACKING'}  {finding.part}: {finding.about}")
            if not finding.is_there:
                print(f"         {finding.advice}")
    return 1 if lacking else 0


def _as_json(finding: Finding) -> dict[str, Any]:
    """Advice stands only where there is something to do."""
    return {
        name: value for name, value in asdict(finding).items() if name != "advice" or not finding.is_there
    }


def gate_findings(folder: GateFolder, today: date) -> Iterator[Finding]:
    """What a gate has and lacks.

    Raises:
        Refused: there is no gate in the folder.
    """
    settings, notices = folder.settings(), folder.notices()
    yield Finding(
        part="gate",
        about="an onion address that sources can be told",
        is_there=settings.onion.startswith("http"),
        advice="Run `unhindered gate tor-config`, start Tor, and write the address into settings.json.",
    )
    yield Finding(
        part="gate",
        about="an enrolled desk",
        is_there=folder.desk() is not None,
        advice="Run `unhindered desk enrol URL CODE` with the code of `unhindered gate init`.",
    )
    last = max((known.notice.not_after for known in notices.shown), default=today)
    yield Finding(
        part="gate",
        about=f"notices signed ahead for three weeks (the last one ends {last.isoformat()})",
        is_there=last - today >= NOTICES_WARNING,
        advice="Signing beyond twelve weeks is not built yet: plan a new gate and desk before then.",
    )
    yield Finding(
        part="gate",
        about="a backup of today or yesterday",
        is_there=_backup_is_fresh(folder.path / "last-backup", today),
        advice="Let the backup job write the day into the file last-backup: docs/how-to/set-up.md.",
    )
    yield Finding(
        part="gate",
        about="keys and logs that other users of the server cannot read",
        is_there=folder.path.stat().st_mode & 0o077 == 0,
        advice=f"Run `chmod 700 {folder.path}`.",
    )
    yield Finding(
        part="gate",
        about="a witness that cosigns checkpoints",
        is_there=False,
        advice="Witnesses are not built yet. Until then, officers compare checkpoints with each other.",
    )


def desk_findings(desk: Desk) -> Iterator[Finding]:
    """What a desk's team has and lacks, as the last synced roster shows it."""
    roster = desk.book.roster
    members = () if roster is None else roster.members
    yield Finding(
        part="desk",
        about="a second officer, who approves what the first drafts",
        is_there=len(members) >= 2,
        advice="Run `unhindered desk init --join` on their machine, then `unhindered desk admit CARD` here.",
    )
    yield Finding(
        part="desk",
        about="a second owner, who can go on if the first is detained",
        is_there=sum(member.is_owner for member in members) >= 2,
        advice="A second owner cannot be made yet. Keep a copy of root.age and its passphrase in two safes.",
    )
    yield Finding(
        part="desk",
        about="the institution's root key kept offline",
        is_there=not desk.folder.has_root(),
        advice="Move root.age to a medium in a safe; put it back only to admit officers or sign notices.",
    )


def sandbox_findings(sandbox: Sandbox) -> Iterator[Finding]:
    """What an officer's machine has and lacks to open what strangers send."""
    try:
        tools = sandbox.tools()
    except NoSandbox as err:
        yield Finding(
            part="desk", about="a sandbox, for what strangers send", is_there=False, advice=err.advice
        )
        return
    yield Finding(
        part="desk",
        about=f"a sandbox, for what strangers send (bubblewrap {tools.bubblewrap})",
        is_there=bool(tools.pypdfium2),
        advice="pypdfium2 cannot be read inside: install this program where every user may read it.",
    )
    yield Finding(
        part="desk",
        about=f"mat2, for pictures and cleaned copies {tools.mat2}".strip(),
        is_there=bool(tools.mat2 and tools.gdk_pixbuf),
        advice="Run `apt install mat2`. Until then pictures cannot be looked at here.",
    )
    yield Finding(
        part="desk",
        about=f"LibreOffice, for office files and text {tools.libreoffice}".strip(),
        is_there=bool(tools.libreoffice),
        advice="Run `apt install libreoffice-writer-nogui libreoffice-calc-nogui`.",
    )


def _backup_is_fresh(record: Path, today: date) -> bool:
    try:
        day = date.fromisoformat(record.read_text().strip())
    except (OSError, ValueError):
        return False
    return today - day < BACKUP_AGE
