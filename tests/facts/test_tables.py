"""The tables a reader is shown: what they count, and what may not get in."""

from collections import Counter
from importlib.resources import files

import pytest

from unhindered.core.errors import Refused
from unhindered.facts.rows import (
    NamesHeld,
    ReportPart,
    SgReport,
    Sponsor,
    SponsorRole,
    StageKind,
    Status,
    TreatyAct,
)
from unhindered.facts.tables import load_facts, read_rows

FACTS = load_facts()
SPONSORS = "symbol,iso3,role,sources,status\n"


def packaged(name):
    return (files("unhindered.facts") / "tables" / f"{name}.csv").read_bytes()


def test_there_are_193_member_states_in_five_groups():
    assert len({state.iso3 for state in FACTS.states}) == 193
    assert Counter(state.group for state in FACTS.states) == {
        "AFR": 54,
        "APG": 54,
        "EEG": 23,
        "GRU": 33,
        "WEO": 29,
    }


def test_84_states_sponsored_the_resolution_of_2013():
    roles = Counter(row.role for row in FACTS.sponsors if row.symbol == "A/RES/68/156")

    assert roles == {SponsorRole.INITIAL: 65, SponsorRole.ADDITIONAL: 19}


@pytest.mark.parametrize(("year", "states"), [(2020, 45), (2021, 45), (2022, 42)])
def test_a_complete_list_holds_as_many_states_as_were_published(year, states):
    report = next(row for row in FACTS.sg_reports if row.year == year)

    assert report.names_held is NamesHeld.COMPLETE
    assert len({row.iso3 for row in FACTS.sg_named if row.year == year}) == states == report.named_count


def test_29_states_had_new_cases_in_2018():
    assert sum(row.year == 2018 and row.part is ReportPart.NEW_CASES for row in FACTS.sg_named) == 29


def test_80_states_joined_the_statement_of_2021():
    assert sum(row.statement == "reprisals-2021" for row in FACTS.joined) == 80


def test_the_two_stages_of_the_resolution_have_their_own_days():
    stages = {row.stage: row.on for row in FACTS.stages if row.symbol == "A/RES/68/156"}

    assert stages == {StageKind.THIRD_COMMITTEE: "2013-11-12", StageKind.PLENARY: "2013-12-18"}


@pytest.mark.parametrize(("iso3", "treaty"), [("MDA", "OPCAT"), ("TUV", "ICCPR"), ("SLB", "ICCPR")])
def test_what_was_found_wrong_in_the_treaty_data_is_left_open(iso3, treaty):
    row = next(row for row in FACTS.treaty_acts if (row.iso3, row.treaty) == (iso3, treaty))

    assert row.act is TreatyAct.UNSETTLED
    assert row.year is None


def test_171_member_states_are_party_to_the_convention_by_2022():
    acts = Counter(row.act for row in FACTS.treaty_acts if row.treaty == "CAT")

    assert acts[TreatyAct.PARTY] == 171


def test_every_row_belongs_to_a_state_or_observer_that_is_listed():
    known = {state.iso3 for state in FACTS.states} | {row.iso3 for row in FACTS.observers}
    members = {state.iso3 for state in FACTS.states}

    assert {row.iso3 for row in FACTS.sg_named} <= known
    assert {row.iso3 for row in (*FACTS.sponsors, *FACTS.joined, *FACTS.treaty_acts)} <= members


def test_nothing_of_general_knowledge_is_carried():
    for table in (
        "treaty_acts",
        "sg_named",
        "sg_reports",
        "resolutions",
        "stages",
        "sponsors",
        "joined",
        "asks",
    ):
        assert "G" not in {row.status for row in getattr(FACTS, table)}
        assert "(G)" not in packaged(table).decode()
    assert "G" not in set(Status)


def test_a_fictional_state_has_a_code_no_real_state_can_have():
    codes = {state.iso3 for state in FACTS.fictional_states}

    assert all("XAA" <= code <= "XZZ" for code in codes)
    assert codes.isdisjoint(state.iso3 for state in FACTS.states)


@pytest.mark.parametrize(
    "row",
    [
        "A/RES/1/1,XVL,initial,,S",
        "A/RES/1/1,XVL,initial,nobody,S",
        "A/RES/1/1,XVL,initial,l33-rev1,",
        "A/RES/1/1,XVL,initial,l33-rev1,G",
        "A/RES/1/1,XVL,friend,l33-rev1,S",
        "A/RES/1/1,XVL,initial,l33-rev1",
        "A/RES/1/1,XVL,initial,l33-rev1,S,more",
    ],
    ids=["no source", "unknown source", "no status", "status G", "unknown role", "too short", "too long"],
)
def test_a_row_without_source_or_status_is_refused(row):
    with pytest.raises(Refused):
        read_rows((SPONSORS + row + "\n").encode(), Sponsor, known_sources=["l33-rev1"])


def test_an_inferred_row_must_say_from_what():
    head = "year,symbol,period_from,period_to,named_count,names_held,sources,status,note\n"

    with pytest.raises(Refused, match="inferred"):
        read_rows(f"{head}2013,X,,,,none,s,I,\n".encode(), SgReport, known_sources=["s"])


def test_a_number_that_is_none_is_refused():
    head = "year,symbol,period_from,period_to,named_count,names_held,sources,status,note\n"

    with pytest.raises(Refused, match="not a number"):
        read_rows(f"{head}2013,X,,,about 40,none,s,S,\n".encode(), SgReport, known_sources=["s"])


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(Refused):
        read_rows(b"symbol,iso3,role,sources,status\n\xff\xfe\n", Sponsor)


def test_two_sources_of_one_name_are_refused():
    double = packaged("sources") + packaged("sources").splitlines(keepends=True)[-1]

    with pytest.raises(Refused, match="same name"):
        load_facts(lambda name: double if name == "sources" else packaged(name))


def test_facts_are_named_by_their_bytes():
    changed = load_facts(lambda name: packaged(name).replace(b"XVL,Vareland", b"XVL,Varelund"))

    assert load_facts().sha256 == FACTS.sha256
    assert changed.sha256 != FACTS.sha256


def test_every_source_is_used():
    tables = ("states", "observers", "treaty_acts", "sg_reports", "sg_named", "resolutions", "stages")
    more = ("sponsors", "joint_statements", "joined", "asks")
    used = {source for table in (*tables, *more) for row in getattr(FACTS, table) for source in row.sources}

    assert used == {source.id for source in FACTS.sources}
