"""The committed scripts are what their source builds, and do nothing that they promise not to do."""

import gzip
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "browser"
STATIC = ROOT / "src/unhindered/gate/static"
PAGES = [STATIC / name for name in ("leave.js", "offline.js", "report.js", "mailbox.js")]
# Those that a page loads only when they are needed.
PARTS = [
    path
    for name in ("uploads.js", "draft.js", "metadata.js", "mailbox_acts.js")
    if (path := STATIC / name).is_file()
]
LAID_OPEN = Path(__file__).parent / "laid_open.js"
# The figures in browser/README.md; a page opened over Tor on an old phone waits for it.
KIB = 1024
MOST_PACKED_BYTES = {
    "leave.js": 2 * KIB,
    "offline.js": 45 * KIB,
    "report.js": 48 * KIB,
    "mailbox.js": 52 * KIB,
    "uploads.js": 8 * KIB,
    "draft.js": 18 * KIB,
    "metadata.js": 52 * KIB,
    "mailbox_acts.js": 8 * KIB,
}
# What only one part may hold: drafts are what it is for; names of kinds of hidden data look like addresses.
ALLOWED = {"draft.js": {"localStorage"}, "metadata.js": {"http://"}}


def sources_sha256():
    names = [path.relative_to(ROOT).as_posix() for path in (BROWSER / "src").rglob("*") if path.is_file()]
    names += [
        "browser/package-lock.json",
        "browser/build.mjs",
        "src/unhindered/facts/wordlists/en.txt",
    ]
    lines = [f"{hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}  {name}\n" for name in sorted(names)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def names(path):
    return path.name


def test_no_other_script_is_served():
    assert sorted(STATIC.glob("*.js")) == sorted(PAGES + PARTS)


@pytest.mark.parametrize("script", [*PAGES, *PARTS, LAID_OPEN], ids=names)
def test_bundle_names_the_source_that_is_here(script):
    banner = script.read_text(encoding="utf-8").partition("\n")[0]

    assert f"Sources sha256 {sources_sha256()} " in banner, "run `npm run build` in browser/ and commit it"


def test_rebuilding_gives_the_same_bytes(tmp_path):
    if shutil.which("node") is None:
        pytest.skip(
            "Node is not here: the committed bundle was not rebuilt, only compared with its source's hash."
        )
    if not (BROWSER / "node_modules").is_dir():
        pytest.skip("browser/node_modules is not here: run `npm ci` in browser/ to rebuild the bundle.")

    subprocess.run(["node", "build.mjs", "--into", str(tmp_path)], cwd=BROWSER, check=True)

    for committed in (*PAGES, *PARTS, STATIC / "gate.licenses.txt", LAID_OPEN):
        assert (tmp_path / committed.name).read_bytes() == committed.read_bytes(), committed.name


@pytest.mark.parametrize("script", [*PAGES, *PARTS], ids=names)
@pytest.mark.parametrize(
    "word",
    [
        *["localStorage", "sessionStorage", "indexedDB", "document.cookie", "serviceWorker", "sendBeacon"],
        *["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"],
        *["WebAssembly", "WebSocket", "clipboard", "http://", "https://", "Math.random", "postMessage"],
    ],
)
def test_scripts_have_no(word, script):
    if word not in ALLOWED.get(script.name, ()):
        assert word not in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [*PAGES, *PARTS], ids=names)
def test_scripts_leave_nothing_global(script):
    text = script.read_text(encoding="utf-8").partition("\n")[2]

    assert re.match(r'"use strict";\(\(\)=>\{', text)
    assert text.rstrip().endswith("})();")
    assert "laidOpen" not in text


@pytest.mark.parametrize("script", [*PAGES, *PARTS], ids=names)
def test_scripts_are_small_enough(script):
    assert len(gzip.compress(script.read_bytes(), 9)) <= MOST_PACKED_BYTES[script.name]


def test_lock_file_names_hashes_and_no_registry():
    text = (BROWSER / "package-lock.json").read_text(encoding="utf-8")

    assert "resolved" not in text
    assert "://" not in "".join(line for line in text.splitlines() if '"url"' not in line)
    assert text.count('"integrity"') > 50


def test_direct_dependencies_are_few_and_of_one_family_but_for_two_that_are_loaded_later():
    dependencies = re.search(r'"dependencies": \{(.*?)\}', (BROWSER / "package.json").read_text(), re.DOTALL)

    names = re.findall(r'"([^"]+)":', dependencies[1])

    of_pages = set(names) - {"tus-js-client", "exifreader"}
    assert len(of_pages) <= 5
    assert all(name == "age-encryption" or name.startswith(("@noble/", "@scure/")) for name in of_pages)
    assert not [
        name for name in ("tus-resumable", "exif") for page in PAGES if name in page.read_text().lower()
    ]
