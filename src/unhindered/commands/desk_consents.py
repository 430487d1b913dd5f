"""`desk consents`, `consent-page`, `consent`, `confirm`, `withdraw`: who agreed to what, and took it back."""

import argparse
import sys
from datetime import timedelta
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.core.casework.terms import (
    Assent,
    Detail,
    Explained,
    IdentityLevel,
    Method,
    OwnCopy,
    Purpose,
    RepresentativesRight,
    Setting,
)
from unhindered.desk.actions import consents
from unhindered.desk.actions.consent_paper import as_day, compose_paper, paper_text
from unhindered.desk.actions.telling import choice
from unhindered.desk.desk import Desk
from unhindered.facts.consent_page import LANGUAGES

_YEAR = timedelta(days=365)
_IF_SAID = (
    *("representative", "right", "signatory", "setting", "own_copy", "assent", "best_interest"),
    *("shown_sha256", "page_sha256"),
)


def add_commands(commands: Parsers) -> None:
    """Register them."""
    listed = add_command(commands, "consents", _consents, "list who agreed to what, and what rests on it")
    listed.add_argument("case", metavar="CASE")
    page = add_command(commands, "consent-page", _page, "print what a consent page asks, to be read out")
    page.add_argument("case", metavar="CASE")
    page.add_argument("person", metavar="PERSON")
    page.add_argument("--language", default="en", choices=LANGUAGES)
    page.add_argument(
        "--ask",
        action="append",
        required=True,
        metavar="PURPOSE[:RECIPIENT]",
        help="such as un_submission:CAT-22, or publication; may be repeated",
    )
    page.add_argument("--expires", metavar="DAY", help="the last day it holds; a year from now if not said")
    _add_consent(commands)
    confirm = add_action(
        commands, "confirm", _confirm, "record that a consent was said again where nobody listened"
    )
    confirm.add_argument("case", metavar="CASE")
    confirm.add_argument("consent", metavar="CONSENT")
    confirm.add_argument("--setting", required=True, choices=[item.value for item in Setting])
    confirm.add_argument("--how", required=True, metavar="TEXT")
    withdraw = add_action(commands, "withdraw", _withdraw, "record that a consent was withdrawn, at once")
    withdraw.add_argument("case", metavar="CASE")
    withdraw.add_argument("consent", metavar="CONSENT")
    withdraw.add_argument("--note", default="", metavar="TEXT")


def _add_consent(commands: Parsers) -> None:
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
    _add_how_it_was_given(consent)


def _add_how_it_was_given(consent: argparse.ArgumentParser) -> None:
    consent.add_argument("--setting", choices=[item.value for item in Setting], help="who could listen")
    for name, choices, told in (
        ("explained", Explained, "what was explained first; may be repeated"),
        ("not-to-tell", Detail, "what stays out; may be repeated"),
    ):
        consent.add_argument(
            f"--{name}", action="append", default=[], choices=[item.value for item in choices], help=told
        )
    consent.add_argument("--own-copy", choices=[item.value for item in OwnCopy])
    consent.add_argument("--assent", choices=[item.value for item in Assent], help="what a child said")
    consent.add_argument("--best-interest", metavar="TEXT", help="why it is in a child's best interest")
    consent.add_argument("--shown", dest="shown_sha256", metavar="SHA256", help="of the page that was read")
    consent.add_argument("--page", dest="page_sha256", metavar="SHA256", help="of the signed page")


def _consents(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = consents.consents_of_case(desk, args.case, today())
    rows = [row for item in found.persons for row in item.rows]
    lines = [*map(_line, rows)]
    lines += [f"Runs out: {row.id[:8]} on {row.consent.given.expires}." for row in found.ending]
    say(args, rows, "\n".join(lines) or "Nobody agreed to anything.")
    return 0


def _line(row: consents.ConsentRow) -> str:
    given, touched = row.consent.given, row.touched
    line = f"{row.id[:8]}  {row.person}: {choice(given.purpose)}, {choice(given.level)}, to {given.recipient}"
    rests = f"{len(touched.out)} published, {len(touched.waiting)} waiting, {len(touched.sent)} sent"
    doubt = f" {row.consent.doubt.reason}" if row.consent.doubt else ""
    return f"{line}; {choice(row.standing)}, until {given.expires}; {rests}.{doubt}"


def _page(args: argparse.Namespace) -> int:
    asked = [(purpose, recipient) for purpose, _, recipient in (text.partition(":") for text in args.ask)]
    until = as_day(args.expires) if args.expires else today() + _YEAR
    with opened(args) as desk:
        paper = compose_paper(
            desk,
            args.case,
            args.person,
            language=args.language,
            recipients=asked,
            with_name=False,
            until=until,
        )
    text = paper_text(paper)
    say(args, {"text": text, "shown_sha256": paper.sha256}, f"{text}\n\nSHA-256 {paper.sha256}")
    return 0


def _confirm(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        consents.confirm_consent(desk, args.case, args.consent, today(), setting=args.setting, how=args.how)
        return {"consent": args.consent}

    return act(args, action, "Recorded. Where nobody listened, the consent counts from now on.")


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
        "explained": args.explained,
        "not_to_tell": args.not_to_tell,
    }
    for name in _IF_SAID:
        if getattr(args, name) is not None:
            values[name] = getattr(args, name)

    def action(desk: Desk) -> dict[str, str]:
        consent = consents.record_consent(desk, args.case, who=args.who, values=values, today=today())
        return {"consent": consent, "expires": values["expires"]}

    return act(args, action, "Consent {consent}, until {expires}.")


def _withdraw(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        touched = consents.withdraw_consent(desk, args.case, args.consent, today(), note=args.note)
        to_recall = [sent.sending for sent in touched.sent]
        return {
            "consent": args.consent,
            "take_back": touched.out,
            "blocked": touched.waiting,
            "recall": to_recall,
        }

    code = act(
        args,
        action,
        "Withdrawn.",
        while_waiting="Withdrawn at this desk; your colleagues learn of it once it is sent.",
    )
    if not args.json:
        sys.stderr.write("`desk case` lists statements to take back, `desk sent` what to ask back.\n")
    return code
