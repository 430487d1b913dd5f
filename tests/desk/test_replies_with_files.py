"""An officer adds files to an answer: sealed to the source, together with the answer or not at all."""

import hashlib

import pytest
from desk_scene import FULL
from desk_world import Source

from unhindered.core.correspondence.to_source import LARGEST_REPLY_FILE, MOST_REPLY_FILES, Reply
from unhindered.core.errors import Refused
from unhindered.core.log.entry import EntryKind
from unhindered.desk.actions import cases
from unhindered.desk.replying import ReplyFile
from unhindered.gate.limits import Limits


@pytest.fixture
def source(enrolled, owner):
    source = Source(enrolled.gate)
    source.send()
    enrolled.sync(owner)
    return source


@pytest.fixture
def case(enrolled, owner, source):
    case = cases.open_case(
        owner, list(owner.book.reports), name="Autumn 4", officers=[], today=enrolled.today
    )
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=enrolled.today)
    enrolled.sync(owner)
    return case


def test_a_file_arrives_as_the_officer_sent_it_in_the_same_append_as_the_answer(
    enrolled, owner, source, case
):
    appended, append = [], enrolled.gate.append
    enrolled.gate.append = lambda entries, key: (appended.append(entries), append(entries, key))
    plan = bytes(range(256)) * 1000

    cases.answer(
        owner, case, "Here is the plan.", enrolled.today, files=[ReplyFile(name="plan.pdf", content=plan)]
    )
    enrolled.sync(owner)

    (reply,) = [item for item in source.mailbox() if isinstance(item, Reply)]
    (reference,) = reply.attachments
    assert source.files() == {"plan.pdf": plan}
    assert (reference.name, reference.size) == ("plan.pdf", len(plan))
    assert reference.sha256 == hashlib.sha256(plan).digest()
    (entries,) = appended
    assert [entry.kind for entry in entries].count(EntryKind.MAILBOX) == 2


def test_the_case_keeps_name_size_and_hash(enrolled, owner, source, case):
    cases.answer(owner, case, "Here.", enrolled.today, files=[ReplyFile(name="plan.pdf", content=b"x")])
    enrolled.sync(owner)

    fact = owner.book.case(case).timeline[-1].fact
    assert [(item.name, item.size) for item in fact.files] == [("plan.pdf", 1)]


def test_the_largest_file_fits_into_a_mailbox_of_a_gate(enrolled, owner, source, case):
    largest = ReplyFile(name="scan.tiff", content=bytes(LARGEST_REPLY_FILE))

    cases.answer(owner, case, "Here.", enrolled.today, files=[largest, largest, largest])

    (letter,) = owner.letters()
    sizes = [len(entry.header) + len(entry.body) for entry in letter.entries]
    assert max(sizes) <= Limits().mailbox_envelope
    assert sum(sizes) < Limits().desk_body


@pytest.mark.parametrize(
    "files",
    [
        [ReplyFile(name="a", content=bytes(LARGEST_REPLY_FILE + 1))],
        [ReplyFile(name="a", content=bytes(LARGEST_REPLY_FILE))] * 4,
        [ReplyFile(name="a", content=b"")] * (MOST_REPLY_FILES + 1),
    ],
    ids=["too large", "too large together", "too many"],
)
def test_what_one_answer_cannot_carry_is_refused_and_nothing_is_recorded(enrolled, owner, case, files):
    before = owner.book.case(case).timeline

    with pytest.raises(Refused):
        cases.answer(owner, case, "Here.", enrolled.today, files=files)

    assert owner.book.case(case).timeline == before
    assert owner.docket.outbox() == []


def test_an_answer_that_a_device_would_not_fetch_by_itself_is_refused(enrolled, owner, case):
    with pytest.raises(Refused, match="too long"):
        cases.answer(owner, case, "نص " * 33_000, enrolled.today)


def test_a_file_named_like_one_of_our_letters_stays_a_file(enrolled, owner, source, case):
    cases.answer(owner, case, "Here.", enrolled.today, files=[ReplyFile(name="reply.json", content=b"{}")])
    enrolled.sync(owner)

    assert source.files() == {"file-reply.json": b"{}"}
