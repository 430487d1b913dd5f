"""`verify log`, `verify receipt`, `verify ledger`: check what somebody claims, without trusting them."""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from unhindered.commands._held_proof import HeldProof, prove_leaf
from unhindered.core.canonical_json import parse_json_object
from unhindered.core.correspondence.fields import hex_field, list_field, number_field, text_field
from unhindered.core.errors import Refused
from unhindered.core.institution.notice import read_notice
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import LEAF_BYTES, clear_prefix, header_sha256, open_leaf
from unhindered.core.log.port import LogStore, StoredEntry
from unhindered.core.log.replica import Replica
from unhindered.core.log.signed_note import parse_verifier
from unhindered.ledger.verify import verify_site
from unhindered.storage.files import read_small_file
from unhindered.storage.log_on_sqlite import LogOnSqlite
from unhindered.storage.source_client import SourceClient

_PIECE = 1024 * 1024


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `verify` and what can be verified."""
    verify = subparsers.add_parser("verify", help="check a log, a proof kept when sending, or a built ledger")
    things = verify.add_subparsers(metavar="THING", required=True)

    log = things.add_parser("log", help="a log's folder: signature, tree, and every payload against its leaf")
    log.add_argument("path", type=Path, metavar="PATH")
    log.add_argument(
        "--key", required=True, metavar="VERIFIER", help="the log's verifier key, from the notice"
    )
    log.add_argument("--json", action="store_true")
    log.set_defaults(run=_log)

    receipt = things.add_parser("receipt", help="a proof written by `source send --proof`, against the gate")
    receipt.add_argument("path", type=Path, metavar="PATH")
    receipt.add_argument("--json", action="store_true")
    receipt.set_defaults(run=_receipt)

    ledger = things.add_parser(
        "ledger", help="a built site: every statement's signature and place in the log"
    )
    ledger.add_argument("path", type=Path, metavar="PATH")
    ledger.add_argument("--json", action="store_true")
    ledger.set_defaults(run=_ledger)


def _log(args: argparse.Namespace) -> int:
    verifier = parse_verifier(args.key)
    if not args.path.is_dir():
        raise Refused(f"There is no log in {args.path}.", advice="Give the folder that holds log.sqlite.")
    store = LogOnSqlite(args.path, verifier.name, read_only=True)
    try:
        note = store.latest_checkpoint()
        checkpoint = open_checkpoint(note, verifier, verifier.name)
        Replica(verifier.name).grown(store.leaves(0, checkpoint.size), note, verifier)
        erased = sum(_require_payload(store, store.entry(index)) for index in range(checkpoint.size))
    finally:
        store.close()
    result = {"size": checkpoint.size, "erased": erased, "root": checkpoint.root.hex()}
    _say(args, result, f"The log holds: {checkpoint.size} entries, {erased} of them erased, all proved.")
    return 0


def _require_payload(store: LogStore, entry: StoredEntry) -> int:
    """1 if the entry was erased, 0 if its payload is what its leaf commits to."""
    if entry.is_erased or entry.salts is None:
        return 1
    found = hashlib.sha256(clear_prefix(entry.clear))
    with store.open_body(entry.index) as body:
        while piece := body.read(_PIECE):
            found.update(piece)
    header = None if entry.is_rewrapped else header_sha256(entry.header or b"")
    open_leaf(entry.leaf, entry.salts, kind=entry.kind, header_sha256=header, body_sha256=found.digest())
    return 0


def _receipt(args: argparse.Namespace) -> int:
    kept = parse_json_object(read_small_file(args.path, limit=1024 * 1024))
    client = SourceClient(text_field(kept, "gate", limit=500))
    notice = read_notice(client.notice())
    found = [_proved(client, notice, placed) for placed in list_field(kept, "placed", limit=1001)]
    if HeldProof.NOT_YET in found:
        _say(args, {"held": False}, "Not yet published: try again after the gate's next checkpoint.")
        return 1
    _say(args, {"held": True, "entries": len(found)}, f"Held: all {len(found)} entries are in the log.")
    return 0


def _proved(client: SourceClient, notice: Any, placed: dict[str, Any]) -> HeldProof:
    leaf = hex_field(placed, "leaf", length=LEAF_BYTES)
    return prove_leaf(client, notice, number_field(placed, "index"), leaf)


def _ledger(args: argparse.Namespace) -> int:
    result = verify_site(args.path)
    _say(args, result, "The ledger holds: every statement is signed, and is in the log that it names.")
    return 0


def _say(args: argparse.Namespace, result: dict[str, Any], sentence: str) -> None:
    print(json.dumps(result) if args.json else sentence)
