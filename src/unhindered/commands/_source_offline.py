"""`source seal-report`, `source carry`: seal without a network, and bring what is sealed to a gate.

And what every command of a source does before it seals: compare the six words.
"""

import argparse
import hashlib
import json
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from unhindered.commands._source_device import NoticeSeen, read_answers, seal_report, submit
from unhindered.core.correspondence.carried import SUFFIX, carried_key
from unhindered.core.envelope.receipt import Receipt, new_receipt
from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import Notice, read_notice
from unhindered.facts.wordlists import english
from unhindered.storage.files import open_to_read, read_small_file, write_whole
from unhindered.storage.source_client import SourceClient

_PIECE = 1024 * 1024


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register them."""
    sealing = commands.add_parser("seal-report", help="seal a report into a file, without a network")
    sealing.add_argument("answers", type=Path, metavar="ANSWERS", help='a JSON file: {"what": …}, or -')
    sealing.add_argument("--notice", type=Path, required=True, metavar="FILE", help="the gate's notice")
    sealing.add_argument("--attach", type=Path, action="append", default=[], metavar="FILE")
    sealing.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=f"the sealed file, ending in {SUFFIX}"
    )
    sealing.add_argument("--json", action="store_true")
    add_comparing(sealing)
    sealing.set_defaults(run=_seal_report)

    carrying = commands.add_parser("carry", help="send a sealed file, your own or a friend's, to its gate")
    carrying.add_argument("sealed", type=Path, metavar="FILE")
    carrying.add_argument("--gate", required=True, metavar="URL")
    carrying.add_argument("--json", action="store_true")
    carrying.set_defaults(run=_carry)


def add_comparing(parser: argparse.ArgumentParser) -> None:
    """The two ways to say that the six words need no question at the terminal."""
    checked = parser.add_mutually_exclusive_group()
    add_fingerprint(checked)
    checked.add_argument(
        "--unverified",
        action="store_true",
        help="go on without comparing the six words: a false gate could read it",
    )


def add_fingerprint(parser: "argparse._ActionsContainer") -> None:
    """The six words as an option."""
    parser.add_argument(
        "--fingerprint", metavar="WORDS", help="the institution's six words, from its leaflet"
    )


def compare(args: argparse.Namespace, notice: Notice) -> None:
    """Show the six words, or hold them against those that were given.

    Raises:
        Refused: they differ.
    """
    words = " ".join(six_words(notice.root_verifier().public_key, english()))
    if args.fingerprint is None:
        sys.stderr.write(f"{notice.name}. Compare its six words: {words}\n")
    elif " ".join(args.fingerprint.lower().split()) != words:
        raise Refused(
            "This gate's six words are not those you gave.",
            advice="Do not send anything. Ask the institution, by another channel, for its six words.",
        )


def require_compared(args: argparse.Namespace, notice: Notice) -> None:
    """Before anything leaves: the six words were given, compared at the terminal, or waived in so many words.

    Raises:
        Refused: none of these.
    """
    if args.fingerprint is not None or args.unverified:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refused(
            f"Nothing was sent: nobody has compared the six words of {notice.name}.",
            advice='Give --fingerprint "THE SIX WORDS" from its leaflet. --unverified sends all the same.',
        )
    sys.stderr.write("Do the six words match those of the leaflet or website? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Refused(
            "Nothing was sent.",
            advice="Ask the institution, by another channel, for its six words, and compare them first.",
        )


def say_receipt(args: argparse.Namespace, receipt: Receipt, sentence: str, more: dict[str, Any]) -> None:
    """Print the receipt, once."""
    words = receipt.words(english())
    if args.json:
        print(json.dumps({"receipt": list(words), "numbers": list(receipt.numbers()), **more}))
        return
    print(f"{sentence} These words are the only way back to it; they are shown once:\n")
    for place, (word, number) in enumerate(zip(words, receipt.numbers(), strict=True), 1):
        print(f"  {place:2}. {word:10} {number:4}")


def read_small(path: Path) -> bytes:
    """A small file, or what is typed where the path is `-`."""
    if str(path) == "-":
        return sys.stdin.buffer.read(_PIECE)
    return read_small_file(path, limit=_PIECE)


def _seal_report(args: argparse.Namespace) -> int:
    if args.out.exists():
        raise Refused(f"{args.out} exists already.", advice="Choose another name: it may be a sealed report.")
    answers = read_answers(read_small(args.answers))
    text = read_small_file(args.notice, limit=64 * 1024).decode(errors="replace")
    seen = NoticeSeen(notice_text=text, notice=read_notice(text).require_current(datetime.now(UTC).date()))
    compare(args, seen.notice)
    require_compared(args, seen.notice)
    receipt = new_receipt()
    with write_whole(args.out, private=True) as body:
        seal_report(seen, receipt, answers, args.attach, body)
    sentence = f"Your report is sealed in {args.out}. It counts only once a gate holds it."
    say_receipt(args, receipt, sentence, {"sealed": str(args.out)})
    return 0


def _carry(args: argparse.Namespace) -> int:
    digest = hashlib.sha256()
    with open_to_read(args.sealed) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    with closing(SourceClient(args.gate)) as client:
        placed = submit(client, args.sealed, carried_key(digest.digest()).hex())
    print(json.dumps({"placed": placed}) if args.json else "What is in this file is held.")
    return 0
