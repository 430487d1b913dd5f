"""The committed bundle is what its source builds, and does nothing that it promises not to do."""

import gzip
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSER = ROOT / "browser"
BUNDLE = ROOT / "src/unhindered/gate/static/gate.js"
LAID_OPEN = Path(__file__).parent / "laid_open.js"
# The figure in browser/README.md; a page opened over Tor on an old phone waits for it.
MOST_PACKED_BYTES = 52_000


def sources_sha256():
    names = [path.relative_to(ROOT).as_posix() for path in (BROWSER / "src").rglob("*") if path.is_file()]
    names += [
        "browser/package-lock.json",
        "browser/build.mjs",
        "src/unhindered/facts/wordlists/en.txt",
    ]
    lines = [f"{hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}  {name}\n" for name in sorted(names)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("script", [BUNDLE, LAID_OPEN], ids=lambda path: path.name)
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

    for committed in (BUNDLE, BUNDLE.with_name("gate.licenses.txt"), LAID_OPEN):
        assert (tmp_path / committed.name).read_bytes() == committed.read_bytes(), committed.name


@pytest.mark.parametrize(
    "word",
    [
        *["localStorage", "sessionStorage", "indexedDB", "document.cookie", "serviceWorker", "sendBeacon"],
        *["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"],
        *["WebAssembly", "WebSocket", "clipboard", "http://", "https://", "Math.random", "postMessage"],
    ],
)
def test_bundle_has_no(word):
    assert word not in BUNDLE.read_text(encoding="utf-8")


def test_bundle_leaves_nothing_global():
    text = BUNDLE.read_text(encoding="utf-8").partition("\n")[2]

    assert re.match(r'"use strict";\(\(\)=>\{', text)
    assert text.rstrip().endswith("})();")
    assert "laidOpen" not in text


def test_bundle_is_small_enough():
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= MOST_PACKED_BYTES


def test_lock_file_names_hashes_and_no_registry():
    text = (BROWSER / "package-lock.json").read_text(encoding="utf-8")

    assert "resolved" not in text
    assert "://" not in "".join(line for line in text.splitlines() if '"url"' not in line)
    assert text.count('"integrity"') > 50


def test_direct_dependencies_are_few_and_of_one_family():
    dependencies = re.search(r'"dependencies": \{(.*?)\}', (BROWSER / "package.json").read_text(), re.DOTALL)

    names = re.findall(r'"([^"]+)":', dependencies[1])

    assert len(names) <= 5
    assert all(name == "age-encryption" or name.startswith(("@noble/", "@scure/")) for name in names)
