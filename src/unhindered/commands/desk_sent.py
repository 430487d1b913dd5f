"""`desk sent`, `send`, `sending`, `recall`: what leaves for a named recipient, and is asked back."""

import argparse
from collections.abc import Callable
from pathlib import Path

from unhindered.commands._desk_door import Parsers, act, add_action, add_command, opened, say, today
from unhindered.commands._person_items import person_item
from unhindered.core.casework.codec import from_json
from unhindered.core.casework.exit_facts import RecallAnswer
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.terms import Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import sending as sendings
from unhindered.desk.actions.sent_page import SendingPage, SentOfCase, sending_page, sent_of_case
from unhindered.desk.actions.telling import choice
from unhindered.desk.desk import Desk
from unhindered.storage.files import read_small_file

_LARGEST_COPY = 24 * 1024 * 1024


def add_commands(commands: Parsers) -> None:
    """Register them."""
    sent = add_command(commands, "sent", _sent, "list what left a case, what waits, and what to ask back")
    sent.add_argument("case", metavar="CASE")
    _add_send(commands)
    decide = add_action(commands, "sending", _decide, "read a drafted sending, and decide on it or send it")
    decide.add_argument("case", metavar="CASE")
    decide.add_argument("sending", metavar="SENDING")
    chosen = decide.add_mutually_exclusive_group()
    chosen.add_argument("--approve", metavar="SHA256", help="of the draft as this command shows it")
    chosen.add_argument("--return", dest="comment", metavar="TEXT", help="send it back, saying why")
    chosen.add_argument("--leave", action="store_true", help="let it leave, once it was approved")
    decide.add_argument("--names", default="", metavar="TEXT", help="whom the names in it mean, if in doubt")
    _add_paper(decide)
    recall = add_action(commands, "recall", _recall, "record that something was asked back, or the answer")
    recall.add_argument("case", metavar="CASE")
    recall.add_argument("sending", metavar="SENDING")
    recall.add_argument("consent", metavar="CONSENT")
    step = recall.add_mutually_exclusive_group(required=True)
    step.add_argument("--asked", metavar="HOW", help="the recipient was asked: by which way")
    step.add_argument("--answer", choices=[item.value for item in RecallAnswer])
    recall.add_argument("--note", default="", metavar="TEXT")


def _add_send(commands: Parsers) -> None:
    send = add_action(commands, "send", _send, "let a paper leave by hand: through the door, and recorded")
    send.add_argument("case", metavar="CASE")
    send.add_argument("--kind", required=True, choices=[item.value for item in SendingKind])
    send.add_argument("--purpose", required=True, choices=[item.value for item in Purpose])
    send.add_argument("--recipient", required=True, metavar="ID")
    send.add_argument(
        "--show",
        action="append",
        default=[],
        metavar="PERSON:LEVEL:BASIS[:CONSENT[:SHOWN AS]]",
        help="a person it tells about; may be repeated",
    )
    send.add_argument(
        "--leave-out", action="append", default=[], metavar="PERSON", help="a person it tells nothing about"
    )
    send.add_argument("--source", action="append", default=[], metavar="PERSON:ACT", help="of who is accused")
    send.add_argument("--text", type=Path, metavar="FILE", help="the whole text of it")
    send.add_argument("--draft", action="store_true", help="put it before a second officer first")
    _add_paper(send)


def _add_paper(command: argparse.ArgumentParser) -> None:
    command.add_argument("--copy", type=Path, metavar="FILE", help="a scan; its hash is recorded")
    command.add_argument("--media-type", default="application/pdf", metavar="TYPE", help="of the scan")
    command.add_argument("--note", default="", metavar="TEXT", help="how it leaves; no name")


def _sent(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        found = sent_of_case(desk, args.case, today())
    say(args, found, "\n".join(_lines(found)) or "Nothing has left this case.")
    return 0


def _lines(found: SentOfCase) -> list[str]:
    lines = []
    for recall in found.recalls:
        state = choice(recall.ended.answer) if recall.ended else "asked" if recall.asked else "to ask back"
        lines.append(
            f"{recall.sent.sending[:8]} {recall.consent}  {recall.sent.recipient}: {state} "
            f"({recall.person} withdrew)"
        )
    lines += [f"{page.id[:8]}  {_head(page)}" for page in found.drafts]
    for row in found.rows:
        told = "; ".join(row.shown)
        lines.append(
            f"{row.sent.sending[:8]}  {row.sent.on} {choice(row.sent.kind)} to {row.sent.recipient}: {told}"
        )
    return lines


def _head(page: SendingPage) -> str:
    content = page.draft.content
    return f"{choice(content.kind)} to {content.recipient}: {page.state.value}, by {page.officer}"


def _send(args: argparse.Namespace) -> int:
    what = _sending(args)

    def draft(desk: Desk) -> dict[str, str]:
        return {"sending": sendings.draft_sending(desk, args.case, what, today())}

    if args.draft:
        return act(args, draft, "Sending {sending} waits for a second officer.")
    return _let_leave(args, lambda _: what)


def _let_leave(args: argparse.Namespace, which: Callable[[Desk], Sending]) -> int:
    copy = read_small_file(args.copy, limit=_LARGEST_COPY) if args.copy else b""

    def leave(desk: Desk) -> dict[str, str]:
        sha256 = sendings.send_by_hand(
            desk, args.case, which(desk), today(), copy=copy, media_type=args.media_type, note=args.note
        )
        return {"sha256": sha256}

    return act(args, leave, "It may leave, and is recorded: SHA-256 {sha256}. Post it now.")


def _sending(args: argparse.Namespace) -> Sending:
    text = read_small_file(args.text, limit=400_000).decode() if args.text else ""
    items = [person_item(shown) for shown in args.show]
    values = {name: getattr(args, name) for name in ("kind", "purpose", "recipient")}
    texts = [text.strip()] if text.strip() else []
    shown = {"items": items, "left_out": args.leave_out, "sources": args.source}
    return from_json(Sending, {**values, **shown, "texts": texts})


def _decide(args: argparse.Namespace) -> int:
    if args.leave:
        return _let_leave(args, lambda desk: _page(desk, args).draft.content)
    if not args.approve and args.comment is None:
        with opened(args) as desk:
            page = _page(desk, args)
        lines = [_head(page), *page.draft.content.texts, *page.shown, f"SHA-256 {page.draft.draft_sha256}"]
        say(args, page, "\n".join(lines))
        return 0

    def decide(desk: Desk) -> dict[str, str]:
        if args.approve:
            read, said = args.approve, args.names
            sendings.approve_sending(
                desk, args.case, args.sending, today(), draft_sha256=read, names_mean=said
            )
            return {"sending": args.sending, "decision": "approved"}
        sendings.return_sending(desk, args.case, args.sending, args.comment, today())
        return {"sending": args.sending, "decision": "sent back"}

    return act(args, decide, "Sending {sending}: {decision}.")


def _page(desk: Desk, args: argparse.Namespace) -> SendingPage:
    return sending_page(desk, args.case, args.sending, today())


def _recall(args: argparse.Namespace) -> int:
    def step(desk: Desk) -> dict[str, str]:
        about = (desk, args.case, args.sending, args.consent, today())
        if args.answer is None:
            if not args.asked.strip():
                raise Refused("Nobody said how it was asked back.", advice="Say it: by letter, in person.")
            sendings.ask_recall(*about, how=args.asked, note=args.note)
            return {"recall": "asked"}
        sendings.end_recall(*about, answer=RecallAnswer(args.answer), note=args.note)
        return {"recall": "ended"}

    return act(args, step, "Recorded: {recall}.")
