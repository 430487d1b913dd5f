import pytest

from unhindered.core.reading.proposal import Flag


def only(found):
    (one,) = found
    return one


@pytest.mark.parametrize(
    "text",
    [
        "The Committee against Torture expressed concern about reprisals against lawyers in Vareland.",
        "The Committee against Torture was deeply concerned about reprisals in Vareland.",
        "The Committee against Torture noted with concern that Vareland had closed its lamps.",
        "The Committee against Torture welcomed the visit but remained concerned at reprisals in Vareland.",
        "The Committee against Torture met. It again voiced grave concern over reprisals in Vareland.",
    ],
)
def test_concern_has_who_is_concerned_and_about_which_state(read, text):
    found = only(read(text, "concern"))

    assert (found.values["by_body"], found.values["state"]) == ("CAT", "XVL")
    assert text[found.values["state_start"] : found.values["state_end"]] == "Vareland"


@pytest.mark.parametrize(
    "text",
    [
        "Concern was expressed about Vareland.",
        "The Committee against Torture expressed no concern about Vareland.",
        "The Committee against Torture did not express concern about Vareland.",
        "As far as Vareland is concerned, lamps burn.",
    ],
)
def test_concern_that_nobody_has_is_none(read, text):
    assert read(text, "concern") == []


def test_a_state_that_only_raised_the_matter_is_not_meant(read):
    text = "The Committee against Torture expressed concern about lamps in Vareland raised by Norwold."

    assert only(read(text, "concern")).values["state"] == "XVL"


def test_concern_without_a_state_says_so(read):
    found = only(read("The Committee against Torture expressed concern about impunity.", "concern"))

    assert "state" not in found.values
    assert found.flags == (Flag.STATE_NOT_NAMED,)


def test_the_year_with_which_a_sentence_begins_is_kept(read):
    text = (
        "In 2025 alone, the Committee against Torture expressed concern about reprisals in Vareland, "
        "while it rained."
    )

    found = only(read(text, "concern"))

    assert (found.values["year"], found.values["when"]) == (2025, "2025")
    assert found.quote.startswith("In 2025 alone")
    assert found.quote.endswith("in Vareland")


def test_two_states_are_two_proposals(read):
    found = read("The Committee against Torture expressed concern about Vareland and Norwold.", "concern")

    assert [one.values["state"] for one in found] == ["XNW", "XVL"] or [
        one.values["state"] for one in found
    ] == ["XVL", "XNW"]


NAMED = ["XVL", "XNW", "XSM", "XTK"]


@pytest.mark.parametrize(
    "text",
    [
        "The Secretary-General highlighted cases of reprisals against people who expose torture in Vareland, "
        "Norwold, Southmere and the Tarn Keys.",
        "The Secretary-General's report documents reprisals in Vareland, Norwold, Southmere and Tarn Keys.",
        "The Secretary-General named Vareland, Norwold, Southmere and the Tarn Keys for intimidation.",
        "Vareland, Norwold, Southmere and Tarn Keys were named by the Secretary-General for reprisals.",
    ],
)
def test_each_state_named_for_reprisals_is_one_proposal(read, text):
    found = read(text, "named_for_reprisals")

    assert sorted(one.values["state"] for one in found) == sorted(NAMED)
    for one in found:
        assert one.values["named_by"] == "UN Secretary-General"
        assert one.start <= one.values["by_start"] < one.values["by_end"] <= one.end
        assert one.start <= one.values["state_start"] < one.values["state_end"] <= one.end


def test_who_presents_a_report_is_not_who_names(read):
    text = (
        "The Assistant Secretary-General for Human Rights presented the Secretary-General's report, "
        "which documents reprisals in Vareland."
    )

    assert only(read(text, "named_for_reprisals")).values["by_body"] == "SG"


def test_commitments_are_told_kind_by_kind_with_who_says_so(read):
    text = (
        "'We welcome the commitment of States to investigate, to ensure accountability, to provide redress "
        "and to let people freely contact the UN,' said Ada Fictional, Legal Director of the Lamp Society."
    )

    found = read(text, "commitment")

    assert [one.values["commitment"] for one in found] == [
        "investigate",
        "accountability",
        "redress",
        "free_contact",
    ]
    assert {(one.values["who"], one.values["speaker"]) for one in found} == {("States", "Ada Fictional")}


def test_what_a_speaker_hopes_of_a_resolution_is_flagged(read):
    text = (
        "Jon Invented, Minister of Lamps, said: 'With this resolution we turn to the right to redress and to "
        "the ability to freely contact the institutions.'"
    )

    found = read(text, "commitment")

    assert [one.values["commitment"] for one in found] == ["redress", "free_contact"]
    assert all(Flag.NOT_A_COMMITMENT_VERB in one.flags for one in found)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Vareland pledged to investigate.", "the State"),
        (
            "The Committee against Torture said that Vareland had pledged to investigate.",
            "UN Committee against Torture",
        ),
        ("Norwold welcomed Vareland's commitment to investigate.", "Norwold"),
    ],
)
def test_a_promise_is_said_by_whoever_reports_it(read, text, who):
    found = only(read(text, "commitment"))

    assert found.values["state"] == "XVL"
    assert found.values["by"] == ("Vareland" if who == "the State" else who)


@pytest.mark.parametrize(
    "text",
    [
        "The Committee against Torture recommended that Vareland enact a law that protects defenders.",
        "'Vareland must enact a law that protects defenders,' the Committee against Torture said.",
        "'The next step is for Vareland to act by enacting laws,' the Committee against Torture said.",
    ],
)
def test_a_call_for_a_law_has_who_calls(read, text):
    found = only(read(text, "call_for_law"))

    assert found.values["by_body"] == "CAT"
    assert found.values.get("state") in {"XVL", None}


@pytest.mark.parametrize(
    "text",
    [
        "Vareland has adopted a law.",
        "Everybody should obey the law-based order.",
        "Norwold should rest, and its law stays.",
    ],
)
def test_a_law_that_nobody_asks_for_is_no_call(read, text):
    assert read(text, "call_for_law") == []


@pytest.mark.parametrize(
    ("text", "asked", "by"),
    [
        ("Norwold urged Vareland to end reprisals.", "XVL", ["XNW"]),
        (
            "Norwold, Southmere and the Tarn Keys called on Vareland to end reprisals.",
            "XVL",
            ["XNW", "XSM", "XTK"],
        ),
        (
            "Norwold praised the lamps. It recommended that the Government of Vareland end reprisals.",
            "XVL",
            ["XNW"],
        ),
    ],
)
def test_a_recommendation_has_who_asks_whom(read, text, asked, by):
    found = only(read(text, "recommendation"))

    assert found.values["state"] == asked
    assert found.values.get("by_states", [found.values.get("by_state")]) == by


@pytest.mark.parametrize(
    "text",
    [
        "Norwold requested further information on lamps from Vareland.",
        "Norwold requested Vareland to elaborate on lamps.",
        "It was recommended that Vareland end reprisals.",
    ],
)
def test_a_question_is_no_recommendation(read, text):
    assert read(text, "recommendation") == []


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "According to the Fictional Lamp Society, a lawyer was allegedly beaten in Vareland.",
            "Fictional Lamp Society",
        ),
        ("Amnesty International alleged that Vareland beat a lawyer.", "Amnesty International"),
        ("Norwold referred to allegations of torture in Vareland.", "Norwold"),
        ("Vareland allegedly beat a lawyer.", "this document"),
    ],
)
def test_an_allegation_is_no_finding_and_has_who_alleges(read, text, by):
    found = only(read(text, "allegation"))

    assert (found.values["state"], found.values["by"]) == ("XVL", by)


def test_to_ask_that_allegations_be_investigated_is_no_allegation(read):
    assert read("Norwold urged Vareland to investigate allegations of torture.", "allegation") == []


@pytest.mark.parametrize(
    "text",
    [
        "Vareland highlighted cases of reprisals in Vareland.",
        "Vareland named Vareland for reprisals.",
        "Vareland was named by Vareland for reprisals.",
        "The Secretary-General named Vareland, and rested.",
        "Somebody named Vareland for reprisals.",
    ],
)
def test_no_state_names_itself_and_nobody_names_for_nothing(read, text):
    assert read(text, "named_for_reprisals") == []


def test_a_person_can_name(read):
    text = "Ada Fictional, Legal Director, highlighted cases of reprisals in Vareland."

    found = only(read(text, "named_for_reprisals"))

    assert found.values["speaker"] == "Ada Fictional"
    assert "named_by" not in found.values


def test_concern_that_a_speaker_reports_keeps_whose_it_is(read):
    text = "'In short, the Committee against Torture was concerned about Vareland,' said Ms Fictional."

    found = only(read(text, "concern"))

    assert found.values["by_body"] == "CAT"
    assert found.quote.startswith("In short")


@pytest.mark.parametrize(
    "text",
    [
        "Everybody pledged to investigate.",
        "Ada Fictional, Legal Director, pledged to investigate.",
        "A commitment to investigate was heard.",
    ],
)
def test_a_promise_of_no_state_is_none(read, text):
    assert read(text, "commitment") == []


def test_what_states_have_promised_together_is_said_by_the_document(read):
    found = only(read("All States have pledged to investigate.", "commitment"))

    assert (found.values["who"], found.values["by"]) == ("States", "this document")
    assert Flag.SAID_BY_DOCUMENT in found.flags


def test_a_quoted_accuser_is_kept(read):
    found = only(read("'Vareland allegedly beat a lawyer,' said Ada Fictional, Director.", "allegation"))

    assert (found.values["state"], found.values["speaker"]) == ("XVL", "Ada Fictional")


def test_an_accuser_is_not_the_accused(read):
    assert read("Norwold alleged that lawyers were beaten.", "allegation") == []


def test_what_a_speaker_demands_of_a_state_is_a_recommendation(read):
    text = "'Vareland must open its cells. It is required to,' said Ada Fictional, Director."

    found = only(read(text, "recommendation"))

    assert (found.values["state"], found.values["speaker"]) == ("XVL", "Ada Fictional")
    assert found.quote == "Vareland must open its cells"


def test_a_law_asked_for_by_nobody_is_no_call(read):
    assert read("It was recommended that Vareland enact a law on defenders.", "call_for_law") == []


def test_a_second_sentence_inside_a_quotation_alleges_too(read):
    text = "'We saw the cells. Vareland allegedly beat a lawyer,' said Ada Fictional, Director."

    assert only(read(text, "allegation")).values["speaker"] == "Ada Fictional"


@pytest.mark.parametrize(
    "text",
    [
        "Norwold welcomed the commitment of lamps to investigate.",
        "Norwold should adopt a plan, and the old law stays.",
        "Norwold urged Norwold to adopt a law.",
        "The Committee against Torture urged Vareland to adopt its many long and winding plans into one law.",
    ],
)
def test_what_is_asked_of_no_state_is_nothing(read, text):
    assert read(text, "commitment", "call_for_law") == []


def test_a_state_of_an_unclear_name_sponsors_nothing(read):
    found = read("It was sponsored by Korea and Vareland.", "sponsorship")

    assert [one.values["states"] for one in found] == [["XVL"]]


def test_he_is_the_last_person_and_no_body(read):
    text = (
        "Ada Fictional, Legal Director, met the Committee against Torture. “Lamps must not go out,” she said."
    )

    assert only(read(text, "quotation")).values["speaker"] == "Ada Fictional"


def test_a_mode_in_one_sentence_is_not_the_adoption_of_the_next(read):
    assert read("It was unanimous. Adopted was the resolution of nobody.", "adoption") == []
