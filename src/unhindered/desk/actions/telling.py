"""Facts in the words an officer reads: labels for fields and choices, people by label, not by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from unhindered.core.casework.act_facts import ActRecorded, CooperationRecorded
from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.case import Case
from unhindered.core.casework.codec import hints_of, optional_of, to_json
from unhindered.core.casework.custody_facts import RedactedRegion, RedactedSpan
from unhindered.core.casework.dates_in_words import day_in_words, edtf_in_words
from unhindered.core.casework.event_facts import (
    EventRecorded,
    EventsLinked,
    InterventionAnswered,
    InterventionRecorded,
    InvolvementRecorded,
)
from unhindered.core.casework.exit_facts import SentItem
from unhindered.core.casework.fact_bases import Described, PersonDescribed
from unhindered.core.casework.facts import Fact, fact_to_json
from unhindered.core.casework.fields import Edtf
from unhindered.core.casework.guarded import GUARDED
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.items import PersonalItem, SentFile
from unhindered.core.casework.match_facts import FeatureCompared
from unhindered.core.casework.medical_facts import MedicalFindingRecorded
from unhindered.core.casework.people_facts import PersonsRelated
from unhindered.core.casework.record_terms import ExaminersIndependence, Sex
from unhindered.core.casework.sending import Sending
from unhindered.core.casework.supplements import Supplement
from unhindered.desk.actions.codes import language_name, state_name
from unhindered.desk.actions.record_labels import FIELDS, RECORD_FIELDS
from unhindered.facts.esf_codes import esf_label

# Ids and hashes are for machines; the page shows what they stand for.
_UNSAID = frozenset(
    {
        *("v", "fact", "by", "on", "case", "reports", "report", "message", "consent"),
        *("statement", "draft", "draft_sha256", "sha256", "text_sha256", "document", "proposal", "persons"),
        *("excerpt", "retraction", "replaces", "letter", "undone", "task", "revises"),
        *("match", "other", "other_case"),
        *("sending", "shown_sha256", "page_sha256"),
        *("imported", "entries", "mapping"),
        *("attachment", "sealed", "copy", "redaction", "of_text", "transcript", "translation"),
        *("judgement", "judgement_sha256", "about", "information", "supported_by", "contradicted_by"),
    }
)
_OFFICERS = frozenset({"officer", "officers", "no_longer"})
_PEOPLE = frozenset(
    {
        *("person", "victim", "perpetrator", "left_out"),
        *("related_person", "source", "intervening_party", "victims"),
    }
)
# Fields that name something else of the case by its id.
_THINGS = frozenset(
    {
        *("event", "related_event", "act", "acts", "reprisal_for", "cooperation", "intervention"),
        *("rests_on", "tells_of", "first", "second", "ours"),
    }
)
_STATES = frozenset({"state", "states", "citizenship"})
_LANGUAGES = frozenset({"language", "language_of_source_material"})
_SHORT = 60
_CAPITALS = {
    "un submission": "UN submission",
    "un body": "UN body",
    "un expert": "UN expert",
    "npm member": "NPM member",
}
_IS_ID = re.compile(r"[0-9a-f]{32}")
_ESF_CODE = re.compile(r"\d{14}")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One field of a fact, ready to read. A guarded one names somebody: shown only to who asks for it."""

    label: str
    text: str
    is_guarded: bool = False


def told(fact: Fact, case: Case, officer_name: Callable[[str], str] = str) -> tuple[Told, ...]:
    """The fields of a fact that say something; `officer_name` says how an officer is called."""
    lines = []
    for name, value in fact_to_json(fact).items():
        is_own_id = isinstance(fact, Described) and name == fact.id_field
        if name in _UNSAID or is_own_id or _says_nothing(getattr(fact, name)):
            continue
        if name in _OFFICERS:
            text = ", ".join(map(officer_name, [value] if isinstance(value, str) else value))
        else:
            text = _told_field(fact, name, case)
        if text:
            label = field_label(type(fact), name)
            lines.append(Told(label=label, text=text, is_guarded=name in GUARDED))
    return tuple(lines)


def is_guarded(name: str) -> bool:
    """Whether a field of this name names somebody: it is shown only to who asks for it."""
    return name in GUARDED


def _says_nothing(value: Any) -> bool:
    if isinstance(value, StrEnum):
        return value in (Sex.UNKNOWN, ExaminersIndependence.NOT_KNOWN)
    return value in ("", None, ())


def field_label(kind: type[Any], name: str) -> str:
    """What stands before a field of a fact, or of a supplement to an act."""
    own = RECORD_FIELDS.get(name) if issubclass(kind, Described | Supplement) else None
    return own or FIELDS.get(name, name)


def choice(value: StrEnum | str) -> str:
    """A choice in words: `handed_over` is “handed over”."""
    words = str(value).replace("_", " ")
    for written, said in _CAPITALS.items():
        words = words.replace(written, said)
    return words


def act_type(code: str) -> str:
    """A type of act by its name on screen, or by its code where we have no name."""
    entry = ACT_TYPES.get(code)
    return entry.label if entry else esf_label(code)


def person_label(case: Case, person: str) -> str:
    """How officers call a person."""
    found = case.persons.get(person)
    return found.label if found else "somebody unknown"


def thing_label(case: Case, thing: str) -> str:
    """How officers call a person, an event, an act, a cooperation, an account or a step of the case."""
    known = case.descriptions.by_id.get(thing)
    if known is None:
        return "something that this case does not have"
    return _joined(*_words_for(known.latest.fact, case))


def _words_for(fact: Fact, case: Case) -> tuple[str | None, ...]:
    words: tuple[str | None, ...] = (fact.title,)
    match fact:
        case PersonDescribed():
            words = (person_label(case, fact.person),)
        case EventRecorded():
            words = (fact.event_title,)
        case ActRecorded():
            words = (
                act_type(fact.type_of_act),
                fact.victim and person_label(case, fact.victim),
                _when(fact.when),
            )
        case CooperationRecorded():
            words = (fact.body or _short(fact.how), _when(fact.when))
        case InformationRecorded():
            teller = fact.source and person_label(case, fact.source)
            words = (teller or "An account", f"“{_short(fact.account)}”")
        case InterventionRecorded():
            kinds = ", ".join(map(esf_label, fact.type_of_intervention)) or "Intervention"
            words = (kinds, fact.body or _short(fact.parties_requested), _when(fact.date_of_intervention))
        case InterventionAnswered():
            words = (choice(fact.kind), fact.answered_by, _when(fact.date_of_reply))
        case _:
            words = _words_for_links(fact, case)
    return words


def _words_for_links(fact: Fact, case: Case) -> tuple[str | None, ...]:
    words: tuple[str | None, ...] = (fact.title,)
    match fact:
        case InvolvementRecorded():
            who = fact.perpetrator and person_label(case, fact.perpetrator)
            kinds = ", ".join(map(esf_label, fact.type_of_perpetrator))
            part = fact.degree_of_involvement and esf_label(fact.degree_of_involvement)
            words = (who or kinds or "Somebody", part)
        case MedicalFindingRecorded():
            words = (person_label(case, fact.person), _short(fact.description), _when(fact.examined_on))
        case PersonsRelated():
            how = esf_label(fact.type_of_relationship) if fact.type_of_relationship else "Related to"
            one, other = person_label(case, fact.person), person_label(case, fact.related_person)
            words = (f"{one}: {how[:1].lower()}{how[1:]} {other}",)
        case EventsLinked():
            how = choice(fact.type_of_chain_of_events)
            words = (f"{thing_label(case, fact.event)}: {how} {thing_label(case, fact.related_event)}",)
    return words


def _when(told: str | None) -> str:
    return edtf_in_words(told or "")


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def shown_item(item: PersonalItem, case: Case) -> str:
    """One person of a draft: the label, how much shows, and by what right."""
    shown = f" as “{item.shown_as}”" if item.shown_as else ""
    return f"{person_label(case, item.person)}: {choice(item.level)}{shown}, by {choice(item.basis)}"


def sent_item(item: SentItem, case: Case) -> str:
    """One person in what left: the label, how much showed, and by what right."""
    return f"{person_label(case, item.person)}: {choice(item.level)}, by {choice(item.basis)}"


def _told_field(record: Any, name: str, case: Case) -> str:
    """A field of a fact or of a part of one; dates as people know them are said in words."""
    hint, value = hints_of(type(record))[name], getattr(record, name)
    if (optional_of(hint) or hint) == Edtf:
        return edtf_in_words(value)
    return _told_value(name, value, case)


def _told_value(name: str, value: Any, case: Case) -> str:
    if isinstance(value, tuple):
        # Each once: every blackened field has a reason.
        return "; ".join(dict.fromkeys(_told_value(name, item, case) for item in value))
    if hasattr(value, "__dataclass_fields__"):
        return _told_part(value, case)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, StrEnum):
        return choice(value)
    if isinstance(value, date):
        return day_in_words(value)
    return _told_reference(name, str(value), case)


def _told_part(part: Any, case: Case) -> str:
    text = type(part).__name__
    match part:
        case PersonalItem():
            text = shown_item(part, case)
        case SentItem():
            text = sent_item(part, case)
        case Sending():
            text = f"{choice(part.kind)} to {part.recipient}, {choice(part.purpose)}"
        case SentFile():
            text = f"{part.name}, {part.size} bytes"
        case FeatureCompared():
            text = f"{choice(part.feature)}: {choice(part.likeness)}"
        case RedactedRegion() | RedactedSpan():
            text = part.reason
        case Supplement():
            text = _told_supplement(part, case)
    return text


def _told_supplement(supplement: Supplement, case: Case) -> str:
    told = {
        field_label(type(supplement), name): _told_field(supplement, name, case)
        for name in to_json(supplement)
        if not _says_nothing(getattr(supplement, name))
    }
    return "; ".join(f"{label}: {text}" for label, text in told.items())


def _told_reference(name: str, value: str, case: Case) -> str:
    """What a field that names something by code or id stands for."""
    if name in _PEOPLE and _IS_ID.fullmatch(value):
        return person_label(case, value)
    if name in _THINGS:
        return thing_label(case, value)
    if name in ("type_of_act", "types_of_act"):
        return act_type(value)
    if name == "evidence":
        item = case.evidence.items.get(value)
        return item.received.label if item else "an item that this case does not have"
    return _told_code(name, value)


def _told_code(name: str, value: str) -> str:
    if name in _STATES:
        return state_name(value)
    if name in _LANGUAGES:
        return language_name(value)
    return esf_label(value) if _ESF_CODE.fullmatch(value) else value
