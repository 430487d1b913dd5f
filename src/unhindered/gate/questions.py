"""The questions of the report page in one language, and what a form says in answer to them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from unhindered.core.casework.terms import IdentityLevel
from unhindered.core.correspondence.parts import Choice
from unhindered.core.questionnaire.answers import filled_in
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.core.questionnaire.parse import questionnaire_hash
from unhindered.core.questionnaire.shown import FirstLabels, ShownQuestionnaire, in_language
from unhindered.core.texts import N_, PN_, Text

# A marked text in, the page's language out.
Say = Callable[[str], str]

# What everybody is asked first and conditions may look at: the page itself shows the same words.
FIRST_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "danger": PN_("danger", "Is somebody in danger now?"),
        "contact": N_("May we contact you?"),
    }
)
FIRST_CHOICES: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "danger": {"yes": N_("Yes"), "no": N_("No"), "unsure": N_("I am not sure")},
        "contact": {
            "mailbox": N_("Only here: I come back with my 13 words. This is the safest way."),
            "other": N_("In another way, which I write below"),
            "no": N_("No, do not contact me"),
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


def sections_with_answers(shown: ShownQuestionnaire, fields: Mapping[str, str]) -> frozenset[str]:
    """Which folded parts have something in them, so that they stand open when a form comes back."""
    given = {name.split(".")[1] for name, text in fields.items() if name.startswith("q.") and text.strip()}
    found = {part.id for part in shown.sections if any(one.id in given for one in part.questions)}
    has_consents = any(text.strip() for name, text in fields.items() if name.startswith("consent."))
    if has_consents or fields.get("limits", "").strip():
        found.add("")
    return frozenset(found)


def report_parts(questionnaire: Questionnaire, fields: Mapping[str, str]) -> dict[str, object]:
    """What of a report answers the questionnaire; nothing at all where nothing was said.

    Without script all questions stand on the page, so each answer counts, whatever its condition says.

    Raises:
        AnswerTooLong: an answer is; it names its question.
    """
    filled = filled_in(questionnaire, fields, everything_was_shown=True)
    return {
        "questionnaire": "" if filled.is_empty else questionnaire_hash(questionnaire),
        "more": dict(filled.more),
        "consents": tuple(Choice(purpose=purpose, level=level) for purpose, level in filled.consents),
        "limits": filled.limits,
    }
