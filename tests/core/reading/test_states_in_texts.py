import pytest

from unhindered.core.reading.proposal import Flag

# Lists of names only: nothing is said of any State here.
NAMES = [
    ("Iran (Islamic Republic of)", "IRN"),
    ("Islamic Republic of Iran", "IRN"),
    ("Bolivia (Plurinational State of)", "BOL"),
    ("Venezuela (the Bolivarian Republic of)", "VEN"),
    ("Micronesia (Federated States of)", "FSM"),
    ("United States", "USA"),
    ("United States of America", "USA"),
    ("U.S.", "USA"),
    ("the UK", "GBR"),
    ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
    ("Niger", "NER"),
    ("Nigeria", "NGA"),
    ("Guinea", "GIN"),
    ("Guinea-Bissau", "GNB"),
    ("Equatorial Guinea", "GNQ"),
    ("Papua New Guinea", "PNG"),
    ("Dominica", "DMA"),
    ("Dominican Republic", "DOM"),
    ("Democratic Republic of the Congo", "COD"),
    ("Democratic People's Republic of Korea", "PRK"),
    ("Democratic People’s Republic of Korea", "PRK"),
    ("Republic of Korea", "KOR"),
    ("North Macedonia", "MKD"),
    ("The former Yugoslav Republic of Macedonia", "MKD"),
    ("Côte d'Ivoire", "CIV"),
    ("Cote d’Ivoire", "CIV"),
    ("Türkiye", "TUR"),
    ("TURKEY", "TUR"),
    ("Viet\nNam", "VNM"),
    ("United\n   Arab Emirates", "ARE"),
    ("Saudi\u00a0Arabia", "SAU"),
    ("Taji-\nkistan", "TJK"),
    ("Sao Tome and Principe", "STP"),
    ("Saint Kitts and Nevis", "KNA"),
    ("State of Palestine", "PSE"),
    ("Holy See", "VAT"),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_name_is_found_whole_however_it_is_written(read, name, code):
    text = f"They met in {name}, and left."

    (found,) = read(text, "state")

    assert found.values["state"] == code
    assert found.quote == name.removeprefix("the ").removeprefix("The ")


def test_every_member_state_is_found_under_its_own_name(read):
    from unhindered.facts.tables import load_facts

    facts = load_facts()
    states = [*facts.states, *facts.observers]
    text = "; ".join(state.name for state in states)

    found = read(text, "state")

    assert [proposal.values["state"] for proposal in found] == [state.iso3 for state in states]
    assert [proposal.quote for proposal in found] == [state.name for state in states]


@pytest.mark.parametrize(
    "text",
    [
        "He ate turkey off fine china in us.",
        "It cost US$ 5 million.",
        "They sailed past Lake Chad, the Gulf of Guinea, the Jordan River and New Mexico.",
        "the Jordanian, the Malians, Irans, VIran",
        "Northern Ireland",
    ],
)
def test_what_only_looks_like_a_state_is_let_be(read, text):
    assert read(text, "state") == []


@pytest.mark.parametrize(
    "text",
    [
        "Mr Chad Fictional was there.",
        "Chad Fictional was there.",
        "They spoke with Georgia Fictional, director of a school.",
        "Yesterday Michael Jordan was there.",
        "Ms Georgia was there.",
        "They met Ada Jordan-Fictional.",
    ],
)
def test_a_person_named_like_a_state_is_no_state(read, text):
    assert read(text, "state") == []


def test_states_stay_states_where_nobody_is_named_like_them(read):
    text = "Delegations of Chad, Georgia and Jordan took the floor. Jordan Valley farmers did not."

    assert [found.values["state"] for found in read(text, "state")] == ["TCD", "GEO", "JOR"]


def test_a_name_of_several_states_says_which(read):
    (korea, congo) = read("Korea. Congo.", "state")

    assert "state" not in korea.values
    assert korea.values["candidates"] == ["PRK", "KOR"]
    assert congo.values == {"state": "COG", "candidates": ["COG", "COD"]}
    assert korea.flags == congo.flags == (Flag.SEVERAL_STATES,)


def test_a_name_that_a_state_gave_up_says_so(read):
    new, old = read("Türkiye; Turkey", "state")

    assert (new.values, old.values) == ({"state": "TUR"}, {"state": "TUR"})
    assert (new.flags, old.flags) == ((), (Flag.FORMER_NAME,))


def test_a_body_of_another_house_is_not_the_uns(read):
    text = (
        "The National Human Rights Council, the Secretary-General of the Fictional League and the Assistant "
        "Secretary-General spoke. The Human Rights Council and the UN Secretary-General did not."
    )

    assert [found.values["code"] for found in read(text, "body")] == ["HRC", "SG"]


def test_an_office_is_found_with_its_small_letters(read):
    (found,) = read("The Special Rapporteur on torture spoke.", "body")

    assert found.values == {"body": "UN Special Rapporteur on torture", "code": "SR-TORTURE"}
