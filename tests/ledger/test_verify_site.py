"""A built site proves itself to a stranger, and a changed one does not."""

import json
import shutil
from dataclasses import replace

import pytest
from fictional_ledger import CASE, NAMED, NOTICE, ROOT, TODAY, notice, public_log, record_of, retraction

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.casework.statement import verify_statement
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import parse_verifier
from unhindered.facts.tables import load_facts
from unhindered.ledger.build import build_ledger
from unhindered.ledger.fetch_record import record_from_log
from unhindered.ledger.public_record import PublicEntry
from unhindered.ledger.verify import verify_site

FACTS = load_facts()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A site that no test changes."""
    site = tmp_path_factory.mktemp("ledger") / "site"
    build_ledger(site, facts=FACTS, record=record_of(CASE, NAMED), today=TODAY)
    return site


@pytest.fixture
def site(built, tmp_path):
    """A built site with two statements, to be changed."""
    return shutil.copytree(built, tmp_path / "site")


def other_version(site):
    """Make the site look as if another version had built it."""
    mark = site / "data/site.json"
    content = json.loads(mark.read_text())
    content["built"]["program"] = "unhindered 99"
    mark.write_text(json.dumps(content))


def test_a_site_as_it_was_built_is_proved(site):
    assert verify_site(site) == {
        "institution": "Fictional Lamp",
        "root": str(ROOT.verifier()),
        "log": "gate.example.org/public",
        "size": 2,
        "statements": 2,
        "built_on": "2026-11-24",
        "pages": "same",
    }


def test_a_site_without_a_log_is_proved_too(tmp_path):
    build_ledger(tmp_path / "site", facts=FACTS, record=None, today=TODAY)

    assert verify_site(tmp_path / "site")["pages"] == "same"


def test_another_institution_than_the_pinned_one_is_refused(site):
    assert verify_site(site, root_public_key=ROOT.verifier().public_key)
    with pytest.raises(Refused, match="another root"):
        verify_site(site, root_public_key=bytes(32))


def test_a_pinned_institution_must_be_there(tmp_path):
    build_ledger(tmp_path / "site", facts=FACTS, record=None, today=TODAY)

    with pytest.raises(Refused, match=r"lacks data/notice\.txt"):
        verify_site(tmp_path / "site", root_public_key=ROOT.verifier().public_key)


def test_one_changed_word_on_a_page_is_found(site):
    page = site / "states/tjk/index.html"
    page.write_text(page.read_text().replace("Party since 1995", "Party since 1996"))

    with pytest.raises(Refused, match=r"states/tjk/index\.html was changed"):
        verify_site(site)


def test_a_page_that_was_removed_is_missed(site):
    (site / "states/tjk/index.html").unlink()

    with pytest.raises(Refused, match="lacks"):
        verify_site(site)


def test_a_page_that_was_added_is_found(site):
    (site / "extra.html").write_text("more")

    with pytest.raises(Refused, match="does not belong"):
        verify_site(site)


def test_a_statement_left_out_of_the_log_is_missed(site):
    log = site / "data/public-log.jsonl"
    log.write_bytes(log.read_bytes().splitlines(keepends=True)[0])

    with pytest.raises(Refused):
        verify_site(site)


def test_a_log_that_was_taken_away_is_missed(site):
    (site / "data/public-log.jsonl").unlink()

    with pytest.raises(Refused, match=r"lacks data/public-log\.jsonl"):
        verify_site(site)


def test_pages_of_another_version_are_not_called_the_same(site):
    other_version(site)

    assert verify_site(site)["pages"] == "not compared"


def test_data_of_another_version_must_hold_just_what_the_log_proves(site):
    other_version(site)
    data = site / "states/xvl/index.json"
    content = json.loads(data.read_text())
    content["documented"]["statements"].pop()
    data.write_text(json.dumps(content))

    with pytest.raises(Refused, match="XVL"):
        verify_site(site)


def test_a_statement_that_was_taken_back_may_not_stay(site, tmp_path):
    taken_back = record_of(CASE, NAMED, retraction(CASE))
    build_ledger(tmp_path / "new", facts=FACTS, record=taken_back, today=TODAY)
    other_version(tmp_path / "new")
    assert verify_site(tmp_path / "new")["statements"] == 1

    (tmp_path / "new/states/xvl/index.json").write_bytes((site / "states/xvl/index.json").read_bytes())
    with pytest.raises(Refused, match="XVL"):
        verify_site(tmp_path / "new")


def whole(entry):
    """The line of an entry as a gate that never erases would publish it."""
    signed = parse_json_object(entry.body)
    said = verify_statement(entry.body, parse_verifier(NOTICE.publication).public_key)
    return PublicEntry(
        index=entry.index, leaf=entry.leaf, salts=entry.salts, statement=said, signed=signed
    ).line()


def test_the_text_of_what_was_taken_back_may_not_stay(tmp_path):
    log = public_log(CASE, NAMED, retraction(CASE))
    new = tmp_path / "new"
    build_ledger(new, facts=FACTS, record=record_from_log(log, notice(), today=TODAY), today=TODAY)
    assert verify_site(new)["statements"] == 1

    (new / "data/public-log.jsonl").write_bytes(b"".join(whole(log.entry(index)) for index in range(3)))

    with pytest.raises(Refused, match=r"public-log\.jsonl was changed"):
        verify_site(new)
    other_version(new)
    with pytest.raises(Refused, match="still holds"):
        verify_site(new)


def test_a_site_cannot_pass_off_a_statement_as_taken_back(site):
    log = site / "data/public-log.jsonl"
    first, second = log.read_bytes().splitlines(keepends=True)
    empty = canonical_json(json.loads(first) | {"salts": None, "statement": None}) + b"\n"
    log.write_bytes(empty + second)
    other_version(site)

    with pytest.raises(Refused, match="nobody took back"):
        verify_site(site)


def test_other_facts_are_not_called_the_same(site):
    assert verify_site(site, facts=replace(FACTS, sha256="00"))["pages"] == "not compared"


@pytest.mark.parametrize(
    "mark", ["", "[]", "{}", '{"built": {}}', '{"built": {"on": 1}}', '{"built": {"on": "x"}}']
)
def test_a_damaged_site_is_refused(site, mark):
    (site / "data/site.json").write_text(mark)

    with pytest.raises(Refused):
        verify_site(site)


def test_another_folder_is_no_ledger(tmp_path):
    with pytest.raises(Refused, match="not a ledger"):
        verify_site(tmp_path)
