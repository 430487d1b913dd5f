"""Writes the vectors of this folder: `python vectors/institution/make.py`. Uses nothing of this project.

Recipients are those of ../receipt/good-counting.json.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# ruff: noqa: D103 - a script of small steps.

HERE = Path(__file__).parent
KEYS, OTHER = json.loads((HERE.parent / "receipt" / "good-counting.json").read_text(encoding="utf-8"))["keys"]
ROOT_SEED, REPLY_SEED, LOG_SEED, STRANGER_SEED = (bytes([number]) * 32 for number in (65, 66, 67, 68))
MAILBOX_SEED = bytes.fromhex(KEYS["mailbox_seed"])
GATE = "gate.example"
TODAY = "2026-11-24"
READ_BYTES = 2048

Content = dict[str, Any]


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id(name: str, seed: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x01" + public(seed)).digest()[:4]


def vkey(name: str, seed: bytes) -> str:
    return f"{name}+{key_id(name, seed).hex()}+{b64(bytes([1]) + public(seed))}"


def signed(text: str, name: str, seed: bytes) -> str:
    raw = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return f"{text}\n\N{EM DASH} {name} {b64(key_id(name, seed) + raw)}\n"


INSTITUTION = hashlib.sha256(public(ROOT_SEED)).hexdigest()
ROOT, REPLY, PUBLICATION = (f"{INSTITUTION[:16]}/{what}" for what in ("root", "reply", "publication"))
NOTICE = {
    "institution": INSTITUTION,
    "name": "Fictional Lamp",
    "languages": ["en"],
    "about": "An invented organisation.",
    "promises": ["We answer within a week."],
    "answer_within_days": 7,
    "state": "XVL",
    "website": "https://lamp.example",
    "gate": GATE,
    "intake": KEYS["recipient"],
    "visits": OTHER["recipient"],
    "sealed_log": vkey(f"{GATE}/sealed", LOG_SEED),
    "public_log": vkey(f"{GATE}/public", LOG_SEED),
    "publication": vkey(PUBLICATION, LOG_SEED),
    "reply": [vkey(REPLY, REPLY_SEED)],
    "not_before": "2026-11-23",
    "not_after": "2026-11-29",
    "root": vkey(ROOT, ROOT_SEED),
}


def notice(changes: Content, *, name: str = ROOT, seed: bytes = ROOT_SEED) -> str:
    return signed(f"unhindered/notice/v1\n{canonical({**NOTICE, **changes}).decode()}\n", name, seed)


def notice_id(note: str) -> str:
    return hashlib.sha256((note.rpartition("\n\n")[0] + "\n").encode()).hexdigest()


def bad_notices() -> Iterator[tuple[str, str]]:
    eight = [vkey(REPLY, bytes([number]) * 32) for number in range(1, 9)]
    for name, changes in (
        ("no reply keys", {"reply": []}),
        ("nine reply keys", {"reply": [*eight, vkey(REPLY, REPLY_SEED)]}),
        ("a reply key that is text", {"reply": vkey(REPLY, REPLY_SEED)}),
        ("a reply key that is none", {"reply": ["x"]}),
        ("a reply key with another's id", {"reply": [vkey(REPLY, REPLY_SEED).replace("+", "+00", 1)]}),
        ("a reply key of another institution", {"reply": [vkey("0123456789abcdef/reply", REPLY_SEED)]}),
        ("a reply key named as a root", {"reply": [vkey(ROOT, REPLY_SEED)]}),
        ("an intake key that is none", {"intake": "age1pq1nonsense"}),
        ("an intake key in capitals", {"intake": KEYS["recipient"].upper()}),
        ("an intake key that is cut", {"intake": KEYS["recipient"][:-1]}),
        ("no intake key", {"intake": ""}),
        ("no visits key", {"visits": ""}),
        ("a visits key that is none", {"visits": "age1pq1nonsense"}),
        ("a visits key in capitals", {"visits": OTHER["recipient"].upper()}),
        ("a visits key that opens reports", {"visits": KEYS["recipient"]}),
        ("a gate without a name", {"gate": ""}),
        ("a gate in capitals", {"gate": "Gate.example"}),
        ("a gate with a port", {"gate": "gate.example:443"}),
        ("a gate with a line break", {"gate": "gate.example\n1"}),
        ("a gate with an empty label", {"gate": "gate..example"}),
        ("a gate that begins with a hyphen", {"gate": "-gate.example"}),
        ("a gate with a path", {"gate": "gate.example/x"}),
        ("a gate that is too long", {"gate": "g" * 254}),
        ("a field too many", {"more": 1}),
        ("no days to answer in", {"answer_within_days": 0}),
        ("a day that is none", {"not_after": "2026-02-30"}),
        ("another institution", {"institution": "00" * 32}),
        ("too much in it", {"about": "x" * 17_000}),
    ):
        yield name, notice(changes)
    yield "another's signature", notice({}, seed=STRANGER_SEED)
    yield "a word changed after signing", notice({}).replace("Fictional Lamp", "Fictional Lamb")
    yield "a space", notice({}).replace('{"about"', '{ "about"')
    yield "nothing in it", ""


def read_text(page: str = "0", *, gate: str = GATE, notice: str = "4e" * 32) -> str:
    return f"unhindered/mailbox-read/v1\n{gate}\n{page}\n{notice}\n"


def read_body(
    text: str, *, key: bytes = MAILBOX_SEED, seed: bytes = MAILBOX_SEED, name: str = "mailbox"
) -> bytes:
    return canonical({"key": vkey(name, key), "request": signed(text, name, seed)})


def bad_reads() -> Iterator[tuple[str, bytes]]:
    for name, body in (
        ("for another gate", read_body(read_text(gate="other.example"))),
        ("with a negative page", read_body(read_text("-1"))),
        ("with a page that begins with zero", read_body(read_text("01"))),
        ("with no page", read_body(read_text(""))),
        ("with a nonce for a notice", read_body(read_text(notice="0f" * 16))),
        ("with a notice in capitals", read_body(read_text(notice="4E" * 32))),
        ("with a line too many", read_body(read_text() + "more\n")),
        ("that another key signed", read_body(read_text(), seed=STRANGER_SEED)),
        ("under another name", read_body(read_text(), name="other")),
        ("without a request", b'{"key":"x"}'),
        ("that is no object", b"[]"),
    ):
        yield name, body.ljust(READ_BYTES)
    good = read_body(read_text())
    yield "that is not filled up", good
    yield "that is filled up too far", good.ljust(READ_BYTES + 1)
    yield "that is filled up with zeros", good.ljust(READ_BYTES, b"\0")
    yield "that is nothing", b""


def write(folder: Path) -> None:
    notes = [("a notice", notice({})), ("a gate of one label", notice({"gate": "localhost"}))]
    eight = {"reply": [vkey(REPLY, bytes([number]) * 32) for number in range(1, 9)]}
    notes.append(("eight reply keys", notice(eight)))
    notices = {
        "comment": "All of them hold on the day `today`, if at all.",
        "today": TODAY,
        "good": [{"name": name, "note": note, "id": notice_id(note)} for name, note in notes],
        "bad": [{"name": name, "note": note} for name, note in bad_notices()],
    }
    reads = {
        "comment": "Bodies of POST /mailbox at `gate`, in base64. The good ones follow from the seed.",
        "gate": GATE,
        "mailbox_seed": KEYS["mailbox_seed"],
        "good": [
            {
                "page": page,
                "notice": "4e" * 32,
                "body": b64(read_body(read_text(str(page))).ljust(READ_BYTES)),
            }
            for page in (0, 9, 999_999)
        ],
        "bad": [{"name": name, "body": b64(body)} for name, body in bad_reads()],
    }
    for file, content in (("notice.json", notices), ("mailbox_read.json", reads)):
        (folder / file).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(HERE)
