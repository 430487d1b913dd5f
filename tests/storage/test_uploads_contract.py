"""What every store must do with envelopes that come in parts; run on all of them."""

from datetime import UTC, datetime, timedelta

import pytest

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.entry import (
    SMALL_BODY_BYTES,
    EntryKind,
    NewEntry,
    body_sha256,
    header_sha256,
    open_leaf,
)
from unhindered.core.log.uploads import (
    OtherOffset,
    UploadBusy,
    UploadedEntry,
    UploadGone,
    UploadUnfinished,
)

CLEAR = b"n" * 32
HEADER = b"header\n"


def header_ends(beginning, length):
    if beginning.startswith(b"!"):
        raise Refused("no envelope")
    return beginning.find(b"\n") + 1


def content(size):
    return HEADER + (bytes(range(251)) * (size // 251 + 1))[:size]


def write(log, upload, data, today, *, at=0, pieces=10**9):
    writer = log.uploads.resume(upload, at, day=today, find_header_end=header_ends)
    for start in range(0, len(data), pieces):
        writer.write(data[start : start + pieces])
    return writer.finish()


def uploaded(log, data, today, **options):
    upload = log.uploads.create(len(data), day=today)
    write(log, upload, data, today, **options)
    return upload


def named(upload):
    return UploadedEntry(kind=EntryKind.SOURCE, clear=CLEAR, upload=upload)


def append(log, *entries, today, key=None):
    return log.append(list(entries), day=today, idempotency=key).result()


@pytest.mark.parametrize("size", [0, 1, SMALL_BODY_BYTES, SMALL_BODY_BYTES + 1, 3_000_000])
@pytest.mark.parametrize(("parts", "pieces"), [(1, 10**9), (1, 6_000), (3, 10**9), (7, 3)])
def test_what_was_uploaded_in_parts_becomes_an_entry(log, today, size, parts, pieces):
    data = content(size)
    upload, width = log.uploads.create(len(data), day=today), len(data) // parts
    for start in range(0, len(data), width):
        # A part of few bytes, then the rest of it: the border of header and body falls anywhere.
        part = data[start : start + width]
        write(log, upload, part[:pieces], today, at=start)
        write(log, upload, part[pieces:], today, at=start + len(part[:pieces]), pieces=100_000)

    (placed,) = append(log, named(upload), today=today)

    kept = log.entry(0)
    assert (kept.kind, kept.clear, kept.header, kept.body_size) == (EntryKind.SOURCE, CLEAR, HEADER, size)
    assert kept.body == (data[len(HEADER) :] if size <= SMALL_BODY_BYTES else None)
    with log.open_body(0) as body:
        assert body.read() == data[len(HEADER) :]
    open_leaf(
        placed.leaf,
        placed.salts,
        kind=EntryKind.SOURCE,
        header_sha256=header_sha256(HEADER),
        body_sha256=body_sha256(CLEAR, data[len(HEADER) :]),
    )


def test_an_upload_says_how_far_it_has_come(log, today):
    upload = log.uploads.create(100, day=today)

    states = [log.uploads.look(upload), write(log, upload, b"abc", today), log.uploads.look(upload)]

    assert [(found.offset, found.length) for found in states] == [(0, 100), (3, 100), (3, 100)]


def test_uploads_have_ids_of_32_bytes_that_are_never_twice_the_same(log, today):
    ids = {log.uploads.create(1, day=today) for _ in range(50)}

    assert len(ids) == 50
    assert {len(upload) for upload in ids} == {32}


@pytest.mark.parametrize("offset", [0, 2, 4, 10**9])
def test_bytes_for_another_place_are_refused(log, today, offset):
    upload = log.uploads.create(100, day=today)
    write(log, upload, b"abc", today)

    with pytest.raises(OtherOffset):
        log.uploads.resume(upload, offset, day=today, find_header_end=header_ends)

    assert log.uploads.look(upload).offset == 3


def test_two_cannot_write_one_upload(log, today):
    upload = log.uploads.create(100, day=today)
    writer = log.uploads.resume(upload, 0, day=today, find_header_end=header_ends)
    writer.write(b"mine")

    for use in (
        lambda: log.uploads.resume(upload, 0, day=today, find_header_end=header_ends),
        lambda: log.uploads.remove(upload),
        lambda: append(log, named(upload), today=today),
    ):
        with pytest.raises(UploadBusy):
            use()

    assert writer.finish().offset == 4
    assert write(log, upload, b"next", today, at=4).offset == 8


def test_what_is_no_envelope_is_gone_at_once(log, today):
    upload = log.uploads.create(100, day=today)
    writer = log.uploads.resume(upload, 0, day=today, find_header_end=header_ends)

    with pytest.raises(Refused):
        writer.write(b"!")
    writer.finish()

    with pytest.raises(UploadGone):
        log.uploads.look(upload)


def test_a_removed_upload_is_gone(log, today):
    small, large = uploaded(log, content(10), today), uploaded(log, content(200_000), today)

    for upload in (small, large, log.uploads.create(1, day=today)):
        log.uploads.remove(upload)
        with pytest.raises(UploadGone):
            log.uploads.look(upload)
        with pytest.raises(UploadGone):
            log.uploads.remove(upload)


@pytest.mark.parametrize("data", [b"", b"some", content(200_000)[:-1]])
def test_an_unfinished_upload_is_not_appended(log, today, data):
    upload = log.uploads.create(len(HEADER) + 200_000, day=today)
    write(log, upload, data, today)

    with pytest.raises(UploadUnfinished):
        append(log, named(upload), today=today)

    assert log.size() == 0
    assert log.uploads.look(upload).offset == len(data)


def test_an_upload_is_consumed_by_one_submission_only(log, today):
    upload = uploaded(log, content(100_000), today)
    append(log, named(upload), today=today)

    with pytest.raises(UploadGone):
        append(log, named(upload), today=today)
    with pytest.raises(UploadGone):
        log.uploads.look(upload)

    assert log.size() == 1


def test_an_upload_named_twice_is_refused(log, today):
    upload = uploaded(log, content(100_000), today)

    with pytest.raises(Refused):
        append(log, named(upload), named(upload), today=today)

    assert log.uploads.look(upload).offset == len(content(100_000))


def test_the_same_key_gives_the_same_answer_after_the_uploads_were_consumed(log, a_report, today):
    small, large = uploaded(log, content(10), today), uploaded(log, content(100_000), today)
    asked = [a_report(1), named(small), named(large)]
    first = append(log, *asked, today=today, key=b"key")

    again = append(log, *asked, today=today, key=b"key")

    assert again == first
    assert log.size() == 3


def test_the_same_key_gives_the_same_answer_to_a_report_that_came_piece_by_piece(log, a_report, today):
    def asked():
        incoming = log.incoming(CLEAR, day=today)
        incoming.write(bytes(300_000))
        return NewEntry(EntryKind.SOURCE, CLEAR, b"header", incoming.finish())

    upload = uploaded(log, content(100_000), today)
    first = append(log, asked(), named(upload), today=today, key=b"key")

    assert append(log, asked(), named(upload), today=today, key=b"key") == first


def test_the_same_key_with_another_upload_of_the_same_bytes_is_refused(log, today):
    data = content(100_000)
    first, second = uploaded(log, data, today), uploaded(log, data, today)
    append(log, named(first), today=today, key=b"key")

    with pytest.raises(Refused):
        append(log, named(second), today=today, key=b"key")

    assert log.size() == 1
    assert log.uploads.look(second).offset == len(data)


def test_the_same_key_with_other_bytes_beside_the_same_upload_is_refused(log, a_report, today):
    upload = uploaded(log, content(100_000), today)
    append(log, a_report(1), named(upload), today=today, key=b"key")

    with pytest.raises(Refused):
        append(log, a_report(2), named(upload), today=today, key=b"key")

    assert log.size() == 2


def test_a_key_that_came_without_uploads_is_not_taken_with_one(log, a_report, today):
    upload = uploaded(log, content(100_000), today)
    append(log, a_report(1), today=today, key=b"key")

    with pytest.raises(Refused):
        append(log, a_report(1), named(upload), today=today, key=b"key")

    assert log.uploads.look(upload).offset == len(content(100_000))


def test_one_upload_that_is_gone_keeps_all_out(log, a_report, today):
    here = uploaded(log, content(100_000), today)

    with pytest.raises(UploadGone):
        append(log, a_report(1), named(here), named(b"u" * 32), today=today)

    assert log.size() == 0
    append(log, a_report(1), named(here), today=today)


def test_uploads_end_two_whole_days_after_the_last_progress(log, today):
    stood = uploaded(log, content(200_000), today)
    went_on = log.uploads.create(100, day=today)
    empty = log.uploads.create(1, day=today)
    write(log, went_on, b"abc", today + timedelta(days=2))

    log.uploads.expire(today + timedelta(days=2))
    before = [log.uploads.look(upload).offset for upload in (stood, went_on, empty)]
    log.uploads.expire(today + timedelta(days=3))

    assert before == [len(content(200_000)), 3, 0]
    assert log.uploads.look(went_on).offset == 3
    for upload in (stood, empty):
        with pytest.raises(UploadGone):
            log.uploads.look(upload)


def test_an_upload_says_when_it_ends(log, today):
    upload = log.uploads.create(100, day=today)

    ends = log.uploads.look(upload).ends

    assert ends == datetime(2026, 5, 7, tzinfo=UTC)


def test_what_is_being_written_does_not_end(log, today):
    upload = log.uploads.create(100, day=today)
    write(log, upload, b"abc", today)
    writer = log.uploads.resume(upload, 3, day=today + timedelta(days=4), find_header_end=header_ends)

    log.uploads.expire(today + timedelta(days=4))
    writer.write(b"def")

    assert writer.finish().offset == 6


def test_nothing_more_is_no_progress(log, today):
    upload = log.uploads.create(100, day=today)
    write(log, upload, b"abc", today)

    write(log, upload, b"", today + timedelta(days=2), at=3)

    assert log.uploads.look(upload).day == today


def test_an_upload_can_go_on_after_an_append_that_failed(log, a_report, today):
    upload = uploaded(log, content(100_000), today)
    append(log, a_report(1), today=today, key=b"key")
    with pytest.raises(Refused):
        append(log, a_report(2), named(upload), today=today, key=b"key")

    append(log, a_report(2), named(upload), today=today, key=b"other key")

    assert log.size() == 3


def test_a_closed_log_takes_no_more_of_an_upload(log, today):
    data = content(100_000)
    upload = uploaded(log, data, today)
    log.close()

    with pytest.raises(Unavailable):
        append(log, named(upload), today=today)
