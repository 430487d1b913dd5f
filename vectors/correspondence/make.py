"""Writes the vectors of this folder: `python vectors/correspondence/make.py`. Uses nothing of this project.

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
RECEIPT = json.loads((HERE.parent / "receipt" / "good-counting.json").read_text(encoding="utf-8"))
KEYS, OTHER = RECEIPT["keys"]
REPORT, MESSAGE, TO_SOURCE = (f"unhindered/{what}/v1\n" for what in ("report", "message", "to-source"))
REPLY_SEED, OLD_REPLY_SEED, STRANGER_SEED = (bytes([number]) * 32 for number in (33, 34, 35))
# R the neutral element, S zero: fits every text under a key of small order.
NEUTRAL = bytes([1]) + bytes(31)

Content = dict[str, Any]


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def signature(label: str, content: Content, seed: bytes) -> str:
    return b64(Ed25519PrivateKey.from_private_bytes(seed).sign(label.encode() + canonical(content)))


def vkey(name: str, seed: bytes) -> str:
    raw = b"\x01" + public(seed)
    key_id = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    return f"{name}+{key_id.hex()}+{b64(raw)}"


def without(content: Content, *names: str) -> Content:
    return {name: value for name, value in content.items() if name not in names}


MAILBOX_SEED, SIGNING_SEED = (bytes.fromhex(KEYS[name]) for name in ("mailbox_seed", "signing_seed"))
PUBLIC_KEYS = {
    "mailbox": b64(public(MAILBOX_SEED)),
    "signing": b64(public(SIGNING_SEED)),
    "recipient": KEYS["recipient"],
}
ATTACHMENT = {"body": "b0" * 32, "name": "صورة.png", "size": 48213, "sha256": "5a" * 32}
ANSWERS = {
    "what": "A guard beat Ada Fictional.\nنص عربي 😀",
    "when": "last Monday",
    "where": "",
    "state": "XVL",
    "danger": "yes",
    "danger_who": "Ada Fictional",
    "contact": "mailbox",
    "contact_how": "",
}
PLAIN_REPORT = {
    "v": 1,
    "kind": "report",
    "id": "000102030405060708090a0b0c0d0e0f",
    "notice": "4e" * 32,
    "language": "en",
    "keys": PUBLIC_KEYS,
    "answers": ANSWERS,
    "attachments": [ATTACHMENT],
    "sealed_by": "device",
}
PLAIN_MESSAGE = {
    **without(PLAIN_REPORT, "language", "answers", "sealed_by"),
    "kind": "message",
    "text": "I am safe now. 😀",
}
MAILBOX = hashlib.sha256(public(MAILBOX_SEED)).hexdigest()
PLAIN_REPLY = {
    "v": 1,
    "kind": "reply",
    "mailbox": MAILBOX,
    "text": "We read it.\nنحن معك",
    "on": "2026-11-24",
}
PLAIN_HELD = {
    "v": 1,
    "kind": "held",
    "mailbox": MAILBOX,
    "index": 412,
    "leaf": "0101" + "1e" * 64,
    "salts": {"header": "5a" * 32, "body": "5b" * 32},
    "header_sha256": "4a" * 32,
    "body_sha256": "4b" * 32,
    "origin": "gate.example/sealed",
    "on": "2026-11-24",
}


def report(content: Content, *, mailbox: bytes = MAILBOX_SEED, signing: bytes = SIGNING_SEED) -> Content:
    both = {
        "mailbox": signature(REPORT, content, mailbox),
        "signing": signature(REPORT, content, signing),
    }
    return {**content, "signatures": both}


def message(content: Content, *, signing: bytes = SIGNING_SEED, label: str = MESSAGE) -> Content:
    return {**content, "signature": signature(label, content, signing)}


def to_source(content: Content, *, seed: bytes = REPLY_SEED, label: str = TO_SOURCE) -> Content:
    return {**content, "signature": signature(label, content, seed)}


def bad_reports() -> Iterator[tuple[str, bytes]]:
    """Each is signed again after the change, unless the signatures are what is wrong."""
    good = report(PLAIN_REPORT)
    for name, changes in (
        ("another version", {"v": 2}),
        ("a version that is true", {"v": True}),
        ("another kind", {"kind": "message"}),
        ("an id that is too short", {"id": "00" * 15}),
        ("an id in capitals", {"id": "AB" * 16}),
        ("a notice id that is too long", {"notice": "4e" * 33}),
        ("no notice id", {"notice": ""}),
        ("a language that is too long", {"language": "x" * 36}),
        ("an unknown danger", {"answers": {**ANSWERS, "danger": "maybe"}}),
        ("an answer too few", {"answers": without(ANSWERS, "where")}),
        ("nobody who sealed", {"sealed_by": "nobody"}),
        ("a field too many", {"more": 1}),
        (
            "the older name of an attachment's hash",
            {"attachments": [{**without(ATTACHMENT, "body"), "envelope": "b0" * 32}]},
        ),
        ("an attachment of negative size", {"attachments": [{**ATTACHMENT, "size": -1}]}),
        ("attachments that are no list", {"attachments": {}}),
        ("a recipient that is no key", {"keys": {**PUBLIC_KEYS, "recipient": "age1pq1nonsense"}}),
        ("a recipient in capitals", {"keys": {**PUBLIC_KEYS, "recipient": KEYS["recipient"].upper()}}),
        ("a recipient that is cut", {"keys": {**PUBLIC_KEYS, "recipient": KEYS["recipient"][:-1]}}),
        ("a signing key that is too short", {"keys": {**PUBLIC_KEYS, "signing": b64(bytes(31))}}),
    ):
        yield name, canonical(report({**PLAIN_REPORT, **changes}))
    yield "a field too few", canonical(report(without(PLAIN_REPORT, "notice")))
    yield "a word changed after signing", canonical({**good, "id": "ff" * 16})
    yield "a notice changed after signing", canonical({**good, "notice": "4f" * 32})
    yield "a mailbox whose key did not sign", canonical(report(PLAIN_REPORT, mailbox=STRANGER_SEED))
    yield "a signing key that did not sign", canonical(report(PLAIN_REPORT, signing=STRANGER_SEED))
    yield "one signature", canonical({**good, "signatures": without(good["signatures"], "mailbox")})
    yield "no signatures", canonical(PLAIN_REPORT)
    swapped = {"mailbox": good["signatures"]["signing"], "signing": good["signatures"]["mailbox"]}
    yield "signatures that changed places", canonical({**good, "signatures": swapped})
    both = {
        name: signature(MESSAGE, PLAIN_REPORT, seed)
        for name, seed in (("mailbox", MAILBOX_SEED), ("signing", SIGNING_SEED))
    }
    yield "signatures under the label of a message", canonical({**PLAIN_REPORT, "signatures": both})
    weak = report({**PLAIN_REPORT, "keys": {**PUBLIC_KEYS, "mailbox": b64(NEUTRAL)}})
    weak["signatures"]["mailbox"] = b64(NEUTRAL + bytes(32))
    yield "a mailbox key that anybody can sign for", canonical(weak)
    yield "spaces", json.dumps(good, ensure_ascii=False, sort_keys=True).encode()
    yield "fields out of order", json.dumps(good, ensure_ascii=False, separators=(",", ":")).encode()
    yield "a needless escape", canonical(good).replace(b"XVL", b"\\u0058VL")
    yield "nothing", b""


def bad_messages() -> Iterator[tuple[str, bytes]]:
    good = message(PLAIN_MESSAGE)
    for name, changes in (
        ("another kind", {"kind": "report"}),
        ("an id that is no hexadecimal", {"id": "zz" * 16}),
        ("a text that is none", {"text": 7}),
        ("a recipient that is no key", {"keys": {**PUBLIC_KEYS, "recipient": "age1pq1nonsense"}}),
        ("a field too many", {"sealed_by": "device"}),
    ):
        yield name, canonical(message({**PLAIN_MESSAGE, **changes}))
    yield "no id", canonical(message(without(PLAIN_MESSAGE, "id")))
    yield "a word changed after signing", canonical({**good, "text": "I am lost now."})
    yield "an id changed after signing", canonical({**good, "id": "ff" * 16})
    yield "another key's signature", canonical(message(PLAIN_MESSAGE, signing=STRANGER_SEED))
    yield "the label of a report", canonical(message(PLAIN_MESSAGE, label=REPORT))
    yield "no signature", canonical(PLAIN_MESSAGE)


def bad_to_source() -> Iterator[tuple[str, str, bytes]]:
    reply, held = to_source(PLAIN_REPLY), to_source(PLAIN_HELD)
    elsewhere = hashlib.sha256(bytes.fromhex(OTHER["mailbox_public_key"])).hexdigest()
    for name, changes in (
        ("another version", {"v": 2}),
        ("another mailbox", {"mailbox": elsewhere}),
        ("a mailbox in capitals", {"mailbox": MAILBOX.upper()}),
        ("a day that is none", {"on": "2026-02-30"}),
        ("a day in another form", {"on": "20261124"}),
        ("a text that is none", {"text": None}),
        ("a field too many", {"more": 1}),
    ):
        yield f"a reply with {name}", "reply.json", canonical(to_source({**PLAIN_REPLY, **changes}))
    for name, changes in (
        ("another mailbox", {"mailbox": elsewhere}),
        ("a negative index", {"index": -1}),
        ("a leaf that is cut", {"leaf": "0101"}),
        ("one salt", {"salts": {"header": "5a" * 32}}),
    ):
        yield f"a held note with {name}", "held.json", canonical(to_source({**PLAIN_HELD, **changes}))
    yield "a reply without a mailbox", "reply.json", canonical(to_source(without(PLAIN_REPLY, "mailbox")))
    yield "a reply that nobody signed", "reply.json", canonical(PLAIN_REPLY)
    yield (
        "a reply that a stranger signed",
        "reply.json",
        canonical(to_source(PLAIN_REPLY, seed=STRANGER_SEED)),
    )
    yield "a reply that the source signed", "reply.json", canonical(to_source(PLAIN_REPLY, seed=SIGNING_SEED))
    yield "a reply under another label", "reply.json", canonical(to_source(PLAIN_REPLY, label=MESSAGE))
    yield "a reply changed after signing", "reply.json", canonical({**reply, "text": "Come to us."})
    yield "a held note changed after signing", "held.json", canonical({**held, "index": 413})
    yield "a signature that is cut", "reply.json", canonical({**reply, "signature": reply["signature"][:-4]})
    yield "a signature that is no text", "reply.json", canonical({**reply, "signature": 7})
    yield "a reply in the frame of a held note", "held.json", canonical(reply)
    yield "a held note in the frame of a reply", "reply.json", canonical(held)
    yield "a reply in a frame of another name", "other.json", canonical(reply)
    yield "a reply with spaces", "reply.json", json.dumps(reply, ensure_ascii=False, sort_keys=True).encode()
    yield "nothing", "reply.json", b""


def from_source() -> Content:
    empty = {
        **PLAIN_REPORT,
        "attachments": [],
        "answers": {**dict.fromkeys(ANSWERS, ""), "danger": "unsure", "contact": "no"},
    }
    return {
        "comment": "`body` is base64 of a frame's body; composing `content` with `keys` gives just that.",
        "keys": KEYS,
        "good": [
            {
                "name": name,
                "kind": whole["kind"],
                "content": without(whole, "signature", "signatures"),
                "body": b64(canonical(whole)),
            }
            for name, whole in (
                ("a report", report(PLAIN_REPORT)),
                ("a report with next to nothing in it", report(empty)),
                ("a message", message(PLAIN_MESSAGE)),
                ("a message without attachments", message({**PLAIN_MESSAGE, "attachments": []})),
            )
        ],
        "bad": [
            *(
                {"name": f"a report with {name}", "kind": "report", "body": b64(body)}
                for name, body in bad_reports()
            ),
            *(
                {"name": f"a message with {name}", "kind": "message", "body": b64(body)}
                for name, body in bad_messages()
            ),
        ],
    }


def from_institution() -> Content:
    name = "0123456789abcdef/reply"
    return {
        "comment": "What waits in a mailbox; `body` is base64 of the body of the frame `frame`.",
        "mailbox": MAILBOX,
        "reply_keys": [vkey(name, OLD_REPLY_SEED), vkey(name, REPLY_SEED)],
        "good": [
            {"name": "a reply", "frame": "reply.json", "body": b64(canonical(to_source(PLAIN_REPLY)))},
            {
                "name": "a reply that an earlier key signed",
                "frame": "reply.json",
                "body": b64(canonical(to_source(PLAIN_REPLY, seed=OLD_REPLY_SEED))),
            },
            {"name": "a held note", "frame": "held.json", "body": b64(canonical(to_source(PLAIN_HELD)))},
        ],
        "bad": [{"name": name, "frame": frame, "body": b64(body)} for name, frame, body in bad_to_source()],
    }


def write(folder: Path) -> None:
    for name, content in (("from_source.json", from_source()), ("to_source.json", from_institution())):
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(HERE)
