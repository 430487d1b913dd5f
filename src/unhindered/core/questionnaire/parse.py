"""A questionnaire out of a stranger's or an officer's JSON, and back into the one form that is hashed."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.core.questionnaire.conditions import chosen_in, condition_to_json, parse_condition
from unhindered.core.questionnaire.model import (
    FIRST_CHOICES,
    TAKEN,
    Choice,
    ConsentPart,
    ConsentQuestion,
    Context,
    Kind,
    Question,
    Questionnaire,
    Section,
    Text,
)

MOST_BYTES = 256 * 1024
MOST_LANGUAGES = 20
MOST_SECTIONS = 12
MOST_QUESTIONS = 60
MOST_CHOICES = 40
LONGEST_LABEL = 300
LONGEST_HINT = 1_000
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_ADVICE = "docs/formats/questionnaire.md says what a questionnaire holds. Correct the named place."
# What turns the direction of the text after it, or cannot be seen at all.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_WITH_CHOICES = (Kind.CHOICE, Kind.CHOICES)
_ASKED_FOR = frozenset(Purpose) - {Purpose.CONTACT}
_S = TypeVar("_S", bound=StrEnum)


def parse_questionnaire(raw: bytes) -> Questionnaire:
    """The questionnaire in a file, checked whole: ids once, conditions only on what stands before.

    Raises:
        Refused: it breaks a rule; the sentence names the place.
    """
    if len(raw) > MOST_BYTES:
        raise Refused(f"A questionnaire has at most {MOST_BYTES // 1024} KiB.", advice=_ADVICE)
    content = parse_json_object(raw)
    _require_fields(content, ("v", "languages", "title", "sections", "consents"), "the questionnaire")
    if content["v"] != 1 or isinstance(content["v"], bool):
        raise Refused("This questionnaire is of a version we do not know.", advice=_ADVICE)
    reader = _Reader(_languages(content["languages"]))
    questionnaire = Questionnaire(
        languages=reader.languages,
        title=reader.text(content["title"], "title", LONGEST_LABEL),
        sections=_each(content["sections"], reader.section, "sections", MOST_SECTIONS),
        consents=reader.consents(content["consents"]),
    )
    _require_fit_together(questionnaire)
    return questionnaire


def questionnaire_bytes(questionnaire: Questionnaire) -> bytes:
    """Its one form (RFC 8785)."""
    return canonical_json(questionnaire_to_json(questionnaire))


def questionnaire_hash(questionnaire: Questionnaire) -> str:
    """What a report names it by: SHA-256 of its one form, in hexadecimal."""
    return hashlib.sha256(questionnaire_bytes(questionnaire)).hexdigest()


def questionnaire_to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """It as JSON with all of its fields."""
    is_ours = not questionnaire.languages

    def text(value: Text) -> Any:
        return next(iter(value.by_language.values()), "") if is_ours else dict(value.by_language)

    def question(one: Question) -> dict[str, Any]:
        return {
            "id": one.id,
            "kind": one.kind.value,
            "label": text(one.label),
            "hint": text(one.hint),
            "choices": [{"id": choice.id, "label": text(choice.label)} for choice in one.choices],
            "shown_if": condition_to_json(one.shown_if),
            "context": one.context.value,
        }

    def section(one: Section) -> dict[str, Any]:
        return {
            "id": one.id,
            "title": text(one.title),
            "intro": text(one.intro),
            "questions": [question(item) for item in one.questions],
        }

    consents = questionnaire.consents
    return {
        "v": 1,
        "languages": list(questionnaire.languages),
        "title": text(questionnaire.title),
        "sections": [section(one) for one in questionnaire.sections],
        "consents": {
            "title": text(consents.title),
            "intro": text(consents.intro),
            "purposes": [
                {
                    "purpose": one.purpose.value,
                    "levels": [level.value for level in one.levels],
                    "label": text(one.label),
                    "happens": text(one.happens),
                    "risks": text(one.risks),
                    "recall": text(one.recall),
                }
                for one in consents.purposes
            ],
            "limits": text(consents.limits),
            "limits_hint": text(consents.limits_hint),
        },
    }


class _Reader:
    """Reads the parts, knowing the languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def section(self, value: Any, place: str) -> Section:
        _require_fields(value, ("id", "title", "intro", "questions"), place)
        name = _identifier(value["id"], place)
        return Section(
            id=name,
            title=self.text(value["title"], f"title of {name}", LONGEST_LABEL),
            intro=self.text(value["intro"], f"intro of {name}", LONGEST_HINT, may_be_empty=True),
            questions=_each(value["questions"], self.question, f"questions of {name}", MOST_QUESTIONS),
        )

    def question(self, value: Any, place: str) -> Question:
        fields = ("id", "kind", "label", "hint", "choices", "shown_if", "context")
        _require_fields(value, fields, place)
        name = _identifier(value["id"], place)
        kind = _one_of(Kind, value["kind"], f"kind of {name}")
        context = _one_of(Context, value["context"], f"context of {name}")
        least, most = (1, MOST_CHOICES) if kind in _WITH_CHOICES else (0, 0)

        def choice(item: Any, where: str) -> Choice:
            _require_fields(item, ("id", "label"), where)
            one = _identifier(item["id"], where)
            return Choice(id=one, label=self.text(item["label"], f"label of {where}", LONGEST_LABEL, context))

        return Question(
            id=name,
            kind=kind,
            label=self.text(value["label"], f"label of {name}", LONGEST_LABEL, context),
            hint=self.text(value["hint"], f"hint of {name}", LONGEST_HINT, context, may_be_empty=True),
            choices=_each(value["choices"], choice, f"choices of {name}", most, least=least),
            shown_if=parse_condition(value["shown_if"]),
            context=context,
        )

    def consents(self, value: Any) -> ConsentPart:
        _require_fields(value, ("title", "intro", "purposes", "limits", "limits_hint"), "consents")
        text = self._consent_text
        return ConsentPart(
            title=text(value["title"], "title of consents", LONGEST_LABEL),
            intro=text(value["intro"], "intro of consents", LONGEST_HINT),
            purposes=_each(value["purposes"], self._purpose, "purposes", len(_ASKED_FOR), least=0),
            limits=text(value["limits"], "limits of consents", LONGEST_LABEL),
            limits_hint=text(value["limits_hint"], "limits_hint of consents", LONGEST_HINT),
        )

    def text(
        self,
        value: Any,
        place: str,
        longest: int,
        context: Context = Context.PLAIN,
        *,
        may_be_empty: bool = False,
    ) -> Text:
        if not self.languages:
            return Text(by_language={"en": _plain(value, place, longest, may_be_empty)}, context=context)
        if not isinstance(value, dict) or not set(value) <= set(self.languages):
            raise Refused(
                f"The {place} is not one text for each language, or has a language not in the list.",
                advice=_ADVICE,
            )
        if self.languages[0] not in value:
            raise Refused(f"The {place} lacks “{self.languages[0]}”, the first language.", advice=_ADVICE)
        given = {name: _plain(value[name], place, longest, may_be_empty) for name in value}
        return Text(by_language=given, context=context)

    def _consent_text(self, value: Any, place: str, longest: int) -> Text:
        return self.text(value, place, longest, Context.CONSENT)

    def _purpose(self, value: Any, place: str) -> ConsentQuestion:
        fields = ("purpose", "levels", "label", "happens", "risks", "recall")
        _require_fields(value, fields, place)
        purpose = _one_of(Purpose, value["purpose"], place)
        if purpose not in _ASKED_FOR:
            raise Refused("Contact is asked for in the first part, not here.", advice=_ADVICE)
        levels = _each(
            value["levels"],
            lambda item, where: _one_of(IdentityLevel, item, where),
            f"levels of {purpose}",
            4,
        )
        if len(set(levels)) != len(levels):
            raise Refused(f"A level stands twice under {purpose}.", advice=_ADVICE)
        return ConsentQuestion(
            purpose=purpose,
            levels=levels,
            label=self._consent_text(value["label"], f"label of {purpose}", LONGEST_LABEL),
            happens=self._consent_text(value["happens"], f"happens of {purpose}", LONGEST_HINT),
            risks=self._consent_text(value["risks"], f"risks of {purpose}", LONGEST_HINT),
            recall=self._consent_text(value["recall"], f"recall of {purpose}", LONGEST_HINT),
        )


def _languages(value: Any) -> tuple[str, ...]:
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    if not is_list or len(value) > MOST_LANGUAGES or len(set(value)) != len(value):
        raise Refused("The languages are not a list of codes, each once.", advice=_ADVICE)
    if not all(_LANGUAGE.fullmatch(one) for one in value):
        raise Refused("A language is not a code like “en”, “fa” or “pt-BR”.", advice=_ADVICE)
    return tuple(value)


_T = TypeVar("_T")


def _each(
    value: Any, read: Callable[[Any, str], _T], place: str, most: int, *, least: int = 1
) -> tuple[_T, ...]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise Refused(f"There must be between {least} and {most} {place}.", advice=_ADVICE)
    return tuple(read(item, f"{place}, number {number}") for number, item in enumerate(value, 1))


def _require_fields(value: Any, names: Sequence[str], place: str) -> None:
    if not isinstance(value, dict):
        raise Refused(f"There is no object at {place}.", advice=_ADVICE)
    missing, unknown = [name for name in names if name not in value], set(value) - set(names)
    if missing:
        raise Refused(f"The field “{missing[0]}” is missing at {place}.", advice=_ADVICE)
    if unknown:
        raise Refused(f"A field at {place} is not known.", advice=f"Known are: {', '.join(names)}.")


def _identifier(value: Any, place: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Refused(
            f"The id at {place} is not of lower-case letters, digits and “_”, up to 40.", advice=_ADVICE
        )
    return value


def _one_of(kind: type[_S], value: Any, place: str) -> _S:
    if not isinstance(value, str) or value not in list(kind):
        known = ", ".join(f"“{one}”" for one in kind)
        raise Refused(f"The {place} is none that we know.", advice=f"Known are: {known}.")
    return kind(value)


def _plain(value: Any, place: str, longest: int, may_be_empty: bool) -> str:
    if not isinstance(value, str) or len(value) > longest or not (value.strip() or may_be_empty):
        raise Refused(f"The {place} is not a text of up to {longest} letters.", advice=_ADVICE)
    if any(letter in _TURNS or unicodedata.category(letter) in ("Cc", "Cs", "Cn") for letter in value):
        raise Refused(f"The {place} holds letters that cannot be shown.", advice="Type it again.")
    return value


def _require_fit_together(questionnaire: Questionnaire) -> None:
    _require_once([section.id for section in questionnaire.sections], "section")
    _require_once([str(one.purpose) for one in questionnaire.consents.purposes], "purpose")
    questions = list(questionnaire.questions)
    if len(questions) > MOST_QUESTIONS:
        raise Refused(f"There are at most {MOST_QUESTIONS} questions.", advice="Ask less: each one costs.")
    _require_once([*TAKEN, *(one.id for one in questions)], "question")
    before: dict[str, frozenset[str]] = {name: frozenset(ids) for name, ids in FIRST_CHOICES.items()}
    for one in questions:
        _require_once([choice.id for choice in one.choices], f"choice of {one.id}")
        _require_condition_on_earlier(one, before)
        if one.choices:
            before[one.id] = frozenset(choice.id for choice in one.choices)


def _require_once(names: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refused(f"The id “{name}” of a {what} is taken.", advice="Give each an id of its own.")
        seen.add(name)


def _require_condition_on_earlier(question: Question, before: dict[str, frozenset[str]]) -> None:
    # What only looks back cannot run in a circle, and nothing above the reader's place jumps.
    for look in chosen_in(question.shown_if):
        if not set(look.any_of) <= before.get(look.question, frozenset()):
            raise Refused(
                f"The condition of {question.id} names no choices of a question that stands before it.",
                advice="Move the question down, or name choices of an earlier one, “danger” or “contact”.",
            )
