"""Run the promises of one area: `make accept AREA=gate`. Prints PASS, FAIL or MANUAL for each.

docs/acceptance.csv has a row per promise: area, number, promise, kind (test, bench or manual), command.
"""

import csv
import subprocess
import sys
from pathlib import Path

TABLE = Path(__file__).parent.parent / "docs" / "acceptance.csv"
AREAS = ("spine", "gate", "log", "casework", "remedies", "reading", "ledger", "operations")


def rows_of(area: str) -> list[dict[str, str]]:
    """The promises of one area, or of all where `area` is empty."""
    with TABLE.open(newline="") as file:
        return [row for row in csv.DictReader(file) if area in ("", row["area"])]


def outcome(row: dict[str, str]) -> str:
    """PASS or FAIL of the row's command; MANUAL where a person has to look."""
    if row["kind"] == "manual":
        return "MANUAL"
    done = subprocess.run(row["command"], shell=True, capture_output=True, text=True, check=False)  # noqa: S602 the table is ours
    if done.returncode:
        sys.stdout.write(done.stdout[-2000:] + done.stderr[-2000:])
    return "FAIL" if done.returncode else "PASS"


def main(area: str) -> int:
    """Exit code 1 if a promise failed, 2 if there is no such area."""
    if area not in ("", *AREAS):
        sys.stderr.write(f"There is no area {area}. Areas: {', '.join(AREAS)}.\n")
        return 2
    failed = 0
    for row in rows_of(area):
        found = outcome(row)
        failed += found == "FAIL"
        hint = f"  ({row['command']})" if found == "MANUAL" else ""
        sys.stdout.write(f"{found:6} {row['area']}-{row['number']}  {row['promise']}{hint}\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
