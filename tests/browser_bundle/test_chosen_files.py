"""The list of chosen files in Chromium: what is told of each, and what is handed over for sending."""

import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "browser"
SAMPLES = ROOT / "vectors/metadata"
TEXTS = ROOT / "src/unhindered/gate/languages/script.json"
STYLES = [ROOT / "src/unhindered/web/static/base.css", ROOT / "src/unhindered/gate/static/gate.css"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
CHOSEN = """async () => Promise.all((await files.chosen()).map(async (file) => {
  const raw = new Uint8Array(await file.arrayBuffer());
  return [file.name, btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""))];
}))"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """The list and the part that looks into files, as they stand in the source."""
    if shutil.which("node") is None or not (BROWSER / "node_modules").is_dir():
        pytest.skip("Node or browser/node_modules is not here: run `npm ci` in browser/.")
    folder = tmp_path_factory.mktemp("scripts")
    for entry, name in (("tests/files_page.ts", "page.js"), ("src/metadata/main.ts", "metadata.js")):
        options = ["--bundle", "--format=iife", "--target=es2020", "--log-level=error"]
        command = ["node", "node_modules/esbuild/bin/esbuild", entry, *options, f"--outfile={folder / name}"]
        subprocess.run(command, cwd=BROWSER, check=True)
    return folder


def english():
    told = json.loads(TEXTS.read_text(encoding="utf-8"))
    return {"texts": told["texts"] | told["danger"] | told["consent"], "errors": told["errors"]}


def page_html(scripts, direction, texts):
    raw = (scripts / "metadata.js").read_bytes()
    integrity = "sha384-" + base64.b64encode(hashlib.sha384(raw).digest()).decode()
    lazy = json.dumps({"metadata.js": integrity}).replace('"', "&quot;")
    return f"""<!doctype html><html lang="en" dir="{direction}"><meta charset="utf-8"><title>Files</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/base.css">
<link rel="stylesheet" href="/gate.css"><body data-lazy="{lazy}">
<main><h1>Files</h1><label for="files">Choose files</label><input type="file" id="files" multiple>
<ul id="file-list" class="plain"></ul></main>
<script type="application/json" id="texts">{json.dumps(texts)}</script><script src="/page.js"></script>
</body></html>"""


class Files:
    """The page, and what a person does on it."""

    def __init__(self, page):
        self.page = page
        self.items = page.locator("#file-list > li")

    def choose(self, *names):
        before = self.items.count()
        self.page.locator("#files").set_input_files([SAMPLES / name for name in names])
        for place in range(before, before + len(names)):
            self.items.nth(place).get_by_text("Looking into the file").wait_for(state="detached")

    def way(self, place, value):
        return self.items.nth(place).locator(f"input[value={value}]")

    def make_copy(self, place):
        self.way(place, "both").check()
        self.items.nth(place).get_by_text("The cleaned copy is ready").wait_for()

    def chosen(self):
        return [(name, base64.b64decode(raw)) for name, raw in self.page.evaluate(CHOSEN)]


@pytest.fixture
def open_files(chromium, scripts):
    contexts = []
    complaints = []

    def opened(direction="ltr", missing=(), texts=None):
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        def serve(route):
            name = route.request.url.rpartition("/")[2]
            if name in missing:
                route.abort()
            elif name in ("page.js", "metadata.js"):
                route.fulfill(path=scripts / name, content_type="text/javascript; charset=utf-8")
            elif name.endswith(".css"):
                route.fulfill(
                    path=next(path for path in STYLES if path.name == name), content_type="text/css"
                )
            else:
                headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
                route.fulfill(body=page_html(scripts, direction, texts or english()), headers=headers)

        page.route("**/*", serve)
        page.goto("https://files.example/")
        return Files(page)

    yield opened
    assert complaints == []
    for context in contexts:
        context.close()


@pytest.fixture
def files(open_files):
    return open_files()


def test_choosing_again_adds_and_tells_what_is_hidden_in_plain_words(files):
    files.choose("photo.jpg")
    files.choose("letter.docx", "sound.mp3")

    photo, letter, sound = (text.replace("\u00a0", " ") for text in files.items.all_inner_texts())
    assert "photo.jpg" in photo
    assert "Place: 12.51000, -45.25000 (123 m)" in photo
    assert "Device: Lanternworks; Beacon 5; LW-0000-XVL" in photo
    assert photo.index("Place:") < photo.index("Person:") < photo.index("Program:")
    assert "Small picture: a small copy of the picture" in photo
    assert "Ada Quill; Bo Lamplighter" in letter
    assert "tracked changes: what was deleted may still be readable" in letter
    assert "Sound and film often carry the place" in sound


def test_untouched_files_are_what_is_sent_unless_something_else_is_chosen(files):
    files.choose("photo.jpg", "letter.pdf")

    assert files.chosen() == [(name, (SAMPLES / name).read_bytes()) for name in ("photo.jpg", "letter.pdf")]


def test_a_cleaned_copy_goes_beside_the_untouched_original_never_alone(files):
    files.choose("photo.jpg", "picture.png", "letter.pdf")
    assert files.items.nth(0).locator("input").count() == 3
    # No cleaned copy is offered where none can be made.
    assert files.items.nth(2).locator("input").count() == 2
    files.make_copy(0)
    files.way(1, "nothing").check()

    sent = files.chosen()

    assert [name for name, _ in sent] == ["photo.jpg", "photo (cleaned).jpg", "letter.pdf"]
    assert sent[0][1] == (SAMPLES / "photo.jpg").read_bytes()
    assert b"Ada Quill" in sent[0][1]
    assert b"Ada Quill" not in sent[1][1]


def test_where_no_copy_can_be_made_that_is_said_and_the_original_goes(files, tmp_path):
    broken = tmp_path / "cut.jpg"
    broken.write_bytes((SAMPLES / "photo.jpg").read_bytes()[:3600])
    files.choose(broken)
    files.way(0, "both").check()

    files.items.nth(0).get_by_text("No cleaned copy of this file can be made here").wait_for()
    assert files.way(0, "unchanged").is_checked()
    assert [name for name, _ in files.chosen()] == ["cut.jpg"]


def test_a_file_is_removed_by_key_and_the_way_on_stays_in_reach(files):
    files.choose("photo.jpg", "notes.txt")
    files.page.get_by_role("button", name="Remove photo.jpg").focus()
    files.page.keyboard.press("Enter")

    assert files.items.count() == 1
    assert files.page.locator("[role=status]").inner_text() == "photo.jpg was removed."
    assert files.page.evaluate("document.activeElement.textContent") == "Remove notes.txt"
    files.page.keyboard.press("Enter")
    assert files.page.evaluate("document.activeElement.id") == "files"
    assert files.chosen() == []
    # The same file can be chosen again.
    files.choose("photo.jpg")
    assert files.items.count() == 1


def test_ways_are_chosen_with_arrow_keys_and_named_for_those_who_listen(files):
    files.choose("photo.jpg")
    group = files.page.get_by_role("group", name="What should be sent of photo.jpg?")
    group.get_by_role("radio", name="The file as it is", exact=True).focus()
    files.page.keyboard.press("ArrowDown")

    assert files.way(0, "both").is_checked()
    files.page.keyboard.press("ArrowDown")
    assert files.way(0, "nothing").is_checked()
    assert files.chosen() == []


def test_forgetting_leaves_no_file(files):
    files.choose("photo.jpg", "notes.txt")

    files.page.evaluate("files.forget()")

    assert files.items.count() == 0
    assert files.chosen() == []


def test_files_can_be_sent_although_the_script_that_looks_into_them_is_lost(open_files):
    files = open_files(missing=["metadata.js"])
    files.choose("photo.jpg")

    assert "It could not be looked into just now" in files.items.nth(0).inner_text()
    assert [name for name, _ in files.chosen()] == ["photo.jpg"]


def test_names_and_texts_of_files_keep_their_own_direction(open_files, tmp_path):
    files = open_files("rtl")
    photo = tmp_path / "\u202egpj.\u0635\u0648\u0631\u0629.jpg"
    photo.write_bytes((SAMPLES / "photo.jpg").read_bytes())
    files.choose(photo)

    isolated = files.items.nth(0).locator("bdi").all_inner_texts()
    assert sum(photo.name in text for text in isolated) >= 3
    assert "Ada Quill" in isolated
    loose = files.page.evaluate(
        """(name) => Array.from(document.querySelectorAll("#file-list *"))
          .filter((one) => one.tagName !== "BDI" && Array.from(one.childNodes)
            .some((node) => node.nodeType === 3 && node.data.includes(name))).length""",
        photo.name,
    )
    assert loose == 0


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_axe_finds_nothing_and_the_list_fits_a_phone(open_files, direction):
    files = open_files(direction)
    files.choose("photo.jpg", "letter.pdf", "sound.mp3")
    files.make_copy(0)

    found = Axe().run(files.page)
    assert found.response["violations"] == []
    assert files.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
