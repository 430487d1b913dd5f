import sys
from pathlib import Path

import pytest
from desk_world import World

# Facts of the fictional State that the tests of core make.
sys.path.append(str(Path(__file__).parents[1] / "core/casework"))


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture
def enrolled(world):
    world.init()
    world.enrol()
    return world


@pytest.fixture
def owner(enrolled):
    desk = enrolled.owner()
    enrolled.sync(desk)
    yield desk
    desk.close()


@pytest.fixture
def second(enrolled, owner):
    enrolled.admit_second(owner)
    desk = enrolled.second()
    enrolled.sync(desk)
    yield desk
    desk.close()
