"""The pages of the gate. Each is complete without script; none says more to a server than it must."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from unhindered.core.envelope.receipt import Receipt
from unhindered.core.errors import UnhinderedError
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import Notice
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.questionnaire.parse import questionnaire_hash
from unhindered.core.texts import N_
from unhindered.facts.questionnaires import default_questionnaire
from unhindered.facts.wordlists import english, list_for, raw_word_list
from unhindered.gate.asked import Asked
from unhindered.gate.house import House, Institution
from unhindered.gate.languages.catalogues import Language
from unhindered.gate.languages.shown import language_name, texts_for_script, translations_of_refusals
from unhindered.gate.notices import KnownNotice
from unhindered.gate.page_language import page_values
from unhindered.gate.questions import LEVELS, questions_in, sections_with_answers, with_every_purpose
from unhindered.gate.refusals import Unforeseen
from unhindered.gate.states import states_to_choose
from unhindered.gate.static_files import WORD_LISTS
from unhindered.web.headers import security_headers
from unhindered.web.pages import make_pages

_PACKAGE = "unhindered.gate"
# The script of a page that has none of its own: it leaves at once, and adds nothing to the history.
_LEAVING = "leave.js"
_SCRIPTS = (_LEAVING, "report.js", "mailbox.js")
# What the scripts of the pages load by themselves when it is needed.
_PARTS = ("uploads.js", "draft.js", "metadata.js", "mailbox_acts.js")
_NAV = (("/", N_("Start")), ("/report", N_("Write")), ("/return", N_("Come back")))


class GatePages:
    """Renders the pages of one gate."""

    def __init__(self, house: House, *, reader: str | None) -> None:
        self._house = house
        self._settings = house.institutions[0].gate.settings
        self._reader = reader
        self._templates: dict[str, jinja2.Environment] = {}
        self._scripts = {name: _integrity(name) for name in _SCRIPTS}
        self._lazy = {name: integrity for name in _PARTS if (integrity := _integrity(name))}
        self._word_lists = {code: _hash_of(raw_word_list(code)) for code in WORD_LISTS}

    def home(self, institutions: Sequence[Institution], asked: Asked) -> HTMLResponse:
        """Who reads this, what is dangerous, and the two ways on."""
        return self._page("home.html", asked, institutions)

    def report(
        self,
        institutions: Sequence[Institution],
        asked: Asked,
        *,
        fields: Mapping[str, str] | None = None,
        problem: UnhinderedError | None = None,
    ) -> HTMLResponse:
        """The questions; with a problem, what was typed stands in them again."""
        questionnaire = questionnaire_for(institutions)
        own_states = {item.notice().notice.state for item in institutions}
        say = asked.language.text
        questions = questions_in(questionnaire, asked.language.code, say)
        return self._page(
            "report.html",
            asked,
            institutions,
            script="report.js",
            fields=fields or {},
            questions=questions,
            levels={level.value: say(text) for level, text in LEVELS.items()},
            open_parts=sections_with_answers(questions, fields or {}),
            problem="" if problem is None else asked.language.sentence_of(problem),
            states=states_to_choose(own_states.pop() if len(own_states) == 1 else "", asked.language.code),
            status=400 if problem else 200,
        )

    def where_written(self, institutions: Sequence[Institution], asked: Asked) -> HTMLResponse:
        """Where a source who comes back says to whom they wrote: each has a mailbox of its own."""
        return self._page("where_written.html", asked, institutions)

    def returning(self, institution: Institution, asked: Asked) -> HTMLResponse:
        """Where a source comes back with a receipt. What is asked for no more can still be taken back."""
        say = asked.language.text
        questionnaire = with_every_purpose(institution.gate.questionnaires.shown)
        return self._page(
            "return.html",
            asked,
            [institution],
            script="mailbox.js",
            questions=questions_in(questionnaire, asked.language.code, say),
            levels={level.value: say(text) for level, text in LEVELS.items()},
        )

    def carry(self, asked: Asked, *, is_held: bool = False) -> HTMLResponse:
        """Where a file that was sealed without a network is sent; or that it is held now."""
        return self._page("carry.html", asked, is_held=is_held, status=201 if is_held else 200)

    def receipt(
        self,
        institutions: Sequence[Institution],
        receipt: Receipt,
        asked: Asked,
        *,
        missing: Sequence[Institution] = (),
    ) -> HTMLResponse:
        """The receipt of a report that was sealed here, shown once; `missing` are those that have it not."""
        shown = list_for(asked.language.code)
        words = tuple(zip(receipt.words(shown.words), receipt.numbers(), strict=True))
        return self._page(
            "receipt.html",
            asked,
            institutions,
            words=words,
            words_language=shown.code,
            missing=[item.notice().notice.name for item in missing],
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
        self,
        name: str,
        asked: Asked,
        institutions: Sequence[Institution] = (),
        *,
        status: int = 200,
        script: str = _LEAVING,
        **values: Any,
    ) -> HTMLResponse:
        shown = {"is_shown_once": False} | page_values(asked, self._choice(name, institutions)) | values
        known = [Shown(item, item.notice()) for item in institutions]
        text = (
            self._templates_in(asked.language)
            .get_template(name)
            .render(
                program="Gate",
                stylesheets=("/static/base.css", "/static/gate.css"),
                nav=self._nav(asked),
                settings=self._settings,
                is_onion=asked.is_onion(),
                status=status,
                reader=self._reader_of(institutions),
                script=script,
                integrity=self._scripts.get(script, ""),
                lazy=json.dumps(self._lazy),
                word_lists=json.dumps(self._word_lists),
                texts=texts_for_script(asked.language.code) if script != _LEAVING else "",
                refusals=translations_of_refusals(asked.language.code) if script != _LEAVING else "",
                name_of_language=lambda code: language_name(code, asked.language.code),
                known=known,
                has_several=self._house.has_several,
                notice=known[0].notice if known else None,
                fingerprint=known[0].fingerprint if known else (),
                # What the script needs of each; only the notice, which it checks itself, says more.
                institutions=json.dumps([{"base": item.base, "gate": item.name} for item in institutions]),
                **shown,
            )
        )
        headers = security_headers(scripts=True, connect=script != _LEAVING, images="data:")
        return HTMLResponse(text, status, headers)

    def _choice(self, page: str, institutions: Sequence[Institution]) -> str:
        is_of_one = self._house.has_several and page == "return.html"
        return f"?at={institutions[0].name}" if is_of_one else ""

    def _nav(self, asked: Asked) -> list[tuple[str, str, bool]]:
        # With several institutions one has to be chosen before anything is written.
        places = [place for place in _NAV if not (self._house.has_several and place[0] == "/report")]
        return [(href, asked.language.text(text), href == asked.path) for href, text in places]

    def _reader_of(self, institutions: Sequence[Institution]) -> str:
        if self._reader is not None:
            return self._reader.rstrip("/")
        return institutions[0].gate.settings.reader.rstrip("/") if institutions else ""

    def _templates_in(self, chosen: Language) -> jinja2.Environment:
        known = self._templates.get(chosen.code)
        if known is None:
            known = self._templates[chosen.code] = make_pages(_PACKAGE, chosen.translations)
        return known


@dataclass(frozen=True)
class Shown:
    """One institution as a page shows it."""

    institution: Institution
    known: KnownNotice

    @property
    def name(self) -> str:
        """What a form calls it by."""
        return self.institution.name

    @property
    def notice(self) -> Notice:
        """Its notice of today."""
        return self.known.notice

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The six words of its root key."""
        return six_words(self.notice.root_verifier().public_key, english())


def questionnaire_for(institutions: Sequence[Institution]) -> Questionnaire:
    """What is asked for all of them: their own questions if they are the same, else the shipped ones."""
    shown = {
        questionnaire_hash(one): one for one in (item.gate.questionnaires.shown for item in institutions)
    }
    return shown.popitem()[1] if len(shown) == 1 else default_questionnaire()


def _integrity(name: str) -> str:
    script = resources.files(_PACKAGE).joinpath("static", name)
    return _hash_of(script.read_bytes()) if script.is_file() else ""


def _hash_of(raw: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(raw).digest()).decode()
