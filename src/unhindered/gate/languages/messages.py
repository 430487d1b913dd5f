"""What there is to translate: texts in templates, in marked places of the code, in scripts and questions.

For developers, not for the gate while it runs. `Message.places` says to a translator where a text stands.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2.ext import babel_extract

from unhindered.core.errors import UnhinderedError
from unhindered.core.questionnaire.parse import parse_questionnaire
from unhindered.gate.languages.shown import script_texts

_SOURCE = Path(__file__).parents[3] / "unhindered"
_TEMPLATES = ("web/templates", "gate/templates", "gate/noscript/templates")
_SCRIPT = "gate/languages/script.json"
_QUESTIONS = "facts/questionnaires"
# Whose errors are for the officers' programs only.
_NOT_FOR_SOURCES = (
    *("gate/desk_door.py", "gate/public_statements.py", "gate/settings.py", "gate/folder.py"),
    *("gate/process.py", "gate/front.py", "gate/notices.py", "gate/published.py", "gate/open_gate.py"),
    *("gate/languages/", "gate/deploy/", "gate/__main__.py", "gate/own_questionnaire.py"),
)
# These reach a source from wherever they are raised.
_FOR_SOURCES = frozenset({"NoticeGone", "NotOpen", "NoRoom"})
# What of core a source can run into.
_OF_CORE = (
    *("core/errors.py", "core/envelope/receipt.py", "core/envelope/_receipt_words.py"),
    "core/log/uploads.py",
)
CONTEXTS = ("danger", "consent")


@dataclass(frozen=True)
class Message:
    """One text; `plural` is empty where there is none. The places are for translators."""

    context: str
    text: str
    plural: str
    places: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue knows it by."""
        return self.context, self.text


def all_messages() -> list[Message]:
    """Each text once, danger and consent first, then by where it stands."""
    found: dict[tuple[str, str], Message] = {}
    for message in [*_in_templates(), *_in_code(), *_in_script(), *_in_questions()]:
        if not message.text:
            continue
        known = found.get(message.key, message)
        places = tuple(dict.fromkeys([*known.places, *message.places]))
        found[message.key] = replace(known, places=places, plural=known.plural or message.plural)
    order = {context: place for place, context in enumerate((*CONTEXTS, ""))}
    return sorted(found.values(), key=lambda message: order.get(message.context, len(order)))


def composed_texts() -> list[str]:
    """Where a text that a source may see is put together at run time, so that nobody could translate it."""
    return [message.places[0] for message in _in_code() if not message.text]


def _in_templates() -> Iterator[Message]:
    options = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
    keywords = ("_", "gettext", "ngettext", "pgettext", "npgettext")
    for folder in _TEMPLATES:
        for file in sorted((_SOURCE / folder).glob("*.html")):
            with file.open("rb") as opened:
                for _, function, texts, _ in babel_extract(opened, keywords, (), options):
                    yield _called(function, texts, file.relative_to(_SOURCE).as_posix())


def _called(function: str, texts: str | Sequence[str | None] | None, place: str) -> Message:
    given = [text or "" for text in ([texts] if isinstance(texts, str) else texts or [])]
    context = given.pop(0) if function.startswith(("p", "np")) else ""
    plural = given[1] if function.startswith(("n", "np")) else ""
    return Message(context, given[0], plural, (place,))


def _in_code() -> Iterator[Message]:
    errors = _error_names()
    for file in [*sorted((_SOURCE / "gate").rglob("*.py")), *sorted((_SOURCE / "core").rglob("*.py"))]:
        place = file.relative_to(_SOURCE).as_posix()
        is_of_gate = place.startswith("gate/") and not place.startswith(_NOT_FOR_SOURCES)
        # Elsewhere, what a source may see is marked one by one.
        seen = errors if place in _OF_CORE or is_of_gate else _FOR_SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield from _in_node(node, place, seen)


def _in_node(node: ast.AST, place: str, errors: frozenset[str]) -> Iterator[Message]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "N_":
            yield _message("", node.args[0], place)
        elif node.func.id == "PN_":
            yield _message(ast.literal_eval(node.args[0]), node.args[1], place)
        elif node.func.id in errors:
            yield from _in_error(node, place)
    elif errors is not _FOR_SOURCES and isinstance(node, ast.Assign) and _is_advice(node.targets[0]):
        yield from _unmarked(node.value, place)


def _is_advice(target: ast.expr) -> bool:
    """That of a class of errors, or one that several errors have."""
    return getattr(target, "id", "").lower().endswith("advice")


def _in_error(node: ast.Call, place: str) -> Iterator[Message]:
    said = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "advice")]
    for text in said:
        yield from _unmarked(text, place)


def _unmarked(node: ast.expr, place: str) -> Iterator[Message]:
    # A name stands for a text that is marked where it is defined; a call is looked at for itself.
    if isinstance(node, ast.Name | ast.Attribute | ast.Call):
        return
    yield _message("", node, place)


def _message(context: str, node: ast.expr, place: str) -> Message:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return Message(context, node.value, "", (place,))
    return Message(context, "", "", (f"{place}, line {node.lineno}",))


def _error_names() -> frozenset[str]:
    """Every error of ours that the gate's modules define or use, by name."""
    import unhindered.gate.refusals  # noqa: F401 - defines some of them.

    found, left = set(), [UnhinderedError]
    while left:
        kind = left.pop()
        found.add(kind.__name__)
        left += kind.__subclasses__()
    return frozenset(found)


def _in_script() -> Iterator[Message]:
    for context, text in script_texts().marked():
        yield Message(context, text, "", (_SCRIPT,))


def _in_questions() -> Iterator[Message]:
    for file in sorted((_SOURCE / _QUESTIONS).glob("*.json")):
        for text in parse_questionnaire(file.read_bytes()).texts():
            yield Message(str(text.context), text.by_language["en"], "", (file.name,))
