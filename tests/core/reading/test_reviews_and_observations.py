import pytest

from unhindered.core.reading.proposal import Flag

TOP = (
    "Report of the Working Group on the Universal Periodic Review\n\nVareland\n\n"
    "The review of Vareland was held on 3 October 2025.\n\n"
)
LIST = TOP + (
    "Conclusions and/or recommendations\n\n"
    "90. The following recommendations enjoy the support of Vareland:\n\n"
    "90.1.  Light all cells (Norwold); Open them (Southmere) (Tarn Keys);\n\n"
    "90.2.  Close the old prison (Norwold, Southmere);\n\n"
    "90.3.  Train who keeps the keys (the Tarn Keys);\n\n"
    "90.4.  Keep a register (Norwold);\n\n"
    "90.5.  Name the lamps (Norwold).\n\n"
    "91. The recommendations below did not enjoy the support of Vareland:\n\n"
    "91.1.  Abolish the night (Norwold);\n\n91.2.  A (Norwold);\n\n91.3.  B (Norwold);\n\n"
    "91.4.  C (Norwold);\n\n91.5.  D (Norwold).\n\n"
    "All conclusions and/or recommendations contained in the present report reflect others (Southmere).\n"
)


def test_each_recommendation_has_its_number_and_who_made_it(read):
    found = read(LIST, "recommendation")

    assert [(one.values["number"], one.values["by_states"]) for one in found][:4] == [
        ("90.1", ["XNW"]),
        ("90.1", ["XSM", "XTK"]),
        ("90.2", ["XNW", "XSM"]),
        ("90.3", ["XTK"]),
    ]
    assert found[0].quote == "90.1.  Light all cells (Norwold)"


def test_the_heading_says_what_the_state_answered(read):
    found = read(LIST, "recommendation")

    assert [one.values["position"] for one in found] == ["supported"] * 6 + ["not_supported"] * 5


def test_the_state_under_review_carries_a_flag(read):
    for one in read(LIST, "recommendation"):
        assert one.values["state"] == "XVL"
        assert Flag.STATE_UNDER_REVIEW in one.flags


def test_items_that_only_count_up_are_read_too(read):
    text = (
        TOP
        + "Conclusions and/or recommendations\n\n"
        + "1.  Light all cells (Norwold);\n\n2.  Open them (Southmere);\n"
    )

    found = read(text, "recommendation")

    assert [(one.values["number"], one.values["by_states"]) for one in found] == [
        ("1", ["XNW"]),
        ("2", ["XSM"]),
    ]


@pytest.mark.parametrize(
    "item",
    [
        "2.\nof every person in a cell (Southmere);\n\nProtect the safety\n\n3.  Open them (Norwold);\n",
        "2.\n\nLight (Southmere); and then\n\n3.  Open them (Norwold);\n",
    ],
)
def test_a_line_out_of_its_order_is_flagged(read, item):
    text = TOP + "Conclusions and/or recommendations\n\n1.  Light all cells (Norwold);\n\n" + item

    second = read(text, "recommendation")[1]

    assert second.values["by_states"] == ["XSM"]
    assert Flag.TEXT_OUT_OF_ORDER in second.flags


def test_a_first_line_that_slipped_before_its_number_comes_back(read):
    text = TOP + (
        "Conclusions and/or recommendations\n\n1.  Light all cells (Norwold);\n\n"
        "Protect the safety\n\n2.\nof every person in a cell (Southmere);\n"
    )

    assert (
        read(text, "recommendation")[1].quote
        == "Protect the safety\n\n2.\nof every person in a cell (Southmere)"
    )


def test_outside_a_review_numbers_are_only_numbers(read):
    assert read("90.1.  Light all cells (Norwold);\n\n90.2.  Open them (Southmere);", "recommendation") == []


def test_in_a_review_concern_is_about_the_state_under_review(read):
    (found,) = read(TOP + "1.  Norwold praised the lamps. It expressed concern about threats.", "concern")

    assert (found.values["state"], found.values["by_state"]) == ("XVL", "XNW")
    assert set(found.flags) == {Flag.STATE_UNDER_REVIEW, Flag.PRONOUN}


OBSERVATIONS = "CAT/C/XVL/CO/3\n\nCommittee against Torture\n\nConcluding observations on Vareland\n\n"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The State party should protect lawyers.", "recommendation"),
        ("The Committee recommends that the State party protect lawyers.", "recommendation"),
        ("The Committee is concerned at threats against lawyers.", "concern"),
        ("The Committee takes note of allegations of threats against lawyers.", "allegation"),
        ("The Committee urges the State party to enact a law on defenders.", "call_for_law"),
    ],
)
def test_in_concluding_observations_the_body_speaks_of_the_state(read, sentence, kind):
    (found,) = read(OBSERVATIONS + sentence, kind)

    assert (found.values["state"], found.values["by_body"]) == ("XVL", "CAT")
    assert Flag.STATE_UNDER_REVIEW in found.flags


def test_a_list_without_semicolons_keeps_its_items_apart(read):
    text = (
        TOP + "Conclusions and/or recommendations\n\n1. Light all cells (Norwold)\n2. Open them (Southmere)\n"
    )

    assert [one.quote for one in read(text, "recommendation")] == [
        "1. Light all cells (Norwold)",
        "2. Open them (Southmere)",
    ]


def test_a_number_before_a_heading_is_no_item(read):
    text = TOP + (
        "Conclusions and/or recommendations\n\n1. Light all cells (Norwold);\n\n"
        "2. The recommendations below did not enjoy the support of Vareland:\n\n1. Open them (Southmere);\n"
    )

    found = read(text, "recommendation")

    assert [(one.values["number"], one.values.get("position")) for one in found] == [
        ("1", None),
        ("1", "not_supported"),
    ]


def test_a_working_group_that_reviews_nobody_gives_no_state(read):
    text = "The Working Group on the Universal Periodic Review met. Norwold expressed concern about threats."

    (found,) = read(text, "concern")

    assert found.flags == (Flag.STATE_NOT_NAMED,)
