"""What all desk commands share: folder, passphrase, the way to the gate, and how results are shown."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from unhindered.core.casework.codec import to_json as fact_fields
from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.risk_facts import RapidRiskAssessed
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.actions.contact import ContactRules
from unhindered.desk.actions.setting_up import open_desk
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.delivery import Synced
from unhindered.desk.desk import Desk
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.ring import KnownGate
from unhindered.desk.keys.secret import TeamKeys
from unhindered.storage.files import read_small_file
from unhindered.storage.gate_client import GateClient

Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_command(
    subparsers: Parsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    """A desk command with the options that all have."""
    parser = subparsers.add_parser(name, help=text, description=text)
    parser.add_argument("--dir", type=Path, required=True, metavar="DIR", help="the desk's folder")
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="read the passphrase here, not from the keyboard"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def add_action(
    subparsers: Parsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    """A desk command that writes; it syncs afterwards unless told not to."""
    parser = add_command(subparsers, name, run, text)
    parser.add_argument(
        "--offline", action="store_true", help="do not sync now; what was written waits for the next sync"
    )
    return parser


def today() -> date:
    """The officer's own day."""
    return date.today()  # noqa: DTZ011 the day on this desk's wall


def passphrase_of(args: argparse.Namespace, *, new: bool = False) -> str:
    """The passphrase, from the file that was named or from the keyboard (twice for a new one); asked once.

    Raises:
        Refused: no such file, not text, or the two differ.
    """
    if "passphrase" not in args:
        args.passphrase = (
            _typed(new=new) if args.passphrase_file is None else _first_line(args.passphrase_file)
        )
    passphrase: str = args.passphrase
    return passphrase


def _first_line(path: Path) -> str:
    try:
        text = read_small_file(path, limit=4096).decode()
    except UnicodeDecodeError as err:
        raise Refused(f"{path} is not text.", advice="Write the passphrase on its first line.") from err
    return text.split("\n", 1)[0].rstrip("\r")


def _typed(*, new: bool) -> str:
    first = getpass.getpass("Passphrase: ")
    if new and getpass.getpass("Once more: ") != first:
        raise Refused("The two passphrases differ.", advice="Start again; nothing was made.")
    return first


def connect(gate: KnownGate, team: TeamKeys) -> DeskGate:
    """The gate over HTTP."""
    return GateClient(gate.url, gate=gate.name, access=team.access, now=lambda: datetime.now(UTC))


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[Desk]:
    """The desk in the folder, unlocked.

    Raises:
        Refused: no desk there, or another passphrase.
    """
    desk = open_desk(DeskFolder(args.dir), passphrase_of(args), connect)
    try:
        yield desk
    finally:
        desk.close()


def reopened(args: argparse.Namespace, passphrase: str) -> Desk:
    """The same desk, opened again after it was locked; whoever opens it closes it.

    Raises:
        Refused: another passphrase.
    """
    return open_desk(DeskFolder(args.dir), passphrase, connect)


def act(
    args: argparse.Namespace,
    action: Callable[[Desk], Mapping[str, Any]],
    sentence: str,
    *,
    while_waiting: str = "",
) -> int:
    """Open the desk, do something that writes, sync, and say what happened.

    Ends with 1 where the sync refused or held back something: a gate that is away does no harm to what waits.
    `sentence` says what was done; `while_waiting`, said instead until it was sent, says no more than is true.
    """
    with opened(args) as desk:
        result = dict(action(desk))
        sending = NOT_TRIED if args.offline else send(desk)
        is_waiting = bool(desk.docket.waiting())
    result["sent"] = sending.is_sent
    told = while_waiting if is_waiting and while_waiting else sentence
    say(args, result, told.format(**result))
    if is_waiting and not args.json:
        sys.stderr.write("It waits on this machine and goes out with the next sync that gets through.\n")
    return int(sending.is_refused)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How a sync after writing went: all is in the log now; or something was refused or held back."""

    is_sent: bool
    is_refused: bool


NOT_TRIED = Sending(is_sent=False, is_refused=False)


def send(desk: Desk) -> Sending:
    """Sync, and say on the error output what stands against it.

    Raises:
        LogIsWrong: the gate shows another log than before.
    """
    try:
        synced = sync_desk(desk, today())
    except Unavailable as err:
        sys.stderr.write(f"{err}\n")
        return NOT_TRIED
    show_objections(synced)
    is_refused = bool(synced.refused)
    return Sending(is_sent=synced.waiting == 0 and not is_refused, is_refused=is_refused)


def show_objections(synced: Synced) -> None:
    """On the error output: what a sync could not do, and what it could not open."""
    unopened = [f"Could not be opened, and may be a report: {item}" for item in synced.unopened]
    for line in (*synced.alarms, *synced.refused, *unopened):
        sys.stderr.write(f"{line}\n")


def rules_as_text(rules: ContactRules) -> list[str]:
    """The rules for contact with a source, a line each, for wherever somebody could break them."""
    lines = []
    for rule in rules.assessments:
        way = rule.safe_contact if isinstance(rule, RapidRiskAssessed) else rule.channel
        lines += [f"Do not ({rule.title}, {rule.on}): {rule.do_not}", f"Safe contact: {way}"]
    lines += [rules.no_contact_because] if rules.no_contact_because else []
    lines += [rules.not_to_write] if rules.not_to_write else []
    return lines + (["This source asked not to be contacted."] if rules.way == "no" else [])


def say(args: argparse.Namespace, result: Any, sentence: str) -> None:
    """Print a result: JSON where asked for, else the sentence."""
    print(json.dumps(as_json(result), ensure_ascii=False) if args.json else sentence)


def as_json(value: Any) -> Any:
    """Views, facts, days and bytes as JSON has them."""
    if isinstance(value, RecordedBy):
        return {"fact": type(value).__name__} | fact_fields(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {name: as_json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(name): as_json(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | set):
        return sorted(as_json(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
