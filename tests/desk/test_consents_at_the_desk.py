"""Consents as officers work with them: recorded, confirmed, renewed, withdrawn, and signed on a page."""

import hashlib
import re
from datetime import date

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill
from desk_server import DeskServer

from unhindered.core.casework.consent import Standing
from unhindered.core.casework.consent_facts import ConsentGiven, RepresentativeConsented
from unhindered.core.casework.terms import Assent, Detail, IdentityLevel, Method, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, consents
from unhindered.desk.actions.consent_paper import compose_paper, paper_text

CELL = {"label": "P9", "roles": ["victim"], "circumstances": ["deprived_of_liberty"]}
TO_COMMITTEE = {
    "purpose": "un_submission",
    "recipient": "CAT-22",
    "level": "initials",
    "language": "fr",
    "method": "spoken",
    "expires": "2027-11-24",
}


@pytest.fixture
def scene(enrolled, owner, second):
    case = fill(enrolled, owner, second)
    return enrolled, owner, case


def labelled(owner, case, label):
    return next(name for name, one in owner.book.case(case).persons.items() if one.label == label)


def given_in(owner, case):
    return [fact for _, fact in owner.book.case(case).record.of(ConsentGiven)]


def row_of(owner, case, consent, today):
    found = consents.consents_of_case(owner, case, today)
    return next(row for item in found.persons for row in item.rows if row.id == consent)


def test_what_somebody_in_a_cell_agreed_to_is_in_doubt_until_it_is_confirmed(scene):
    world, owner, case = scene
    person = cases.add_person(owner, case, CELL, world.today)
    agreed = {**TO_COMMITTEE, "person": person}
    consent = consents.record_consent(owner, case, who="person", values=agreed, today=world.today)

    assert row_of(owner, case, consent, world.today).standing is Standing.IN_DOUBT
    consents.confirm_consent(
        owner, case, consent, world.today, setting="alone_with_us", how="Asked again on Thursday."
    )
    assert row_of(owner, case, consent, world.today).standing is Standing.STANDS


def test_a_withdrawal_says_what_rests_on_the_consent(scene):
    world, owner, case = scene
    published = next(item for item in given_in(owner, case) if item.purpose is Purpose.PUBLICATION)

    touched = consents.withdraw_consent(owner, case, published.consent, world.today)

    assert touched.waiting
    assert not touched.is_empty


def test_what_one_kind_of_consent_has_no_field_for_is_left_aside(scene):
    world, owner, case = scene
    agreed = {
        **TO_COMMITTEE,
        "person": labelled(owner, case, "The brother"),
        "signatory": "",
        "assent": None,
        "best_interest": "",
    }

    assert consents.record_consent(owner, case, who="person", values=agreed, today=world.today)


def test_several_consents_are_recorded_together_or_not_at_all(scene):
    world, owner, case = scene
    before = len(given_in(owner, case))
    person = labelled(owner, case, "The brother")
    good, bad = {**TO_COMMITTEE, "person": person}, {**TO_COMMITTEE, "person": person, "level": "all"}

    with pytest.raises(Refused):
        consents.record_consents(owner, case, who="person", agreed=[good, bad], today=world.today)

    assert len(given_in(owner, case)) == before


def test_the_tab_shows_who_agreed_to_what_and_what_runs_out(scene):
    world, owner, case = scene
    person = labelled(owner, case, "The brother")
    soon = {**TO_COMMITTEE, "person": person, "expires": "2026-12-05"}
    consents.record_consent(owner, case, who="person", values=soon, today=world.today)

    with Browser(world, owner) as browser:
        read = text_of(browser.get(f"/case/{case}/consents"))

    assert "Runs out on 5 Dec 2026: The brother , UN submission, to CAT-22 ." in read


def paper_address(case, person, language="en"):
    asked = "ask=un_submission&to-un_submission=CAT-22&ask=publication&ask=statistics"
    return f"/case/{case}/consents/page/{person}?language={language}&{asked}"


def shown_hash(page):
    return page.text.split('name="shown_sha256" value="')[1].split('"')[0]


def test_the_page_is_in_the_persons_language_with_nothing_ticked_and_no_name(scene):
    world, owner, case = scene
    person = labelled(owner, case, "P1")

    with Browser(world, owner) as browser:
        page = browser.get(paper_address(case, person, "ar"))

    paper = page.text.split("<article")[1].split("</article>")[0]
    assert paper.startswith(' class="paper" lang="ar" dir="rtl"')
    assert "لم يراجع أي شخص هذه الترجمة" in paper
    assert "هل يجوز لنا أن ننشره علنًا؟" in paper
    assert " checked>" not in paper
    assert "Ada Fictional" not in paper
    assert "P1" not in paper
    assert f"{case[:8]}-{person[:8]}" in paper


def test_what_is_ticked_on_the_screen_is_recorded_in_one_act_with_what_was_shown(scene):
    world, owner, case = scene
    person = labelled(owner, case, "The brother")
    waiting = len(owner.docket.outbox())

    with Browser(world, owner) as browser:
        world.gate.is_away = True
        address = paper_address(case, person, "es")
        shown = shown_hash(browser.get(address))
        form = {
            "shown_sha256": shown,
            "answer-0": "initials",
            "answer-1": "no",
            "answer-2": "aggregate",
            "not_to_tell": ["family"],
            "typed": "doy mi consentimiento",
            "given": "typed",
            "who": "person",
            "explained": ["what_can_happen"],
        }
        browser.post(address, form)

    recorded = [item for item in given_in(owner, case) if item.shown_sha256 == shown]
    assert {(item.purpose, item.recipient, item.level) for item in recorded} == {
        (Purpose.UN_SUBMISSION, "CAT-22", IdentityLevel.INITIALS),
        (Purpose.STATISTICS, "ourselves", IdentityLevel.AGGREGATE),
    }
    assert {(item.language, item.method) for item in recorded} == {("es", Method.SIGNED)}
    assert all(item.not_to_tell == (Detail.FAMILY,) for item in recorded)
    assert len(owner.docket.outbox()) <= waiting + 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"typed": "si"}, "has not written"),
        ({"given": ""}, "how the consent was given"),
        ({"answer-0": "no", "answer-2": "no"}, "Nothing was ticked"),
        ({"answer-2": "named"}, "does not offer this level"),
        ({"shown_sha256": "00" * 32}, "something else than when the person read it"),
    ],
)
def test_what_was_not_said_is_not_recorded_and_what_was_ticked_stays(scene, change, said):
    world, owner, case = scene
    person = labelled(owner, case, "The brother")
    before = len(given_in(owner, case))

    with Browser(world, owner) as browser:
        address = paper_address(case, person)
        form = {
            "shown_sha256": shown_hash(browser.get(address)),
            "answer-0": "initials",
            "answer-2": "aggregate",
            "typed": "I agree",
            "given": "typed",
            "who": "person",
            "witness": "Dee Erfunden",
        }
        page = browser.post(address, form | change)

    assert page.status_code == 400
    assert said in text_of(page)
    assert "Dee Erfunden" in page.text
    assert len(given_in(owner, case)) == before


def test_a_signed_page_leaves_its_hash(scene):
    world, owner, case = scene
    scan = b"%PDF-1.4 a fictional scan"

    with Browser(world, owner) as browser:
        address = paper_address(case, labelled(owner, case, "The brother"))
        form = {
            "shown_sha256": shown_hash(browser.get(address)),
            "answer-0": "named",
            "given": "paper",
            "who": "person",
        }
        browser.post(address, form, files={"page": ("scan.pdf", scan, "application/pdf")})

    assert given_in(owner, case)[-1].page_sha256 == hashlib.sha256(scan).hexdigest()


def test_a_child_is_asked_on_the_page_itself(scene):
    world, owner, case = scene
    child = {"label": "The daughter", "roles": ["victim"], "circumstances": ["child"]}
    person = cases.add_person(owner, case, child, world.today)

    with Browser(world, owner) as browser:
        address = paper_address(case, person, "fr")
        page = browser.get(address)
        form = {
            "shown_sha256": shown_hash(page),
            "answer-0": "initials",
            "assent": "agreed",
            "given": "paper",
            "who": "representative",
            "representative": "Bea Inventada",
            "right": "parent",
            "best_interest": "The school has to know.",
        }
        browser.post(address, form)

    (given,) = [fact for _, fact in owner.book.case(case).record.of(RepresentativeConsented)]
    assert "ce que dit l’enfant" in page.text
    assert given.assent is Assent.AGREED
    assert row_of(owner, case, given.consent, world.today).standing is Standing.STANDS


def test_a_purpose_without_a_body_is_not_asked(scene):
    world, owner, case = scene

    with Browser(world, owner) as browser:
        page = browser.get(
            f"/case/{case}/consents/page/{labelled(owner, case, 'P1')}?language=en&ask=un_submission"
        )

    assert page.status_code == 400
    assert "for one body" in text_of(page)


def test_the_hash_follows_everything_that_the_page_says(scene):
    world, owner, case = scene
    person = labelled(owner, case, "P1")

    def paper(**changes):
        asked = {
            "language": "en",
            "recipients": [("publication", ""), ("un_submission", "CAT-22")],
            "with_name": False,
            "until": world.today,
        }
        return compose_paper(owner, case, person, **asked | changes)

    others = [
        paper(language="tr"),
        paper(recipients=[("publication", "")]),
        paper(recipients=[("publication", ""), ("un_submission", "CCPR-22")]),
        paper(with_name=True),
        paper(until=world.today.replace(year=2028)),
    ]

    assert paper().sha256 == paper().sha256
    assert len({paper().sha256, *(other.sha256 for other in others)}) == 6
    assert "[ ] Yes, with my initials" in paper_text(paper())


def cell_of(page, label, column):
    """What one cell of the matrix says: the row of a person, the column of a purpose."""
    matrix = re.search(r"<table class=\"matrix\">.*?</table>", page.text, re.DOTALL)[0]
    row = next(row for row in matrix.split("<tr>") if f"<bdi>{label}</bdi>" in row)
    return re.sub(r"<[^>]+>", "", row.split("<td>")[column]).strip()


def test_after_a_withdrawal_the_matrix_says_so_and_not_that_an_older_consent_ran_out(scene):
    world, owner, case = scene
    agreed = {**TO_COMMITTEE, "person": labelled(owner, case, "The brother")}
    older = agreed | {"recipient": "SPT", "expires": "2026-11-25"}
    consents.record_consent(owner, case, who="person", values=older, today=world.today)
    newer = consents.record_consent(owner, case, who="person", values=agreed, today=world.today)
    world.days_pass(3)
    column = list(Purpose).index(Purpose.UN_SUBMISSION) + 1
    with Browser(world, owner) as browser:
        before = cell_of(browser.get(f"/case/{case}/consents"), "The brother", column)
        consents.withdraw_consent(owner, case, newer, world.today)
        after = cell_of(browser.get(f"/case/{case}/consents"), "The brother", column)

    assert (before, after) == ("initials", "withdrawn")


LAST_DAYS = {
    "en": "It holds until 24 November 2027. After",
    "fr": "Cela vaut jusqu’au 24 novembre 2027. Ensuite",
    "ar": "تسري الموافقة حتى 24 نوفمبر 2027. وبعد",
    "ru": "Действует до 24 ноября 2027 г. После",
    "zh": "有效期至 2027年11月24日。",
}


@pytest.mark.parametrize(("language", "sentence"), LAST_DAYS.items())
def test_the_last_day_is_written_as_the_language_writes_it(scene, language, sentence):
    _, owner, case = scene
    person = labelled(owner, case, "P1")
    asked = {"language": language, "recipients": [("contact", "")], "with_name": False}
    paper = compose_paper(owner, case, person, **asked, until=date(2027, 11, 24))

    assert sentence in " ".join(paper_text(paper).split())


@pytest.mark.browser
@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_sheet_says_whose_it_is_and_the_signature_names_the_sheets(chromium, scene, language, size):
    pdfium = pytest.importorskip("pypdfium2")
    world, owner, case = scene
    person = labelled(owner, case, "P1")
    asked = "&".join(f"ask={one}&to-{one}=CAT-22" for one in ("contact", "un_submission", "publication"))
    asked += "&ask=statistics&ask=referral&to-referral=doctor"
    with DeskServer(world, owner) as served:
        page = chromium.new_page()
        page.goto(served.session.address)
        page.goto(f"{served.session.origin}/case/{case}/consents/page/{person}?language={language}&{asked}")
        code = page.locator("input[name=shown_sha256]").get_attribute("value")[:8]
        signed = page.locator(".signed").text_content()
        printed = pdfium.PdfDocument(page.pdf(format=size, prefer_css_page_size=True))
    sheets = [sheet.get_textpage() for sheet in printed]

    assert len(sheets) > 1
    for sheet in sheets:
        text = sheet.get_text_range()
        assert f"{case[:8]}-{person[:8]}" in text
        assert "Fictional Lamp" in text or "Lamp Fictional" in text
        # A line from right to left may be read out turned around.
        assert code in text or code[::-1] in text
    assert code in signed
