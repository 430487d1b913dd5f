"""The further kinds: consents, withdrawal, rhythm, decoy, visit, status; and JSON that somebody changed."""

import base64
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence import changes, visits
from unhindered.core.correspondence.letters import READERS
from unhindered.core.correspondence.parts import PURPOSES, Choice, SourcePublicKeys
from unhindered.core.correspondence.status import STEPS, AgreedRhythm, Status, Step
from unhindered.core.correspondence.to_source import compose_status, read_from_mailbox
from unhindered.core.correspondence.work import find_work, work_bits
from unhindered.core.envelope.payload import FLOOR, frame
from unhindered.core.envelope.recipients import PostQuantumRecipient
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner

VECTORS = Path(__file__).parents[3] / "vectors" / "correspondence"
FROM_SOURCE = json.loads((VECTORS / "from_source.json").read_text(encoding="utf-8"))["good"]
TO_SOURCE = json.loads((VECTORS / "to_source.json").read_text(encoding="utf-8"))["good"]
SEED, OTHER_SEED, REPLY_SEED = (bytes([number]) * 32 for number in (1, 2, 3))
MAILBOX = b"m" * 32
REPLY_KEY = NoteSigner("x/reply", REPLY_SEED).verifier()
DAY = date(2026, 11, 24)
NAMED = Choice(purpose=Purpose.PUBLICATION, level=IdentityLevel.NAMED)


def keys_of(seed):
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    recipient = str(PostQuantumRecipient.of_seed(seed))
    return SourcePublicKeys(mailbox=public, signing=public, recipient=recipient)


HEAD = {"id": b"i" * 16, "notice": b"n" * 32, "keys": keys_of(SEED)}
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)
choices = st.lists(
    st.builds(
        Choice,
        purpose=st.sampled_from([Purpose(name) for name in PURPOSES]),
        level=st.sampled_from(IdentityLevel),
    ),
    unique_by=lambda item: item.purpose,
).map(tuple)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(9999, 12, 31))
statuses = st.builds(
    Status,
    on=days,
    looked_on=st.none() | days,
    steps=st.lists(st.builds(Step, on=days, step=st.sampled_from(STEPS)), max_size=5).map(tuple),
    consents=choices,
    withdrawn=st.booleans(),
    rhythm=st.none()
    | st.builds(AgreedRhythm, every_days=st.integers(1, 31), grace_hours=st.integers(1, 168), since=days),
)


@given(choices, st.none() | words)
def test_consents_read_as_they_were_written(consents, limits):
    letter = changes.ConsentsSet(consents=consents, limits=limits, **HEAD)

    assert changes.read_consents(changes.compose_consents(letter, SEED)) == letter


@given(words)
def test_a_withdrawal_reads_as_it_was_written(text):
    letter = changes.Withdrawal(text=text, **HEAD)

    assert changes.read_withdrawal(changes.compose_withdrawal(letter, SEED)) == letter


@given(st.just((0, 0)) | st.tuples(st.integers(1, 31), st.integers(1, 168)))
def test_a_rhythm_reads_as_it_was_written(numbers):
    letter = changes.RhythmProposed(every_days=numbers[0], grace_hours=numbers[1], **HEAD)

    read = changes.read_rhythm(changes.compose_rhythm(letter, SEED))

    assert read == letter
    assert read.ends == (numbers == (0, 0))


@given(st.sampled_from(visits.STATES), days)
def test_a_visit_reads_as_it_was_written(state, day):
    visit = visits.SourceVisit(state=state, day=day, **HEAD)

    assert visits.read_visit(visits.compose_visit(visit, SEED)) == visit


@pytest.mark.parametrize("state", visits.STATES)
def test_every_visit_fills_the_same_smallest_frame(state):
    body = visits.compose_visit(visits.SourceVisit(state=state, day=DAY, **HEAD), SEED)

    assert len(frame(visits.VISIT_NAME, body)) == FLOOR


def test_a_decoy_reads_as_it_was_written():
    letter = visits.Decoy(decoy=keys_of(OTHER_SEED), **HEAD)

    body = visits.compose_decoy(letter, signing_seed=SEED, decoy_signing_seed=OTHER_SEED)

    assert visits.read_decoy(body) == letter
    assert len(frame(visits.DECOY_NAME, body)) == FLOOR


def test_nobody_can_name_another_persons_receipt_as_a_decoy():
    letter = visits.Decoy(decoy=keys_of(OTHER_SEED), **HEAD)

    with pytest.raises(Refused):
        visits.read_decoy(visits.compose_decoy(letter, signing_seed=SEED, decoy_signing_seed=SEED))


@pytest.mark.parametrize("shared", ["mailbox", "signing", "recipient"])
def test_a_decoy_shares_no_key_with_its_source(shared):
    ours = keys_of(SEED)
    letter = visits.Decoy(decoy=replace(keys_of(OTHER_SEED), **{shared: getattr(ours, shared)}), **HEAD)
    seed = SEED if shared == "signing" else OTHER_SEED

    with pytest.raises(Refused):
        visits.read_decoy(visits.compose_decoy(letter, signing_seed=SEED, decoy_signing_seed=seed))


@given(statuses)
def test_a_status_reads_as_it_was_written(status):
    body = compose_status(status, mailbox=MAILBOX, reply_seed=REPLY_SEED)

    assert read_from_mailbox("status.json", body, mailbox=MAILBOX, reply_keys=[REPLY_KEY]) == status


def test_a_signature_for_one_kind_is_none_for_another():
    withdrawal = json.loads(changes.compose_withdrawal(changes.Withdrawal(text="", **HEAD), SEED))
    consents = json.loads(
        changes.compose_consents(changes.ConsentsSet(consents=(NAMED,), limits="", **HEAD), SEED)
    )

    with pytest.raises(Refused):
        changes.read_consents(canonical_json(consents | {"signature": withdrawal["signature"]}))


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_work_that_was_found_has_the_bits_that_were_asked_for(report, notice):
    work = find_work(report, notice, 4, tries=2000)

    assert work > 0
    assert work_bits(report, notice, work) >= 4


def test_the_search_for_work_ends_after_so_many_tries():
    assert find_work(b"i" * 16, b"n" * 32, 200, tries=10) == 0


# Something else in place of any value: of other kinds, too long, too deep, out of range.
others = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**54)
    | st.floats(allow_nan=False)
    | words
    | st.sampled_from(["report", "contact", "named", "00" * 16, "AB" * 32, "2026-02-30", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def places_in(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for name in value if isinstance(value, dict) else range(len(value)):
            yield from places_in(value[name], (*path, name))


def changed(content, path, value):
    if not path:
        return value
    copy = json.loads(json.dumps(content))
    place = copy
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return copy


def read_or_refuse(frame_name, body):
    reader = READERS.get(frame_name)
    mailbox, keys = b"\0" * 32, [REPLY_KEY]
    try:
        if reader is not None:
            reader(body)
        read_from_mailbox(frame_name, body, mailbox=mailbox, reply_keys=keys)
    except Refused:
        pass


@settings(max_examples=150)
@given(st.data())
def test_json_that_somebody_changed_raises_only_refused(data):
    case = data.draw(st.sampled_from([*FROM_SOURCE, *TO_SOURCE]))
    content = json.loads(base64.b64decode(case["body"]))
    path = data.draw(st.sampled_from(list(places_in(content))))
    mutated = changed(content, path, data.draw(others))

    text = json.dumps(mutated, ensure_ascii=True, sort_keys=True, separators=(",", ":"))

    read_or_refuse(case.get("frame", f"{case.get('kind')}.json"), text.encode())


@settings(max_examples=150)
@given(st.data())
def test_a_letter_that_is_signed_anew_after_a_change_raises_only_refused(data):
    """Signed whatever it says: what stands behind the signature is read as strictly."""
    case = data.draw(
        st.sampled_from([case for case in FROM_SOURCE if case["kind"] not in ("report", "decoy")])
    )
    content = {name: value for name, value in case["content"].items() if name != "keys"}
    path = data.draw(st.sampled_from([path for path in places_in(content) if path]))
    mutated = changed(content, path, data.draw(others))
    keys = keys_of(SEED)
    mutated["keys"] = {
        "mailbox": base64.b64encode(keys.mailbox).decode(),
        "signing": base64.b64encode(keys.signing).decode(),
        "recipient": keys.recipient,
    }
    label = f"unhindered/{case['kind']}/v1\n".encode()
    try:
        signature = Ed25519PrivateKey.from_private_bytes(SEED).sign(label + canonical_json(mutated))
        body = canonical_json(mutated | {"signature": base64.b64encode(signature).decode()})
    except Refused:
        # What cannot be written in its one form cannot be signed.
        return

    read_or_refuse(f"{case['kind']}.json", body)
