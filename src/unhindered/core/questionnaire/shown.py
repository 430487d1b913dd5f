"""A questionnaire as one person sees it: in one language, as plain values for a page or a script."""

from dataclasses import dataclass

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.questionnaire.conditions import Chosen, Condition, Every, Not, Some, condition_to_json
from unhindered.core.questionnaire.model import Context, Question, Questionnaire, Text, Translate
from unhindered.core.questionnaire.parse import questionnaire_hash


@dataclass(frozen=True)
class ShownText:
    """A text and, where it is not in the page's language, the one it is in."""

    text: str
    language: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class ShownQuestion:
    """One question. `shown_if` is for the script, `only_if` for a page without: a label and its choices."""

    id: str
    kind: str
    label: ShownText
    hint: ShownText
    choices: tuple[tuple[str, ShownText], ...]
    shown_if: str
    only_if: tuple[tuple[ShownText, tuple[ShownText, ...]], ...]
    context: str


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """One folded part of the page."""

    id: str
    title: ShownText
    intro: ShownText
    questions: tuple[ShownQuestion, ...]
    is_danger: bool


@dataclass(frozen=True, kw_only=True)
class ShownConsent:
    """One purpose."""

    purpose: Purpose
    levels: tuple[IdentityLevel, ...]
    label: ShownText
    happens: ShownText
    risks: ShownText
    recall: ShownText


@dataclass(frozen=True, kw_only=True)
class ShownQuestionnaire:
    """All of it."""

    hash: str
    title: ShownText
    sections: tuple[ShownSection, ...]
    consents_title: ShownText
    consents_intro: ShownText
    consents: tuple[ShownConsent, ...]
    limits: ShownText
    limits_hint: ShownText


def in_language(
    questionnaire: Questionnaire, language: str, translate: Translate, first: "FirstLabels"
) -> ShownQuestionnaire:
    """The questionnaire in `language`; a text that lacks it is shown in the first language, and marked so.

    `translate` gives what the program's own English texts are in that language.
    """
    shower = _Shower(questionnaire, language, translate, first)
    text, consents = shower.text, questionnaire.consents
    return ShownQuestionnaire(
        hash=questionnaire_hash(questionnaire),
        title=text(questionnaire.title),
        sections=tuple(
            ShownSection(
                id=section.id,
                title=text(section.title),
                intro=text(section.intro),
                questions=tuple(shower.question(one) for one in section.questions),
                is_danger=any(one.context is Context.DANGER for one in section.questions),
            )
            for section in questionnaire.sections
        ),
        consents_title=text(consents.title),
        consents_intro=text(consents.intro),
        consents=tuple(
            ShownConsent(
                purpose=one.purpose,
                levels=one.levels,
                label=text(one.label),
                happens=text(one.happens),
                risks=text(one.risks),
                recall=text(one.recall),
            )
            for one in consents.purposes
        ),
        limits=text(consents.limits),
        limits_hint=text(consents.limits_hint),
    )


# Label of a first question, and of each of its choices, already in the page's language.
FirstLabels = dict[str, tuple[str, dict[str, str]]]


class _Shower:
    def __init__(
        self, questionnaire: Questionnaire, language: str, translate: Translate, first: FirstLabels
    ) -> None:
        self._languages = questionnaire.languages
        self._language = language
        self._translate = translate
        self._labels = {name: ShownText(label) for name, (label, _) in first.items()}
        self._choices = {
            (name, choice): ShownText(label)
            for name, (_, choices) in first.items()
            for choice, label in choices.items()
        }
        for question in questionnaire.questions:
            self._labels[question.id] = self.text(question.label)
            for one in question.choices:
                self._choices[question.id, one.id] = self.text(one.label)

    def text(self, text: Text) -> ShownText:
        if text.is_empty:
            return ShownText("")
        if not self._languages:
            return ShownText(self._translate(str(text.context), text.by_language["en"]))
        fallback = self._languages[0]
        # "pt-BR" is answered with "pt" before another language is.
        for name in (self._language, self._language.partition("-")[0]):
            if text.by_language.get(name):
                return ShownText(text.by_language[name])
        original = text.by_language[fallback]
        # Who copies our questions and changes one keeps our translations of the rest.
        translated = self._translate(str(text.context), original) if fallback == "en" else original
        return ShownText(original, fallback) if translated == original else ShownText(translated)

    def question(self, question: Question) -> ShownQuestion:
        condition = question.shown_if
        return ShownQuestion(
            id=question.id,
            kind=question.kind.value,
            label=self.text(question.label),
            hint=self.text(question.hint),
            choices=tuple((one.id, self.text(one.label)) for one in question.choices),
            shown_if="" if condition is None else canonical_json(condition_to_json(condition)).decode(),
            only_if=self._only_if(condition),
            context=question.context.value,
        )

    def _only_if(self, condition: Condition | None) -> tuple[tuple[ShownText, tuple[ShownText, ...]], ...]:
        """What makes a plain sentence, with nothing lost: no sentence is better than a wrong one."""
        match condition:
            case Chosen(question, any_of):
                return ((self._labels[question], tuple(self._choices[question, one] for one in any_of)),)
            case Every((part, *others)):
                return sum((self._only_if(one) for one in others), self._only_if(part))
            case None | Some() | Not() | Every():
                return ()
