import pytest
from casework_strategies import EDTF
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.typed_dates import as_edtf
from unhindered.core.errors import Refused


@given(EDTF)
def test_edtf_stays_as_it_is(text):
    assert as_edtf(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("24.11.2026", "2026-11-24"),
        (" 24/11/2026 ", "2026-11-24"),
        ("11/24/2026", "2026-11-24"),
        ("24-11-2026?", "2026-11-24?"),
        ("5.5.2026", "2026-05-05"),
        ("2026/11/24", "2026-11-24"),
        ("2026.1.2", "2026-01-02"),
        ("24 November 2026", "2026-11-24"),
        ("3. Sept. 2026", "2026-09-03"),
        ("May 2026", "2026-05"),
        ("about 2026", "2026~"),
        ("ca. 24.11.2026", "2026-11-24~"),
        ("٢٤.١١.٢٠٢٦", "2026-11-24"),
        ("۲۰۲۶", "2026"),
    ],
)
def test_what_can_mean_one_day_only_is_understood(typed, kept):
    assert as_edtf(typed) == kept


@pytest.mark.parametrize("typed", ["5.6.2026", "05/06/2026", "about 1-2-2026"])
def test_what_can_mean_two_days_is_refused_and_both_are_named(typed):
    with pytest.raises(Refused, match="two different days") as refusal:
        as_edtf(typed)

    first, _, second = refusal.value.advice.removeprefix("Write ").rstrip(".").partition(", or ")
    assert read_edtf(first) != read_edtf(second)


@pytest.mark.parametrize(
    "typed", ["31.2.2026", "24 Brumaire 2026", "Mayday 2026", "yesterday", "24.11.26", "13.13.2026", "²"]
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(Refused):
        as_edtf(typed)


@given(st.text(max_size=20))
def test_whatever_is_typed_is_kept_as_edtf_or_refused(typed):
    try:
        kept = as_edtf(typed)
    except Refused:
        return
    read_edtf(kept)
    assert as_edtf(kept) == kept
