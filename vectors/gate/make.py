"""Writes the vectors of the gate's parsers, where they are not there yet.

.venv/bin/python vectors/gate/make.py
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
KIND = "multipart/form-data; boundary=fictional-boundary"
NEXT, END = b"--fictional-boundary\r\n", b"--fictional-boundary--\r\n"
FIELD = b'Content-Disposition: form-data; name="what"\r\n\r\n'
FILE = b'Content-Disposition: form-data; name="attachments"; filename="a.pdf"\r\n\r\n'


def main() -> None:
    """Write what is missing."""
    for name, vectors in (("forms", forms()), ("uploads", uploads())):
        path = HERE / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(vectors, indent=1) + "\n")


def form(name: str, expect: str, *pieces: bytes | tuple[bytes, int], kind: str = KIND) -> dict:
    """One body, in pieces that may be repeated."""
    body = [(piece, 1) if isinstance(piece, bytes) else piece for piece in pieces]
    return {
        "name": name,
        "kind": kind,
        "body": [{"hex": raw.hex(), "times": times} for raw, times in body],
        "expect": expect,
    }


def forms() -> list[dict]:
    """Forms, good and bad."""
    whole = (NEXT, FIELD, b"words\r\n", END)
    return [
        form("a field", "read", *whole),
        form("a field and a file", "read", NEXT, FIELD, b"words\r\n", NEXT, FILE, b"x\r\n", END),
        form("text before the first boundary", "Refused", b"words\r\n", *whole),
        form("no boundary at all", "Refused", b"words"),
        form("nothing", "Refused"),
        form("another boundary", "Refused", *whole, kind=KIND + "-other"),
        form("a boundary that is empty", "Refused", *whole, kind="multipart/form-data; boundary="),
        form("no boundary in the media type", "Refused", *whole, kind="multipart/form-data"),
        form(
            "a boundary of another alphabet", "Refused", *whole, kind="multipart/form-data; boundary=\u0436"
        ),
        form("another media type", "Refused", *whole, kind="application/x-www-form-urlencoded"),
        form("no media type", "Refused", *whole, kind=""),
        form("the end is missing", "Refused", NEXT, FIELD, b"words\r\n"),
        form("cut within a header", "Refused", NEXT, FIELD[:20]),
        form("cut within a boundary", "Refused", NEXT, FIELD, b"words\r\n", END[:10]),
        form("a header without a name", "Refused", NEXT, b": form-data\r\n\r\nwords\r\n", END),
        form("a header without a colon", "Refused", NEXT, b"Content-Disposition\r\n\r\nwords\r\n", END),
        form("nine headers", "Refused", NEXT, (b"A: b\r\n", 9), FIELD, b"words\r\n", END),
        form("a header without end", "Refused", NEXT, b"A: ", (b"b" * 1000, 100), FIELD, END),
        form("text above the limit", "TooLarge", NEXT, FIELD, (b"words", 500), b"\r\n", END),
        form("parts above the limit", "TooLarge", (NEXT + FIELD + b"words\r\n", 9), END),
        form(
            "a field of two names is the last one", "read", NEXT, FIELD, b"a\r\n", NEXT, FIELD, b"b\r\n", END
        ),
        form("bytes that are no text", "read", NEXT, FIELD, b"\xff\x00\r\n", END),
        form("a file left empty", "read", NEXT, FIELD, b"a\r\n", NEXT, FILE, b"\r\n", END),
    ]


def request(
    name: str, method: str, expect: int, *, path: str = "upload", body: int = 0, **headers: str
) -> dict:
    """`path`: "upload" for one that was begun with 5,000 bytes; `body` so many bytes of 0."""
    return {
        "name": name,
        "method": method,
        "path": path,
        "headers": {key.replace("_", "-"): value for key, value in headers.items()},
        "body_zeros": body,
        "expect": expect,
    }


def uploads() -> list[dict]:
    """Requests of tus, good and bad."""
    tus = {"Tus_Resumable": "1.0.0"}
    octets = {**tus, "Content_Type": "application/offset+octet-stream"}
    none, base = "/uploads/" + "ab" * 32, "/uploads"
    return [
        request("what is spoken here", "OPTIONS", 204, path=base),
        request("what is spoken of an upload", "OPTIONS", 204),
        request("begun", "POST", 201, path=base, Upload_Length="5000", **tus),
        request(
            "begun with metadata that is empty",
            "POST",
            201,
            path=base,
            Upload_Length="1",
            Upload_Metadata="",
            **tus,
        ),
        request("asked", "HEAD", 200, **tus),
        request("nothing more", "PATCH", 204, Upload_Offset="0", **octets),
        request(
            "media type with a parameter",
            "PATCH",
            204,
            Upload_Offset="0",
            **octets | {"Content_Type": "application/offset+octet-stream; x=1"},
        ),
        request("ended", "DELETE", 204, **tus),
        request("no version", "POST", 412, path=base, Upload_Length="5000"),
        request("an older version", "HEAD", 412, Tus_Resumable="0.2.2"),
        request("two versions", "PATCH", 412, Tus_Resumable="1.0.0,0.2.2", Upload_Offset="0"),
        request("no length", "POST", 400, path=base, **tus),
        request("a length that comes later", "POST", 400, path=base, Upload_Defer_Length="1", **tus),
        request("a length below zero", "POST", 400, path=base, Upload_Length="-1", **tus),
        request("a length with a sign", "POST", 400, path=base, Upload_Length="+1", **tus),
        request("a length with a point", "POST", 400, path=base, Upload_Length="1.0", **tus),
        request("a length of many digits", "POST", 400, path=base, Upload_Length="9" * 4000, **tus),
        request("a length above the limit", "POST", 413, path=base, Upload_Length="4429185025", **tus),
        request(
            "metadata", "POST", 400, path=base, Upload_Length="1", Upload_Metadata="filename eA==", **tus
        ),
        request("no offset", "PATCH", 400, body=1, **octets),
        request("an offset below zero", "PATCH", 400, body=1, Upload_Offset="-1", **octets),
        request("another offset", "PATCH", 409, body=1, Upload_Offset="1", **octets),
        request("no media type", "PATCH", 415, body=1, Upload_Offset="0", **tus),
        request(
            "another media type", "PATCH", 415, body=1, Upload_Offset="0", Content_Type="text/plain", **tus
        ),
        request("more than there is room for", "PATCH", 413, body=5001, Upload_Offset="0", **octets),
        request("no sealed file", "PATCH", 413, body=5000, Upload_Offset="0", **octets),
        request("asked for what is not here", "HEAD", 404, path=none, **tus),
        request(
            "going on with what is not here", "PATCH", 404, path=none, body=1, Upload_Offset="0", **octets
        ),
        request("ending what is not here", "DELETE", 404, path=none, **tus),
        request("a name in capitals", "HEAD", 404, path="/uploads/" + "AB" * 32, **tus),
        request("a name that goes up", "HEAD", 404, path="/uploads/%2e%2e%2fnotices.json", **tus),
        request("read like a file", "GET", 405, **tus),
        request("replaced", "PUT", 405, body=1, **tus),
        request("posted to without saying what is meant", "POST", 405, **tus),
        request("posted, meaning something unknown", "POST", 405, X_HTTP_Method_Override="GET", **tus),
        request("posted, meaning to end it", "POST", 204, X_HTTP_Method_Override="DELETE", **tus),
    ]


if __name__ == "__main__":
    main()
