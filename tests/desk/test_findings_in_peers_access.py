"""What was found in peers about access to reports and lists, tried at the desk; ids as in their audit."""

import re
from dataclasses import fields

import pytest
from desk_browser import ORIGIN, Browser
from desk_scene import fill
from desk_server import DeskServer
from desk_world import ANSWERS, TODAY, Source

from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.errors import Refused
from unhindered.desk.actions import attachments, cases, report_new
from unhindered.desk.actions.case_page import case_rows, case_view
from unhindered.desk.actions.inbox import InboxRow, inbox, report_view
from unhindered.desk.actions.search import find, search_of
from unhindered.desk.actions.triage import needed_now
from unhindered.desk.entries.inner import case_subject
from unhindered.desk.web import routes

TAKEN = {
    **{name: getattr(ANSWERS, name) for name in ANSWERS.__dataclass_fields__},
    **{"channel": "phone", "language": "fa", "basis": "own_consent", "contact": "no"},
}
SECRET = "a word that only the case has: kingfisher"


@pytest.fixture
def owners_case(enrolled, owner, second):
    """A case of the owner alone, with words, a person, an attachment; the other desk is in step."""
    Source(enrolled.gate).send(files=[("a.txt", b"words")])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Heron", officers=[], today=enrolled.today)
    cases.assess(owner, case, kind=cases.FULL, values=_full(), today=enrolled.today)
    cases.add_person(
        owner, case, {"label": "P1", "roles": ["victim"], "person_name": "Ada F."}, enrolled.today
    )
    cases.add_note(owner, case, SECRET, enrolled.today)
    enrolled.sync(owner, second)
    return case


@pytest.fixture
def stranger(enrolled, second):
    """The browser of the officer without a grant."""
    with Browser(enrolled, second) as found:
        yield found


def _full():
    names = ("threats", "vulnerabilities", "capacities", "channel", "do_not")
    return dict.fromkeys(names, "Only the case has this: kingfisher.")


def paths_of_cases():
    paths = [path for path, _ in (*routes.SHOWN, *routes.FORMS, *routes.WRITTEN)]
    return sorted({path for path in paths if path.startswith("/case/{case}")})


def test_001_002_no_page_of_a_case_history_or_change_opens_without_its_key(owners_case, stranger):
    """BAY-01-001, BAY-01-002: revisions and changes asked again who may see the object."""
    assert len(paths_of_cases()) > 20
    for path in paths_of_cases():
        asked = path.replace("{case}", owners_case)
        asked = re.sub(r"\{\w+:int\}", "0", asked)
        asked = re.sub(r"\{\w+\}", "0" * 32, asked)
        for page in (stranger.get(asked), stranger.post(asked, {"text": "changed", "name": "changed"})):
            assert page.status_code in (400, 404, 405), asked
            assert "kingfisher" not in page.text
            assert "Heron" not in page.text


def test_002_what_is_written_for_a_case_without_its_key_is_refused(owners_case, second):
    """BAY-01-002: an object that one may not open can be changed by no action either."""
    fact = NoteAdded(by=second.officer.id, on=TODAY, text="changed")

    with pytest.raises(Refused):
        second.record(case_subject(owners_case), [fact])
    assert second.docket.outbox() == []


def test_003_lists_hold_only_cases_that_the_officer_may_open(owners_case, enrolled, second, stranger):
    """BAY-01-003: items of an export or list are filtered by what whoever asks may see."""
    assert case_rows(second, enrolled.today) == ()
    for path in ("/cases", "/today", "/cases.csv", "/today.csv", "/calendar.ics"):
        page = stranger.get(path)
        assert "Heron" not in page.text
        assert owners_case[:8] not in page.text
        assert "kingfisher" not in page.text


def test_007_guessing_at_the_door_locks_nobody_out(enrolled, owner):
    """BAY-01-007: wrong tokens shut the door to no one; only the one token of this start opens it."""
    with Browser(enrolled, owner) as browser:
        for number in range(50):
            assert browser.http.get(f"{ORIGIN}/enter?token={number:064x}").status_code >= 400
        assert browser.get("/").status_code == 200


def test_009_012_an_attachment_is_given_only_with_the_report_it_belongs_to(enrolled, owner):
    """BAY-01-009, BAY-01-012: media have no address of their own that misses the check."""
    Source(enrolled.gate).send(files=[("a.txt", b"words")])
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    with_file, without = sorted(
        owner.book.reports.values(), key=lambda held: len(held.report.attachments), reverse=True
    )
    attachment = with_file.report.attachments[0].body.hex()

    with Browser(enrolled, owner) as browser:
        assert browser.get(f"/report/{with_file.id}/attachment/{attachment}").content == b"words"
        assert browser.get(f"/report/{without.id}/attachment/{attachment}").status_code == 400
        browser.http.cookies.clear()
        assert browser.get(f"/report/{with_file.id}/attachment/{attachment}").status_code >= 400


def test_010_a_report_joins_no_case_that_the_officer_cannot_open(owners_case, enrolled, second):
    """BAY-01-010: each side of a relation is checked, the target too."""
    taken = report_new.take_down(second, TAKEN, enrolled.today)

    with pytest.raises(Refused):
        cases.add_report(second, owners_case, taken.report, enrolled.today)
    with pytest.raises(Refused):
        cases.open_case(second, list(owner_reports(second)), name="Mine", officers=[], today=enrolled.today)


def owner_reports(desk):
    """The reports that another officer has in a case."""
    return [report for report in desk.book.reports if desk.book.taken_by(report)]


def test_011_no_form_gives_access_or_rights_in_passing(owners_case, enrolled, owner, second):
    """BAY-01-011: fields that a form does not have change nothing; access is given by its own act alone."""
    with Browser(enrolled, owner) as browser:
        browser.post(
            f"/case/{owners_case}/note",
            {"text": "A note.", "officer": second.officer.id, "officers": second.officer.id, "by": "x"},
        )
        browser.post(f"/case/{owners_case}/person", {"label": "P2", "roles": "witness", "is_owner": "yes"})
    enrolled.sync(owner, second)

    with pytest.raises(Refused):
        second.book.case(owners_case)
    assert all(item.author == owner.officer.id for item in owner.book.case(owners_case).timeline)


def test_015_018_a_number_of_another_officers_case_gives_nothing_even_its_beginning(owners_case, stranger):
    """BAY-01-015, BAY-01-018: details and activity are checked one by one, not only in lists."""
    for name in (owners_case, owners_case[:8], owners_case.upper()):
        page = stranger.get(f"/case/{name}")
        assert page.status_code == 400
        assert "There is no such case at this desk" in page.text


def test_016_an_old_session_opens_nothing_after_the_desk_was_started_again(enrolled, owner):
    """BAY-01-016: a session is as fresh as the process; its cookie is worth nothing at the next start."""
    with Browser(enrolled, owner) as first:
        cookies = dict(first.http.cookies)
    with Browser(enrolled, owner) as second_start:
        second_start.http.cookies.clear()
        second_start.http.cookies.update(cookies)
        assert second_start.get("/").status_code >= 400


def test_018_search_and_its_counts_know_nothing_of_a_case_without_its_key(owners_case, owner, second):
    """BAY-01-018: what is found, and how much of it, is of what the officer may see."""
    asked = search_of({"text": "kingfisher"})

    assert find(owner, asked).count > 0
    assert find(second, asked).count == 0
    assert all(not choices for choices in find(second, asked).filters.values())


def test_021_lists_name_no_person_and_only_say_which_officer_has_a_report(owners_case, enrolled, second):
    """BAY-01-021: a list shows who holds a report, since colleagues must ask, and nothing of the case."""
    (row,) = inbox(second, enrolled.today).in_cases

    assert row.taken_by == "Ada Fictional"
    assert (row.case, row.case_name) == ("", "")
    known = {field.name for field in fields(InboxRow)}
    assert not known & {"person_name", "interviewer", "interpreter", "representative", "present", "place"}


def test_022_what_waits_for_a_second_officer_cannot_be_changed_by_whoever_drafted_it(enrolled, owner, second):
    """BAY-01-022: a review decides on the bytes that were read, and never the drafter's own."""
    case = fill(enrolled, owner, second)
    enrolled.sync(owner, second)
    draft = owner.book.case(case).awaiting_second_officer[0]
    drafter = owner if draft.draft.by == owner.officer.id else second

    with Browser(enrolled, drafter) as browser:
        for decision in ("approve", "return"):
            browser.post(f"/statement/{draft.statement}/decide", {"decision": decision, "comment": "x"})

    assert draft.statement in [item.statement for item in drafter.book.case(case).awaiting_second_officer]


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def test_034_what_sources_and_officers_typed_is_text_on_every_page(enrolled, owner):
    """BAY-01-034: stored script in titles, names and answers is shown, and never run."""
    hostile = dict.fromkeys(("what", "when", "where", "danger_who", "contact_how", "interpreter"), HOSTILE)
    taken = report_new.take_down(
        owner,
        TAKEN | hostile | {"interviewer": HOSTILE, "place": HOSTILE, "present": [HOSTILE]},
        enrolled.today,
        files=[report_new.BroughtFile(name=f"{HOSTILE}.txt", content=b"x")],
    )
    values = _full() | {"do_not": HOSTILE, "channel": HOSTILE}
    cases.assess(owner, taken.report, kind=cases.FULL, values=values, today=enrolled.today)
    case = cases.open_case(owner, [taken.report], name=HOSTILE, officers=[], today=enrolled.today)
    cases.add_person(owner, case, {"label": HOSTILE, "roles": ["victim"]}, enrolled.today)

    seen = 0
    with Browser(enrolled, owner) as browser:
        for route in browser.app.routes:
            path = route.path.replace("{case}", case).replace("{report}", taken.report)
            path = path.replace("{kind}", "full")
            if "GET" not in route.methods or "{" in path or path == "/enter":
                continue
            page = browser.get(path)
            if "html" in page.headers.get("content-type", ""):
                assert "<script>alert" not in page.text, path
                assert "<img src=x" not in page.text, path
                assert "unsafe-inline" not in page.headers["content-security-policy"]
                seen += "&lt;script&gt;alert" in page.text
    assert seen >= 5


@pytest.mark.browser
def test_034_a_real_browser_runs_none_of_it(chromium, enrolled, owner):
    """BAY-01-034: the policy of the pages stops what escaping would miss."""
    taken = report_new.take_down(owner, TAKEN | {"what": HOSTILE}, enrolled.today)
    rung = []
    with DeskServer(enrolled, owner) as served:
        page = chromium.new_page()
        page.on("dialog", lambda dialog: (rung.append(dialog.message), dialog.dismiss()))
        page.goto(served.session.address)
        page.goto(f"{served.session.origin}/report/{taken.report}")
        shown = page.inner_text("main")
    assert "<script>alert(1)</script>" in shown
    assert rung == []


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "not hex"},
        {"number": "ab"},
        {"channel": ["phone", "visit"], "danger": "maybe"},
        {"q.": "x", "q.unknown.choice": "yes", "present": "\n\n"},
        {"what": "\ud800".encode("utf-8", "surrogatepass").decode("latin-1") * 3, "language": "x" * 90},
        {"taken_on": "yesterday"},
        {"right": "nobody", "basis": "representative"},
    ],
)
def test_040_a_malformed_form_is_a_sentence_and_not_a_broken_page(enrolled, owner, typed):
    """BAY-01-040: what a body may hold is checked before anything is done with it."""
    with Browser(enrolled, owner) as browser:
        page = browser.post("/report-new", {"what": "x", **typed})

    assert page.status_code == 400
    assert owner.docket.outbox() == []


def test_040_views_of_a_case_are_the_same_before_and_after_what_was_refused(owners_case, enrolled, owner):
    """BAY-01-040: a refused form leaves nothing half done."""
    before = case_view(owner, owners_case, enrolled.today)
    with Browser(enrolled, owner) as browser:
        for path in ("contact", "urgent", "note", "person", "assess/full", "close"):
            page = browser.post(
                f"/case/{owners_case}/{path}", {"report": "zz", "roles": "nobody", "body": "?"}
            )
            assert page.status_code == 400, path

    assert case_view(owner, owners_case, enrolled.today) == before
    assert needed_now(owner, browser._now()) == ()
    held = owner.book.report(before.reports[0].id)
    reference = attachments.reference_of(owner, held, "1")
    assert attachments.read_attachment(owner, reference) == b"words"
    assert report_view(owner, held.id).case == owners_case
