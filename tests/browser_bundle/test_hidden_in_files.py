"""A cleaned copy shows the same picture to programs that are not ours, and tells them nothing else."""

import base64
import io
import json
import random
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageSequence

pytestmark = [
    pytest.mark.browser,
    # The samples name a second picture, and have none.
    pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO file"),
]

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "vectors/metadata"
METADATA = ROOT / "src/unhindered/gate/static/metadata.js"
PICTURES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".jpg", ".png", ".webp", ".gif"))
# Loads the part as the gate's pages do, and keeps what it offers.
HOLD = """
const script = document.createElement("script");
script.addEventListener("part", (event) => { window.part = event.detail; });
script.src = "/metadata.js";
document.head.append(script);
"""
# JSON in, JSON out: bytes as base64.
CLEANED = """async (files) => {
  const copies = [];
  for (const text of files) {
    const raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const copy = await part.cleaned(new Blob([raw]));
    const bytes = copy === null ? null : new Uint8Array(await copy.arrayBuffer());
    const letters = bytes === null ? [] : Array.from(bytes, (byte) => String.fromCharCode(byte));
    copies.push(bytes === null ? null : btoa(letters.join("")));
  }
  return copies;
}"""
SHOWN = """async (files) => Promise.all(files.map(async (text) => {
  const raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([raw]));
  return [picture.width, picture.height];
}))"""


@pytest.fixture(scope="module")
def part(chromium):
    """The committed script that looks into files, under the policy of our pages."""
    page = chromium.new_page()
    requests = []

    def serve(route):
        requests.append(route.request.url)
        name = route.request.url.rpartition("/")[2]
        scripts = {"hold.js": HOLD, "metadata.js": METADATA.read_text(encoding="utf-8")}
        if name in scripts:
            route.fulfill(body=scripts[name], headers={"Content-Type": "text/javascript; charset=utf-8"})
        else:
            policy = "default-src 'none'; script-src 'self'"
            html = "<!doctype html><meta charset=utf-8><body><script src=/hold.js></script>"
            route.fulfill(body=html, headers={"Content-Type": "text/html", "Content-Security-Policy": policy})

    page.route("**/*", serve)
    page.goto("https://files.example/")
    page.wait_for_function("window.part !== undefined")
    before = len(requests)
    yield page
    # Whatever it looked into, it asked nobody.
    assert [url for url in requests[before:] if not url.endswith("favicon.ico")] == []
    page.close()


def copies_of(page, files):
    encoded = [base64.b64encode(raw).decode() for raw in files]
    return [copy and base64.b64decode(copy) for copy in page.evaluate(CLEANED, encoded)]


@pytest.fixture(scope="module")
def copies(part):
    originals = [(SAMPLES / name).read_bytes() for name in PICTURES]
    found = copies_of(part, originals)
    assert None not in found
    return dict(zip(PICTURES, zip(originals, found, strict=True), strict=True))


def frames(raw):
    """Pixels and time of each frame; None where Pillow cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(raw))
            shown = [
                (frame.mode, frame.size, frame.convert("RGBA").tobytes(), frame.info.get("duration"))
                for frame in ImageSequence.Iterator(image)
            ]
    # Pillow raises what comes along on damaged pictures.
    except Exception:  # noqa: BLE001
        return None
    return shown


@pytest.mark.parametrize("name", PICTURES)
def test_pixels_are_those_of_the_original(copies, name):
    original, copy = copies[name]

    assert frames(original) is not None
    assert frames(copy) == frames(original)


@pytest.mark.parametrize("name", PICTURES)
def test_pillow_finds_nothing_but_how_to_turn_it(copies, name):
    original, copy = copies[name]
    before, after = Image.open(io.BytesIO(original)), Image.open(io.BytesIO(copy))

    wanted = before.getexif().get(0x0112, 1)
    assert after.getexif().get(0x0112, 1) == wanted
    assert set(after.getexif()) <= {0x0112}
    assert getattr(after, "text", {}) == {}
    hidden = {"comment", "xmp", "photoshop", "mp", "Raw profile type exif"}
    assert not hidden & set(after.info)
    assert ("icc_profile" in after.info) == ("icc_profile" in before.info)


def test_programs_that_follow_profiles_see_the_same_colours(copies):
    wanted = ImageCms.createProfile("LAB")
    for name in ("photo.jpg", "picture-colours.png", "picture.webp"):
        seen = []
        for raw in copies[name]:
            image = Image.open(io.BytesIO(raw))
            profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
            followed = ImageCms.profileToProfile(image.convert("RGB"), profile, wanted, outputMode="LAB")
            seen.append(followed.tobytes())
        assert seen[0] == seen[1], name


def test_a_browser_shows_it_in_the_same_size_and_turned_alike(copies, part):
    # Chromium of this Debian does not turn every format by what its EXIF says: the two are compared, no more.
    for original, copy in copies.values():
        shown = part.evaluate(SHOWN, [base64.b64encode(raw).decode() for raw in (original, copy)])
        assert shown[0] == shown[1]


def test_exiftool_finds_nothing_but_how_to_turn_it(copies, tmp_path):
    if shutil.which("exiftool") is None:
        pytest.skip("ExifTool is not here: only Pillow and exifreader looked.")
    allowed = {"ExifTool", "System", "File", "JFIF", "Composite", "ICC-header", "ICC_Profile", "PNG", "GIF"}
    allowed |= {"RIFF", "Adobe", "APP14", "IFD0"}
    for name, (_, copy) in copies.items():
        path = tmp_path / name
        path.write_bytes(copy)
        told = subprocess.run(["exiftool", "-a", "-G1", "-j", path], capture_output=True, check=True)
        tags = json.loads(told.stdout)[0]
        groups = {key.partition(":")[0] for key in tags} - {"SourceFile"}
        assert groups <= allowed, name
        exif = {key for key in tags if key.startswith("IFD0:")}
        assert exif <= {"IFD0:Orientation"}, name
        assert not [key for key in tags if key.endswith((":Comment", ":Warning", ":ProfileDescription"))], (
            name
        )


def damaged(raw, random_):
    """Bytes changed, cut off, left out, doubled or put in."""
    at, length = random_.randrange(len(raw)), random_.randrange(1, 64)
    return random_.choice(
        [
            raw[:at],
            raw[:at] + raw[at + length :],
            raw[: at + length] + raw[at:],
            raw[:at] + random_.randbytes(length) + raw[at:],
            raw[:at] + random_.randbytes(1) + raw[at + 1 :],
            raw[:at] + random_.randbytes(1) + raw[at + 1 :],
        ]
    )


def test_a_damaged_picture_that_still_shows_something_shows_the_same_in_its_copy(part):
    random_ = random.Random(20)  # noqa: S311
    compared = 0
    for name in PICTURES:
        files = [damaged((SAMPLES / name).read_bytes(), random_) for _ in range(40)]
        for original, copy in zip(files, copies_of(part, files), strict=True):
            shown = frames(original)
            if copy is None or shown is None:
                continue
            compared += 1
            assert frames(copy) == shown, name
    assert compared > 100
