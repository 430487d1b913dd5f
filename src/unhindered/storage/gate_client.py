"""A desk's side of the gate over HTTP (docs/formats/http.md, 15 to 21). Believes nothing that it is told.

Sends no cookie and no user agent, and follows no redirect to another place.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import httpx

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.envelope.sink import Sink
from unhindered.core.errors import Refused, Unavailable
from unhindered.core.institution.signed_request import DeskRequest, sign_desk_request
from unhindered.core.log.entry import NewEntry
from unhindered.core.log.port import StoredEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.core.log.transfer import compose_new_entries, read_stored_entries
from unhindered.core.questionnaire.parse import MOST_BYTES

_PIECE = 256 * 1024
_MOST_ANSWER = 64 * 1024
_MOST_STATEMENTS = 32 * 1024 * 1024
_ADVICE = "Check the gate's address and that you are connected (over Tor, if it is an onion address)."
_OFFLINE = (
    f"{_ADVICE} What you wrote is kept on this machine and will be sent with the next sync that gets through."
)


class GateClient:
    """One gate, for the holder of the team's access key. `transport` lets tests speak to a gate in memory."""

    def __init__(
        self,
        url: str,
        *,
        gate: str,
        access: NoteSigner,
        now: Callable[[], datetime],
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._gate = gate
        self._access = access
        self._now = now
        self._http = _http_client(url, transport)

    def checkpoint(self) -> str:
        """The latest checkpoint of the sealed log, a signed note."""
        return self._small("GET", "/desk/checkpoint").decode(errors="replace")

    def entries(self, start: int) -> Iterator[StoredEntry]:
        """Entries from number `start` on, as far as the gate sends them; bodies above 64 KiB are left out."""
        with self._asked("GET", f"/desk/entries?from={start}") as answer:
            yield from read_stored_entries(_pieces(answer))

    def body(self, index: int, target: Sink) -> None:
        """Write the body of one entry to `target`."""
        with self._asked("GET", f"/desk/bodies/{index}") as answer:
            for piece in _pieces(answer):
                target.write(piece)

    def append(self, entries: Sequence[NewEntry], request_key: bytes) -> None:
        """Append officers' and mailbox entries, all or none; sending them again changes nothing."""
        self._small("POST", "/desk/entries", compose_new_entries(entries), request_key)

    def release(self, statement: bytes, request_key: bytes) -> None:
        """Append a signed statement to the public log."""
        self._small("POST", "/desk/statements", statement + b"\n", request_key)

    def statements(self) -> Iterator[bytes]:
        """The signed statements in the public log, as far as it is published; as yet unverified."""
        start = 0
        while lines := self._public_lines(start):
            start += len(lines)
            found = [parse_json_object(line).get("statement") for line in lines]
            yield from (canonical_json(statement) for statement in found if isinstance(statement, dict))

    def _public_lines(self, start: int) -> list[bytes]:
        with _asked(self._http, "GET", f"/public/entries?from={start}", b"", {}) as answer:
            return _read_small(answer, most=_MOST_STATEMENTS).splitlines()

    def upload_notices(self, notices: Sequence[str]) -> None:
        """Replace the notices the gate shows, one a week."""
        self._small("POST", "/desk/notices", canonical_json({"notices": list(notices)}))

    def upload_questionnaire(self, questionnaire: bytes) -> None:
        """Replace the questions that the gate's report page asks."""
        self._small("POST", "/desk/questionnaire", questionnaire)

    def questionnaire(self, digest: str = "") -> bytes:
        """The questionnaire with this hash, or the one asked now; as yet unverified."""
        target = f"/questionnaire/{digest}" if digest else "/questionnaire"
        with _asked(self._http, "GET", target, b"", {}) as answer:
            return _read_small(answer, most=MOST_BYTES)

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def _small(self, method: str, target: str, body: bytes = b"", request_key: bytes | None = None) -> bytes:
        with self._asked(method, target, body, request_key) as answer:
            return _read_small(answer)

    @contextmanager
    def _asked(
        self, method: str, target: str, body: bytes = b"", request_key: bytes | None = None
    ) -> Iterator[httpx.Response]:
        request = DeskRequest(
            gate=self._gate,
            method=method,
            target=target,
            body_sha256=hashlib.sha256(body).hexdigest(),
            at=self._now(),
            nonce=secrets.token_hex(16),
        )
        note = sign_desk_request(request, self._access)
        headers = {"Unhindered-Request": base64.b64encode(note.encode()).decode()}
        if request_key is not None:
            headers["Idempotency-Key"] = request_key.hex()
        with _asked(self._http, method, target, body, headers) as answer:
            yield answer


def enrol_over_http(url: str, body: bytes, *, transport: httpx.BaseTransport | None = None) -> bytes:
    """Post an enrolment request and return the answer, as yet unverified.

    Raises:
        Refused: the gate says no.
        Unavailable: it does not answer.
    """
    client = _http_client(url, transport)
    with client, _asked(client, "POST", "/desk/enrol", body, {}) as answer:
        return _read_small(answer)


def _http_client(url: str, transport: httpx.BaseTransport | None) -> httpx.Client:
    if not url.startswith(("http://", "https://")):
        raise Refused(f"{url} is not the address of a gate.", advice="It begins with https:// or http://.")
    return httpx.Client(
        base_url=url.rstrip("/"),
        headers={"User-Agent": ""},
        timeout=httpx.Timeout(60, connect=20),
        transport=transport,
    )


@contextmanager
def _asked(
    client: httpx.Client, method: str, target: str, body: bytes, headers: dict[str, str]
) -> Iterator[httpx.Response]:
    try:
        with client.stream(method, target, content=body, headers=headers) as answer:
            if not answer.is_success:
                raise _as_error(answer)
            yield answer
    except httpx.HTTPError as err:
        raise Unavailable("The gate does not answer.", advice=_OFFLINE) from err


def _pieces(answer: httpx.Response) -> Iterator[bytes]:
    return answer.iter_bytes(_PIECE)


def _read_small(answer: httpx.Response, *, most: int = _MOST_ANSWER) -> bytes:
    found = bytearray()
    for piece in answer.iter_bytes():
        found += piece
        if len(found) > most:
            raise Refused("The gate's answer is too long.", advice=_ADVICE)
    return bytes(found)


def _as_error(answer: httpx.Response) -> Refused | Unavailable:
    kind = Refused if 400 <= answer.status_code < 500 else Unavailable
    try:
        said = json.loads(_read_small(answer))
        return kind(str(said["error"])[:500], advice=str(said["advice"])[:500])
    except (ValueError, KeyError, TypeError):
        return kind(
            f"This is not a gate of ours, or it is out of order ({answer.status_code}).", advice=_ADVICE
        )
