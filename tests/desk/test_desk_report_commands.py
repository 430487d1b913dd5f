"""`desk report`, `contact` and `urgent`, as an officer types them, at a desk whose gate is away."""

import pytest
from desk_typed import desk_typed
from desk_world import ANSWERS, TODAY

TAKEN = [
    *(
        "--channel",
        "visit",
        "--danger",
        "yes",
        "--contact",
        "other",
        "--contact-how",
        "Through the chaplain.",
    ),
    *("--basis", "representative", "--representative", "Dora Invented", "--right", "parent"),
    *(
        "--language",
        "ar",
        "--place",
        "Northgate",
        "--interpreter",
        "Cyrus Imaginary",
        "--present",
        "Elia Imaginary",
    ),
]
RAPID = [
    *("--danger-now", "--threat", "Transfer.", "--safe-contact", "The chaplain, in person."),
    *("--do-not", "Do not telephone.", "--next-step", "Visit on Thursday."),
]


@pytest.fixture
def run(enrolled, owner, capsys):
    owner.close()
    return desk_typed(enrolled, capsys)


def new(run, *more):
    return run("report", "new", "--offline", "--what", ANSWERS.what, *TAKEN, *more)


def test_a_visit_becomes_a_report_with_a_file_and_then_a_case(run, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("words")
    taken = new(run, "--attach", str(letter))
    run("assess", taken["report"], "--offline", *RAPID)
    case = run("open-case", taken["report"], "--name", "Autumn 9", "--offline")["case"]

    shown = run("show", taken["report"])
    run(
        *("contact", case, "--report", taken["report"], "--channel", "visit", "--offline"),
        *("--text", "He is well."),
    )

    assert (shown["taken"]["channel"], shown["taken"]["place"]) == ("visit", "Northgate")
    assert [item["name"] for item in shown["attachments"]] == ["letter.txt"]
    assert taken["words"] == []
    assert "Contact made" in [item["title"] for item in run("case", case)["timeline"]]


def test_a_receipt_is_printed_once(run):
    assert len(new(run, "--with-receipt")["words"]) == 13


def test_what_is_missing_is_said_and_nothing_is_written(run):
    said = run(
        *("report", "new", "--offline", "--channel", "phone", "--danger", "no", "--contact", "no"),
        *("--basis", "own_consent", "--language", "en"),
        expect=1,
    )

    assert "what" in str(said)
    assert run("inbox")["undecided"] == []


def test_the_blank_form_is_printed(run):
    assert run("report", "blank")["sections"]


def test_who_can_be_asked_today_is_listed_and_who_was_asked_recorded(run):
    taken = new(run)
    run("assess", taken["report"], "--offline", *RAPID)
    case = run("open-case", taken["report"], "--name", "Autumn 9", "--offline")["case"]

    before = run("urgent", case, "--for", "disappearance")
    refused = run("urgent", case, "--called", "CED-30", "--text", "Asked.", "--offline", expect=1)
    run(
        *("urgent", case, "--called", "CED-30", "--text", "Asked.", "--without-consent", "No name was said."),
        "--offline",
    )

    assert "CED-30" in [item["mechanism"]["id"] for item in before["to_call"]]
    assert before["rules"][0]["assessments"][0]["do_not"] == "Do not telephone."
    assert "consent" in str(refused)
    assert run("urgent", case)["done"][0]["day"] >= TODAY.isoformat()
