"""The desk as an ASGI application: each page a function of an open desk; the door stands before them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.desk import Desk
from unhindered.desk.importing.kept_files import KeptFiles
from unhindered.desk.web import (
    audit_pages,
    case_pages,
    check_in_pages,
    consent_pages,
    consent_paper_pages,
    contact_pages,
    document_pages,
    evidence_pages,
    evidence_text_pages,
    export_pages,
    help_pages,
    import_pages,
    inbox_pages,
    match_pages,
    number_pages,
    officer_pages,
    picture_pages,
    print_pages,
    questionnaire_pages,
    record_pages,
    report_new_pages,
    search_pages,
    sent_pages,
    statement_pages,
    today_pages,
    urgent_pages,
    verification_pages,
    work_pages,
)
from unhindered.desk.web.door import ENTER, Door, Session, entered
from unhindered.desk.web.lock import NEVER, Lock, Locking
from unhindered.desk.web.static_files import StaticFiles
from unhindered.desk.web.visit import Page, Workplace, endpoint, make_workplace, render
from unhindered.web.calm_errors import CalmErrors

_SHOWN: tuple[tuple[str, Page], ...] = (
    ("/", inbox_pages.inbox_page),
    ("/report/{report}", inbox_pages.report_page),
    ("/report/{report}/attachment/{attachment}", inbox_pages.download),
    ("/report-new/blank", report_new_pages.blank_form),
    ("/check-ins", check_in_pages.check_ins_page),
    ("/matches", match_pages.matches_page),
    ("/cases", case_pages.cases_page),
    ("/case/{case}", case_pages.case_page),
    ("/case/{case}/record", record_pages.record_page),
    ("/case/{case}/record/{thing}", record_pages.thing_page),
    ("/case/{case}/verification", verification_pages.verification_page),
    ("/cases.csv", today_pages.cases_list),
    ("/today", today_pages.today_page),
    ("/today.csv", today_pages.tasks_list),
    ("/calendar.ics", today_pages.calendar_file),
    ("/case/{case}/calendar.ics", today_pages.case_calendar_file),
    ("/case/{case}/work", work_pages.work_page),
    ("/case/{case}/pictures", picture_pages.pictures_page),
    ("/search/{number:int}", search_pages.results_page),
    ("/case/{case}/consents", consent_pages.consents_page),
    ("/case/{case}/sent", sent_pages.sent_page),
    ("/review", statement_pages.review),
    ("/publish", statement_pages.queue),
    ("/statement/{statement}", statement_pages.statement),
    ("/document/{document}", document_pages.document_page),
    ("/audit", audit_pages.audit_page),
    ("/help", help_pages.help_page),
    ("/numbers", number_pages.numbers_page),
    ("/officers", officer_pages.officers),
    ("/officers/welcome/{officer}", officer_pages.welcome),
    ("/case/{case}/evidence", evidence_pages.evidence_page),
    ("/case/{case}/exhibits", evidence_pages.exhibits),
    ("/case/{case}/evidence/{item}", evidence_pages.item_page),
    ("/case/{case}/evidence/{item}/page/{file}", evidence_pages.page_of_item),
    ("/case/{case}/evidence/{item}/pixels/{file}", evidence_pages.pixels),
)
# Shown with GET, written with POST; after an error the same page comes again with what was typed.
_FORMS: tuple[tuple[str, Page], ...] = (
    ("/search", search_pages.search_page),
    ("/report-new", report_new_pages.report_new),
    ("/report/{report}/assess/{kind}", inbox_pages.assess_report),
    ("/report/{report}/open-case", inbox_pages.open_case),
    ("/report/{report}/decision", inbox_pages.decide),
    ("/report/{report}/check-ins", check_in_pages.agree),
    ("/report/{report}/check-ins/end", check_in_pages.end),
    ("/case/{case}/assess/{kind}", inbox_pages.assess_case),
    ("/case/{case}/answer", case_pages.answer_source),
    ("/case/{case}/contact", contact_pages.contact),
    ("/case/{case}/urgent", urgent_pages.urgent),
    ("/case/{case}/note", case_pages.note),
    ("/case/{case}/task", work_pages.task),
    ("/case/{case}/task/{task}", work_pages.change_task),
    ("/case/{case}/task/{task}/done", work_pages.finish),
    ("/case/{case}/deadline", work_pages.deadline),
    ("/case/{case}/assign", work_pages.assign),
    ("/case/{case}/tags", work_pages.tags),
    ("/case/{case}/undo/{nonce}/{number}", work_pages.undo),
    ("/bulk/{bulk}/undo", work_pages.undo_bulk),
    ("/case/{case}/access", case_pages.access),
    ("/case/{case}/add-report", case_pages.add_report),
    ("/case/{case}/close", case_pages.close),
    ("/case/{case}/reopen", case_pages.reopen),
    *((f"/case/{{case}}/{what}", page) for what, page in record_pages.new_pages().items()),
    ("/case/{case}/record/{thing}/anew", record_pages.anew_page),
    ("/case/{case}/consent", consent_pages.consent),
    ("/case/{case}/consents/page/{person}", consent_paper_pages.consent_paper),
    ("/case/{case}/confirm/{consent}", consent_pages.confirm),
    ("/case/{case}/send", sent_pages.send),
    ("/case/{case}/sending/{sending}", sent_pages.drafted),
    ("/case/{case}/recall/{sending}/{consent}", sent_pages.ask_recall),
    ("/case/{case}/recall/{sending}/{consent}/end", sent_pages.end_recall),
    ("/case/{case}/withdraw/{consent}", consent_pages.withdraw),
    ("/case/{case}/draft", statement_pages.draft),
    ("/case/{case}/evidence-new", evidence_pages.add),
    ("/case/{case}/evidence/{item}/open/{file}", evidence_pages.open_item),
    ("/case/{case}/evidence/{item}/clean", evidence_pages.clean),
    ("/case/{case}/evidence/{item}/redact", evidence_pages.redact),
    ("/case/{case}/evidence/{item}/exhibit", evidence_text_pages.exhibit),
    ("/case/{case}/evidence/{item}/transcript", evidence_text_pages.transcript),
    ("/case/{case}/evidence/{item}/text/{text}/translation", evidence_text_pages.translation),
    ("/case/{case}/evidence/{item}/text/{text}/redact", evidence_text_pages.redact_text),
    ("/case/{case}/evidence/{item}/save/{file}", evidence_pages.save),
    ("/case/{case}/grade/{information}", verification_pages.grade),
    ("/case/{case}/judge/{about}", verification_pages.judge),
    ("/judgement/{judgement}", verification_pages.judgement),
    ("/statement/{statement}/retract", statement_pages.retract),
    ("/documents", document_pages.list_page),
    ("/questions", questionnaire_pages.questionnaire_page),
    ("/case/{case}/print", print_pages.print_page),
    ("/checklist", help_pages.checklist_page),
    ("/import", import_pages.import_page),
    ("/export", export_pages.export_page),
    ("/case/{case}/import/{imported}/undo", import_pages.undo_page),
)
_WRITTEN: tuple[tuple[str, Page], ...] = (
    ("/sync", inbox_pages.sync_now),
    ("/quarantine", inbox_pages.open_sample),
    ("/alarms/acknowledge", check_in_pages.acknowledge),
    ("/check-ins/tell-again", check_in_pages.tell_again),
    ("/matches/search", match_pages.search),
    ("/matches/stop", match_pages.stop),
    ("/matches/decide", match_pages.decide),
    ("/matches/undo", match_pages.undo),
    ("/case/{case}/take-in", case_pages.take_in),
    ("/case/{case}/evidence/take-in", evidence_pages.take_in),
    ("/cases/bulk", work_pages.bulk_page),
    ("/drafts", today_pages.keep_draft),
    ("/searches", search_pages.keep_search),
    ("/statement/{statement}/decide", statement_pages.decide),
    ("/publish", statement_pages.publish),
    ("/document/{document}/decide/{number:int}", document_pages.decide),
    ("/officers", officer_pages.admit),
)

_BROKEN = Unavailable(
    "Something broke at this desk.",
    advice="Nothing was lost that was saved. What you sent last may be saved or not: go back and look before "
    "you send it again. If it happens twice, stop the desk and start it with `unhindered desk serve`. Where "
    "it runs, a line says what broke, without a word of any case: give it to who looks after this program.",
)


def make_desk(
    desk: Desk,
    session: Session,
    *,
    now: Callable[[], datetime],
    patience: float = 3.0,
    locking: Locking = NEVER,
    is_practice: bool = False,
) -> Starlette:
    """The pages of an open desk, for the one browser that `session` lets in.

    `now` is local time; `patience` is how many seconds a page waits for a sync that it began. Every page of
    a practice desk says that it is one.
    """
    work = make_workplace(desk, now, patience)
    work.reopen, work.idle, work.is_practice = locking.reopen, locking.idle, is_practice

    async def enter(request: Request) -> Response:
        return entered(session, request.query_params.get("token", ""))

    async def missing(request: Request, _: Exception) -> Response:
        problem = Refused("There is no such page at this desk.", advice="Go back to the inbox.")
        values = {"problem": problem, "is_ours": False}
        return HTMLResponse(render(work, request.url.path, "error.html", values), 404)

    app = Starlette(
        routes=[
            Route(ENTER, enter),
            Route("/static/{name}", StaticFiles().serve),
            *_routes(work, _SHOWN, ["GET"]),
            *_routes(work, _FORMS, ["GET", "POST"]),
            *_routes(work, _WRITTEN, ["POST"]),
        ],
        # Inside the door: a page shows counts and names, and not to whoever is not let in.
        middleware=[
            Middleware(Door, session=session),
            Middleware(Lock, work=work, idle=locking.idle, clock=locking.clock),
            Middleware(CalmErrors, answer=partial(_broken, work), last_words=_last_words),
        ],
        exception_handlers={HTTPException: missing},
    )
    app.state.workplace = work
    app.state.kept_files = KeptFiles()
    return app


def _broken(work: Workplace, request: Request) -> Response:
    values = {"problem": _BROKEN, "advice": _BROKEN.advice}
    return HTMLResponse(render(work, request.url.path, "broken.html", values), 500)


def _last_words() -> Response:
    return PlainTextResponse(f"{_BROKEN}\n{_BROKEN.advice}\n", 500)


def _routes(work: Workplace, pages: tuple[tuple[str, Page], ...], methods: list[str]) -> list[Route]:
    return [Route(path, endpoint(page, work), methods=methods) for path, page in pages]
