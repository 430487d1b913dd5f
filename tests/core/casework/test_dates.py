from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.dates import read_edtf
from unhindered.core.errors import Refused


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-11-24", date(2026, 11, 24), date(2026, 11, 24)),
        ("2026-10/2026-11-24", date(2026, 10, 1), date(2026, 11, 24)),
        ("../2026", None, date(2026, 12, 31)),
        ("2026-11/..", date(2026, 11, 1), None),
        ("2026-11-24/2026", date(2026, 11, 24), date(2026, 12, 31)),
    ],
)
def test_a_date_means_all_the_days_it_may_mean(text, earliest, latest):
    span = read_edtf(text)

    assert (span.earliest, span.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2026", False, False),
        ("2026?", True, False),
        ("2026-11~", False, True),
        ("2026-11-24%", True, True),
        ("2025?/2026~", True, True),
    ],
)
def test_doubt_is_kept(text, uncertain, approximate):
    span = read_edtf(text)

    assert (span.uncertain, span.approximate) == (uncertain, approximate)


NO_DATES = """
26 2026-13 2026-02-30 0000 24.11.2026 2026-11-24T10:00 20261124 ?2026 2026?? 2026/2025 ../.. 2026/ /2026
2024/2025/2026 2026-1 ２０２６ ../ 2026-W01 -2026 2026-11-24/2026-11-23 2026/2025? 2026?-11
"""


@pytest.mark.parametrize("text", ["", " 2026", "2026 ", "2026\n", *NO_DATES.split()])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Refused):
        read_edtf(text)


@given(st.text(alphabet="0123456789-/.?~% X", max_size=24))
def test_a_strangers_date_raises_nothing_but_refused(text):
    try:
        span = read_edtf(text)
    except Refused:
        return
    assert span.earliest is None or span.latest is None or span.earliest <= span.latest


@given(st.dates(), st.dates())
def test_an_interval_holds_both_its_ends(one, other):
    first, last = sorted([one, other])

    span = read_edtf(f"{first}/{last}")

    assert (span.earliest, span.latest) == (first, last)
