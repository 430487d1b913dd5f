import sys
from pathlib import Path

import pytest

# The gate that a command meets here is the one its own tests use.
sys.path.append(str(Path(__file__).parents[1] / "gate"))


@pytest.fixture
def gate_world(tmp_path):
    """An open gate with a fictional institution."""
    from gate_world import GateWorld

    with GateWorld(tmp_path / "gate") as world:
        yield world.open()
