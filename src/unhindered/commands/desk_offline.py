"""`desk offline-page`: one signed HTML file that seals without a network, made where the root key is."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from unhindered.commands._desk_door import Parsers, add_command, passphrase_of, say, today
from unhindered.desk.actions.offline_page import make_offline_page
from unhindered.desk.keys.folder import DeskFolder
from unhindered.gate.languages.catalogues import LANGUAGES
from unhindered.gate.offline_page import offline_page
from unhindered.storage.files import write_small_file


def add_commands(commands: Parsers) -> None:
    """Register it."""
    page = add_command(
        commands, "offline-page", _offline_page, "write the signed page that seals reports without a network"
    )
    page.add_argument("--out", type=Path, required=True, metavar="FILE", help="FILE; its note is FILE.note")
    page.add_argument("--language", choices=LANGUAGES, default="en")


def _offline_page(args: argparse.Namespace) -> int:
    def render(notices: Sequence[str]) -> bytes:
        return offline_page(notices, args.language)

    made = make_offline_page(
        DeskFolder(args.dir), passphrase_of(args), name=args.out.name, today=today(), render=render
    )
    note = args.out.with_name(f"{args.out.name}.note")
    write_small_file(args.out, made.page)
    write_small_file(note, made.note.encode())
    result = {
        "page": str(args.out),
        "note": str(note),
        "last_day": made.last_day.isoformat(),
        "fingerprint": made.fingerprint,
    }
    sentence = (
        f"Written: {args.out}, and {note} beside it. Give out both; the page seals until {made.last_day}.\n"
        f"Its signature is by the root key with these six words: {made.fingerprint}"
    )
    say(args, result, sentence)
    return 0
