"""Writes the vectors of this folder that are not there yet: `.venv/bin/python vectors/officer-entry/make.py`.

Keys, tags, notes and layers are built here by hand, from docs/formats/keys.md and officer-entry.md; only age
and the frame come from the program.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.seal import seal_bytes

# ruff: noqa: D103 - a script of small steps.

HERE = Path(__file__).parent
OFFICER, STRANGER, TEAM, CASE, OTHER = (bytes([number]) * 32 for number in range(1, 6))
NONCE = bytes(range(16))
NOTE = b'{"by":"%s","fact":"NoteAdded","on":"2026-11-24","text":"Ask again.","v":1}'
FACTS = b'{"facts":[' + NOTE + b'],"subject":"%s","v":1}'


def derived(secret: bytes, label: str) -> bytes:
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, label.encode() + b"\1", "sha256")


def identity(secret: bytes, holder: str) -> PostQuantumIdentity:
    return PostQuantumIdentity(derived(secret, f"unhindered/{holder}/v1/identity"))


def signer(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived(secret, "unhindered/officer/v1/signing"))


def officer_id(secret: bytes) -> str:
    return hashlib.sha256(signer(secret).public_key().public_bytes_raw()).hexdigest()[:32]


def case_id(secret: bytes) -> str:
    return derived(secret, "unhindered/case/v1/id").hex()[:32]


def vkey(secret: bytes) -> str:
    name, key = f"officer/{officer_id(secret)}", b"\1" + signer(secret).public_key().public_bytes_raw()
    key_id = hashlib.sha256(f"{name}\n".encode() + key).digest()[:4]
    return f"{name}+{key_id.hex()}+{base64.b64encode(key).decode()}"


def signed(text: str, secret: bytes) -> str:
    name, key_id, _ = vkey(secret).split("+")[0], bytes.fromhex(vkey(secret).split("+")[1]), None
    signature = base64.b64encode(key_id + signer(secret).sign(text.encode())).decode()
    return f"{text}\n\N{EM DASH} {name} {signature}\n"


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def clear_part(tag_secret: bytes, holder: str) -> bytes:
    return NONCE + hmac.digest(derived(tag_secret, f"unhindered/{holder}/v1/tag"), NONCE, "sha256")[:16]


def inner(name: str, body: bytes, to: PostQuantumIdentity) -> bytes:
    return seal_bytes(frame(name, body), [to.recipient()])


def entry(
    clear: bytes,
    inside: bytes,
    *,
    author: bytes = OFFICER,
    claims: bytes = OFFICER,
    head: str = "unhindered/officer-entry/v1",
    changed: dict[str, Any] | None = None,
    name: str = "officer-entry",
    team: bytes = TEAM,
) -> bytes:
    content = {
        "author": officer_id(claims),
        "nonce": clear[:16].hex(),
        "tag": clear[16:].hex(),
        "seen": {"origin": "gate.example.org/sealed", "size": 41, "root": "ab" * 32},
        "inner_sha256": hashlib.sha256(inside).hexdigest(),
    } | (changed or {})
    note = signed(f"{head}\n{canonical(content)}\n", author).encode()
    body = len(note).to_bytes(4, "big") + note + inside
    return seal_bytes(frame(name, body), [identity(team, "team").recipient()])


def write(file: str, comment: str, expect: str, clear: bytes, envelope: bytes, **more: Any) -> None:
    path = HERE / f"{file}.json"
    if path.exists():
        return
    content = {
        "comment": comment,
        "expect": expect,
        "team_secret": TEAM.hex(),
        "case_secret": CASE.hex(),
        "reader_secret": OFFICER.hex(),
        "author": vkey(OFFICER),
        "clear": clear.hex(),
        "envelope": base64.b64encode(envelope).decode(),
    } | more
    path.write_text(json.dumps(content, indent=1) + "\n")


def write_keys() -> None:
    labels = {
        "officer": ("officer/v1/identity", "officer/v1/signing", "docket/v1"),
        "team": ("team/v1/identity", "team/v1/tag", "team/v1/access", "team/v1/reply"),
        "case": ("case/v1/identity", "case/v1/tag", "case/v1/id"),
    }
    secrets = {"officer": OFFICER, "team": TEAM, "case": CASE}
    content = {
        "officer_id": officer_id(OFFICER),
        "case_id": case_id(CASE),
        "keys": [
            {"secret": secrets[holder].hex(), "label": f"unhindered/{label}", "key": key.hex()}
            for holder, found in labels.items()
            for label in found
            for key in [derived(secrets[holder], f"unhindered/{label}")]
        ],
    }
    path = HERE / "keys.json"
    if not path.exists():
        path.write_text(json.dumps(content, indent=1) + "\n")


def write_good() -> None:
    case_facts = FACTS % (officer_id(OFFICER).encode(), f"case/{case_id(CASE)}".encode())
    clear = clear_part(CASE, "case")
    inside = inner("facts.json", case_facts, identity(CASE, "case"))
    found = {"name": "facts.json", "body": case_facts.decode()}
    write("good-facts", "facts of a case", "success", clear, entry(clear, inside), **found)
    team_facts = FACTS % (officer_id(OFFICER).encode(), b"documents")
    clear = clear_part(TEAM, "team")
    inside = inner("facts.json", team_facts, identity(TEAM, "team"))
    found = {"name": "facts.json", "body": team_facts.decode()}
    write("good-team-facts", "facts for the team", "success", clear, entry(clear, inside), **found)
    grant = canonical(
        {
            "v": 1,
            "to": officer_id(OFFICER),
            "case": case_id(CASE),
            "key": 1,
            "case_secret": base64.b64encode(CASE).decode(),
        }
    ).encode()
    inside = inner("grant.json", grant, identity(OFFICER, "officer"))
    found = {"name": "grant.json", "body": grant.decode()}
    write("good-grant", "a grant to the reader", "success", clear, entry(clear, inside), **found)


def write_bad() -> None:
    facts = FACTS % (officer_id(OFFICER).encode(), f"case/{case_id(CASE)}".encode())
    clear = clear_part(CASE, "case")
    inside = inner("facts.json", facts, identity(CASE, "case"))
    other_inside = inner("facts.json", facts, identity(CASE, "case"))
    whole = entry(clear, inside)
    other_nonce, other_tag = bytes(16) + clear[16:], clear[:16] + bytes(16)
    write("bad-other-nonce", "beside another nonce", "refused", other_nonce, whole)
    write("bad-other-tag", "beside another tag", "refused", other_tag, whole)
    write("bad-other-team", "sealed to another team", "refused", clear, entry(clear, inside, team=OTHER))
    write("bad-author", "signed by a stranger", "refused", clear, entry(clear, inside, author=STRANGER))
    both = entry(clear, inside, author=STRANGER, claims=STRANGER)
    write("bad-unknown-author", "a stranger under the own name", "refused", clear, both)
    swapped = {"inner_sha256": hashlib.sha256(other_inside).hexdigest()}
    write("bad-inside", "another inside", "refused", clear, entry(clear, inside, changed=swapped))
    more = entry(clear, inside, changed={"more": 1})
    write("bad-field", "a field more", "refused", clear, more)
    upper = entry(clear, inside, changed={"nonce": clear[:16].hex().upper()})
    write("bad-hex", "a nonce in capitals", "refused", clear, upper)
    negative = {"seen": {"origin": "gate.example.org/sealed", "size": -1, "root": "ab" * 32}}
    write("bad-seen", "a negative size", "refused", clear, entry(clear, inside, changed=negative))
    head = entry(clear, inside, head="unhindered/roster/v1")
    write("bad-head", "another head", "refused", clear, head)
    write("bad-frame", "another frame", "refused", clear, entry(clear, inside, name="report.json"))
    cut = frame("officer-entry", (10_000_000).to_bytes(4, "big") + b"short")
    sealed = seal_bytes(cut, [identity(TEAM, "team").recipient()])
    write("bad-length", "a note longer than all", "refused", clear, sealed)
    damaged = whole[:-1] + bytes([whole[-1] ^ 1])
    write("bad-damaged", "one bit changed", "refused", clear, damaged)
    closed = inner("facts.json", facts, identity(OTHER, "case"))
    write("bad-other-case", "the inside of another case", "refused", clear, entry(clear, closed))


write_keys()
write_good()
write_bad()
