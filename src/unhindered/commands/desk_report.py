"""`desk report`, `contact`, `urgent`: what does not come through a gate, and what has to be done today."""

import argparse
from pathlib import Path
from typing import Any

from unhindered.commands._desk_door import (
    Parsers,
    act,
    add_action,
    add_command,
    opened,
    rules_as_text,
    say,
    today,
)
from unhindered.core.casework.interview_terms import Privacy, ReportBasis, ReportChannel
from unhindered.core.casework.terms import RepresentativesRight
from unhindered.core.correspondence.from_source import CONTACT, DANGER
from unhindered.core.errors import Refused
from unhindered.desk.actions.contact import record_contact
from unhindered.desk.actions.report_new import (
    LARGEST_FILE,
    BroughtFile,
    TakenDown,
    questions_on_paper,
    take_down,
)
from unhindered.desk.actions.telling import choice
from unhindered.desk.actions.urgent import UrgentView, record_call, urgent_view
from unhindered.desk.desk import Desk
from unhindered.storage.files import read_small_file

# Options that are texts, by the fields that they fill.
_TEXTS = (
    *("what", "when", "where", "state", "danger-who", "contact-how", "language", "taken-on", "interviewer"),
    *("interpreter", "representative", "place", "told-of-risks", "limits"),
)


def add_commands(commands: Parsers) -> None:
    """Register them."""
    report = commands.add_parser("report", help="take a report down for somebody who cannot use the gate")
    reports = report.add_subparsers(metavar="COMMAND", required=True)
    _add_new(reports)
    blank = add_command(
        reports, "blank", _blank, "print the questions, to be asked where there is no computer"
    )
    blank.add_argument("--language", default="en", metavar="CODE")
    made = add_action(commands, "contact", _contact, "record contact with a source outside the mailbox")
    made.add_argument("--happened-on", metavar="DAY", help="today, if it is not said")
    made.add_argument("case", metavar="CASE")
    made.add_argument("--report", required=True, metavar="REPORT")
    made.add_argument("--channel", required=True, choices=[item.value for item in ReportChannel])
    made.add_argument("--text", required=True, metavar="TEXT", help="what was said and agreed")
    made.add_argument("--interpreter", default="", metavar="NAME")
    made.add_argument(
        "--although-not-allowed",
        action="store_true",
        help="it happened although no assessment allows contact: recorded, and the case shows it",
    )
    urgent = add_action(commands, "urgent", _urgent, "who can be asked today for somebody in danger")
    urgent.add_argument("case", metavar="CASE")
    urgent.add_argument(
        "--for", dest="helps_with", default="", metavar="WHAT", help="such as torture, reprisal"
    )
    urgent.add_argument("--called", default="", metavar="BODY", help="record that this body was asked")
    urgent.add_argument("--text", default="", metavar="TEXT", help="what was asked, and what comes next")
    urgent.add_argument("--without-consent", default="", metavar="WHY", help="why nobody was told of")
    urgent.add_argument(
        "--told",
        action="append",
        default=[],
        metavar="PERSON=LEVEL",
        help="of whom, and how much, by their consent for this body: anonymous, initials, named",
    )


def _add_new(reports: Parsers) -> None:
    new = add_action(reports, "new", _new, "take a report down")
    new.add_argument("--channel", required=True, choices=[item.value for item in ReportChannel])
    new.add_argument("--danger", required=True, choices=DANGER)
    new.add_argument("--contact", required=True, choices=CONTACT, help="mailbox: a receipt is made")
    new.add_argument("--basis", required=True, choices=[item.value for item in ReportBasis])
    new.add_argument(
        "--right", choices=[item.value for item in RepresentativesRight], help="of a representative"
    )
    new.add_argument("--privacy", choices=[item.value for item in Privacy], help="whether others could hear")
    for name in _TEXTS:
        new.add_argument(f"--{name}", default="", metavar="TEXT")
    new.add_argument("--present", action="append", default=[], metavar="NAME", help="who else was there")
    new.add_argument("--attach", action="append", default=[], type=Path, metavar="FILE")
    new.add_argument("--with-receipt", action="store_true", help="make a receipt; its words are shown once")


def _new(args: argparse.Namespace) -> int:
    names = ("channel", "danger", "contact", "basis", "right", "privacy", "present", "with_receipt")
    values = {name: getattr(args, name) for name in (*names, *(text.replace("-", "_") for text in _TEXTS))}
    files = [
        BroughtFile(name=path.name, content=read_small_file(path, limit=LARGEST_FILE)) for path in args.attach
    ]

    def action(desk: Desk) -> dict[str, Any]:
        return _told(take_down(desk, values, today(), files=files))

    return act(args, action, "Taken down as report {report}.{receipt}")


def _told(taken: TakenDown) -> dict[str, Any]:
    words = "  ".join(f"{place} {word}" for place, word in enumerate(taken.words, 1))
    receipt = (
        f"\nThe receipt, shown this once; have it copied by hand and check it:\n{words}" if words else ""
    )
    return {"report": taken.report, "words": list(taken.words), "receipt": receipt}


def _blank(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        sections = questions_on_paper(desk, args.language)
    lines = []
    for title, questions in sections:
        lines += ["", title, ""]
        for question in questions:
            choices = "".join(f"\n    [ ] {one}" for one in question.choices)
            lines.append(f"{question.label}{choices or chr(10) + '    ' + '_' * 60}")
    say(args, {"sections": sections}, "\n".join(lines).strip())
    return 0


def _contact(args: argparse.Namespace) -> int:
    values = {
        name: getattr(args, name)
        for name in ("channel", "text", "interpreter", "happened_on", "although_not_allowed")
    }

    def action(desk: Desk) -> dict[str, str]:
        record_contact(desk, args.case, args.report, values, today())
        return {"case": args.case}

    return act(args, action, "The contact is recorded.")


def _urgent(args: argparse.Namespace) -> int:
    if args.called:
        told = {person: level for person, _, level in (item.partition("=") for item in args.told)}
        values = {
            "body": args.called,
            "text": args.text,
            "without_consent": args.without_consent,
            "told": told,
        }
        return act(
            args,
            lambda desk: {"intervention": record_call(desk, args.case, values, today())},
            "Recorded as an intervention.",
        )
    if args.text or args.without_consent or args.told:
        raise Refused("Nothing says who was asked.", advice="Add --called with the name of a body.")
    with opened(args) as desk:
        view = urgent_view(desk, args.case, today(), helps_with=args.helps_with)
    say(args, view, _urgent_text(view))
    return 0


def _urgent_text(view: UrgentView) -> str:
    lines = [view.name]
    for rules in view.rules:
        lines += rules_as_text(rules)
    for asked in view.asked:
        agreed = [f"{choice(item.given.purpose)} to {item.given.recipient}" for item in asked.consents]
        lines.append(f"{asked.person.label}: {'; '.join(agreed) or 'no consent for a submission stands'}")
    lines += ["", "Check the current address with the body."]
    for item in view.to_call:
        known = item.mechanism
        lines += ["", f"{known.id}: {known.name}", known.asks_for, f"Needs: {known.needs}"]
        lines += [f"Consent: {known.consent}", f"When: {known.how_soon}"]
        lines.append(f"Sources ({choice(known.status.name.lower())}): {'; '.join(item.sources)}")
    return "\n".join(lines)
