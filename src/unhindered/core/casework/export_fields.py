"""The fields of an export, in order, with the numbers of the Events Standard Formats where it has them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

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
