"""Catalogues as files, the same when nothing changed: what is translated is kept, what is dead goes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import normalize

from unhindered.gate.languages.catalogues import (
    LANGUAGES,
    ORIGINAL,
    REVIEWED,
    STATUS_FIELD,
    read_catalogue,
    review_status,
)
from unhindered.gate.languages.messages import Message, all_messages

UNREVIEWED = "unreviewed"
FOLDER = Path(__file__).parent
_SLAVIC = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
_ARABIC = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"
_PLURALS = {
    "ar": f"nplurals=6; plural=({_ARABIC});",
    "fa": "nplurals=2; plural=(n > 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": f"nplurals=3; plural=({_SLAVIC});",
    "tr": "nplurals=2; plural=(n > 1);",
    "zh": "nplurals=1; plural=0;",
}
_OTHER_PLURAL = "nplurals=2; plural=(n != 1);"
_WIDTH = 100


def updated(code: str, messages: Sequence[Message]) -> bytes:
    """The catalogue of a language as it should stand: every message once, with the translation it had."""
    path = FOLDER / f"{code}.po"
    known = read_catalogue(code) if path.is_file() else Catalog(locale=code)
    status = review_status(code) if path.is_file() else ""
    status = status or (REVIEWED if code == ORIGINAL else UNREVIEWED)
    forms = int(_plural_rule(code).partition("=")[2].partition(";")[0])
    entries = ["\n".join(_header(code, status))]
    entries += ["\n".join(_entry(message, _translation(code, known, message), forms)) for message in messages]
    return ("\n\n".join(entries) + "\n").encode()


def update_all() -> list[str]:
    """Write every catalogue anew; the codes of those that changed."""
    messages = all_messages()
    changed = []
    for code in LANGUAGES:
        path, raw = FOLDER / f"{code}.po", updated(code, messages)
        if not path.is_file() or path.read_bytes() != raw:
            path.write_bytes(raw)
            changed.append(code)
    return changed


def missing_in(code: str) -> list[Message]:
    """What has no translation, or an unsure one."""
    known = read_catalogue(code)
    return [message for message in all_messages() if not all(_translation(code, known, message) or ("",))]


def _translation(code: str, known: Catalog, message: Message) -> tuple[str, ...]:
    """The translated forms; empty texts, or none, where there is no translation that still fits."""
    if code == ORIGINAL:
        return (message.text, message.plural) if message.plural else (message.text,)
    wanted = (message.text, message.plural) if message.plural else message.text
    entry = known.get(message.text, message.context or None)
    if entry is None or entry.id != wanted or entry.fuzzy:
        return ()
    found = entry.string
    return tuple(text or "" for text in ((found,) if isinstance(found, str) else found or ()))


def _header(code: str, status: str) -> Iterator[str]:
    if code == ORIGINAL:
        yield "# The original. Written from the sources by `make languages`: change the texts there."
    else:
        yield "# Change only what stands after msgstr, and the status; how: docs/how-to/translate.md."
        yield "# Drafted by machine. “unreviewed” until a person who speaks the language has read all of it."
    yield 'msgid ""'
    yield 'msgstr ""'
    for name, value in {
        "Project-Id-Version": "unhindered",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _plural_rule(code),
        STATUS_FIELD: status,
    }.items():
        yield f'"{name}: {value}\\n"'


def _entry(message: Message, translation: tuple[str, ...], forms: int) -> Iterator[str]:
    for where in message.places:
        yield f"#. {where}"
    if "%(" in message.text:
        yield "#, python-format"
    if message.context:
        yield f"msgctxt {normalize(message.context)}"
    yield f"msgid {normalize(message.text, width=_WIDTH)}"
    if message.plural:
        yield f"msgid_plural {normalize(message.plural, width=_WIDTH)}"
        for place in range(forms):
            text = translation[place] if place < len(translation) else ""
            yield f"msgstr[{place}] {normalize(text, width=_WIDTH)}"
    else:
        yield f"msgstr {normalize(translation[0] if translation else '', width=_WIDTH)}"


def _plural_rule(code: str) -> str:
    return _PLURALS.get(code, _OTHER_PLURAL)
