"""The team, its fingerprints, and admitting an officer."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.errors import Refused
from unhindered.desk.actions import setting_up
from unhindered.desk.actions.case_page import case_rows
from unhindered.desk.actions.officers import team
from unhindered.desk.web.fields import Field
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit


def officers(visit: Visit) -> Response:
    """Who works here, and the words to compare."""
    return _page(visit, None, Form())


def admit(visit: Visit) -> Response:
    """Put the officer of a card on the roster; the welcome file is offered once, on the page that follows."""
    form = visit.form
    card = form.text("card") or form.file.decode(errors="replace")
    try:
        admitted = setting_up.admit(
            visit.desk,
            card if card.endswith("\n") else f"{card}\n",
            form.fields.get("passphrase", [""])[0],
            may_publish=bool(form.text("may_publish")),
            cases=form.texts("cases"),
        )
    except Refused as err:
        return _page(visit, err, form)
    visit.work.sync()
    visit.work.status.welcomes[admitted.officer] = admitted.welcome
    return visit.page("admitted.html", admitted=admitted)


def welcome(visit: Visit) -> Response:
    """The welcome file of an officer admitted since the desk was opened; sealed to that officer."""
    sealed = visit.work.status.welcomes.get(visit.path("officer"))
    if sealed is None:
        raise Refused("There is no welcome file for this officer here.", advice="Admit the card again.")
    headers = {"Content-Disposition": "attachment; filename=welcome.age"}
    return Response(sealed, headers=headers, media_type="application/octet-stream")


def _page(visit: Visit, problem: Refused | None, form: Form) -> Response:
    rows = case_rows(visit.desk, visit.today)
    cases = Field(
        kind="checks",
        name="cases",
        label="Give access to these cases",
        options=[(row.id, row.name) for row in rows if not row.is_closed],
    )
    values: Mapping[str, Any] = {"team": team(visit.desk), "problem": problem, "form": form, "cases": cases}
    return visit.page("officers.html", code=400 if problem else 200, **values)
