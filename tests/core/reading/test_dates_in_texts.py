import pytest

from unhindered.core.casework.dates import read_edtf
from unhindered.core.reading.proposal import Flag

DATES = [
    ("13.11.2013", "2013-11-13"),
    ("2013-11-13", "2013-11-13"),
    ("18 June 2007", "2007-06-18"),
    ("June 18, 2007", "2007-06-18"),
    ("13th of November 2013", "2013-11-13"),
    ("26th day of November 1987", "1987-11-26"),
    ("13 Nov. 2013", "2013-11-13"),
    ("3 to 14 October 2011", "2011-10-03/2011-10-14"),
    ("27 May to 14 June 2013", "2013-05-27/2013-06-14"),
    ("15–19 July 2013", "2013-07-15/2013-07-19"),
    ("September 2013", "2013-09"),
    ("29 February 2012", "2012-02-29"),
]


@pytest.mark.parametrize(("written", "edtf"), DATES)
def test_a_date_is_read_as_it_is_written(read, written, edtf):
    (found,) = read(f"It met on {written}, they said.", "date")

    assert (found.quote, found.values["edtf"]) == (written, edtf)
    assert read_edtf(edtf)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("In 2013 alone", ["2013"]),
        ("seminars in 2008 and 2010", ["2008", "2010"]),
        ("between 2005 and 2010", ["2005 and 2010"]),
        ("a plan for 2012–2017", ["2012–2017"]),
        ("the 2030 Agenda; resolution 1373; room 2013", []),
        ("31.02.2013 and 45 May 2013 and 13.13.2013", ["May 2013"]),
        ("You may march on. MAY the law hold. In may.", []),
    ],
)
def test_a_year_counts_where_it_is_a_date(read, text, quotes):
    assert [found.quote for found in read(text, "date")] == quotes


def test_a_date_in_figures_says_so(read):
    (found,) = read("They met.\n\n13.11.2013", "date")

    assert Flag.NUMERIC_DATE in found.flags


def test_day_and_month_that_can_be_swapped_are_not_guessed(read):
    (found,) = read("On 03/04/2024 they met.", "date")

    assert found.values == {"edtf": "2024", "candidates": ["2024-04-03", "2024-03-04"]}
    assert Flag.DAY_OR_MONTH in found.flags


def test_a_month_alone_leans_on_the_documents_date(read):
    first, september, may = read("4 June 2026 - They met in September. They met again on 3 May.", "date")

    assert Flag.DATES_THE_DOCUMENT in first.flags
    assert (september.values["edtf"], may.values["edtf"]) == ("2025-09", "2026-05-03")
    assert Flag.YEAR_FROM_DOCUMENT in september.flags
    assert Flag.YEAR_FROM_DOCUMENT in may.flags


def test_without_a_documents_date_the_year_stays_open(read):
    (found,) = read("They met on 3 September.", "date")

    assert found.values == {"month": 9, "day": 3}
    assert found.flags == (Flag.YEAR_NOT_WRITTEN,)


@pytest.mark.parametrize("text", ["2013-13-45", "February 30, 2013", "between 2010 and 2005", "on 45 June"])
def test_a_day_that_never_was_is_no_date(read, text):
    assert [
        found.values["edtf"] for found in read(f"They met {text}.", "date") if len(found.values["edtf"]) > 7
    ] == []


def test_two_days_side_by_side_are_no_interval(read):
    found = read("They met on 1 May or 3 June 2013, then on 5 July to 3 June 2013.", "date")

    assert not [one for one in found if "/" in one.values["edtf"]]
