"""The pages of the no-script reader: what it costs, the words, what they open."""

from collections.abc import Sequence
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from unhindered.core.errors import UnhinderedError
from unhindered.core.texts import N_
from unhindered.gate.asked import Asked
from unhindered.gate.noscript.found import Found
from unhindered.gate.notices import KnownNotice
from unhindered.gate.page_language import page_values
from unhindered.gate.settings import GateSettings
from unhindered.web.headers import security_headers
from unhindered.web.pages import make_pages


class ReaderPages:
    """Renders the pages of the reader; `gate` is the gate's own address, if it is known."""

    def __init__(self, settings: GateSettings, *, gate: str) -> None:
        self._settings = settings
        self._gate = gate.rstrip("/")
        self._templates: dict[str, jinja2.Environment] = {}

    def costs(self, known: KnownNotice, asked: Asked) -> HTMLResponse:
        """What reading without script costs, before anything can be typed."""
        return self._page("costs.html", asked, known=known)

    def words(
        self,
        known: KnownNotice,
        asked: Asked,
        *,
        typed: str = "",
        problem: UnhinderedError | None = None,
        close: Sequence[str] = (),
    ) -> HTMLResponse:
        """The form for the receipt."""
        return self._page(
            "words.html",
            asked,
            status=400 if problem else 200,
            known=known,
            typed=typed,
            problem="" if problem is None else asked.language.sentence_of(problem),
            close=close,
        )

    def mailbox(self, known: KnownNotice, asked: Asked, found: Sequence[Found]) -> HTMLResponse:
        """What the words opened; in another language it could not be shown again."""
        return self._page("mailbox.html", asked, known=known, found=found, is_shown_once=True)

    def error(self, error: UnhinderedError, asked: Asked, *, status: int) -> HTMLResponse:
        """What went wrong, and what to do."""
        return self._page(
            "error.html",
            asked,
            sentence=asked.language.sentence_of(error),
            advice=asked.language.advice_of(error),
            status=status,
        )

    def _page(self, name: str, asked: Asked, *, status: int = 200, **values: Any) -> HTMLResponse:
        known: KnownNotice | None = values.get("known")
        language = asked.language
        templates = self._templates.get(language.code)
        if templates is None:
            templates = make_pages("unhindered.gate.noscript", language.translations)
            self._templates[language.code] = templates
        shown = {"is_shown_once": False} | page_values(asked) | values
        text = templates.get_template(name).render(
            program="Gate",
            stylesheets=("/static/base.css", "/static/gate.css"),
            nav=self._nav(asked),
            say=language.text,
            settings=self._settings,
            gate=self._gate,
            notice=None if known is None else known.notice,
            **shown,
        )
        return HTMLResponse(text, status, security_headers(images="data:"))

    def _nav(self, asked: Asked) -> list[tuple[str, str, bool]]:
        """Addresses, names, and whether it is this page."""
        if not self._gate:
            return []
        start, here = asked.language.text(N_("Start")), asked.language.text(N_("Read without script"))
        return [
            (f"{self._gate}/{asked.language.code}/", start, False),
            (f"/{asked.language.code}/", here, True),
        ]
