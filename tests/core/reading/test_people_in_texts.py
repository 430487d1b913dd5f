import pytest


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "'We will go on,' said Ada Fictional, Legal Director with the Fictional Lamp Society.",
            {"name": "Ada Fictional", "role": "Legal Director", "organisation": "Fictional Lamp Society"},
        ),
        (
            "The Minister of Justice, Ms. Mara Invented, opened the meeting.",
            {"name": "Mara Invented", "role": "Minister of Justice"},
        ),
        (
            "It was headed by Jon Invented, Minister of Justice of the Republic of Vareland.",
            {"name": "Jon Invented", "role": "Minister of Justice", "of_state": "XVL"},
        ),
        (
            "Photo: Mara van der Invented, Minister for Lamps of Vareland",
            {"name": "Mara van der Invented", "role": "Minister for Lamps", "of_state": "XVL"},
        ),
        (
            "Minister of Foreign Affairs Jon Invented spoke.",
            {"name": "Jon Invented", "role": "Minister of Foreign Affairs"},
        ),
        (
            "H.E. Mr. Jon K. Invented, Deputy Head of Mission",
            {"name": "Jon K. Invented", "role": "Deputy Head of Mission"},
        ),
        (
            "Ada Fictional, a spokeswoman for the High Commissioner for Human Rights, wrote.",
            {"name": "Ada Fictional", "role": "spokeswoman for the High Commissioner for Human Rights"},
        ),
    ],
)
def test_a_person_is_proposed_with_the_role_that_stands_beside(read, text, values):
    (found,) = read(text, "person")

    keys = ("name", "role", "organisation", "of_state")
    assert {key: found.values[key] for key in keys if key in found.values} == values
    assert text[found.values["name_start"] : found.values["name_end"]] == values["name"]


@pytest.mark.parametrize(
    "text",
    [
        "Guards beat Ada Fictional in her cell.",
        "Regarding the death of Ada Fictional, the head of delegation stated that it was investigated.",
        "Ada Fictional, a lawyer, was arrested at home.",
        "Mr. Fictional was arrested at home.",
        "The Permanent Mission and the permanent mission spoke. Head of Mission, Permanent Mission.",
        "Special Rapporteur on the Sale of Children",
    ],
)
def test_nobody_is_proposed_who_is_only_written_about(read, text):
    assert read(text, "person") == []


def test_one_who_works_as_a_lawyer_and_speaks_is_proposed(read):
    text = "“Nobody should be beaten for the truth,” said Ada Fictional, a lawyer."

    (found,) = read(text, "person")

    assert found.values["role"] == "lawyer"


def test_a_contact_entry_is_no_person(read):
    text = "Contact: Ada Fictional, Legal Director, Fictional Lamp Society, on ada@lamp.example."

    assert read(text, "person") == []


def test_an_organisation_behind_a_second_comma_is_the_persons(read):
    (found,) = read("It was opened by Mr Jon Invented, Director, the Fictional Lamp Society.", "person")

    assert (found.values["role"], found.values["organisation"]) == ("Director", "Fictional Lamp Society")


def test_a_title_further_off_makes_no_person(read):
    assert [one.values["state"] for one in read("Ms, Georgia and Mr: Chad.", "state")] == ["GEO", "TCD"]
