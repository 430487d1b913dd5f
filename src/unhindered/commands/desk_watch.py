"""`desk watch …`: a machine that is always on hears visits only, and wakes officers until one takes it on."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import Parsers, add_command, opened, passphrase_of, say
from unhindered.commands._ending import Ending
from unhindered.core.errors import Refused, UnhinderedError
from unhindered.desk.actions.watch_posts import join_watch, make_watch, post_watch
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.watch.alerts import CommandAndMail, alarm_text
from unhindered.desk.watch.bell import Bell, Rung
from unhindered.desk.watch.duty import Duty, read_duty
from unhindered.desk.watch.post import WatchFolder, WatchPost
from unhindered.desk.watch.service import service_unit, tell_systemd
from unhindered.desk.watch.watch import Watch, acknowledge_here, open_watch, read_bell
from unhindered.storage.files import read_small_file, write_small_file
from unhindered.storage.gate_client import GateClient

QUIET, RINGING, NOT_WATCHING = 0, 3, 4
_EVERY = 60
_STALE = timedelta(minutes=10)


def add_commands(commands: Parsers) -> None:
    """Register them."""
    parser = commands.add_parser(
        "watch", help="watch for check-ins and danger on a machine that is always on"
    )
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    run = _add(below, "run", _run, "listen and wake officers on duty, until it is stopped")
    run.add_argument("--every", type=int, default=_EVERY, metavar="SECONDS", help=f"else {_EVERY}")
    run.add_argument("--once", action="store_true", help="one round; exit code 3 where something rings")
    init = _add(below, "init", _init, "make this machine's keys, and the card for the owner")
    init.add_argument("--out", type=Path, metavar="FILE", help="write the card there too")
    enrol = add_command(below, "enrol", _enrol, "make the post file for a watch's card (owners, at the desk)")
    enrol.add_argument("card", type=Path, metavar="CARD")
    enrol.add_argument("--post", type=Path, required=True, metavar="FILE", help="where to write it")
    join = _add(below, "join", _join, "take in the post file that the owner made for this machine")
    join.add_argument("post", type=Path, metavar="FILE")
    _add(below, "status", _status, "say what rings, who was called, and whether the watch watches")
    taking = _add(below, "acknowledge", _acknowledge, "take alarms on at this machine, without a gate")
    taking.add_argument("number", type=int, nargs="*", metavar="N", help="all that ring, if none is given")
    test = _add(below, "test", _test, "call everybody on duty once, to see that it works")
    test.add_argument("--officer", metavar="NAME", help="only this one")
    unit = _add(below, "unit", _unit, "print a systemd unit for this watch")
    unit.add_argument("--program", type=Path, default=Path("/opt/unhindered"), metavar="DIR")
    unit.add_argument("--user", default="unhindered-watch", metavar="NAME")


def _add(below: Parsers, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    parser = below.add_parser(name, help=text, description=text)
    parser.add_argument("--dir", type=Path, required=True, metavar="DIR", help="the watch's folder")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def connect_watch(post: WatchPost) -> DeskGate:
    """The gate over HTTP, for a watch."""
    return GateClient(post.gate.url, gate=post.gate.name, access=post.access, now=lambda: datetime.now(UTC))


def _run(args: argparse.Namespace) -> int:
    folder = WatchFolder(args.dir)
    duty = read_duty(folder.duty)
    with open_watch(folder, connect_watch) as watch:
        if args.once:
            bell = _round(watch, duty)
            _say_bell(args, bell)
            return RINGING if bell.ringing else QUIET
        _until_stopped(watch, duty, max(1, args.every))
    return QUIET


def _until_stopped(watch: Watch, duty: Duty, every: int) -> None:
    ending = Ending()
    told = ""
    while not ending.is_told():
        duty, problem = _duty_now(watch.folder, duty)
        bell = _round(watch, duty)
        tell_systemd("READY=1\nWATCHDOG=1")
        line = " ".join(filter(None, [_line(bell), problem]))
        if line != told:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
            told = line
        ending.wait(every)


def _duty_now(folder: WatchFolder, known: Duty) -> tuple[Duty, str]:
    """The roster as it is now; while it cannot be followed, the one before stands."""
    try:
        return read_duty(folder.duty), ""
    except UnhinderedError as err:
        return known, f"The duty roster was not taken over: {err}"


def _round(watch: Watch, duty: Duty) -> Bell:
    return watch.round(datetime.now(UTC), duty, CommandAndMail(mail=duty.mail))


def _init(args: argparse.Namespace) -> int:
    made = make_watch(WatchFolder(args.dir))
    path = args.out or args.dir / "card.txt"
    write_small_file(path, made.card.encode())
    sentence = (
        f"Six words of this machine, to compare: {made.fingerprint}\n"
        f"Give {path} to the owner, who runs `unhindered desk watch enrol`."
    )
    say(args, made, sentence)
    return 0


def _enrol(args: argparse.Namespace) -> int:
    card = read_small_file(args.card, limit=64 * 1024).decode(errors="replace")
    with opened(args) as desk:
        posted = post_watch(desk, card, passphrase_of(args))
    write_small_file(args.post, posted.post, private=True)
    sentence = (
        f"The machine's six words must be: {posted.fingerprint}\n"
        f"Bring {args.post} there; only that machine can open it. There: `unhindered desk watch join`."
    )
    say(args, {"fingerprint": posted.fingerprint, "post": str(args.post)}, sentence)
    return 0


def _join(args: argparse.Namespace) -> int:
    joined = join_watch(WatchFolder(args.dir), read_small_file(args.post))
    sentence = (
        f"This machine watches for {joined.institution}. Compare its six words with a leaflet:\n"
        f"  {joined.institution_fingerprint}\n"
        f"Next: write {args.dir / 'duty.json'} (docs/how-to/watch.md), then `unhindered desk watch test`."
    )
    say(args, joined, sentence)
    return 0


def _status(args: argparse.Namespace) -> int:
    folder = WatchFolder(args.dir)
    folder.post()
    bell = read_bell(folder)
    is_watching = bell is not None and datetime.now(UTC) - bell.at < _STALE
    if bell is None:
        say(args, {"is_watching": False}, "This watch has not watched yet: `unhindered desk watch run`.")
        return NOT_WATCHING
    _say_bell(args, bell, is_watching=is_watching)
    if not is_watching:
        return NOT_WATCHING
    return RINGING if bell.ringing else QUIET


def _acknowledge(args: argparse.Namespace) -> int:
    numbers = acknowledge_here(WatchFolder(args.dir), frozenset(args.number))
    listed = ", ".join(map(str, numbers))
    say(args, {"numbers": list(numbers)}, f"Taken on: {listed}. The watch reads it with its next round.")
    return 0


def _test(args: argparse.Namespace) -> int:
    folder = WatchFolder(args.dir)
    duty, institution = read_duty(folder.duty), folder.post().institution
    chosen = [officer for officer in duty.officers if args.officer in (None, officer.name)]
    if not chosen:
        raise Refused("Nobody of this name is on the duty roster.", advice="Look into duty.json.")
    caller, results = CommandAndMail(mail=duty.mail), {}
    for officer in chosen:
        try:
            caller.call(officer, f"Test. {alarm_text(0, institution)}")
            results[officer.name] = ""
        except UnhinderedError as err:
            results[officer.name] = str(err)
    lines = [f"{name}: {why or 'reached, as far as this machine can tell'}" for name, why in results.items()]
    say(args, {"failed": {name: why for name, why in results.items() if why}}, "\n".join(lines))
    return int(any(results.values()))


def _unit(args: argparse.Namespace) -> int:
    text = service_unit(args.dir, args.program, args.user)
    say(args, {"unit": text}, text.rstrip("\n"))
    return 0


def _say_bell(args: argparse.Namespace, bell: Bell, *, is_watching: bool = True) -> None:
    if args.json:
        print(json.dumps(bell_view(bell) | {"is_watching": is_watching}))
        return
    print(_line(bell) if is_watching else f"NOT WATCHING since {bell.at:%Y-%m-%d %H:%M} UTC. {_line(bell)}")
    for item in bell.ringing:
        calls = ", ".join(f"{call.officer} {call.at:%H:%M} {call.result}" for call in item.calls[-5:])
        print(f"  alarm {item.number} since {item.alarm.since:%Y-%m-%d %H:%M} UTC: {item.alarm.kind}")
        print(f"    called: {calls or 'nobody yet'}")
    for failing in bell.failing:
        print(f"  cannot reach {failing.officer}: {failing.why}")


def bell_view(bell: Bell) -> dict[str, Any]:
    """What `status --json` says: no source, no case, no label."""
    return {
        "ringing": [_rung_view(item) for item in bell.ringing],
        "ended": [_rung_view(item) for item in bell.rung if item.ended is not None],
        "failing": [
            {"officer": item.officer, "since": item.since.isoformat(), "why": item.why}
            for item in bell.failing
        ],
        "reached": bell.line.reached.isoformat(),
        "synced": bell.line.synced.isoformat(),
        "watched": bell.at.isoformat(),
        "trouble": bell.trouble,
        "rounds": bell.rounds,
        "lost": bell.lost,
    }


def _rung_view(item: Rung) -> dict[str, Any]:
    return {
        "number": item.number,
        "kind": item.alarm.kind.name.lower(),
        "since": item.alarm.since.isoformat(),
        "is_acknowledged": item.is_acknowledged,
        "ended": None if item.ended is None else item.ended.isoformat(),
        "calls": [
            {"officer": call.officer, "at": call.at.isoformat(), "result": call.result, "why": call.why}
            for call in item.calls
        ],
    }


def _line(bell: Bell) -> str:
    numbers = ", ".join(str(item.number) for item in bell.ringing)
    said = f"Ringing: alarm {numbers}." if numbers else "Nothing rings."
    lost = f"Entries that the watch could not get: {bell.lost}." if bell.lost else ""
    return " ".join(filter(None, [said, lost, bell.trouble]))
