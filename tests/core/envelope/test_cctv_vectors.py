"""All C2SP vectors of age, counted so that none is skipped in silence (vectors/age/README.md)."""

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from unhindered.core.envelope.header import read_header
from unhindered.core.envelope.identities import PassphraseIdentity, parse_identity
from unhindered.core.envelope.unseal import unseal
from unhindered.core.errors import Refused

FOLDER = Path(__file__).parents[3] / "vectors/age/cctv"
FILES = sorted(FOLDER.iterdir())
# Opened by age, refused by us: the classic recipient voids the protection of the other.
STRICTER = {"hybrid_and_x25519"}
COUNTS = {
    "success": 26,
    "no match": 13,
    "HMAC failure": 1,
    "header failure": 62,
    "armor failure": 22,
    "payload failure": 19,
}


@dataclass
class Vector:
    expect: str = ""
    payload: str | None = None
    armored: bool = False
    identities: list = field(default_factory=list)
    file: bytes = b""


def read_vector(path):
    head, _, file = path.read_bytes().partition(b"\n\n")
    vector = Vector(file=file)
    for line in head.decode().splitlines():
        key, _, value = line.partition(": ")
        match key:
            case "expect":
                vector.expect = value
            case "payload":
                vector.payload = value
            case "armored":
                vector.armored = value == "yes"
            case "identity":
                vector.identities.append(parse_identity(value))
            case "passphrase":
                vector.identities.append(PassphraseIdentity(value))
            case "compressed":
                vector.file = zlib.decompress(file)
            case "comment" | "file key":
                pass
            case _:
                raise ValueError(f"{path.name} has a key we do not know: {key}")
    return vector


def test_no_vector_is_missing():
    found = [read_vector(path).expect for path in FILES]

    assert {expect: found.count(expect) for expect in COUNTS} == COUNTS
    assert len(found) == sum(COUNTS.values()) == 143


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_published_vector_comes_out_as_it_says(path):
    vector = read_vector(path)
    target = io.BytesIO()
    refused = vector.expect != "success" or path.name in STRICTER

    if refused:
        with pytest.raises(Refused):
            unseal(io.BytesIO(vector.file), target, vector.identities)
    else:
        unseal(io.BytesIO(vector.file), target, vector.identities)

    released = vector.payload if path.name not in STRICTER else None
    assert hashlib.sha256(target.getvalue()).hexdigest() == (released or hashlib.sha256(b"").hexdigest())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_header_that_age_can_read_is_read(path):
    vector = read_vector(path)
    if vector.armored or vector.expect in ("header failure", "armor failure"):
        return

    assert read_header(io.BytesIO(vector.file)).stanzas
