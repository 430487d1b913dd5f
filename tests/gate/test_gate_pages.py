"""Pages that are complete without script, light, and say the same to everybody."""

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from gate_world import GateWorld

from unhindered.core.institution.fingerprint import six_words
from unhindered.facts.wordlists import english
from unhindered.gate.settings import GateSettings

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs/how-to/verify-the-script.md"
PAGES = ("/", "/en/report", "/en/return", "/ar/", "/fa/report")
FORM_IDS = (
    "report-form what when where state danger_who contact_how attachments report-status report-progress "
    "report-cancel receipt receipt-words quick-exit notice-facts"
).split()
RETURN_IDS = (
    "return-form receipt receipt-suggestions mailbox mailbox-items mailbox-status message-form message "
    "message-files message-progress message-cancel held-proof quick-exit"
).split()


class Outline(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.fields = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if tag in ("input", "textarea", "select") and "name" in found:
            self.fields.append(found["name"])


def outline(world, path):
    answer = world.http.get(path)
    assert answer.status_code == 200
    return Outline(answer.text)


def test_the_first_page_shows_who_reads_and_the_six_words(lasting):
    text = lasting.http.get("/").text

    words = six_words(lasting.institution.root.verifier().public_key, english())
    assert "Fictional Lamp" in text
    assert re.findall(r"<li>([a-z]+)</li>", text)[-6:] == list(words)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_anything_of_anybody_else(lasting, path):
    for tag, found in outline(lasting, path).tags:
        for name in ("src", "action", "href"):
            is_link = tag == "a"
            is_own = found.get(name, "/").startswith("/") or found[name] == "data:,"
            assert is_link or is_own, (tag, found)
        assert not {"style", "onclick", "onload"} & set(found)
        if found.get("href", "").startswith("http"):
            assert "noreferrer" in found["rel"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sent_with_strict_headers(lasting, path):
    headers = lasting.http.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers


SCRIPT_OF = {"/": "leave.js", "/en/report": "report.js", "/en/return": "mailbox.js"}


@pytest.mark.parametrize("path", SCRIPT_OF)
def test_each_page_has_one_script_of_its_own_pinned_by_its_hash(lasting, path):
    scripts = [found for tag, found in outline(lasting, path).tags if tag == "script"]
    run = [script for script in scripts if script.get("type") != "application/json"]

    assert [script["src"] for script in run] == [f"/static/{SCRIPT_OF[path]}"]
    assert run[0]["integrity"].startswith("sha384-")


def hashes_by_the_how_to():
    """What the command of the how-to prints: the hash of each committed script."""
    (command,) = re.findall(r"^for .*openssl .*$", HOW_TO.read_text(), re.MULTILINE)
    printed = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return dict(line.split(" ") for line in printed.splitlines())


@pytest.mark.parametrize("path", ["/en/report", "/en/return"])
def test_the_scripts_are_the_committed_ones_by_the_command_of_the_how_to(lasting, path):
    tags = outline(lasting, path).tags
    (body,) = (found for tag, found in tags if tag == "body")
    committed = {name: f"sha384-{digest}" for name, digest in hashes_by_the_how_to().items()}

    assert [found["integrity"] for tag, found in tags if tag == "script" and "src" in found] == [
        committed[SCRIPT_OF[path]]
    ]
    # What the script loads by itself is pinned by the page too, and all of it is in the repository.
    assert json.loads(body["data-lazy"]) == {
        name: digest
        for name, digest in committed.items()
        # The last stands inside the page that seals without a network, which no gate serves.
        if name not in {*SCRIPT_OF.values(), "offline.js"}
    }


@pytest.mark.parametrize(
    "said",
    [
        *("a changed page whose script reads what you write", "six words on this page prove whose keys"),
        *("compare times and sizes", "command line program", "comparing the script with the published one"),
        *("watch the whole network", "without Tor Browser, whoever runs this server sees your address"),
        "Without script this server has to seal what you write",
    ],
)
def test_the_first_page_says_what_it_does_not_protect_against(lasting, said):
    assert said in lasting.http.get("/").text


@pytest.mark.parametrize("said", ["send you a changed one", "compare times and sizes", "sees your address"])
def test_the_report_page_says_it_shortly_before_the_first_field(lasting, said):
    assert said in lasting.http.get("/en/report").text.partition("<textarea")[0]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "promise", ["cannot open", "can open none", "never sees", "keeps no address", "They stay on this device"]
)
def test_no_page_promises_what_a_hostile_server_could_break(lasting, path, promise):
    assert promise not in lasting.http.get(path).text


def test_the_report_page_has_what_the_script_needs(lasting):
    found = outline(lasting, "/en/report")

    assert set(FORM_IDS) <= set(found.ids)
    (body,) = (attributes for tag, attributes in found.tags if tag == "body")
    assert json.loads(body["data-institutions"]) == [{"base": "", "gate": "gate.example.org"}]


def test_the_return_page_has_what_the_script_needs(lasting):
    assert set(RETURN_IDS) <= set(outline(lasting, "/en/return").ids)


def test_files_come_last_in_the_form(lasting):
    fields = outline(lasting, "/en/report").fields

    assert fields[-1] == "attachments"
    first = {
        "what",
        "when",
        "where",
        "state",
        "danger",
        "danger_who",
        "contact",
        "contact_how",
        "attachments",
    }
    questions = {name for name in fields if name.startswith(("q.", "consent."))}
    assert set(fields) - questions == first | {"questionnaire", "limits"}


@pytest.mark.parametrize("path", PAGES)
def test_ids_stand_once_and_every_field_has_a_label(lasting, path):
    found = outline(lasting, path)
    labels = {attributes.get("for") for tag, attributes in found.tags if tag == "label"}

    assert len(found.ids) == len(set(found.ids))
    for tag, attributes in found.tags:
        if tag in ("textarea", "select") or (tag == "input" and attributes.get("type") in ("text", "file")):
            assert attributes["id"] in labels


def test_the_browser_does_not_send_words_to_a_spelling_service(lasting):
    for path in ("/en/report", "/en/return"):
        for tag, found in outline(lasting, path).tags:
            if tag == "textarea" or (tag == "input" and found.get("type") == "text"):
                assert found["spellcheck"] == "false"


def test_what_is_weaker_stands_before_the_first_field(lasting):
    text = lasting.http.get("/en/report").text

    assert text.index("Without script, this is weaker") < text.index("<textarea")


def test_all_193_states_can_be_chosen_and_the_institutions_own_first(lasting):
    states = [found["value"] for tag, found in outline(lasting, "/en/report").tags if tag == "option"]

    assert states[:2] == ["", "XVL"]
    assert len(states) == 195


def test_words_that_reach_the_server_after_all_are_not_used(lasting):
    answer = lasting.http.post("/en/return", content=b"receipt=abandon+ability")

    assert answer.status_code == 400
    assert "not used" in answer.text
    assert "ability" not in answer.text


def test_the_no_script_reader_is_offered_only_where_it_is_on(tmp_path, lasting):
    settings = GateSettings(
        name="gate.example.org", publish_every=86_400, reader="http://reader.example.org/"
    )
    with GateWorld(tmp_path / "gate", settings=settings) as world:
        shown = world.open().http.get("/en/return").text

    assert "http://reader.example.org/" in shown
    assert "Read without script" not in lasting.http.get("/en/return").text


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml", "*/*"])
def test_a_wrong_address_is_answered_in_the_form_that_was_asked_for(lasting, accept):
    answer = lasting.http.get("/nowhere", headers={"Accept": accept})

    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html" if "html" in accept else "application/json")


def test_style_sheets_travel_packed(lasting):
    answer = lasting.http.get("/static/gate.css", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert b"needs-script" in answer.content


@pytest.mark.parametrize("name", ["..%2Fapp.py", "gate.py", "nothing.css", "%00", "gate.css%2F.."])
def test_nothing_else_is_served(lasting, name):
    assert lasting.http.get(f"/static/{name}").status_code == 404


def _breaks(*_, **__):
    raise ValueError("words of a report")


def test_a_person_whose_report_broke_on_our_side_is_told_that_we_cannot_tell(world, capsys, monkeypatch):
    monkeypatch.setattr(world.gate.sealed, "append", _breaks)
    form = b'--x\r\nContent-Disposition: form-data; name="what"\r\n\r\nAda Fictional was beaten.\r\n--x--\r\n'

    answer = world.http.post(
        "/en/report",
        content=form,
        headers={"Content-Type": "multipart/form-data; boundary=x", "Accept": "text/html"},
    )

    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert "cannot tell whether it was kept" in answer.text
    assert "no harm is done" in answer.text
    assert "not kept here" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "words" not in capsys.readouterr().err


def test_where_even_the_error_page_breaks_there_is_a_plain_sentence(world, capsys, monkeypatch):
    for name in ("home", "error"):
        monkeypatch.setattr(world.served._app.state.pages, name, _breaks)

    answer = world.http.get("/", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.text.partition(".")[0]) == (503, "Something broke on our side")
    assert "words" not in capsys.readouterr().err


def test_a_broken_inside_is_answered_calmly_and_logged_without_words(world, capsys, monkeypatch):
    monkeypatch.setattr(world.gate.public, "published_checkpoint", _breaks)

    answer = world.http.get("/public/checkpoint")

    assert answer.status_code == 503
    assert answer.json()["error"] == "Something broke on our side."
    noted = capsys.readouterr().err
    assert "ValueError" in noted
    assert "words" not in noted
