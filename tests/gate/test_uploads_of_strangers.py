"""Whatever a stranger puts into an upload, or names in a report: 4xx, and no trace."""

import json
import secrets
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_strangers import BODIES
from test_uploads import create, head, patch

from unhindered.core.correspondence.submission import submission_head, uploaded_record

VECTORS = Path(__file__).parents[2] / "vectors" / "gate" / "uploads.json"
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
VALUES = st.one_of(
    st.sampled_from(
        ["1.0.0", "0", "1", "5000", "-1", "", "application/offset+octet-stream", "PATCH", "DELETE"]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    st.integers(-(2**70), 2**70).map(str),
)
NAMES = st.sampled_from(
    "Tus-Resumable Upload-Length Upload-Offset Upload-Metadata Upload-Defer-Length Upload-Concat "
    "Upload-Checksum Content-Type X-HTTP-Method-Override Expect".split()
)


@pytest.fixture(scope="module")
def before(lasting):
    return lasting.files()


def require_unchanged(lasting, before):
    assert lasting.gate.sealed.size() == 0
    assert lasting.files() == before


@given(
    asked=st.sampled_from([("/uploads", method) for method in ("POST", "OPTIONS")])
    | st.sampled_from([("upload", method) for method in ("PATCH", "HEAD", "DELETE", "OPTIONS", "POST")]),
    headers=st.dictionaries(NAMES, VALUES, max_size=5),
    body=BODIES,
)
@MANY
def test_any_headers_are_answered_by_the_protocol(lasting, before, asked, headers, body):
    path, method = asked
    if is_begun := path == "upload":
        path = create(lasting, 5000).headers["location"]

    answer = lasting.http.request(method, path, content=body, headers=headers)

    # Only what opens like a sealed file is kept; no body here does.
    assert answer.status_code in {200, 201, 204} or 400 <= answer.status_code < 500
    assert answer.headers["tus-resumable"] == "1.0.0"
    if is_begun and head(lasting, path).status_code == 200:
        assert lasting.http.delete(path, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    require_unchanged(lasting, before)


@given(body=BODIES, rest=st.binary(max_size=100))
@MANY
def test_any_beginning_is_refused_or_waits_for_the_rest(lasting, before, body, rest):
    url = create(lasting, 100_000).headers["location"]

    first, second = patch(lasting, url, 0, body), patch(lasting, url, len(body), rest)

    assert first.status_code in (204, 400, 413)
    assert second.status_code in (204, 400, 413, 404)
    if second.status_code == 204:
        assert head(lasting, url).headers["upload-offset"] == str(len(body) + len(rest))
        assert lasting.http.delete(url, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    require_unchanged(lasting, before)


RECORDS = st.lists(
    st.one_of(
        st.binary(min_size=32, max_size=32).map(lambda upload: ("upload", upload)),
        st.binary(max_size=200).map(lambda raw: ("envelope", raw)),
        st.binary(max_size=80).map(lambda raw: ("noise", raw)),
    ),
    min_size=1,
    max_size=6,
)


@given(records=RECORDS, is_known=st.booleans(), cut=st.integers(0, 60))
@MANY
def test_any_records_are_refused(lasting, before, records, is_known, cut):
    notice = lasting.notice_id if is_known else secrets.token_bytes(32)
    makes = {
        "upload": lambda upload: uploaded_record(notice, upload),
        "envelope": lambda raw: submission_head(len(raw), notice) + raw,
        "noise": lambda raw: raw,
    }
    raw = b"".join(makes[kind](content) for kind, content in records)

    answer = lasting.send(raw[: len(raw) - cut])

    assert 400 <= answer.status_code < 500
    require_unchanged(lasting, before)


@pytest.mark.parametrize("vector", json.loads(VECTORS.read_text()), ids=lambda vector: vector["name"])
def test_a_kept_request_is_answered_as_it_was_decided(lasting, vector):
    path = create(lasting, 5000).headers["location"] if vector["path"] == "upload" else vector["path"]

    answer = lasting.http.request(
        vector["method"], path, content=bytes(vector["body_zeros"]), headers=vector["headers"]
    )

    assert answer.status_code == vector["expect"]
