"""The two layers of an officer's entry, against the vectors and against strangers."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.errors import Refused
from unhindered.core.log.checkpoint import Checkpoint
from unhindered.core.log.signed_note import parse_verifier
from unhindered.desk.entries.officer_entry import (
    compose_officer_entry,
    has_tag,
    open_inner,
    open_outer,
    tag_of,
)
from unhindered.desk.keys.secret import CaseKeys, OfficerKeys, TeamKeys, derived

VECTORS = Path(__file__).parents[2] / "vectors" / "officer-entry"
INSTITUTION = "9f" * 32
TEAM, CASE, OFFICER = TeamKeys(b"\3" * 32, INSTITUTION), CaseKeys(b"\4" * 32), OfficerKeys(b"\1" * 32)
SEEN = Checkpoint("gate.example.org/sealed", 41, b"\xab" * 32)


def vectors():
    return sorted(path for path in VECTORS.glob("*.json") if path.name != "keys.json")


def opened(vector):
    """What a desk does: the outer layer, the author, the inner layer."""
    team = TeamKeys(bytes.fromhex(vector["team_secret"]), INSTITUTION)
    case = CaseKeys(bytes.fromhex(vector["case_secret"]))
    reader = OfficerKeys(bytes.fromhex(vector["reader_secret"]))
    clear = bytes.fromhex(vector["clear"])
    entry = open_outer(clear, base64.b64decode(vector["envelope"]), team)
    entry.require_author(parse_verifier(vector["author"]))
    identities = [case.identity] if has_tag(case.tag_key, clear) else [team.identity, reader.identity]
    return open_inner(entry, identities)


@pytest.mark.parametrize("path", vectors(), ids=lambda path: path.stem)
def test_each_vector_gives_what_it_says(path):
    vector = json.loads(path.read_text())

    if vector["expect"] == "refused":
        with pytest.raises(Refused):
            opened(vector)
        return

    payload = opened(vector)
    assert (payload.name, payload.body.decode()) == (vector["name"], vector["body"])


def test_bad_vectors_outnumber_good_ones():
    expected = [json.loads(path.read_text())["expect"] for path in vectors()]

    assert expected.count("refused") > expected.count("success") > 0


def test_keys_follow_as_the_vectors_say():
    vector = json.loads((VECTORS / "keys.json").read_text())

    for row in vector["keys"]:
        assert derived(bytes.fromhex(row["secret"]), row["label"]).hex() == row["key"], row["label"]
    assert OFFICER.id == vector["officer_id"]
    assert CASE.id == vector["case_id"]


def compose(body=b"{}"):
    return compose_officer_entry(
        "facts.json",
        body,
        inner_recipient=CASE.recipient,
        tag_key=CASE.tag_key,
        author=OFFICER,
        team=TEAM,
        seen=SEEN,
    )


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=20_000))
def test_opening_undoes_composing(body):
    new = compose(body)

    entry = open_outer(new.clear, new.header + new.body, TEAM)
    entry.require_author(OFFICER.signer.verifier())

    assert open_inner(entry, [CASE.identity]).body == body
    assert (entry.seen.origin, entry.seen.size, entry.seen.root) == (SEEN.origin, SEEN.size, SEEN.root)


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=4000))
def test_a_strangers_bytes_are_refused_and_raise_nothing_else(clear, envelope):
    with pytest.raises(Refused):
        open_outer(clear, envelope, TEAM)


def test_a_tag_shows_the_case_to_its_holders_only():
    new, again = compose(), compose()

    assert has_tag(CASE.tag_key, new.clear)
    assert not has_tag(TEAM.tag_key, new.clear)
    assert new.clear[16:] != again.clear[16:], "two entries of one case look unlike each other"
    assert tag_of(CASE.tag_key, new.clear[:16]) == new.clear[16:]


def test_short_entries_all_have_one_size():
    sizes = {len(compose(b"x" * length).body) for length in (0, 10, 1000, 5000)}

    assert len(sizes) == 1


def test_a_colleague_without_the_case_sees_the_author_and_not_the_inside():
    new = compose(b"a word")

    entry = open_outer(new.clear, new.header + new.body, TEAM)

    assert entry.claimed_author == OFFICER.id
    with pytest.raises(Refused):
        open_inner(entry, [TEAM.identity, OFFICER.identity])
