"""`desk consent`, `withdraw`: who agreed to what, and who took it back."""

import argparse
import sys
from datetime import timedelta
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, today
from unhindered.core.casework.terms import IdentityLevel, Method, Purpose, RepresentativesRight
from unhindered.desk.actions import consents
from unhindered.desk.desk import Desk

_YEAR = timedelta(days=365)


def add_commands(commands: Parsers) -> None:
    """Register them."""
    consent = add_action(commands, "consent", _consent, "record a consent: one purpose, recipient, level")
    consent.add_argument("case", metavar="CASE")
    consent.add_argument("--person", required=True, metavar="ID")
    consent.add_argument("--who", default="person", choices=list(consents.CONSENT_KINDS), help="who agreed")
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
        consent = consents.record_consent(desk, args.case, who=args.who, values=values, today=today())
        return {"consent": consent, "expires": values["expires"]}

    return act(args, action, "Consent {consent}, until {expires}.")


def _withdraw(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        out = consents.withdraw_consent(desk, args.case, args.consent, today(), note=args.note)
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
