"""The pages of the no-script reader: what it costs, the words, what they open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.responses import HTMLResponse

from unhindered.core.errors import UnhinderedError
from unhindered.gate.notices import KnownNotice
from unhindered.gate.settings import GateSettings
from unhindered.web.headers import security_headers
from unhindered.web.pages import make_pages


@dataclass(frozen=True)
class Found:
    """One thing in a mailbox; `kind` is reply, held or broken."""

    kind: str
    on: date | None
    text: str = field(repr=False)


class ReaderPages:
    """Renders the pages of the reader; `gate` is the gate's own address, if it is known."""

    def __init__(self, settings: GateSettings, *, gate: str) -> None:
        self._settings = settings
        self._gate = gate.rstrip("/")
        self._templates = make_pages("unhindered.gate.noscript")

    def costs(self, known: KnownNotice) -> HTMLResponse:
        """What reading without script costs, before anything can be typed."""
        return self._page("costs.html", known=known)

    def words(
        self, known: KnownNotice, *, typed: str = "", problem: str = "", close: Sequence[str] = ()
    ) -> HTMLResponse:
        """The form for the receipt."""
        status = 400 if problem else 200
        return self._page("words.html", status=status, known=known, typed=typed, problem=problem, close=close)

    def mailbox(self, known: KnownNotice, found: Sequence[Found]) -> HTMLResponse:
        """What the words opened."""
        return self._page("mailbox.html", known=known, found=found)

    def error(self, error: UnhinderedError, *, status: int) -> HTMLResponse:
        """What went wrong, and what to do."""
        return self._page("error.html", sentence=str(error), advice=error.advice, status=status)

    def _page(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        known: KnownNotice | None = values.get("known")
        nav = [(f"{self._gate}/", "Start", False), ("/", "Read without script", True)] if self._gate else []
        text = self._templates.get_template(name).render(
            language="en",
            direction="ltr",
            program="Gate",
            icon="/static/mark.svg",
            stylesheets=("/static/base.css", "/static/gate.css"),
            nav=nav,
            settings=self._settings,
            gate=self._gate,
            notice=None if known is None else known.notice,
            **values,
        )
        return HTMLResponse(text, status, security_headers())
