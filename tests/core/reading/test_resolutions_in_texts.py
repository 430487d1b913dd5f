from dataclasses import replace

import pytest

from unhindered.core.reading.gazetteer import KnownResolution
from unhindered.core.reading.proposal import Flag
from unhindered.core.reading.read import read_document

NEWS = (
    "4 March 2026\n\nIn a new resolution on torture proposed by Vareland and sponsored by over 20 other "
    "States from all regions, the General Assembly condemned reprisals. It builds on a landmark resolution "
    "on reprisals adopted by the Human Rights Council in September."
)


def test_a_resolution_has_its_proposer_and_its_organ(read):
    first, second = read(NEWS, "resolution")

    assert (first.values["proposer"], first.values["organ_code"]) == ("XVL", "GA")
    assert first.values["topics"] == ["torture", "reprisals"]
    assert (second.values["organ_code"], second.values["adopted"]) == ("HRC", "2025-09")
    assert second.values["relation"] == "built_on"
    assert Flag.SYMBOL_NOT_IN_TEXT in first.flags


def test_known_resolutions_that_agree_with_the_text_are_candidates(gazetteer):
    def known(symbol, organ, topic, proposer, *on):
        return KnownResolution(symbol=symbol, organ=organ, topic=topic, proposer=proposer, on=on)

    table = (
        known("A/RES/80/1", "GA", "torture", "XVL", "2026-02-27", "2026-04-01"),
        known("A/RES/80/2", "GA", "torture", "XNW", "2026-04-01"),
        known("A/RES/80/3", "GA", "lamps", "XVL", "2026-04-01"),
        known("A/RES/78/1", "GA", "torture", "XVL", "2024-04-01"),
        known("A/RES/80/4", "GA", "torture", "XVL"),
        known("A/HRC/RES/60/1", "HRC", "reprisals", "", "2025-09-27"),
        known("A/HRC/RES/60/2", "HRC", "reprisals", "", "2025-10-02"),
    )

    found = read_document(NEWS, replace(gazetteer, resolutions=table))

    resolutions = [one.values["candidates"] for one in found if one.kind == "resolution"]
    assert resolutions == [["A/RES/80/1"], ["A/HRC/RES/60/1"]]


def test_a_symbol_in_the_text_needs_no_candidates(read):
    (found,) = read("A resolution proposed by Vareland (A/RES/68/156) was read.", "resolution")

    assert found.values["symbol"] == "A/RES/68/156"
    assert Flag.SYMBOL_NOT_IN_TEXT not in found.flags


def test_this_resolution_is_not_told_again(read):
    assert read("They thanked all for this General Assembly resolution.", "resolution") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("sponsored by over 20 other States from all regions", {"count_at_least": 20, "regions": "all"}),
        ("co-sponsored by 57 countries", {"count": 57}),
        ("sponsored by some sixty States", {"count_about": 60}),
        ("sponsored by Vareland, Norwold and the Tarn Keys", {"states": ["XVL", "XNW", "XTK"]}),
        ("backed by 57 co-sponsors", {"count": 57}),
        ("read. More than 70 States co-sponsored it", {"count_at_least": 70}),
    ],
)
def test_sponsors_are_counted_as_the_text_counts_them(read, text, values):
    (found,) = read(f"The text was {text}.", "sponsorship")

    assert {key: found.values[key] for key in values} == values


def test_other_states_leave_the_proposer_uncounted(read):
    (found,) = read(NEWS, "sponsorship")

    assert found.values["proposer_counted"] is False
    assert found.values["proposer"] == "XVL"
    assert found.quote == "sponsored by over 20 other States from all regions"


@pytest.mark.parametrize(
    ("text", "stage", "is_unclear"),
    [
        ("The resolution was adopted by the General Assembly.", "not stated: committee or plenary", True),
        ("The resolution was adopted by the General Assembly in plenary.", "plenary", False),
        ("The resolution was adopted by the Third Committee.", "third_committee", False),
        (
            "The resolution was adopted by the UN General Assembly's Third Committee.",
            "third_committee",
            False,
        ),
        ("The Human Rights Council adopted a resolution on torture.", "council", False),
        (
            "All 193 States in the General Assembly joined in condemning reprisals.",
            "not stated: committee or plenary",
            True,
        ),
    ],
)
def test_stages_are_kept_apart(read, text, stage, is_unclear):
    (found,) = read(text, "adoption")

    assert found.values["stage"] == stage
    assert (Flag.STAGE_UNCLEAR in found.flags) == is_unclear


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The General Assembly unanimously adopted the resolution.", "unanimous"),
        ("The General Assembly adopted the resolution without a vote.", "without_vote"),
        ("The General Assembly adopted the resolution by consensus.", "consensus"),
    ],
)
def test_the_mode_is_kept_as_written(read, text, mode):
    (found,) = read(text, "adoption")

    assert found.values["mode"] == mode
    assert found.values["mode_as_written"] in text


def test_a_vote_is_counted(read):
    (found,) = read(
        "It was adopted by the Third Committee by 94 votes to 71, with 23 abstentions.", "adoption"
    )

    assert [found.values[key] for key in ("yes", "no", "abstain")] == [94, 71, 23]


def test_a_mode_told_elsewhere_goes_to_the_count_with_a_flag(read):
    text = (
        "All 193 States in the General Assembly joined in condemning it.\n\n"
        "After the unanimous adoption of the resolution they left."
    )

    count, lone = read(text, "adoption")

    assert (count.values["states_count"], count.values["mode"]) == (193, "unanimous")
    assert Flag.MODE_FROM_ELSEWHERE in count.flags
    assert text[count.values["mode_start"] : count.values["mode_end"]] == "unanimous"
    assert "organ" not in lone.values


def test_a_report_that_a_working_group_adopts_is_no_resolution(read):
    assert read("The Working Group adopted the report on Vareland.", "adoption", "resolution") == []


@pytest.mark.parametrize(
    "text",
    [
        "States co-sponsored it.",
        "Fifty-one States co-sponsored it.",
        "It was sponsored by 20 lamps.",
        "It was sponsored by nobody.",
        "Two old lamps and States co-sponsored it.",
    ],
)
def test_what_is_not_counted_is_not_proposed(read, text):
    assert read(text, "sponsorship") == []


def test_a_state_may_have_a_resolution_of_its_own(read):
    (found,) = read("They read Vareland's new resolution on torture.", "resolution")

    assert found.values == {"proposer": "XVL", "topics": ["torture"]}
    assert found.quote == "Vareland's new resolution"


def test_several_proposers_are_listed(read):
    (found,) = read("A resolution tabled by Vareland and Norwold was read.", "resolution")

    assert (found.values["proposer"], found.values["proposers"]) == ("XVL", ["XVL", "XNW"])


def test_a_resolution_that_nobody_in_particular_proposed_is_not_told(read):
    assert read("The resolution proposed by lamps was read.", "resolution") == []


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        (
            "The resolution was adopted by the General Assembly (see A/HRC/24/29 and A/RES/68/156).",
            "A/RES/68/156",
        ),
        ("The General Assembly adopted resolution 79/1.", "A/RES/79/1"),
        ("193 States in the General Assembly adopted the resolution.", None),
    ],
)
def test_an_adoption_keeps_the_symbol_of_its_resolution(read, text, symbol):
    (found,) = read(text, "adoption")

    assert found.values.get("symbol") == symbol
    assert "all_states" not in found.values


def test_a_month_without_any_year_dates_no_adoption(read):
    (found,) = read("A resolution adopted by the Human Rights Council in September was read.", "adoption")

    assert "on" not in found.values
    assert Flag.YEAR_NOT_WRITTEN in found.flags


def test_what_was_said_before_says_so(read):
    first, second = read(
        "The Human Rights Council adopted the resolution.\n\n"
        "The Human Rights Council adopted the resolution.",
        "adoption",
    )

    assert (first.flags, second.flags) == ((), (Flag.REPEATED,))


def test_without_a_date_no_known_resolution_is_meant(gazetteer):
    table = (
        KnownResolution(symbol="A/RES/80/1", organ="GA", topic="torture", proposer="XVL", on=("2026-04",)),
    )
    text = "A resolution on torture proposed by Vareland was adopted by the General Assembly."

    (found,) = [
        one for one in read_document(text, replace(gazetteer, resolutions=table)) if one.kind == "resolution"
    ]

    assert "candidates" not in found.values


def test_the_same_adoption_told_by_two_rules_is_one(read):
    text = "The resolution was adopted unanimously and by consensus by the General Assembly."

    assert len(read(text, "adoption")) <= 1


@pytest.mark.parametrize(
    "text", ["At some time, 5 old lamps and 6 States co-sponsored it.", "Ten of all States sponsored it."]
)
def test_only_the_number_of_states_counts(read, text):
    assert [one.values for one in read(text, "sponsorship")] in ([], [{"count": 6}])
