"""`desk checklist`: what a new desk still lacks, and the lines that a person ticks."""

import argparse

from unhindered.commands._desk_door import Parsers, add_command, opened, say, today
from unhindered.desk.actions.checklist import checklist, tick


def add_commands(commands: Parsers) -> None:
    """Register it."""
    parser = add_command(
        commands, "checklist", _checklist, "what this desk still lacks before people rely on it"
    )
    parser.add_argument("--done", metavar="LINE", help="tick a line that no program can look up")
    parser.add_argument("--not-done", metavar="LINE", help="take the tick back")


def _checklist(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        for name, is_done in ((args.done, True), (args.not_done, False)):
            if name is not None:
                tick(desk, name, is_done=is_done)
        items = checklist(desk, today())
    lines = []
    for item in items:
        lines.append(f"[{'x' if item.is_done else ' '}] {item.name}: {item.text}")
        if not item.is_done:
            lines.append(f"    {item.advice}")
    say(args, items, "\n".join(lines))
    return 0
