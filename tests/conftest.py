import pytest
from hypothesis import HealthCheck, settings

CHROMIUM = "/usr/bin/chromium"
# It is started as root in containers, and is to ask nobody anything by itself.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# A test reads no clock: on a busy machine a law takes longer, and holds all the same.
settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, one for all browser tests: Playwright can run only once in a thread."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items):
    """Tests in a browser come last: once Playwright has started, its event loop runs in this thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
