import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.safe_csv import safe_cell, safe_csv


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://bad.example")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\ufeff=1",
        "＝1+1",
        "－1",
        "%0A=1",
    ],
)
def test_what_a_program_could_run_begins_with_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Visit", "2026-11-24", "a=b", "'quoted", "زندان"])
def test_plain_words_stay_as_they_are(text):
    assert safe_cell(text) == text


def test_a_whole_number_below_nothing_stays_a_number():
    assert safe_cell(-5) == "-5"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_is_read_back_and_no_cell_is_a_formula(rows):
    read = list(csv.reader(io.StringIO(safe_csv(["a", "b"], rows).decode("utf-8-sig"), newline="")))

    assert read == [["a", "b"], *[[safe_cell(cell) for cell in row] for row in rows]]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)
