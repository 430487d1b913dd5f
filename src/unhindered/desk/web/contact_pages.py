"""Contact outside the mailbox, recorded under the rules that stand."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.interview_terms import ReportChannel
from unhindered.desk.actions.case_page import case_head
from unhindered.desk.actions.contact import record_contact, rules_of_case
from unhindered.desk.web.fields import Field, FormPage, answer_form, choices
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit


def contact(visit: Visit) -> Response:
    """Record that a source was spoken or written to; the rules stand above the form."""
    desk, head = visit.desk, case_head(visit.desk, visit.path("case"))
    rules = rules_of_case(desk, head.id, visit.today)
    which = [(item.report, f"Report of {item.day}") for item in rules]

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        given = {name: value for name, value in values.items() if name != "report"}
        record_contact(desk, head.id, values["report"], given, visit.today)
        return f"/case/{head.id}", "The contact is in the timeline."

    asked = visit.query("report")
    chosen = [report for report, _ in which if report == asked or len(which) == 1]
    page = FormPage(
        title="Record contact outside the mailbox",
        lead="Read the rules first. What is written here stays in the case; it reaches nobody.",
        fields=(
            Field(kind="radios", name="report", label="With whose source?", options=which, is_required=True),
            Field(
                kind="radios",
                name="channel",
                label="Through which channel?",
                options=choices(ReportChannel),
                is_required=True,
            ),
            Field(
                kind="day", name="happened_on", label="On which day?", is_required=True, empty_is_none=True
            ),
            Field(
                kind="area",
                name="text",
                label="What was said, and what was agreed",
                hint="Also: was it safe to talk, and who else may have heard?",
                is_required=True,
                rows=6,
            ),
            Field(kind="line", name="interpreter", label="Interpreter"),
            Field(
                kind="tick",
                name="although_not_allowed",
                label="It happened although no assessment allows contact today; the case will show it",
            ),
        ),
        button="Record it",
        back=f"/case/{head.id}",
        write=write,
        given=Form(fields={"report": chosen[:1], "happened_on": [visit.today.isoformat()]}),
        context={"case": head, "contact": rules},
    )
    return answer_form(visit, page)
