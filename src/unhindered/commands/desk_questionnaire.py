"""`desk questions show`, `check`, `ask`: what the gate asks, and other questions in its place."""

import argparse
import sys
from pathlib import Path

from unhindered.commands._desk_door import Parsers, add_command, opened, say
from unhindered.core.errors import Refused
from unhindered.desk.actions import questionnaire as questions
from unhindered.storage.files import read_small_file


def add_commands(commands: Parsers) -> None:
    """Register them."""
    parser = commands.add_parser("questions", help="see and change what the gate asks a source")
    below = parser.add_subparsers(metavar="COMMAND", required=True)
    add_command(below, "show", _show, "print what the gate asks now, as JSON that can be changed")
    check = add_command(below, "check", _check, "check a questionnaire, and say what it would change")
    check.add_argument("file", metavar="FILE", help="JSON; - for standard input")
    ask = add_command(below, "ask", _ask, "have the gate ask these questions from now on (owners)")
    ask.add_argument("file", nargs="?", default="", metavar="FILE", help="JSON; - for standard input")
    ask.add_argument(
        "--shipped", action="store_true", help="ask the questions shipped with the program again"
    )


def _show(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        asked = questions.asked_now(desk)
    say(args, questions.questionnaire_view(asked), questions.as_own(asked).rstrip("\n"))
    return 0


def _check(args: argparse.Namespace) -> int:
    found = questions.checked(_text(args.file))
    with opened(args) as desk:
        lines = questions.changes(questions.asked_now(desk), found)
    said = "\n".join(lines) or "No question, text or choice would change."
    say(args, {"questionnaire": questions.questionnaire_view(found), "changes": lines}, said)
    return 0


def _ask(args: argparse.Namespace) -> int:
    if args.shipped == bool(args.file):
        raise Refused("Name a file, or --shipped, and not both.", advice="`desk questions show` prints one.")
    text = questions.as_shipped() if args.shipped else _text(args.file)
    with opened(args) as desk:
        digest = questions.upload(desk, text)
    say(args, {"questionnaire": digest}, "The gate asks these questions from now on.")
    return 0


def _text(name: str) -> str:
    raw = sys.stdin.buffer.read() if name == "-" else read_small_file(Path(name))
    return raw.decode(errors="replace")
