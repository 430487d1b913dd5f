"""The built site: what stands on it, what it never does, and that it is there whole or not at all."""

import gzip
import json
import posixpath
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from fictional_ledger import CASE, NAMED, TODAY, notice, public_log, record_of, retraction
from page_links import read_page

from unhindered.core.casework.read_values import states_in
from unhindered.core.errors import Refused
from unhindered.facts.tables import load_facts
from unhindered.ledger import site_folder
from unhindered.ledger.build import build_ledger, site_files
from unhindered.ledger.fetch_record import record_from_log

FACTS = load_facts()
RECORD = record_of(CASE, NAMED)


@pytest.fixture(scope="module")
def site():
    """The site with the statements of a fictional institution."""
    return site_files(facts=FACTS, record=RECORD, today=TODAY)


@pytest.fixture(scope="module")
def facts_site():
    """The site without any log."""
    return site_files(facts=FACTS, record=None, today=TODAY)


def words_of(raw):
    """The text of a page, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", raw.decode())).split())


def pages_of(site):
    return {address: raw for address, raw in site.items() if address.endswith(".html")}


def test_each_member_state_has_a_page_with_its_data(facts_site):
    for state in FACTS.states:
        assert state.name in words_of(facts_site[f"states/{state.iso3.lower()}/index.html"])
        assert json.loads(facts_site[f"states/{state.iso3.lower()}/index.json"])["iso3"] == state.iso3
    assert sum(re.fullmatch(r"states/\w+/index.html", name) is not None for name in facts_site) == 193


def test_a_state_page_names_reports_treaties_and_sources(facts_site):
    told = words_of(facts_site["states/tjk/index.html"])

    assert "The Secretary-General named Tajikistan in the report of 2013, A/HRC/24/29" in told
    assert "International Service for Human Rights, 13 November 2013" in told
    assert "Convention against Torture Party since 1995" in told
    assert "not among its 84 sponsors" in told


def test_a_sponsor_page_says_so(facts_site):
    told = words_of(facts_site["states/mar/index.html"])

    assert "additional sponsor" in told
    assert "in 4 of the 4 lists held in full" in told


def test_the_stages_of_the_resolution_are_kept_apart(facts_site):
    told = words_of(facts_site["resolutions/a-res-68-156/index.html"])

    assert "Third Committee of the General Assembly 12 November 2013, adopted without a vote" in told
    assert "General Assembly, plenary 18 December 2013, adopted without a vote" in told
    assert "84 sponsors: 65 when the text was tabled (the proposer among them), 19 that joined later" in told


def test_statements_stand_on_the_page_of_their_state(site):
    told = words_of(site["states/xvl/index.html"])

    assert "Fictional Lamp reported on 21 November 2026, about a case of February 2026: A lawyer" in told
    assert "Fictional Lamp Society wrote on 4 March 2026 that" in told
    assert "“The Secretary-General highlighted cases" in told
    assert "Confirmed on 21 November 2026 by Fictional Lamp" in told
    assert "Reported: Other threat." in told
    assert "This State is fictional" in told


def test_the_data_beside_a_page_holds_its_statements_as_they_were_signed(site):
    content = json.loads(site["states/xvl/index.json"])

    assert [item["statement"] for item in content["documented"]["statements"]] == [
        CASE.statement,
        NAMED.statement,
    ]
    assert all(len(item["signature"]) == 88 for item in content["documented"]["statements"])


def test_a_resolution_stands_on_the_page_of_the_state_that_proposed_it():
    values = {"organ": "UN General Assembly", "organ_code": "GA", "proposer": "XVL", "topics": ["torture"]}
    proposed = replace(NAMED, fact_kind="resolution", values=values, states=states_in(values))

    site = site_files(facts=FACTS, record=record_of(proposed), today=TODAY)

    assert "proposed by Vareland" in words_of(site["states/xvl/index.html"])
    (documented,) = json.loads(site["states/xvl/index.json"])["documented"]["statements"]
    assert documented["values"]["proposer"] == "XVL"


def test_what_was_taken_back_is_in_no_file():
    site = site_files(facts=FACTS, record=record_of(CASE, NAMED, retraction(CASE)), today=TODAY)

    assert not [name for name, raw in site.items() if b"visited detainees" in raw]
    assert "took back statement" in words_of(site["statements/index.html"])


def test_every_page_says_from_what_it_was_built(site):
    for raw in pages_of(site).values():
        told = words_of(raw)
        assert "Published by Fictional Lamp" in told
        assert "gate.example.org/public at its checkpoint of 2 entries" in told
        assert "Not documented is not none" in told
        assert "Unpublished draft" not in told


def test_every_page_without_a_publisher_is_called_a_draft(facts_site):
    assert all(b"Unpublished draft." in raw for raw in pages_of(facts_site).values())


def test_every_link_inside_the_site_leads_somewhere(site):
    pages = {name: read_page(raw) for name, raw in pages_of(site).items()}
    broken = []
    for name, page in pages.items():
        for link in [*page.links, *page.loaded]:
            if link.startswith(("https://", "http://")):
                continue
            path, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            target = posixpath.join(target, "index.html") if path.endswith("/") else target
            target = target.removeprefix("./")
            if target not in site or (anchor and anchor not in pages[target].ids):
                broken.append((name, link))

    assert broken == []


def test_no_page_runs_or_asks_for_anything_of_another(site):
    for name, raw in pages_of(site).items():
        page = read_page(raw)
        assert page.inline == [], name
        assert page.tags.isdisjoint({"script", "iframe", "img", "form", "style", "object"}), name
        assert all(loaded.lstrip("./").startswith("static/") for loaded in page.loaded), name
        assert "default-src 'none'" in page.policies[0]
        assert len(page.ids) == len(set(page.ids)), name


def test_what_a_statement_says_cannot_become_markup():
    sly = replace(CASE, text="<script>alert(1)</script> & <b>bold</b>")

    site = site_files(facts=FACTS, record=record_of(sly), today=TODAY)

    assert b"<script" not in b"".join(pages_of(site).values())
    assert b"&lt;script&gt;" in site["states/xvl/index.html"]


def test_only_a_web_address_becomes_a_link_to_the_publisher():
    record = record_from_log(public_log(), notice(website="javascript:alert(1)"), today=TODAY)

    site = site_files(facts=FACTS, record=record, today=TODAY)

    assert b"javascript:" not in site["index.html"]


def test_pages_are_small_on_the_wire(site):
    sizes = {name: len(gzip.compress(raw, mtime=0)) for name, raw in pages_of(site).items()}

    assert max(sizes.values()) < 30_000
    assert sum(len(raw) for name, raw in site.items() if name.endswith(".css")) < 30_000


def test_the_same_build_gives_the_same_bytes():
    again = site_files(facts=load_facts(), record=RECORD, today=TODAY)

    assert again == site_files(facts=FACTS, record=RECORD, today=TODAY)


def test_every_mark_of_doubt_in_the_facts_is_on_the_page(facts_site):
    told = words_of(facts_site["states/rus/index.html"])

    assert "inferred" in told
    assert "that this report is meant is inferred" in told


def test_a_site_replaces_the_one_before(tmp_path):
    build_ledger(tmp_path / "site", facts=FACTS, record=RECORD, today=TODAY)
    build_ledger(tmp_path / "site", facts=FACTS, record=None, today=TODAY + timedelta(days=1))

    assert not (tmp_path / "site/states/xvl").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_build_that_is_interrupted_leaves_the_old_site(tmp_path):
    build_ledger(tmp_path / "site", facts=FACTS, record=None, today=TODAY)
    before = site_folder.read_site(tmp_path / "site")

    class Stopped(BaseException):
        """Someone presses Ctrl-C."""

    class StoppedHalfway(dict):
        def items(self):
            for number, item in enumerate(super().items()):
                if number == 40:
                    raise Stopped
                yield item

    files = StoppedHalfway(site_files(facts=FACTS, record=RECORD, today=TODAY))

    with pytest.raises(Stopped):
        site_folder.replace_site(tmp_path / "site", files)

    assert site_folder.read_site(tmp_path / "site") == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("content", ["photo.jpg", "index.html"])
def test_a_folder_of_other_files_is_never_replaced(tmp_path, content):
    (tmp_path / content).write_text("mine")

    with pytest.raises(Refused, match="other files"):
        build_ledger(tmp_path, facts=FACTS, record=None, today=TODAY)

    assert (tmp_path / content).read_text() == "mine"


def test_a_file_is_no_place_for_a_site(tmp_path):
    (tmp_path / "site").write_text("mine")

    with pytest.raises(Refused, match="not a folder"):
        build_ledger(tmp_path / "site", facts=FACTS, record=None, today=TODAY)


def test_the_day_is_the_one_given(facts_site):
    other = site_files(facts=FACTS, record=None, today=date(2027, 1, 2))

    assert b"24 November 2026" in facts_site["index.html"]
    assert b"2 January 2027" in other["index.html"]
