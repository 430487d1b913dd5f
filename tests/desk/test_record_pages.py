"""Officers record who did what to whom, and describe it anew, through pages without script."""

import re

import pytest
from desk_browser import ORIGIN, Browser, text_of
from desk_world import ANSWERS, Source

from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.record_terms import Consistency
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases
from unhindered.desk.actions.record import KINDS, describe, describe_anew, find_thing
from unhindered.desk.actions.record_view import record_view
from unhindered.desk.actions.recording import new_fact, record_in_case


@pytest.fixture
def case(enrolled, owner, second):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    (report,) = owner.book.reports
    opened = cases.open_case(
        owner, [report], name="Autumn 4", officers=[second.officer.id], today=enrolled.today
    )
    enrolled.sync(owner, second)
    return opened


@pytest.fixture
def browser(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        yield browser


def known(desk, case):
    return desk.book.case(case).descriptions


def post(browser, case, what, **fields):
    page = browser.post(f"/case/{case}/{what}", {name.replace("__", "."): fields[name] for name in fields})
    assert page.status_code == 200, text_of(page)
    return page


def test_pages_carry_a_record_from_nothing_to_who_says_so(owner, case, browser):
    assert "Nothing is recorded yet" in text_of(browser.get(f"/case/{case}/record"))

    post(browser, case, "person", label="P1", roles=["victim"], counting_unit="person")
    (ada,) = owner.book.case(case).persons
    post(browser, case, "event", event_title="Night in the block", initial_date="15 November 2026")
    (event,) = known(owner, case).events
    post(
        browser,
        case,
        "cooperation",
        person=ada,
        body="Visiting committee",
        how="Spoke in private.",
        when="14.11.2026",
        kind="spoke_to_visiting_body",
        known_to_authorities="yes",
    )
    (talk,) = known(owner, case).cooperations
    post(
        browser,
        case,
        "act",
        type_of_act="RX14",
        victim=ada,
        event=event.event,
        when="2026-11-15",
        stage="done",
        reprisal_for=talk.cooperation,
        method_of_violence=["03010000000005"],
        torture__intent=["03000000000038"],
    )
    (act,) = known(owner, case).acts
    (report,) = owner.book.case(case).reports
    post(browser, case, "information", account="They came at night.", tells_of=act.act, report=report)
    post(
        browser,
        case,
        "finding",
        person=ada,
        act=act.act,
        kind="physical",
        description="Three marks.",
        consistency="highly_consistent",
        examiner="Dora Erfunden",
    )
    page = browser.get(f"/case/{case}/record")
    text = text_of(page)

    assert event.initial_date == "2026-11-15"
    assert talk.known_to_authorities is True
    assert act.torture.intent == ("03000000000038",)
    assert known(owner, case).findings[0].consistency is Consistency.HIGHLY_CONSISTENT
    for said in (
        "Night in the block",
        "Torture or ill-treatment, P1, 15 Nov 2026",
        "They came at night.",
        "To punish",
    ):
        assert said in text
    assert "Answers Visiting committee" in text
    assert "Look again" not in text
    assert re.findall(r"<title>[^<]*(Erfunden|P1)", page.text) == []


def test_several_accounts_of_one_act_stand_beside_it_and_apart(enrolled, owner, case, browser):
    act = cases.record_act(owner, case, {"type_of_act": "RX13"}, enrolled.today)
    for account in ("They beat me.", "She fell."):
        post(browser, case, "information", account=account, tells_of=[act])

    shown = text_of(browser.get(f"/case/{case}/record"))

    assert shown.index("They beat me.") < shown.index("She fell.")
    assert [one.account for one in known(owner, case).telling_of(act)] == ["They beat me.", "She fell."]


def test_a_nameless_group_of_ten_thousand_is_one_entry(owner, case, browser):
    post(
        browser,
        case,
        "person",
        label="The marchers",
        roles=["victim"],
        counting_unit="group",
        number_of_persons_in_group="10 000",
    )

    text = text_of(browser.get(f"/case/{case}/record"))

    assert "group of 10,000" in text
    assert "no name recorded" in text


def test_contradictions_are_shown_and_nothing_is_refused_for_them(owner, case, browser):
    post(browser, case, "event", event_title="Trial", initial_date="2026-05", final_date="2026-04")

    assert len(known(owner, case).events) == 1
    assert "Look again" in text_of(browser.get(f"/case/{case}/record"))
    assert "It ends before it begins. Trial" in text_of(browser.get(f"/case/{case}/record"))


def test_a_day_that_can_be_read_two_ways_is_asked_about_and_nothing_typed_is_lost(owner, case, browser):
    page = browser.post(
        f"/case/{case}/act",
        {"type_of_act": "RX17", "remarks": "At the airport.", "travel_ban.kind": "exit_refused"}
        | {"travel_ban.until": "5.6.2027"},
    )

    assert page.status_code == 400
    assert "This can be read as two different days." in text_of(page)
    assert "At the airport." in page.text
    assert re.search(r'name="travel_ban\.until" value="5\.6\.2027"[^>]*aria-invalid="true"', page.text)
    assert known(owner, case).acts == ()


def test_what_the_address_names_is_filled_in(enrolled, owner, case, browser):
    act = cases.record_act(owner, case, {"type_of_act": "RX13"}, enrolled.today)

    page = browser.get(f"/case/{case}/information?tells_of={act}&colour=red")

    assert re.search(rf'value="{act}" checked', page.text)


def test_describing_anew_begins_with_what_was_said_and_shows_what_changed(enrolled, owner, case, browser):
    values = {"type_of_act": "RX13", "method_of_violence": ["03010300000005", "03080200000005"]}
    act = cases.record_act(owner, case, values, enrolled.today)
    assert f"/case/{case}/record/{act}/anew" in browser.get(f"/case/{case}/record").text

    form = browser.get(f"/case/{case}/record/{act}/anew")
    path = str(form.url).removeprefix(ORIGIN)
    browser.post(
        path, {"type_of_act": "RX14", "method_of_violence": ["03010400000005"], "remarks": "As told."}
    )
    history = text_of(browser.get(f"/case/{case}/record/{act}"))

    # The second is a code that no form offers by itself.
    assert 'value="03010300000005" checked' in form.text
    assert 'value="03080200000005" checked' in form.text
    assert [one.type_of_act for one in known(owner, case).acts] == ["RX14"]
    assert len(known(owner, case).by_id[act].history) == 2
    assert "Described 2 times" in history
    assert "Torture or ill-treatment changed" in history
    assert owner.book.case(case).conflicts == ()


def test_a_form_that_was_open_while_a_colleague_described_it_anew_shows_both(enrolled, owner, case, browser):
    event = describe(owner, case, "event", {"event_title": "Trial"}, enrolled.today)
    form = browser.get(f"/case/{case}/record/{event}/anew")
    describe_anew(owner, case, event, {"event_title": "Trial of five"}, enrolled.today)

    browser.post(str(form.url).removeprefix(ORIGIN), {"event_title": "Trial of six"})

    assert [found.kind for found in owner.book.case(case).conflicts] == [ConflictKind.REVISED_TWICE]
    assert known(owner, case).events[0].event_title == "Trial of six"


def test_two_officers_who_describe_the_same_thing_anew_are_both_seen(enrolled, owner, second, case):
    event = describe(owner, case, "event", {"event_title": "Trial"}, enrolled.today)
    enrolled.sync(owner, second)

    describe_anew(owner, case, event, {"event_title": "Trial of five"}, enrolled.today)
    describe_anew(second, case, event, {"local_geographical_area": "Northgate"}, enrolled.today)
    enrolled.sync(owner, second, owner)

    kinds = [conflict.kind for conflict in owner.book.case(case).conflicts]
    assert kinds == [ConflictKind.REVISED_TWICE]
    with Browser(enrolled, owner) as browser:
        assert "Settle this with your colleagues" in text_of(browser.get(f"/case/{case}/record"))
    describe_anew(owner, case, event, {"event_title": "Trial of five"}, enrolled.today)
    settled = known(owner, case).events[0]
    assert (settled.event_title, settled.local_geographical_area) == ("Trial of five", "Northgate")
    assert owner.book.case(case).conflicts == ()


def test_a_supplement_keeps_what_is_not_said_anew(enrolled, owner, case):
    ban = {"travel_ban.kind": "document_taken", "travel_ban.document": "Passport"}
    act = describe(owner, case, "act", {"type_of_act": "RX17"} | ban, enrolled.today)

    describe_anew(owner, case, act, {"travel_ban.until": "2027"}, enrolled.today)

    kept = known(owner, case).acts[0].travel_ban
    assert (kept.document, kept.until) == ("Passport", "2027")


def test_every_form_opens_on_an_empty_case(case, browser):
    assert {browser.get(f"/case/{case}/{what}").status_code for what in KINDS} == {200}


def test_a_closed_case_shows_its_record_and_offers_no_forms(enrolled, owner, case, browser):
    act = cases.record_act(owner, case, {"type_of_act": "RX13"}, enrolled.today)
    cases.close_case(owner, case, outcome="not_for_us", note="", today=enrolled.today)

    page = browser.get(f"/case/{case}/record")

    assert "Beating or other assault" in text_of(page)
    assert "/anew" not in page.text + browser.get(f"/case/{case}/record/{act}").text


def test_nothing_is_found_under_an_id_that_the_case_does_not_have(owner, case, browser):
    with pytest.raises(Refused, match="nothing under this id"):
        find_thing(owner, case, "0" * 32)
    assert browser.get(f"/case/{case}/record/{'0' * 32}").status_code == 400


def test_the_report_that_an_account_comes_from_is_named_by_its_day(enrolled, owner, case, browser):
    (report,) = owner.book.case(case).reports
    describe(owner, case, "information", {"account": ANSWERS.what, "report": report}, enrolled.today)

    assert "the report of 24 Nov 2026" in text_of(browser.get(f"/case/{case}/record"))


def test_a_long_record_comes_a_page_at_a_time_and_nothing_is_left_out(enrolled, owner, case):
    event = describe(owner, case, "event", {"event_title": "Raids"}, enrolled.today)
    acts = [
        describe(owner, case, "act", {"type_of_act": "RX19", "event": part}, enrolled.today)
        for part in (event, event, None, event, None)
    ]
    people = [
        describe(owner, case, "person", {"label": f"P{n}", "roles": []}, enrolled.today) for n in range(3)
    ]

    pages = [record_view(owner, case, enrolled.today, page=page, per_page=2) for page in (1, 2, 3, 99)]

    shown = [part.card.id for view in pages[:3] for event in view.events for part in event.acts]
    assert sorted(shown) == sorted(acts)
    assert [part.card.id for view in pages[:3] for part in view.persons] == people
    assert [(view.page, view.pages, view.people) for view in pages] == [
        *((1, 3, 3), (2, 3, 3), (3, 3, 3)),
        (3, 3, 3),
    ]


def test_forms_offer_the_newest_of_very_many_and_what_was_chosen(enrolled, owner, case, browser):
    facts = [
        new_fact(
            owner,
            "PersonAdded",
            {"person": f"{number:032x}", "label": f"P{number}", "roles": []},
            enrolled.today,
        )
        for number in range(600)
    ]
    record_in_case(owner, case, facts)

    page = browser.get(f"/case/{case}/cooperation?person={1:032x}").text

    assert f'value="{1:032x}" selected' in page
    assert f'value="{599:032x}"' in page
    assert f'value="{2:032x}"' not in page
    assert "Only the newest are listed here." in page
