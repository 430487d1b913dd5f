"""What a questionnaire is made of. Format: docs/formats/questionnaire.md."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.questionnaire.conditions import Condition

# What everybody is asked first stands in the page itself; conditions may look at these two.
FIRST_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "danger": ("yes", "no", "unsure"),
    "contact": ("mailbox", "other", "no"),
}
# Names that the five first questions, or other fields of the form, have already.
TAKEN: Final = frozenset(
    {*FIRST_CHOICES, "what", "when", "where", "state", "danger_who", "contact_how", "limits", "attachments"}
)


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"


class Context(StrEnum):
    """Which texts are translated and reviewed first."""

    PLAIN = ""
    DANGER = "danger"
    CONSENT = "consent"


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text: in English, to be translated by the program, or by language in a questionnaire's own ones."""

    by_language: Mapping[str, str]
    context: Context = Context.PLAIN

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(self.by_language.values())


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer to choose."""

    id: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `shown_if` is None where it is always shown."""

    id: str
    kind: Kind
    label: Text
    hint: Text
    choices: tuple[Choice, ...]
    shown_if: Condition | None
    context: Context


@dataclass(frozen=True, kw_only=True)
class Section:
    """Questions that belong together; folded on the page."""

    id: str
    title: Text
    intro: Text
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentQuestion:
    """One purpose to agree to or not: what would happen, what can go wrong, what cannot be called back."""

    purpose: Purpose
    levels: tuple[IdentityLevel, ...]
    label: Text
    happens: Text
    risks: Text
    recall: Text


@dataclass(frozen=True, kw_only=True)
class ConsentPart:
    """Everything that is asked about agreement."""

    title: Text
    intro: Text
    purposes: tuple[ConsentQuestion, ...]
    limits: Text
    limits_hint: Text


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """The whole of it. No `languages`: the texts are English ones that the program translates."""

    languages: tuple[str, ...]
    title: Text
    sections: tuple[Section, ...]
    consents: ConsentPart

    @property
    def questions(self) -> Iterator[Question]:
        """All questions in their order."""
        return (question for section in self.sections for question in section.questions)

    def texts(self) -> Iterator[Text]:
        """Every text that is shown, in the page's order; what is to be translated is here."""
        return (text for text in self._texts() if not text.is_empty)

    def _texts(self) -> Iterator[Text]:
        yield self.title
        for section in self.sections:
            yield from (section.title, section.intro)
            for question in section.questions:
                yield from (question.label, question.hint)
                yield from (choice.label for choice in question.choices)
        yield from (self.consents.title, self.consents.intro)
        for purpose in self.consents.purposes:
            yield from (purpose.label, purpose.happens, purpose.risks, purpose.recall)
        yield from (self.consents.limits, self.consents.limits_hint)


# Context and English text in, the page's language out.
Translate = Callable[[str, str], str]
