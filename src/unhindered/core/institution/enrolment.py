"""Enrolment: a gate and a desk that share a single-use code prove themselves to each other.

The code never travels: each side sends an HMAC under a key derived from it (docs/formats/enrolment.md).
"""

import hmac
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused

CODE_BYTES = 11
CODE_WORDS = 8
VALID = timedelta(hours=24)
_REQUEST = b"unhindered/enrolment-request/v1\n"
_ANSWER = b"unhindered/enrolment-answer/v1\n"
_ADVICE = "Run `unhindered gate init --dir DIR --new-code` on the gate, and enrol with the code it prints."


@dataclass(frozen=True, kw_only=True)
class EnrolmentRequest:
    """What a desk tells the gate: verifier keys (C2SP text form) of its root and of its access key."""

    root: str
    access: str


@dataclass(frozen=True, kw_only=True)
class EnrolmentAnswer:
    """What the gate tells the desk: its name and the verifier keys of its two logs."""

    gate: str
    sealed_log: str
    public_log: str


def code_words(secret: bytes, wordlist: Sequence[str]) -> str:
    """The 11 random bytes of a code as eight words, to be read out or typed."""
    number = int.from_bytes(secret, "big")
    places = range((CODE_WORDS - 1) * 11, -1, -11)
    return " ".join(wordlist[(number >> place) & 2047] for place in places)


def code_key(words: str) -> bytes:
    """The key that both sides derive from the words, whatever their case and spacing."""
    plain = " ".join(words.lower().replace("-", " ").split())
    return HKDF(hashes.SHA256(), 32, None, b"unhindered/enrolment-code/v1").derive(plain.encode())


def compose_request(request: EnrolmentRequest, key: bytes) -> bytes:
    """The body a desk posts to `/desk/enrol`."""
    return _compose(asdict(request), _REQUEST, key)


def open_request(body: bytes, key: bytes) -> EnrolmentRequest:
    """The desk's keys, if it knows the code.

    Raises:
        Refused: another code, or not a request.
    """
    return EnrolmentRequest(**_open(body, _REQUEST, key, EnrolmentRequest))


def compose_answer(answer: EnrolmentAnswer, request_body: bytes, key: bytes) -> bytes:
    """The gate's answer, bound to the very request it answers."""
    return _compose(asdict(answer), _ANSWER + sha256(request_body).digest(), key)


def open_answer(body: bytes, request_body: bytes, key: bytes) -> EnrolmentAnswer:
    """The gate's name and log keys, if it knows the code.

    Raises:
        Refused: the other end does not know the code, or answered another request.
    """
    return EnrolmentAnswer(**_open(body, _ANSWER + sha256(request_body).digest(), key, EnrolmentAnswer))


def _compose(content: dict[str, str], label: bytes, key: bytes) -> bytes:
    return canonical_json(content | {"mac": _mac(label, content, key)})


def _open(body: bytes, label: bytes, key: bytes, form: type[Any]) -> dict[str, str]:
    content = parse_json_object(body)
    mac = content.pop("mac", "")
    if set(content) != {field.name for field in fields(form)}:
        raise Refused("This is not an enrolment.", advice=_ADVICE)
    if not all(isinstance(value, str) and len(value) < 500 for value in [mac, *content.values()]):
        raise Refused("This is not an enrolment.", advice=_ADVICE)
    if not hmac.compare_digest(_mac(label, content, key).encode(), mac.encode(errors="replace")):
        raise Refused("The code is not the one this gate gave out.", advice=_ADVICE)
    return content


def _mac(label: bytes, content: dict[str, str], key: bytes) -> str:
    return hmac.new(key, label + canonical_json(content), sha256).hexdigest()
