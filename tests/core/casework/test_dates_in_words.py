"""Dates in words say what was kept: no doubt is rounded off, and what is no date stays."""

from datetime import date

import pytest

from unhindered.core.casework.dates_in_words import day_in_words, edtf_in_words

SAID = {
    "2026": "2026",
    "2026-11": "Nov 2026",
    "2026-11-04": "4 Nov 2026",
    "2026?": "2026, uncertain",
    "2026-11~": "about Nov 2026",
    "2026-11-24%": "about 24 Nov 2026, uncertain",
    "2026-11-16/2026-11-18": "16 to 18 Nov 2026",
    "2026-10-30/2026-11-02": "30 Oct to 2 Nov 2026",
    "2025-12-30/2026-01-02": "30 Dec 2025 to 2 Jan 2026",
    "2026-10/2026-11": "Oct to Nov 2026",
    "2025/2026": "2025 to 2026",
    "2026-10/2026-11-24": "Oct 2026 to 24 Nov 2026",
    "2026-11-16/2026-11-16": "16 Nov 2026",
    "2026-11-16?/2026-11-18~": "16 Nov 2026, uncertain, to about 18 Nov 2026",
    "../2026": "until 2026",
    "2026-11/..": "since Nov 2026",
    "last Monday": "last Monday",
    "": "",
}


@pytest.mark.parametrize(("kept", "said"), SAID.items())
def test_a_date_as_it_is_kept_is_said_in_words_with_its_doubts(kept, said):
    assert edtf_in_words(kept) == said


def test_a_day_is_said_with_its_month_in_letters():
    assert day_in_words(date(2026, 11, 4)) == "4 Nov 2026"
