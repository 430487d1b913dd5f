"""What the documents name exists, and what exists is named: commands, routes, tests, promises."""

import csv
import re
from pathlib import Path

import pytest
from command_line import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = sorted(page for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
AREAS = {"spine", "gate", "log", "casework", "remedies", "reading", "ledger", "operations"}


def acceptance():
    with (ROOT / "docs/acceptance.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"`{command}" in (ROOT / "docs/commands.md").read_text()


def test_no_command_is_documented_that_does_not_exist():
    named = re.findall(r"^\| `(unhindered [a-z -]+)", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)

    assert [name for name in named if name.strip() not in COMMANDS] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_json(command):
    options = {option for action in COMMANDS[command]._actions for option in action.option_strings}

    assert "--json" in options


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page):
    text = page.read_text()
    named = set(re.findall(r"`((?:tests|src|docs|bench|vectors|scripts|browser)/[\w./-]*\w)`", text))
    linked = set(re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text))

    assert [name for name in named if not (ROOT / name).exists()] == []
    assert [name for name in linked if not (page.parent / name).exists()] == []


def test_every_promise_has_an_area_a_kind_and_a_way_to_see_it():
    rows = acceptance()

    assert {row["area"] for row in rows} <= AREAS
    assert {row["kind"] for row in rows} <= {"test", "bench", "manual"}
    assert all(row["promise"] and row["command"] for row in rows)
    assert len({(row["area"], row["number"]) for row in rows}) == len(rows)


def test_every_test_that_a_promise_names_exists():
    named = {word for row in acceptance() for word in row["command"].split() if word.startswith("tests/")}

    assert [name for name in named if not (ROOT / name.partition("::")[0]).exists()] == []


def test_every_function_that_a_promise_names_exists():
    missing = []
    for row in acceptance():
        for word in row["command"].split():
            file, _, function = word.partition("::")
            if function and f"def {function}(" not in (ROOT / file).read_text():
                missing.append(word)

    assert missing == []
