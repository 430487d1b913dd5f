"""What an officer finds: all that pages show, in any script, and nothing that they do not."""

import json
from dataclasses import replace

import pytest
from desk_world import ANSWERS, RAPID, TODAY, Source
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.search.query import Search
from unhindered.desk.actions import cases, documents, work
from unhindered.desk.actions.inbox import open_sample
from unhindered.desk.actions.indexing import EntryKind, _About, _document, read_all
from unhindered.desk.actions.record import describe
from unhindered.desk.actions.search import HITS_ON_A_PAGE, filters_before, find
from unhindered.storage import docket as docket_module

CALM = replace(ANSWERS, danger="no", danger_who="")
BROTHER = {
    "label": "the brother",
    "roles": ["witness"],
    "person_name": "Mohamed Invented",
    "other_names": ["Abu Nobody"],
    "counting_unit": "person",
    "circumstances": [],
}


def hits(desk, text, **more):
    return [hit for group in find(desk, Search(text=text, **more)).groups for hit in group.hits]


def titles(desk, text, **more):
    return [hit.title for hit in hits(desk, text, **more)]


@pytest.fixture
def source(enrolled, owner):
    return Source(enrolled.gate)


@pytest.fixture
def case(enrolled, owner, source):
    """A case with the report of one source."""
    source.send(replace(ANSWERS, what="Охранники избили Мухаммада Вымышленного, 酷刑受害者."))
    enrolled.sync(owner)
    report = next(iter(owner.book.reports))
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=TODAY)
    return cases.open_case(owner, [report], name="After the visit", officers=[], today=TODAY)


def test_reports_messages_notes_attachments_persons_and_documents_are_found(enrolled, owner, source, case):
    source.send(CALM, files=[("photo of the yard.jpg", b"x")])
    source.write("They moved her to the yard.")
    enrolled.sync(owner)
    cases.add_note(owner, case, "The yard has no camera.", TODAY)
    cases.add_person(owner, case, {**BROTHER, "label": "the man in the yard"}, TODAY)
    details = {
        "name": "Report on Vareland",
        "publisher": "A body",
        "dated": "2026",
        "language": "en",
        "url": "",
    }
    documents.add_document(owner, b"Nobody may use the yard.\n", details, TODAY)

    found = {hit.kind for hit in hits(owner, "yard")}

    assert found == {
        EntryKind.MESSAGE,
        EntryKind.ATTACHMENT,
        EntryKind.NOTE,
        EntryKind.PERSON,
        EntryKind.DOCUMENT,
    }
    assert titles(owner, "northgate prison") == ["Report", "Report"]


@pytest.mark.parametrize("text", ["мухаммада", "Muhammad", "محمد", "酷刑", "受害", "刑", "избил", "избиле"])
def test_a_text_is_found_in_any_script_by_beginnings_slips_and_other_alphabets(owner, case, text):
    assert "Report" in titles(owner, text)


def test_a_document_whose_text_came_before_the_word_of_it_is_found(enrolled, owner):
    details = {"name": "Report", "publisher": "A body", "dated": "2026", "language": "en", "url": ""}
    documents.add_document(owner, b"Nobody may use the yard.\n", details, TODAY)
    enrolled.sync(owner)
    index, docket = owner.docket.search, owner.docket
    # As if it had been read before the fact that names it was there.
    index.put([item.place for item in docket.opened_named("document")], [])
    before = titles(owner, "yard")

    index.read_again(item.place for item in docket.opened_named("facts"))

    find(owner, Search(text="yard"))
    assert (before, titles(owner, "yard")) == ([], ["Public document"])


def test_what_was_just_written_is_found_before_it_is_sent_and_once_after(enrolled, owner, case):
    cases.add_note(owner, case, "Ask for the logbook.", TODAY)

    before = hits(owner, "logbook")
    enrolled.sync(owner)
    after = hits(owner, "logbook")

    assert ([hit.tags for hit in before], [hit.tags for hit in after]) == ([("waits to be sent",)], [()])


def test_what_waits_is_found_while_the_gate_is_away(enrolled, owner, case):
    enrolled.gate.is_off = True
    cases.add_note(owner, case, "Ask for the logbook.", TODAY)

    with pytest.raises(Unavailable):
        enrolled.sync(owner)

    assert titles(owner, "logbook") == ["Note"]


def test_a_case_of_others_is_neither_found_nor_counted(enrolled, owner, second, case):
    cases.add_note(owner, case, "The Secretword stands here.", TODAY)
    enrolled.sync(owner, second)

    found = find(second, Search(text="secretword"))

    assert (found.count, found.alike, found.filters["kind"]) == (0, (), ())
    assert "secretword" not in repr(list(second.docket._database.execute("select * from search_words")))


def test_with_the_key_of_a_case_comes_all_that_was_written_in_it_before(enrolled, owner, second, case):
    cases.add_note(owner, case, "The Secretword stands here.", TODAY)
    enrolled.sync(owner, second)
    cases.give_access(owner, case, second.officer.id, TODAY)
    enrolled.sync(owner, second)

    assert titles(second, "secretword") == ["Note"]


def test_what_waits_in_quarantine_is_neither_found_nor_counted_nor_guessed_at(enrolled, owner):
    for number in range(8):
        one = Source(enrolled.gate, bytes([number]) * 16)
        one.send(replace(CALM, what=f"The yard and Secretword{'abcdefgh'[number]}."))
        one.write("Here is more about the yard.")
    owner.quarantine_above = 3
    enrolled.sync(owner)

    first = find(owner, Search(text="secretword yard"))
    words = owner.docket.search.beginning_with("secretword", 20)
    drawn = open_sample(owner)
    then = find(owner, Search(text="secretword yard"))

    assert (first.count, len(words), len(drawn), then.count) == (3, 3, 5, 8)
    assert find(owner, Search(text="yard", kind="message")).count == 8


def test_a_report_that_a_later_flood_shuts_is_found_no_more(enrolled, owner):
    Source(enrolled.gate).send(replace(CALM, what="The yard."))
    enrolled.sync(owner)
    before = find(owner, Search(text="yard")).count

    owner.quarantine_above = 0

    assert (before, find(owner, Search(text="yard")).count) == (1, 0)


def test_a_letter_that_belongs_to_no_report_is_not_found(enrolled, owner, source):
    source.write("A letter about the yard, without a report.")
    enrolled.sync(owner)
    before = titles(owner, "yard")

    source.send(CALM)
    enrolled.sync(owner)
    owner.docket.search.read_again(item.place for item in owner.docket.opened_named("message"))

    assert (before, titles(owner, "yard")) == ([], ["The source wrote"])


def test_whatever_a_stranger_writes_into_a_report_the_index_goes_on(enrolled, owner, source):
    strange = replace(
        CALM, what="\x00 \u202e yard \U0010ffff " + "§kind" * 500, state="x" * 40 + " abc def AB1"
    )
    source.send(strange, files=[("gpj.exe yard", b"x")])
    enrolled.sync(owner)

    found = find(owner, Search(text="yard"))

    assert (found.count, [choice.value for choice in found.filters["state"]]) == (2, ["ABC", "DEF"])


@given(st.lists(st.text(st.characters()), max_size=3))
def test_any_text_fits_into_the_index(texts):
    about = _About(kind=EntryKind.NOTE, unit="case/1", day=TODAY, about="")

    document = _document(0, 0, about, texts, names=texts)

    assert document.words.encode().decode() == document.words
    assert document.names.encode().decode() == document.names


def test_visits_and_the_letter_that_names_a_decoy_are_not_in_the_index(enrolled, owner, source):
    decoy = Source(enrolled.gate)
    source.send(CALM)
    decoy.send(CALM)
    source.name_decoy(decoy)
    source.come_back("danger")
    enrolled.sync(owner)

    found = hits(owner, "northgate")

    assert [hit.title for hit in found] == ["Report", "Report"]
    assert [hit.tags for hit in found] == [("decoy",), ()]
    assert find(owner, Search(kind="message")).count == 0


def test_a_name_that_pages_show_on_demand_is_found_and_not_shown(owner, case):
    cases.add_person(owner, case, BROTHER, TODAY)

    found = hits(owner, "Invented")

    assert [(hit.title, hit.names_match) for hit in found] == [("Person added", True)]
    assert "".join(piece.text for piece in found[0].excerpt) == "the brother · witness"
    assert "nvented" not in repr(found[0].excerpt)


def test_what_was_undone_is_found_and_marked(owner, case):
    cases.add_note(owner, case, "Ask for the logbook.", TODAY)
    note = next(item for item in owner.book.case(case).timeline if type(item.fact).__name__ == "NoteAdded")
    work.undo(owner, case, note.identity, "Recorded in the wrong case.", TODAY)

    assert ("waits to be sent", "undone") in [hit.tags for hit in hits(owner, "logbook")]


def test_filters_count_what_was_found_and_nothing_else(enrolled, owner, source, case):
    source.send(CALM)
    enrolled.sync(owner)

    found = find(owner, Search(text="northgate"))
    of_case = find(owner, Search(text="northgate", case=case))

    assert [(choice.label, choice.count) for choice in found.filters["case"]] == [("After the visit", 1)]
    assert [(choice.value, choice.count) for choice in found.filters["kind"]] == [("report", 2)]
    assert [(choice.value, choice.count) for choice in found.filters["state"]] == [("XVL", 2)]
    assert (of_case.count, [group.name for group in of_case.groups]) == (1, ["After the visit"])


def test_a_case_that_is_not_here_is_refused(owner):
    with pytest.raises(Refused, match="no such case"):
        find(owner, Search(text="yard", case="0" * 32))


def test_more_than_a_page_is_shown_page_by_page(owner, case):
    for number in range(HITS_ON_A_PAGE + 1):
        cases.add_note(owner, case, f"Note {number} on the logbook.", TODAY)

    first = find(owner, Search(text="logbook"))
    last = find(owner, Search(text="logbook"), page=2)

    beyond = find(owner, Search(text="logbook"), page=9)

    assert (first.count, first.pages, beyond) == (HITS_ON_A_PAGE + 1, 2, last)
    assert [len(page.groups[0].hits) for page in (first, last)] == [HITS_ON_A_PAGE, 1]


def test_while_the_index_is_made_the_officer_is_told_how_much_is_missing(
    enrolled, owner, source, monkeypatch
):
    for _ in range(3):
        source.write("About the yard.")
    monkeypatch.setattr("unhindered.desk.actions.search._READ_BY_A_PAGE", 1)
    monkeypatch.setattr("unhindered.desk.actions.syncing.read_all", lambda desk: None)
    enrolled.sync(owner)

    assert find(owner, Search(text="yard")).left_to_read > 0


def test_an_index_made_anew_is_the_one_that_grew(enrolled, owner, source, case, monkeypatch):
    source.write("About the yard.")
    cases.add_person(owner, case, BROTHER, TODAY)
    enrolled.sync(owner)
    cases.add_note(owner, case, "The yard again.", TODAY)
    read_all(owner)
    grown = contents(owner)
    owner.close()

    monkeypatch.setattr(docket_module, "SEARCH_VERSION", b"another")
    again = enrolled.owner()
    before = again.docket.search.left_to_read()
    read_all(again)

    assert before > 0
    assert contents(again) == grown
    again.close()


def contents(desk):
    """All that is found by, the numbers of units apart: they are given as units come."""
    database = desk.docket._database
    tables = {
        table: json.dumps(sorted(database.execute(f"select * from {table}")))  # noqa: S608
        for table in ("search_texts", "search_words", "search_pieces", "search_skeletons")
    }
    query = """
        select d.number, kind, u.name, day, officer, states, language, about
        from search_documents d join search_units u on u.number = unit order by d.number
    """
    return tables | {"search_documents": json.dumps(list(database.execute(query)))}


def test_bodies_are_found_by_their_short_names_and_by_the_names_we_know(owner, case):
    describe(owner, case, "intervention", {"body": "SPT", "reference": "Letter 1"}, TODAY)
    describe(
        owner, case, "cooperation", {"person": None, "body": "", "how": "Wrote", "body_id": "CAT-22"}, TODAY
    )

    assert titles(owner, "SPT") == ["Intervention recorded"]
    assert titles(owner, "subcommittee prevention") == ["Intervention recorded"]
    assert titles(owner, "CAT-22") == ["Cooperation recorded"]


WRITTEN = {
    "عبد الرحمن": ["عبدالرحمن", "عبد الرحمن", "الرحمن"],
    "عبدالرحمن": ["عبدالرحمن", "عبد الرحمن", "الرحمن"],
    "Mr Reza'i came": ["Rezai", "Reza’i", "رضایی"],
    "Mr Rezai came": ["Reza'i", "رضائی"],
    "آقای رضایی": ["Reza'i", "Rezai", "رضائي"],
}


@pytest.mark.parametrize(
    ("note", "text"), [(note, text) for note, texts in WRITTEN.items() for text in texts]
)
def test_names_written_apart_together_or_with_apostrophes_find_each_other(owner, case, note, text):
    cases.add_note(owner, case, note, TODAY)

    assert "Note" in titles(owner, text)


def test_a_phrase_around_a_joined_name_stays_whole(owner, case):
    cases.add_note(owner, case, "جاء عبد الرحمن الخيالي اليوم", TODAY)

    assert titles(owner, "“عبد الرحمن الخيالي”") == ["Note"]
    assert titles(owner, "“الرحمن اليوم”") == []


def test_tags_of_cases_and_types_of_act_can_be_chosen(owner, case):
    other = cases.open_case(owner, [], name="Second", officers=[], today=TODAY)
    for name in (case, other):
        act = {"type_of_act": "RX13", "remarks": "yard"}
        describe(owner, name, "act", act if name == case else act | {"type_of_act": "RX01"}, TODAY)
    work.change_tags(owner, case, TODAY, add=["autumn"], remove=[])

    assert len(hits(owner, "yard")) == 2
    assert len(hits(owner, "yard", tag="autumn")) == 1
    assert hits(owner, "yard", tag="winter") == []
    assert len(hits(owner, "yard", act="RX01")) == 1
    assert [(item.value, item.count) for item in find(owner, Search(text="yard")).filters["tag"]] == [
        ("autumn", 1)
    ]


def test_filters_can_be_chosen_before_anything_is_looked_for(owner, case):
    describe(owner, case, "act", {"type_of_act": "RX13", "state": "XVL"}, TODAY)
    work.change_tags(owner, case, TODAY, add=["autumn"], remove=[])
    read_all(owner)

    before = filters_before(owner)

    assert before["case"] == {case: "After the visit"}
    assert (list(before["tag"]), list(before["state"])) == (["autumn"], ["XVL"])
    assert before["act"]["RX13"] == "Beating or other assault"
    assert owner.officer.id in before["officer"]
