"""The page that seals without a network: one file, all in it, and nothing that could ask anybody anything."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from fictional_notice import MONDAY, ROOT, fictional_notice
from gate_world import make_institution

from unhindered.core.errors import Refused
from unhindered.core.institution.fingerprint import six_words
from unhindered.core.institution.notice import compose_notice
from unhindered.facts.wordlists import english
from unhindered.gate.languages.catalogues import LANGUAGES
from unhindered.gate.offline_page import offline_page


def weekly(count, **changes):
    weeks = [MONDAY + timedelta(days=7 * number) for number in range(count)]
    return [
        compose_notice(fictional_notice(not_before=day, not_after=day + timedelta(days=6), **changes), ROOT)
        for day in weeks
    ]


@pytest.fixture(scope="module")
def page():
    return offline_page(weekly(3), "en").decode()


def hashed(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_script_and_style_are_the_only_ones_that_may_run(page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    rules = dict(rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; "))

    assert rules["script-src"] == f"'sha256-{hashed(script)}'"
    assert rules["style-src"] == f"'sha256-{hashed(style)}'"
    assert {rules[name] for name in ("default-src", "connect-src", "form-action", "base-uri")} == {"'none'"}
    assert page.index("Content-Security-Policy") < page.index("<style>") < page.index("<script>")


def test_nothing_in_it_has_an_address(page):
    outside = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    addresses = re.findall(r'(?:href|src|action|srcset|poster)="([^"]*)"', outside)

    assert {address for address in addresses if not address.startswith("#")} == {"data:,"}
    assert not re.search(r"url\(\s*[^)d\s]", re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0])


def test_it_shows_the_six_words_of_the_root(page):
    assert " ".join(six_words(ROOT.verifier().public_key, english())) in page


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_there_in_every_language(code):
    assert f'<html lang="{code}"' in offline_page(weekly(1), code).decode()


def test_a_notice_cannot_end_the_element_it_stands_in():
    page = offline_page(weekly(1, about="</script><script>1"), "en").decode()

    assert page.count("</script>") == 3


def test_without_a_notice_there_is_no_page():
    with pytest.raises(Refused):
        offline_page([], "en")


def test_notices_of_two_institutions_are_refused():
    other = make_institution()
    notice = replace(fictional_notice(), institution=other.id, root=str(other.root.verifier()))
    notice = replace(notice, reply=(str(other.reply.verifier()),))

    with pytest.raises(Refused):
        offline_page([*weekly(1), compose_notice(notice, other.root)], "en")
