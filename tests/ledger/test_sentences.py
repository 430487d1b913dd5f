"""A sentence about a State always says who said it and when; what is not known is not guessed."""

from dataclasses import replace

import pytest
from fictional_ledger import ARTICLE, CASE, NAMED
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.reading.proposal import Kind
from unhindered.facts.tables import load_facts
from unhindered.ledger.places import Places
from unhindered.ledger.sentences import in_plain_text, sentence
from unhindered.ledger.shelf import Shelf

PLACES = Places(Shelf(load_facts()))
WROTE = "Fictional Lamp Society wrote on 4 March 2026"


def told(kind, values, source=ARTICLE):
    statement = replace(NAMED, fact_kind=kind, values=values, states=("XVL",), source=source)
    return in_plain_text(sentence(statement, PLACES))


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (
            "resolution",
            {"organ": "UN General Assembly", "organ_code": "GA", "proposer": "XVL", "topics": ["torture"]},
            "of a resolution of the UN General Assembly on torture, proposed by Vareland.",
        ),
        (
            "resolution",
            {
                "organ": "UN Human Rights Council",
                "organ_code": "HRC",
                "adopted": "2025-09",
                "relation": "built_on",
            },
            "of a resolution of the UN Human Rights Council, adopted in September 2025, "
            "which a newer one builds on.",
        ),
        (
            "sponsorship",
            {"count_at_least": 20, "proposer_counted": False, "proposer": "XVL", "regions": "all"},
            "that at least 20 States from all regions sponsored the resolution, "
            "besides its proposer, Vareland.",
        ),
        ("sponsorship", {"states": ["XVL"]}, "that Vareland sponsored the resolution."),
        (
            "adoption",
            {
                "organ": "UN General Assembly",
                "organ_code": "GA",
                "states_count": 193,
                "all_states": True,
                "mode": "unanimous",
                "stage": "not stated: committee or plenary",
            },
            "that the UN General Assembly adopted a resolution unanimously, by all 193 States; "
            "it does not say whether in committee or in plenary.",
        ),
        (
            "adoption",
            {
                "organ": "Third Committee of the UN General Assembly",
                "organ_code": "GA-C3",
                "stage": "third_committee",
                "yes": 90,
                "no": 1,
                "abstain": 20,
            },
            "that the Third Committee of the UN General Assembly adopted a resolution: "
            "90 in favour, 1 against, 20 abstaining.",
        ),
        (
            "concern",
            {"state": "XVL", "by": "UN Committee against Torture", "by_body": "CAT", "when": "2026-02-11"},
            "that the UN Committee against Torture expressed concern about Vareland on 11 February 2026.",
        ),
        (
            "concern",
            {"state": "XVL", "by": "Human Rights Watch", "by_body": "HRW"},
            "that Human Rights Watch expressed concern about Vareland.",
        ),
        (
            "named_for_reprisals",
            {"state": "XVL", "named_by": "UN Secretary-General", "by_body": "SG", "when": "2026"},
            "that the UN Secretary-General named Vareland in connection with reprisals in 2026.",
        ),
        (
            "commitment",
            {"commitment": "redress", "who": "States", "speaker": "Ada Fictional", "role": "Legal Director"},
            "that Ada Fictional, Legal Director, spoke of a commitment of States to provide redress.",
        ),
        (
            "commitment",
            {"commitment": "investigate", "state": "XVL"},
            "that Vareland committed themselves to investigate.",
        ),
        (
            "call_for_law",
            {"state": "XVL", "by": "Fictional Lamp Society"},
            "that Fictional Lamp Society called on Vareland to enact laws.",
        ),
        ("call_for_law", {"who": "States", "by": "this document"}, "that States should enact laws."),
        (
            "recommendation",
            {"state": "XVL", "by_states": ["XVL", "XVM"]},
            "that Vareland and XVM made a recommendation to Vareland.",
        ),
        (
            "allegation",
            {"state": "XVL", "by": "Fictional Lamp Society"},
            "of an allegation about Vareland that Fictional Lamp Society made.",
        ),
        ("allegation", {"state": "XVL", "by": "this document"}, "of an allegation about Vareland."),
        (
            "quotation",
            {"speaker": "Ada Fictional", "role": "Legal Director", "organisation": "Fictional Lamp Society"},
            "and quoted Ada Fictional, Legal Director (Fictional Lamp Society).",
        ),
        (
            "person",
            {"name": "Ada Fictional", "role": "Minister", "of_state": "XVL"},
            "of Ada Fictional, Minister (Vareland).",
        ),
    ],
)
def test_each_kind_says_who_said_what_and_when(kind, values, said):
    assert told(kind, values) == f"{WROTE} {said}"


@pytest.mark.parametrize("kind", [*Kind, "something_new"])
def test_a_kind_without_its_values_says_only_who_wrote_about_whom(kind):
    assert told(kind, {}) in (
        f"{WROTE} about Vareland.",
        # Nobody is named in it, so nothing is said of anyone.
        f"{WROTE} that States should enact laws.",
    )


def test_a_case_is_the_institutions_report_with_its_day_and_period():
    assert in_plain_text(sentence(CASE, PLACES)) == (
        "Fictional Lamp reported on 21 November 2026, about a case of February 2026: A lawyer "
        "who had visited detainees was threatened by officials two days after the visit."
    )


def test_a_date_known_to_the_month_is_said_so():
    source = replace(ARTICLE, dated="2026-03")

    assert told("concern", {}, source) == "Fictional Lamp Society wrote in March 2026 about Vareland."


def test_values_keep_their_own_direction():
    source = replace(ARTICLE, publisher="منظمة خيالية")

    said = sentence(replace(NAMED, source=source), PLACES)

    assert "<bdi>منظمة خيالية</bdi> wrote on 4 March 2026" in said
    assert "<bdi>Vareland</bdi>" in said


TEXTS = st.text(alphabet="aX2 -<>&'\"/أ中", max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b"]), inner, max_size=2)
    ),
    max_leaves=6,
)
NAMES = [
    *(
        "state",
        "states",
        "by",
        "by_body",
        "by_state",
        "by_states",
        "named_by",
        "speaker",
        "role",
        "organisation",
    ),
    *(
        "of_state",
        "organ",
        "organ_code",
        "proposer",
        "topics",
        "adopted",
        "relation",
        "count",
        "states_count",
    ),
    *(
        "count_at_least",
        "all_states",
        "mode",
        "stage",
        "on",
        "when",
        "yes",
        "no",
        "abstain",
        "commitment",
        "who",
    ),
    *("regions", "name"),
]


@given(st.sampled_from(list(Kind)), st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6))
def test_whatever_the_values_the_sentence_begins_with_who_and_when(kind, values):
    said = sentence(replace(NAMED, fact_kind=kind, values=values), PLACES)

    assert in_plain_text(said).startswith(WROTE)
    assert "<script" not in said
    assert said.count("<bdi>") == said.count("</bdi>")
