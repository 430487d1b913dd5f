"""`source send`, `message`, `mailbox` and more: what a browser does for a source, from a terminal."""

import argparse
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from unhindered.commands import _source_letters, _source_offline
from unhindered.commands._held_proof import HeldProof, prove_held
from unhindered.commands._source_device import (
    Extras,
    GateSeen,
    look_at_gate,
    read_answers,
    send_message,
    send_report,
)
from unhindered.commands._source_mailbox import Mailbox, read_file, read_mailbox
from unhindered.core.correspondence.status import Status
from unhindered.core.correspondence.to_source import FromInstitution, HeldNote, Reply
from unhindered.core.envelope.near_miss import near_misses
from unhindered.core.envelope.payload import clean_name
from unhindered.core.envelope.receipt import Receipt, new_receipt, read_receipt
from unhindered.core.errors import Refused, Unavailable
from unhindered.facts.wordlists import all_lists
from unhindered.storage.files import write_small_file
from unhindered.storage.source_client import SourceClient


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the commands of a source."""
    source = subparsers.add_parser("source", help="send a report, and come back, without a browser")
    commands = source.add_subparsers(metavar="COMMAND", required=True)

    send = commands.add_parser("send", help="seal and send a report; prints the receipt once")
    send.add_argument(
        "answers", type=Path, metavar="ANSWERS", help='a JSON file: {"what": …, "when": …}, or -'
    )
    send.add_argument(
        "--proof", type=Path, help="keep the gate's answer, for `verify receipt`; a risk if found"
    )
    send.add_argument(
        "--work", type=int, choices=range(25), default=0, metavar="BITS", help="work for a place further up"
    )
    _source_letters.add_agreeing(send)
    _add_sending(send)
    send.set_defaults(run=_send)

    message = commands.add_parser("message", help="write again, to the same report")
    message.add_argument("text", type=Path, metavar="TEXT", help="a text file, or -")
    _add_receipt(message)
    _add_sending(message)
    message.set_defaults(run=_message)

    mailbox = commands.add_parser("mailbox", help="read what waits, and check that the report is held")
    _add_receipt(mailbox)
    _add_gate(mailbox)
    _source_offline.add_fingerprint(mailbox)
    mailbox.add_argument(
        "--save", type=Path, metavar="FOLDER", help="put the files of replies there, in clear"
    )
    mailbox.set_defaults(run=_mailbox)
    _source_letters.add_arguments(commands, _add_coming_back, _letter)
    _source_offline.add_commands(commands)


def _add_coming_back(parser: argparse.ArgumentParser) -> None:
    _add_receipt(parser)
    _add_gate(parser)
    _source_offline.add_comparing(parser)


def _add_sending(parser: argparse.ArgumentParser) -> None:
    _add_gate(parser)
    parser.add_argument("--attach", type=Path, action="append", default=[], metavar="FILE")
    _source_offline.add_comparing(parser)


def _add_gate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gate", required=True, metavar="URL")
    parser.add_argument("--json", action="store_true")


def _add_receipt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--receipt",
        type=Path,
        required=True,
        metavar="FILE",
        help="a file with the 13 words or numbers, or -",
    )


def _send(args: argparse.Namespace) -> int:
    answers = read_answers(_source_offline.read_small(args.answers))
    agreed = _source_letters.choices_from(args.agree)
    extras = Extras(consents=agreed, limits=args.limits or "", work_bits=args.work)
    receipt = new_receipt()
    with _gate(args) as gate:
        _source_offline.require_compared(args, gate.notice)
        placed = send_report(gate, receipt, answers, args.attach, extras=extras)
    if args.proof is not None:
        write_small_file(args.proof, json.dumps({"gate": args.gate, "placed": placed}).encode(), private=True)
    _source_offline.say_receipt(args, receipt, "Your report is held.", {"placed": placed})
    return 0


def _message(args: argparse.Namespace) -> int:
    receipt = _receipt(args)
    text = _source_offline.read_small(args.text).decode(errors="replace")
    with _gate(args) as gate:
        _source_offline.require_compared(args, gate.notice)
        placed = send_message(gate, receipt, text, args.attach)
    print(json.dumps({"placed": placed}) if args.json else "Your message is held.")
    return 0


def _letter(args: argparse.Namespace) -> int:
    name, compose = _source_letters.composed(args)
    receipt = _receipt(args)
    with _gate(args) as gate:
        _source_offline.require_compared(args, gate.notice)
        placed = _source_letters.send_letter(gate, receipt, name, compose)
    return _source_letters.say_sent(args, placed)


def _mailbox(args: argparse.Namespace) -> int:
    receipt = _receipt(args)
    with _gate(args) as gate:
        mailbox = read_mailbox(gate, receipt)
        if args.save is not None:
            _save_files(args.save, gate, receipt, mailbox)
        found = [_described(gate, item) for item in _newest_status_only(mailbox)]
    if args.json:
        print(json.dumps({"items": found, "foreign": mailbox.foreign}))
        return 0
    if not found:
        print("Nothing yet, or different words.")
    for item in found:
        print(f"{item['on']}  {item['text']}\n")
    if mailbox.foreign:
        print("Something here is damaged, or not from the institution.")
        print("It is not shown. Mention it when you write.")
    return 0


def _newest_status_only(mailbox: Mailbox) -> list[FromInstitution]:
    """A status replaces the earlier ones."""
    statuses = [item for item in mailbox.items if isinstance(item, Status)]
    newest = max(enumerate(statuses), key=lambda pair: (pair[1].on, pair[0]), default=(0, None))[1]
    return [item for item in mailbox.items if not isinstance(item, Status) or item is newest]


def _save_files(folder: Path, gate: GateSeen, receipt: Receipt, mailbox: Mailbox) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    replies = [item for item in mailbox.items if isinstance(item, Reply)]
    files = [file for reply in replies for file in reply.attachments]
    for number, file in enumerate(files, 1):
        content = read_file(gate, receipt, mailbox, file)
        write_small_file(folder / f"{number}-{clean_name(file.name)}", content, private=True)


def _described(gate: GateSeen, item: FromInstitution) -> dict[str, Any]:
    if isinstance(item, Reply):
        files = [file.name for file in item.attachments]
        return {"kind": "reply", "on": item.on.isoformat(), "text": item.text, "files": files}
    if isinstance(item, Status):
        return _described_status(item)
    proof, text = _proved(gate, item)
    return {
        "kind": "held",
        "on": item.on.isoformat(),
        "index": item.index,
        "proof": proof,
        "text": text,
    }


def _described_status(status: Status) -> dict[str, Any]:
    looked = "" if status.looked_on is None else status.looked_on.isoformat()
    steps = [f"{step.step} ({step.on})" for step in status.steps]
    agreed = {item.purpose.value: item.level.value for item in status.consents}
    consents = ", ".join(f"{purpose}: {level}" for purpose, level in agreed.items())
    sentences = (
        f"Where your report stood: {', '.join(steps) or 'nothing was recorded yet'}.",
        f"Consents recorded: {consents or 'none'}.",
        f"An officer last worked on it on {looked or 'no day yet'}.",
        "It is recorded as withdrawn." if status.withdrawn else "",
    )
    return {
        "kind": "status",
        "on": status.on.isoformat(),
        "looked_on": looked,
        "steps": [{"on": step.on.isoformat(), "step": step.step} for step in status.steps],
        "consents": agreed,
        "withdrawn": status.withdrawn,
        "text": " ".join(filter(None, sentences)),
    }


def _proved(gate: GateSeen, item: HeldNote) -> tuple[str, str]:
    """What the published log says of a held note; a proof that fails hides no other item."""
    try:
        proof = prove_held(gate.client, gate.notice, item)
    except Refused:
        return "failed", (
            "The proof FAILED. The log does not show what you sent as this note says. Keep your words, write "
            "nothing more here, and tell the institution by another channel."
        )
    except Unavailable:
        return "unknown", "It could not be checked just now: the gate did not answer. Try again later."
    texts = {
        HeldProof.PROVED: f"What you sent is held: entry {item.index}, checked against the log's checkpoint.",
        HeldProof.NOT_YET: "What you sent is held; its place is published at the next checkpoint. Come back.",
    }
    return proof.value, texts[proof]


@contextmanager
def _gate(args: argparse.Namespace) -> Iterator[GateSeen]:
    with closing(SourceClient(args.gate)) as client:
        gate = look_at_gate(client, datetime.now(UTC).date())
        _source_offline.compare(args, gate.notice)
        yield gate


def _receipt(args: argparse.Namespace) -> Receipt:
    text = _source_offline.read_small(args.receipt).decode(errors="replace")
    try:
        return read_receipt(text, *all_lists())
    except Refused as err:
        close = near_misses(text, *all_lists())
        if not close:
            raise
        raise Refused(str(err), advice="Did you mean: " + " / ".join(close[:3]) + "?") from err
