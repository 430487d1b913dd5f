"""`desk person`, `cooperation`, `act`, `consent`, `withdraw`: who, what was done, who agreed to what."""

import argparse
import sys
from datetime import timedelta
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, today
from unhindered.core.casework.terms import (
    Circumstance,
    CountingUnit,
    IdentityLevel,
    Method,
    Purpose,
    RepresentativesRight,
    ReprisalStage,
    Role,
)
from unhindered.desk.actions import cases
from unhindered.desk.desk import Desk

_YEAR = timedelta(days=365)


def add_commands(commands: Parsers) -> None:
    """Register them."""
    _add_people(commands)
    _add_consent(commands)


def _add_people(commands: Parsers) -> None:
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


def _add_consent(commands: Parsers) -> None:
    consent = add_action(commands, "consent", _consent, "record a consent: one purpose, recipient, level")
    consent.add_argument("case", metavar="CASE")
    consent.add_argument("--person", required=True, metavar="ID")
    consent.add_argument("--who", default="person", choices=list(cases.CONSENT_KINDS), help="who agreed")
    consent.add_argument("--purpose", required=True, choices=[item.value for item in Purpose])
    consent.add_argument("--recipient", default="public", help="“public”, “ourselves”, or a body's id")
    consent.add_argument("--level", required=True, choices=[item.value for item in IdentityLevel])
    consent.add_argument("--language", default="en", metavar="TAG")
    consent.add_argument("--method", required=True, choices=[item.value for item in Method])
    consent.add_argument(
        "--expires", metavar="DAY", help="the last day it holds; a year from now if not said"
    )
    consent.add_argument("--witness", default="")
    consent.add_argument("--interpreter", default="")
    consent.add_argument("--representative", metavar="NAME")
    consent.add_argument("--right", choices=[item.value for item in RepresentativesRight])
    consent.add_argument("--signatory", metavar="NAME")
    withdraw = add_action(commands, "withdraw", _withdraw, "record that a consent was withdrawn, at once")
    withdraw.add_argument("case", metavar="CASE")
    withdraw.add_argument("consent", metavar="CONSENT")
    withdraw.add_argument("--note", default="", metavar="TEXT")


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


def _consent(args: argparse.Namespace) -> int:
    values: dict[str, Any] = {
        "person": args.person,
        "purpose": args.purpose,
        "recipient": args.recipient,
        "level": args.level,
        "language": args.language,
        "method": args.method,
        "expires": args.expires or (today() + _YEAR).isoformat(),
        "witness": args.witness,
        "interpreter": args.interpreter,
    }
    for name in ("representative", "right", "signatory"):
        if getattr(args, name) is not None:
            values[name] = getattr(args, name)

    def action(desk: Desk) -> dict[str, str]:
        consent = cases.record_consent(desk, args.case, who=args.who, values=values, today=today())
        return {"consent": consent, "expires": values["expires"]}

    return act(args, action, "Consent {consent}, until {expires}.")


def _withdraw(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        out = cases.withdraw_consent(desk, args.case, args.consent, today(), note=args.note)
        return {"consent": args.consent, "take_back": out}

    code = act(
        args,
        action,
        "Withdrawn.",
        while_waiting="Withdrawn at this desk; your colleagues learn of it once it is sent.",
    )
    if not args.json:
        sys.stderr.write("`desk case` lists statements that are out and have to be taken back.\n")
    return code
