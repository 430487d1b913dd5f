"""Writes the vectors of this folder that are not there yet: `.venv/bin/python vectors/payload/make.py`.

A vector that exists is never written again.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unhindered.core.envelope.payload import clean_name, frame, read_frame
from unhindered.core.errors import Refused

HERE = Path(__file__).parent
NAMES = (
    "scan.pdf",
    "",
    ".",
    "..",
    "a/b/c.txt",
    "C:\\Users\\ada\\letter.docx",
    "/",
    "tab\tand\nline.txt",
    "nul\0.txt",
    "photo \u202egpj.exe",
    "isolate\u2066d\u2069.txt",
    "line\u2028paragraph\u2029.txt",
    "گزارش.pdf",
    "\u200fتقرير.pdf",
    "報告書.pdf",
    "x" * 260 + ".pdf",
    "報" * 100 + ".pdf",
    "\x7f\x80\x9f.txt",
    "\U0001f56f lamp.png",
)


def _good() -> Iterator[tuple[str, str, str, bytes, int]]:
    yield "good-empty-body", "no body, padded to the floor", "report.json", b"", 8192
    yield "good-report", "a small body, padded to the floor", "report.json", b'{"v":1}', 8192
    yield "good-fills-floor", "body that fills the floor to the byte", "report.json", b"x" * (8192 - 21), 8192
    yield "good-above-floor", "one byte more: the next Padmé step", "report.json", b"x" * (8192 - 20), 8192
    yield "good-attachment", "an attachment: no floor", "scan.pdf", b"%PDF-1.7 fictional", 0
    yield "good-attachment-empty", "an empty attachment", "empty.txt", b"", 0
    yield "good-name-arabic", "a name in Arabic with a direction mark", "\u200fتقرير.pdf", b"body", 0
    yield "good-name-long", "the longest name", "x" * 255, b"body", 0
    yield "good-body-zeros", "a body that ends with zeros", "zeros.bin", bytes(100), 0
    yield "good-name-dots", "dots and spaces are no danger inside a name", ".. a .txt", b"body", 0


def _bad() -> Iterator[tuple[str, str, bytes]]:
    good = frame("a.txt", b"hello", floor=64)
    yield "bad-empty", "no bytes", b""
    yield "bad-nine-bytes", "shorter than any frame", bytes(9)
    yield "bad-zeros", "zeros only: a name of no letters", bytes(64)
    yield "bad-cut-front", "the first byte missing", good[1:]
    yield "bad-cut-end", "the last byte missing", good[:-1]
    yield "bad-name-beyond-end", "a name longer than the frame", b"\xff\xff" + good[2:]
    yield "bad-name-into-length", "a name that ends inside the length", b"\x00\x3b" + b"a" * 59 + bytes(3)
    yield "bad-name-too-long", "a name of 256 bytes", _raw(b"x" * 256, b"body")
    yield "bad-length-too-big", "a body that ends inside the length", good[:-8] + (50).to_bytes(8, "big")
    yield "bad-length-huge", "a length of all ones", good[:-8] + b"\xff" * 8
    yield "bad-length-too-small", "a shorter length: the rest is not zero", good[:-8] + (4).to_bytes(8, "big")
    yield "bad-padding-first", "the first byte after the body is 1", good[:12] + b"\x01" + good[13:]
    yield "bad-padding-last", "the last byte before the length is 1", good[:-9] + b"\x01" + good[-8:]
    yield "bad-name-empty", "no name", _raw(b"", b"body")
    yield "bad-name-dot", "the name is .", _raw(b".", b"body")
    yield "bad-name-dots", "the name is ..", _raw(b"..", b"body")
    yield "bad-name-slash", "a slash", _raw(b"a/b", b"body")
    yield "bad-name-backslash", "a backslash", _raw(b"a\\b", b"body")
    yield "bad-name-newline", "a line break", _raw(b"a\nb", b"body")
    yield "bad-name-nul", "a zero byte", _raw(b"a\0b", b"body")
    yield "bad-name-delete", "U+007F", _raw(b"a\x7fb", b"body")
    yield "bad-name-c1", "U+0085", _raw("a\x85b".encode(), b"body")
    yield "bad-name-turned", "U+202E turns what follows", _raw("a\u202eb".encode(), b"body")
    yield "bad-name-isolate", "U+2066 turns what follows", _raw("a\u2066b".encode(), b"body")
    yield "bad-name-line-separator", "U+2028", _raw("a\u2028b".encode(), b"body")
    yield "bad-name-latin1", "ISO 8859-1, not UTF-8", _raw(b"caf\xe9", b"body")
    yield "bad-name-overlong", "an overlong slash", _raw(b"a\xc0\xafb", b"body")
    yield "bad-name-surrogate", "half a character", _raw(b"a\xed\xa0\x80b", b"body")


def _raw(name: bytes, body: bytes) -> bytes:
    return len(name).to_bytes(2, "big") + name + body + bytes(5) + len(body).to_bytes(8, "big")


def _vectors() -> Iterator[tuple[str, dict[str, Any]]]:
    for file, comment, name, body, floor in _good():
        framed = frame(name, body, floor=floor)
        yield (
            file,
            {
                "comment": comment,
                "expect": "success",
                "frame": framed.hex(),
                "name": name,
                "body": body.hex(),
                "floor": floor,
            },
        )
    for file, comment, raw in _bad():
        yield file, {"comment": comment, "expect": "refused", "frame": raw.hex()}
    cleaned = [{"given": name, "cleaned": clean_name(name)} for name in NAMES]
    yield "names", {"comment": "what clean_name makes of a file's own name", "names": cleaned}


def _refused(raw: bytes) -> bool:
    try:
        read_frame(raw)
    except Refused:
        return True
    return False


def main() -> None:
    """Write each vector that has no file yet."""
    for name, vector in _vectors():
        if "frame" in vector and _refused(bytes.fromhex(vector["frame"])) != (vector["expect"] == "refused"):
            raise ValueError(f"{name} does not come out as {vector['expect']}")
        file = HERE / f"{name}.json"
        if not file.exists():
            file.write_text(json.dumps(vector, ensure_ascii=True, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
