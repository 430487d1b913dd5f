"""One request at the desk: what was asked, the open desk, and how an answer is made."""

import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from unhindered.core.casework.assessments import Assessment
from unhindered.core.casework.dates_in_words import day_in_words, edtf_in_words
from unhindered.core.casework.risk_facts import RapidRiskAssessed
from unhindered.core.errors import Refused, Unavailable, UnhinderedError
from unhindered.desk.actions.check_ins import alarms, proposals
from unhindered.desk.actions.codes import language_name, state_name
from unhindered.desk.actions.contact import rules_in_short
from unhindered.desk.actions.inbox import inbox
from unhindered.desk.actions.statements import to_release, to_review
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.actions.telling import act_type, choice
from unhindered.desk.actions.verification import count_to_decide
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import OpenedThing, What
from unhindered.desk.importing.kept_files import KeptFiles
from unhindered.desk.linkage.searching import Searching
from unhindered.desk.sync import LogIsWrong
from unhindered.desk.web.case_tabs import CASE_TABS
from unhindered.desk.web.counting import counted
from unhindered.desk.web.forms import Form, read_form
from unhindered.desk.web.help import help_on
from unhindered.desk.web.navigation import navigation
from unhindered.desk.web.opened import cases_in, note_shown
from unhindered.desk.web.ways_back import came_from
from unhindered.web.calm_errors import note_error
from unhindered.web.pages import make_pages

_PACKAGE = "unhindered.desk"
CLOSING = "closing-desk"
_LONGEST_NUMBER = 6
_BROKEN = 500
_STYLES = ("/static/base.css", "/static/desk.css")


@dataclass(kw_only=True)
class Status:
    """How the last sync went, for the line on top of every page, and what the next page has to say once."""

    synced_at: datetime | None = None
    trouble: UnhinderedError | None = None
    objections: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    welcomes: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_alarm(self) -> bool:
        """Whether the log itself is in doubt."""
        return isinstance(self.trouble, LogIsWrong)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What is kept in memory beside an open desk, and let go with it: files to import, a search for likes."""

    files: KeptFiles = field(default_factory=KeptFiles)
    searching: Searching = field(default_factory=Searching)


class Locked(Unavailable):
    """The desk's keys are not in memory."""

    advice = "Open it with the passphrase."


@dataclass(kw_only=True)
class Workplace:
    """What all requests share: the open desk, templates, the clock, and the state of the line to the gate.

    `reopen` opens the desk again with the passphrase; without it the desk cannot be locked. `idle` is after
    how many seconds without a touch it locks, 0 for never.
    """

    open_desk: Desk | None
    now: Callable[[], datetime]
    status: Status
    templates: jinja2.Environment
    patience: float
    reopen: Callable[[str], Desk] | None = None
    idle: float = 0
    is_practice: bool = False
    lock_if_idle: Callable[[], None] = lambda: None
    beside: Beside = field(default_factory=Beside)
    # How many requests wait that were sent while the desk was locked.
    held: Callable[[], int] = lambda: 0

    @property
    def desk(self) -> Desk:
        """The open desk.

        Raises:
            Locked: it is locked.
        """
        if self.open_desk is None:
            raise Locked("This desk is locked.")
        return self.open_desk

    @property
    def can_lock(self) -> bool:
        """Whether it can be opened again from here."""
        return self.reopen is not None

    @property
    def is_locked(self) -> bool:
        """Whether its keys were let go."""
        return self.open_desk is None

    def lock(self) -> None:
        """Let go of the keys and of all that was opened. A sync that runs comes to its end first."""
        desk, self.open_desk = self.open_desk, None
        beside, self.beside = self.beside, Beside()
        self.status = Status()
        if desk is not None:
            desk.is_ending = True
            threading.Thread(target=_closed, args=(desk, beside), name=CLOSING, daemon=True).start()

    def unlock(self, passphrase: str) -> None:
        """Open the desk again.

        Raises:
            Refused: another passphrase.
            Unavailable: the docket is damaged.
        """
        if self.open_desk is None and self.reopen is not None:
            self.open_desk = self.reopen(passphrase)

    def close(self) -> None:
        """Close the desk, if it is open."""
        if self.open_desk is not None:
            self.open_desk.close()

    def frame(self) -> dict[str, Any]:
        """What the layout needs on every page, on that of a locked desk too."""
        return {
            "language": "en",
            "direction": "ltr",
            "program": "Desk",
            "icon": "/static/mark.svg",
            "stylesheets": _STYLES,
            "is_practice": self.is_practice,
            "held": self.held(),
        }

    def today(self) -> date:
        """The officer's own day."""
        return self.now().date()

    def sync_soon(self) -> None:
        """Sync, but go on after a moment: over a slow line an officer need not wait, nothing is lost."""
        syncing = threading.Thread(target=self.sync, daemon=True)
        syncing.start()
        syncing.join(self.patience)

    def sync(self) -> None:
        """Sync, and remember how it went; never raises for a gate that is away or in doubt."""
        if self.is_locked:
            return
        try:
            synced = sync_desk(self.desk, self.today())
        except UnhinderedError as err:
            self.status.trouble = err
            return
        except Exception as error:  # noqa: BLE001 - the outermost handler of a thread: its trace would show words.
            note_error(error)
            self.status.trouble = Unavailable("Something broke during the sync. What waits here stays here.")
            return
        self.status.trouble, self.status.synced_at = None, self.now()
        self.status.objections = synced.refused
        if synced.reports:
            count = len(synced.reports)
            self.status.notes.append(f"{count} new report{'s' if count > 1 else ''} came in.")
        if synced.messages:
            self.status.notes.append(f"New messages from sources: {synced.messages}.")


def _closed(desk: Desk, beside: Beside) -> None:
    beside.searching.stop()
    with desk.sync_lock, desk.lock:
        desk.close()


def make_workplace(desk: Desk, now: Callable[[], datetime], patience: float) -> Workplace:
    """The workplace of an open desk; `patience` is how many seconds a page waits for a sync."""
    templates = make_pages(_PACKAGE)
    templates.filters["day"] = _day
    templates.filters["edtf"] = _edtf
    templates.filters["size"] = _size
    templates.filters["choice"] = choice
    templates.filters["act_type"] = act_type
    templates.filters["state"] = state_name
    templates.filters["language"] = language_name
    templates.filters["counted"] = counted
    templates.filters["groupby_run"] = _in_groups
    templates.filters["any_given"] = _any_given
    templates.filters["any_wrong"] = _any_wrong
    templates.tests["rapid"] = _is_rapid
    templates.globals["tabs"] = CASE_TABS
    return Workplace(open_desk=desk, now=now, status=Status(), templates=templates, patience=patience)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One request, its form read."""

    work: Workplace
    request: Request
    form: Form
    # As it was when the request came: what is put there after the desk was locked is forgotten with it.
    beside: Beside
    shown: set[OpenedThing] = field(default_factory=set)

    @property
    def desk(self) -> Desk:
        """The open desk."""
        return self.work.desk

    @property
    def today(self) -> date:
        """The officer's own day."""
        return self.work.today()

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        """A parameter of the address; empty where it is missing."""
        return self.request.query_params.get(name, "")

    def page_number(self) -> int:
        """Which page of a long list the address asks for; the first where it says none that could be."""
        asked = self.query("page")
        return int(asked) if asked.isdecimal() and len(asked) < _LONGEST_NUMBER else 1

    def page(self, template: str, *, code: int = 200, **values: Any) -> Response:
        """A page in the desk's layout. The cases it is of, or whose statements it shows, count as opened."""
        for name in cases_in(values):
            self.shows(What.CASE, name)
        return HTMLResponse(render(self.work, self.request.url.path, template, values), code)

    def shows(self, what: What, name: str) -> None:
        """For the owners: something of this is on the page, whatever the address says."""
        self.shown.add(OpenedThing(what=what, name=name))

    def done(self, where: str, note: str, *, meanwhile: str = "") -> Response:
        """After something was written: send it, and go on to a page that says so.

        `meanwhile` is said instead while anything waits to be sent, where `note` says what happens elsewhere.
        """
        self.work.sync_soon()
        if meanwhile and self.desk.docket.waiting():
            self.work.status.warnings.append(meanwhile)
        else:
            self.work.status.notes.append(note)
        return RedirectResponse(where, 303)


Page = Callable[[Visit], Response]


def endpoint(page: Page, work: Workplace) -> Callable[[Request], Awaitable[Response]]:
    """A page as Starlette calls it. Errors become a page with a sentence and advice, in this one place."""

    async def answer(request: Request) -> Response:
        beside = work.beside
        try:
            form = await read_form(request) if request.method == "POST" else Form()
            visit = Visit(work=work, request=request, form=form, beside=beside)
            answered = await run_in_threadpool(page, visit)
            # A form that comes again with an error shows as much as one that was opened.
            if answered.status_code < _BROKEN:
                address = request.path_params
                await run_in_threadpool(note_shown, visit.desk, address, visit.shown, visit.today)
        except UnhinderedError as err:
            code = 400 if isinstance(err, Refused) else 503
            back = came_from(request)
            values = {"problem": err, "is_ours": isinstance(err, Unavailable), "back": back}
            return HTMLResponse(render(work, request.url.path, "error.html", values), code)
        return answered

    return answer


def render(work: Workplace, path: str, template: str, values: dict[str, Any]) -> str:
    """A template in the desk's layout, with the counts and the state of the line on top."""
    desk, status = work.desk, work.status
    with desk.lock:
        counts = _counts(desk, work.now())
        ways = navigation(path, counts)
        waiting = len(desk.docket.waiting())
        notes, status.notes = status.notes, []
        warnings, status.warnings = status.warnings, []
        return work.templates.get_template(template).render(
            **work.frame(),
            idle=work.idle if work.can_lock else 0,
            help=help_on(path),
            nav=[(way.href, way.text, way.is_current) for way in ways.all_day],
            more=ways.now_and_then,
            waiting_now=counts["inbox"] + counts["check-ins"],
            status=status,
            here=path,
            alarms=tuple(desk.book.alarms.values()),
            notes=notes,
            warnings=warnings,
            waiting=waiting,
            aside_count=len(desk.book.aside),
            unopened_of_sources=desk.book.unopened_of_sources,
            log_size=desk.replica.size(),
            rules_in_short=lambda case: rules_in_short(desk, case, work.today()),
            me=desk.ring.officer_name,
            institution=desk.membership.institution.name,
            today=work.today(),
            **values,
        )


def _sendings_of_others(desk: Desk) -> int:
    """Drafted sendings that this officer, who drafted none of them, can decide on."""
    cases = (desk.book.case(case) for case in desk.book.case_ids())
    drafts = (draft for case in cases for draft in case.sendings.awaiting_second_officer)
    return sum(draft.draft.by != desk.officer.id for draft in drafts)


def _counts(desk: Desk, now: datetime) -> dict[str, int]:
    today = now.date()
    found = inbox(desk, today)
    messages = sum(row.new_messages for row in found.in_cases if row.case)
    mine = desk.officer.id
    return {
        "inbox": len(found.undecided) + found.quarantined + found.danger_quarantined,
        "check-ins": len(alarms(desk, now)) + len(proposals(desk)),
        "cases": messages,
        "review": count_to_decide(desk)
        + _sendings_of_others(desk)
        + sum(place.draft is not None and place.draft.draft.by != mine for place in to_review(desk)),
        "publish": len(to_release(desk)),
    }


def _in_groups(fields: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Fields with the same group next to each other, together."""
    return [(group, list(items)) for group, items in groupby(fields, key=lambda item: item.group)]


def _any_given(fields: Sequence[Any], form: Form) -> bool:
    return any(form.text(item.name) for item in fields)


def _any_wrong(fields: Sequence[Any], wrong: Mapping[str, str]) -> bool:
    return any(item.name in wrong for item in fields)


def _is_rapid(assessment: Assessment) -> bool:
    return isinstance(assessment, RapidRiskAssessed)


def _day(value: date | str | None) -> str:
    if value is None:
        return "—"
    return day_in_words(value) if isinstance(value, date) else value


def _edtf(value: str | None) -> str:
    return edtf_in_words(value) if value else "—"


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} bytes"
    kilobytes = count / 1024
    return f"{kilobytes:,.0f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:,.1f} MB"
