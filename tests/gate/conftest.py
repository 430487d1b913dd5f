import pytest
from gate_world import GateWorld


@pytest.fixture
def world(tmp_path):
    """A gate with an enrolled institution and a current notice."""
    with GateWorld(tmp_path / "gate") as world:
        yield world.open()


@pytest.fixture
def new_world(tmp_path):
    """A gate that nobody has enrolled at."""
    with GateWorld(tmp_path / "gate") as world:
        yield world
