"""Imports 10,000 actors from a workbook into a case, beside openpyxl merely reading the same workbook.

    .venv/bin/python bench/import_actors.py [ROWS]

Prints seconds and the ratio; ends with 1 where the import takes more than 15 times as long as the reading.
"""

import io
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import openpyxl

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / name) for name in ("desk", "support")]

from desk_world import World  # noqa: E402

from unhindered.desk.actions import cases, importing  # noqa: E402
from unhindered.desk.importing.reading_files import read_file  # noqa: E402

TODAY = date(2026, 11, 24)
MOST_TIMES = 15
HEADERS = ("Actor ID", "Name", "Alias", "Sex", "Age", "Date of birth", "Occupation", "Notes")


def workbook(rows: int) -> bytes:
    """A sheet of invented actors."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("actors")
    sheet.append(HEADERS)
    for number in range(rows):
        born = f"{1950 + number % 50}-{1 + number % 12:02}-{1 + number % 28:02}"
        who = (f"A{number}", f"Fictional Person {number}", f"Alias {number}", "FM"[number % 2])
        sheet.append((*who, str(number % 80), born, "baker", "As told."))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def merely_read(raw: bytes) -> int:
    """Every cell of the sheet, as openpyxl gives it."""
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    return sum(1 for row in book["actors"].iter_rows(values_only=True) if row)


def measured(raw: bytes, folder: Path) -> dict[str, float]:
    """Seconds of each step, and `persons`: how many the case has afterwards."""
    world = World(folder)
    world.init()
    world.enrol()
    desk = world.owner()
    world.sync(desk)
    case = cases.open_case(desk, [], name="Import", officers=[], today=TODAY)
    world.sync(desk)
    times = [time.perf_counter()]

    def lap() -> None:
        times.append(time.perf_counter())

    merely_read(raw)
    lap()
    read = read_file(raw)
    lap()
    mappings = importing.guessed(read)
    importing.dry_run(desk, case, read, mappings, TODAY)
    lap()
    importing.import_file(desk, case, read, mappings, TODAY, size=len(raw))
    lap()
    persons = len(desk.book.case(case).persons)
    lap()
    world.sync(desk)
    lap()
    desk.close()
    names = ("merely read", "read", "dry run", "import", "replay", "sync")
    return dict(zip(names, map(float.__sub__, times[1:], times), strict=True)) | {"persons": persons}


def main() -> int:
    """Measure and say it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    raw = workbook(rows)
    with tempfile.TemporaryDirectory() as folder:
        took = measured(raw, Path(folder))
    ratio = (took["read"] + took["import"]) / took["merely read"]
    print(f"{rows} actors, {took['persons']:.0f} in the case afterwards")
    print(f"openpyxl merely reads the sheet in    {took['merely read']:6.2f} s")
    print(f"read as text, after a look for bombs  {took['read']:6.2f} s")
    print(f"columns guessed, dry run              {took['dry run']:6.2f} s")
    print(f"import, durable on this machine       {took['import']:6.2f} s")
    print(f"case replayed                         {took['replay']:6.2f} s")
    print(f"sent to a gate in memory, and opened  {took['sync']:6.2f} s")
    print(f"reading and import: {ratio:.1f} times the mere reading (bound {MOST_TIMES})")
    return int(took["persons"] != rows or ratio > MOST_TIMES)


if __name__ == "__main__":
    sys.exit(main())
