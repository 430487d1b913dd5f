"""`desk print`: a case's rules, people by label, and dates, under a number that the owners' list knows."""

import argparse
from collections.abc import Iterator

from unhindered.commands._desk_door import Parsers, add_command, opened, say, today
from unhindered.desk.actions.printing import Paper, Part, Print, print_case
from unhindered.desk.actions.telling import choice


def add_commands(commands: Parsers) -> None:
    """Register it."""
    text = "print a case under its number; the owners' list knows it"
    parser = add_command(commands, "print", _print, text)
    parser.add_argument("case", metavar="CASE")
    parser.add_argument("--part", action="append", required=True, choices=[item.value for item in Part])
    parser.add_argument("--paper", choices=[item.value for item in Paper], default=Paper.A4.value)


def _print(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        parts = frozenset(Part(name) for name in args.part)
        made = print_case(desk, args.case, paper=Paper(args.paper), parts=parts, today=today())
    result = {"number": made.number, "case": made.case.id, "parts": sorted(made.parts)}
    say(args, result, _text(made))
    return 0


def _text(made: Print) -> str:
    case, lines = made.case, [f"Case {made.case.id[:8]}", ""]
    if Part.RULES in made.parts:
        lines += [f"Do not: {made.plain(rule.do_not)}" for rule in case.assessments] or [
            "Not assessed: no contact."
        ]
    if Part.PEOPLE in made.parts:
        lines += [f"{person.label}: {', '.join(sorted(person.roles))}" for person in case.persons]
    if Part.RECORD in made.parts:
        lines += list(_record(made))
    if Part.CONSENTS in made.parts:
        lines += [
            f"{item.person}: {choice(item.consent.given.purpose)}, {choice(item.standing)}"
            for item in case.consents
        ]
    if Part.TIMELINE in made.parts:
        lines += [f"{item.day}: {item.title}" for item in case.timeline]
    if Part.EXHIBITS in made.parts:
        lines += [f"{item.exhibit}: {item.label}, {item.id}" for item in made.exhibits]
    return "\n".join([*lines, "", f"Print {made.number} of {made.day}. Keep it locked away."])


def _record(made: Print) -> Iterator[str]:
    for event in made.record.events:
        if event.card:
            yield f"{made.plain(event.card.label)} ({_counts(made, event.card.id)})"
        for act in event.acts:
            yield f"{made.plain(act.card.label)} ({_counts(made, act.card.id)})"
    for card in (*made.record.cooperations, *(one.card for one in made.record.interventions)):
        yield made.plain(card.label)


def _counts(made: Print, thing: str) -> str:
    judged = (f"{choice(row.element)}: {choice(row.finding)}" for row in made.judged.get(thing, ()))
    return ", ".join(judged) or "reported"
