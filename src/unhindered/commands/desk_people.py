"""`desk person`, `cooperation`, `act`, `describe`, `record`: who did what to whom, and who says so."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
    ReprisalStage,
    Role,
)
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, record
from unhindered.desk.actions.record_view import Card, RecordView, record_view
from unhindered.desk.desk import Desk
from unhindered.storage.files import read_small_file

_LARGEST = 4 * 1024 * 1024
_ADVICE = "Give one object with the fields of what is recorded, named as in docs/formats/facts.md."


def add_commands(commands: Parsers) -> None:
    """Register them."""
    _add_quick(commands)
    shown = add_command(commands, "record", _record, "show who did what to whom in a case, and who says so")
    shown.add_argument("case", metavar="CASE")
    described = add_action(
        commands, "describe", _describe, "record an event, act, person, account, intervention, finding…"
    )
    described.add_argument("what", choices=list(record.KINDS), metavar="WHAT", help=", ".join(record.KINDS))
    described.add_argument("case", metavar="CASE")
    described.add_argument(
        "--set",
        dest="fields",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="a field as in docs/formats/facts.md; may be repeated, for lists too",
    )
    described.add_argument(
        "--from", dest="file", metavar="FILE", help="fields from a JSON object; - reads the standard input"
    )
    described.add_argument("--anew", metavar="ID", help="describe this anew: fields not named stay")


def _add_quick(commands: Parsers) -> None:
    person = add_action(commands, "person", _person, "record a person or organisation in a case")
    person.add_argument("case", metavar="CASE")
    person.add_argument("--label", required=True, help="what officers say instead of the name")
    person.add_argument("--role", action="append", required=True, choices=[item.value for item in Role])
    person.add_argument("--name", default="")
    person.add_argument("--other-name", action="append", default=[], metavar="NAME")
    person.add_argument(
        "--circumstance", action="append", default=[], choices=[item.value for item in Circumstance]
    )
    person.add_argument("--organisation", action="store_true", help="an organisation, not a person")
    cooperation = add_action(
        commands, "cooperation", _cooperation, "record what a reprisal answers: cooperation with a body"
    )
    cooperation.add_argument("case", metavar="CASE")
    cooperation.add_argument("--person", metavar="ID")
    cooperation.add_argument("--body", default="", help="the body that was cooperated with")
    cooperation.add_argument("--how", required=True)
    cooperation.add_argument("--when", metavar="EDTF")
    done = add_action(commands, "act", _act, "record what was done to whom, as told")
    done.add_argument("case", metavar="CASE")
    done.add_argument("--type", required=True, metavar="CODE", help="RX01 to RX28, or a code of ESF list 4")
    for name in ("victim", "perpetrator", "when", "state", "reprisal-for"):
        done.add_argument(f"--{name}")
    done.add_argument("--where", default="")
    done.add_argument("--stage", choices=[item.value for item in ReprisalStage])
    done.add_argument("--remarks", default="")


def _person(args: argparse.Namespace) -> int:
    values = {
        "label": args.label,
        "roles": args.role,
        "person_name": args.name,
        "other_names": args.other_name,
        "circumstances": args.circumstance,
        "counting_unit": (CountingUnit.ORGANISATION if args.organisation else CountingUnit.PERSON).value,
    }

    def action(desk: Desk) -> dict[str, str]:
        return {"person": cases.add_person(desk, args.case, values, today())}

    return act(args, action, "Person {person}.")


def _cooperation(args: argparse.Namespace) -> int:
    values = {"person": args.person, "body": args.body, "how": args.how, "when": args.when}

    def action(desk: Desk) -> dict[str, str]:
        return {"cooperation": cases.record_cooperation(desk, args.case, values, today())}

    return act(args, action, "Cooperation {cooperation}.")


def _act(args: argparse.Namespace) -> int:
    values = {
        "type_of_act": args.type,
        "victim": args.victim,
        "perpetrator": args.perpetrator,
        "when": args.when,
        "exact_location": args.where,
        "state": args.state,
        "reprisal_for": args.reprisal_for,
        "stage": args.stage,
        "remarks": args.remarks,
    }

    def action(desk: Desk) -> dict[str, str]:
        return {"act": cases.record_act(desk, args.case, values, today())}

    return act(args, action, "Act {act}.")


def _describe(args: argparse.Namespace) -> int:
    values = _from_file(args.file) | _from_words(args.fields)

    def action(desk: Desk) -> dict[str, str]:
        if args.anew is None:
            return {"what": args.what, "id": record.describe(desk, args.case, args.what, values, today())}
        record.describe_anew(desk, args.case, args.anew, values, today())
        return {"what": args.what, "id": args.anew}

    return act(args, action, "{what} {id} is in the record.")


def _from_file(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    raw = sys.stdin.buffer.read(_LARGEST) if name == "-" else read_small_file(Path(name), limit=_LARGEST)
    try:
        content = json.loads(raw)
    except ValueError as err:
        raise Refused("This is not JSON.", advice=_ADVICE) from err
    if not isinstance(content, dict):
        raise Refused("This is not a JSON object.", advice=_ADVICE)
    return content


def _from_words(words: list[str]) -> dict[str, Any]:
    """Fields from the command line; one that is named again is a list."""
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise Refused(f"“{name}” is no field.", advice="Write --set FIELD=VALUE.")
        known = found.get(name)
        if known is None:
            found[name] = value
        else:
            found[name] = [*known, value] if isinstance(known, list) else [known, value]
    return found


def _record(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = record_view(desk, args.case, today())
    say(args, view, "\n".join(_lines(view)))
    return 0


def _lines(view: RecordView) -> list[str]:
    lines = [f"! {notice.text}" for notice in (*view.conflicts, *view.notices)]
    for event in view.events:
        lines.append(_line(event.card) if event.card else "Acts outside an event")
        lines += [_line(card, 1) for card in (*event.accounts, *event.chains)]
        for part in event.acts:
            beside = (*part.accounts, *part.involvements, *part.findings)
            lines += [_line(part.card, 1), *(_line(card, 2) for card in beside)]
    for person in view.persons:
        beside = (*person.relations, *person.findings)
        lines += [f"{_line(person.card)} ({person.standing})", *(_line(card, 1) for card in beside)]
    lines += [_line(card) for card in (*view.cooperations, *view.accounts)]
    for step in view.interventions:
        lines += [_line(step.card), *(_line(card, 1) for card in step.replies)]
    return lines or ["Nothing is recorded yet."]


def _line(card: Card, depth: int = 0) -> str:
    return f"{'  ' * depth}{card.what} {card.id}  {card.label}"
