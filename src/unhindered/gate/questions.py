"""The questions of the report page in one language, and what a form says in answer to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from unhindered.core.casework.terms import IdentityLevel
from unhindered.core.correspondence.parts import Choice
from unhindered.core.errors import Refused
from unhindered.core.questionnaire.answers import Answer, AnswerTooLong, filled_in
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.questionnaire.model import Text as Label
from unhindered.core.questionnaire.parse import questionnaire_hash
from unhindered.core.questionnaire.shown import FirstLabels, ShownQuestionnaire, in_language
from unhindered.core.texts import N_, PN_, Text
from unhindered.facts.questionnaires import default_questionnaire
from unhindered.gate.own_questionnaire import Questionnaires

# A marked text in, the page's language out.
Say = Callable[[str], str]

# What everybody is asked first and conditions may look at: the page itself shows the same words.
FIRST_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "danger": N_("Is somebody in danger now?"),
        "contact": N_("May we contact you?"),
    }
)
FIRST_CHOICES: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "danger": {"yes": N_("Yes"), "no": N_("No"), "unsure": N_("I am not sure")},
        "contact": {
            "mailbox": PN_("danger", "Only here: I come back with my 13 words. This is the safest way."),
            "other": N_("In another way, which I write below"),
            "no": PN_("danger", "No, do not contact me"),
        },
    }
)
# From what shows least to what shows most.
LEVELS: Mapping[IdentityLevel, Text] = MappingProxyType(
    {
        IdentityLevel.AGGREGATE: PN_("consent", "Yes, but only as a number"),
        IdentityLevel.ANONYMOUS: PN_("consent", "Yes, without my name"),
        IdentityLevel.INITIALS: PN_("consent", "Yes, with my initials"),
        IdentityLevel.NAMED: PN_("consent", "Yes, with my name"),
    }
)


def questions_in(questionnaire: Questionnaire, language: str, say: Say) -> ShownQuestionnaire:
    """The questionnaire as the page shows it."""
    first: FirstLabels = {
        name: (say(label), {choice: say(text) for choice, text in FIRST_CHOICES[name].items()})
        for name, label in FIRST_LABELS.items()
    }
    return in_language(questionnaire, language, lambda context, text: say(Text(text, context)), first)


def with_every_purpose(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire asking about every purpose: those it lacks as the shipped one words them."""
    part = questionnaire.consents
    asked = {one.purpose for one in part.purposes}
    lacking = tuple(one for one in default_questionnaire().consents.purposes if one.purpose not in asked)
    return replace(questionnaire, consents=replace(part, purposes=(*part.purposes, *lacking)))


def sections_with_answers(shown: ShownQuestionnaire, fields: Mapping[str, str]) -> frozenset[str]:
    """Which folded parts have something in them, so that they stand open when a form comes back."""
    given = {name.split(".")[1] for name, text in fields.items() if name.startswith("q.") and text.strip()}
    found = {part.id for part in shown.sections if any(one.id in given for one in part.questions)}
    has_consents = any(text.strip() for name, text in fields.items() if name.startswith("consent."))
    if has_consents or fields.get("limits", "").strip():
        found.add("")
    return frozenset(found)


@dataclass(frozen=True, kw_only=True)
class MoreParts:
    """What of a report goes beyond the five first questions. `questionnaire` is empty where nothing does."""

    questionnaire: str
    more: Mapping[str, Answer]
    consents: tuple[Choice, ...]
    limits: str

    @property
    def has_words(self) -> bool:
        """Whether something is told; agreeing alone tells nothing."""
        return bool(self.more or self.limits)


def more_parts(questionnaires: Questionnaires, fields: Mapping[str, str], language: str) -> MoreParts:
    """What the fields of a form without script say: all questions stood on the page, so each answer counts.

    Raises:
        Refused: an answer is too long, or was given to questions that this gate does not have any more.
    """
    asked = questionnaires.with_hash(fields.get("questionnaire", ""))
    if asked is None and any(text and name.startswith(("q.", "consent.")) for name, text in fields.items()):
        raise Refused(
            "The questions were changed while this page was open. Look through your answers, and send again."
        )
    questionnaire = asked or questionnaires.shown
    try:
        filled = filled_in(questionnaire, fields, everything_was_shown=True)
    except AnswerTooLong as err:
        raise Refused(
            "The answer to “%(question)s” is too long. Shorten it, or send it as a file.",
            values={"question": _name_in(err.label, language)},
        ) from err
    return MoreParts(
        questionnaire="" if filled.is_empty else questionnaire_hash(questionnaire),
        more=filled.more,
        consents=tuple(Choice(purpose=purpose, level=level) for purpose, level in filled.consents),
        limits=filled.limits,
    )


def _name_in(label: Label, language: str) -> str:
    """A question's label in a language, or marked to be translated where it has none."""
    own = label.by_language.get(language)
    return own or Text(next(iter(label.by_language.values())), str(label.context))
