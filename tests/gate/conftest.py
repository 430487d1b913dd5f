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


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """As `world`, for tests that are refused and so leave it as it was."""
    with GateWorld(tmp_path_factory.mktemp("lasting") / "gate") as world:
        yield world.open()
