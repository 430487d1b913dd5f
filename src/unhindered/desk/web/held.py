"""What was sent to a locked desk: kept in memory, shown to whoever opens it, done only when they say so.

Whoever sits at a locked desk can send it anything. So nothing of this is done because somebody gave the
passphrase: an officer reads what it is first.
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import Message, Receive, Scope

from unhindered.core.casework.case import Case
from unhindered.core.errors import Refused
from unhindered.desk.actions.cases import case_name
from unhindered.desk.actions.telling import thing_label
from unhindered.desk.desk import Desk
from unhindered.desk.web.forms import MOST_BYTES, Form, read_form

# The parameter that an officer's word “do it” adds to the address.
DO = "held"
_MOST = 8
_ID = re.compile(r"[0-9a-f]{8,}")
_IN_CASE = re.compile(r"/case/([0-9a-f]+)(?:/|$)")
_BEGUN, _OF_BEGUN = "/begun", "begun_"
_MINUTE = 60


@dataclass(frozen=True, kw_only=True)
class Held:
    """A request that waits; `after` is how many seconds after the desk was locked it came.

    `name` stands on the page of the locked desk. `word` stands only on the page that shows what waits, and
    only with it is the request done.
    """

    scope: Scope = field(repr=False)
    body: bytes = field(repr=False)
    after: float
    name: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    word: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)

    @property
    def receive(self) -> Receive:
        """The body, as an application asks for it."""
        return _body_of(self.body)


@dataclass(frozen=True, kw_only=True)
class HeldView:
    """What waits, in words; `address` is where its “do it” is sent, `texts` are what was typed, by field."""

    name: str
    what: str
    minutes: int
    address: str
    texts: tuple[tuple[str, str], ...]


class HeldRequests:
    """A few requests, and together no more than two large ones: what is more is not taken, and said so."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def __len__(self) -> int:
        return len(self._held)

    async def take(self, scope: Scope, receive: Receive, *, after: float) -> str:
        """Hold a request; returns its name, or nothing where there is no room."""
        parts, room = [], 2 * MOST_BYTES - sum(len(item.body) for item in self._held.values())
        async for part in Request(scope, receive).stream():
            room -= len(part)
            if room < 0:
                return ""
            parts.append(part)
        if len(self._held) >= _MOST:
            return ""
        held = Held(scope=dict(scope), body=b"".join(parts), after=after)
        self._held[held.name] = held
        return held.name

    def knows(self, name: str) -> bool:
        """Whether this waits."""
        return name in self._held

    def throw_away(self, name: str) -> None:
        """Let go of what waits under this name, if anything does."""
        self._held.pop(name, None)

    def asked_for(self, scope: Scope) -> Held | None:
        """What an officer says shall be done now: known by the word in the address, and by its own path."""
        words = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(DO, ())
        if scope["method"] != "POST":
            return None
        fitting = (item for item in self._held.values() if item.word in words)
        return next((item for item in fitting if item.scope["path"] == scope["path"]), None)

    async def forms(self) -> list[tuple[Held, Form | None]]:
        """All that waits with its form, the oldest first; without one where none can be read."""
        return [(item, await _form_of(item)) for item in self._held.values()]


def held_views(desk: Desk, forms: Sequence[tuple[Held, Form | None]]) -> list[HeldView]:
    """What waits, for the officer of an open desk."""
    with desk.lock:
        return [_view(desk, held, form) for held, form in forms]


def _view(desk: Desk, held: Held, form: Form | None) -> HeldView:
    path, query = held.scope["path"], held.scope.get("query_string", b"").decode("latin-1")
    case = _case_at(desk, path)
    return HeldView(
        name=held.name,
        what=_in_words(path, case_name(case) if case else ""),
        minutes=int(held.after // _MINUTE),
        address=f"{path}?{query}{'&' if query else ''}{DO}={held.word}",
        texts=() if form is None else tuple(_typed(desk, case, path, form)),
    )


def _case_at(desk: Desk, path: str) -> Case | None:
    found = _IN_CASE.match(path)
    return desk.book.case(found[1]) if found and found[1] in desk.book.case_keys else None


def _typed(desk: Desk, case: Case | None, path: str, form: Form) -> Iterator[tuple[str, str]]:
    for name, texts in form.fields.items():
        # Where a text was begun says something only to the page that keeps it.
        if path == _BEGUN or not name.startswith(_OF_BEGUN):
            yield from ((name.replace("_", " "), _told(desk, case, name, text)) for text in texts if text)
    yield from (("file", f"{name} ({len(content):,} bytes)") for name, content in form.files)


def _told(desk: Desk, case: Case | None, name: str, text: str) -> str:
    """What was typed; what was chosen from a list is an id, and told as the list did."""
    roster = desk.book.roster
    if "passphrase" in name:
        return "(not shown)"
    if roster is not None and roster.member(text) is not None:
        return desk.book.officer_name(text)
    if case is not None and text in case.descriptions.by_id:
        return thing_label(case, text)
    return text


def _in_words(path: str, name: str) -> str:
    """Where it was sent, in words: the case by its name, everything else by what the address says."""
    words: list[str] = []
    for part in path.strip("/").split("/"):
        if not _ID.fullmatch(part):
            words.append(part.replace("-", " "))
        elif name and words == ["case"]:
            words.append(f"“{name}”")
    return " › ".join(words)


async def _form_of(held: Held) -> Form | None:
    try:
        return await read_form(Request(held.scope, held.receive))
    except Refused:
        return None


def _body_of(body: bytes) -> Callable[[], Awaitable[Message]]:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    return receive
