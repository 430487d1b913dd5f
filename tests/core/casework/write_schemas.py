"""Writes docs/formats/*.schema.json again, after a kind of fact or a field was added on purpose."""

import json
from pathlib import Path

from unhindered.core.casework.export_fields import export_schema
from unhindered.core.casework.schema import facts_schema, statement_schema

FORMATS = Path(__file__).parents[3] / "docs/formats"

if __name__ == "__main__":
    schemas = {"facts": facts_schema(), "statement": statement_schema(), "export": export_schema()}
    for name, schema in schemas.items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (FORMATS / f"{name}.schema.json").write_text(text)
