"""The pages of the gate. Each is complete without script; none says more to a server than it must."""

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

from starlette.responses import HTMLResponse

from unhindered.core.envelope.receipt import Receipt
from unhindered.core.errors import UnhinderedError
from unhindered.core.institution.fingerprint import six_words
from unhindered.facts.wordlists import english
from unhindered.gate.notices import KnownNotice
from unhindered.gate.refusals import Unforeseen
from unhindered.gate.settings import GateSettings
from unhindered.gate.states import states_to_choose
from unhindered.web.headers import security_headers
from unhindered.web.pages import make_pages

_PACKAGE = "unhindered.gate"
# What the scripts of the pages load by themselves when it is needed.
_PARTS = ("uploads.js", "draft.js", "metadata.js")
_NAV = (("/", "Start"), ("/report", "Write"), ("/return", "Come back"))
# Names of languages, in themselves; a code we have no name for is shown as it is.
_LANGUAGES = MappingProxyType(
    {
        "ar": "العربية",
        "en": "English",
        "es": "español",
        "fa": "فارسی",
        "fr": "français",
        "pt": "português",
        "ru": "русский",
        "tg": "тоҷикӣ",
        "tr": "Türkçe",
        "zh": "中文",
    }
)


class GatePages:
    """Renders the pages of one gate."""

    def __init__(self, settings: GateSettings, *, reader: str) -> None:
        self._settings = settings
        self._reader = reader
        self._templates = make_pages(_PACKAGE)
        self._scripts = {name: _integrity(name) for name in ("report.js", "mailbox.js")}
        self._lazy = {name: integrity for name in _PARTS if (integrity := _integrity(name))}

    def home(self, known: KnownNotice) -> HTMLResponse:
        """Who reads this, what is dangerous, and the two ways on."""
        return self._page("home.html", current="/", known=known)

    def report(
        self, known: KnownNotice, *, fields: Mapping[str, str] | None = None, problem: str = ""
    ) -> HTMLResponse:
        """The questions; with a problem, what was typed stands in them again."""
        return self._page(
            "report.html",
            script="report.js",
            current="/report",
            known=known,
            fields=fields or {},
            problem=problem,
            states=states_to_choose(known.notice.state),
            status=400 if problem else 200,
        )

    def returning(self, known: KnownNotice) -> HTMLResponse:
        """Where a source comes back with a receipt."""
        return self._page("return.html", script="mailbox.js", current="/return", known=known)

    def receipt(self, known: KnownNotice, receipt: Receipt) -> HTMLResponse:
        """The receipt of a report that was sealed here, shown once."""
        words = tuple(zip(receipt.words(english()), receipt.numbers(), strict=True))
        return self._page("receipt.html", current="/report", known=known, words=words, status=201)

    def error(self, error: UnhinderedError, *, status: int) -> HTMLResponse:
        """What went wrong, calmly, and what to do."""
        return self._page(
            "error.html",
            current="",
            sentence=str(error),
            advice=error.advice,
            is_unsure=isinstance(error, Unforeseen),
            status=status,
        )

    def _page(
        self, name: str, *, current: str, status: int = 200, script: str = "", **values: Any
    ) -> HTMLResponse:
        known: KnownNotice | None = values.get("known")
        text = self._templates.get_template(name).render(
            language="en",
            direction="ltr",
            program="Gate",
            icon="/static/mark.svg",
            stylesheets=("/static/base.css", "/static/gate.css"),
            nav=[(href, text, href == current) for href, text in _NAV],
            settings=self._settings,
            status=status,
            reader=self._reader,
            script=script,
            integrity=self._scripts.get(script, ""),
            lazy=json.dumps(self._lazy),
            languages=_LANGUAGES,
            notice=None if known is None else known.notice,
            fingerprint=() if known is None else _fingerprint(known),
            **values,
        )
        return HTMLResponse(text, status, security_headers(scripts=True, connect=True))


def _fingerprint(known: KnownNotice) -> tuple[str, ...]:
    return six_words(known.notice.root_verifier().public_key, english())


def _integrity(name: str) -> str:
    script = resources.files(_PACKAGE).joinpath("static", name)
    if not script.is_file():
        return ""
    return "sha384-" + base64.b64encode(hashlib.sha384(script.read_bytes()).digest()).decode()
