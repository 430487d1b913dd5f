"""Evidence of a case: what there is, its chain of custody, hostile files as pixels, and copies of them."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from unhindered.core.casework.custody_terms import EvidenceOrigin
from unhindered.core.errors import Refused
from unhindered.desk.actions import evidence
from unhindered.desk.actions.case_page import CaseHead, case_head
from unhindered.desk.actions.evidence_page import ItemView, evidence_view, exhibits_view, item_view
from unhindered.desk.evidence.items import ORIGINAL
from unhindered.desk.evidence.sealed_files import LARGEST_FILE, require_sealable
from unhindered.desk.web.fields import Field, FormPage, answer_form, choices
from unhindered.desk.web.forms import MIB, Form
from unhindered.desk.web.redact_grid import FIELD_SIZES, STRIPS, chosen_regions, grid_of
from unhindered.desk.web.visit import Visit

TAB = "evidence"
REASON = Field(
    kind="line",
    name="reason",
    label="Why?",
    hint="It stays in the chain of custody, with your name and the day.",
    is_required=True,
)
_ORIGINS = {
    "by_hand": "Brought by hand",
    "email": "By e-mail",
    "post": "By post",
    "made_by_us": "Made by us: a recording, a scan, a photograph",
    "public_source": "From a public source",
}


def evidence_page(visit: Visit) -> Response:
    """All items of the case."""
    case = _case(visit)
    view = evidence_view(visit.desk, case.id, visit.today)
    return visit.page("evidence.html", case=case, tab=TAB, evidence=view)


def exhibits(visit: Visit) -> Response:
    """The list of exhibits, to print."""
    case = _case(visit)
    return visit.page(
        "evidence_exhibits.html",
        case=case,
        tab=TAB,
        exhibits=exhibits_view(visit.desk, case.id, visit.today),
    )


def item_page(visit: Visit) -> Response:
    """One item."""
    case = _case(visit)
    return visit.page("evidence_item.html", case=case, tab=TAB, item=_item(visit, case))


def take_in(visit: Visit) -> Response:
    """Take in the attachments of the case's reports: open each, and compare it with what its device named."""
    case = _case(visit)
    taken = evidence.take_in_attachments(visit.desk, case.id, visit.today)
    visit.work.status.warnings += taken.left
    if taken.differing:
        visit.work.status.warnings.append(
            f"Not the files that the source's device named: {taken.differing}. Do not rely on them."
        )
    return visit.done(f"/case/{case.id}/{TAB}", f"Taken in and compared: {len(taken.items)}.")


def add(visit: Visit) -> Response:
    """Seal files into the case that did not come through the gate."""
    case = _case(visit)

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        files, label = values["files"], values["label"]
        if not files:
            raise Refused("No file was chosen.", advice="Choose one; a browser forgets it after an error.")
        # All or none: what is refused after the first would be recorded in part.
        for _, content in files:
            require_sealable(content)
        for number, (_, content) in enumerate(files, start=1):
            more = {**values, "label": f"{label} ({number})" if label and len(files) > 1 else label}
            del more["files"]
            evidence.add_by_hand(visit.desk, case.id, content, more, visit.today)
        return f"/case/{case.id}/{TAB}", "Sealed into the case."

    options = [(value, text) for value, text in choices(EvidenceOrigin, _ORIGINS) if value in _ORIGINS]
    fields = (
        Field(
            kind="files",
            name="files",
            label="Files",
            hint=f"At most {LARGEST_FILE // MIB} MiB together. "
            "Their names are not kept: a name can name somebody.",
            is_required=True,
        ),
        Field(
            kind="line",
            name="label",
            label="What is it?",
            hint="In words that name nobody: “letter from the prison”, “interview, part 2”.",
            is_required=True,
        ),
        Field(kind="radios", name="origin", label="How did it reach us?", options=options, is_required=True),
        Field(kind="line", name="received_from", label="From whom?"),
    )
    page = FormPage(
        title="Add evidence",
        fields=fields,
        button="Seal it into the case",
        back=f"/case/{case.id}/{TAB}",
        write=write,
        lead="The original is sealed as it is and stays so. Keep the thing itself safe, too.",
        given=Form(fields={"origin": ["by_hand"]}),
        context={"case": case},
    )
    return answer_form(visit, page)


def open_item(visit: Visit) -> Response:
    """Say why an item is looked at; then its pages are shown."""
    file = visit.path("file")

    def write(case: CaseHead, item: ItemView, values: Mapping[str, Any]) -> tuple[str, str]:
        evidence.open_item(
            visit.desk, case.id, item.id, reason=values["reason"], today=visit.today, file=file
        )
        return f"{item_path(case, item)}/page/{file}", "Recorded. What you see are pixels, made in a sandbox."

    return item_form(
        visit,
        "Look at it as pixels",
        (REASON,),
        "Show it",
        write,
        lead="The file is opened in a sandbox, by no program of yours. Sound stays off, and a picture is "
        "blurred until you ask for it.",
    )


def page_of_item(visit: Visit) -> Response:
    """One page as pixels, blurred until asked for."""
    case, file = _case(visit), visit.path("file")
    item = _item(visit, case)
    number = _number(visit)
    try:
        shown = evidence.page_of(visit.desk, case.id, item.id, number, today=visit.today, file=file)
    except evidence.NotOpenedToday:
        return RedirectResponse(f"{item_path(case, item)}/open/{file}", 303)
    return visit.page(
        "evidence_page.html",
        case=case,
        tab=TAB,
        item=item,
        file=file,
        shown=shown,
        is_clear=bool(visit.query("clear")),
    )


def pixels(visit: Visit) -> Response:
    """The picture of one page: made here from pixels, not what was sent."""
    case, file = _case(visit), visit.path("file")
    shown = evidence.page_of(
        visit.desk, case.id, visit.path("item"), _number(visit), today=visit.today, file=file
    )
    return Response(shown.png, media_type="image/png")


def clean(visit: Visit) -> Response:
    """Make a copy without hidden data."""

    def write(case: CaseHead, item: ItemView, values: Mapping[str, Any]) -> tuple[str, str]:
        evidence.clean(visit.desk, case.id, item.id, reason=values["reason"], today=visit.today)
        return item_path(case, item), "A cleaned copy lies beside the original."

    return item_form(
        visit,
        "Make a cleaned copy",
        (REASON,),
        "Make the copy",
        write,
        lead="mat2 takes hidden data out: who made a file, where and when. What can be seen stays: a face, a "
        "name in the text. The text of a PDF becomes pictures.",
    )


def redact(visit: Visit) -> Response:
    """Choose fields of pages that are black in a copy, page after page; then make the copy."""
    case = _case(visit)
    item = _item(visit, case)
    form, problem = visit.form, None
    go = form.text("go") or form.text("here") or visit.query("n") or "1"
    if visit.request.method == "POST" and go == "make":
        try:
            regions = chosen_regions(form.texts("cells"), form.text("reason"))
            evidence.redact(visit.desk, case.id, item.id, regions, visit.today, pages=form.text("pages"))
        except Refused as err:
            problem, go = err, form.text("here")
        else:
            return visit.done(item_path(case, item), "A redacted copy lies beside the original.")
    try:
        number = max(1, int(go[:9])) if go.isdecimal() else 1
        shown = evidence.page_of(visit.desk, case.id, item.id, number, today=visit.today)
    except evidence.NotOpenedToday:
        return RedirectResponse(f"{item_path(case, item)}/open/{ORIGINAL}", 303)
    grid = grid_of(form, shown.number, shown.width, shown.height)
    return visit.page(
        "evidence_redact.html",
        code=400 if problem else 200,
        case=case,
        tab=TAB,
        item=item,
        shown=shown,
        grid=grid,
        field_sizes=FIELD_SIZES,
        strips=range(1, STRIPS + 1),
        is_clear=(form.text("show") or form.text("shown")) == "clear",
        form=form,
        problem=problem,
    )


def save(visit: Visit) -> Response:
    """Record why a file leaves the desk, and hand it to the browser to be saved; never to be shown."""
    case, file = _case(visit), visit.path("file")
    item = _item(visit, case)
    if visit.request.method == "POST":
        target = io.BytesIO()
        reason = visit.form.text("reason")
        try:
            evidence.export_file(
                visit.desk, case.id, item.id, reason=reason, today=visit.today, target=target, file=file
            )
        except Refused as err:
            return _save_form(visit, case, item, err)
        visit.work.sync_soon()
        headers = {
            "Content-Disposition": f"attachment; filename=evidence-{item.id[:12]}.bin",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        return Response(target.getvalue(), headers=headers, media_type="application/octet-stream")
    return _save_form(visit, case, item, None)


def _save_form(visit: Visit, case: CaseHead, item: ItemView, problem: Refused | None) -> Response:
    return visit.page(
        "evidence_save.html",
        code=400 if problem else 200,
        case=case,
        tab=TAB,
        item=item,
        file=visit.path("file"),
        field=REASON,
        form=visit.form,
        problem=problem,
    )


def item_form(
    visit: Visit,
    title: str,
    fields: tuple[Field, ...],
    button: str,
    write: Callable[[CaseHead, ItemView, Mapping[str, Any]], tuple[str, str]],
    *,
    lead: str = "",
) -> Response:
    """A form on an item; `write` records its values and says where to go on and what to say."""
    case = _case(visit)
    item = _item(visit, case)
    page = FormPage(
        title=title,
        fields=fields,
        button=button,
        back=item_path(case, item),
        write=lambda values: write(case, item, values),
        lead=lead,
        given=Form(fields={"written_by": ["person"]}),
        context={"case": case},
    )
    return answer_form(visit, page)


def _case(visit: Visit) -> CaseHead:
    return case_head(visit.desk, visit.path("case"))


def _item(visit: Visit, case: CaseHead) -> ItemView:
    return item_view(visit.desk, case.id, visit.path("item"), visit.today)


def item_path(case: CaseHead, item: ItemView) -> str:
    """Where the page of an item is."""
    return f"/case/{case.id}/{TAB}/{item.id}"


def _number(visit: Visit) -> int:
    asked = visit.query("n") or "1"
    if not asked.isdecimal() or not int(asked[:9]) >= 1:
        raise Refused("There is no such page.", advice="Pages are counted from 1.")
    return int(asked[:9])
