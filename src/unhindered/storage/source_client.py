"""A source's side of the gate over HTTP: fetch what is public, post envelopes, read a mailbox.

Sends no cookie, no user agent of ours, and follows no redirect to another place.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from unhindered.core.correspondence.mailbox_page import PAGE_BYTES
from unhindered.core.errors import Refused, Unavailable

_PIECE = 256 * 1024
_ADVICE = "Check the gate's address and that you are connected (over Tor, if it is an onion address)."


class SourceClient:
    """One gate, seen as a source sees it. `transport` lets tests speak to a gate in memory."""

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        if not url.startswith(("http://", "https://")):
            raise Refused(
                f"{url} is not the address of a gate.", advice="It begins with https:// or http://."
            )
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"User-Agent": ""},
            timeout=httpx.Timeout(60, connect=20),
            transport=transport,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def notice(self) -> str:
        """The institution's notice, as yet unverified."""
        return self._get("/notice").decode(errors="replace")

    def checkpoint(self) -> str:
        """The last published checkpoint of the sealed log, as yet unverified."""
        return self._get("/log/checkpoint").decode(errors="replace")

    def tile(self, path: str) -> bytes:
        """One tile of the sealed log, under its C2SP path (`tile/0/000`)."""
        return self._get(f"/log/{path}")

    def submit(self, body: Path, idempotency_key: str) -> list[dict[str, Any]]:
        """Post a file of envelopes; returns once the gate has them on its disk.

        Posting the same bytes with the same key again is one submission.
        """
        headers = {"Idempotency-Key": idempotency_key, "Content-Type": "application/octet-stream"}
        answer = self._ask("POST", "/entries", headers=headers, content=_pieces(body))
        placed: list[dict[str, Any]] = _json(answer)["placed"]
        return placed

    def mailbox_page(self, request: bytes) -> bytes:
        """One page of a mailbox, for a signed request."""
        page = self._ask("POST", "/mailbox", content=request, headers={"Content-Type": "application/json"})
        if len(page) != PAGE_BYTES:
            raise Refused("The gate answered with a page of another size.", advice=_ADVICE)
        return page

    def _get(self, path: str) -> bytes:
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, **options: Any) -> bytes:
        try:
            answer = self._http.request(method, path, **options)
        except httpx.HTTPError as err:
            raise Unavailable("The gate does not answer.", advice=_ADVICE) from err
        if answer.is_success:
            return answer.content
        raise _as_error(answer)


def _as_error(answer: httpx.Response) -> Refused | Unavailable:
    kind = Refused if 400 <= answer.status_code < 500 else Unavailable
    try:
        said = answer.json()
        return kind(str(said["error"])[:500], advice=str(said["advice"])[:500])
    except (ValueError, KeyError, TypeError):
        return kind(
            f"This is not a gate of ours, or it is out of order ({answer.status_code}).", advice=_ADVICE
        )


def _json(raw: bytes) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(raw)
    except ValueError as err:
        raise Unavailable("The gate's answer is not readable.", advice=_ADVICE) from err
    return content


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
