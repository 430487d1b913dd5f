"""Bring a file in: choose it, say what its columns mean, try it, import it; take an import back."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.importing.mapping import SheetMapping
from unhindered.core.casework.importing.problems import Problem
from unhindered.core.casework.importing.propose import Proposed
from unhindered.core.errors import Refused
from unhindered.core.safe_csv import safe_csv
from unhindered.desk.actions import importing
from unhindered.desk.actions.case_page import case_head, case_rows
from unhindered.desk.importing.kept_files import KeptFile, KeptFiles
from unhindered.desk.importing.reading_files import ReadFile, read_file
from unhindered.desk.importing.sheet_text import ENCODINGS, SEPARATORS, EncodingNotKnown
from unhindered.desk.web.counting import counted
from unhindered.desk.web.fields import Field, FormPage, answer_form
from unhindered.desk.web.import_form import mappings_in, sheet_forms, target_groups
from unhindered.desk.web.visit import Visit

_PAGE = "/import"
_MOST_SHOWN = 200
_ENCODING_NAMES = {
    "utf-8": "Unicode (UTF-8)",
    "utf-8-sig": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, as Windows writes it)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "windows-1251": "Cyrillic (Windows-1251)",
    "windows-1252": "Western Europe (Windows-1252)",
    "windows-1255": "Hebrew (Windows-1255)",
    "windows-1256": "Arabic (Windows-1256)",
}


def import_page(visit: Visit) -> Response:
    """Show the page, or do the next step of an import with what the form says."""
    if visit.request.method != "POST":
        return _choose(visit)
    step = _STEPS.get(visit.form.text("act"), _read)
    return step(visit)


def undo_page(visit: Visit) -> Response:
    """Take back all that an import brought."""
    case = case_head(visit.desk, visit.path("case"))

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        imported = visit.path("imported")
        count = importing.undo_import(visit.desk, case.id, imported, values["reason"], visit.today)
        entries = counted(count, "entry", "entries")
        return _PAGE, f"Taken back: {entries}. The history of the case keeps what was taken back."

    reason = Field(kind="line", name="reason", label="Why is it taken back?", is_required=True)
    page = FormPage(
        title="Take an import back",
        fields=(reason,),
        button="Take it all back",
        back=_PAGE,
        write=write,
        lead="All that this import brought counts no more. What officers described anew since then stays.",
        is_grave=True,
        context={"case": case},
    )
    return answer_form(visit, page)


def _files(visit: Visit) -> KeptFiles:
    return visit.beside.files


def _choose(
    visit: Visit, *, problem: Refused | None = None, token: str = "", samples: Sequence[tuple[str, str]] = ()
) -> Response:
    form = visit.form
    return visit.page(
        "import.html",
        code=400 if problem else 200,
        problem=problem,
        cases=[case for case in case_rows(visit.desk, visit.today) if not case.is_closed],
        chosen=form.text("case") or visit.query("case"),
        token=token,
        samples=samples,
        encodings=ENCODINGS,
        encoding_names=_ENCODING_NAMES,
        separators=SEPARATORS,
        encoding=form.text("encoding"),
        separator=form.text("separator"),
        imports=importing.imports(visit.desk),
    )


def _read(visit: Visit) -> Response:
    """Read the file that was chosen, or the one that is kept, as the form says."""
    form, files = visit.form, _files(visit)
    token = form.text("token")
    try:
        raw = form.file or (files.file(token).raw if token else b"")
        token = files.keep(raw, name=token)
        case_head(visit.desk, form.text("case"))
        separator = {word: mark for mark, word in SEPARATORS.items()}.get(form.text("separator"), "")
        read = read_file(raw, encoding=form.text("encoding"), separator=separator)
        mappings = importing.guessed(read)
        files.keep(raw, read, mappings, name=token)
        return _map(visit, token, read, mappings)
    except EncodingNotKnown as err:
        return _choose(visit, problem=err, token=token, samples=err.samples)
    except Refused as err:
        return _choose(visit, problem=err)


def _map(
    visit: Visit,
    token: str,
    read: ReadFile,
    mappings: Sequence[SheetMapping],
    *,
    problem: Refused | None = None,
    proposed: Proposed | None = None,
) -> Response:
    case = case_head(visit.desk, visit.form.text("case"))
    rows = [] if proposed is None else [row for row in proposed.rows if row.errors or row.warnings]
    return visit.page(
        "import_mapping.html",
        code=400 if problem else 200,
        problem=problem,
        case=case,
        token=token,
        read=read,
        sheets=sheet_forms(read.sheets, mappings),
        groups=target_groups(),
        encoding_names=_ENCODING_NAMES,
        proposed=proposed,
        brought="" if proposed is None else importing.in_words(proposed.counts),
        shown=rows[:_MOST_SHOWN],
        not_shown=max(0, len(rows) - _MOST_SHOWN),
        form=visit.form,
    )


def _with_mapping(visit: Visit) -> tuple[str, KeptFile, ReadFile, tuple[SheetMapping, ...]]:
    """The kept file with the mapping that the form says; kept with it, so that nothing typed is lost."""
    token = visit.form.text("token")
    kept, read = _kept(visit, token)
    mappings = mappings_in(visit.form, read.sheets)
    _files(visit).keep(kept.raw, read, mappings, name=token)
    return token, kept, read, mappings


def _kept(visit: Visit, token: str) -> tuple[KeptFile, ReadFile]:
    kept = _files(visit).file(token)
    if kept.read is None:
        raise Refused("This file has not been read yet.", advice="Choose it again.")
    return kept, kept.read


def _check(visit: Visit) -> Response:
    try:
        token, _, read, mappings = _with_mapping(visit)
    except Refused as err:
        return _again(visit, err)
    proposed = importing.dry_run(visit.desk, visit.form.text("case"), read, mappings, visit.today)
    return _map(visit, token, read, mappings, proposed=proposed)


def _import(visit: Visit) -> Response:
    form = visit.form
    try:
        token, kept, read, mappings = _with_mapping(visit)
        made = importing.import_file(
            visit.desk,
            form.text("case"),
            read,
            mappings,
            visit.today,
            size=len(kept.raw),
            leave_out=bool(form.text("leave_out")),
            again=bool(form.text("again")),
        )
    except Refused as err:
        return _again(visit, err, with_report=True)
    _files(visit).forget(token)
    case = visit.desk.case_keys(form.text("case")).id
    left = f" Left out: {counted(made.rows_left_out, 'row')}." if made.rows_left_out else ""
    return visit.done(f"/case/{case}", f"Imported: {made.brought}.{left}")


def _again(visit: Visit, problem: Refused, *, with_report: bool = False) -> Response:
    """The mapping as it was last understood, with what is wrong."""
    token = visit.form.text("token")
    try:
        kept = _files(visit).file(token)
    except Refused as err:
        return _choose(visit, problem=err)
    if kept.read is None:
        return _choose(visit, problem=problem)
    proposed = None
    if with_report:
        case = visit.form.text("case")
        proposed = importing.dry_run(visit.desk, case, kept.read, kept.mappings, visit.today)
    return _map(visit, token, kept.read, kept.mappings, problem=problem, proposed=proposed)


def _load(visit: Visit) -> Response:
    """Use a mapping that was kept from an earlier import."""
    token = visit.form.text("token")
    try:
        kept, read = _kept(visit, token)
        mappings = importing.kept_mapping(visit.form.file)
        importing.matched(read, mappings)
        _files(visit).keep(kept.raw, read, mappings, name=token)
    except Refused as err:
        return _again(visit, err)
    return _map(visit, token, read, mappings)


def _keep_mapping(visit: Visit) -> Response:
    try:
        mappings = _with_mapping(visit)[3]
    except Refused as err:
        return _again(visit, err)
    return _file(importing.mapping_file(mappings), "application/json", "mapping.json")


def _report(visit: Visit) -> Response:
    """The report of every row as CSV, for whoever corrects the sheet."""
    try:
        _, _, read, mappings = _with_mapping(visit)
        proposed = importing.dry_run(visit.desk, visit.form.text("case"), read, mappings, visit.today)
    except Refused as err:
        return _again(visit, err)
    return _file(report_csv(proposed), "text/csv; charset=utf-8", "import-report.csv")


def report_csv(proposed: Proposed) -> bytes:
    """The report of every row: what it brings, what is wrong, what to look at. It repeats no cell."""
    headers = ("sheet", "row", "brings", "column", "kind", "problem")
    lines = []
    for row in proposed.rows:
        start = (row.sheet, str(row.row), ", ".join(row.brings))
        found = [_line(start, problem) for problem in (*row.errors, *row.warnings)]
        lines += found or [(*start, "", "", "")]
    return safe_csv(headers, lines)


def _line(start: tuple[str, str, str], problem: Problem) -> tuple[str, ...]:
    return (*start, problem.column, "error" if problem.is_error else "warning", problem.sentence)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


_STEPS = {
    "read": _read,
    "check": _check,
    "import": _import,
    "load": _load,
    "keep": _keep_mapping,
    "report": _report,
}
