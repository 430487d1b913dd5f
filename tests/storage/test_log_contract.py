"""What every store of a log must do; run on all of them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.entry import (
    SMALL_BODY_BYTES,
    EntryKind,
    NewEntry,
    body_sha256,
    header_sha256,
    open_leaf,
)
from unhindered.core.log.tiles import parse_bundle, parse_tile
from unhindered.core.log.tree import EMPTY_ROOT, leaf_hash, root

ORIGIN = "gate.example/sealed"
LARGE = SMALL_BODY_BYTES + 1


def taken_in(log, entry, today, *, in_pieces_of=10_000):
    """The same entry, its body handed over piece by piece."""
    incoming = log.incoming(entry.clear, day=today)
    for start in range(0, len(entry.body), in_pieces_of):
        incoming.write(entry.body[start : start + in_pieces_of])
    return NewEntry(entry.kind, entry.clear, entry.header, incoming.finish())


def read_whole(log, index):
    with log.open_body(index) as body:
        return body.read()


def opened(note, signer):
    return open_checkpoint(note, signer.verifier(), ORIGIN)


class TestAppending:
    def test_a_new_log_is_empty_and_signed(self, log, signer):
        for note in (log.latest_checkpoint(), log.published_checkpoint()):
            assert (opened(note, signer).size, opened(note, signer).root) == (0, EMPTY_ROOT)

        assert log.size() == 0

    def test_entries_get_the_next_numbers_in_order(self, log, a_report, today):
        first = log.append([a_report(0)], day=today).result()
        more = log.append([a_report(1), a_report(2)], day=today).result()

        assert [placed.index for placed in (*first, *more)] == [0, 1, 2]

    @pytest.mark.parametrize("size", [0, 1, SMALL_BODY_BYTES, LARGE, 3_000_000])
    def test_an_entry_comes_back_as_it_went_in(self, log, a_report, today, size):
        report = a_report(7, size=size)

        log.append([report], day=today).result()

        kept = log.entry(0)
        assert (kept.kind, kept.clear, kept.header, kept.day) == (
            EntryKind.SOURCE,
            report.clear,
            report.header,
            today,
        )
        assert kept.body_size == size
        assert kept.body == (report.body if size <= SMALL_BODY_BYTES else None)
        assert read_whole(log, 0) == report.body

    @pytest.mark.parametrize("size", [0, 100, SMALL_BODY_BYTES, LARGE, 3_000_000])
    def test_a_body_that_came_piece_by_piece_is_the_same(self, log, a_report, today, size):
        report = a_report(7, size=size)

        log.append([taken_in(log, report, today)], day=today).result()

        assert read_whole(log, 0) == report.body
        assert log.entry(0).body_size == size

    @pytest.mark.parametrize("size", [100, LARGE])
    def test_the_leaf_commits_to_what_was_sent(self, log, a_report, today, size):
        report = a_report(3, size=size)

        (placed,) = log.append([taken_in(log, report, today)], day=today).result()

        open_leaf(
            placed.leaf,
            placed.salts,
            kind=EntryKind.SOURCE,
            header_sha256=header_sha256(report.header),
            body_sha256=body_sha256(report.clear, report.body),
        )
        assert log.entry(0).leaf == placed.leaf
        assert log.entry(0).salts == placed.salts

    def test_the_same_entry_twice_gives_leaves_that_cannot_be_linked(self, log, a_report, today):
        placed = log.append([a_report(1), a_report(1)], day=today).result()

        assert placed[0].leaf != placed[1].leaf

    def test_nothing_is_not_appended(self, log, today):
        with pytest.raises(Refused):
            log.append([], day=today).result()

    def test_every_overlapping_append_succeeds(self, log, a_report, today):
        with ThreadPoolExecutor(16) as pool:
            futures = list(pool.map(lambda number: log.append([a_report(number)], day=today), range(200)))

        placed = [future.result()[0] for future in futures]
        assert sorted(one.index for one in placed) == list(range(200))
        assert all(log.entry(one.index).leaf == one.leaf for one in placed)

    def test_a_caller_who_goes_away_does_not_undo_the_append(self, log, a_report, today):
        async def give_up():
            waiting = asyncio.wrap_future(log.append([a_report(0)], day=today))
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

        asyncio.run(give_up())

        assert log.append([a_report(1)], day=today).result()[0].index == 1

    def test_a_closed_log_takes_nothing(self, log, a_report, today):
        log.close()

        with pytest.raises(Unavailable):
            log.append([a_report()], day=today).result()

    def test_closing_twice_is_closing_once(self, log):
        log.close()
        log.close()


class TestBodiesTakenIn:
    def test_no_second_entry_can_name_a_body(self, log, a_report, today):
        entry = taken_in(log, a_report(0, size=LARGE), today)
        log.append([entry], day=today).result()

        with pytest.raises(Refused):
            log.append([entry], day=today).result()

        assert len(read_whole(log, 0)) == LARGE

    def test_an_abandoned_body_cannot_be_appended(self, log, a_report, today):
        report = a_report(0, size=LARGE)
        incoming = log.incoming(report.clear, day=today)
        incoming.write(report.body)
        body = incoming.finish()
        incoming.abandon()

        with pytest.raises(Refused):
            log.append([NewEntry(report.kind, report.clear, report.header, body)], day=today).result()

        assert log.size() == 0

    def test_abandoning_after_the_append_changes_nothing(self, log, a_report, today):
        report = a_report(0, size=LARGE)
        incoming = log.incoming(report.clear, day=today)
        incoming.write(report.body)
        entry = NewEntry(report.kind, report.clear, report.header, incoming.finish())
        log.append([entry], day=today).result()

        incoming.abandon()

        assert read_whole(log, 0) == report.body

    def test_a_body_cannot_be_appended_under_another_clear_part(self, log, a_report, today):
        body = taken_in(log, a_report(0, size=LARGE), today).body

        with pytest.raises(Refused):
            NewEntry(EntryKind.SOURCE, b"o" * 32, b"header", body)

    def test_one_missing_body_refuses_all_entries(self, log, a_report, today):
        used = taken_in(log, a_report(0, size=LARGE), today)
        log.append([used], day=today).result()

        with pytest.raises(Refused):
            log.append([taken_in(log, a_report(1, size=LARGE), today), used], day=today).result()

        assert log.size() == 1


class TestSendingAgain:
    def test_the_same_key_with_the_same_entries_is_one_append(self, log, a_report, today):
        entries = [a_report(1), a_report(2, size=LARGE)]
        first = log.append(entries, day=today, idempotency=b"k" * 32).result()

        again = log.append(entries, day=today, idempotency=b"k" * 32).result()

        assert again == first
        assert log.size() == 2

    def test_a_body_sent_again_piece_by_piece_is_the_same_request(self, log, a_report, today):
        report = a_report(2, size=LARGE)
        first = log.append([taken_in(log, report, today)], day=today, idempotency=b"k" * 32).result()

        again = log.append([taken_in(log, report, today)], day=today, idempotency=b"k" * 32).result()

        assert again == first
        assert read_whole(log, 0) == report.body

    @pytest.mark.parametrize("others", [[2], [1, 1], [2, 1]])
    def test_the_same_key_with_other_entries_is_refused(self, log, a_report, today, others):
        log.append([a_report(1)], day=today, idempotency=b"k" * 32).result()

        with pytest.raises(Refused):
            log.append([a_report(n) for n in others], day=today, idempotency=b"k" * 32).result()

        assert log.size() == 1

    def test_the_same_key_at_the_same_time_is_one_append(self, log, a_report, today):
        with ThreadPoolExecutor(16) as pool:
            futures = list(
                pool.map(lambda _: log.append([a_report(1)], day=today, idempotency=b"k" * 32), range(50))
            )

        assert len({future.result() for future in futures}) == 1
        assert log.size() == 1

    def test_without_a_key_sending_again_is_another_entry(self, log, a_report, today):
        log.append([a_report(1)], day=today).result()
        log.append([a_report(1)], day=today).result()

        assert log.size() == 2

    @pytest.mark.parametrize(("days", "size"), [(1, 1), (2, 2)])
    def test_a_key_is_remembered_one_day_and_forgotten_after_two(self, log, a_report, today, days, size):
        log.append([a_report(1)], day=today, idempotency=b"k" * 32).result()

        log.append([a_report(1)], day=today + timedelta(days=days), idempotency=b"k" * 32).result()

        assert log.size() == size

    def test_keys_are_forgotten_on_a_day_without_reports(self, log, a_report, today):
        log.append([a_report(1)], day=today, idempotency=b"k" * 32).result()

        log.forget_keys(today + timedelta(days=2))

        assert log.append([a_report(2)], day=today, idempotency=b"k" * 32).result()[0].index == 1

    def test_a_key_whose_entry_was_erased_is_refused(self, log, a_report, today):
        log.append([a_report(1)], day=today, idempotency=b"k" * 32).result()
        log.erase([0])

        with pytest.raises(Refused):
            log.append([a_report(1)], day=today, idempotency=b"k" * 32).result()

        assert log.size() == 1


class TestReading:
    @pytest.mark.parametrize("index", [-1, 1, 2**40])
    def test_an_entry_that_is_not_there_is_refused(self, log, a_report, today, index):
        log.append([a_report(0)], day=today).result()

        with pytest.raises(Refused):
            log.entry(index)
        with pytest.raises(Refused):
            log.open_body(index)

    def test_leaves_stop_where_the_log_stops(self, log, a_report, today):
        placed = log.append([a_report(n) for n in range(5)], day=today).result()

        assert log.leaves(2, 99) == [one.leaf for one in placed[2:]]
        assert log.leaves(1, 3) == [one.leaf for one in placed[1:3]]
        assert log.leaves(5, 9) == log.leaves(3, 3) == []

    def test_a_mailbox_is_found_by_its_clear_part(self, log, a_report, today):
        mine, other = b"m" * 32, b"o" * 32
        entries = [NewEntry(EntryKind.MAILBOX, clear, b"header", b"") for clear in (mine, other, mine)]
        log.append([a_report(0), *entries], day=today).result()

        assert log.indexes_with_clear(EntryKind.MAILBOX, mine) == [1, 3]
        assert log.indexes_with_clear(EntryKind.SOURCE, mine) == []

    def test_a_statement_is_kept_with_its_salts(self, log, today):
        log.append([NewEntry(EntryKind.STATEMENT, b"", b"", b'{"v":1}')], day=today).result()

        kept = log.entry(0)
        assert (kept.clear, kept.header, kept.body) == (b"", b"", b'{"v":1}')
        open_leaf(kept.leaf, kept.salts, body_sha256=body_sha256(b"", b'{"v":1}'))


class TestCheckpoints:
    def test_the_latest_checkpoint_covers_all_that_was_acknowledged(self, log, a_report, today, signer):
        placed = [log.append([a_report(n)], day=today).result()[0] for n in range(5)]

        checkpoint = opened(log.latest_checkpoint(), signer)

        assert checkpoint.size == 5
        assert checkpoint.root == root([leaf_hash(one.leaf) for one in placed])

    def test_the_published_checkpoint_moves_only_when_it_is_told_to(self, log, a_report, today, signer):
        log.append([a_report(0)], day=today).result()
        before = log.published_checkpoint()

        published = log.publish()

        assert opened(before, signer).size == 0
        assert opened(published, signer).size == 1
        assert published == log.published_checkpoint() == log.latest_checkpoint()


class TestTiles:
    def test_tiles_are_those_of_the_tree(self, log, a_report, today):
        placed = log.append([a_report(n) for n in range(600)], day=today).result()
        hashes = [leaf_hash(one.leaf) for one in placed]

        assert parse_tile(log.tile(0, 1, 256, within=600), 256) == hashes[256:512]
        assert parse_tile(log.tile(0, 2, 88, within=600), 88) == hashes[512:]
        assert parse_tile(log.tile(1, 0, 2, within=600), 2) == [root(hashes[:256]), root(hashes[256:512])]
        assert parse_bundle(log.entry_bundle(2, 88, within=600), 88) == [one.leaf for one in placed[512:]]

    @pytest.mark.parametrize(
        "wanted",
        [
            (0, 0, 4, 3),
            (0, 0, 6, 6),
            (0, 1, 1, 5),
            (1, 0, 1, 5),
            (0, 0, 0, 5),
            (0, -1, 1, 5),
            (64, 0, 1, 5),
            (0, 0, 1, -1),
        ],
    )
    def test_nothing_beyond_the_given_size_is_shown(self, log, a_report, today, wanted):
        level, index, width, within = wanted
        log.append([a_report(n) for n in range(5)], day=today).result()

        with pytest.raises(Refused):
            log.tile(level, index, width, within=within)
        with pytest.raises(Refused):
            log.entry_bundle(index if level == 0 else 9, width, within=within)


class TestErasing:
    @pytest.mark.parametrize("size", [100, LARGE])
    def test_an_erased_entry_leaves_its_leaf_only(self, log, a_report, today, size):
        (placed,) = log.append([a_report(0, size=size)], day=today).result()

        log.erase([0])

        kept = log.entry(0)
        assert kept.is_erased
        assert (kept.leaf, kept.kind, kept.day) == (placed.leaf, EntryKind.SOURCE, today)
        assert (kept.clear, kept.salts, kept.header, kept.body, kept.body_size) == (b"", None, None, None, 0)
        with pytest.raises(Refused):
            log.open_body(0)

    def test_erasing_does_not_change_the_tree(self, log, a_report, today):
        log.append([a_report(n) for n in range(3)], day=today).result()
        before = (log.latest_checkpoint(), log.leaves(0, 3))

        log.erase([1])

        assert (log.latest_checkpoint(), log.leaves(0, 3)) == before

    def test_an_erased_message_is_in_no_mailbox(self, log, today):
        entry = NewEntry(EntryKind.MAILBOX, b"m" * 32, b"header", b"body")
        log.append([entry, entry], day=today).result()

        log.erase([0])

        assert log.indexes_with_clear(EntryKind.MAILBOX, b"m" * 32) == [1]

    def test_erasing_twice_is_erasing_once(self, log, a_report, today):
        log.append([a_report(0)], day=today).result()

        log.erase([0])
        log.erase([0])

        assert log.entry(0).is_erased

    def test_one_unknown_entry_keeps_all_from_being_erased(self, log, a_report, today):
        log.append([a_report(0)], day=today).result()

        with pytest.raises(Refused):
            log.erase([0, 9])

        assert not log.entry(0).is_erased

    def test_a_batch_is_erased_whole(self, log, a_report, today):
        log.append([a_report(n) for n in range(4)], day=today).result()

        log.erase([0, 2])

        assert [log.entry(n).is_erased for n in range(4)] == [True, False, True, False]


class TestRewrapping:
    def test_only_the_header_changes(self, log, a_report, today):
        report = a_report(0)
        (placed,) = log.append([report], day=today).result()

        log.rewrap(0, b"a header for other keys")

        kept = log.entry(0)
        assert (kept.header, kept.is_rewrapped) == (b"a header for other keys", True)
        assert (kept.leaf, kept.salts, kept.body) == (placed.leaf, placed.salts, report.body)
        open_leaf(kept.leaf, kept.salts, body_sha256=body_sha256(report.clear, report.body))

    @pytest.mark.parametrize("header", [b"", b"x" * (64 * 1024 + 1)])
    def test_a_header_that_cannot_be_one_is_refused(self, log, a_report, today, header):
        log.append([a_report(0)], day=today).result()

        with pytest.raises(Refused):
            log.rewrap(0, header)

        assert not log.entry(0).is_rewrapped

    def test_what_was_erased_cannot_be_rewrapped(self, log, a_report, today):
        log.append([a_report(0)], day=today).result()
        log.erase([0])

        with pytest.raises(Refused):
            log.rewrap(0, b"header")

    def test_a_statement_cannot_be_rewrapped(self, log, today):
        log.append([NewEntry(EntryKind.STATEMENT, b"", b"", b"{}")], day=today).result()

        with pytest.raises(Refused):
            log.rewrap(0, b"header")

    def test_an_unknown_entry_cannot_be_rewrapped(self, log):
        with pytest.raises(Refused):
            log.rewrap(0, b"header")


def test_days_of_entries_are_kept(log, a_report):
    log.append([a_report(0)], day=date(2026, 5, 4)).result()
    log.append([a_report(1)], day=date(2026, 5, 6)).result()

    assert [log.entry(n).day for n in (0, 1)] == [date(2026, 5, 4), date(2026, 5, 6)]
