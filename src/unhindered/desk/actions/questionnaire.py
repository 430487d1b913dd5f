"""What the gate asks, seen and changed from the desk; and a report's answers beside their questions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.correspondence.from_source import Report
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.questionnaire.model import Question, Questionnaire, Text
from unhindered.core.questionnaire.parse import (
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
    questionnaire_to_json,
)
from unhindered.desk.actions.telling import choice
from unhindered.desk.desk import Desk
from unhindered.desk.questionnaires import keep_questionnaire, known_questionnaires
from unhindered.facts.questionnaires import default_questionnaire

_LANGUAGE = "en"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One answer with its question's label, as the desk reads it; `is_known` is false for a bare id."""

    section: str
    label: str
    answer: str
    is_danger: bool = False
    is_known: bool = True


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One consent that came with a report, in words."""

    purpose: Purpose
    level: IdentityLevel
    words: str


@dataclass(frozen=True, kw_only=True)
class AnswersView:
    """What a report says beyond the first questions; `is_known` is false while the questions are not here."""

    answers: tuple[Answered, ...]
    consents: tuple[Agreed, ...]
    limits: str
    questionnaire: str
    is_known: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.answers or self.consents or self.limits)


@dataclass(frozen=True, kw_only=True)
class QuestionnaireView:
    """One questionnaire as the desk shows it."""

    hash: str
    title: str
    is_shipped: bool
    languages: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    purposes: tuple[str, ...]


def answers_with_labels(desk: Desk, report: Report) -> AnswersView:
    """A report's answers beside the questions they were given to, dangers first."""
    found = known_questionnaires(desk).get(report.questionnaire)
    answers = list(_answers(report.more, found))
    return AnswersView(
        answers=tuple(sorted(answers, key=lambda one: not one.is_danger)),
        consents=tuple(
            Agreed(
                purpose=one.purpose,
                level=one.level,
                words=f"{choice(one.purpose)}: {choice(one.level)}",
            )
            for one in report.consents
        ),
        limits=report.limits,
        questionnaire=report.questionnaire,
        is_known=found is not None or not report.more,
    )


def asked_now(desk: Desk) -> Questionnaire:
    """What the gate asks now.

    Raises:
        Unavailable: the gate does not answer.
        Refused: this desk has not enrolled, or what came is no questionnaire.
    """
    _ = desk.known_gate
    if desk.gate is None:
        raise Unavailable("There is no line to the gate.", advice="Try again later.")
    return parse_questionnaire(desk.gate.questionnaire())


def questionnaire_view(questionnaire: Questionnaire) -> QuestionnaireView:
    """A questionnaire for people to read."""
    return QuestionnaireView(
        hash=questionnaire_hash(questionnaire),
        title=_words(questionnaire.title),
        is_shipped=questionnaire == default_questionnaire(),
        languages=questionnaire.languages,
        sections=tuple(
            (_words(section.title), tuple((one.id, _words(one.label)) for one in section.questions))
            for section in questionnaire.sections
        ),
        purposes=tuple(choice(one.purpose) for one in questionnaire.consents.purposes),
    )


def as_own(questionnaire: Questionnaire) -> str:
    """The questionnaire as JSON to change: a shipped one becomes one with English texts of its own."""
    content = questionnaire_to_json(questionnaire)
    if not questionnaire.languages:
        content = _by_language(content) | {"languages": [_LANGUAGE]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def as_shipped() -> str:
    """The questionnaire that was shipped last, to have it asked again."""
    return questionnaire_bytes(default_questionnaire()).decode()


def checked(text: str) -> Questionnaire:
    """The questionnaire in what an officer typed.

    Raises:
        Refused: it is none; the sentence says where, and for JSON in which line.
    """
    try:
        json.loads(text)
    except ValueError as err:
        place = f" in line {err.lineno}" if isinstance(err, json.JSONDecodeError) else ""
        raise Refused(
            f"This is not whole JSON: something is wrong{place}.",
            advice="A comma, a quotation mark or a bracket is missing, or one too many.",
        ) from err
    except RecursionError as err:
        raise Refused("This JSON is nested too deep.", advice="Take out brackets.") from err
    return parse_questionnaire(text.encode(errors="replace"))


def changes(before: Questionnaire, after: Questionnaire) -> tuple[str, ...]:
    """What is new, gone or different, a line each; nothing where the two ask the same in English."""
    old, new = dict(_parts(before)), dict(_parts(after))
    lines = [f"New: {name}: {new[name]}" for name in new if name not in old]
    lines += [f"Gone: {name}: {old[name]}" for name in old if name not in new]
    lines += [
        f"Changed: {name}: “{old[name]}” is now “{new[name]}”"
        for name in new
        if name in old and old[name] != new[name]
    ]
    kept = [name for name in new if name in old]
    if kept != [name for name in old if name in new]:
        lines.append("The order is another one.")
    if before.languages and before.languages != after.languages:
        lines.append(f"Languages: {', '.join(after.languages) or 'those of the program'}.")
    return tuple(lines)


def upload(desk: Desk, text: str) -> str:
    """Have the gate ask these questions from now on; their hash. Every report names what it answered.

    Raises:
        Refused: it is no questionnaire, this officer is no owner, or the gate says no.
        Unavailable: the gate does not answer.
    """
    questionnaire = checked(text)
    if not desk.me.is_owner:
        raise Refused(
            "Only an owner can change what everybody is asked.",
            advice="Give the file to an owner of this desk.",
        )
    if desk.gate is None:
        raise Unavailable("There is no line to the gate.", advice="Try again later.")
    # Kept first: an answer to it must never come to a desk that does not know the questions.
    keep_questionnaire(desk, questionnaire)
    desk.gate.upload_questionnaire(questionnaire_bytes(questionnaire))
    return questionnaire_hash(questionnaire)


def _answers(more: Mapping[str, Any], questionnaire: Questionnaire | None) -> Iterator[Answered]:
    left = dict(more)
    for section in questionnaire.sections if questionnaire else ():
        for question in section.questions:
            if question.id in left:
                yield _answered(_words(section.title), question, left.pop(question.id))
    for name, answer in left.items():
        words = answer if isinstance(answer, str) else ", ".join(answer)
        yield Answered(section="", label=name, answer=words, is_known=False)


def _answered(section: str, question: Question, answer: str | tuple[str, ...]) -> Answered:
    labels = {one.id: _words(one.label) for one in question.choices}
    # A device may send what no page of ours offers: it is shown as it is.
    words = answer if isinstance(answer, str) else "; ".join(labels.get(one, one) for one in answer)
    return Answered(
        section=section,
        label=_words(question.label),
        answer=words,
        is_danger=question.context == "danger",
    )


def _words(text: Text) -> str:
    given = text.by_language
    return given.get(_LANGUAGE) or next(iter(given.values()), "")


def _parts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Each part under a name that stays, with all that can change about it in one line."""
    yield "title", _words(questionnaire.title)
    for section in questionnaire.sections:
        yield f"section {section.id}", f"{_words(section.title)} {_words(section.intro)}".strip()
        for one in section.questions:
            choices = " / ".join(_words(choice.label) for choice in one.choices)
            said = [_words(one.label), _words(one.hint), choices, f"[{one.kind}]"]
            said += [f"shown if {one.shown_if}"] if one.shown_if else []
            yield f"question {one.id}", " ".join(part for part in said if part)
    consents = questionnaire.consents
    yield "consents", f"{_words(consents.title)} {_words(consents.intro)}"
    for asked in consents.purposes:
        said = [_words(part) for part in (asked.label, asked.happens, asked.risks, asked.recall)]
        yield f"consent {asked.purpose}", f"{' '.join(said)} [{', '.join(asked.levels)}]"
    yield "limits", f"{_words(consents.limits)} {_words(consents.limits_hint)}"


_TEXTS = frozenset({"title", "intro", "label", "hint", "happens", "risks", "recall", "limits", "limits_hint"})


def _by_language(content: Any) -> Any:
    """The same with each text under its language."""
    if isinstance(content, list):
        return [_by_language(item) for item in content]
    if not isinstance(content, dict):
        return content
    return {
        name: {_LANGUAGE: value} if name in _TEXTS and isinstance(value, str) else _by_language(value)
        for name, value in content.items()
    }
