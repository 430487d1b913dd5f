"""A real article, from an officer's desk to the pages of States. No sentence of it stands in this file."""

import os
import re
from pathlib import Path

import pytest
from officer_steps import confirm, passages, publish_all, take_in
from playwright.sync_api import expect
from visits import TIMES, shot

from unhindered.commands.demonstration.programs import run_command

SEED = Path(os.environ.get("UNHINDERED_CORPUS", "nowhere")) / "seed/ishr-2013-11-13-reprisals-article.txt"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not SEED.is_file(),
        reason="the article of 2013 is not here: UNHINDERED_CORPUS names no corpus with it",
    ),
]
PUBLISHER, DATED = "International Service for Human Rights", "2013-11-13"
ADDRESS = "https://ishr.example/combating-reprisals"
SAID = f"{PUBLISHER} wrote on 13 November 2013 "
NAMED = ("irn", "mar", "sau", "syr", "tjk", "are")
RESOLUTION = "resolutions/a-res-68-156/"
# What an officer confirms here, by the headings of the passages, and how many of each there are.
CONFIRMED = {
    "Concern": 1,
    "Named for reprisals": 6,
    "Resolution": 3,
    "Sponsorship": 1,
    "Adoption": 4,
    "Commitment": 5,
    "Call for law": 1,
}


def test_real_article(stage, visitors, officer_one):
    one, reader = officer_one, visitors.wide()
    before = stage.build_ledger()["statements"]
    take_in(
        one,
        SEED.read_text(encoding="utf-8"),
        Title="Combating reprisals against human rights defenders who expose torture",
        Publisher=PUBLISHER,
        Published_on=DATED,
        Address=ADDRESS,
    )
    shot(one, "30-desk-document")

    for kind, count in CONFIRMED.items():
        expect(passages(one, kind)).to_have_count(count)
        for place in range(count):
            confirm(one, passages(one, kind).nth(place))
    # It was confirmed by one officer, in public words: no second one is asked.
    assert publish_all(one) == sum(CONFIRMED.values())
    # They leave one by one, and a checkpoint may be published in between.
    wait_for_statements(stage, before + sum(CONFIRMED.values()))

    for state in NAMED:
        told = statement_on(reader, stage, f"states/{state}/")
        expect(told).to_contain_text(f"{SAID}that the UN Secretary-General named")
    concern = statement_on(reader, stage, "states/rus/")
    expect(concern).to_contain_text(f"{SAID}that the UN Committee against Torture expressed concern about")
    shot(reader, "31-ledger-russia")

    page = statement_on(reader, stage, RESOLUTION)
    for what in ("proposed by Denmark", "at least 60 States from all regions", "by all 193 States"):
        expect(page.filter(has_text=what)).not_to_have_count(0)
    for what in (
        "to investigate",
        "to ensure accountability",
        "to provide redress",
        "called on States to enact",
    ):
        expect(page.filter(has_text=what)).not_to_have_count(0)
    shot(reader, "32-ledger-resolution")

    code, result = run_command("verify", "ledger", stage.site)
    assert (code, result["pages"]) == (0, "same")


def wait_for_statements(stage, count):
    """Build the ledger until the public log tells of so many statements."""
    for _ in range(TIMES):
        if stage.build_ledger()["statements"] >= count:
            return
    raise AssertionError(f"the ledger does not come to {count} statements")


def statement_on(reader, stage, path):
    """The statements on a page of the ledger, each held to what is promised of all of them."""
    reader.goto(f"{stage.url('ledger')}/{path}")
    document = reader.locator(".document").filter(has_text=ADDRESS)
    expect(document.get_by_role("link", name=ADDRESS)).to_have_attribute("href", ADDRESS)
    statements = document.locator(".statement")
    for statement in statements.all():
        assert SAID in flat(statement.inner_text())
        for quote in statement.locator("blockquote").all_inner_texts():
            assert 0 < len(words_in(quote)) <= 25
    return statements


def words_in(quote):
    """The words of a quote; the dots of an omission are none."""
    return [word for word in quote.split() if word.strip("“”…")]


def flat(text):
    return re.sub(r"\s+", " ", text)
