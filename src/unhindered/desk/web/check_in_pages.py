"""What rings, which check-ins are missed or due, and the forms that agree on a rhythm or end it."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.desk.actions import check_ins
from unhindered.desk.actions.contact import contact_rules
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.watch_orders import tell_watch_again
from unhindered.desk.web.fields import Field, FormPage, answer_form
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit

_MEANWHILE = "It waits on this machine: the watch does not know it before the gate has it."
_RHYTHM = (
    Field(
        kind="line",
        name="every_days",
        label="Every so many days",
        hint="1 to 31. Not oftener than the person can keep for weeks.",
        is_required=True,
        is_half=True,
    ),
    Field(
        kind="line",
        name="grace_hours",
        label="Hours of grace",
        hint="1 to 168, after the end of the day in UTC. Count in night, travel and no network.",
        is_required=True,
        is_half=True,
    ),
    Field(kind="day", name="until", label="Last day", hint="Empty for no end.", empty_is_none=True),
)


def tell_again(visit: Visit) -> Response:
    """Tell the watch everything again."""
    count = tell_watch_again(visit.desk)
    note = f"Orders that the watch is told again, with the next sync that gets through: {count}."
    return visit.done("/check-ins", note)


def check_ins_page(visit: Visit) -> Response:
    """Alarms, proposals of sources, and the list of check-ins."""
    desk, now = visit.desk, visit.work.now()
    return visit.page(
        "check_ins.html",
        ringing=check_ins.alarms(desk, now),
        due=check_ins.due(desk, now),
        proposals=check_ins.proposals(desk),
        watch_heard=desk.book.watch_heard,
    )


def acknowledge(visit: Visit) -> Response:
    """Take one alarm on."""
    check_ins.acknowledge(visit.desk, [visit.form.text("alarm")], visit.work.now())
    meanwhile = "The watch goes on calling until the gate has it. Call whoever is on duty, if it is urgent."
    return visit.done("/", "You have taken this alarm on.", meanwhile=meanwhile)


def agree(visit: Visit) -> Response:
    """Agree on a rhythm with the source of a report."""
    desk, report = visit.desk, visit.desk.book.report(visit.path("report"))
    back = _back(visit)

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        numbers = {name: _number(name, values[name]) for name in ("every_days", "grace_hours")}
        check_ins.agree(desk, report.id, {**values, **numbers}, visit.today)
        return back, "The check-ins are agreed. Tell the source in your answer."

    proposed = [
        item for item in check_ins.proposals(desk) if item.about.report == report.id and not item.ends
    ]
    given = (
        {name: [str(getattr(proposed[-1], name))] for name in ("every_days", "grace_hours")}
        if proposed
        else {}
    )
    page = FormPage(
        title="Agree on check-ins",
        lead="If no check-in comes, whoever is on duty is woken after the grace. Agree only on what "
        "somebody can answer for, nights and holidays too.",
        fields=_RHYTHM,
        button="Agree",
        back=back,
        write=write,
        meanwhile=_MEANWHILE,
        given=Form(fields=given),
        context={"contact": (contact_rules(desk, report.id, visit.today),)},
    )
    return answer_form(visit, page)


def end(visit: Visit) -> Response:
    """End the rhythm with the source of a report."""
    desk, report, back = visit.desk, visit.desk.book.report(visit.path("report")), _back(visit)

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        check_ins.end(desk, report.id, values["note"], visit.today)
        return back, "The check-ins are ended. Danger still rings."

    page = FormPage(
        title="End the check-ins",
        lead="Nothing is missed any more from now on. Be sure that the source knows.",
        fields=(Field(kind="area", name="note", label="Why, and who knows it"),),
        button="End them",
        back=back,
        write=write,
        meanwhile=_MEANWHILE,
        is_grave=True,
        context={"contact": (contact_rules(desk, report.id, visit.today),)},
    )
    return answer_form(visit, page)


def _back(visit: Visit) -> str:
    case = visit.desk.book.case_of_report(visit.desk.book.report(visit.path("report")).id)
    return "/check-ins" if case is None else f"/case/{case}"


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        raise WrongFields(None, {name: "Write a whole number, in digits."})
    return int(text)
