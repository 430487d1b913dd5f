import pytest
from playwright.sync_api import expect
from visits import Visitors

from unhindered.commands.demonstration.setting import Demonstration

# Gate, reader, two desks and Chromium may share one small machine.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """Gate, no-script reader, two officers' desks and the ledger, as `unhindered demo` starts them."""
    with Demonstration(tmp_path_factory.mktemp("stage") / "all") as stage:
        yield stage


@pytest.fixture(scope="session")
def visitors(chromium, stage):
    """Opens pages for people; what their browsers ask for is written down and may be the stage's alone."""
    visitors = Visitors(chromium, stage)
    yield visitors
    visitors.close()


@pytest.fixture
def officer_one(visitors):
    """The first officer, before the inbox of the first desk."""
    return visitors.officer(0)


@pytest.fixture
def officer_two(visitors):
    """The second officer, before the inbox of a desk of their own."""
    return visitors.officer(1)
