"""`source consents`, `withdraw`, `rhythm`, `check-in`: what a source decides later, from a terminal."""

import argparse
import json
import secrets
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from unhindered.commands._source_device import GateSeen, public_halves, secrets_of, submit
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.changes import (
    CONSENTS_NAME,
    RHYTHM_NAME,
    WITHDRAWAL_NAME,
    ConsentsSet,
    RhythmProposed,
    Withdrawal,
    compose_consents,
    compose_rhythm,
    compose_withdrawal,
)
from unhindered.core.correspondence.from_source import ID_BYTES
from unhindered.core.correspondence.parts import LEVELS, PURPOSES, Choice
from unhindered.core.correspondence.submission import submission_head
from unhindered.core.correspondence.visits import (
    CHECK_IN,
    IN_DANGER,
    VISIT_NAME,
    SourceVisit,
    compose_visit,
)
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.receipt import Receipt
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import notice_id

Head = dict[str, Any]
# Composes the body of a frame from what all letters have and the signing key.
Compose = Callable[[Head, bytes], bytes]


def add_agreeing(parser: argparse.ArgumentParser) -> None:
    """What a source agrees to, and who must not get the report."""
    parser.add_argument(
        "--agree",
        action="append",
        default=[],
        metavar="PURPOSE=LEVEL",
        help=f"one of {', '.join(PURPOSES)}; at {', '.join(LEVELS)}; may be repeated",
    )
    parser.add_argument(
        "--limits",
        metavar="TEXT",
        help="who must not get the report; left out: as you said before; empty: nobody",
    )


def choices_from(given: Sequence[str]) -> tuple[Choice, ...]:
    """The consents in arguments such as `publication=anonymous`.

    Raises:
        Refused: no such purpose or level, or a purpose twice.
    """
    pairs = [item.partition("=")[::2] for item in given]
    for purpose, level in pairs:
        if purpose not in PURPOSES or level not in LEVELS:
            raise Refused(
                f"There is no consent “{purpose}={level}”.",
                advice=f"Purposes are {', '.join(PURPOSES)}; levels are {', '.join(LEVELS)}.",
            )
    if len(dict(pairs)) != len(pairs):
        raise Refused("A purpose is given twice.", advice="Give each purpose once.")
    return tuple(Choice(purpose=Purpose(purpose), level=IdentityLevel(level)) for purpose, level in pairs)


def composed(args: argparse.Namespace) -> tuple[str, Compose]:
    """The frame's name and what composes its body, for the command that was given."""
    return _COMMANDS[args.letter](args)


def send_letter(gate: GateSeen, receipt: Receipt, name: str, compose: Compose) -> list[dict[str, Any]]:
    """Seal and post one letter of the receipt's source; a visit goes to the key that opens visits only.

    Raises:
        Refused: the gate refuses.
        Unavailable: it does not answer; nothing was acknowledged.
    """
    source = secrets_of(receipt, gate.notice)
    notice = notice_id(gate.notice_text)
    head: Head = {"id": secrets.token_bytes(ID_BYTES), "notice": notice, "keys": public_halves(source)}
    to = gate.notice.visits if name == VISIT_NAME else gate.notice.intake
    envelope = seal_bytes(frame(name, compose(head, source.signing_seed)), [parse_recipient(to)])
    with tempfile.TemporaryDirectory(prefix="sealed-") as folder:
        body = Path(folder) / "body"
        body.write_bytes(submission_head(len(envelope), notice) + envelope)
        return submit(gate.client, body, secrets.token_hex(32))


def say_sent(args: argparse.Namespace, placed: list[dict[str, Any]]) -> int:
    """Tell the person that it is held."""
    print(
        json.dumps({"placed": placed}) if args.json else "It is held. Officers see it with their next sync."
    )
    return 0


def add_arguments(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    add_common: Callable[[argparse.ArgumentParser], None],
    run: Callable[[argparse.Namespace], int],
) -> None:
    """Register the commands; `add_common` adds what all of them need, `run` sends."""
    consents = commands.add_parser("consents", help="say anew what you agree to; nothing given: to nothing")
    add_agreeing(consents)
    withdraw = commands.add_parser("withdraw", help="withdraw the whole report")
    withdraw.add_argument("--text", default="", metavar="TEXT", help="why, if you like")
    rhythm = commands.add_parser("rhythm", help="propose to check in every so many days; 0 ends it")
    rhythm.add_argument("--every-days", type=int, required=True, metavar="N")
    rhythm.add_argument("--grace-hours", type=int, default=24, metavar="N")
    check_in = commands.add_parser("check-in", help="say that you are well, or in danger now")
    check_in.add_argument("--danger", action="store_true", help="somebody is in danger now")
    for name, parser in (
        *(("consents", consents), ("withdraw", withdraw)),
        *(("rhythm", rhythm), ("check-in", check_in)),
    ):
        add_common(parser)
        parser.set_defaults(run=run, letter=name)


def _consents(args: argparse.Namespace) -> tuple[str, Compose]:
    agreed = choices_from(args.agree)

    def compose(head: Head, seed: bytes) -> bytes:
        return compose_consents(ConsentsSet(consents=agreed, limits=args.limits, **head), seed)

    return CONSENTS_NAME, compose


def _withdrawal(args: argparse.Namespace) -> tuple[str, Compose]:
    return WITHDRAWAL_NAME, lambda head, seed: compose_withdrawal(Withdrawal(text=args.text, **head), seed)


def _rhythm(args: argparse.Namespace) -> tuple[str, Compose]:
    grace = args.grace_hours if args.every_days else 0

    def compose(head: Head, seed: bytes) -> bytes:
        return compose_rhythm(RhythmProposed(every_days=args.every_days, grace_hours=grace, **head), seed)

    if not 0 <= args.every_days <= 31 or (args.every_days and not 1 <= grace <= 168):
        raise Refused("A rhythm is of 1 to 31 days, with 1 to 168 hours of grace.", advice="0 days end it.")
    return RHYTHM_NAME, compose


def _check_in(args: argparse.Namespace) -> tuple[str, Compose]:
    state, day = IN_DANGER if args.danger else CHECK_IN, datetime.now(UTC).date()
    return VISIT_NAME, lambda head, seed: compose_visit(SourceVisit(state=state, day=day, **head), seed)


_COMMANDS = {"consents": _consents, "withdraw": _withdrawal, "rhythm": _rhythm, "check-in": _check_in}
