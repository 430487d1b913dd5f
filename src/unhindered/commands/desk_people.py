"""`desk person`, `cooperation`, `act`: who is in a case, and what was done to whom."""

import argparse

from unhindered.commands._desk_door import Parsers, act, add_action, today
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
    ReprisalStage,
    Role,
)
from unhindered.desk.actions import cases
from unhindered.desk.desk import Desk


def add_commands(commands: Parsers) -> None:
    """Register them."""
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
