"""A form that is nearly right: read or refused, in pieces of any size, and never more held than allowed."""

import tracemalloc

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mutants import BOMBS, changed
from test_plain_report import BOUNDARY, END, part

from unhindered.core.errors import Refused
from unhindered.gate.form import FormReader

KIND = f"multipart/form-data; boundary={BOUNDARY}"
FORM = (
    part("what", b"words\r\nmore")
    + part("danger", b"yes")
    + part("attachments", b"x" * 99, file="a.png")
    + END
)
SOME = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


class Taken:
    """Counts what comes of a file, and keeps none of it."""

    def __init__(self):
        self.size = 0

    def write(self, data):
        self.size += len(data)

    def finish(self):
        pass


def read(raw, width=4096, kind=KIND):
    """The fields, and the size of what came as files; None if the form is refused."""
    taken = Taken()
    try:
        form = FormReader(kind, lambda _: taken, fields_limit=10_000, parts_limit=8)
        for start in range(0, len(raw), width):
            form.write(raw[start : start + width])
        return form.finish(), taken.size
    except Refused:
        return None


@given(changed(FORM), st.integers(1, 400))
@SOME
def test_what_is_nearly_a_form_is_read_or_refused(raw, width):
    found = read(raw, width)

    assert found is None or sum(map(len, found[0].values())) <= len(raw)


@given(st.integers(1, 400))
@SOME
def test_where_pieces_end_does_not_matter(width):
    assert read(FORM, width) == read(FORM)


@given(changed(KIND.encode()))
# Found so: this boundary makes the first line the last one, and the form an empty one.
@example(b"multipart/form-data; boundary=-")
@SOME
def test_any_kind_that_a_stranger_names_is_read_or_refused(kind):
    found = read(FORM, kind=kind.decode("latin-1"))

    assert found is None or sum(map(len, found[0].values())) + found[1] <= len(FORM)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_at_little_cost(bomb):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="what"; filename="'.encode()
    for raw in (BOMBS[bomb], head + BOMBS[bomb], part("what", BOMBS[bomb]) + END):
        tracemalloc.start()
        read(raw)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

        # Nothing grows with what comes: the parser's piece, the field's limit, and little more.
        assert used < 2_000_000
