"""`desk numbers`: the desk's own figures."""

import argparse

from unhindered.commands._desk_door import Parsers, add_command, opened, say
from unhindered.core.casework.statistics import BodyFigures, Days
from unhindered.desk.actions.numbers import numbers


def add_commands(commands: Parsers) -> None:
    """Register it."""
    add_command(
        commands, "numbers", _numbers, "how many cases, how they ended, how long bodies took to answer"
    )


def _numbers(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        figures = numbers(desk)
    lines = [f"Cases: {figures.cases}, {figures.open} open."]
    lines += [f"Closed, {outcome}: {count}." for outcome, count in figures.outcomes.items()]
    lines += [line for body in figures.bodies for line in _lines(body)]
    say(args, figures, "\n".join(lines))
    return 0


def _lines(found: BodyFigures) -> list[str]:
    name = found.body or "No body named"
    return [
        f"{name}: {found.interventions} interventions, {found.unanswered} without a reply found.",
        f"  to the first reply: {_days(found.to_first_reply)}",
        f"  to a decision on admissibility: {_days(found.to_admissibility)}",
        f"  to the decision: {_days(found.to_decision)}",
    ]


def _days(days: Days) -> str:
    if not days.count:
        return "none known to the day"
    return f"median {days.median} days of {days.count} ({days.shortest} to {days.longest})"
