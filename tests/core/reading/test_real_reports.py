"""Real UN reports, read where they lie, against a database of recommendations that other people made."""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from unhindered.core.reading.document_text import decode_document
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.tables import load_facts

CORPUS = Path(os.environ.get("UNHINDERED_CORPUS") or "nowhere")
DATABASE = CORPUS.parent / "facts" / "upr_recommendations_torture_hrd_2008_2014.csv"
SPONSORS = CORPUS.parent / "facts" / "a_res_68_156_sponsors.csv"
# Report, session and State of each review: its recommendations in the database.
REVIEWS = {
    "iran2010": ("7", "IR"),
    "iran2014": ("20", "IR"),
    "morocco2012": ("13", "MA"),
    "russia2009": ("4", "RU"),
    "russia2013": ("16", "RU"),
    "saudiarabia2013": ("17", "SA"),
    "tajikistan2011": ("12", "TJ"),
    "unitedarabemirates2013": ("15", "AE"),
}
needs_reports = pytest.mark.skipif(
    not (CORPUS / "upr").is_dir(), reason="UNHINDERED_CORPUS names no folder with real reports: not read here"
)


@pytest.fixture(scope="module")
def facts():
    return load_facts()


@pytest.fixture(scope="module")
def gazetteer(facts):
    return load_gazetteer(facts)


def letters(text):
    return re.sub(r"[^a-z]", "", text.lower())


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@needs_reports
@pytest.mark.skipif(not DATABASE.is_file(), reason="the database of recommendations is not beside the corpus")
def test_recommendations_are_given_to_the_states_that_made_them(facts, gazetteer):
    codes = {state.iso2: state.iso3 for state in (*facts.states, *facts.observers)}
    answers = Counter()
    for name, (session, state) in REVIEWS.items():
        text = decode_document((CORPUS / "upr" / f"{name}.txt").read_bytes())
        items = [
            one
            for one in read_document(text, gazetteer)
            if "by_states" in one.values and one.kind == "recommendation"
        ]
        for row in rows(DATABASE):
            if (row["upr_session"], row["sur_iso2"]) == (session, state):
                wanted = letters(row["text"])
                same = [one for one in items if wanted[:40] in letters(one.quote)]
                found = {code for one in same for code in one.values["by_states"]}
                answers["none" if not same else "right" if codes[row["rec_iso2"]] in found else "wrong"] += 1

    assert answers["wrong"] <= 2
    assert answers["right"] >= 165


@needs_reports
@pytest.mark.skipif(not SPONSORS.is_file(), reason="the list of sponsors is not beside the corpus")
def test_every_sponsor_in_a_real_draft_is_found_and_no_other(gazetteer):
    (draft,) = [
        row
        for row in rows(CORPUS / "resolutions" / "ga_drafts_torture_defenders.csv")
        if row["un_document_symbol"] == "A/C.3/68/L.33/Rev.1"
    ]

    found = read_document(f"{draft['title']} {draft['notes']}", gazetteer)

    states = {one.values["state"] for one in found if one.kind == "state"}
    assert states == {row["iso3"] for row in rows(SPONSORS)}


@needs_reports
@pytest.mark.parametrize("path", ["treaties/CAT_en.txt", "treaties/OPCAT_en.txt", "treaties/ECPT_en.txt"])
def test_a_treaty_accuses_nobody(gazetteer, path):
    found = read_document(decode_document((CORPUS / path).read_bytes()), gazetteer)

    assert {one.kind for one in found} <= {"body", "date", "state", "adoption", "quotation"}
