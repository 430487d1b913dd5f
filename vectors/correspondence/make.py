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
DECOY, WORK = "unhindered/decoy/v1\n", b"unhindered/proof-of-work/v1\n"
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
    "questionnaire": "9c" * 32,
    "more": {
        "act.when-exactly": "on the 16th\nبعد الظهر",
        "cooperation": ["un-body", "visiting_committee"],
        "witnesses": [],
        "left-out": "",
    },
    "consents": [
        {"purpose": "un_submission", "level": "named"},
        {"purpose": "publication", "level": "anonymous"},
    ],
    "limits": "Not the ministry of Vareland.",
    "work": 48213,
}
HEAD = {name: PLAIN_REPORT[name] for name in ("v", "id", "notice", "keys")}
PLAIN_MESSAGE = {**HEAD, "kind": "message", "text": "I am safe now. 😀", "attachments": [ATTACHMENT]}
PLAIN_CONSENTS = {
    **HEAD,
    "kind": "consents",
    "consents": [{"purpose": "statistics", "level": "aggregate"}],
    "limits": "",
}
PLAIN_WITHDRAWAL = {**HEAD, "kind": "withdrawal", "text": "They know. Please stop."}
PLAIN_RHYTHM = {**HEAD, "kind": "rhythm", "every_days": 3, "grace_hours": 24}
PLAIN_VISIT = {**HEAD, "kind": "visit", "state": "nothing", "day": "2026-11-24"}
MAILBOX = hashlib.sha256(public(MAILBOX_SEED)).hexdigest()
PLAIN_REPLY = {
    "v": 1,
    "kind": "reply",
    "mailbox": MAILBOX,
    "text": "We read it.\nنحن معك",
    "attachments": [ATTACHMENT],
    "on": "2026-11-24",
}
PLAIN_STATUS = {
    "v": 1,
    "kind": "status",
    "mailbox": MAILBOX,
    "on": "2026-11-24",
    "looked_on": "2026-11-23",
    "steps": [{"on": "2026-11-20", "step": "read"}, {"on": "2026-11-24", "step": "case"}],
    "consents": [{"purpose": "publication", "level": "initials"}],
    "withdrawn": False,
    "rhythm": {"every_days": 3, "grace_hours": 24, "from": "2026-11-24"},
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


EMPTY_STATUS = {
    **PLAIN_STATUS,
    **{"looked_on": "", "steps": [], "consents": [], "withdrawn": True, "rhythm": None},
}


def report(content: Content, *, mailbox: bytes = MAILBOX_SEED, signing: bytes = SIGNING_SEED) -> Content:
    both = {
        "mailbox": signature(REPORT, content, mailbox),
        "signing": signature(REPORT, content, signing),
    }
    return {**content, "signatures": both}


def letter(content: Content, *, signing: bytes = SIGNING_SEED, label: str = "") -> Content:
    """Signed under the label of its own kind, unless another is given."""
    own = f"unhindered/{content.get('kind', 'message')}/v1\n"
    return {**content, "signature": signature(label or own, content, signing)}


def message(content: Content, *, signing: bytes = SIGNING_SEED, label: str = MESSAGE) -> Content:
    return letter(content, signing=signing, label=label)


DECOY_MAILBOX_SEED, DECOY_SIGNING_SEED = (bytes.fromhex(OTHER[n]) for n in ("mailbox_seed", "signing_seed"))
DECOY_KEYS = {
    "mailbox": b64(public(DECOY_MAILBOX_SEED)),
    "signing": b64(public(DECOY_SIGNING_SEED)),
    "recipient": OTHER["recipient"],
}
PLAIN_DECOY = {**HEAD, "kind": "decoy", "decoy": DECOY_KEYS}


def decoy(
    content: Content,
    *,
    signing: bytes = SIGNING_SEED,
    other: bytes = DECOY_SIGNING_SEED,
    label: str = DECOY,
) -> Content:
    both = {"signing": signature(label, content, signing), "decoy": signature(label, content, other)}
    return {**content, "signatures": both}


def to_source(content: Content, *, seed: bytes = REPLY_SEED, label: str = TO_SOURCE) -> Content:
    return {**content, "signature": signature(label, content, seed)}


def bad_choices() -> Iterator[tuple[str, Content]]:
    """In reports, in consents and in a status alike."""
    given = {"purpose": "publication", "level": "named"}
    yield "consent to contact", {"consents": [{**given, "purpose": "contact"}]}
    yield "consent to an unknown purpose", {"consents": [{**given, "purpose": "anything"}]}
    yield "consent at an unknown level", {"consents": [{**given, "level": "everything"}]}
    yield "two consents to one purpose", {"consents": [given, {**given, "level": "anonymous"}]}
    yield "consent without a level", {"consents": [without(given, "level")]}
    yield "consent to somebody", {"consents": [{**given, "recipient": "public"}]}
    yield "consents that are no list", {"consents": {}}


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
        ("a field too many", {"extra": 1}),
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
        ("a questionnaire that is no hash", {"questionnaire": "9c" * 31}),
        ("a questionnaire in capitals", {"questionnaire": "9C" * 32}),
        ("a questionnaire and a line end", {"questionnaire": "9c" * 31 + "9\n"}),
        ("more answers that are a list", {"more": []}),
        ("a question that has no name", {"more": {"": "x"}}),
        ("a question in capitals", {"more": {"Act": "x"}}),
        ("a question with a long name", {"more": {"q" * 65: "x"}}),
        ("too many questions", {"more": {f"q{number}": "" for number in range(501)}}),
        ("an answer that is a number", {"more": {"act": 3}}),
        ("an answer that is nothing", {"more": {"act": None}}),
        ("a choice that is a number", {"more": {"act": [3]}}),
        ("a choice in words", {"more": {"act": ["a visit"]}}),
        ("a choice that stands twice", {"more": {"act": ["a", "a"]}}),
        ("too many choices", {"more": {"act": [f"c{number}" for number in range(101)]}}),
        *bad_choices(),
        ("limits that are no text", {"limits": []}),
        ("work that is negative", {"work": -1}),
        ("work that is true", {"work": True}),
        ("work that is text", {"work": "48213"}),
    ):
        yield name, canonical(report({**PLAIN_REPORT, **changes}))
    yield "no limits", canonical(report(without(PLAIN_REPORT, "limits")))
    yield "no work", canonical(report(without(PLAIN_REPORT, "work")))
    yield (
        "work with a fraction",
        canonical(report({**PLAIN_REPORT, "work": 1})).replace(b'"work":1', b'"work":1.0'),
    )
    yield "work above 2^53 - 1", canonical(report({**PLAIN_REPORT, "work": 2**53}))
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


def bad_letters() -> Iterator[tuple[str, str, bytes]]:
    """Of the further kinds: what all have in common is tried with each."""
    plain = (PLAIN_CONSENTS, PLAIN_WITHDRAWAL, PLAIN_RHYTHM, PLAIN_VISIT)
    for content in plain:
        kind, good = content["kind"], letter(content)
        for name, changes in (
            ("another version", {"v": 2}),
            ("a field too many", {"extra": 1}),
            ("an id that is cut", {"id": "00" * 15}),
            ("a notice in capitals", {"notice": "4E" * 32}),
            ("a recipient that is no key", {"keys": {**PUBLIC_KEYS, "recipient": "age1pq1nonsense"}}),
            ("no keys", {"keys": {}}),
        ):
            yield kind, name, canonical(letter({**content, **changes}))
        yield kind, "another kind", canonical(letter({**content, "kind": "message"}))
        yield kind, "an id changed after signing", canonical({**good, "id": "ff" * 16})
        yield kind, "another key's signature", canonical(letter(content, signing=STRANGER_SEED))
        yield kind, "the mailbox key's signature", canonical(letter(content, signing=MAILBOX_SEED))
        yield kind, "the label of a message", canonical(letter(content, label=MESSAGE))
        yield kind, "no signature", canonical(content)
        yield kind, "spaces", json.dumps(good, ensure_ascii=False, sort_keys=True).encode()
    for name, changes in bad_choices():
        yield "consents", name, canonical(letter({**PLAIN_CONSENTS, **changes}))
    yield "consents", "no list", canonical(letter(without(PLAIN_CONSENTS, "consents")))
    yield "consents", "limits that are a list", canonical(letter({**PLAIN_CONSENTS, "limits": []}))
    yield "consents", "no limits", canonical(letter(without(PLAIN_CONSENTS, "limits")))
    yield "withdrawal", "a text that is none", canonical(letter({**PLAIN_WITHDRAWAL, "text": None}))
    for name, changes in (
        ("32 days", {"every_days": 32}),
        ("169 hours", {"grace_hours": 169}),
        ("days and no hours", {"grace_hours": 0}),
        ("hours and no days", {"every_days": 0}),
        ("negative days", {"every_days": -1}),
        ("days that are true", {"every_days": True}),
    ):
        yield "rhythm", name, canonical(letter({**PLAIN_RHYTHM, **changes}))
    for name, changes in (
        ("an unknown state", {"state": "fine"}),
        ("a day that is none", {"day": "2026-02-30"}),
        ("an hour", {"day": "2026-11-24T10"}),
        ("a text", {"text": ""}),
    ):
        yield "visit", name, canonical(letter({**PLAIN_VISIT, **changes}))
    yield from bad_decoys()


def bad_decoys() -> Iterator[tuple[str, str, bytes]]:
    good = decoy(PLAIN_DECOY)
    for name, changes in (
        ("another version", {"v": 2}),
        ("a field too many", {"text": ""}),
        ("a decoy that is no key", {"decoy": {**DECOY_KEYS, "recipient": "age1pq1nonsense"}}),
        ("the mailbox of its source", {"decoy": {**DECOY_KEYS, "mailbox": PUBLIC_KEYS["mailbox"]}}),
        ("the recipient of its source", {"decoy": {**DECOY_KEYS, "recipient": KEYS["recipient"]}}),
    ):
        yield "decoy", name, canonical(decoy({**PLAIN_DECOY, **changes}))
    itself = {**PLAIN_DECOY, "decoy": PUBLIC_KEYS}
    yield "decoy", "itself", canonical(decoy(itself, other=SIGNING_SEED))
    yield "decoy", "a decoy that did not sign", canonical(decoy(PLAIN_DECOY, other=STRANGER_SEED))
    yield "decoy", "a source that did not sign", canonical(decoy(PLAIN_DECOY, signing=STRANGER_SEED))
    yield "decoy", "the label of a message", canonical(decoy(PLAIN_DECOY, label=MESSAGE))
    yield "decoy", "one signature", canonical({**good, "signatures": without(good["signatures"], "decoy")})
    swapped = {"signing": good["signatures"]["decoy"], "decoy": good["signatures"]["signing"]}
    yield "decoy", "signatures that changed places", canonical({**good, "signatures": swapped})
    yield "decoy", "no signatures", canonical(PLAIN_DECOY)
    yield "decoy", "an id changed after signing", canonical({**good, "id": "ff" * 16})


def bad_statuses() -> Iterator[tuple[str, str, bytes]]:
    for name, changes in (
        ("a text", {"text": "Come to us."}),
        ("an unknown step", {"steps": [{"on": "2026-11-20", "step": "won"}]}),
        ("a step with a note", {"steps": [{"on": "2026-11-20", "step": "read", "note": "x"}]}),
        ("a step without a day", {"steps": [{"step": "read"}]}),
        ("a step on no day", {"steps": [{"on": "", "step": "read"}]}),
        ("too many steps", {"steps": [{"on": "2026-11-20", "step": "read"}] * 51}),
        ("an hour", {"looked_on": "2026-11-23T10"}),
        ("no day it was looked at", {"looked_on": None}),
        ("a withdrawal that is a number", {"withdrawn": 0}),
        ("a rhythm of no days", {"rhythm": {**PLAIN_STATUS["rhythm"], "every_days": 0}}),
        ("a rhythm without grace", {"rhythm": without(PLAIN_STATUS["rhythm"], "grace_hours")}),
        ("a rhythm that is a list", {"rhythm": []}),
        *bad_choices(),
    ):
        yield f"a status with {name}", "status.json", canonical(to_source({**PLAIN_STATUS, **changes}))
    yield "a status without a rhythm", "status.json", canonical(to_source(without(PLAIN_STATUS, "rhythm")))
    yield "a status that nobody signed", "status.json", canonical(PLAIN_STATUS)
    status = to_source(PLAIN_STATUS)
    yield "a status changed after signing", "status.json", canonical({**status, "withdrawn": True})
    yield "a status in the frame of a reply", "reply.json", canonical(status)


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
        ("attachments that are no list", {"attachments": None}),
        ("an attachment larger than 8 MiB", {"attachments": [{**ATTACHMENT, "size": 8 * 1024 * 1024 + 1}]}),
        ("an attachment without a hash", {"attachments": [without(ATTACHMENT, "sha256")]}),
        ("too many attachments", {"attachments": [ATTACHMENT] * 21}),
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
    yield from bad_statuses()
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
        **{"questionnaire": "", "more": {}, "consents": [], "limits": "", "work": 0},
    }
    return {
        "comment": "`body` is base64 of a frame's body; composing `content` with `keys` gives just that.",
        "keys": KEYS,
        "decoy_keys": OTHER,
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
                ("consents", letter(PLAIN_CONSENTS)),
                ("consents that leave the limits", letter({**PLAIN_CONSENTS, "limits": None})),
                ("consents that withdraw all", letter({**PLAIN_CONSENTS, "consents": []})),
                ("a withdrawal", letter(PLAIN_WITHDRAWAL)),
                ("a withdrawal without words", letter({**PLAIN_WITHDRAWAL, "text": ""})),
                ("a rhythm", letter(PLAIN_RHYTHM)),
                ("the end of a rhythm", letter({**PLAIN_RHYTHM, "every_days": 0, "grace_hours": 0})),
                ("a decoy", decoy(PLAIN_DECOY)),
                *(
                    (f"a visit: {state}", letter({**PLAIN_VISIT, "state": state}))
                    for state in ("nothing", "check-in", "danger", "duress")
                ),
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
            *(
                {"name": f"{kind}: {name}", "kind": kind, "body": b64(body)}
                for kind, name, body in bad_letters()
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
            {
                "name": "a reply without attachments",
                "frame": "reply.json",
                "body": b64(canonical(to_source({**PLAIN_REPLY, "attachments": []}))),
            },
            *(
                {"name": name, "frame": "status.json", "body": b64(canonical(to_source(content)))}
                for name, content in (
                    ("a status", PLAIN_STATUS),
                    ("a status of a report that nobody looked at", EMPTY_STATUS),
                )
            ),
        ],
        "bad": [{"name": name, "frame": frame, "body": b64(body)} for name, frame, body in bad_to_source()],
    }


def zero_bits(digest: bytes) -> int:
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()


def works() -> Content:
    """Per case the first number that has at least `bits`, and what one more number has."""
    cases = []
    for number, bits in ((1, 0), (2, 4), (3, 8), (4, 12)):
        report_id, notice = bytes([number]) * 16, bytes([16 * number]) * 32

        def bits_of(work: int, start: bytes = WORK + report_id + notice) -> int:
            return zero_bits(hashlib.sha256(start + work.to_bytes(8, "big")).digest())

        first = next(work for work in range(1, 2**24) if bits_of(work) >= bits)
        for work in (first, first + 1, 2**53 - 1):
            least = bits if work == first else None
            cases.append(
                {
                    **{"id": report_id.hex(), "notice": notice.hex(), "work": work},
                    **{"bits": bits_of(work), "first_with": least},
                }
            )
        cases.append(
            {**{"id": report_id.hex(), "notice": notice.hex(), "work": 0}, **{"bits": 0, "first_with": None}}
        )
    return {
        "comment": "`bits` is what `work` counts; `first_with`, where given: the first that has so many.",
        "cases": cases,
    }


def write(folder: Path) -> None:
    files = (
        ("from_source.json", from_source()),
        ("to_source.json", from_institution()),
        ("work.json", works()),
    )
    for name, content in files:
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(HERE)
