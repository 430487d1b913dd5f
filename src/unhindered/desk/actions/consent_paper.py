"""The page that a person signs, on paper or on screen: what it asks, and what was agreed to on it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_date

from unhindered.core.canonical_json import canonical_json
from unhindered.core.casework.people import Person
from unhindered.core.casework.terms import (
    OURSELVES,
    PUBLIC,
    Circumstance,
    CountingUnit,
    IdentityLevel,
    Purpose,
)
from unhindered.core.errors import Refused
from unhindered.desk.actions.consents import record_consents
from unhindered.desk.desk import Desk
from unhindered.facts.consent_page import Asked, ConsentPage, consent_page

_NUMBER_LETTERS = 8
_CODE_LETTERS = 8
_LOCALES: Final[Mapping[str, str]] = {"en": "en_GB"}
_ALL: Final = tuple(IdentityLevel)
# Nobody is counted by name; whoever helps needs to know somebody, not a number.
_LEVELS: Final[Mapping[Purpose, tuple[IdentityLevel, ...]]] = {
    Purpose.CONTACT: (),
    Purpose.STATISTICS: (IdentityLevel.AGGREGATE,),
    Purpose.REFERRAL: (IdentityLevel.ANONYMOUS, IdentityLevel.INITIALS, IdentityLevel.NAMED),
}
# The recipient that a purpose names itself; of the others, the officer says for which body is asked.
OWN_RECIPIENT: Final[Mapping[Purpose, str]] = {
    Purpose.CONTACT: OURSELVES,
    Purpose.STATISTICS: OURSELVES,
    Purpose.PUBLICATION: PUBLIC,
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """One purpose for one recipient, each asked on its own; contact knows no level."""

    purpose: Purpose
    recipient: str
    asked: Asked
    levels: tuple[tuple[IdentityLevel, str], ...]

    @property
    def shows_recipient(self) -> bool:
        """Whether the page has to say for whom it asks."""
        return self.purpose not in OWN_RECIPIENT


@dataclass(frozen=True, kw_only=True)
class ConsentPaper:
    """Everything the page says. `number` is of case and person: no name is on it unless it was asked for."""

    person: Person
    number: str
    institution: str
    name: str
    until: date
    page: ConsentPage
    questions: tuple[Question, ...]
    asks_who_listens: bool
    is_child: bool
    is_spoken_for: bool

    @property
    def code(self) -> str:
        """The beginning of that hash, on every sheet: a signature belongs to the sheets that carry it."""
        return self.sha256[:_CODE_LETTERS]

    @property
    def until_in_words(self) -> str:
        """The last day as it is written in the language of the page, in its sentence."""
        said = format_date(self.until, "long", locale=_LOCALES.get(self.page.language, self.page.language))
        # A Russian date ends with a full stop of its own, and so does the sentence.
        return said.removesuffix(".")

    @property
    def sha256(self) -> str:
        """The hash of all that the page says: what was agreed to is what was shown."""
        shown = {
            "language": self.page.language,
            "number": self.number,
            "institution": self.institution,
            "name": self.name,
            "until": self.until.isoformat(),
            "texts": dict(self.page.texts),
            "details": {detail.value: text for detail, text in self.page.details.items()},
            "questions": [
                {
                    "purpose": one.purpose.value,
                    "recipient": one.recipient,
                    "levels": [t for _, t in one.levels],
                }
                | vars(one.asked)
                for one in self.questions
            ],
        }
        return hashlib.sha256(canonical_json(shown)).hexdigest()


def compose_paper(
    desk: Desk,
    case: str,
    person: str,
    *,
    language: str,
    recipients: Sequence[tuple[str, str]],
    with_name: bool,
    until: date,
) -> ConsentPaper:
    """The page for one person; `recipients` are the purposes with whom each is asked for.

    Raises:
        Refused: no such case, person or language, or a purpose without a recipient.
    """
    with desk.lock:
        case_id = desk.case_keys(case).id
        opened = desk.book.case(case_id)
    found = opened.persons.get(person)
    if found is None:
        raise Refused("This person is not in the case.", advice="Choose a person of this case.")
    page = consent_page(language)
    return ConsentPaper(
        person=found,
        number=f"{case_id[:_NUMBER_LETTERS]}-{person[:_NUMBER_LETTERS]}",
        institution=desk.membership.institution.name,
        name=found.person_name if with_name else "",
        until=until,
        page=page,
        questions=tuple(_question(page, purpose, recipient) for purpose, recipient in recipients),
        asks_who_listens=Circumstance.DEPRIVED_OF_LIBERTY in found.circumstances,
        is_child=Circumstance.CHILD in found.circumstances,
        is_spoken_for=found.is_spoken_for or found.counting_unit is not CountingUnit.PERSON,
    )


def as_day(text: str) -> date:
    """The last day that a page says.

    Raises:
        Refused: it is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise Refused("The last day is no day.", advice="Write it like 2027-11-24.") from err


def paper_text(paper: ConsentPaper) -> str:
    """The page as plain text, to be read out where there is no paper and no screen."""
    told = paper.page.texts
    lines = [told["title"], *([] if paper.page.is_reviewed else [told["unreviewed"]])]
    lines += [f"{told['who_asks']}: {paper.institution}", f"{told['case_number']}: {paper.number}"]
    lines += [told["alone"], told["intro"]]
    for number, one in enumerate(paper.questions, start=1):
        lines += ["", f"{number}. {one.asked.asks}"]
        lines += [f"{told['to']} {one.recipient}"] if one.shows_recipient else []
        lines += [
            f"{told['what_for']} {one.asked.happens}",
            f"{told['go_wrong']} {one.asked.risk}",
            f"{told['change_mind']} {one.asked.change}",
        ]
        answers = [text for _, text in one.levels] or [told["yes"]]
        lines += [f"[ ] {text}" for text in (*answers, told["no"])]
    lines += ["", told["not_to_tell"], *(f"[ ] {text}" for text in paper.page.details.values())]
    if paper.is_child:
        lines += ["", told["child"]]
        lines += [f"[ ] {told[answer]}" for answer in ("child_yes", "child_no", "child_young")]
    until = told["until"].replace("{day}", paper.until_in_words)
    lines += ["", told["withdraw"], told["how"], told["copies"], until, told["own_copy"], told["agree"]]
    return "\n".join(lines)


def record_paper(
    desk: Desk,
    case: str,
    paper: ConsentPaper,
    *,
    shown_sha256: str,
    answers: Sequence[str],
    how: Mapping[str, Any],
    today: date,
) -> tuple[str, ...]:
    """Record all that was ticked on a page, in one act; `answers` has one for each question: empty is no.

    `how` says who agreed (`who`) and how; the page's language, last day and hash come from the page.

    Raises:
        Refused: the page says something else than when it was shown, nothing was ticked, or a level that the
            page does not offer; or a field cannot hold what was given.
    """
    if shown_sha256 != paper.sha256:
        raise Refused(
            "The page says something else than when the person read it.",
            advice="Open it anew, and let the person read it again.",
        )
    agreed = [
        {
            **{name: value for name, value in how.items() if name != "who"},
            "person": paper.person.person,
            "purpose": question.purpose.value,
            "recipient": question.recipient,
            "level": _level(question, answer),
            "language": paper.page.language,
            "expires": paper.until.isoformat(),
            "shown_sha256": shown_sha256,
        }
        for question, answer in zip(paper.questions, answers, strict=True)
        if answer
    ]
    if not agreed:
        raise Refused(
            "Nothing was ticked, so there is no consent to record.",
            advice="If the person said no to everything, write a note in the case.",
        )
    return record_consents(desk, case, who=str(how["who"]), agreed=agreed, today=today)


def _question(page: ConsentPage, purpose: str, recipient: str) -> Question:
    if purpose not in list(Purpose):
        raise Refused("There is no such purpose.", advice="Open the page from the consents of the case.")
    known = Purpose(purpose)
    levels = _LEVELS.get(known, tuple(level for level in _ALL if level is not IdentityLevel.AGGREGATE))
    whom = OWN_RECIPIENT.get(known, recipient)
    if not whom:
        raise Refused("A consent is for one body.", advice="Say for whom this purpose is asked.")
    return Question(
        purpose=known,
        recipient=whom,
        asked=page.purposes[known],
        levels=tuple((level, page.levels[level]) for level in levels),
    )


def _level(question: Question, answer: str) -> str:
    """Contact is agreed to as a whole; it shows nobody to anybody."""
    offered = [level.value for level, _ in question.levels] or [IdentityLevel.ANONYMOUS.value]
    chosen = answer if question.levels else IdentityLevel.ANONYMOUS.value
    if chosen not in offered:
        raise Refused("The page does not offer this level.", advice="Tick one of the boxes.")
    return chosen
