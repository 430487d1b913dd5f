"""`desk draft`, `review`, `approve`, `return`, `queue`, `publish`, `retract`: up to the public log."""

import argparse
import sys
from typing import Any

from unhindered.commands._desk_door import (
    Parsers,
    Sending,
    act,
    add_action,
    add_command,
    opened,
    say,
    send,
    today,
)
from unhindered.commands._person_items import person_item
from unhindered.core.errors import Refused
from unhindered.desk.actions import statements
from unhindered.desk.actions.outgoing import Fate, fate_of
from unhindered.desk.actions.statement_page import StatementPage, queue_pages, review_pages
from unhindered.desk.desk import Desk

_HELD_BACK = {
    "error": "It was held back as it was to leave; the sync said why.",
    "advice": "Look at `desk queue` and at the case.",
}


def add_commands(commands: Parsers) -> None:
    """Register them."""
    draft = add_action(commands, "draft", _draft, "draft a text for the public")
    draft.add_argument("case", metavar="CASE")
    draft.add_argument("--text", required=True, metavar="TEXT")
    draft.add_argument("--state", action="append", required=True, metavar="CODE", help="may be repeated")
    draft.add_argument("--period", required=True, metavar="EDTF", help="when it happened: 2026-11")
    draft.add_argument(
        "--show",
        action="append",
        default=[],
        metavar="PERSON:LEVEL:BASIS[:CONSENT[:SHOWN AS]]",
        help="a person the text tells about; may be repeated",
    )
    draft.add_argument(
        "--leave-out", action="append", default=[], metavar="PERSON", help="a person it tells nothing about"
    )
    draft.add_argument("--act-type", action="append", default=[], metavar="CODE")
    draft.add_argument("--replaces", metavar="STATEMENT", help="the returned draft that this one replaces")
    add_command(commands, "review", _review, "list drafts that wait for a second officer")
    approve = add_action(commands, "approve", _approve, "approve another officer's draft")
    approve.add_argument("statement", metavar="STATEMENT")
    approve.add_argument(
        "--names", default="", metavar="TEXT", help="whom the names in it mean, where in doubt"
    )
    explain = add_action(commands, "explain-names", _explain, "say whom the names in another's draft mean")
    explain.add_argument("statement", metavar="STATEMENT")
    explain.add_argument("--names", required=True, metavar="TEXT")
    back = add_action(commands, "return", _return, "send another officer's draft back")
    back.add_argument("statement", metavar="STATEMENT")
    back.add_argument("--comment", required=True, metavar="TEXT")
    add_command(commands, "queue", _queue, "list what may be published now, and what stands in the way")
    publish = add_command(commands, "publish", _publish, "publish an approved statement")
    publish.add_argument("statement", nargs="+", metavar="STATEMENT")
    retract = add_command(commands, "retract", _retract, "take back a statement that is out")
    retract.add_argument("statement", metavar="STATEMENT")


def _draft(args: argparse.Namespace) -> int:
    values: dict[str, Any] = {
        "text": args.text,
        "states": args.state,
        "period": args.period,
        "items": [person_item(text) for text in args.show],
        "left_out": args.leave_out,
        "types_of_act": args.act_type,
        "replaces": args.replaces,
    }

    def action(desk: Desk) -> dict[str, str]:
        return {"statement": statements.draft_statement(desk, args.case, values, today())}

    return act(args, action, "Statement {statement} waits for a second officer.")


def _review(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        pages = review_pages(desk, today())
    say(args, pages, "\n\n".join(map(_text, pages)) or "Nothing waits for a second officer.")
    return 0


def _queue(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        pages = queue_pages(desk, today())
    say(args, pages, "\n\n".join(map(_text, pages)) or "Nothing waits to be published.")
    return 0


def _text(page: StatementPage) -> str:
    head = f"{page.id}  {page.title}, by {page.officer}"
    standing = f"Not yet: {page.held_back}" if page.held_back else ""
    if page.waits:
        standing = "Signed; waits to be sent."
    return "\n".join([head, page.text, *page.shown, *([standing] if standing else [])])


def _approve(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        return {"statement": statements.approve(desk, args.statement, today(), names_mean=args.names)}

    return act(args, action, "Approved: {statement}.")


def _explain(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        return {"statement": statements.explain_names(desk, args.statement, args.names, today())}

    return act(args, action, "Recorded whom the names in {statement} mean.")


def _return(args: argparse.Namespace) -> int:
    def action(desk: Desk) -> dict[str, str]:
        return {"statement": statements.return_draft(desk, args.statement, args.comment, today())}

    return act(args, action, "Sent back: {statement}.")


def _publish(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        signed, held_back = [], []
        for name in args.statement:
            try:
                signed.append(statements.publish(desk, name, today()))
            except Refused as err:
                if len(args.statement) == 1:
                    raise
                held_back.append({"statement": name, "error": str(err), "advice": err.advice})
        sending = send(desk)
        fates = {name: fate_of(desk, name) for name in signed}
    found = {fate: [name for name in signed if fates[name] is fate] for fate in Fate}
    held_back += [{"statement": name, **_HELD_BACK} for name in found[Fate.HELD_BACK]]
    result = {
        "statements": found[Fate.OUT],
        "waiting": found[Fate.WAITS],
        "held_back": held_back,
        "sent": sending.is_sent,
    }
    lines = [f"Published: {', '.join(found[Fate.OUT]) or 'nothing'}."]
    lines += [f"Waits to be sent: {name}." for name in found[Fate.WAITS]]
    lines += [f"Held back: {item['statement']}. {item['error']} {item['advice']}" for item in held_back]
    say(args, result, "\n".join(lines))
    return _code(sending, is_waiting=bool(found[Fate.WAITS])) or int(bool(held_back))


def _retract(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        statement = statements.locate(desk, args.statement).statement
        retraction = statements.take_back(desk, statement, today())
        sending = send(desk)
        is_waiting = fate_of(desk, statement) is Fate.WAITS
    result = {"retraction": retraction, "sent": sending.is_sent}
    told = (
        "Not taken back yet; the retraction waits to be sent:"
        if is_waiting
        else "Taken back; the retraction is"
    )
    say(args, result, f"{told} {retraction}.")
    return _code(sending, is_waiting=is_waiting)


def _code(sending: Sending, *, is_waiting: bool) -> int:
    if is_waiting:
        sys.stderr.write("It has not left yet: sync again. The consents are asked once more when it does.\n")
    return 0 if sending.is_sent else 1
