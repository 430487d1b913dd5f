"""`desk init`, `enrol`, `card`, `admit`, `join`, `notices`, `officers`, `sync`: from nothing to a team."""

import argparse
from pathlib import Path

from unhindered.commands._desk_door import (
    Parsers,
    act,
    add_action,
    add_command,
    as_json,
    connect,
    opened,
    passphrase_of,
    say,
    show_objections,
    today,
)
from unhindered.core.envelope.recipients import DEFAULT_WORK_FACTOR
from unhindered.core.errors import Refused
from unhindered.desk.actions import officers, setting_up
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.desk import Desk
from unhindered.desk.keys.folder import DeskFolder
from unhindered.desk.keys.ring import Institution
from unhindered.storage.files import read_small_file, write_small_file
from unhindered.storage.gate_client import enrol_over_http


def add_commands(commands: Parsers) -> None:
    """Register them."""
    init = add_command(commands, "init", _init, "make an institution and its owner's desk, or an officer's")
    init.add_argument("--officer", required=True, metavar="NAME", help="the officer whose desk this is")
    init.add_argument("--institution", metavar="NAME", help="the institution to make")
    init.add_argument("--join", action="store_true", help="make an officer's keys only, and print the card")
    init.add_argument("--about", default="", help="a sentence about the institution, for its notice")
    init.add_argument(
        "--promise", action="append", default=[], metavar="TEXT", help="a promise to sources; may be repeated"
    )
    init.add_argument("--answer-within-days", type=int, default=7, metavar="N")
    init.add_argument(
        "--language", action="append", metavar="TAG", help="a language you read; may be repeated"
    )
    init.add_argument("--state", default="", metavar="CODE", help="ISO 3166 alpha-3, or nothing")
    init.add_argument("--website", default="", metavar="URL")
    init.add_argument(
        "--work-factor",
        type=int,
        default=DEFAULT_WORK_FACTOR,
        choices=range(10, 21),
        metavar="10-20",
        help="scrypt's work for the passphrase; each step doubles time and memory",
    )

    enrol = add_command(commands, "enrol", _enrol, "make the desk and a gate known to each other")
    enrol.add_argument("url", metavar="URL")
    enrol.add_argument("code", nargs="+", metavar="CODE", help="the eight words that `gate init` printed")

    add_command(commands, "notices", _notices, "send the signed notices to the gate again")
    card = add_command(commands, "card", _card, "print this officer's card, for the owner")
    card.add_argument("--out", type=Path, metavar="FILE")
    admit = add_action(commands, "admit", _admit, "put the officer of a card on the roster (owners)")
    admit.add_argument("card", type=Path, metavar="CARD")
    admit.add_argument(
        "--welcome", type=Path, required=True, metavar="FILE", help="where to write the welcome file"
    )
    admit.add_argument(
        "--case", action="append", default=[], metavar="CASE", help="give access; may be repeated"
    )
    admit.add_argument(
        "--may-not-publish", action="store_true", help="keep the publication key from this officer"
    )
    join = add_command(commands, "join", _join, "take in the welcome file that the owner made for this card")
    join.add_argument("welcome", type=Path, metavar="WELCOME")
    add_command(commands, "officers", _officers, "list the team and the words to compare")
    add_command(commands, "sync", _sync, "take in what is new, verify it, send what waits")


def _init(args: argparse.Namespace) -> int:
    folder = DeskFolder(args.dir, work_factor=args.work_factor)
    if args.join == bool(args.institution):
        raise Refused(
            "Say either --institution NAME or --join.",
            advice="--institution makes a new institution; --join makes a desk for one that exists.",
        )
    folder.require_new()
    passphrase = passphrase_of(args, new=True)
    if args.join:
        made = setting_up.init_officer(folder, officer_name=args.officer, passphrase=passphrase)
        write_small_file(args.dir / "card.txt", made.card.encode())
        sentence = (
            f"Officer {made.officer}; six words to compare: {made.fingerprint}\n"
            f"Give {args.dir / 'card.txt'} to the owner, who runs `unhindered desk admit`."
        )
        say(args, made, sentence)
        return 0
    institution = Institution(
        name=args.institution,
        root="",
        languages=tuple(args.language or ["en"]),
        about=args.about,
        promises=tuple(args.promise),
        answer_within_days=args.answer_within_days,
        state=args.state,
        website=args.website,
    )
    made = setting_up.init_institution(
        folder, institution=institution, officer_name=args.officer, passphrase=passphrase
    )
    sentence = (
        f"Institution {args.institution}; its six words, for your leaflets and site:\n"
        f"  {made.institution_fingerprint}\n"
        f"Officer {args.officer}; six words: {made.fingerprint}\n"
        f"Copy {args.dir / 'root.age'} to a stick that you lock away. Next: `unhindered desk enrol`."
    )
    say(args, made, sentence)
    return 0


def _enrol(args: argparse.Namespace) -> int:
    made = setting_up.enrol(
        DeskFolder(args.dir),
        passphrase_of(args),
        url=args.url,
        code=" ".join(args.code),
        today=today(),
        ask=enrol_over_http,
        connect=connect,
    )
    sentence = (
        f"Enrolled at {made.gate}. Compare with what the gate printed: {made.gate_fingerprint}\n"
        f"The institution's six words: {made.institution_fingerprint}\n"
        f"{made.notices} weekly notices are signed and at the gate; the last ends on {made.last_day}."
    )
    say(args, made, sentence)
    return 0


def _notices(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        count = setting_up.send_notices(desk)
    say(args, {"notices": count}, f"{count} notices are at the gate.")
    return 0


def _card(args: argparse.Namespace) -> int:
    card = setting_up.officer_card(DeskFolder(args.dir), passphrase_of(args))
    if args.out is not None:
        write_small_file(args.out, card.encode())
    say(args, {"card": card}, card.rstrip() if args.out is None else f"Written: {args.out}")
    return 0


def _admit(args: argparse.Namespace) -> int:
    card = read_small_file(args.card, limit=64 * 1024).decode(errors="replace")
    passphrase = passphrase_of(args)

    def action(desk: Desk) -> dict[str, str]:
        admitted = setting_up.admit(
            desk, card, passphrase, may_publish=not args.may_not_publish, cases=args.case
        )
        write_small_file(args.welcome, admitted.welcome, private=True)
        return {
            "officer": admitted.officer,
            "name": admitted.name,
            "fingerprint": admitted.fingerprint,
            "welcome": str(args.welcome),
        }

    sentence = (
        "Admitted {name}. Ask them for their six words; they must be: {fingerprint}\n"
        "Hand over {welcome}; only they can open it. They run `unhindered desk join`."
    )
    return act(args, action, sentence)


def _join(args: argparse.Namespace) -> int:
    welcome = read_small_file(args.welcome)
    joined = setting_up.join(DeskFolder(args.dir), passphrase_of(args), welcome)
    sentence = (
        f"You joined {joined.institution}. Compare its six words with the owner or a leaflet:\n"
        f"  {joined.institution_fingerprint}\n"
        "Next: `unhindered desk sync`."
    )
    say(args, joined, sentence)
    return 0


def _officers(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        team = officers.team(desk)
    lines = [f"{team.institution}: {team.institution_fingerprint}", f"{team.gate}: {team.gate_fingerprint}"]
    for officer in team.officers:
        rights = ", ".join(
            word for word, has in (("owner", officer.is_owner), ("publishes", officer.may_publish)) if has
        )
        lines.append(f"{officer.name} ({officer.id}{', ' + rights if rights else ''}): {officer.fingerprint}")
    say(args, team, "\n".join([*lines, *team.set_aside]))
    return 0


def _sync(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        synced = sync_desk(desk, today())
    show_objections(synced)
    sentence = (
        f"The log has {synced.size} entries, all verified. New reports: {len(synced.reports)}, "
        f"new messages: {synced.messages}, waiting to be sent: {synced.waiting}, "
        f"could not be opened: {synced.set_aside}."
    )
    say(args, as_json(synced), sentence)
    return 1 if synced.refused or synced.alarms or synced.unopened else 0
