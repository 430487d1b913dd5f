"""Let something leave within consent: choose for what and to whom, see just what goes, and take the file."""

from starlette.responses import Response

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import exporting
from unhindered.desk.actions.case_page import case_rows
from unhindered.desk.actions.telling import choice
from unhindered.desk.web.visit import Visit

_LEFT_OUT = "left_out"
# A form holds a few hundred fields.
_MOST_SHOWN = 200
_WORDS = {
    IdentityLevel.AGGREGATE: "counted only",
    IdentityLevel.ANONYMOUS: "without a name",
    IdentityLevel.INITIALS: "initials",
    IdentityLevel.NAMED: "by name",
}
_FORMS = {"esf-csv": "Tables: ESF CSV in a zip", "json": "JSON"}


def export_page(visit: Visit) -> Response:
    """Show what may leave, or let it leave."""
    if visit.request.method != "POST":
        return _shown(visit)
    try:
        asked = _asked(visit)
        if visit.form.text("act") == "export":
            made = exporting.export(visit.desk, asked, visit.today)
            visit.work.sync_soon()
            headers = {"content-disposition": f'attachment; filename="{made.name}"'}
            return Response(made.content, media_type=made.media_type, headers=headers)
        if visit.form.text("act") == "second":
            count = exporting.ask_second_officer(visit.desk, asked, visit.today)
            return visit.done("/export", f"Put before a second officer: {count}.")
        return _shown(visit, asked=asked)
    except Refused as err:
        return _shown(visit, problem=err)


def _asked(visit: Visit) -> exporting.ExportAsked:
    form = visit.form
    purpose, _, recipient = form.text("to").partition(" ")
    if purpose not in list(Purpose) or not recipient:
        raise Refused("Choose for what, and to whom.", advice="Only what somebody agreed to is in the list.")
    at_most = {
        field.removeprefix("level-"): None if value == _LEFT_OUT else IdentityLevel(value)
        for field, (value, *_) in form.fields.items()
        if field.startswith("level-") and value in {_LEFT_OUT, *IdentityLevel}
    }
    allowed = exporting.agreed(visit.desk, visit.today).get((Purpose(purpose), recipient), ())
    chosen = [case for case in form.texts("cases") if case in allowed]
    return exporting.ExportAsked(
        cases=tuple(chosen or allowed),
        purpose=Purpose(purpose),
        recipient=recipient,
        format=form.text("format") or "esf-csv",
        at_most=at_most,
        note=form.text("note"),
    )


def _shown(
    visit: Visit, *, asked: exporting.ExportAsked | None = None, problem: Refused | None = None
) -> Response:
    agreed = exporting.agreed(visit.desk, visit.today)
    only = visit.query("case")
    pairs = [
        (f"{purpose} {recipient}", f"{choice(purpose)}, to {recipient}", len(cases))
        for (purpose, recipient), cases in agreed.items()
        if not only or any(case.startswith(only) for case in cases)
    ]
    names = {row.id: row.name for row in case_rows(visit.desk, visit.today)}
    levels = list(IdentityLevel)
    return visit.page(
        "export.html",
        code=400 if problem else 200,
        problem=problem,
        pairs=pairs,
        forms=_FORMS,
        form=visit.form,
        asked=asked,
        previews=() if asked is None else exporting.preview(visit.desk, asked, visit.today),
        allowed=() if asked is None else agreed.get((asked.purpose, asked.recipient), ()),
        only=only,
        names=names,
        levels_up_to={
            most: [(one.value, _WORDS[one]) for one in levels if most.covers(one)] for most in levels
        },
        left_out=_LEFT_OUT,
        most_shown=_MOST_SHOWN,
    )
