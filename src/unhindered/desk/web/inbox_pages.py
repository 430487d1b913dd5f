"""Inbox, a report, its attachments, and the first decisions on it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from unhindered.core.casework.risk_facts import RiskLevel
from unhindered.core.errors import Refused
from unhindered.desk.actions import attachments, cases, check_ins, decisions
from unhindered.desk.actions import inbox as inbox_actions
from unhindered.desk.actions.case_page import CaseHead, CaseView, case_head, case_view
from unhindered.desk.actions.contact import contact_rules
from unhindered.desk.actions.inbox import ReportView, inbox, report_view
from unhindered.desk.actions.labels import told_apart
from unhindered.desk.actions.telling import choice
from unhindered.desk.actions.triage import needed_now
from unhindered.desk.web.case_pages import in_a_year
from unhindered.desk.web.fields import Field, FormPage, answer_form, choices, sentence_case
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit
from unhindered.desk.web.ways_back import page_to_show

# Above this a file would have to be held in memory twice; the command writes it to the disk piece by piece.
LARGEST_DOWNLOAD = 256 * 1024 * 1024
_RAPID = (
    Field(kind="tick", name="danger_now", label="Someone is in danger now"),
    Field(
        kind="area",
        name="threat",
        label="What could happen, to whom, how soon?",
        hint="The worst that is likely in the next days.",
        is_required=True,
    ),
    Field(
        kind="area",
        name="safe_contact",
        label="How may we reach the source safely?",
        hint="Only the channel the source chose. If in doubt: the mailbox, nothing else.",
        is_required=True,
    ),
    Field(
        kind="area",
        name="do_not",
        label="What must nobody do?",
        hint="Shown to every officer wherever it could be broken.",
        is_required=True,
    ),
    Field(kind="area", name="next_step", label="What happens next, and who does it?", is_required=True),
)
_FULL = (
    Field(
        kind="area",
        name="threats",
        label="Threats",
        hint="Who could do what to whom, and to what end? What was said or done already, by whom, since "
        "when, and is it growing? Arrest, transfer, violence, charges, dismissal, exposure, harm to family.",
        is_required=True,
        rows=5,
    ),
    Field(
        kind="area",
        name="vulnerabilities",
        label="Vulnerabilities",
        hint="What makes harm easier? Custody, isolation, known habits and ways, children and relatives "
        "within reach, watched devices and accounts, papers, health, money, no lawyer, sole witness, who "
        "already knows.",
        is_required=True,
        rows=5,
    ),
    Field(
        kind="area",
        name="capacities",
        label="Capacities",
        hint="What makes it harder? People who stand by, a lawyer or doctor with access, another place to "
        "stay, public standing, visiting bodies, embassies, a plan that was tried, their own judgement.",
        is_required=True,
        rows=5,
    ),
    Field(
        kind="area",
        name="measures",
        label="What is done about it, by whom, by when",
        hint="Each measure should lower a threat, mend a vulnerability or build a capacity; and the person "
        "should want it.",
    ),
    Field(
        kind="radios",
        name="danger_level",
        label="The danger, once that is done",
        hint="Your judgement, weighed with the person if you can: how likely is the worst, and how bad? High "
        "and extreme stay on the list of who needs somebody now.",
        options=choices(RiskLevel),
        empty_is_none=True,
    ),
    Field(
        kind="area",
        name="channel",
        label="Channel to use",
        hint="Which, at what times, in whose name; and what to do if somebody else answers.",
        is_required=True,
    ),
    Field(
        kind="area",
        name="do_not",
        label="What must nobody do?",
        hint="Whom not to call, what not to send, where not to go, what not to say. Shown to every officer "
        "wherever it could be broken.",
        is_required=True,
    ),
    Field(
        kind="day",
        name="review_by",
        label="Look at it again by",
        hint="Sooner when something changes: a threat carried out, a hearing, a release, a publication.",
        empty_is_none=True,
    ),
)
# Proposed when nothing else is chosen: a week while danger was said, else a month.
_REVIEW_IN_DANGER, _REVIEW = timedelta(days=7), timedelta(days=30)

# What stands over the form for a case while nobody assessed the risk, by what the source said of danger.
_UNASSESSED = {
    "yes": "Somebody is in danger, and nobody has assessed the risk.",
    "unsure": "Somebody may be in danger, and nobody has assessed the risk.",
}


def inbox_page(visit: Visit) -> Response:
    """What rings, then all reports, danger first."""
    now = visit.work.now()
    return visit.page(
        "inbox.html",
        inbox=inbox(visit.desk, visit.today),
        ringing=check_ins.alarms(visit.desk, now),
        needed=needed_now(visit.desk, now),
    )


def open_sample(visit: Visit) -> Response:
    """Take some reports out of quarantine: at random, or the newest or the oldest."""
    pick = visit.form.text("pick") or inbox_actions.AT_RANDOM
    in_danger = bool(visit.form.text("in_danger"))
    drawn = inbox_actions.open_sample(visit.desk, in_danger=in_danger, pick=pick)
    how = {inbox_actions.NEWEST: "the newest", inbox_actions.OLDEST: "the oldest"}.get(
        pick, "drawn at random"
    )
    visit.work.status.notes.append(f"Out of quarantine, {how}: {len(drawn)}.")
    return RedirectResponse("/", 303)


def sync_now(visit: Visit) -> Response:
    """The sync button; back to where it was pressed."""
    visit.work.sync()
    if visit.work.status.trouble is None:
        visit.work.status.notes.append("In step with the gate; the whole log is verified.")
    return RedirectResponse(page_to_show(visit.request, visit.form.text("back")), 303)


def report_page(visit: Visit) -> Response:
    """One report, with the rules for contact with its source."""
    report = report_view(visit.desk, visit.path("report"))
    rules = contact_rules(visit.desk, report.id, visit.today)
    return visit.page("report.html", report=report, rules=rules)


def download(visit: Visit) -> Response:
    """The original of an attachment, to be saved: browsers are told never to show it."""
    desk = visit.desk
    report = desk.book.report(visit.path("report"))
    reference = attachments.reference_of(desk, report, visit.path("attachment"))
    attachments.refuse_without_custody(desk, report, reference)
    if reference.size > LARGEST_DOWNLOAD:
        raise Refused(
            "This attachment is too large for the browser.",
            advice=f"Use `unhindered desk attachment {visit.path('report')[:12]} …`.",
        )
    content = attachments.read_attachment(desk, reference)
    name = attachments.attachment_view(desk, reference).name
    headers = {
        # Plain letters for old programs, all letters for the rest (RFC 6266).
        "Content-Disposition": f"attachment; filename=attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(content, headers=headers, media_type="application/octet-stream")


def assess_report(visit: Visit) -> Response:
    """Risk, recorded on a report that has no case yet (or on its case)."""
    report = report_view(visit.desk, visit.path("report"), mark_read=False)
    where = f"/case/{report.case}" if report.case else f"/report/{report.id}"
    case = case_head(visit.desk, report.case) if report.case else None
    return _assess(visit, report.id, where, case, is_in_danger=report.answers.danger == "yes")


def assess_case(visit: Visit) -> Response:
    """Risk, recorded on a case."""
    case = case_view(visit.desk, visit.path("case"), visit.today)
    is_in_danger = case.rapid is not None or any(report.danger == "yes" for report in case.reports)
    return _assess(visit, case.id, f"/case/{case.id}", case, is_in_danger=is_in_danger)


def _assess(
    visit: Visit, target: str, where: str, case: CaseHead | CaseView | None, *, is_in_danger: bool
) -> Response:
    is_full = visit.path("kind") == "full"
    kind = cases.FULL if is_full else cases.RAPID

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        cases.assess(visit.desk, target, kind=kind, values=values, today=visit.today)
        return where, "The risk assessment is recorded."

    page = FormPage(
        title="Full risk assessment" if is_full else "Rapid risk assessment",
        lead=(
            "Write what you know and what you do not know. “Unknown” is an answer."
            if is_full
            else "Five fields, for someone in danger now. They allow contact today and tomorrow; "
            "then the full assessment is due."
        ),
        fields=_FULL if is_full else _RAPID,
        button="Record the assessment",
        back=where,
        write=write,
        given=Form(fields=_proposed(visit, is_in_danger=is_in_danger)),
        context={} if case is None else {"case": case},
    )
    return answer_form(visit, page)


def _proposed(visit: Visit, *, is_in_danger: bool) -> dict[str, list[str]]:
    review = visit.today + (_REVIEW_IN_DANGER if is_in_danger else _REVIEW)
    return {"danger_now": ["yes"] if is_in_danger else [], "review_by": [review.isoformat()]}


def open_case(visit: Visit) -> Response:
    """Open a case with a report, and choose who gets access."""
    desk = visit.desk
    report = report_view(desk, visit.path("report"), mark_read=False)
    if report.case:
        visit.work.status.notes.append("This report is in this case already.")
        return RedirectResponse(f"/case/{report.case}", 303)
    is_assessed = report.rapid is not None or report.full is not None
    unassessed = "" if is_assessed else _UNASSESSED.get(report.answers.danger, "")
    roster = desk.book.roster
    others = [] if roster is None else [m.card for m in roster.members if m.card.id != desk.officer.id]

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        case = cases.open_case(
            desk, [report.id], name=values["name"], officers=values["officers"], today=visit.today
        )
        return f"/case/{case}", "The case is open."

    page = FormPage(
        title="Open a case",
        lead="What was assessed moves into the case. Only the officers chosen here can open it.",
        fields=(
            Field(
                kind="line",
                name="name",
                label="Working name",
                hint="Names nobody and no telling place: “Autumn 4”, not “Ada in Northgate”.",
                is_required=True,
            ),
            Field(
                kind="checks",
                name="officers",
                label="Who else gets access",
                hint="You have it. What somebody opened once cannot be taken back.",
                options=[(card.id, card.name) for card in others],
            ),
        ),
        button="Open the case",
        back=f"/report/{report.id}",
        write=write,
        aside="open-case",
        context={"report": report.id, "unassessed": unassessed},
    )
    return answer_form(visit, page)


def decide(visit: Visit) -> Response:
    """Record what the source decided: in its case as consents, before that for the team to know."""
    report = report_view(visit.desk, visit.path("report"), mark_read=False)
    case = case_view(visit.desk, report.case, visit.today) if report.case else None

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        decisions.require_shown(visit.desk, report.id)
        missing = decisions.record_decision(visit.desk, report.id, values, visit.today)
        where = f"/case/{report.case}" if report.case else f"/report/{report.id}"
        if missing:
            named = ", ".join(choice(purpose) for purpose in missing)
            return where, f"Recorded. Not recorded, since no body was named: {named}."
        return where, "Recorded. What the source does not agree to has ended."

    page = FormPage(
        title="Record what the source decided",
        lead=(
            "Each purpose becomes a consent of its own, given through the mailbox. What the source does not "
            "agree to any more ends at once, however it was given."
            if case
            else "The report has no case yet, so nothing rests on it. Your colleagues see that it was read."
        ),
        fields=() if case is None else _decision_fields(visit, report, case),
        button="Record it",
        back=f"/report/{report.id}",
        write=write,
        is_grave=any(item.withdraws for item in report.decisions),
        given=in_a_year(visit),
        context={} if case is None else {"case": case},
    )
    return answer_form(visit, page)


def _decision_fields(visit: Visit, report: ReportView, case: CaseView) -> tuple[Field, ...]:
    """Who the source is, and for each purpose that has no recipient of its own, the body."""
    held = visit.desk.book.report(report.id)
    bodies = [
        item for item in decisions.agreed_now(visit.desk, held) if item.purpose not in decisions.RECIPIENTS
    ]
    return (
        Field(
            kind="choose",
            name="person",
            label="Who is the source?",
            hint="Only consents of this person are given and ended. Look yourself at those of others.",
            options=_who_can_be_source(visit, report, case),
            is_required=True,
        ),
        *(
            Field(
                kind="line",
                name=item.purpose.value,
                label=f"{sentence_case(choice(item.purpose))}, {choice(item.level)}: for which body?",
                hint="The short name of one body. Empty if you do not know: then it is not recorded.",
            )
            for item in bodies
        ),
        Field(kind="day", name="expires", label="Last day it holds", is_required=True, is_half=True),
    )


def _who_can_be_source(visit: Visit, report: ReportView, case: CaseView) -> list[tuple[str, str]]:
    """Where nobody can be, all persons: then the refusal says what to do."""
    desk = visit.desk
    with desk.lock:
        found = decisions.possible_sources(desk, desk.book.case(case.id), desk.book.report(report.id))
    known = [(item.person, item.label) for item in case.persons if not found or item.person in found]
    return told_apart(known)
