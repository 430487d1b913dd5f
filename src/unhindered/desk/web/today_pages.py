"""“My day”: what is urgent, tasks, deadlines; lists and calendar to save; what was begun and not recorded."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from unhindered.desk.actions import begun, calendar, case_list, check_ins, lists, today, work
from unhindered.desk.actions.bulk import done_bulks
from unhindered.desk.actions.triage import needed_now
from unhindered.desk.web.visit import Visit

# So many of a list are in sight; so many fold away below them; the rest only where asked for.
_IN_SIGHT: Final = 12
_MOST: Final = 60
_OWN_FIELDS: Final = frozenset({"begun_in", "begun_title", "begun_forget", "begun_quiet"})


def today_page(visit: Visit) -> Response:
    """The officer's day, or the team's; of the cases with one tag, if one is chosen."""
    now, tag = visit.work.now(), visit.query("tag")
    who = today.TEAM if visit.query("who") == today.TEAM else today.MINE
    return visit.page(
        "today.html",
        day=today.my_day(visit.desk, now, who=who, tag=tag),
        cases=case_list.case_list(visit.desk, now, which=today.MINE, tag=tag),
        begun=begun.all_begun(visit.desk),
        bulks=done_bulks(visit.desk),
        rings=len(check_ins.alarms(visit.desk, now)),
        needed=len(needed_now(visit.desk, now)),
        tags=work.tags_in_use(visit.desk),
        who=who,
        tag=tag,
        in_sight=_IN_SIGHT,
        most=None if visit.query("all") else _MOST,
    )


def tasks_list(visit: Visit) -> Response:
    """What is to be done, as CSV without a word about anybody."""
    who = today.TEAM if visit.query("who") == today.TEAM else today.MINE
    return _saved(lists.tasks_csv(visit.desk, visit.work.now(), who=who), "tasks.csv", "text/csv")


def cases_list(visit: Visit) -> Response:
    """The list of cases, as CSV without a word about anybody."""
    which, tag = visit.query("which"), visit.query("tag")
    content = lists.cases_csv(visit.desk, visit.work.now(), which=which, tag=tag)
    return _saved(content, "cases.csv", "text/csv")


def calendar_file(visit: Visit) -> Response:
    """What falls due for this officer, as iCalendar."""
    content = calendar.calendar(visit.desk, visit.work.now())
    return _saved(content, "calendar.ics", "text/calendar")


def case_calendar_file(visit: Visit) -> Response:
    """What falls due in one case, as iCalendar."""
    content = calendar.case_calendar(visit.desk, visit.path("case"), visit.work.now())
    return _saved(content, "calendar.ics", "text/calendar")


def _saved(content: bytes, name: str, kind: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})


def keep_begun(visit: Visit) -> Response:
    """Keep what was typed into a form, or throw away what was kept; the script saves here now and then."""
    path = visit.form.text("begun_in")
    if visit.form.text("begun_forget"):
        begun.forget_begun(visit.desk, path)
        visit.work.status.notes.append("Thrown away.")
        return RedirectResponse("/today#begun", 303)
    fields = {name: texts for name, texts in visit.form.fields.items() if name not in _OWN_FIELDS}
    title = visit.form.text("begun_title")
    begun.keep_begun(visit.desk, path, title, fields, visit.today)
    if visit.form.text("begun_quiet"):
        return Response(status_code=204)
    visit.work.status.notes.append("What you typed is kept on this machine. “Today” lists it.")
    return RedirectResponse("/today", 303)
