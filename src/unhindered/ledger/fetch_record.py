"""Gets a public log, from a gate or from a folder, and has it proved before anyone uses it."""

from collections.abc import Iterator
from datetime import date

import httpx

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.log.checkpoint import parse_checkpoint
from unhindered.core.log.port import LogStore, StoredEntry
from unhindered.ledger.public_record import PublicRecord, read_public_record

_ADVICE = "Check the gate's address and that you are connected (over Tor, if it is an onion address)."
_MOST_TEXT = 1024 * 1024
_MOST_LINES = 64 * 1024 * 1024


def record_from_gate(
    url: str,
    *,
    today: date,
    root_public_key: bytes | None = None,
    transport: httpx.BaseTransport | None = None,
) -> PublicRecord:
    """The public log that a gate publishes, up to its published checkpoint, proved.

    Raises:
        Refused: no gate's address, or something in its answers is not proved or not current.
        Unavailable: the gate does not answer, or holds back entries that it signed.
    """
    if not url.startswith(("http://", "https://")):
        raise Refused(f"{url} is not the address of a gate.", advice="It begins with https:// or http://.")
    with httpx.Client(
        base_url=url.rstrip("/"),
        headers={"User-Agent": ""},
        timeout=httpx.Timeout(60, connect=20),
        transport=transport,
    ) as http:
        notice = _text(_get(http, "/notice", most=_MOST_TEXT))
        checkpoint = _text(_get(http, "/public/checkpoint", most=_MOST_TEXT))
        lines = list(_lines(http, _size(checkpoint)))
    return _proved(lines, notice, checkpoint, today=today, root_public_key=root_public_key)


def record_from_log(
    log: LogStore, notice: str, *, today: date, root_public_key: bytes | None = None
) -> PublicRecord:
    """The public log in a store, up to its published checkpoint, proved.

    Raises:
        Refused: something in it is not proved, or the notice does not hold today.
        Unavailable: the store is damaged.
    """
    checkpoint = log.published_checkpoint()
    lines = [_line(log.entry(index)) for index in range(_size(checkpoint))]
    return _proved(lines, notice, checkpoint, today=today, root_public_key=root_public_key)


def _proved(
    lines: list[bytes], notice: str, checkpoint: str, *, today: date, root_public_key: bytes | None
) -> PublicRecord:
    record = read_public_record(lines, notice=notice, checkpoint=checkpoint, root_public_key=root_public_key)
    record.notice.require_current(today)
    return record


def _size(checkpoint: str) -> int:
    """How many entries an unverified checkpoint speaks of."""
    text, _, _ = checkpoint.rpartition("\n\n")
    return parse_checkpoint(f"{text}\n").size


def _lines(http: httpx.Client, size: int) -> Iterator[bytes]:
    """The first `size` lines. The gate may have published more meanwhile, and answers in parts."""
    have = 0
    while have < size:
        raw = _get(http, f"/public/entries?from={have}", most=_MOST_LINES)
        lines = raw.splitlines()[: size - have]
        if not lines:
            raise Unavailable(
                f"The gate signed {size} public entries, but hands over {have}.",
                advice="Try again; if it stays so, keep its checkpoint and tell the institution.",
            )
        yield from lines
        have += len(lines)


def _get(http: httpx.Client, path: str, *, most: int) -> bytes:
    pieces: list[bytes] = []
    have = 0
    try:
        with http.stream("GET", path) as answer:
            if not answer.is_success:
                raise Unavailable(f"The gate answers {answer.status_code} to {path}.", advice=_ADVICE)
            for piece in answer.iter_bytes():
                pieces.append(piece)
                have += len(piece)
                if have > most:
                    raise Refused("The gate's answer is longer than it can be.", advice=_ADVICE)
    except httpx.HTTPError as err:
        raise Unavailable("The gate does not answer.", advice=_ADVICE) from err
    return b"".join(pieces)


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as err:
        raise Refused("The gate's answer is not text.", advice=_ADVICE) from err


def _line(entry: StoredEntry) -> bytes:
    salts = entry.salts and {"header": entry.salts.header.hex(), "body": entry.salts.body.hex()}
    content = {
        "index": entry.index,
        "leaf": entry.leaf.hex(),
        "salts": salts,
        "statement": None if entry.body is None else parse_json_object(entry.body),
    }
    return canonical_json(content)
