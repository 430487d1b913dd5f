"""Today's steps for a case whose danger stands."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.errors import Refused
from unhindered.desk.actions.urgent import record_call, urgent_view
from unhindered.desk.web.fields import Field, wrong_fields
from unhindered.desk.web.visit import Visit


def urgent(visit: Visit) -> Response:
    """The steps; what was done is recorded on the same page, and after an error it stands again."""
    view = urgent_view(visit.desk, visit.path("case"), visit.today, helps_with=visit.query("for"))
    fields = (
        Field(
            kind="choose",
            name="body",
            label="Which body?",
            options=[(item.mechanism.id, item.mechanism.name) for item in view.to_call],
            is_required=True,
        ),
        Field(
            kind="area",
            name="text",
            label="What was asked, of whom there, and what comes next",
            is_required=True,
        ),
        Field(
            kind="line",
            name="without_consent",
            label="If nobody's consent for this body is recorded: why",
            hint="For example: nobody was named; the person cannot be reached and the family asked for it.",
        ),
    )
    problem: Refused | None = None
    if visit.request.method == "POST":
        values: Mapping[str, Any] = {item.name: item.value(visit.form) for item in fields}
        try:
            record_call(visit.desk, view.id, values, visit.today)
        except Refused as err:
            problem = err
        else:
            return visit.done(f"/case/{view.id}/urgent#done", "Recorded as an intervention.")
    return visit.page(
        "urgent.html",
        code=400 if problem else 200,
        case=view,
        tab="urgent",
        fields=fields,
        form=visit.form,
        problem=problem,
        wrong=wrong_fields(problem, fields),
    )
