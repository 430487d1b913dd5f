"""`verify log`, `receipt`, `page`, `ledger`: check what somebody claims, without trusting them."""

import argparse
import hashlib
import json
from contextlib import closing
from pathlib import Path
from typing import Any

from unhindered.commands._held_proof import HeldProof, prove_leaves
from unhindered.core.canonical_json import parse_json_object
from unhindered.core.correspondence.fields import hex_field, list_field, text_field
from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import read_notice
from unhindered.core.institution.signed_page import open_page_note
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import LEAF_BYTES
from unhindered.core.log.signed_note import parse_verifier
from unhindered.facts.wordlists import english
from unhindered.ledger.verify import verify_site
from unhindered.storage.files import read_small_file
from unhindered.storage.log_on_sqlite import LogOnSqlite
from unhindered.storage.source_client import SourceClient

_DO_NOT_USE = "Do not write into it. Get page and note anew from the institution, by another channel."


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

    page = things.add_parser("page", help="an offline page against the note beside it, and its six words")
    page.add_argument("path", type=Path, metavar="PATH")
    page.add_argument("--note", type=Path, metavar="FILE", help="the note, if it is not PATH.note")
    page.add_argument("--fingerprint", metavar="WORDS", help="the institution's six words, from its leaflet")
    page.add_argument("--json", action="store_true")
    page.set_defaults(run=_page)

    ledger = things.add_parser(
        "ledger", help="a built site: every statement's signature and place in the log"
    )
    ledger.add_argument("path", type=Path, metavar="PATH")
    ledger.add_argument("--root", metavar="VERIFIER", help="the institution's root key, if you compared it")
    ledger.add_argument("--json", action="store_true")
    ledger.set_defaults(run=_ledger)


def _log(args: argparse.Namespace) -> int:
    verifier = parse_verifier(args.key)
    if not args.path.is_dir():
        raise Refused(f"There is no log in {args.path}.", advice="Give the folder that holds log.sqlite.")
    store = LogOnSqlite(args.path, verifier.name, read_only=True)
    try:
        store.require_sound(verifier)
        checkpoint = open_checkpoint(store.latest_checkpoint(), verifier, verifier.name)
        erased = sum(store.entry(index).is_erased for index in range(checkpoint.size))
    finally:
        store.close()
    result = {"size": checkpoint.size, "erased": erased, "root": checkpoint.root.hex()}
    _say(args, result, f"The log holds: {checkpoint.size} entries, {erased} of them erased, all proved.")
    return 0


def _receipt(args: argparse.Namespace) -> int:
    kept = parse_json_object(read_small_file(args.path, limit=1024 * 1024))
    placed = list_field(kept, "placed", limit=1001)
    leaves = [hex_field(one, "leaf", length=LEAF_BYTES) for one in placed]
    with closing(SourceClient(text_field(kept, "gate", limit=500))) as client:
        found = prove_leaves(client, read_notice(client.notice()), leaves)
    if HeldProof.NOT_YET in found:
        _say(
            args,
            {"held": False},
            "Not in the published log yet. Try again after the gate's next publication; if it stays so for a "
            "day, keep the proof and tell the institution by another channel.",
        )
        return 1
    _say(args, {"held": True, "entries": len(found)}, f"Held: all {len(found)} entries are in the log.")
    return 0


def _page(args: argparse.Namespace) -> int:
    note = args.note or args.path.with_name(f"{args.path.name}.note")
    signed = open_page_note(read_small_file(note, limit=64 * 1024).decode(errors="replace"))
    if hashlib.sha256(read_small_file(args.path)).digest() != signed.sha256:
        raise Refused("This page is not the one that was signed.", advice=_DO_NOT_USE)
    words = " ".join(six_words(signed.root.public_key, english()))
    if args.fingerprint is not None and " ".join(args.fingerprint.lower().split()) != words:
        raise Refused(
            "This page is signed by somebody else than who has these six words.", advice=_DO_NOT_USE
        )
    compared = (
        "They are those you gave." if args.fingerprint else "Compare them with the institution's leaflet."
    )
    result = {"signed": True, "name": signed.name, "fingerprint": words, "compared": bool(args.fingerprint)}
    _say(args, result, f"The page is as it was signed, by the key with these six words: {words}\n{compared}")
    return 0


def _ledger(args: argparse.Namespace) -> int:
    root = None if args.root is None else parse_verifier(args.root).public_key
    result = verify_site(args.path, root_public_key=root)
    _say(args, result, _ledger_sentence(result))
    return 0


def _ledger_sentence(result: dict[str, Any]) -> str:
    if result["institution"] is None:
        shown = "It shows sourced facts alone; no institution answers for it."
    else:
        shown = (
            f"{result['statements']} statements of {result['institution']} are signed and in its public log."
        )
    if result["pages"] == "same":
        return f"{shown} Every page is what this version builds from them."
    return f"{shown} The pages were built by another version, or from other facts: they were not compared."


def _say(args: argparse.Namespace, result: dict[str, Any], sentence: str) -> None:
    print(json.dumps(result) if args.json else sentence)
