"""Texts that an officer began and did not record yet: kept on this machine, for this officer alone."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from unhindered.core.errors import Refused
from unhindered.desk.desk import Desk

_KEPT: Final = "begun/"
# Pages of this desk, and nothing that a browser could take for another place.
_PAGE: Final = re.compile(r"(/[A-Za-z0-9_-]+)+")
_LONGEST: Final = 300_000
_MOST: Final = 200


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What was typed into the form at `path` by `on`; `title` is the form's, and names nobody."""

    path: str
    title: str
    on: date
    fields: Mapping[str, Sequence[str]]


def keep_begun(desk: Desk, path: str, title: str, fields: Mapping[str, Sequence[str]], today: date) -> None:
    """Keep what was typed, in place of what was kept for this form before; nothing typed keeps nothing.

    Raises:
        Refused: no page of this desk, too long, or too many are kept already.
    """
    if not _PAGE.fullmatch(path):
        raise Refused("This is no page of this desk.", advice="Nothing was kept.")
    content = json.dumps({"title": title[:200], "on": today.isoformat(), "fields": dict(fields)}).encode()
    if len(content) > _LONGEST:
        raise Refused("This is too long to keep beside.", advice="Record it, or split it.")
    with desk.lock:
        if not any(text.strip() for texts in fields.values() for text in texts):
            forget_begun(desk, path)
            return
        others = desk.docket.kept(_KEPT).keys() - {_KEPT + path}
        if len(others) >= _MOST:
            raise Refused(
                "Too much is begun and not recorded.", advice="Throw some of it away: “Today” lists it."
            )
        desk.docket.keep(_KEPT + path, content)


def begun_at(desk: Desk, path: str) -> Begun | None:
    """What is kept for the form at `path`, if anything."""
    found = desk.docket.kept(_KEPT + path).get(_KEPT + path)
    return None if found is None else _read(_KEPT + path, found)


def all_begun(desk: Desk) -> tuple[Begun, ...]:
    """All that is kept, the newest day first."""
    found = [_read(name, content) for name, content in desk.docket.kept(_KEPT).items()]
    return tuple(sorted(found, key=lambda begun: begun.on, reverse=True))


def forget_begun(desk: Desk, path: str) -> None:
    """Throw away what is kept for the form at `path`."""
    desk.docket.forget(_KEPT + path)


def _read(name: str, content: bytes) -> Begun:
    found = json.loads(content)
    return Begun(
        path=name.removeprefix(_KEPT),
        title=found["title"],
        on=date.fromisoformat(found["on"]),
        fields=found["fields"],
    )
