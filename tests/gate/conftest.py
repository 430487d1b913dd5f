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


@pytest.fixture
def filling_disk(monkeypatch):
    """A disk with room for attachments when it is first asked, and none any more after that."""
    left = iter([900_000])

    class Disk:
        f_frsize, f_blocks = 4096, 1_000_000

        @property
        def f_bavail(self):
            return next(left, 200_000)

    monkeypatch.setattr("unhindered.gate.open_gate.os.statvfs", lambda _: Disk())
