import base64
import json
from dataclasses import replace

import pytest
from casework_examples import DAY, LAMP, SEED, an_id
from casework_strategies import values
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.codec import hints_of
from unhindered.core.casework.statement import (
    LABEL,
    MOST_BYTES,
    PublicStatement,
    Source,
    StatementKind,
    _refuse_wrong_shape,
    compose_statement,
    parse_statement,
    sign_statement,
    verify_statement,
)
from unhindered.core.casework.terms import BasisKind
from unhindered.core.errors import Refused

PUBLIC_KEY = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()
SOURCE = Source(
    title="Vareland condemned",
    publisher="Fictional Lamp",
    dated="2026-11-20",
    url="https://lamp.example/vareland",
    sha256="d0" * 32,
    text_sha256="7e" * 32,
    start=100,
    end=147,
    quote="The Committee expressed concern about Vareland.",
)
STATEMENT = PublicStatement(
    statement=an_id(21),
    kind=StatementKind.DOCUMENT_FACT,
    fact_kind="concern",
    states=("XVL",),
    period="2026-11-20",
    text="",
    values={"body": "Committee against Invention", "states": ["XVL"]},
    source=SOURCE,
    documented_by=LAMP,
    basis=(BasisKind.PUBLIC_ROLE,),
    confirmed_on=DAY,
)
RAW = sign_statement(STATEMENT, SEED)


FIELDS = {name: values(hint) for name, hint in hints_of(PublicStatement).items()}
SOURCES = st.builds(
    lambda **fields: Source(**fields | {"end": fields["start"] + 1}),
    **{name: values(hint) for name, hint in hints_of(Source).items()} | {"quote": st.just("They said so.")},
)
STATEMENTS = st.builds(
    PublicStatement,
    **FIELDS | {"kind": st.just(StatementKind.DOCUMENT_FACT), "source": SOURCES, "text": st.just("")},
)


def signed_by_hand(content, seed=SEED):
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(LABEL + canonical_json(content))
    return canonical_json(content | {"signature": base64.b64encode(signature).decode()})


def refuse(raw, key=PUBLIC_KEY):
    with pytest.raises(Refused) as refusal:
        verify_statement(raw, key)
    return str(refusal.value)


@given(STATEMENTS)
def test_a_statement_comes_back_from_its_json(statement):
    assert parse_statement(parse_json_object(canonical_json(compose_statement(statement)))) == statement


@given(STATEMENTS)
def test_a_signed_statement_comes_back(statement):
    assert verify_statement(sign_statement(statement, SEED), PUBLIC_KEY) == statement


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_one_changed_byte_is_refused(place, change):
    refuse(RAW[:place] + bytes([RAW[place] ^ change]) + RAW[place + 1 :])


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_a_strangers_bytes_raise_nothing_but_refused(raw):
    refuse(raw)


def test_signing_twice_gives_the_same_bytes():
    assert sign_statement(STATEMENT, SEED) == RAW


def test_the_signature_covers_all_but_itself():
    content = json.loads(RAW)
    signature = base64.b64decode(content.pop("signature"))

    key = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
    key.verify(signature, b"unhindered/statement/v1\n" + canonical_json(content))


def test_another_key_is_refused():
    refuse(RAW, OTHER_KEY)


def test_a_key_that_is_none_is_refused():
    refuse(RAW, b"short")


def test_the_same_words_in_another_form_are_refused():
    refuse(json.dumps(json.loads(RAW)).encode())


@pytest.mark.parametrize(
    "signature", [None, 7, "", "A" * 87, "A" * 88, "!" * 88, base64.b64encode(b"x" * 64).decode(), ["A" * 88]]
)
def test_a_signature_that_is_none_is_refused(signature):
    refuse(canonical_json(compose_statement(STATEMENT) | {"signature": signature}))


def test_a_statement_without_signature_is_refused():
    refuse(canonical_json(compose_statement(STATEMENT)))


def test_a_statement_too_large_is_refused_unread():
    assert "larger" in refuse(b"{" + b" " * MOST_BYTES)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"kind": "finding"},
        {"kind": "case"},
        {"fact_kind": "Concern"},
        {"statement": "21"},
        {"states": ["Vareland"]},
        {"states": "XVL"},
        {"period": "last week"},
        {"text": "x" * 4001},
        {"values": []},
        {"source": None},
        {"source": {}},
        {"documented_by": "Fictional Lamp"},
        {"basis": ["hearsay"]},
        {"confirmed_on": "2026-11-24T09:00:00"},
        {"case": an_id(1)},
        {"entry": 5},
    ],
)
def test_a_field_that_breaks_the_format_is_refused_however_well_signed(change):
    refuse(signed_by_hand(compose_statement(STATEMENT) | change))


@pytest.mark.parametrize("name", ["v", *PublicStatement.__dataclass_fields__])
def test_a_missing_field_is_refused_however_well_signed(name):
    content = compose_statement(STATEMENT)
    del content[name]

    refuse(signed_by_hand(content))


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": " ".join(["word"] * 26)},
        {"quote": "x" * 301},
        {"quote": " "},
        {"start": 147},
        {"start": 200},
        {"url": "javascript:alert(1)"},
        {"url": "https://lamp@evil.example/"},
        {"url": "https://"},
        {"title": ""},
        {"dated": ""},
    ],
)
def test_a_source_that_breaks_the_format_is_refused(changes):
    with pytest.raises(Refused):
        replace(STATEMENT, source=replace(SOURCE, **changes))


def test_twenty_five_words_may_be_quoted():
    assert replace(STATEMENT, source=replace(SOURCE, quote=" ".join(["word"] * 25)))


CASE = replace(
    STATEMENT,
    kind=StatementKind.CASE,
    fact_kind="allegation",
    text="A person was threatened.",
    source=None,
    values={"persons": [{"shown_as": "A. F.", "level": "initials"}], "types_of_act": ["RX01"]},
)
RETRACTION = PublicStatement(
    **vars(STATEMENT)
    | {"kind": StatementKind.RETRACTION, "fact_kind": "retraction", "states": (), "period": None}
    | {"source": None, "basis": (), "values": {"retracts": an_id(9)}}
)


@pytest.mark.parametrize(
    "changes",
    [
        {"source": SOURCE},
        {"fact_kind": "finding"},
        {"states": ()},
        {"period": None},
        {"text": " "},
        {"values": {}},
        {"values": {"persons": [], "types_of_act": [], "case": an_id(1)}},
        {"values": {"persons": [{"shown_as": "", "level": "named"}], "types_of_act": []}},
        {"values": {"persons": [{"shown_as": "A", "level": "anonymous"}], "types_of_act": []}},
        {"values": {"persons": [{"shown_as": "A", "level": "named", "phone": "1"}], "types_of_act": []}},
        {"values": {"persons": [], "types_of_act": ["torture"]}},
    ],
)
def test_a_case_says_just_what_a_case_may(changes):
    with pytest.raises(Refused):
        replace(CASE, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"source": SOURCE},
        {"fact_kind": "allegation"},
        {"states": ("XVL",)},
        {"period": "2026"},
        {"text": "Sorry."},
        {"basis": (BasisKind.CONSENT,)},
        {"values": {}},
        {"values": {"retracts": "9"}},
        {"values": {"retracts": an_id(9), "why": "asked"}},
    ],
)
def test_a_retraction_says_nothing_else(changes):
    with pytest.raises(Refused):
        replace(RETRACTION, **changes)


@pytest.mark.parametrize("changes", [{"source": None}, {"text": "We think so."}])
def test_a_document_fact_has_a_passage_and_no_words_of_ours(changes):
    with pytest.raises(Refused):
        replace(STATEMENT, **changes)


def test_a_kind_that_does_not_exist_is_not_passed_over():
    forged = replace(CASE)
    object.__setattr__(forged, "kind", "rumour")

    with pytest.raises(AssertionError):
        _refuse_wrong_shape(forged)


def test_a_statement_that_could_not_be_read_again_is_not_made():
    values = {f"k{number}": "x" * 4000 for number in range(17)}

    with pytest.raises(Refused):
        replace(STATEMENT, values=values)
