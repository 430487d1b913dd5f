"""`unhindered desk describe` and `desk record`, as an officer types them."""

import io
import json
from types import SimpleNamespace

import pytest
from desk_world import PASSPHRASE

from unhindered.__main__ import main
from unhindered.desk.actions import cases


def set_(fields):
    return [word for field in fields for word in ("--set", field)]


@pytest.fixture
def desk(enrolled, tmp_path, capsys):
    """Types a desk command at the owner's desk; gives what it prints as JSON."""
    opened = enrolled.owner()
    enrolled.sync(opened)
    case = cases.open_case(opened, [], name="Autumn 4", officers=[], today=enrolled.today)
    opened.close()
    words = tmp_path / "passphrase.txt"
    words.write_text(PASSPHRASE + "\n")
    options = ["--dir", str(enrolled.owner_folder.path), "--passphrase-file", str(words)]

    def type_(*typed, as_json=True):
        code = main(["desk", *typed, *options, *(["--json"] if as_json else [])])
        said = capsys.readouterr()
        return code, json.loads(said.out) if as_json and code == 0 else said.out + said.err

    def describe(what, *fields, **options):
        named = [word for name, value in options.items() for word in (f"--{name}", value)]
        code, said = type_("describe", what, case, *named, *set_(fields), "--offline")
        assert code == 0, said
        return said["id"]

    return SimpleNamespace(case=case, type=type_, describe=describe, folder=tmp_path)


def test_a_record_is_typed_and_shown(desk):
    person = desk.describe("person", "label=P1", "roles=victim", "roles=witness", "citizenship=XVL,XVM")
    act = desk.describe("act", "type_of_act=RX17", f"victim={person}", "travel_ban.kind=document_taken")
    desk.describe("information", "account=They took it = all of it.", f"tells_of={act}")

    code, record = desk.type("record", desk.case)
    _, text = desk.type("record", desk.case, as_json=False)

    assert code == 0
    (told,) = record["events"][0]["acts"][0]["accounts"]
    assert "They took it = all of it." in told["label"]
    assert text.splitlines()[0] == "Acts outside an event"
    assert f"  act {act}  Travel ban, passport taken, P1" in text
    assert "P1 (person, victim, witness)" in text


def test_fields_come_from_a_file_and_what_is_not_named_stays(desk):
    fields = {"event_title": "Trial", "initial_date": "about 2026", "event_description": "Five were tried."}
    (desk.folder / "event.json").write_text(json.dumps(fields))
    event = desk.describe("event", **{"from": str(desk.folder / "event.json")})

    desk.describe("event", "event_title=Trial of five", anew=event)
    _, record = desk.type("record", desk.case)

    lines = {line["label"]: line["text"] for line in record["events"][0]["card"]["lines"]}
    assert lines == {"Event": "Trial of five", "From": "about 2026", "What happened": "Five were tried."}
    assert record["events"][0]["card"]["descriptions"] == 2


def test_fields_come_from_the_standard_input(desk, monkeypatch):
    given = SimpleNamespace(buffer=io.BytesIO(b'{"event_title": "Visit"}'))
    monkeypatch.setattr("sys.stdin", given)

    desk.describe("event", **{"from": "-"})

    assert desk.type("record", desk.case)[1]["events"][0]["card"]["label"] == "Visit"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["event_title"], "is no field"),
        (["event_title=Trial", "initial_date=5.6.2026"], "Write 2026-06-05, or 2026-05-06."),
        (["colour=red"], "There is no field “colour” here."),
        (["event_description=No title."], "Write a few words"),
    ],
)
def test_what_cannot_be_recorded_is_said_with_advice_and_nothing_is_recorded(desk, fields, told):
    code, said = desk.type("describe", "event", desk.case, *set_(fields), "--offline", as_json=False)

    assert code != 0
    assert told in said
    assert desk.type("record", desk.case, as_json=False)[1].strip() == "Nothing is recorded yet."


@pytest.mark.parametrize("content", ["[1]", "{", "\u00ff"])
def test_a_file_that_holds_no_object_is_refused(desk, content):
    (desk.folder / "event.json").write_bytes(content.encode("latin-1"))

    code, said = desk.type(
        "describe", "event", desk.case, "--from", str(desk.folder / "event.json"), as_json=False
    )

    assert code != 0
    assert "JSON" in said
