import pytest
from desk_world import World


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
