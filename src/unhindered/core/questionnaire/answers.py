"""What a person filled in, out of a form's fields: the same rules as `browser/src/report/questionnaire.ts`.

Field names: `q.<question>`, `q.<question>.<choice>` for each ticked choice, `consent.<purpose>`, `limits`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.core.questionnaire.conditions import holds
from unhindered.core.questionnaire.model import FIRST_CHOICES, Kind, Question, Questionnaire, Text

LONGEST = {Kind.TEXT: 2_000, Kind.LONG: 100_000, Kind.DATE: 200}
LONGEST_LIMITS = 2_000

# A text, or the ids of choices; a question with one choice has a list of one.
Answer = str | tuple[str, ...]


class AnswerTooLong(Refused):
    """One answer is longer than an officer's program reads; `label` is the question's."""

    def __init__(self, label: Text) -> None:
        super().__init__("An answer is too long.", advice="Shorten it, or send it as a file.")
        self.label = label


@dataclass(frozen=True, kw_only=True)
class Filled:
    """Answers by question, agreements by purpose, and who must not get it. What was left out is absent."""

    more: Mapping[str, Answer]
    consents: tuple[tuple[Purpose, IdentityLevel], ...]
    limits: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.more or self.consents or self.limits)


def filled_in(
    questionnaire: Questionnaire, fields: Mapping[str, str], *, everything_was_shown: bool = False
) -> Filled:
    """What the fields of a form say. Choices that the questionnaire does not have are no answer.

    An answer to a question that its condition hides is left out, unless `everything_was_shown`, as on a page
    without script: there the person saw the question, and nothing that was typed may be lost.

    Raises:
        AnswerTooLong: one is.
    """
    shown = [
        question
        for question in questionnaire.questions
        if everything_was_shown or question in shown_questions(questionnaire, fields)
    ]
    answers = {question.id: _answer(question, fields) for question in shown}
    limits = fields.get("limits", "")
    if len(limits) > LONGEST_LIMITS:
        raise AnswerTooLong(questionnaire.consents.limits)
    return Filled(
        more={name: answer for name, answer in answers.items() if answer},
        consents=tuple(_consents(questionnaire, fields)),
        limits=limits if limits.strip() else "",
    )


def shown_questions(questionnaire: Questionnaire, fields: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions whose conditions hold; what was chosen in a hidden one counts for nothing."""
    made = {name: frozenset({fields.get(name, "")} & set(choices)) for name, choices in FIRST_CHOICES.items()}
    shown: list[Question] = []
    for question in questionnaire.questions:
        if holds(question.shown_if, made):
            shown.append(question)
            made[question.id] = frozenset(_chosen(question, fields))
    return tuple(shown)


def _answer(question: Question, fields: Mapping[str, str]) -> Answer:
    if question.choices:
        return _chosen(question, fields)
    text = fields.get(f"q.{question.id}", "")
    if len(text) > LONGEST[question.kind]:
        raise AnswerTooLong(question.label)
    return text if text.strip() else ""


def _chosen(question: Question, fields: Mapping[str, str]) -> tuple[str, ...]:
    name = f"q.{question.id}"
    ids = [choice.id for choice in question.choices]
    if question.kind is Kind.CHOICES:
        return tuple(one for one in ids if fields.get(f"{name}.{one}"))
    return tuple(one for one in ids if fields.get(name) == one)


def _consents(questionnaire: Questionnaire, fields: Mapping[str, str]) -> list[tuple[Purpose, IdentityLevel]]:
    given = ((one, fields.get(f"consent.{one.purpose}", "")) for one in questionnaire.consents.purposes)
    return [(one.purpose, IdentityLevel(level)) for one, level in given if level in one.levels]
