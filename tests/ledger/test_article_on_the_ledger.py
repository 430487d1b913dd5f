"""A real document, read, confirmed, signed, logged and built: what a reader then finds, and where."""

import os
import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from fictional_ledger import ARTICLE, NAMED, TODAY, record_of

from unhindered.core.casework.items import Proposal
from unhindered.core.casework.passages import first_words
from unhindered.core.casework.read_values import states_in
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.tables import load_facts
from unhindered.ledger.build import site_files

FACTS = load_facts()
PLAIN = {"state", "body", "date", "document_symbol"}
SEED = Path(os.environ.get("UNHINDERED_CORPUS", "nowhere")) / "seed/ishr-2013-11-13-reprisals-article.txt"
needs_seed = pytest.mark.skipif(
    not SEED.is_file(), reason="the article of 2013 is not here: UNHINDERED_CORPUS names no corpus with it"
)


def confirmed(number, proposal, source):
    """The statement that comes of a proposal when an officer confirms it, quoting its first words."""
    content = proposal.as_json()
    read = Proposal(**{key: content[key] for key in ("kind", "start", "end", "quote", "values")})
    excerpt = first_words(read)
    end = excerpt.end if excerpt else read.end
    return replace(
        NAMED,
        statement=f"{number:032x}",
        fact_kind=read.kind,
        states=states_in(read.values),
        values=read.values,
        source=replace(source, start=read.start, end=end, quote=read.quote[: end - read.start]),
    )


def site_of(text, **source):
    """The site that shows every claim of a text."""
    source = replace(ARTICLE, text_sha256=sha256(text.encode()).hexdigest(), **source)
    claims = [item for item in read_document(text, load_gazetteer(FACTS)) if item.kind not in PLAIN]
    statements = [confirmed(number, item, source) for number, item in enumerate(claims)]
    return site_files(facts=FACTS, record=record_of(*statements), today=TODAY)


def words_of(raw):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", raw.decode())).split())


@pytest.fixture(scope="module")
def seed_site():
    """The site with the article of 13 November 2013."""
    return site_of(
        SEED.read_text(),
        title="Combating reprisals against human rights defenders who expose torture",
        publisher="International Service for Human Rights",
        dated="2013-11-13",
        url="",
    )


@needs_seed
@pytest.mark.parametrize("state", ["irn", "mar", "sau", "syr", "tjk", "are"])
def test_each_state_the_secretary_general_named_says_who_wrote_so(seed_site, state):
    told = words_of(seed_site[f"states/{state}/index.html"])

    assert (
        "International Service for Human Rights wrote on 13 November 2013 that the UN Secretary-General named"
        in told
    )


@needs_seed
def test_the_committees_concern_stands_with_russia(seed_site):
    told = words_of(seed_site["states/rus/index.html"])

    assert (
        "wrote on 13 November 2013 that the UN Committee against Torture expressed concern about "
        "the Russian Federation in 2013" in told
    )


@needs_seed
def test_the_resolution_page_tells_proposer_sponsors_stage_and_commitments(seed_site):
    told = words_of(seed_site["resolutions/a-res-68-156/index.html"])

    assert "proposed by Denmark" in told
    assert (
        "at least 60 States from all regions sponsored the resolution, besides its proposer, Denmark" in told
    )
    assert "by all 193 States; it does not say whether in committee or in plenary" in told
    for what in (
        "to investigate",
        "to ensure accountability",
        "to provide redress",
        "contact the institutions freely",
    ):
        assert f"a commitment of States {what}" in told or what in told
    assert "called on States to enact laws" in told
    assert "The passage names no symbol" in told


@needs_seed
def test_the_earlier_resolution_of_the_council_has_its_own_page(seed_site):
    told = words_of(seed_site["resolutions/a-hrc-res-24-24/index.html"])

    assert "of a resolution of the UN Human Rights Council on reprisals, adopted in September 2013" in told
    assert "commitment" not in told.split("Before and after")[0].split("What documents say")[1]


@needs_seed
def test_no_page_quotes_more_than_25_words(seed_site):
    quotes = re.findall(
        r'<blockquote class="quote"><bdi>“(.*?)”</bdi>', b"".join(seed_site.values()).decode(), re.S
    )

    assert quotes
    assert all(len(unescape(quote).split()) <= 25 for quote in quotes)


def test_our_own_article_makes_the_page_of_the_fictional_state():
    article = files("unhindered.commands.demonstration").joinpath("article.txt").read_text()

    told = words_of(site_of(article)["states/xvl/index.html"])

    assert (
        "that the UN Committee against Torture expressed concern about Vareland on 11 February 2026" in told
    )
    assert "of an allegation about Vareland that Fictional Lamp Society made" in told
    assert "allegation" in told
    assert "This State is fictional" in told
