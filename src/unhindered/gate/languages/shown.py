"""What pages show in a language beside their own texts: names of languages, and the texts of the scripts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError

from unhindered.gate.languages.catalogues import NAMES, ORIGINAL, language, read_catalogue

# Where the refusals stand that a script of ours, rather than a page, can be answered with.
_ANSWERS_TO_SCRIPTS = (
    *("gate/submissions.py", "gate/uploads", "gate/body.py", "gate/incoming_envelope.py", "gate/mailbox.py"),
    *("gate/refusals.py", "gate/answers.py", "core/errors.py"),
)


def language_name(code: str, shown_in: str) -> str:
    """A language's name in itself; for one that is not ours, as CLDR has it, else its code."""
    if code in NAMES:
        return NAMES[code]
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return locale.get_language_name(code) or locale.get_language_name(shown_in) or code


@dataclass(frozen=True)
class ScriptTexts:
    """What the scripts say, in English: texts by context and key, and sentence and advice of each error."""

    by_context: Mapping[str, Mapping[str, str]]
    errors: Mapping[str, Mapping[str, str]]

    def marked(self) -> Iterator[tuple[str, str]]:
        """Context and text of each, as often as it stands there."""
        for context, texts in self.by_context.items():
            yield from ((context, text) for text in texts.values())
        for told in self.errors.values():
            yield from (("", text) for text in told.values())


@cache
def script_texts() -> ScriptTexts:
    """The texts of the scripts."""
    raw = resources.files(__package__).joinpath("script.json").read_text(encoding="utf-8")
    content = json.loads(raw)
    by_context = {"": content["texts"], "danger": content["danger"], "consent": content["consent"]}
    return ScriptTexts(by_context, content["errors"])


@cache
def texts_for_script(code: str) -> str:
    """What the scripts of a page say in a language, as JSON that can stand in a page."""
    translate, english = language(code).translate, script_texts()
    texts = {
        key: translate(context, text)
        for context, group in english.by_context.items()
        for key, text in group.items()
    }
    errors = {
        key: {part: translate("", text) for part, text in told.items()}
        for key, told in english.errors.items()
    }
    return _for_a_page({"texts": texts, "errors": errors})


@cache
def translations_of_refusals(code: str) -> str:
    """What the gate may answer to a script, in English, and what that is in this language, as JSON."""
    said = {}
    for message in read_catalogue(code) if code != ORIGINAL else ():
        is_answer = any(place.startswith(_ANSWERS_TO_SCRIPTS) for place in message.auto_comments)
        if is_answer and message.string and not message.context and isinstance(message.id, str):
            said[message.id] = str(message.string)
    return _for_a_page(said)


def _for_a_page(content: object) -> str:
    # Inside a script element nothing is escaped: no text may end it.
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
