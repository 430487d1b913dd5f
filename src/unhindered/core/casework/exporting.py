"""What of a case goes into an export: rows of an allow-list of fields, each person as the door cleared them.

Whoever is only counted has no row; whoever is left out is not in it at all, and neither is what was done to
them. Numbers of records are of this export alone, so that two exports cannot be laid side by side.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent
from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.export_fields import (
    ACT_CODES,
    CLEARED_ACT_TEXTS,
    ENTITIES,
    INVOLVEMENT_CODES,
    NAMED_PERSON_FIELDS,
    PERSON_FIELDS,
    says_sexual_violence,
    withheld,
)
from unhindered.core.casework.items import PersonalItem
from unhindered.core.casework.not_told import TellsTooMuch, refuse_what_may_not_be_told
from unhindered.core.casework.people import Person
from unhindered.core.casework.publication import ClearedSending
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.terms import Detail, IdentityLevel, Purpose

# Fewer than this many are a handful whom somebody may know.
FEWEST_COUNTED = 3
_MOST_INITIALS = 4
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Exported:
    """The rows of an export by entity, as `export_fields.ENTITIES` names their fields."""

    tables: Mapping[str, tuple[Row, ...]]
    note: str


@dataclass(frozen=True, kw_only=True)
class _Agreed:
    """The consent that a person shows by, and how much of the person may show."""

    consent: Consent
    level: IdentityLevel


def consented_sending(
    case: Case,
    *,
    purpose: Purpose,
    recipient: str,
    on: date,
    at_most: Mapping[str, IdentityLevel | None] | None = None,
    note: str = "",
) -> Sending:
    """An export of all that the consents of a case allow, and of nothing else.

    `at_most` lowers the level of a person, or leaves one out with None. Whoever did not agree is left out,
    whoever is accused too. The door asks every basis again when it leaves.
    """
    lowered = at_most or {}
    agreed = _agreed(case, purpose, recipient, on)
    items = []
    for name, person in case.persons.items():
        item = _item(person, agreed.get(name))
        if item is not None and name in lowered:
            item = _lowered(item, person, lowered[name])
        if item is not None:
            items.append(item)
    shown = {item.person for item in items}
    return Sending(
        kind=SendingKind.EXPORT,
        purpose=purpose,
        recipient=recipient,
        items=tuple(items),
        left_out=tuple(person for person in case.persons if person not in shown),
        texts=(note,) if note.strip() else (),
    )


def agreed_recipients(case: Case, on: date) -> tuple[tuple[Purpose, str], ...]:
    """For which purposes, and to whom, anything of a case may go: each pair once, without the public."""
    given = [consent.given for consent in case.consents.by_id.values() if _counts(consent, on)]
    pairs = {(item.purpose, item.recipient) for item in given}
    closed = {Purpose.PUBLICATION, Purpose.CONTACT}
    return tuple(sorted((purpose, to) for purpose, to in pairs if purpose not in closed and to != "public"))


def _counts(consent: Consent, on: date) -> bool:
    return consent.stands(on) and consent.doubt is None


def _agreed(case: Case, purpose: Purpose, recipient: str, on: date) -> dict[str, _Agreed]:
    """Of each person the latest consent that counts for just this, and no more than the last word shows."""
    found = {}
    for person in case.persons:
        last = case.consents.last_word(person, purpose, recipient, on)
        counting = [
            consent
            for consent in case.consents.by_person.get(person, ())
            if (consent.given.purpose, consent.given.recipient) == (purpose, recipient)
            and _counts(consent, on)
        ]
        if last is None or not last.stands(on) or not counting:
            continue
        # Of one day, what was recorded last.
        consent = max(reversed(counting), key=lambda one: one.given.on)
        levels = (consent.given.level, last.given.level)
        found[person] = _Agreed(consent=consent, level=min(levels, key=list(IdentityLevel).index))
    return found


def _item(person: Person, agreed: _Agreed | None) -> PersonalItem | None:
    """How much of a person a consent shows."""
    if agreed is None:
        return None
    item = PersonalItem(
        person=person.person,
        level=IdentityLevel.AGGREGATE,
        basis=agreed.consent.basis,
        consent=agreed.consent.given.consent,
    )
    return _lowered(item, person, agreed.level)


def _lowered(item: PersonalItem, person: Person, level: IdentityLevel | None) -> PersonalItem | None:
    """The same person at another level; without a name on record, no name can show."""
    if level is None:
        return None
    shown = ""
    if level is IdentityLevel.NAMED:
        shown = person.person_name
    elif level is IdentityLevel.INITIALS:
        shown = _initials(person.person_name)
    if level.shows_a_name and not shown:
        level = IdentityLevel.ANONYMOUS
    return PersonalItem(
        person=item.person, level=level, basis=item.basis, shown_as=shown, consent=item.consent
    )


def _initials(name: str) -> str:
    first = (next((char for char in word if char.isalpha()), "") for word in name.split())
    letters = [letter.upper() for letter in first if letter][:_MOST_INITIALS]
    return " ".join(f"{letter}." for letter in letters)


def exported(case: Case, cleared: ClearedSending) -> Exported:
    """The rows that may leave, of a case that the door cleared."""
    return _Export(case, cleared).tables()


class _Export:
    def __init__(self, case: Case, cleared: ClearedSending) -> None:
        self._case = case
        self._cleared = cleared
        shown = [name for name in case.persons if self._has_row(name)]
        self._persons = {name: f"P{at}" for at, name in enumerate(shown, start=1)}
        self._named = frozenset(name for name in shown if cleared.level(name) is IdentityLevel.NAMED)
        self._agreed_words = case.people.words_of_names(self._named)
        acts = [act for act in case.descriptions.acts if self._may_show(act)]
        self._acts = {act.act: f"A{at}" for at, act in enumerate(acts, start=1)}
        self._shown_acts = acts

    def tables(self) -> Exported:
        texts = self._cleared.sending.texts
        rows = {
            "person": [self._person(name) for name in self._persons],
            "act": [self._act(act) for act in self._shown_acts],
            "involvement": self._involvements(),
            "count": self._counts(),
        }
        return Exported(tables={name: tuple(rows[name]) for name in ENTITIES}, note=texts[0] if texts else "")

    def _has_row(self, person: str) -> bool:
        level = self._cleared.level(person)
        return level is not None and level.covers(IdentityLevel.ANONYMOUS)

    def _may_show(self, act: ActRecorded) -> bool:
        """An act tells of its victim, and without one of nobody who suffered it; then it stays as well."""
        if act.victim is None or act.victim not in self._persons:
            return False
        return not self._is_secret(act.type_of_act, act.victim)

    def _is_secret(self, type_of_act: str, victim: str) -> bool:
        """Whether the victim does not want it told that this kind of thing was done."""
        is_withheld = Detail.SEXUAL_VIOLENCE in self._cleared.not_to_tell(victim)
        return is_withheld and says_sexual_violence(type_of_act)

    def _person(self, name: str) -> Row:
        latest = self._case.persons[name].latest
        row = {"person_record_number": self._persons[name], "person_name": self._cleared.shown_as(name)}
        row["identity_level"] = str(self._cleared.level(name))
        fields = NAMED_PERSON_FIELDS if name in self._named else PERSON_FIELDS
        row |= {field: self._value(getattr(latest, field)) for field in fields}
        return self._without_withheld(name, row)

    def _act(self, act: ActRecorded) -> Row:
        row = {
            "act_record_number": self._acts[act.act],
            "victim": self._persons.get(act.victim or "", ""),
            "reprisal": "yes" if act.reprisal_for else "no",
        }
        row |= {field: self._value(getattr(act, field)) for field in ACT_CODES}
        is_named = act.victim in self._named
        row |= {field: self._value(getattr(act, field)) if is_named else "" for field in CLEARED_ACT_TEXTS}
        for field in ("when", "final_date"):
            told = getattr(act, field)
            row[field] = (told or "") if is_named else _year(told)
        return self._without_withheld(act.victim or "", row)

    def _without_withheld(self, person: str, row: Row) -> Row:
        """The same row, empty where the person does not want it told."""
        kept_back = {field for detail in self._cleared.not_to_tell(person) for field in withheld(detail)}
        return {field: "" if field in kept_back else value for field, value in row.items()}

    def _involvements(self) -> list[Row]:
        """What part a kind of perpetrator had. Nobody accused is shown: an export is no closed submission."""
        secret = {
            act.act
            for act in self._shown_acts
            if Detail.WHO_DID_IT in self._cleared.not_to_tell(act.victim or "")
        }
        involvements = self._case.descriptions.involvements
        told = [one for one in involvements if one.act in self._acts and one.act not in secret]
        return [
            {"involvement_record_number": f"I{at}", "act": self._acts[one.act]}
            | {field: self._value(getattr(one, field)) for field in INVOLVEMENT_CODES}
            for at, one in enumerate(told, start=1)
        ]

    def _counts(self) -> list[Row]:
        """Of those who are only counted: how many, and how many suffered what; a few are not told apart."""
        counted = {
            name for name in self._case.persons if self._cleared.level(name) is IdentityLevel.AGGREGATE
        }
        if not counted:
            return []
        suffered = {(act.type_of_act, act.victim) for act in self._case.descriptions.acts}
        by_type = Counter(
            kind for kind, victim in suffered if victim in counted and not self._is_secret(kind, victim)
        )
        rows: list[Row] = [{"type_of_act": "", "persons": _said(len(counted))}]
        return rows + [{"type_of_act": kind, "persons": _said(by_type[kind])} for kind in sorted(by_type)]

    def _value(self, value: Any) -> str:
        """A value as a text; one that tells too much about somebody stays out."""
        match value:
            case None:
                return ""
            case StrEnum():
                return value.value
            case bool():
                return "yes" if value else "no"
            case tuple():
                return "; ".join(text for item in value if (text := self._value(item)))
            case str():
                return self._checked(value)
        return str(value)

    def _checked(self, text: str) -> str:
        if not text or text.isdigit():
            return text
        try:
            refuse_what_may_not_be_told(text, self._case, self._named)
            self._cleared.refuse_names_elsewhere(text, self._agreed_words)
        except TellsTooMuch:
            return ""
        return text


def _year(told: str | None) -> str:
    """The year alone: the very day, with the State and the kind of act, tells many who is meant."""
    if not told:
        return ""
    span = read_edtf(told)
    day = span.earliest or span.latest
    return f"{day.year:04}" if day else ""


def _said(number: int) -> str:
    return str(number) if number >= FEWEST_COUNTED else f"fewer than {FEWEST_COUNTED}"


def rows_in(exports: Sequence[Exported]) -> int:
    """How many rows these exports have, all in all."""
    return sum(len(rows) for one in exports for rows in one.tables.values())
