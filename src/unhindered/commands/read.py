"""`read`: what a public document says, as proposals with their exact places. It changes and sends nothing."""

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from unhindered.core.reading.document_text import decode_document, text_sha256
from unhindered.core.reading.proposal import Proposal
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.tables import load_facts
from unhindered.storage.files import read_small_file

_LARGEST = 16 * 1024 * 1024
_AROUND = 60
_LONGEST_SHOWN = 400
_HIDDEN_VALUES = ("_start", "_end", "excerpts")
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def add_arguments(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `read`."""
    read = subparsers.add_parser(
        "read",
        help="what a document says: States, dates, persons, resolutions, commitments …, with exact places",
        description="Proposes what a public document in English says. A person confirms or rejects each "
        "proposal; nothing is published by reading.",
    )
    read.add_argument("path", type=Path, metavar="FILE", help="a text in UTF-8")
    shown = read.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the proposals as JSON")
    shown.add_argument("--text", action="store_true", help="print the text that the proposals' places count")
    read.set_defaults(run=_read)


def _read(args: argparse.Namespace) -> int:
    return read_command(args.path, as_json=args.json, text_only=args.text)


def read_command(path: Path, *, as_json: bool, text_only: bool) -> int:
    """Print the document's text, or its proposals for a person or for a program.

    Raises:
        Refused: the file cannot be read, is too long, or is not text in UTF-8.
    """
    text = decode_document(read_small_file(path, limit=_LARGEST))
    if text_only:
        _write(_harmless(text) if sys.stdout.isatty() else text)
        return 0
    proposals = read_document(text, load_gazetteer(load_facts()))
    if as_json:
        found = [proposal.as_json() for proposal in proposals]
        _write(json.dumps({"text_sha256": text_sha256(text), "proposals": found}) + "\n")
        return 0
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    _write("".join(f"{line}\n" for line in _view(text, proposals, coloured=coloured)))
    return 0


def _write(text: str) -> None:
    # In UTF-8 whatever the terminal's language is, and no line end changed: places must still count.
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _view(text: str, proposals: Sequence[Proposal], *, coloured: bool) -> Iterator[str]:
    for proposal in proposals:
        head = f"{proposal.kind.value}  {proposal.start}–{proposal.end}"
        yield _marked(head, _BOLD, coloured=coloured)
        yield f"  {_in_context(text, proposal, coloured=coloured)}"
        if values := _values(proposal):
            yield f"  {values}"
        for flag in proposal.flags:
            yield f"  ? {flag.value.replace('_', ' ')}"
    yield ""
    yield f"{len(proposals)} proposals. None is a fact yet: an officer confirms or rejects each at the desk."


def _values(proposal: Proposal) -> str:
    values = proposal.as_json()["values"]
    shown = [key for key in values if not key.endswith(_HIDDEN_VALUES)]
    return ", ".join(f"{key}: {_shown(values[key])}" for key in shown)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown = " ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return _on_one_line(shown)


def _in_context(text: str, proposal: Proposal, *, coloured: bool) -> str:
    before = text[max(0, proposal.start - _AROUND) : proposal.start]
    after = text[proposal.end : proposal.end + _AROUND]
    quote = proposal.quote
    if len(quote) > _LONGEST_SHOWN:
        quote = f"{quote[: _LONGEST_SHOWN // 2]} […] {quote[-_LONGEST_SHOWN // 2 :]}"
    return (
        _marked(f"…{_on_one_line(before)}", _DIM, coloured=coloured)
        + ("" if coloured else "«")
        + _marked(_on_one_line(quote), _BOLD, coloured=coloured)
        + ("" if coloured else "»")
        + _marked(f"{_on_one_line(after)}…", _DIM, coloured=coloured)
    )


def _on_one_line(text: str) -> str:
    spaced = "".join(" " if char.isspace() else char for char in text)
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    return _harmless(spaced)


def _harmless(text: str) -> str:
    """A stranger's text may not move the cursor or colour the screen; every place keeps its number."""
    return "".join(
        "\ufffd" if unicodedata.category(char) in {"Cc", "Cf"} and char not in "\n\t" else char
        for char in text
    )


def _marked(text: str, style: str, *, coloured: bool) -> str:
    return f"{style}{text}{_PLAIN}" if coloured else text
