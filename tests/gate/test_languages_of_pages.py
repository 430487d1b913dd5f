"""Each page in each language: right on its root, kept by its links, honest about who has read it."""

import re

import pytest
from page_links import read_page

from unhindered.gate.languages.catalogues import LANGUAGES, NAMES, language

PAGES = ("/", "/report", "/return")


def get(world, path, **headers):
    return world.http.get(path, headers=headers)


def root_of(text):
    return re.search(r"<html[^>]*>", text)[0]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_its_language_and_direction(lasting, code, page):
    answer = get(lasting, f"/{code}{page}")

    direction = "rtl" if code in ("ar", "fa") else "ltr"
    assert answer.status_code == 200
    assert f'lang="{code}" dir="{direction}"' in root_of(answer.text)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_links_keep_the_language_and_every_other_is_offered_under_its_own_name(lasting, code, page):
    text = get(lasting, f"/{code}{page}").text
    links = [link for link in read_page(text.encode()).links if link.startswith("/")]

    offered = {f"/{other}{page}" for other in LANGUAGES}
    assert offered <= set(links)
    assert all(link.startswith(f"/{code}/") for link in set(links) - offered)
    for other in LANGUAGES:
        assert f'hreflang="{other}"' in text
        assert f"<bdi>{NAMES[other]}</bdi>" in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_that_nobody_has_read_says_so_and_leads_to_one_that_somebody_has(lasting, code):
    text = get(lasting, f"/{code}/report").text
    (box,) = re.findall(r'<div class="unreviewed">.*?</div>', text, re.DOTALL) or [""]

    assert bool(box) != language(code).is_reviewed
    if box:
        assert 'href="/en/report"' in box


@pytest.mark.parametrize(
    ("accept", "code"), [("fa, en;q=0.5", "fa"), ("de", "en"), ("ru-RU", "ru"), ("", "en")]
)
def test_the_bare_address_answers_in_the_browsers_language(lasting, accept, code):
    assert f'lang="{code}"' in root_of(get(lasting, "/", **{"Accept-Language": accept}).text)


@pytest.mark.parametrize("path", ["/de/", "/xx/report", "/enx/", "/EN/", "/report"])
def test_other_languages_have_no_page(lasting, path):
    assert get(lasting, path).status_code == 404


def test_an_error_is_said_in_the_language_of_its_page(lasting):
    answer = get(lasting, "/ar/nowhere", Accept="text/html")

    assert answer.status_code == 404
    assert 'lang="ar" dir="rtl"' in root_of(answer.text)


def test_an_error_for_a_script_brings_its_values_apart(lasting):
    answer = lasting.http.post("/entries", content=b"x")

    said = answer.json()
    assert said["error"] == said["sentence"] or said["values"]
    assert said["what_to_do"] % said["values"] == said["advice"]


@pytest.mark.parametrize("host", ["fictional.onion", "FICTIONAL.onion:80"])
def test_who_came_over_the_onion_is_not_told_to(lasting, host):
    assert "connection" not in get(lasting, "/", Host=host).text.partition("<h2")[0]


@pytest.mark.parametrize("host", ["gate.example.org", "", "[::1]:80", "onion.example.org", ":::", "a:b:c"])
def test_who_came_otherwise_is_told_what_is_safer_whatever_the_host_says(lasting, host):
    answer = get(lasting, "/", Host=host)

    assert answer.status_code == 200
    assert 'class="notice connection"' in answer.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_texts_of_the_script_come_with_the_page(lasting, code):
    text = get(lasting, f"/{code}/return").text

    assert '<script type="application/json" id="texts">{"texts":{' in text
    assert text.count("</script>") == text.count("<script")
