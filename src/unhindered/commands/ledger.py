"""`ledger build`: the public site, from sourced facts alone or with the statements of a public log."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.key_names import public_log_origin
from unhindered.core.institution.notice import read_notice
from unhindered.core.log.signed_note import parse_verifier
from unhindered.facts.tables import load_facts
from unhindered.facts.wordlists import english
from unhindered.gate.folder import GateFolder
from unhindered.ledger.build import build_ledger
from unhindered.ledger.fetch_record import record_from_gate, record_from_log
from unhindered.ledger.public_record import PublicRecord
from unhindered.storage.files import read_small_file
from unhindered.storage.log_on_sqlite import LogOnSqlite


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `ledger` and what it can do."""
    ledger = subparsers.add_parser("ledger", help="build the public site: a page for each of the 193 States")
    things = ledger.add_subparsers(metavar="ACTION", required=True)

    build = things.add_parser(
        "build",
        help="write the site into a folder, in place of the one that is there",
        description="Without --gate or --log, the site shows sourced facts alone, as an unpublished draft.",
    )
    build.add_argument("--out", type=Path, required=True, metavar="DIR", help="the site's folder")
    source = build.add_mutually_exclusive_group()
    source.add_argument("--gate", metavar="URL", help="read the public log that this gate publishes")
    source.add_argument(
        "--log",
        type=Path,
        metavar="DIR",
        help="read it from a gate's folder, or from a log's (with --notice)",
    )
    build.add_argument(
        "--notice", type=Path, metavar="FILE", help="with --log: the institution's notice, if not the gate's"
    )
    build.add_argument(
        "--root",
        metavar="VERIFIER",
        help="the institution's root key, as compared before; another is refused",
    )
    build.add_argument("--json", action="store_true")
    build.set_defaults(run=_build)


def _build(args: argparse.Namespace) -> int:
    today = date.today()  # noqa: DTZ011 the publisher's own day stands on the pages
    record = _record(args, today)
    if record is not None and args.root is None:
        words = " ".join(six_words(record.notice.root_verifier().public_key, english()))
        sys.stderr.write(f"Statements are {record.notice.name}’s. Compare its six words: {words}\n")
    built = build_ledger(args.out, facts=load_facts(), record=record, today=today)
    result: dict[str, Any] = {
        "out": str(args.out),
        "states": built.states,
        "statements": built.statements,
        "pages": built.pages,
        "largest_page_bytes": built.largest_page,
        "checkpoint_size": record.checkpoint.size if record else None,
        "institution": record.notice.name if record else None,
    }
    sentence = (
        f"Built {built.pages} pages in {args.out}: {built.states} States, "
        f"{built.statements} {'statement' if built.statements == 1 else 'statements'}."
    )
    print(json.dumps(result) if args.json else sentence)
    return 0


def _record(args: argparse.Namespace, today: date) -> PublicRecord | None:
    root = None if args.root is None else parse_verifier(args.root).public_key
    if args.notice is not None and args.log is None:
        raise Refused(
            "--notice belongs to --log: a gate gives its own.", advice="Leave it out, or add --log."
        )
    if args.gate is not None:
        return record_from_gate(args.gate, today=today, root_public_key=root)
    if args.log is None:
        return None
    folder = args.log / "public" if (args.log / "public").is_dir() else args.log
    notice = _notice(args, today)
    if not (folder / "log.sqlite").is_file():
        raise Refused(f"There is no public log in {args.log}.", advice="Give a gate's folder, or a log's.")
    with LogOnSqlite(folder, public_log_origin(read_notice(notice).gate), read_only=True) as log:
        return record_from_log(log, notice, today=today, root_public_key=root)


def _notice(args: argparse.Namespace, today: date) -> str:
    if args.notice is not None:
        try:
            return read_small_file(args.notice, limit=64 * 1024).decode()
        except UnicodeDecodeError as err:
            raise Refused(
                f"{args.notice} is not a notice.", advice="Get it from the gate: GET /notice."
            ) from err
    if not (args.log / "notices.json").is_file():
        raise Refused(f"{args.log} is not a gate's folder.", advice="Give the notice too, with --notice.")
    return GateFolder(args.log).notices().current(today).text
