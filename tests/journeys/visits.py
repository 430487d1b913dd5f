"""People's browsers before the stage: a phone, a desk, a phone without script; each with nothing kept."""

import os
from pathlib import Path

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PATIENCE = 30_000
# How often to look again for what is published every two seconds.
TIMES = 60


class Visitors:
    """Opens contexts and remembers every address that one of their pages asked for."""

    def __init__(self, chromium, stage):
        self._chromium = chromium
        self._stage = stage
        self._contexts = []
        self._officers = {}
        self.asked = set()
        self.complaints = []

    def phone(self, **options):
        """A page on a phone."""
        return self._page(viewport=PHONE, has_touch=True, **options)

    def wide(self, **options):
        """A page on a desktop screen."""
        return self._page(viewport=WIDE, **options)

    def officer(self, number):
        """An officer's page, at the inbox. A desk's address works once, so the same page serves all day."""
        desk = self._stage.desks[number]
        if number not in self._officers:
            self._officers[number] = self.wide()
            self._officers[number].goto(self._stage.desk_url(desk))
        page = self._officers[number]
        page.goto(f"http://127.0.0.1:{desk.port}/")
        return page

    def foreign(self):
        """What was asked of anybody but the stage."""
        own = tuple(self._stage.url(part) + "/" for part in self._stage.ports)
        return {url for url in self.asked if not url.startswith((*own, "blob:" + own[0]))}

    def close(self):
        """Close all of them."""
        for context in self._contexts:
            context.close()

    def _page(self, **options):
        context = self._chromium.new_context(locale="en", **options)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("request", lambda request: self.asked.add(request.url))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._hear)
        return context.new_page()

    def _hear(self, message):
        # A refusal has a code that the browser calls an error; what a page may not do is one.
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


def read_ledger(page, stage, path, text):
    """Open a page of the ledger once it shows `text`: built again until the public log tells it."""
    for _ in range(TIMES):
        stage.build_ledger()
        page.goto(f"{stage.url('ledger')}/{path}")
        if page.get_by_text(text).count():
            return
    raise AssertionError(f"{path} does not show “{text}”")


def shot(page, name):
    """Keep a picture of the page where `UNHINDERED_SCREENSHOTS` names a folder; otherwise nothing."""
    folder = os.environ.get("UNHINDERED_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
