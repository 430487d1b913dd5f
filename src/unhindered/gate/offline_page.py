"""The page that seals without a network: one HTML file with all it needs inside, which asks nobody anything.

It is made where the root key is, from the script of that machine's own program: no gate has a say in it.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib import resources

from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import Notice, read_notice
from unhindered.facts.questionnaires import default_questionnaire
from unhindered.facts.wordlists import english
from unhindered.gate.languages.catalogues import language
from unhindered.gate.languages.shown import texts_for_script
from unhindered.gate.questions import LEVELS, questions_in
from unhindered.gate.states import states_to_choose
from unhindered.web.pages import make_pages, shared_files

_PACKAGE = "unhindered.gate"
_ENDS_A_SCRIPT = ("</script", "<!--")


def offline_page(notices: Sequence[str], code: str) -> bytes:
    """The page in the language `code`, sealing to whichever of these notices holds on the day.

    Raises:
        Refused: there is no notice, or they are of several institutions.
    """
    read = [read_notice(text) for text in notices]
    if not read or len({notice.root for notice in read}) != 1:
        raise Refused(
            "An offline page needs the notices of one institution.",
            advice="Enrol first, and sign notices: `unhindered desk enrol`.",
        )
    latest = max(read, key=lambda notice: notice.not_after)
    script, style = _script(), _style()
    shown = language(code)
    text = (
        make_pages(_PACKAGE, shown.translations)
        .get_template("offline.html")
        .render(
            language=code,
            direction=shown.direction,
            is_reviewed=shown.is_reviewed,
            program="",
            stylesheets=(),
            nav=(),
            policy=_policy(script, style),
            script=script,
            style=style,
            texts=texts_for_script(code),
            brought=_brought(read[0], notices),
            notice=latest,
            first=min(notice.not_before for notice in read).isoformat(),
            last=latest.not_after.isoformat(),
            fingerprint=six_words(latest.root_verifier().public_key, english()),
            fields={},
            open_parts=frozenset(),
            questions=questions_in(default_questionnaire(), code, shown.text),
            levels={level.value: shown.text(text) for level, text in LEVELS.items()},
            states=states_to_choose(latest.state, code),
        )
    )
    return text.encode()


def _policy(script: str, style: str) -> str:
    rules = {
        "default-src": "'none'",
        "script-src": f"'sha256-{_hash(script)}'",
        "style-src": f"'sha256-{_hash(style)}'",
        "img-src": "data:",
        "connect-src": "'none'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _brought(first: Notice, notices: Sequence[str]) -> str:
    # Inside a script element nothing is escaped: no text may end it.
    return json.dumps({"root": first.root, "notices": list(notices)}).replace("<", "\\u003c")


def _script() -> str:
    script = resources.files(_PACKAGE).joinpath("static", "offline.js").read_text("utf-8").strip()
    if any(end in script.lower() for end in _ENDS_A_SCRIPT):
        raise Refused("The script cannot stand inside a page.", advice="Install this version anew.")
    return script


def _style() -> str:
    shared = shared_files()["base.css"].decode()
    own = resources.files(_PACKAGE).joinpath("static", "gate.css").read_text("utf-8")
    return f"{shared}\n{own}".strip()


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
