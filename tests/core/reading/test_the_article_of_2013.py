"""The real article that this project starts from, read where it lies: its words are not ours to repeat.

Places, values and a hash stand here; where the text itself is looked at, a few words of a passage.
"""

import os
from pathlib import Path

import pytest

from unhindered.core.reading.document_text import decode_document, text_sha256
from unhindered.core.reading.proposal import Flag
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.tables import load_facts

FOLDER = os.environ.get("UNHINDERED_CORPUS")
ARTICLE = Path(FOLDER or "nowhere") / "seed" / "ishr-2013-11-13-reprisals-article.txt"
SHA256 = "506a307d33e277b8147a340ff8d0de04e2c750def2ce4b7f60ec153bc2522bfd"
MOST_QUOTED = 25

pytestmark = pytest.mark.skipif(
    not ARTICLE.is_file(),
    reason="UNHINDERED_CORPUS names no folder with the seed article, so it is not read here",
)


@pytest.fixture(scope="module")
def text():
    return decode_document(ARTICLE.read_bytes())


@pytest.fixture(scope="module")
def found(text):
    return read_document(text, load_gazetteer(load_facts()))


def of_kind(found, kind):
    return [proposal for proposal in found if proposal.kind == kind]


def test_it_is_the_text_that_these_places_count(text):
    assert text_sha256(text) == SHA256


def test_every_quote_is_what_stands_there(text, found):
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_the_resolution_has_its_proposer_and_its_candidate(found):
    first, main, _ = of_kind(found, "resolution")

    assert (main.start, main.end) == (531, 654)
    assert main.values["proposer"] == first.values["proposer"] == "DNK"
    assert main.values["organ_code"] == "GA"
    assert main.values["candidates"] == ["A/RES/68/156"]
    assert Flag.SYMBOL_NOT_IN_TEXT in main.flags


def test_the_councils_resolution_of_september_is_what_it_builds_on(found):
    built_on = of_kind(found, "resolution")[-1]

    assert (built_on.start, built_on.end) == (2986, 3131)
    assert (built_on.values["organ_code"], built_on.values["adopted"]) == ("HRC", "2013-09")
    assert built_on.values["relation"] == "built_on"
    assert built_on.values["candidates"] == ["A/HRC/RES/24/24"]


def test_over_sixty_states_of_all_regions_sponsored_beside_the_proposer(found):
    (sponsors,) = of_kind(found, "sponsorship")

    assert (sponsors.start, sponsors.end) == (582, 632)
    assert sponsors.values == {
        "count_at_least": 60,
        "proposer_counted": False,
        "proposer": "DNK",
        "regions": "all",
    }


def test_all_193_adopted_and_the_stage_stays_open(text, found):
    (adoption,) = [one for one in of_kind(found, "adoption") if "states_count" in one.values]

    assert (adoption.start, adoption.end) == (330, 522)
    assert adoption.values["states_count"] == 193
    assert adoption.values["stage_as_written"] == "General Assembly"
    assert adoption.values["stage"] == "not stated: committee or plenary"
    assert adoption.values["document_date"] == "2013-11-13"
    assert adoption.values["mode"] == "unanimous"
    assert text[adoption.values["mode_start"] : adoption.values["mode_end"]] == "unanimous"
    assert set(adoption.flags) == {Flag.STAGE_UNCLEAR, Flag.MODE_FROM_ELSEWHERE}


def test_the_committee_is_concerned_about_one_state(found):
    (concern,) = of_kind(found, "concern")

    assert (concern.start, concern.end) == (1139, 1307)
    shown = {key: concern.values[key] for key in ("state", "by_body", "year")}
    assert shown == {"state": "RUS", "by_body": "CAT", "year": 2013}
    assert len(concern.quote.split()) <= MOST_QUOTED


def test_the_secretary_general_named_six_states(text, found):
    named = of_kind(found, "named_for_reprisals")

    assert [one.values["state"] for one in named] == ["IRN", "MAR", "SAU", "SYR", "TJK", "ARE"]
    for one in named:
        assert (one.values["named_by"], one.values["year"]) == ("UN Secretary-General", 2013)
        assert text[one.values["by_start"] : one.values["by_end"]] == "Secretary-General"
        assert one.end == one.values["state_end"]


def test_each_naming_can_be_quoted_with_who_names_and_whom(text, found):
    for one in of_kind(found, "named_for_reprisals"):
        parts = [(part["start"], part["end"]) for part in one.values.get("excerpts", [])]
        quoted = " ".join(text[start:end] for start, end in parts or [(one.start, one.end)])

        assert len(quoted.split()) <= MOST_QUOTED
        assert "Secretary-General" in quoted
        assert text[one.values["state_start"] : one.values["state_end"]] in quoted


def test_four_kinds_of_commitment_have_who_says_so(found):
    said = {(one.values["commitment"], one.values["speaker"]) for one in of_kind(found, "commitment")}

    assert said == {
        ("investigate", "Madeleine Sinclair"),
        ("accountability", "Madeleine Sinclair"),
        ("redress", "Madeleine Sinclair"),
        ("redress", "Christian Friis Bach"),
        ("free_contact", "Christian Friis Bach"),
    }


def test_only_what_was_put_as_a_commitment_goes_without_a_flag(found):
    for one in of_kind(found, "commitment"):
        flagged = Flag.NOT_A_COMMITMENT_VERB in one.flags

        assert flagged == (one.values["speaker"] == "Christian Friis Bach")


def test_one_person_calls_for_national_laws(found):
    (call,) = of_kind(found, "call_for_law")

    assert (call.start, call.end) == (3269, 3519)
    assert (call.values["speaker"], call.values["who"]) == ("Madeleine Sinclair", "States")
    assert call.values["topics"] == ["defenders"]


def test_two_people_are_shown_with_their_roles(found):
    shown = {(one.values["name"], one.values["role"]) for one in of_kind(found, "person")}

    assert shown == {
        ("Madeleine Sinclair", "Legal Counsel"),
        ("Christian Friis Bach", "Danish Minister of Development Cooperation"),
        ("Christian Friis Bach", "Minister for Development Cooperation"),
    }


def test_every_quotation_has_its_speaker(found):
    quotations = of_kind(found, "quotation")

    assert [one.values["speaker"].split()[-1] for one in quotations] == [
        "Sinclair",
        "Sinclair",
        "Sinclair",
        "Bach",
        "Sinclair",
    ]
    assert [(one.start, one.end) for one in quotations][3] == (2407, 2822)


def test_its_dates_are_read(found):
    dates = [(one.values["edtf"], one.start) for one in of_kind(found, "date")]

    assert dates == [("2013-11-13", 78), ("2013", 1142), ("2013-09", 3122)]


def test_nothing_is_alleged_and_nothing_recommended(found):
    assert of_kind(found, "allegation") == of_kind(found, "recommendation") == []


def test_the_contact_entry_is_left_out(text, found):
    at_sign, plus = text.index("@"), text.index("+1 ")

    assert not [one for one in found if one.start <= at_sign < one.end or one.start <= plus < one.end]
    assert not [one for one in of_kind(found, "person") if text.rfind("\n", 0, at_sign) < one.start < at_sign]
