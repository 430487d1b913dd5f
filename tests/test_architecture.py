"""The picture in ARCHITECTURE.md, held by the source: directions, purity, and who can open a report."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from import_graph import below, cycles, imports_of, reachable, read_graph, road

SRC = Path(__file__).parent.parent / "src"
GRAPH = read_graph(SRC)

# What each part may import of ours; everything may import what is in EVERYBODYS.
MAY_IMPORT = {
    "unhindered.core.casework": {"unhindered.core.casework"},
    "unhindered.core.reading": {"unhindered.core.reading"},
    "unhindered.core.search": {"unhindered.core.search"},
    "unhindered.core.questionnaire": {"unhindered.core.questionnaire", "unhindered.core.casework.terms"},
    "unhindered.core.envelope": {"unhindered.core.envelope"},
    "unhindered.core.log": {"unhindered.core.log"},
    "unhindered.core.institution": {
        "unhindered.core.institution",
        "unhindered.core.envelope",
        "unhindered.core.log",
    },
    "unhindered.core.correspondence": {
        "unhindered.core.correspondence",
        "unhindered.core.envelope",
        "unhindered.core.log",
        # Purposes and levels that a source chooses are those of a case's consents.
        "unhindered.core.casework.terms",
    },
    "unhindered.facts": {"unhindered.facts", "unhindered.core"},
    "unhindered.web": {"unhindered.web", "unhindered.core"},
    "unhindered.storage": {"unhindered.storage", "unhindered.facts", "unhindered.core"},
    "unhindered.gate": {
        "unhindered.gate",
        "unhindered.storage",
        "unhindered.web",
        "unhindered.facts",
        "unhindered.core",
    },
    "unhindered.desk": {
        "unhindered.desk",
        "unhindered.storage",
        "unhindered.web",
        "unhindered.facts",
        "unhindered.core",
    },
    "unhindered.ledger": {
        "unhindered.ledger",
        "unhindered.storage",
        "unhindered.web",
        "unhindered.facts",
        "unhindered.core",
    },
}
EVERYBODYS = {
    "unhindered.core.errors",
    "unhindered.core.canonical_json",
    "unhindered.core.letters",
    "unhindered.core.texts",
    "unhindered.core.safe_csv",
}

# The private halves: who can import these can open a report.
OPENERS = {"unhindered.core.envelope.unseal", "unhindered.core.envelope.identities"}
CANNOT_OPEN = (
    "unhindered.gate",
    "unhindered.ledger",
    "unhindered.storage",
    "unhindered.web",
    "unhindered.facts",
)
THE_ONE_EXCEPTION = "unhindered.gate.noscript"
# What reads intake keys, opens reports or cases, or keeps them: the watch has a road to none of it.
CLOSED_TO_THE_WATCH = {
    "unhindered.desk.casebook",
    "unhindered.desk.desk",
    "unhindered.desk.keys.folder",
    "unhindered.desk.keys.ring",
    "unhindered.desk.opening",
    "unhindered.desk.taking_in",
}

PURE_STANDARD_LIBRARY = set(
    "abc base64 binascii bisect calendar collections concurrent contextlib csv dataclasses datetime difflib "
    "enum functools hashlib heapq hmac io itertools json math operator re secrets statistics string "
    "struct types typing unicodedata zoneinfo".split()
)
CORE_LIBRARIES = {"cryptography": "unhindered.core", "ahocorasick": "unhindered.core.reading"}


def wrong_directions(graph):
    for part, allowed in MAY_IMPORT.items():
        for module in below(graph, part):
            for imported in graph[module]:
                ours = imported.startswith("unhindered") and imported not in EVERYBODYS
                if ours and not any(below([imported], name) for name in allowed):
                    yield f"{module} imports {imported}"


def impure(graph):
    for module in below(graph, "unhindered.core"):
        for imported in graph[module]:
            top = imported.partition(".")[0]
            library = CORE_LIBRARIES.get(top)
            if top == "unhindered" or top in PURE_STANDARD_LIBRARY:
                continue
            if library is None or not below([module], library):
                yield f"{module} imports {imported}"


def roads_to_openers(graph):
    for part in CANNOT_OPEN:
        for module in below(graph, part):
            if below([module], THE_ONE_EXCEPTION):
                continue
            for opener in OPENERS & set(reachable(graph, module)):
                yield road(graph, module, opener)


def test_every_part_imports_only_what_stands_below_it():
    assert list(wrong_directions(GRAPH)) == []


def test_every_part_of_core_has_a_rule_here():
    parts = {".".join(name.split(".")[:3]) for name in GRAPH if name.startswith("unhindered.core.")}

    assert parts - EVERYBODYS == {part for part in MAY_IMPORT if part.startswith("unhindered.core.")}


def test_core_touches_no_file_socket_clock_or_framework():
    assert list(impure(GRAPH)) == []


def test_core_does_not_call_the_clock_or_open_files():
    forbidden = {"open", "now", "today", "utcnow", "print", "input"}
    found = []
    for file in (SRC / "unhindered/core").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called in forbidden:
                    found.append(f"{file.name}:{node.lineno} {called}")

    assert found == []


def test_gate_ledger_and_storage_cannot_reach_what_opens_a_report():
    assert list(roads_to_openers(GRAPH)) == []


def test_the_gate_itself_does_not_reach_its_no_script_reader():
    outside = [name for name in below(GRAPH, "unhindered.gate") if not below([name], THE_ONE_EXCEPTION)]

    assert [
        road(GRAPH, name, end) for name in outside for end in below(reachable(GRAPH, name), THE_ONE_EXCEPTION)
    ] == []


def roads_from_the_watch(graph):
    for module in below(graph, "unhindered.desk.watch"):
        for closed in CLOSED_TO_THE_WATCH & set(reachable(graph, module)):
            yield road(graph, module, closed)


def test_the_watch_has_no_road_to_what_opens_a_report_or_a_case():
    assert set(GRAPH) >= CLOSED_TO_THE_WATCH
    assert list(roads_from_the_watch(GRAPH)) == []


def test_a_detour_from_the_watch_to_intake_keys_is_caught():
    detour = {**GRAPH, "unhindered.desk.watch.bell": frozenset({"unhindered.desk.keys.ring"})}

    assert list(roads_from_the_watch(detour))


def test_no_module_reaches_itself():
    assert cycles(GRAPH) == []


def test_imports_are_written_in_full():
    relative = [
        str(file) for file in SRC.rglob("*.py") if any(level for _, _, level in imports_of(file.read_text()))
    ]

    assert relative == []


def test_package_files_hold_a_docstring_and_nothing_else():
    for file in SRC.rglob("__init__.py"):
        body = ast.parse(file.read_text()).body

        assert len(body) == 1, file
        assert isinstance(body[0], ast.Expr), file
        assert "TODO" not in file.read_text(), file


def test_modules_stay_short():
    long = {file.name: n for file in SRC.rglob("*.py") if (n := len(file.read_text().splitlines())) > 400}

    assert long == {}


@pytest.mark.parametrize("part", ["gate.app", "ledger.build", "storage.log_on_sqlite"])
def test_what_opens_a_report_is_not_even_loaded(part):
    program = f"import sys, unhindered.{part}; print(*[m for m in sys.modules if m.startswith('unhindered')])"

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert f"unhindered.{part}" in loaded
    assert OPENERS.isdisjoint(loaded)


# Each rule broken on purpose, detours included: a test that cannot fail protects nobody.


def test_a_detour_to_unseal_is_caught():
    detour = {
        **GRAPH,
        "unhindered.gate.pages": frozenset({"unhindered.storage.detour"}),
        "unhindered.storage.detour": frozenset({"unhindered.core.envelope.unseal"}),
    }

    assert any(
        "unhindered.gate.pages -> unhindered.storage.detour -> " in found
        for found in roads_to_openers(detour)
    )


def test_a_desk_import_in_the_gate_is_caught():
    assert list(wrong_directions({"unhindered.gate.x": frozenset({"unhindered.desk.y"})}))


def test_casework_that_knows_the_log_is_caught():
    assert list(wrong_directions({"unhindered.core.casework.x": frozenset({"unhindered.core.log.tree"})}))


def test_a_file_system_import_in_core_is_caught():
    assert list(impure({"unhindered.core.log.x": frozenset({"pathlib"})}))


def test_a_late_import_is_seen():
    assert list(imports_of("def f():\n    from unhindered.core.envelope import unseal\n"))


def test_a_circle_is_caught():
    assert cycles({"a": frozenset({"b"}), "b": frozenset({"a"})}) == ["a", "b"]
