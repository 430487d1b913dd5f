"""The fields of an export, in order, with the numbers of the Events Standard Formats where it has them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from unhindered.core.casework.terms import Detail

# Told of whoever is shown at all. A field that is not here, or below, never leaves in an export.
PERSON_FIELDS: Final = ("counting_unit", "sex", "defender_status", "number_of_persons_in_group")
# Told only of whoever agreed to be named.
NAMED_PERSON_FIELDS: Final = (
    *PERSON_FIELDS,
    "date_of_birth",
    "age",
    "occupation",
    "citizenship",
    "date_deceased",
)
ACT_CODES: Final = (
    "type_of_act",
    "stage",
    "state",
    "number_of_victims",
    "method_of_violence",
    "attribution",
    "status_at_end_of_act",
    "type_of_location",
    "international_instruments",
)
# Short texts and days: only where the victim agreed to be named, and no word of them tells of others.
CLEARED_ACT_TEXTS: Final = ("exact_location", "age_at_time_of_victimisation", "national_legislation")
INVOLVEMENT_CODES: Final = (
    "degree_of_involvement",
    "type_of_perpetrator",
    "latest_status_as_perpetrator_in_the_act",
)
# What leaves with nobody who does not want it told, whatever the level.
_WITHHELD: Final[Mapping[Detail, frozenset[str]]] = MappingProxyType(
    {
        Detail.PLACE: frozenset({"exact_location", "type_of_location", "national_legislation"}),
        Detail.DATES: frozenset({"when", "final_date", "date_of_birth", "date_deceased"}),
        Detail.WORK: frozenset({"occupation", "defender_status"}),
        Detail.HEALTH: frozenset({"status_at_end_of_act", "date_deceased"}),
        Detail.SEXUAL_VIOLENCE: frozenset({"method_of_violence"}),
        Detail.WHO_DID_IT: frozenset({"attribution"}),
        Detail.HOW_IT_BECAME_KNOWN: frozenset({"reprisal"}),
    }
)
# How the codes of ESF list 4 begin that say sexual violence: killing after rape, death aggravated by it,
# violations of that kind and harassment, and among those with several dimensions all but torture.
_SEXUAL: Final = (
    *("0101010504", "01019002", "020102", "02010305"),
    *("02011100", "02011101", "02011102", "02011103"),
)


def withheld(detail: Detail) -> frozenset[str]:
    """The fields that stay empty for whoever does not want this told."""
    return _WITHHELD.get(detail, frozenset())


def says_sexual_violence(type_of_act: str) -> bool:
    """Whether a type of act by itself says that there was sexual violence."""
    return type_of_act.startswith(_SEXUAL)


_NUMBERS: Final = {
    "person_record_number": "0901",
    "counting_unit": "0902",
    "person_name": "0903",
    "date_of_birth": "0911",
    "sex": "0915",
    "occupation": "0922",
    "date_deceased": "0928",
    "number_of_persons_in_group": "0931",
    "citizenship": "0941",
    "act_record_number": "2101",
    "type_of_act": "2109",
    "when": "2111",
    "exact_location": "2112",
    "method_of_violence": "2114",
    "attribution": "2115",
    "age_at_time_of_victimisation": "2118",
    "final_date": "2121",
    "status_at_end_of_act": "2123",
    "type_of_location": "2153",
    "national_legislation": "2154",
    "international_instruments": "2155",
    "involvement_record_number": "2401",
    "degree_of_involvement": "2409",
    "type_of_perpetrator": "2412",
    "latest_status_as_perpetrator_in_the_act": "2422",
}
_NUMBERS_OF: Final = {("act", "victim"): "2102", ("involvement", "act"): "2404"}

ENTITIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "person": ("person_record_number", "person_name", "identity_level", *NAMED_PERSON_FIELDS),
        "act": (
            "act_record_number",
            "victim",
            "when",
            "final_date",
            "reprisal",
            *ACT_CODES,
            *CLEARED_ACT_TEXTS,
        ),
        "involvement": ("involvement_record_number", "act", *INVOLVEMENT_CODES),
        "count": ("type_of_act", "persons"),
    }
)


def esf_header(entity: str, field: str) -> str:
    """A header with the number of its field in front, as people who know the formats look for it."""
    number = _NUMBERS_OF.get((entity, field)) or _NUMBERS.get(field, "")
    return f"{number} {field}".strip()


def export_schema() -> dict[str, Any]:
    """The JSON Schema of an export in JSON: docs/formats/export.schema.json is just this."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Export of cases",
        "type": "object",
        "required": ["v", "kind", "purpose", "recipient", "on", "cases"],
        "additionalProperties": False,
        "properties": {
            "v": {"const": 1},
            "kind": {"const": "casework-export"},
            "purpose": {"type": "string"},
            "recipient": {"type": "string"},
            "on": {"type": "string", "format": "date"},
            "cases": {"type": "array", "items": _case_schema()},
        },
    }


def _case_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["number", "note", *ENTITIES],
        "additionalProperties": False,
        "properties": {
            "number": {"type": "integer", "minimum": 1},
            "note": {"type": "string"},
            **{
                entity: {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {field: {"type": "string"} for field in fields},
                    },
                }
                for entity, fields in ENTITIES.items()
            },
        },
    }
