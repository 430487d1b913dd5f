import json
import re
from pathlib import Path

import pytest
from casework_strategies import facts
from hypothesis import given

from unhindered.core.casework.export_fields import export_schema
from unhindered.core.casework.facts import FACT_KINDS, fact_to_json
from unhindered.core.casework.schema import _ruled, facts_schema, statement_schema

FORMATS = Path(__file__).parents[3] / "docs/formats"
SCHEMA = facts_schema()


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("facts.schema.json", facts_schema),
        ("statement.schema.json", statement_schema),
        ("export.schema.json", export_schema),
    ],
)
def test_the_published_schema_is_the_one_that_the_code_holds_to(name, schema):
    # To write it again: python tests/core/casework/write_schemas.py
    assert (FORMATS / name).read_text() == json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


@given(facts())
def test_every_fact_has_just_the_fields_of_its_schema(fact):
    part = SCHEMA["$defs"][type(fact).__name__]
    content = fact_to_json(fact)

    assert set(content) == set(part["properties"])
    assert set(part["required"]) <= set(content)
    for name, value in content.items():
        assert fits(value, part["properties"][name]), name


def test_a_rule_that_the_schema_cannot_tell_is_not_passed_over():
    with pytest.raises(AssertionError):
        _ruled("no rule")


def test_the_format_page_names_every_kind_of_fact():
    page = (FORMATS / "facts.md").read_text()

    assert [name for name in FACT_KINDS if f"`{name}`" not in page] == []


def fits(value, schema):
    """As much of JSON Schema as ours use."""
    if "$ref" in schema:
        parts = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]["properties"]
        return isinstance(value, dict) and all(fits(item, parts[key]) for key, item in value.items())
    if "anyOf" in schema:
        return any(fits(value, one) for one in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if schema["type"] == "array":
        return isinstance(value, list) and all(fits(item, schema["items"]) for item in value)
    if schema["type"] == "string":
        return isinstance(value, str) and bool(re.fullmatch(schema.get("pattern", "(?s).*"), value))
    return isinstance(
        value, {"null": type(None), "object": dict, "integer": int, "boolean": bool}[schema["type"]]
    )
