"""Everything the pages do has a command: each route maps to one, or to an exemption that says why."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import COMMANDS
from starlette.routing import Route

from unhindered.desk.web import routes
from unhindered.desk.web.door import ENTER
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.noscript.app import make_reader
from unhindered.gate.settings import GateSettings

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def rows():
    with (Path(__file__).parent.parent / "docs" / "routes.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder, _ = GateFolder.create(
        tmp_path_factory.mktemp("gate"), GateSettings(name="gate.example"), now=NOON
    )
    gate, reader = make_gate(folder, now=lambda: NOON), make_reader(folder, now=lambda: NOON, gate="")
    found = set()
    for program, app in (("gate", gate), ("reader", reader)):
        for route in app.routes:
            assert isinstance(route, Route)
            found.add((program, " ".join(sorted(route.methods - {"HEAD"})), route.path))
    for methods, pages in (
        ("GET", routes.SHOWN),
        ("GET POST", routes.FORMS),
        ("POST", routes.WRITTEN),
    ):
        found |= {("desk", methods, path) for path, _ in pages}
    return found | {("desk", "GET", ENTER), ("desk", "GET", "/static/{name}")}


def test_every_route_is_in_the_table_and_every_row_is_a_route(served):
    assert {(row["program"], row["methods"], row["path"]) for row in rows()} == served


def test_every_route_has_a_command_or_an_exemption_and_not_both():
    assert [row["path"] for row in rows() if bool(row["command"]) == bool(row["exemption"])] == []


def test_every_command_in_the_table_exists():
    assert {row["command"] for row in rows()} - {""} - set(COMMANDS) == set()
