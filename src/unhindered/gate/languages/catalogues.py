"""The translations, read once, and which language to answer in. What has no translation stays English."""

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from types import MappingProxyType

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from unhindered.core.errors import UnhinderedError
from unhindered.core.texts import Text

ORIGINAL = "en"
REVIEWED = "reviewed"
STATUS_FIELD = "X-Review-Status"
_STATUS_LINE = re.compile(rf'^"{STATUS_FIELD}: ([a-z]+)\\n"$', re.MULTILINE)
# Names of languages, in themselves, in the order in which they are offered.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "fr": "Français",
        "es": "Español",
        "ar": "العربية",
        "ru": "Русский",
        "zh": "中文",
        "fa": "فارسی",
        "tg": "Тоҷикӣ",
        "pt": "Português",
        "tr": "Türkçe",
    }
)
LANGUAGES = tuple(NAMES)
_RIGHT_TO_LEFT = frozenset({"ar", "fa"})
_ACCEPT_LIMIT = 500


@dataclass(frozen=True)
class Language:
    """One language, and what is translated into it."""

    code: str
    is_reviewed: bool
    translations: gettext.NullTranslations

    @property
    def name(self) -> str:
        """Its name, in itself."""
        return NAMES[self.code]

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return "rtl" if self.code in _RIGHT_TO_LEFT else "ltr"

    def text(self, text: str, values: Mapping[str, object] | None = None) -> str:
        """A marked text in this language, with its values; a value that is marked is translated too."""
        found = self.translate(text.context if isinstance(text, Text) else "", text)
        return found % {name: self._value(value) for name, value in values.items()} if values else found

    def translate(self, context: str, text: str) -> str:
        """An English text of ours in this language; `context` is danger, consent or nothing."""
        plain = str(text)
        return self.translations.pgettext(context, plain) if context else self.translations.gettext(plain)

    def sentence_of(self, error: UnhinderedError) -> str:
        """What went wrong, in this language."""
        return self.text(error.sentence, error.values)

    def advice_of(self, error: UnhinderedError) -> str:
        """What to do about it, in this language."""
        return self.text(error.advice, error.values)

    def _value(self, value: object) -> object:
        return self.text(value) if isinstance(value, Text) else value


@cache
def language(code: str) -> Language:
    """The language with this code, which is one of `LANGUAGES`."""
    catalogue = read_catalogue(code)
    packed = BytesIO()
    write_mo(packed, catalogue)
    packed.seek(0)
    return Language(code, review_status(code) == REVIEWED, gettext.GNUTranslations(packed))


def read_catalogue(code: str) -> Catalog:
    """The catalogue of a language as it stands in its file."""
    with resources.files(__package__).joinpath(f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def review_status(code: str) -> str:
    """Whether a person who speaks the language has read its catalogue: reviewed, unreviewed, or nothing."""
    # Babel keeps no header that it does not know.
    found = _STATUS_LINE.search(resources.files(__package__).joinpath(f"{code}.po").read_text("utf-8"))
    return found[1] if found else ""


def best_language(accept: str) -> str:
    """The first language of ours that an Accept-Language header asks for, else English."""
    asked = []
    for place, part in enumerate(accept[:_ACCEPT_LIMIT].split(",")):
        tag, _, weight = part.partition(";")
        code = tag.strip().lower().partition("-")[0]
        if code in NAMES and _weight(weight) > 0:
            asked.append((-_weight(weight), place, code))
    return min(asked)[2] if asked else ORIGINAL


def language_in_path(path: str) -> str | None:
    """The language that a page's address names first, if it does."""
    code = path[1:].partition("/")[0]
    return code if code in NAMES else None


def _weight(text: str) -> float:
    _, _, number = text.partition("=")
    try:
        return float(number) if text.strip() else 1.0
    except ValueError:
        return 0.0
