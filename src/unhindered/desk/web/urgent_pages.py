"""Today's steps for a case whose danger stands."""

from typing import Any

from starlette.responses import Response

from unhindered.core.casework.terms import IdentityLevel
from unhindered.core.errors import Refused
from unhindered.desk.actions.urgent import Asked, record_call, urgent_view
from unhindered.desk.web.fields import Field, choices, wrong_fields
from unhindered.desk.web.visit import Visit

_TOLD = "told_"


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
        *(_told_of(item) for item in view.asked if item.consents),
        Field(
            kind="line",
            name="without_consent",
            label="If nobody was told of by a consent for this body: why",
            hint="For example: nobody was named; the person cannot be reached and the family asked for it. "
            "Then what was asked, above, names nobody of this case, not by initials either.",
        ),
    )
    problem: Refused | None = None
    if visit.request.method == "POST":
        values: dict[str, Any] = {item.name: item.value(visit.form) for item in fields}
        values["told"] = {name.removeprefix(_TOLD): values[name] for name in values if name.startswith(_TOLD)}
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


def _told_of(item: Asked) -> Field:
    """How much of a person the body was told: at most what was agreed to for any body."""
    most = [consent.given.level for consent in item.consents]
    levels = [level for level in IdentityLevel if any(agreed.covers(level) for agreed in most)]
    offered = [pair for pair in choices(IdentityLevel) if pair[0] in levels]
    return Field(
        kind="choose",
        name=f"{_TOLD}{item.person.person}",
        label=f"How was {item.person.label} told of?",
        hint="Only by a consent for this body. It is recorded under “Sent”, so that it can be asked back.",
        options=[("", "Not told of"), *offered],
    )
