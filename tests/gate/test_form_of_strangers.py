"""The form reader against anything: only `Refused`, bounded memory, and the same whatever the pieces."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.gate.form import FormReader

BOUNDARY = "fictional-boundary"
KIND = f"multipart/form-data; boundary={BOUNDARY}"
FIELDS_LIMIT, PARTS_LIMIT = 2_000, 8
VECTORS = Path(__file__).parents[2] / "vectors" / "gate" / "forms.json"
MANY = settings(max_examples=200, deadline=None)


class Taken:
    """What came of one file."""

    def __init__(self, name):
        self.name, self.content, self.has_ended = name, bytearray(), False

    def write(self, data):
        self.content += data

    def finish(self):
        self.has_ended = True


def read(body, *, kind=KIND, cuts=()):
    """Fields and files of a form that comes in these pieces, or the error; never another exception."""
    files = []

    def take(name):
        files.append(Taken(name))
        return files[-1]

    try:
        form = FormReader(kind, take, fields_limit=FIELDS_LIMIT, parts_limit=PARTS_LIMIT)
        edges = [0, *sorted(cut % (len(body) + 1) for cut in cuts), len(body)]
        for start, stop in pairwise(edges):
            form.write(body[start:stop])
        fields = form.finish()
    except Refused as err:
        return type(err).__name__
    assert all(file.has_ended for file in files)
    return fields, [(file.name, bytes(file.content)) for file in files]


def part(name, content, file=None):
    shown = f'form-data; name="{name}"' + ("" if file is None else f'; filename="{file}"')
    return f"--{BOUNDARY}\r\nContent-Disposition: {shown}\r\n\r\n".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
CUTS = st.lists(st.integers(0, 10_000), max_size=6)
FRAGMENTS = st.sampled_from(
    [
        f"--{BOUNDARY}".encode(),
        f"--{BOUNDARY}--".encode(),
        b"\r\n",
        b"\n",
        b"\r",
        b"--",
        b"Content-Disposition: form-data",
        b'; name="what"',
        b'; filename="a.pdf"',
        b"; filename*=UTF-8''a%2Epdf",
        b"Content-Type: multipart/mixed; boundary=other",
        b"Content-Transfer-Encoding: base64",
        b": ",
        b'"',
        b"\x00\xff",
        b"A" * 3_000,
    ]
)
NEARLY = st.lists(st.one_of(FRAGMENTS, st.binary(max_size=6)), max_size=30).map(b"".join)
NAMES = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=8)
CONTENTS = st.binary(max_size=200).filter(lambda content: BOUNDARY.encode() not in content)


@given(body=st.one_of(NEARLY, NEARLY.map(lambda raw: part("what", b"x") + raw + END)), cuts=CUTS)
@MANY
def test_any_bytes_are_read_or_refused_the_same_whatever_the_pieces(body, cuts):
    assert read(body, cuts=cuts) == read(body)


@given(kind=st.one_of(st.text(max_size=80), st.text(max_size=40).map(lambda text: KIND + text)))
@MANY
def test_any_media_type_is_read_or_refused(kind):
    read(part("what", b"x") + END, kind=kind)


@given(
    fields=st.dictionaries(NAMES, CONTENTS, max_size=3),
    files=st.lists(st.tuples(NAMES, CONTENTS.filter(len)), max_size=3),
    cuts=CUTS,
)
@MANY
def test_what_was_put_into_a_form_comes_out(fields, files, cuts):
    body = b"".join(part(name, content) for name, content in fields.items())
    body += b"".join(part("attachments", content, file=name) for name, content in files)

    found = read(body + END, cuts=cuts)

    texts = {name: raw.decode(errors="replace").replace("\r\n", "\n") for name, raw in fields.items()}
    assert found == (texts, files)


@given(cut=st.integers(0, 400))
@MANY
def test_a_form_that_ends_too_early_is_refused(cut):
    body = part("what", b"words") + part("attachments", bytes(200), file="a.pdf") + END

    # What stands after the last boundary's dashes may be missing.
    found = read(body[: min(cut, len(body) - 4)])

    assert found in ("Refused", "TooLarge")


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text()), ids=lambda vector: vector["name"])
def test_a_kept_form_is_answered_as_it_was_decided(vector):
    body = b"".join(bytes.fromhex(piece["hex"]) * piece["times"] for piece in vector["body"])

    found = read(body, kind=vector["kind"])

    assert (found if isinstance(found, str) else "read") == vector["expect"]
