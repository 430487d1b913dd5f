"""By what right a person shows in what leaves: each kind of basis has its own conditions; no other exists."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent
from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.event_facts import InvolvementRecorded
from unhindered.core.casework.items import PersonalItem, Publication
from unhindered.core.casework.names import words_of
from unhindered.core.casework.people import Person
from unhindered.core.casework.terms import (
    CLOSED_SUBMISSIONS,
    PUBLIC,
    BasisKind,
    CountingUnit,
    IdentityLevel,
    Purpose,
    Role,
)
from unhindered.core.errors import Refused

_MOST_INITIALS = 4


class NoBasis(Refused):
    """A person would be shown without a right to do so."""

    advice = "Ask for consent and record it, show less of the person, or leave the person out."


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What leaves: for which purpose, to whom, on which day, and whether a second officer approved it.

    `sources` are the acts and involvements of the case that it rests on, where it shows somebody accused.
    """

    purpose: Purpose
    recipient: str
    on: date
    second_officer: bool
    sources: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether everyone may come to see it."""
        return self.recipient == PUBLIC or self.purpose is Purpose.PUBLICATION


def demand_basis(item: PersonalItem, case: Case, leaving: Leaving) -> None:
    """Nothing if this person may be shown so, for this purpose, to this recipient, today.

    Raises:
        NoBasis: the person may not, and why.
    """
    person = case.persons.get(item.person)
    if person is None:
        raise NoBasis("A person of this statement is not in the case.")
    _demand_shown_as_level_says(item, person)
    match item.basis:
        case BasisKind.CONSENT:
            _demand_own_consent(item, person, case, leaving)
        case BasisKind.REPRESENTATIVE:
            _demand_representative(item, person, case, leaving)
        case BasisKind.ORGANISATION:
            _demand_organisation(item, person, case, leaving)
        case BasisKind.ALLEGED_PERPETRATOR:
            _demand_accusation(item, person, case, leaving)
        case BasisKind.PUBLIC_ROLE:
            _demand_public_role(item, person, case, leaving)
        case _:
            assert_never(item.basis)


def _demand_shown_as_level_says(item: PersonalItem, person: Person) -> None:
    shown = words_of(item.shown_as)
    if not item.level.shows_a_name:
        if item.shown_as:
            raise NoBasis("Without a name means that no name field is filled.")
        return
    if item.level is IdentityLevel.INITIALS:
        if not 1 <= len(shown) <= _MOST_INITIALS or any(len(word) > 1 for word in shown):
            raise NoBasis("Initials are one to four single letters.", advice="Write them like “A. F.”.")
        return
    known = {word for name in person.names_ever for word in words_of(name)}
    if not shown or not known.issuperset(shown):
        raise NoBasis(
            "The name in this statement is not one that the case has for this person.",
            advice="Add the name, or the title before it, to the person first.",
        )


def _demand_own_consent(item: PersonalItem, person: Person, case: Case, leaving: Leaving) -> None:
    if person.counting_unit is not CountingUnit.PERSON:
        raise NoBasis("An organisation or a group agrees through someone who may sign for it.")
    if _is_spoken_for(person, case):
        raise NoBasis(
            "This person is a child, or cannot be asked now, so the own consent is not enough.",
            advice="Record who speaks for this person, and by what right.",
        )
    _demand_standing(item, case, leaving)


def _is_spoken_for(person: Person, case: Case) -> bool:
    """Whether somebody else has to speak; for whoever was ever called a child in this case, always."""
    return person.is_spoken_for or case.consents.ever.was_child(person.person)


def _demand_representative(item: PersonalItem, person: Person, case: Case, leaving: Leaving) -> None:
    if person.counting_unit is not CountingUnit.PERSON or not _is_spoken_for(person, case):
        raise NoBasis(
            "Nobody speaks for an adult who can be asked.",
            advice="Ask the person, or record why this person cannot be asked.",
        )
    _demand_standing(item, case, leaving)


def _demand_organisation(item: PersonalItem, person: Person, case: Case, leaving: Leaving) -> None:
    if person.counting_unit is CountingUnit.PERSON:
        raise NoBasis("An organisation cannot agree for a person; its staff agree each for themselves.")
    consent = case.consents.by_id.get(item.consent or "")
    was_organisation = consent is not None and consent.of_organisation
    is_organisation = person.counting_unit is CountingUnit.ORGANISATION and was_organisation
    if item.level.shows_a_name and not is_organisation:
        raise NoBasis("Nobody can agree that a group shows by name; its members agree each for themselves.")
    _demand_standing(item, case, leaving)


def _demand_standing(item: PersonalItem, case: Case, leaving: Leaving) -> None:
    consent = case.consents.by_id.get(item.consent or "")
    if consent is None or consent.basis is not item.basis:
        raise NoBasis("This statement names no consent of this kind.")
    if not consent.stands(leaving.on):
        raise NoBasis(_why_it_does_not_stand(consent))
    if consent.doubt is not None:
        raise NoBasis(consent.doubt.reason, advice=consent.doubt.advice)
    if not consent.covers(
        person=item.person, purpose=leaving.purpose, recipient=leaving.recipient, level=item.level
    ):
        raise NoBasis("The consent is for another person, purpose, recipient, or a less visible level.")
    last = case.consents.last_word(item.person, leaving.purpose, leaving.recipient, leaving.on)
    if last is not None and not (last.stands(leaving.on) and last.given.level.covers(item.level)):
        raise NoBasis(
            "A later consent of this person for just this shows less, or has ended.",
            advice="What a person says last counts: show no more than that.",
        )


def _why_it_does_not_stand(consent: Consent) -> str:
    if consent.withdrawn:
        return "A consent that this rests on was withdrawn."
    if consent.disputed:
        return "Two different consents claim one identity, so neither counts."
    return "A consent that this rests on is not in force on this day."


def _demand_accusation(item: PersonalItem, person: Person, case: Case, leaving: Leaving) -> None:
    if Role.ALLEGED_PERPETRATOR not in person.roles:
        raise NoBasis("This person is not recorded as accused.")
    if not leaving.second_officer:
        raise NoBasis("A second officer has to approve whatever shows someone who is accused.")
    if not leaving.is_public:
        _demand_sourced_submission(item, case, leaving)
        return
    if _demand_earlier_publication(item.publication, leaving).named_by is None:
        raise NoBasis(
            "Someone who is accused is never shown in public, unless a court or a UN body named that person.",
            advice="Leave the name out, or cite the judgement or the UN document that names this person.",
        )


def _demand_sourced_submission(item: PersonalItem, case: Case, leaving: Leaving) -> None:
    if leaving.purpose not in CLOSED_SUBMISSIONS:
        raise NoBasis(
            "Someone who is accused is shown only in a closed submission to a body.",
            advice="Leave the person out.",
        )
    if item.publication is not None:
        _demand_earlier_publication(item.publication, leaving)
        return
    if _accusations(item.person, case).isdisjoint(leaving.sources):
        raise NoBasis(
            "What is said of someone who is accused has to be sourced.",
            advice="Name the acts of this case that say so, or cite where it stands in public.",
        )


def _accusations(person: str, case: Case) -> set[str]:
    """The acts and involvements of a case that say what this person did."""
    acts = {act.act for act in case.acts if act.perpetrator == person}
    involved = case.record.of(InvolvementRecorded)
    return acts | {fact.involvement for _, fact in involved if fact.perpetrator == person}


def _demand_public_role(item: PersonalItem, person: Person, case: Case, leaving: Leaving) -> None:
    if Role.PUBLIC_ROLE not in person.roles:
        raise NoBasis("This person is not recorded as acting in a public role.")
    if case.consents.ever.has_something_to_lose(item.person):
        raise NoBasis(
            "A public role does not cover what this person suffered, told us, agreed to, or is accused of.",
            advice="That counts although it was undone or described anew. Ask for consent, or leave the "
            "person out.",
        )
    if not leaving.second_officer:
        raise NoBasis("A second officer has to approve whatever shows someone by a public role.")
    _demand_earlier_publication(item.publication, leaving)


def _demand_earlier_publication(source: Publication | None, leaving: Leaving) -> Publication:
    if source is None:
        raise NoBasis("Where this name already stands in public has to be cited.")
    earliest = read_edtf(source.dated).earliest
    if earliest is None or earliest > leaving.on:
        raise NoBasis("What is cited for this name is not published yet.")
    return source
