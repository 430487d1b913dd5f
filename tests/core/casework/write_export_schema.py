"""Writes docs/formats/export.schema.json anew: `.venv/bin/python tests/core/casework/write_export_schema.py`."""

import json
from pathlib import Path

from unhindered.core.casework.export_fields import export_schema

PATH = Path(__file__).parents[3] / "docs/formats/export.schema.json"


def schema_text():
    return json.dumps(export_schema(), indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text())
