"""Vectors of the log, read once."""

import json
from pathlib import Path

VECTORS = Path(__file__).parents[3] / "vectors" / "log"


def pytest_generate_tests(metafunc):
    """A test marked `vectors("tree", "inclusion")` runs once for each case of that list."""
    marker = metafunc.definition.get_closest_marker("vectors")
    if marker is not None:
        name, part = marker.args
        cases = json.loads((VECTORS / f"{name}.json").read_text(encoding="ascii"))[part]
        ids = [str(case.get("name", case.get("path", case))) for case in cases]
        metafunc.parametrize("case", cases, ids=ids)


def pytest_configure(config):
    config.addinivalue_line("markers", "vectors(file, part): run for each case of a list in vectors/log")
