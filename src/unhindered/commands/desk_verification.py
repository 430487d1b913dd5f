"""`desk verification …`: grade accounts, judge elements, review and settle, from the command line."""

import argparse
from typing import Any

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.core.casework.verification_terms import (
    Credibility,
    Element,
    Finding,
    Reliability,
    ReviewDecision,
    StandardOfProof,
)
from unhindered.desk.actions import verification
from unhindered.desk.desk import Desk


def add_commands(commands: Parsers) -> None:
    """Register them."""
    parser = commands.add_parser(
        "verification", help="grade accounts, judge what happened, review judgements"
    )
    steps = parser.add_subparsers(metavar="STEP", required=True)
    shown = add_command(steps, "list", _list, "what is established in a case, and the accounts")
    shown.add_argument("case", metavar="CASE")
    grade = add_action(steps, "grade", _grade, "grade a source, and apart from it what it says")
    grade.add_argument("case", metavar="CASE")
    grade.add_argument("information", metavar="INFORMATION")
    for name, kind in (("reliability", Reliability), ("credibility", Credibility)):
        grade.add_argument(f"--{name}", required=True, choices=[item.value for item in kind])
        grade.add_argument(f"--{name}-because", required=True, metavar="TEXT")
    judge = add_action(steps, "judge", _judge, "judge one element of an act or event")
    judge.add_argument("case", metavar="CASE")
    judge.add_argument("about", metavar="ACT-OR-EVENT")
    judge.add_argument("--element", required=True, choices=[item.value for item in Element])
    judge.add_argument("--finding", required=True, choices=[item.value for item in Finding])
    judge.add_argument("--standard", required=True, choices=[item.value for item in StandardOfProof])
    judge.add_argument("--reasoning", required=True, metavar="TEXT")
    judge.add_argument("--supported-by", action="append", default=[], metavar="INFORMATION")
    judge.add_argument("--contradicted-by", action="append", default=[], metavar="INFORMATION")
    judge.add_argument("--too-few-because", default="", metavar="TEXT")
    review = add_action(steps, "review", _review, "decide on a colleague's judgement, saying why")
    review.add_argument("judgement", metavar="JUDGEMENT")
    review.add_argument("--decision", required=True, choices=[item.value for item in ReviewDecision])
    review.add_argument("--comment", required=True, metavar="TEXT")
    settle = add_action(steps, "settle", _settle, "settle a disagreement on a judgement")
    settle.add_argument("judgement", metavar="JUDGEMENT")
    settle.add_argument("--falls", action="store_true", help="else it stands")
    settle.add_argument("--comment", required=True, metavar="TEXT")


def _list(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        view = verification.verification_view(desk, args.case)
    lines = [
        f"{matter.title}: {row.element} {row.finding}, {row.judgement.independent} independent sources"
        for matter in view.matters
        for row in matter.elements
    ]
    say(args, view, "\n".join(lines) or "Nothing was judged in this case yet.")
    return 0


def _grade(args: argparse.Namespace) -> int:
    names = ("reliability", "reliability_because", "credibility", "credibility_because")
    values = {name: getattr(args, name) for name in names}

    def action(desk: Desk) -> dict[str, Any]:
        verification.grade(desk, args.case, args.information, values, today())
        return {"information": args.information}

    return act(args, action, "The grades are recorded.")


def _judge(args: argparse.Namespace) -> int:
    names = ("element", "finding", "standard", "reasoning", "supported_by", "contradicted_by")
    values = {name: getattr(args, name) for name in (*names, "too_few_because")}

    def action(desk: Desk) -> dict[str, Any]:
        return {"judgement": verification.judge(desk, args.case, args.about, values, today())}

    return act(
        args, action, "Judged, as {judgement}. It counts when an officer who had no hand in it agrees."
    )


def _review(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        case = verification.review(
            desk, args.judgement, decision=args.decision, comment=args.comment, today=today()
        )
        return {"case": case}

    return act(args, action, "The review is recorded.")


def _settle(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, Any]:
        case = verification.settle(
            desk, args.judgement, stands=not args.falls, comment=args.comment, today=today()
        )
        return {"case": case}

    return act(args, action, "The disagreement is settled.")
