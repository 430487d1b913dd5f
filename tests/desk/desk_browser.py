"""A browser in a few lines: it keeps the cookie, and sends forms as a page of the desk would."""

import html
import re
from datetime import datetime, time

import httpx
from asgi_in_memory import ServedInMemory

from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session

ORIGIN = "http://127.0.0.1:8002"


class Browser:
    """`with Browser(world, desk) as browser: browser.get("/")`."""

    def __init__(self, world, desk, *, patience=60):
        self._world = world
        self.session = Session(ORIGIN)
        self.app = make_desk(desk, self.session, now=self._now, patience=patience)
        self._served = ServedInMemory(self.app)

    def _now(self):
        return datetime.combine(self._world.today, time(14, 2))

    def __enter__(self):
        self._served.__enter__()
        self.http = httpx.Client(transport=self._served.transport, base_url=ORIGIN, follow_redirects=True)
        self.http.get(self.session.address)
        return self

    def __exit__(self, *error):
        self.http.close()
        self._served.__exit__(*error)

    def get(self, path):
        return self.http.get(path)

    def post(self, path, data=None, **options):
        headers = {"Origin": ORIGIN} | options.pop("headers", {})
        return self.http.post(path, data=data or {}, headers=headers, **options)


def text_of(page):
    """What a person reads on a page."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
