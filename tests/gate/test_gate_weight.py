"""What a page costs on a slow line: every byte of its requests over real HTTP, headers included."""

import httpx
import pytest
from gate_world import GateWorld
from page_links import read_page
from served_over_http import ServedOverHttp

from unhindered.gate.app import make_gate
from unhindered.gate.languages.catalogues import LANGUAGES

# Kilobytes as a person with a counted line pays them.
WITHOUT_SCRIPT, WITH_SCRIPT = 60_000, 120_000
# The form holds all questions and 193 States; in Cyrillic and Arabic letters take twice the bytes.
FORM_WITHOUT_SCRIPT, FORM_WITH_SCRIPT = 130_000, 200_000
FIRST, REPORT, RETURN = "/{}/", "/{}/report", "/{}/return"


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """A client that counts what comes over the wire."""
    with GateWorld(tmp_path_factory.mktemp("weighed") / "gate") as world:
        world.open()
    with (
        ServedOverHttp(make_gate(world.folder, now=world.clock)) as served,
        httpx.Client(base_url=served.url, headers={"Accept-Encoding": "gzip"}) as http,
    ):
        yield http


def fetched(line, path):
    """The answer, and how many bytes it took."""
    with line.stream("GET", path) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.status_code == 200, path
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
    return answer, raw, len(raw) + head


def weight(line, path, *, with_script):
    _, raw, bytes_of_all = fetched(line, path)
    for other in {name for name in read_page(raw).loaded if name.startswith("/static/")}:
        if with_script or not other.endswith(".js"):
            bytes_of_all += fetched(line, other)[2]
    return bytes_of_all


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_light_without_script_and_with_it(line, language):
    path = FIRST.format(language)

    assert weight(line, path, with_script=False) <= WITHOUT_SCRIPT
    assert weight(line, path, with_script=True) <= WITH_SCRIPT


@pytest.mark.parametrize("path", [REPORT, RETURN])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_with_a_form_stay_bearable(line, path, language):
    assert weight(line, path.format(language), with_script=False) <= FORM_WITHOUT_SCRIPT
    assert weight(line, path.format(language), with_script=True) <= FORM_WITH_SCRIPT


def test_only_files_that_are_alike_for_everybody_travel_packed(line):
    # The length of a packed page that repeats what was typed would tell some of it.
    for path in ("/", *(page.format("fr") for page in (FIRST, REPORT, RETURN))):
        assert "content-encoding" not in fetched(line, path)[0].headers

    for file in ("gate.css", "report.js", "words.fr.txt"):
        assert fetched(line, f"/static/{file}")[0].headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("code", ["es", "fr", "pt", "ru", "tr", "zh"])
def test_a_list_of_words_is_light(line, code):
    assert fetched(line, f"/static/words.{code}.txt")[2] < 12_000
