"""The pages of the gate. Each is complete without script; none says more to a server than it must."""

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from unhindered.core.envelope.receipt import Receipt
from unhindered.core.errors import UnhinderedError
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.texts import N_
from unhindered.facts.wordlists import english, list_for
from unhindered.gate.asked import Asked
from unhindered.gate.languages.catalogues import Language
from unhindered.gate.languages.shown import language_name, texts_for_script, translations_of_refusals
from unhindered.gate.notices import KnownNotice
from unhindered.gate.page_language import page_values
from unhindered.gate.questions import LEVELS, questions_in, sections_with_answers
from unhindered.gate.refusals import Unforeseen
from unhindered.gate.settings import GateSettings
from unhindered.gate.states import states_to_choose
from unhindered.web.headers import security_headers
from unhindered.web.pages import make_pages

_PACKAGE = "unhindered.gate"
# The script of a page that has none of its own: it leaves at once, and adds nothing to the history.
_LEAVING = "leave.js"
_SCRIPTS = (_LEAVING, "report.js", "mailbox.js")
# What the scripts of the pages load by themselves when it is needed.
_PARTS = ("uploads.js", "draft.js", "metadata.js")
_NAV = (("/", N_("Start")), ("/report", N_("Write")), ("/return", N_("Come back")))


class GatePages:
    """Renders the pages of one gate."""

    def __init__(self, settings: GateSettings, *, reader: str) -> None:
        self._settings = settings
        self._reader = reader.rstrip("/")
        self._templates: dict[str, jinja2.Environment] = {}
        self._scripts = {name: _integrity(name) for name in _SCRIPTS}
        self._lazy = {name: integrity for name in _PARTS if (integrity := _integrity(name))}

    def home(self, known: KnownNotice, asked: Asked) -> HTMLResponse:
        """Who reads this, what is dangerous, and the two ways on."""
        return self._page("home.html", asked, known=known)

    def report(
        self,
        known: KnownNotice,
        questionnaire: Questionnaire,
        asked: Asked,
        *,
        fields: Mapping[str, str] | None = None,
        problem: UnhinderedError | None = None,
    ) -> HTMLResponse:
        """The questions; with a problem, what was typed stands in them again."""
        say = asked.language.text
        questions = questions_in(questionnaire, asked.language.code, say)
        return self._page(
            "report.html",
            asked,
            script="report.js",
            known=known,
            fields=fields or {},
            questions=questions,
            levels={level.value: say(text) for level, text in LEVELS.items()},
            open_parts=sections_with_answers(questions, fields or {}),
            problem="" if problem is None else asked.language.sentence_of(problem),
            states=states_to_choose(known.notice.state, asked.language.code),
            status=400 if problem else 200,
        )

    def returning(self, known: KnownNotice, asked: Asked) -> HTMLResponse:
        """Where a source comes back with a receipt."""
        return self._page("return.html", asked, script="mailbox.js", known=known)

    def carry(self, asked: Asked, *, is_held: bool = False) -> HTMLResponse:
        """Where a file that was sealed without a network is sent; or that it is held now."""
        return self._page("carry.html", asked, is_held=is_held, status=201 if is_held else 200)

    def receipt(self, known: KnownNotice, receipt: Receipt, asked: Asked) -> HTMLResponse:
        """The receipt of a report that was sealed here, shown once."""
        shown = list_for(asked.language.code)
        words = tuple(zip(receipt.words(shown.words), receipt.numbers(), strict=True))
        return self._page(
            "receipt.html",
            asked,
            known=known,
            words=words,
            words_language=shown.code,
            is_shown_once=True,
            status=201,
        )

    def error(self, error: UnhinderedError, asked: Asked, *, status: int) -> HTMLResponse:
        """What went wrong, calmly, and what to do."""
        return self._page(
            "error.html",
            asked,
            sentence=asked.language.sentence_of(error),
            advice=asked.language.advice_of(error),
            is_unsure=isinstance(error, Unforeseen),
            status=status,
        )

    def _page(
        self, name: str, asked: Asked, *, status: int = 200, script: str = _LEAVING, **values: Any
    ) -> HTMLResponse:
        known: KnownNotice | None = values.get("known")
        shown = {"is_shown_once": False} | page_values(asked) | values
        text = (
            self._templates_in(asked.language)
            .get_template(name)
            .render(
                program="Gate",
                stylesheets=("/static/base.css", "/static/gate.css"),
                nav=[(href, asked.language.text(text), href == asked.path) for href, text in _NAV],
                settings=self._settings,
                is_onion=asked.is_onion(),
                status=status,
                reader=self._reader,
                script=script,
                integrity=self._scripts.get(script, ""),
                lazy=json.dumps(self._lazy),
                texts=texts_for_script(asked.language.code) if script != _LEAVING else "",
                refusals=translations_of_refusals(asked.language.code) if script != _LEAVING else "",
                name_of_language=lambda code: language_name(code, asked.language.code),
                notice=None if known is None else known.notice,
                fingerprint=() if known is None else _fingerprint(known),
                **shown,
            )
        )
        return HTMLResponse(text, status, security_headers(scripts=True, connect=script != _LEAVING))

    def _templates_in(self, chosen: Language) -> jinja2.Environment:
        known = self._templates.get(chosen.code)
        if known is None:
            known = self._templates[chosen.code] = make_pages(_PACKAGE, chosen.translations)
        return known


def _fingerprint(known: KnownNotice) -> tuple[str, ...]:
    return six_words(known.notice.root_verifier().public_key, english())


def _integrity(name: str) -> str:
    script = resources.files(_PACKAGE).joinpath("static", name)
    if not script.is_file():
        return ""
    return "sha384-" + base64.b64encode(hashlib.sha384(script.read_bytes()).digest()).decode()
