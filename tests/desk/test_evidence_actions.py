"""What officers do with evidence: each step a fact, originals sealed and untouched, copies beside them."""

import hashlib
import io

import pytest
from desk_world import Source
from sample_files import pdf, picture
from sandbox_here import needs_mat2, needs_sandbox

from unhindered.core.casework.codec import to_json
from unhindered.core.casework.custody_facts import CustodyRecorded
from unhindered.core.casework.redaction import regions_of_cells
from unhindered.core.casework.source_word import NotRecordedYet
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, decisions, evidence, evidence_texts
from unhindered.desk.actions.audit import audit_rows
from unhindered.desk.actions.evidence_page import evidence_view, exhibits_view, item_view
from unhindered.desk.actions.recording import new_fact, record_in_case
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.evidence.items import file_of, in_memory
from unhindered.desk.evidence.sealed_files import LARGEST_FILE, PART_BYTES, sealed
from unhindered.desk.evidence.viewer import Viewer, kind_of_file
from unhindered.desk.sandbox.room import Sandbox

BY_HAND = {"label": "a letter", "origin": "by_hand", "received_from": "Dora Invented"}
# Larger than what stands beside a leaf, and than one part.
LARGE = bytes(range(256)) * (PART_BYTES // 256) + b"the end"


@pytest.fixture
def case(enrolled, owner, second):
    Source(enrolled.gate).send(files=[("Ada Fictional.pdf", pdf(3)), ("yard.png", picture())])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    return cases.open_case(
        owner, [report], name="Autumn 4", officers=[second.officer.id], today=enrolled.today
    )


def add(desk, case, content, today, **changes):
    return evidence.add_by_hand(desk, case, content, BY_HAND | changes, today)


def original(desk, case, item):
    with in_memory(desk, file_of(desk, case, item)) as file:
        return file.read()


def steps(desk, case, item, today):
    return [step.title for step in item_view(desk, case, item, today).chain]


def test_attachments_are_taken_in_once_and_fit_what_the_device_named(enrolled, owner, case):
    taken = evidence.take_in_attachments(owner, case, enrolled.today)
    again = evidence.take_in_attachments(owner, case, enrolled.today)

    assert (len(taken.items), taken.differing, taken.left) == (2, 0, ())
    assert again.items == ()
    assert original(owner, case, taken.items[0]) == pdf(3)
    view = evidence_view(owner, case, enrolled.today)
    assert [(item.label, item.medium, item.fits_device) for item in view.items] == [
        ("Attachment 1", "document", True),
        ("Attachment 2", "picture", True),
    ]


def test_an_attachment_that_differs_is_taken_in_as_what_it_is_and_everybody_sees_it(enrolled, owner, second):
    source = Source(enrolled.gate)
    send = source.seal
    source.seal = lambda name, body, floor=8192: send(
        name, b"%PDF-1.7 exchanged" if name == "letter.pdf" else body, floor
    )
    source.send(files=[("letter.pdf", pdf())])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = cases.open_case(
        owner, [report], name="Autumn 5", officers=[second.officer.id], today=enrolled.today
    )

    taken = evidence.take_in_attachments(owner, case, enrolled.today)
    enrolled.sync(owner, second)

    assert taken.differing == 1
    for desk in (owner, second):
        (item,) = evidence_view(desk, case, enrolled.today).items
        assert item.fits_device is False
        assert item.id == hashlib.sha256(b"%PDF-1.7 exchanged").hexdigest()
        assert item.device_sha256 == hashlib.sha256(pdf()).hexdigest()
        assert any("device named" in kind for kind in evidence_view(desk, case, enrolled.today).conflicts)
        assert any("device named" in conflict.kind for conflict in desk.book.case(case).conflicts)
        assert original(desk, case, item.id) == b"%PDF-1.7 exchanged"


@pytest.mark.parametrize("content", [b"short", b"x" * 100_000, LARGE], ids=["short", "long", "in parts"])
def test_what_was_brought_by_hand_is_sealed_into_the_log_and_a_colleague_reads_it(
    enrolled, owner, second, case, content
):
    item = add(owner, case, content, enrolled.today)

    assert original(owner, case, item) == content, "while it waits to be sent"
    enrolled.sync(owner, second)
    assert original(owner, case, item) == content
    assert original(second, case, item) == content
    assert not owner.book.aside
    assert not second.book.aside


def test_a_file_stays_at_the_gate_until_somebody_asks_for_it(enrolled, owner, second, case):
    item = add(owner, case, b"x" * 300_000, enrolled.today)
    enrolled.sync(owner, second)

    before = set(second.book.unfetched)
    original(second, case, item)

    assert len(before - second.book.unfetched) == 1


def test_an_officer_without_the_case_fetches_none_of_its_files(enrolled, owner, second):
    alone = cases.open_case(owner, [], name="Alone", officers=[], today=enrolled.today)
    add(owner, alone, b"x" * 300_000, enrolled.today)
    enrolled.sync(owner, second, second)

    assert len(second.book.unfetched) == 1
    assert not second.book.aside


def test_what_a_changed_part_holds_is_never_handed_out(enrolled, owner, case):
    item = add(owner, case, b"one thing", enrolled.today)
    other, _ = sealed(owner, owner.case_keys(case), b"another")
    found = file_of(owner, case, item)
    object.__setattr__(found.item.received.sealed, "sha256", other.sha256)

    with pytest.raises(Refused, match="not what was sealed"), in_memory(owner, found):
        pass


def test_files_that_are_empty_or_too_large_are_refused_and_nothing_is_recorded(enrolled, owner, case):
    waiting = len(owner.docket.outbox())

    with pytest.raises(Refused, match="empty"):
        add(owner, case, b"", enrolled.today)
    with pytest.raises(Refused, match="at most 64 MiB"):
        add(owner, case, bytes(LARGEST_FILE + 1), enrolled.today)
    with pytest.raises(WrongFields) as refused:
        add(owner, case, LARGE, enrolled.today, label="")
    assert set(refused.value.fields) == {"label"}

    assert len(owner.docket.outbox()) == waiting
    assert not owner.book.case(case).evidence.items


def test_the_same_file_again_is_not_sealed_again(enrolled, owner, case):
    first = add(owner, case, b"one thing", enrolled.today)
    second_time = add(owner, case, b"one thing", enrolled.today, origin="post")

    assert first == second_time
    assert steps(owner, case, first, enrolled.today) == ["Evidence received", "Evidence received"]
    enrolled.sync(owner)
    assert evidence_view(owner, case, enrolled.today).unexplained == 0


def test_a_piece_that_nobody_accounts_for_is_shown_as_a_gap(enrolled, owner, case):
    _, parts = sealed(owner, owner.case_keys(case), b"a copy whose record was lost")
    owner.record_after(f"case/{case}", [], first=parts)
    enrolled.sync(owner)

    assert evidence_view(owner, case, enrolled.today).unexplained == 1


@needs_sandbox
def test_nobody_looks_without_a_reason_that_stays_in_the_chain(enrolled, owner, second, case):
    today = enrolled.today
    (item, *_) = evidence.take_in_attachments(owner, case, today).items
    with pytest.raises(evidence.NotOpenedToday):
        evidence.page_of(owner, case, item, 1, today=today)
    with pytest.raises(WrongFields) as refused:
        evidence.open_item(owner, case, item, reason="", today=today)
    assert set(refused.value.fields) == {"reason"}

    evidence.open_item(owner, case, item, reason="to read it", today=today)

    assert evidence.page_of(owner, case, item, 2, today=today).of == 3
    opened = owner.book.case(case).evidence.items[item].chain[-1].fact
    assert isinstance(opened, CustodyRecorded)
    assert (opened.reason, opened.tool) == ("to read it", "pypdfium2")
    assert opened.tool_version == owner.viewer.sandbox.tools().pypdfium2
    enrolled.sync(owner, second)
    with pytest.raises(evidence.NotOpenedToday):
        evidence.page_of(second, case, item, 1, today=today)


def test_without_a_sandbox_nothing_is_opened_and_nothing_is_recorded(enrolled, owner, case):
    owner.viewer = Viewer(Sandbox(program=None))
    (item, *_) = evidence.take_in_attachments(owner, case, enrolled.today).items
    before = steps(owner, case, item, enrolled.today)

    for action in (evidence.open_item, evidence.clean):
        with pytest.raises(Refused, match="sandbox"):
            action(owner, case, item, reason="to read", today=enrolled.today)

    assert steps(owner, case, item, enrolled.today) == before
    assert "apt install bubblewrap" in evidence_view(owner, case, enrolled.today).advice


@needs_mat2
def test_a_cleaned_copy_lies_beside_the_original_with_who_made_it_and_how(enrolled, owner, second, case):
    dirty = picture("JPEG", comment=b"Ada Fictional")
    item = add(owner, case, dirty, enrolled.today)

    copy = evidence.clean(owner, case, item, reason="to send on", today=enrolled.today)
    enrolled.sync(owner, second)

    assert original(second, case, item) == dirty
    with in_memory(second, file_of(second, case, item, copy)) as file:
        cleaned = file.read()
    assert hashlib.sha256(cleaned).hexdigest() == copy
    assert b"Ada Fictional" not in cleaned
    made = second.book.case(case).evidence.items[item].chain[-1].fact
    assert (made.tool, made.tool_version, made.reason) == (
        "mat2",
        owner.viewer.sandbox.tools().mat2,
        "to send on",
    )


@needs_sandbox
def test_a_redacted_copy_has_pixels_only_and_the_original_stays(enrolled, owner, case):
    today = enrolled.today
    item = add(owner, case, pdf(3), today)
    every_field = [(row, column) for row in range(14) for column in range(10)]

    copy = evidence.redact(owner, case, item, regions_of_cells(2, every_field, "a name"), today)

    with in_memory(owner, file_of(owner, case, item, copy)) as file:
        content = file.read()
        pages = list(owner.viewer.sandbox.pages(file, kind_of_file(file), first=1, last=9))
    assert [page.letters for page in pages] == [0, 0, 0]
    assert b"They took her" not in content
    assert set(pages[1].pixels[: pages[1].width * 300]) == {0}
    assert len(set(pages[0].pixels)) > 1
    assert original(owner, case, item) == pdf(3)


@needs_sandbox
def test_only_the_pages_that_were_asked_for_are_in_a_redacted_copy(enrolled, owner, case):
    item = add(owner, case, pdf(5), enrolled.today)
    regions = regions_of_cells(3, [(0, 0)], "a name")

    copy = evidence.redact(owner, case, item, regions, enrolled.today, pages="3-4")

    with in_memory(owner, file_of(owner, case, item, copy)) as file:
        pages = list(owner.viewer.sandbox.pages(file, kind_of_file(file), first=1, last=9))
    assert [page.of for page in pages] == [2, 2]
    assert pages[0].pixels[:3] == b"\0\0\0"
    assert pages[1].pixels[:3] == b"\xff\xff\xff"


@needs_sandbox
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (((), ""), "Nothing would be left out"),
        ((regions_of_cells(4, [(0, 0)], "a name"), "1-3"), "not copied"),
        ((regions_of_cells(1, [(0, 0)], "a name"), "3-1"), "no range"),
        ((regions_of_cells(1, [(0, 0)], "a name"), "all"), "no range"),
    ],
)
def test_a_redaction_that_would_leave_something_in_is_refused(enrolled, owner, case, asked, says):
    regions, pages = asked
    item = add(owner, case, pdf(5), enrolled.today)

    with pytest.raises(Refused, match=says):
        evidence.redact(owner, case, item, regions, enrolled.today, pages=pages)

    assert steps(owner, case, item, enrolled.today) == ["Evidence received"]


@needs_sandbox
def test_a_document_of_two_thousand_pages_is_redacted_in_pieces_only(enrolled, owner, case):
    item = add(owner, case, pdf(2000), enrolled.today)

    with pytest.raises(Refused, match="at most 200 pages"):
        evidence.redact(owner, case, item, regions_of_cells(1, [(0, 0)], "a name"), enrolled.today)


def test_what_is_saved_outside_is_whole_and_recorded(enrolled, owner, case):
    item = add(owner, case, b"one thing", enrolled.today)
    target = io.BytesIO()

    evidence.export_file(owner, case, item, reason="for the laboratory", today=enrolled.today, target=target)

    assert target.getvalue() == b"one thing"
    assert steps(owner, case, item, enrolled.today)[-1] == "Exported"
    nothing = io.BytesIO()
    with pytest.raises(WrongFields) as refused:
        evidence.export_file(owner, case, item, reason=" ", today=enrolled.today, target=nothing)
    assert set(refused.value.fields) == {"reason"}
    assert nothing.getvalue() == b""


def saved(desk, case, item, today):
    target = io.BytesIO()
    evidence.export_file(desk, case, item, reason="for the laboratory", today=today, target=target)
    return target.getvalue()


def test_what_a_source_took_back_is_not_saved_before_and_after_an_officer_recorded_it(
    enrolled, owner, second
):
    source = Source(enrolled.gate)
    source.send(files=[("Ada Fictional.pdf", pdf(3))])
    enrolled.sync(owner)
    (report,) = owner.book.reports
    case = cases.open_case(owner, [report], name="Autumn 4", officers=[], today=enrolled.today)
    person = cases.add_person(owner, case, {"label": "P1", "roles": ["source"]}, enrolled.today)
    (attached,) = evidence.take_in_attachments(owner, case, enrolled.today).items
    by_hand = add(owner, case, b"one thing", enrolled.today)
    assert saved(owner, case, attached, enrolled.today) == pdf(3)
    source.withdraw("They know.")
    enrolled.sync(owner)

    for item in (attached, by_hand):
        with pytest.raises(NotRecordedYet):
            saved(owner, case, item, enrolled.today)
    decisions.record_decision(owner, report, {"person": person, "expires": "2027-11-24"}, enrolled.today)
    with pytest.raises(evidence.TakenBack):
        saved(owner, case, attached, enrolled.today)
    assert saved(owner, case, by_hand, enrolled.today) == b"one thing"


def test_transcripts_translations_and_what_is_left_out_of_them(enrolled, owner, second, case):
    today = enrolled.today
    item = add(owner, case, b"OggS a recording", today)
    by_hand = {
        "language": "fa",
        "text": "آدا گفت که زدند.",
        "written_by": "person",
        "made_by": "Ben Invented",
    }
    script = evidence_texts.add_transcript(owner, case, item, by_hand, today)
    translated = {
        "language": "en",
        "text": "Ada said they beat her.",
        "written_by": "machine",
        "made_by": "P 1",
    }
    text = evidence_texts.add_translation(owner, case, script[:8], translated | {"checked_by": ""}, today)
    evidence_texts.redact_text(owner, case, item, text, ["Ada"], reason="her name", today=today)
    enrolled.sync(owner, second)

    first, other = item_view(second, case, item, today).texts

    assert (first.language, first.redactions) == ("fa", ())
    assert other.text == "Ada said they beat her."
    assert other.redactions == ("█████ said they beat her.",)
    with pytest.raises(Refused, match="does not stand"):
        evidence_texts.redact_text(owner, case, item, text, ["Bo"], reason="x", today=today)
    with pytest.raises(Refused, match="no such transcript"):
        evidence_texts.redact_text(owner, case, item, "ff" * 16, ["Ada"], reason="x", today=today)


def test_an_exhibit_number_belongs_to_one_item_and_finds_it(enrolled, owner, case):
    today = enrolled.today
    first, other = add(owner, case, b"one", today), add(owner, case, b"two", today)
    evidence_texts.number_exhibit(owner, case, first, exhibit="A2", label="a letter", today=today)

    with pytest.raises(Refused, match="Another item"):
        evidence_texts.number_exhibit(owner, case, other, exhibit="a2", label="a scan", today=today)
    evidence_texts.number_exhibit(owner, case, other, exhibit="A10", label="a scan", today=today)

    assert [row.exhibit for row in exhibits_view(owner, case, today)] == ["A2", "A10"]
    assert file_of(owner, case, "a10").item.id == other


def test_no_exhibit_number_stands_before_the_hash_of_another_item(enrolled, owner, case):
    today = enrolled.today
    first, other = add(owner, case, b"one", today), add(owner, case, b"two", today)
    for number in (first, first[:8], "20261124"):
        with pytest.raises(Refused, match="reads like the hash"):
            evidence_texts.number_exhibit(owner, case, other, exhibit=number, label="a scan", today=today)

    # What another program records is not asked.
    values = {"evidence": other, "exhibit": first, "label": "a scan"}
    record_in_case(owner, case, [new_fact(owner, "ExhibitNumbered", values, today)])
    assert file_of(owner, case, first).item.id == first
    assert file_of(owner, case, first[:8]).item.id == first


def test_names_in_facts_about_evidence_are_shown_on_demand_only(enrolled, owner, case):
    item = add(owner, case, b"one thing", enrolled.today)

    (received,) = item_view(owner, case, item, enrolled.today).chain

    assert [line.is_guarded for line in received.lines if "Dora" in line.text] == [True]
    assert "Ada Fictional" not in str(to_json(owner.book.case(case).evidence.items[item].received))


def test_owners_learn_that_a_file_was_saved_and_not_by_a_hash_of_what_is_in_it(enrolled, owner, case):
    item = add(owner, case, b"one thing", enrolled.today)
    evidence.export_file(owner, case, item, reason="as asked", today=enrolled.today, target=io.BytesIO())
    enrolled.sync(owner)
    enrolled.days_pass(1)
    enrolled.sync(owner)

    noted = [thing.name for row in audit_rows(owner) for thing in row.opened if thing.what == "attachment"]

    (part,) = owner.book.case(case).evidence.items[item].received.sealed.parts
    assert noted == [part]
    assert item not in noted
