import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.envelope.seal import PushSealer, seal, seal_bytes
from unhindered.core.envelope.unseal import unseal, unseal_bytes
from unhindered.core.errors import Refused

CHUNK = 64 * 1024
MIB = 1024 * 1024
IDENTITY = PostQuantumIdentity(b"an identity for sealed streams..")
TO = [IDENTITY.recipient()]
# Sizes around every limit: none, one byte, chunks of the format, blocks of the reader.
SIZES = sorted(
    {max(0, n * CHUNK + off) for n in (0, 1, 2, 15, 16, 17, 32) for off in (-17, -16, -1, 0, 1, 16)}
)


def some_bytes(length):
    return (bytes(range(251)) * (length // 251 + 1))[:length]


class Dribbling(io.BytesIO):
    """A pipe: gives less than was asked for."""

    def read(self, size=-1):
        return super().read(min(size, 5000) if size > 0 else size)


class Counting:
    def __init__(self):
        self.length = 0

    def write(self, data):
        self.length += len(data)


class Zeros(io.RawIOBase):
    def __init__(self, length):
        self._left = length

    def read(self, size=-1):
        taken = min(size, self._left)
        self._left -= taken
        return bytes(taken)


@pytest.mark.parametrize("length", SIZES)
def test_unsealing_undoes_sealing(length):
    data = some_bytes(length)

    assert unseal_bytes(seal_bytes(data, TO), [IDENTITY]) == data


@given(st.binary(max_size=300))
def test_unsealing_undoes_sealing_any_bytes(data):
    assert unseal_bytes(seal_bytes(data, TO), [IDENTITY]) == data


@pytest.mark.parametrize("length", SIZES)
def test_pushed_in_any_pieces_it_is_as_long_as_sealed_at_once(length):
    data = some_bytes(length)
    target = io.BytesIO()

    sealer = PushSealer(target, TO)
    for start in range(0, length, 10_007):
        sealer.write(memoryview(data)[start : start + 10_007])
    sealer.finish()

    assert len(target.getvalue()) == len(seal_bytes(data, TO))
    assert unseal_bytes(target.getvalue(), [IDENTITY]) == data


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]), max_size=6))
def test_where_pieces_end_does_not_show(lengths):
    target = io.BytesIO()
    sealer = PushSealer(target, TO)

    written = [sealer.write(some_bytes(length)) for length in lengths]
    sealer.finish()

    assert written == lengths
    assert unseal_bytes(target.getvalue(), [IDENTITY]) == b"".join(map(some_bytes, lengths))


def test_pieces_may_be_reused_by_the_caller_once_written():
    target = io.BytesIO()
    sealer = PushSealer(target, TO)
    piece = bytearray(some_bytes(CHUNK))

    for _ in range(3):
        sealer.write(piece)
        piece[:] = bytes(CHUNK)
        piece[:] = some_bytes(CHUNK)
    piece[:] = bytes(CHUNK)
    sealer.finish()

    assert unseal_bytes(target.getvalue(), [IDENTITY]) == some_bytes(CHUNK) * 3


@pytest.mark.parametrize("act", [lambda sealer: sealer.write(b"more"), lambda sealer: sealer.finish()])
def test_finished_sealer_takes_nothing_more(act):
    target = io.BytesIO()
    sealer = PushSealer(target, TO)
    sealer.write(b"a letter")
    sealer.finish()

    with pytest.raises(ValueError, match="finished"):
        act(sealer)

    assert unseal_bytes(target.getvalue(), [IDENTITY]) == b"a letter"


def test_stream_that_gives_little_at_a_time_is_sealed_whole():
    data = some_bytes(3 * CHUNK + 7)
    sealed, opened = io.BytesIO(), io.BytesIO()

    seal(Dribbling(data), sealed, TO)
    unseal(Dribbling(sealed.getvalue()), opened, [IDENTITY])

    assert opened.getvalue() == data


def test_nothing_is_written_for_recipients_that_cannot_share_a_file(ada, classic):
    target = io.BytesIO()

    with pytest.raises(Refused):
        seal(io.BytesIO(b"a letter"), target, [ada.recipient(), classic.recipient()])

    assert target.getvalue() == b""


def test_the_same_bytes_are_never_sealed_the_same_way_twice():
    one, other = seal_bytes(b"a letter", TO), seal_bytes(b"a letter", TO)

    assert len(one) == len(other)
    assert one[-24:] != other[-24:]


def test_sealing_needs_no_memory_that_grows_with_the_file():
    small, large = (peak_of(lambda n=n: seal(Zeros(n), Counting(), TO)) for n in (2 * MIB, 24 * MIB))

    assert large < small + MIB


def test_pushing_holds_less_than_two_chunks():
    sealer = PushSealer(Counting(), TO)
    piece = bytes(10_007)

    def push():
        for _ in range(1000):
            sealer.write(piece)

    assert peak_of(push) < 4 * CHUNK


def test_opening_needs_no_memory_that_grows_with_the_file(tmp_path):
    peaks = []
    for length in (2 * MIB, 24 * MIB):
        with (tmp_path / "sealed.age").open("w+b") as file:
            seal(Zeros(length), file, TO)
            file.seek(0)
            counting = Counting()
            peaks.append(peak_of(lambda file=file, counting=counting: unseal(file, counting, [IDENTITY])))
            assert counting.length == length

    assert peaks[1] < peaks[0] + MIB


def peak_of(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
