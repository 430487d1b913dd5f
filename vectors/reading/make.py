"""Makes what `unhindered read` proposes for each text here, and the files that it must refuse.

Run from the repository: `.venv/bin/python vectors/reading/make.py`. A person reads the difference line by
line before it is committed: this program knows what is proposed, not whether it is right.
"""

import base64
import json
from dataclasses import replace
from pathlib import Path

from unhindered.core.reading.document_text import decode_document, text_sha256
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.rows import FictionalState
from unhindered.facts.tables import load_facts

HERE = Path(__file__).parent
STATES = {"XVL": "Vareland", "XNW": "Norwold", "XSM": "Southmere", "XTK": "Tarn Keys"}
TEXTS = {
    "article": "Every kind of proposal that news can hold, about invented States.",
    "observations": "A treaty body's concluding observations: one body speaks of one State throughout.",
    "review": "A review's list of recommendations, with one line out of its order, as PDFs leave them.",
    "traps": "Nothing here is what it looks like: what is proposed is only names, and very few.",
}
REFUSED = {
    "bad-pdf": (b"%PDF-1.7\n1 0 obj\n", "A PDF."),
    "bad-zip": (b"PK\x03\x04word/document.xml", "A Word file."),
    "bad-old-office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "An old Office file."),
    "bad-rtf": (b"{\\rtf1\\ansi Vareland}", "An RTF file."),
    "bad-utf-16": ("Vareland".encode("utf-16"), "UTF-16 with its mark."),
    "bad-latin-1": ("d\u00e9j\u00e0 vu".encode("latin-1"), "Latin-1."),
    "bad-cut-character": ("Vareland \u2019".encode()[:-1], "UTF-8 that ends in the middle of a character."),
    "bad-zero-byte": (b"Vareland\x00Norwold", "A zero byte in a text."),
    "bad-controls": (bytes(range(1, 9)) * 4 + b"Vareland", "More controls than a text has."),
}


def main() -> None:
    """Write one JSON file for each text and each refused file."""
    facts = load_facts()
    invented = tuple(FictionalState(iso3=code, name=name, note="invented") for code, name in STATES.items())
    gazetteer = load_gazetteer(replace(facts, fictional_states=invented))
    for name, about in TEXTS.items():
        text = decode_document((HERE / f"{name}.txt").read_bytes())
        proposals = [proposal.as_json() for proposal in read_document(text, gazetteer)]
        expect = {"text_sha256": text_sha256(text), "proposals": proposals}
        write(name, {"about": about, "text": f"{name}.txt", "states": STATES, "expect": expect})
    for name, (raw, about) in REFUSED.items():
        write(name, {"about": about, "bytes": base64.b64encode(raw).decode(), "expect": "refused"})


def write(name: str, content: dict[str, object]) -> None:
    """One vector, readable in a difference."""
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
