"""Our tables against the files they were drawn from, which the repository does not carry."""

import csv
import os
from pathlib import Path

import pytest

from unhindered.facts.rows import NamesHeld, TreatyAct
from unhindered.facts.tables import load_facts

FACTS = load_facts()
GATHERED = Path(os.environ.get("UNHINDERED_CORPUS", "nowhere")).resolve().parent / "facts"

pytestmark = pytest.mark.skipif(
    not (GATHERED / "SOURCES.md").is_file(),
    reason="the gathered files are not here: UNHINDERED_CORPUS names no corpus with facts beside it",
)


def rows(name):
    with (GATHERED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def iso3():
    return {row["iso2"]: row["iso3"] for row in rows("states.csv")}


def test_no_name_of_an_unverified_row_got_in(iso3):
    year_of = {report.symbol: report.year for report in FACTS.sg_reports} | {"A/HRC/60/62": 2025}
    sourced, unverified = set(), set()
    for row in rows("sg_reprisals_states.csv"):
        named = (year_of[row["report_symbol"]], iso3[row["iso2"]])
        (unverified if row["confidence"] == "unverified" else sourced).add(named)

    ours = {(row.year, row.iso3) for row in FACTS.sg_named}
    assert ours == sourced
    assert ours.isdisjoint(unverified - sourced)
    assert unverified - sourced


def test_no_resolution_of_general_knowledge_got_in():
    gathered = rows("resolutions.csv")

    assert {row.symbol for row in FACTS.resolutions} == {
        row["symbol"] for row in gathered if row["status"] in "TSM"
    }


def test_treaty_years_are_those_of_the_data(iso3):
    column = {"CAT": "cat", "OPCAT": "opcat", "ICCPR": "iccpr", "ICCPR-OP1": "iccpr_op1", "CED": "cped"}
    word = {"state party": "party", "signatory state": "signed", "no action": "none"}
    gathered = {row["iso3"]: row for row in rows("treaty_status.csv")}

    for row in FACTS.treaty_acts:
        if row.act is not TreatyAct.UNSETTLED:
            name = column[row.treaty]
            assert row.act == word[gathered[row.iso3][f"{name}_status_2022"]]
            assert str(row.year or "") == gathered[row.iso3][f"{name}_year"]


def test_sponsors_are_those_of_the_drafts(iso3):
    gathered = {row["iso3"] for row in rows("a_res_68_156_sponsors.csv")}

    assert {row.iso3 for row in FACTS.sponsors if row.symbol == "A/RES/68/156"} == gathered


def test_a_list_called_complete_is_called_so_where_it_was_gathered():
    complete = {
        row["report_symbol"]
        for row in rows("sg_reprisals_states.csv")
        if row["completeness"][:10] == "complete ("
    }

    assert {row.symbol for row in FACTS.sg_reports if row.names_held is NamesHeld.COMPLETE} == complete
