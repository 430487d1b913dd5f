"""What runs inside the sandbox: opens a hostile file, and writes nothing but plain pixels or a cleaned copy.

Never imported by the desk: its text is given to the system's own Python behind the walls, so it uses the
standard library, and what it finds there of pypdfium2, GdkPixbuf, LibreOffice and mat2. The file comes on
standard input. What it answers is believed by nobody: `pixels.py` reads it, byte by byte.
"""

import json
import math
import os
import resource
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PIXELS, COPY, WORDS = b"UNHPIX1\n", b"UNHCPY1\n", b"UNHSAY1\n"
CANNOT_OPEN, NO_PROGRAM = 3, 4
_DOTS = 150 / 72
_ROOM = Path("/tmp/room")  # noqa: S108 a file system of its own, in memory, gone with the sandbox.
_MIB = 1024 * 1024
_VERSIONS = {"mat2": ["mat2", "--version"], "libreoffice": ["soffice", "--version"]}


class CannotOpen(Exception):
    """The file is not what its kind says, or is damaged beyond opening."""


def main(asked: str) -> None:
    """Do one job: `asked` is JSON with what to do, the kind of file and the pages wanted."""
    job = json.loads(asked)
    _limit(job["seconds"])
    _ROOM.mkdir(mode=0o700)
    os.chdir(_ROOM)
    answer = os.fdopen(os.dup(1), "wb")
    # What a library or a program prints must not mix with what is answered.
    os.dup2(2, 1)
    try:
        for piece in _JOBS[job["do"]](job):
            answer.write(piece)
        answer.close()
    except FileNotFoundError:
        sys.exit(NO_PROGRAM)
    except ImportError:
        sys.exit(NO_PROGRAM)
    except Exception:  # noqa: BLE001 the outermost handler; why it cannot be opened may not be told in its own words.
        sys.exit(CANNOT_OPEN)


def _limit(seconds: int) -> None:
    """Bounds that hold for this process and all that it starts."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, 3072 * _MIB),
        (resource.RLIMIT_FSIZE, 512 * _MIB),
        (resource.RLIMIT_NPROC, 96),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _pages(job: dict[str, Any]) -> Iterator[bytes]:
    if job["kind"] == "image":
        yield from _picture(sys.stdin.buffer.read(), job["longest"])
        return
    content = sys.stdin.buffer.read() if job["kind"] == "pdf" else _converted(job)
    yield from _pages_of_pdf(content, job)


def _pages_of_pdf(content: bytes, job: dict[str, Any]) -> Iterator[bytes]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    count = len(document)
    yield PIXELS + struct.pack(">I", count)
    for number in range(job["first"] - 1, min(job["last"], count)):
        page = document[number]
        letters = page.get_textpage().count_chars()
        bitmap = page.render(scale=_scale(page.get_size(), job["longest"]), rev_byteorder=True)
        yield struct.pack(">III", bitmap.width, bitmap.height, max(letters, 0))
        yield from _rows(bytes(bitmap.buffer), bitmap)
        bitmap.close()
        page.close()


def _rows(pixels: bytes, bitmap: Any) -> Iterator[bytes]:
    for row in range(bitmap.height):
        start = row * bitmap.stride
        yield _rgb(pixels[start : start + bitmap.width * bitmap.n_channels], bitmap.n_channels)


def _scale(size: tuple[float, float], longest: int) -> float:
    side = max(size)
    if not math.isfinite(side) or side <= 0:
        raise CannotOpen
    return min(_DOTS, longest / side)


def _rgb(row: bytes, channels: int) -> bytes:
    if channels == 3:
        return row
    found = bytearray(len(row) // channels * 3)
    for place in range(3):
        found[place::3] = row[place if channels == 4 else 0 :: channels]
    return bytes(found)


def _picture(content: bytes, longest: int) -> Iterator[bytes]:
    import gi

    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf

    loader = GdkPixbuf.PixbufLoader()
    loader.write(content)
    loader.close()
    picture = loader.get_pixbuf().apply_embedded_orientation()
    scale = min(1.0, longest / max(picture.get_width(), picture.get_height()))
    width, height = (max(1, int(side * scale)) for side in (picture.get_width(), picture.get_height()))
    # On white, so that what is see-through hides nothing.
    flat = picture.composite_color_simple(
        width, height, GdkPixbuf.InterpType.BILINEAR, 255, 16, 0xFFFFFF, 0xFFFFFF
    )
    pixels, stride, channels = flat.get_pixels(), flat.get_rowstride(), flat.get_n_channels()
    yield PIXELS + struct.pack(">I", 1) + struct.pack(">III", width, height, 0)
    for row in range(height):
        yield _rgb(pixels[row * stride : row * stride + width * channels], channels)


def _converted(job: dict[str, Any]) -> bytes:
    """An office file as LibreOffice prints it; macros do not run, and there is no network to load from."""
    name = _taken_in(job["suffix"])
    profile = f"-env:UserInstallation=file://{_ROOM}/profile"
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "pdf"]
    _run(["soffice", profile, *options, "--outdir", str(_ROOM / "out"), name])
    found = list((_ROOM / "out").glob("*.pdf"))
    if len(found) != 1:
        raise CannotOpen
    return found[0].read_bytes()


def _clean(job: dict[str, Any]) -> Iterator[bytes]:
    name = _taken_in(job["suffix"])
    # Its own walls cannot be built inside of ours, which are narrower.
    _run(["mat2", "--no-sandbox", "--unknown-members", "omit", name])
    found = list(_ROOM.glob("*.cleaned*"))
    if len(found) != 1:
        raise CannotOpen
    content = found[0].read_bytes()
    yield COPY + struct.pack(">Q", len(content)) + content


def _versions(_: dict[str, Any]) -> Iterator[bytes]:
    found = {name: _version(command) for name, command in _VERSIONS.items()}
    try:
        import pypdfium2

        found["pypdfium2"] = str(pypdfium2.PYPDFIUM_INFO)
    except ImportError:
        found["pypdfium2"] = ""
    try:
        import gi

        gi.require_version("GdkPixbuf", "2.0")
        from gi.repository import GdkPixbuf

        found["gdk-pixbuf"] = str(GdkPixbuf.PIXBUF_VERSION)
    except (ImportError, ValueError):
        found["gdk-pixbuf"] = ""
    yield WORDS + json.dumps(found).encode()


def _version(command: list[str]) -> str:
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return ""
    words = [word for word in said.stdout.split() if word[:1].isdigit()]
    return words[0] if words else ""


def _taken_in(suffix: str) -> str:
    path = _ROOM / f"file{suffix}"
    with path.open("wb") as file:
        while piece := sys.stdin.buffer.read(_MIB):
            file.write(piece)
    return str(path)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


_JOBS = {"pages": _pages, "clean": _clean, "versions": _versions}

if __name__ == "__main__":
    main(sys.argv[1])
