"""A report that came with a decoy says so at the desk, and stands in no case beside the true one."""

import pytest
from desk_browser import Browser, text_of
from desk_world import Source

from unhindered.core.errors import Refused
from unhindered.desk.actions import cases


@pytest.fixture
def true_and_decoy(enrolled, owner):
    """The ids of a source's report and of the one that came with its decoy."""
    source, decoy = Source(enrolled.gate), Source(enrolled.gate)
    source.send()
    decoy.send()
    source.name_decoy(decoy)
    enrolled.sync(owner)
    true, other = sorted(owner.book.reports.values(), key=lambda report: report.place)
    return true.id, other.id


def test_the_page_of_a_decoys_report_says_so_and_that_of_the_true_one_does_not(
    enrolled, owner, true_and_decoy
):
    true, decoy = true_and_decoy
    with Browser(enrolled, owner) as browser:
        pages = [browser.get(f"/report/{report}") for report in (true, decoy)]

    assert ["These words are a decoy." in text_of(page) for page in pages] == [False, True]
    assert f"/report/{true}" in pages[1].text


@pytest.mark.parametrize("first", [0, 1])
def test_a_decoy_stands_in_no_case_beside_its_source(enrolled, owner, true_and_decoy, first):
    both = list(true_and_decoy)
    with pytest.raises(Refused, match="decoy"):
        cases.open_case(owner, both, name="Autumn 4", officers=[], today=enrolled.today)
    one, other = both[first], both[1 - first]
    case = cases.open_case(owner, [one], name="Autumn 4", officers=[], today=enrolled.today)

    with pytest.raises(Refused, match="decoy"):
        cases.add_report(owner, case, other, enrolled.today)
    assert cases.open_case(owner, [other], name="Autumn 5", officers=[], today=enrolled.today)
