import json
from datetime import date
from pathlib import Path

import pytest
from casework_examples import LAMP, NOBODY_ELSEWHERE

from unhindered.core.casework.case import replay
from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.facts import fact_from_json, fact_to_json
from unhindered.core.casework.publication import release
from unhindered.core.casework.record import Recorded
from unhindered.core.casework.statement import verify_statement
from unhindered.core.errors import Refused

VECTORS = Path(__file__).parents[3] / "vectors/casework"
DATES = json.loads((VECTORS / "dates.json").read_text())


def vectors(folder):
    return [pytest.param(file, id=file.stem) for file in sorted((VECTORS / folder).glob("*.json"))]


@pytest.mark.parametrize("file", vectors("door"))
def test_the_door_opens_just_where_it_should(file):
    vector = json.loads(file.read_text())
    case = replay(
        Recorded(index=item["index"], author=item["author"], fact=fact_from_json(item["fact"]))
        for item in vector["log"]
    )
    on = date.fromisoformat(vector["on"])

    try:
        release(
            case,
            vector["statement"],
            documented_by=LAMP,
            names_elsewhere=NOBODY_ELSEWHERE,
            from_sources=(),
            told_by_sources=(),
            on=on,
        )
        outcome = "cleared"
    except Refused as refusal:
        outcome = type(refusal).__name__

    assert outcome == vector["expect"]
    assert file.stem.startswith("good") == (outcome == "cleared")


@pytest.mark.parametrize("file", vectors("facts"))
def test_a_fact_is_read_or_refused(file):
    vector = json.loads(file.read_text())

    try:
        again = fact_to_json(fact_from_json(vector["fact"]))
    except Refused:
        assert vector["expect"] == "refused"
    else:
        assert vector["expect"] == "accepted"
        # An older writer lacks the fields that came later: they are read as their defaults.
        assert again == again | vector["fact"]


@pytest.mark.parametrize("file", vectors("statements"))
def test_a_statement_is_read_or_refused(file):
    vector = json.loads(file.read_text())

    try:
        verify_statement(vector["raw"].encode(), bytes.fromhex(vector["public_key"]))
        outcome = "accepted"
    except Refused:
        outcome = "refused"

    assert outcome == vector["expect"]


@pytest.mark.parametrize("text", DATES["accepted"])
def test_a_date_we_understand_is_read(text):
    read_edtf(text)


@pytest.mark.parametrize("text", DATES["refused"])
def test_a_date_we_do_not_understand_is_refused(text):
    with pytest.raises(Refused):
        read_edtf(text)


@pytest.mark.parametrize("folder", ["door", "facts", "statements"])
def test_bad_vectors_outnumber_good_ones(folder):
    names = [file.stem for file in (VECTORS / folder).glob("*.json")]
    bad = [name for name in names if name.startswith("bad-")]

    assert len(bad) > len(names) - len(bad) > 0
