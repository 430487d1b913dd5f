"""Facts in the words an officer reads: labels for fields and choices, people by label, not by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.case import Case
from unhindered.core.casework.custody_facts import RedactedRegion, RedactedSpan
from unhindered.core.casework.facts import Fact, fact_to_json
from unhindered.core.casework.items import PersonalItem, SentFile

FIELDS: Mapping[str, str] = {
    "name": "Working name",
    "danger_now": "In danger now",
    "threat": "Threat",
    "safe_contact": "Safe contact",
    "do_not": "Do not",
    "next_step": "Next step",
    "threats": "Threats",
    "vulnerabilities": "Vulnerabilities",
    "capacities": "Capacities",
    "channel": "Channel",
    "review_by": "Review by",
    "text": "Text",
    "note": "Note",
    "outcome": "Outcome",
    "label": "Label",
    "roles": "Roles",
    "person": "Person",
    "person_name": "Name",
    "other_names": "Other names",
    "counting_unit": "Is a",
    "circumstances": "Circumstances",
    "body": "Body",
    "how": "How",
    "when": "When",
    "type_of_act": "Type of act",
    "victim": "Done to",
    "perpetrator": "Allegedly done by",
    "exact_location": "Where",
    "state": "State",
    "states": "States",
    "reprisal_for": "Reprisal for",
    "stage": "Stage",
    "files": "Files",
    "withdraws": "Withdraws the report",
    "remarks": "Remarks",
    "purpose": "Purpose",
    "recipient": "Recipient",
    "level": "Identity level",
    "language": "Language",
    "method": "How it was given",
    "expires": "Holds until",
    "witness": "Witness",
    "interpreter": "Interpreter",
    "representative": "Spoken for by",
    "right": "By what right",
    "signatory": "Signed by",
    "period": "Period",
    "what": "To do",
    "due": "By",
    "officer": "For",
    "rule": "By which rule",
    "counted": "How the days were counted",
    "officers": "Work on it",
    "no_longer": "No longer",
    "added": "Added",
    "removed": "Taken off",
    "items": "Shown",
    "left_out": "Left out",
    "types_of_act": "Types of act",
    "comment": "Comment",
    "reason": "Reason",
    "publisher": "Publisher",
    "dated": "Dated",
    "url": "Address",
    "every_days": "Every so many days",
    "grace_hours": "Hours of grace",
    "starts": "From",
    "until": "Until",
    "reliability": "Source",
    "reliability_because": "Why the source",
    "credibility": "Account",
    "credibility_because": "Why the account",
    "element": "Element",
    "finding": "Finding",
    "standard": "Standard of proof",
    "reasoning": "Reasoning",
    "too_few_because": "Why so few sources are enough",
    "decision": "Decision",
    "stands": "It stands",
    "taken_on": "Spoken or written on",
    "interviewer": "Taken down by",
    "basis": "By what right",
    "place": "Place",
    "privacy": "Could others hear",
    "present": "Who else was there",
    "told_of_risks": "Told of risks and of what is next",
    "has_receipt": "Has a receipt",
    "evidence": "Item",
    "medium": "Kind",
    "origin": "Where it came from",
    "received_from": "From whom",
    "size": "Bytes",
    "step": "What was done",
    "tool": "With",
    "tool_version": "Version",
    "exhibit": "Exhibit",
    "written_by": "Written by a",
    "made_by": "Who or which program",
    "checked_by": "Checked by",
    "regions": "Blackened",
    "spans": "Left out",
}
# Ids and hashes are for machines; the page shows what they stand for.
_UNSAID = frozenset(
    {
        *("v", "fact", "by", "on", "case", "reports", "report", "message", "cooperation", "act", "consent"),
        *("statement", "draft_sha256", "sha256", "text_sha256", "document", "proposal", "persons"),
        *("excerpt", "retraction", "replaces", "letter", "undone", "task"),
        *("attachment", "sealed", "copy", "redaction", "of_text", "transcript", "translation"),
        *("judgement", "judgement_sha256", "about", "information", "supported_by", "contradicted_by"),
    }
)
_NAMES = frozenset(
    {
        *("person_name", "other_names", "witness", "interpreter", "representative", "signatory"),
        *("interviewer", "present"),
        *("received_from", "made_by", "checked_by"),
    }
)
_OFFICERS = frozenset({"officer", "officers", "no_longer"})
_PEOPLE = frozenset({"person", "victim", "perpetrator", "left_out"})


@dataclass(frozen=True, kw_only=True)
class Told:
    """One field of a fact, ready to read. A guarded one names somebody: shown only to who asks for it."""

    label: str
    text: str
    is_guarded: bool = False


def told(fact: Fact, case: Case, officer_name: Callable[[str], str] = str) -> tuple[Told, ...]:
    """The fields of a fact that say something; `officer_name` says how an officer is called."""
    content = fact_to_json(fact)
    lines = []
    for name, value in content.items():
        is_own_id = name == "person" and content["fact"] in ("PersonAdded", "PersonUpdated")
        if name in _UNSAID or is_own_id or value in ("", None, []):
            continue
        if name in _OFFICERS:
            text = ", ".join(map(officer_name, [value] if isinstance(value, str) else value))
        else:
            text = _told_value(name, getattr(fact, name), case)
        if text:
            lines.append(Told(label=FIELDS.get(name, name), text=text, is_guarded=name in _NAMES))
    return tuple(lines)


def choice(value: StrEnum | str) -> str:
    """A choice in words: `handed_over` is “handed over”."""
    words = str(value).replace("_", " ")
    return words.replace("un submission", "UN submission").replace("un body", "UN body")


def act_type(code: str) -> str:
    """A type of act by its name on screen, or by its code where we have no name."""
    entry = ACT_TYPES.get(code)
    return entry.label if entry else f"ESF {code}"


def person_label(case: Case, person: str) -> str:
    """How officers call a person."""
    found = case.persons.get(person)
    return found.label if found else "somebody unknown"


def shown_item(item: PersonalItem, case: Case) -> str:
    """One person of a draft: the label, how much shows, and by what right."""
    shown = f" as “{item.shown_as}”" if item.shown_as else ""
    return f"{person_label(case, item.person)}: {choice(item.level)}{shown}, by {choice(item.basis)}"


def _told_value(name: str, value: Any, case: Case) -> str:
    if isinstance(value, tuple):
        # Each once: every blackened field has a reason.
        return "; ".join(dict.fromkeys(_told_value(name, item, case) for item in value))
    if isinstance(value, PersonalItem):
        return shown_item(value, case)
    if isinstance(value, SentFile):
        return f"{value.name}, {value.size} bytes"
    if isinstance(value, RedactedRegion | RedactedSpan):
        return value.reason
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, StrEnum):
        return choice(value)
    return _told_reference(name, str(value), case)


def _told_reference(name: str, value: str, case: Case) -> str:
    """What a field that names something by code or id stands for."""
    if name in _PEOPLE:
        return person_label(case, value)
    if name in ("type_of_act", "types_of_act"):
        return act_type(value)
    if name == "evidence":
        item = case.evidence.items.get(value)
        return item.received.label if item else "an item that this case does not have"
    if name == "reprisal_for":
        known = {item.cooperation: item.body or item.how for item in case.cooperations}
        return known.get(value, "")
    return value
