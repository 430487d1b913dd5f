"""Writes `padded.json` if it is not there: `.venv/bin/python vectors/padding/make.py`."""

import json
from pathlib import Path

from unhindered.core.envelope.padding import padded_length

HERE = Path(__file__).parent
SIZES = (
    0,
    1,
    2,
    3,
    7,
    8,
    9,
    15,
    16,
    17,
    31,
    33,
    100,
    127,
    129,
    1000,
    4097,
    8191,
    8192,
    8193,
    8704,
    8705,
    9000,
)
LARGE = (
    65535,
    65536,
    65537,
    1_000_000,
    1_048_577,
    10_000_019,
    2**31 - 1,
    2**31,
    2**31 + 1,
    2**40 + 1,
    2**53 - 1,
)


def main() -> None:
    """Write the table if it has no file yet."""
    table = [
        {"length": length, "floor": floor, "padded": padded_length(length, floor=floor)}
        for floor in (0, 8192)
        for length in (*SIZES, *LARGE)
    ]
    file = HERE / "padded.json"
    if not file.exists():
        file.write_text("[\n" + ",\n".join(json.dumps(row) for row in table) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
