"""Whatever a stranger sends to any address: an answer of 4xx, no entry, no file, no crash."""

import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_plain_report import BOUNDARY

from unhindered.core.correspondence.submission import submission_head

POSTS = (
    "/entries /en/report /en/return /mailbox /desk/enrol /desk/entries /desk/statements /desk/notices "
    "/ /notice /log/checkpoint /uploads /uploads/x /nowhere"
).split()
GETS = "/desk/checkpoint /desk/entries?from=0 /desk/bodies/0 /log/tile/x /public/tile/0/000 /static/x".split()
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
HEADERS = {"Idempotency-Key": "ab" * 32, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
FRAGMENTS = st.sampled_from(
    [
        b"age-encryption.org/v1\n",
        b"-> mlkem768x25519 " + b"A" * 1494 + b"\n",
        b"-> X25519 AAAA\n",
        b"--- " + b"A" * 43 + b"\n",
        b"A" * 64 + b"\n",
        b"--" + BOUNDARY.encode() + b"\r\n",
        b'Content-Disposition: form-data; name="what"\r\n\r\n',
        b'Content-Disposition: form-data; name="attachments"; filename="x"\r\n\r\n',
        b'{"key":"mailbox+00000000+AQ==","request":"x"}',
        b'{"notices":["x"]}',
        b"\r\n",
        b"\xff\x00",
    ]
)
BODIES = st.one_of(
    st.binary(max_size=300), st.lists(st.one_of(FRAGMENTS, st.binary(max_size=8))).map(b"".join)
)


@pytest.fixture(scope="module")
def before(lasting):
    return lasting.files()


def require_unchanged(lasting, before):
    assert (lasting.gate.sealed.size(), lasting.gate.public.size()) == (0, 0)
    assert lasting.files() == before


@pytest.mark.parametrize("path", POSTS)
@given(body=BODIES)
@FEW
def test_any_body_to_any_address_is_refused(lasting, before, path, body):
    answer = lasting.http.post(path, content=body, headers=HEADERS)

    assert 400 <= answer.status_code < 500
    require_unchanged(lasting, before)


@given(
    head=st.tuples(st.integers(0, 2**64 - 1), st.booleans()),
    body=BODIES,
)
@FEW
def test_any_record_is_refused(lasting, before, head, body):
    length, is_known = head
    notice = lasting.notice_id if is_known else b"x" * 32

    raw = submission_head(length % 400 if is_known else length, notice) + body
    answer = lasting.http.post("/entries", content=raw, headers=HEADERS)

    assert 400 <= answer.status_code < 500
    require_unchanged(lasting, before)


@given(place=st.integers(0, 1700), change=st.integers(1, 255))
@FEW
def test_a_changed_header_is_refused_or_kept_closed(lasting, place, change):
    """What still looks sealed is taken in, since a gate cannot open it; nothing else happens."""
    envelope = bytearray(lasting.sealed(b"words"))
    envelope[place] ^= change

    answer = lasting.send(lasting.submission(bytes(envelope))[:-1])

    assert answer.status_code == 400
    assert lasting.gate.sealed.size() == 0


@pytest.mark.parametrize("path", GETS)
@given(
    header=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
    query=st.binary(max_size=9),
)
@FEW
def test_any_question_is_refused(lasting, before, path, header, query):
    answer = lasting.http.get(path, params={"q": query}, headers={"Unhindered-Request": header})

    assert 400 <= answer.status_code < 500
    require_unchanged(lasting, before)


def test_a_length_beyond_all_bounds_is_refused(lasting):
    raw = struct.pack(">Q32s", 2**64 - 2, lasting.notice_id) + b"age-encryption.org/v1\n"

    assert lasting.send(raw).status_code == 413
