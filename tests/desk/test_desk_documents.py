"""Documents at the desk: taken in, read, decided on, published."""

import pytest
from desk_browser import Browser, text_of
from desk_scene import ARTICLE, read_article
from desk_world import Source

from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, documents, statements
from unhindered.desk.actions.statement_page import statement_page

DETAILS = {
    "name": "An article",
    "publisher": "The Fictional Lamp Gazette",
    "dated": "2026-03-04",
    "language": "en",
    "url": "https://gazette.fictional-lamp.example/1",
}


@pytest.fixture
def document(enrolled, owner):
    return documents.add_document(owner, ARTICLE.encode(), DETAILS, enrolled.today)


def number_of(desk, document, kind):
    view = documents.document_view(desk, document)
    return next(item.number for item in view.proposals if item.kind == kind)


def test_each_proposal_stands_in_its_context(owner, document):
    view = documents.document_view(owner, document)

    for item in view.proposals:
        assert item.quote == ARTICLE[item.start : item.end]
        assert (item.before + item.quote + item.after) in ARTICLE
    assert {"concern", "commitment", "quotation", "person"} <= {item.kind for item in view.proposals}


def test_what_is_confirmed_waits_to_be_published(enrolled, owner, document):
    number = number_of(owner, document, "concern")

    statement = documents.confirm(owner, document, number, enrolled.today, roles={})

    (place,) = statements.to_release(owner)
    assert place.statement == statement
    enrolled.sync(owner)
    statements.publish(owner, statement, enrolled.today)
    enrolled.sync(owner)
    assert len(enrolled.gate.statements()) == 1
    view = documents.document_view(owner, document)
    assert view.proposals[number - 1].decision == "published"


SECRET = "The Committee against Torture expressed concern about Ada Fictional in Vareland.\n"


def open_case_of(world, desk, person_name):
    Source(world.gate).send()
    world.sync(desk)
    case = cases.open_case(desk, list(desk.book.reports), name="Northgate", officers=[], today=world.today)
    values = {"label": "P1", "roles": ["victim"], "person_name": person_name}
    cases.add_person(desk, case, values, world.today)


def confirmed_in(world, desk, text, **changes):
    document = documents.add_document(desk, text.encode(), DETAILS | changes, world.today)
    return documents.confirm(desk, document, number_of(desk, document, "concern"), world.today, roles={})


def test_a_document_never_tells_of_somebody_who_has_a_case_here(enrolled, owner):
    open_case_of(enrolled, owner, "ada fictional")
    statement = confirmed_in(enrolled, owner, SECRET)

    with pytest.raises(Refused, match="another case"):
        statements.publish(owner, statement, enrolled.today)
    assert "another case" in statement_page(owner, statement, enrolled.today).held_back


def test_a_person_who_came_while_a_release_waited_holds_it_back(enrolled, owner):
    Source(enrolled.gate).send()
    enrolled.sync(owner)
    case = cases.open_case(owner, list(owner.book.reports), name="Lamp", officers=[], today=enrolled.today)
    statement = confirmed_in(enrolled, owner, SECRET)
    enrolled.sync(owner)
    statements.publish(owner, statement, enrolled.today)
    values = {"label": "P1", "roles": ["victim"], "person_name": "Ada Fictional"}
    cases.add_person(owner, case, values, enrolled.today)

    synced = enrolled.sync(owner)

    assert ["held back" in text for text in synced.refused] == [True]
    assert enrolled.gate.statements() == []


def test_a_document_without_an_address_is_never_published(enrolled, owner):
    statement = confirmed_in(enrolled, owner, ARTICLE, url="")

    with pytest.raises(Refused, match="public address") as refusal:
        statements.publish(owner, statement, enrolled.today)
    assert "https://" in refusal.value.advice


def test_a_document_without_an_address_may_be_taken_in_again_with_one(enrolled, owner):
    documents.add_document(owner, ARTICLE.encode(), DETAILS | {"url": ""}, enrolled.today)

    statement = confirmed_in(enrolled, owner, ARTICLE)

    statements.publish(owner, statement, enrolled.today)


def test_what_is_rejected_is_not(enrolled, owner, document):
    number = number_of(owner, document, "concern")

    documents.reject(owner, document, number, enrolled.today, reason="An allegation we cannot carry.")

    assert statements.to_release(owner) == []
    assert documents.document_view(owner, document).proposals[number - 1].decision == "rejected"


def test_a_rejection_undoes_a_confirmation(enrolled, owner, document):
    number = number_of(owner, document, "concern")
    documents.confirm(owner, document, number, enrolled.today, roles={})

    documents.reject(owner, document, number, enrolled.today)

    assert statements.to_release(owner) == []


def test_nothing_is_confirmed_twice(enrolled, owner, document):
    number = number_of(owner, document, "concern")
    documents.confirm(owner, document, number, enrolled.today, roles={})

    with pytest.raises(Refused, match="already"):
        documents.confirm(owner, document, number, enrolled.today, roles={})


def test_a_person_leaves_only_in_a_confirmed_public_role(enrolled, owner, document):
    number = number_of(owner, document, "quotation")
    documents.reject(owner, document, number_of(owner, document, "person"), enrolled.today)
    silent = documents.confirm(owner, document, number, enrolled.today, roles={})
    enrolled.sync(owner)

    with pytest.raises(Refused, match="public role"):
        statements.publish(owner, silent, enrolled.today)
    documents.reject(owner, document, number, enrolled.today)
    told = documents.confirm(
        owner, document, number, enrolled.today, roles={"Dora Invented": "Legal Counsel"}
    )
    enrolled.sync(owner)
    statements.publish(owner, told, enrolled.today)


def test_an_excerpt_is_words_that_stand_there(enrolled, owner, document):
    number = number_of(owner, document, "concern")

    with pytest.raises(Refused, match="next to each other"):
        documents.confirm(owner, document, number, enrolled.today, roles={}, excerpt="words of our own")
    documents.confirm(
        owner, document, number, enrolled.today, roles={}, excerpt="expressed concern about reprisals"
    )


def test_the_same_file_is_taken_in_once(enrolled, owner, document):
    with pytest.raises(Refused, match="here already"):
        documents.add_document(owner, ARTICLE.encode(), DETAILS, enrolled.today)


@pytest.mark.parametrize("raw", [b"%PDF-1.7 ...", b"\xff\xfea\0", b"\xc3\x28", b"PK\x03\x04"])
def test_what_is_no_text_is_refused_with_advice(enrolled, owner, raw):
    with pytest.raises(Refused) as caught:
        documents.add_document(owner, raw, DETAILS, enrolled.today)

    assert "plain text" in caught.value.advice


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"publisher": " "}, {"dated": "yesterday"}, {"url": "javascript:alert(1)"}]
)
def test_a_document_without_its_source_is_refused(enrolled, owner, change):
    with pytest.raises(Refused):
        documents.add_document(owner, ARTICLE.encode(), DETAILS | change, enrolled.today)


def test_a_colleague_reads_the_same_document(enrolled, owner, second):
    document = read_article(enrolled, owner)

    enrolled.sync(owner, second)

    assert documents.document_view(second, document) == documents.document_view(owner, document)


def test_a_long_document_reaches_a_colleague_too(enrolled, owner, second):
    long = ARTICLE + "A line without any claim.\n" * 8000
    document = documents.add_document(owner, long.encode(), DETAILS, enrolled.today)

    enrolled.sync(owner, second)

    assert documents.document_view(second, document).text == long


def test_the_page_decides_one_passage_after_the_other(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        page = browser.post("/documents", {**DETAILS, "text": ARTICLE.replace("\n", "\r\n")})
        assert "<mark>" in page.text
        assert "The document is read" in text_of(page)
        (row,) = documents.document_rows(owner)
        number = number_of(owner, row.id, "concern")

        page = browser.post(f"/document/{row.id}/decide/{number}", {"decision": "confirm"})

    assert f"Confirmed: passage {number}." in text_of(page)
    assert documents.document_view(owner, row.id).proposals[number - 1].decision == "confirmed"


def test_the_page_takes_a_file(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        page = browser.post(
            "/documents", DETAILS, files={"file": ("article.txt", ARTICLE.encode(), "text/plain")}
        )

    assert page.status_code == 200
    assert len(documents.document_rows(owner)) == 1


def test_the_page_keeps_what_was_typed_when_the_source_is_missing(enrolled, owner):
    with Browser(enrolled, owner) as browser:
        page = browser.post("/documents", {**DETAILS, "publisher": "", "text": ARTICLE})

    assert page.status_code == 400
    assert "Nobody should pay for having spoken" in page.text
    assert documents.document_rows(owner) == ()


def test_documents_and_reports_stay_apart(enrolled, owner, document):
    Source(enrolled.gate).send()
    enrolled.sync(owner)

    assert owner.book.documents().reports == ()
    assert owner.book.case_ids() == []
