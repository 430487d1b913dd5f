"""`desk audit`: who opened what, for owners."""

import argparse

from unhindered.commands._desk_door import Parsers, add_command, opened, say
from unhindered.desk.actions.audit import audit_rows


def add_commands(commands: Parsers) -> None:
    """Register it."""
    add_command(commands, "audit", _audit, "who opened which case, report or file, by day; for owners")


def _audit(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        rows = audit_rows(desk)
    lines = [
        f"{row.day}  {row.officer}: " + ", ".join(f"{count} {what}" for what, count in row.counts.items())
        for row in rows
    ]
    say(args, rows, "\n".join(lines) or "Nothing has been told yet; today comes tomorrow.")
    return 0
