"""`keygen`, `seal`, `open`: plain age files, in and out, with post-quantum keys."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from unhindered.core.envelope.identities import Identity, generate_identity, parse_identity
from unhindered.core.envelope.payload import FrameWriter, read_frame_file
from unhindered.core.envelope.recipients import Recipient, parse_recipient
from unhindered.core.envelope.seal import PushSealer, seal
from unhindered.core.envelope.unseal import unseal
from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import read_notice
from unhindered.facts.wordlists import english
from unhindered.storage.files import open_to_read, read_small_file, write_small_file, write_whole

_PIECE = 1024 * 1024


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the three commands."""
    keygen = subparsers.add_parser("keygen", help="make a post-quantum age identity")
    keygen.add_argument("--out", type=Path, help="write the identity here (mode 0600) instead of printing it")
    keygen.add_argument("--json", action="store_true")
    keygen.set_defaults(run=_keygen)

    sealing = subparsers.add_parser("seal", help="seal a file to a recipient or to an institution's notice")
    to = sealing.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", action="append", metavar="RECIPIENT", help="age1pq1…; may be given again")
    to.add_argument("--notice", type=Path, metavar="FILE", help="an institution's notice; it must be current")
    sealing.add_argument(
        "--padded", action="store_true", help="frame and pad as the gate does, to hide the size"
    )
    sealing.add_argument("--json", action="store_true")
    sealing.add_argument("input", type=Path, metavar="IN")
    sealing.add_argument("output", type=Path, metavar="OUT")
    sealing.set_defaults(run=_seal)

    opening = subparsers.add_parser("open", help="open an age file with an identity")
    opening.add_argument("--identity", type=Path, required=True, metavar="FILE")
    opening.add_argument("--padded", action="store_true", help="take the file out of its frame and padding")
    opening.add_argument("--json", action="store_true")
    opening.add_argument("input", type=Path, metavar="IN")
    opening.add_argument("output", type=Path, metavar="OUT")
    opening.set_defaults(run=_open)


def _keygen(args: argparse.Namespace) -> int:
    identity = generate_identity()
    recipient = str(identity.recipient())
    text = f"# public key: {recipient}\n{identity}\n"
    if args.out is not None:
        if args.out.exists():
            raise Refused(
                f"{args.out} exists already.", advice="Choose another name; keys are never overwritten."
            )
        write_small_file(args.out, text.encode(), private=True)
        _say(args, {"recipient": recipient, "identity_file": str(args.out)}, f"Public key: {recipient}")
        return 0
    _say(args, {"recipient": recipient, "identity": str(identity)}, text.rstrip())
    return 0


def _seal(args: argparse.Namespace) -> int:
    recipients = _recipients(args)
    with open_to_read(args.input) as source, write_whole(args.output) as target:
        if args.padded:
            _seal_padded(source, target, args.input.name, recipients)
        else:
            seal(source, target, recipients)
    _say(args, {"sealed": str(args.output)}, f"Sealed: {args.output}")
    return 0


def _seal_padded(source: BinaryIO, target: BinaryIO, name: str, recipients: list[Recipient]) -> None:
    sealer = PushSealer(target, recipients)
    frame = FrameWriter(sealer, name)
    while piece := source.read(_PIECE):
        frame.write(piece)
    frame.finish()
    sealer.finish()


def _open(args: argparse.Namespace) -> int:
    identities = read_identities(args.identity)
    # The end of a file is authenticated last: until then everything stays under another name.
    with open_to_read(args.input) as source, write_whole(args.output, private=True) as target:
        unseal(source, target, identities)
        if args.padded:
            _take_out_of_frame(target)
    _say(args, {"opened": str(args.output)}, f"Opened: {args.output}")
    return 0


def _take_out_of_frame(file: BinaryIO) -> None:
    _, offset, length = read_frame_file(file)
    for done in range(0, length, _PIECE):
        file.seek(offset + done)
        piece = file.read(min(_PIECE, length - done))
        file.seek(done)
        file.write(piece)
    file.truncate(length)


def read_identities(path: Path) -> list[Identity]:
    """The identities in a file as `age-keygen` writes it: one a line, `#` before comments.

    Raises:
        Refused: the file cannot be read, or a line is no identity.
    """
    try:
        lines = read_small_file(path, limit=1024 * 1024).decode().splitlines()
    except UnicodeDecodeError as err:
        raise Refused(f"{path} is not an identity file.", advice="`unhindered keygen` makes one.") from err
    found: list[Identity] = [
        parse_identity(line.strip()) for line in lines if line.strip() and not line.startswith("#")
    ]
    if not found:
        raise Refused(f"{path} holds no identity.", advice="`unhindered keygen` makes one.")
    return found


def _recipients(args: argparse.Namespace) -> list[Recipient]:
    if args.to:
        return [parse_recipient(text) for text in args.to]
    try:
        text = read_small_file(args.notice, limit=64 * 1024).decode()
    except UnicodeDecodeError as err:
        raise Refused(
            f"{args.notice} is not a notice.", advice="Get it anew from the gate: GET /notice."
        ) from err
    notice = read_notice(text).require_current(datetime.now(UTC).date())
    words = " ".join(six_words(notice.root_verifier().public_key, english()))
    sys.stderr.write(f"Sealing to {notice.name}. Compare its six words: {words}\n")
    return [parse_recipient(notice.intake)]


def _say(args: argparse.Namespace, result: dict[str, str], sentence: str) -> None:
    print(json.dumps(result) if args.json else sentence)
