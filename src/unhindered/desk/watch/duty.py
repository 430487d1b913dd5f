"""Who is called when something rings, in which order and how: `duty.json`, written by hand.

Example and rules: docs/how-to/watch.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from unhindered.core.canonical_json import parse_json_object
from unhindered.core.casework.check_ins import Patience
from unhindered.core.correspondence.fields import list_field, number_field, object_field, text_field
from unhindered.core.errors import Refused
from unhindered.storage.files import read_small_file

_MOST_OFFICERS = 50
_SUBMISSION = 587
_NAMES = frozenset(
    {"v", "officers", "mail", "every_minutes", "unreachable_after_hours", "not_synced_after_hours"}
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ADVICE = "docs/how-to/watch.md has an example. Then run `unhindered desk watch-test` to try it."


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """One officer on duty: a command to run, an address to write to, or both."""

    name: str
    command: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """The server that sends mail; always over TLS, but for one on this machine."""

    host: str
    port: int
    sender: str
    user: str = ""
    password_file: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether nothing leaves this machine in clear."""
        return self.host in _LOOPBACK


@dataclass(frozen=True, kw_only=True)
class Duty:
    """The roster, called one after another `every` so long until somebody takes the alarm on."""

    officers: tuple[OnDuty, ...]
    mail: Mail | None
    every: timedelta
    patience: Patience

    def after(self, name: str) -> OnDuty:
        """Who is called after this officer; the first where there is no such one any more."""
        names = [officer.name for officer in self.officers]
        place = names.index(name) + 1 if name in names else 0
        return self.officers[place % len(names)]


def read_duty(path: Path) -> Duty:
    """The roster in a file.

    Raises:
        Refused: there is none, or a line of it cannot be followed.
    """
    content = parse_json_object(read_small_file(path, limit=256 * 1024))
    if not set(content) <= _NAMES:
        unknown = sorted(set(content) - _NAMES)[0]
        raise Refused(f"The duty roster has an unknown field “{unknown}”.", advice=_ADVICE)
    mail = None if content.get("mail") is None else _mail(object_field(content, "mail"), path.parent)
    officers = tuple(_officer(item) for item in list_field(content, "officers", limit=_MOST_OFFICERS))
    _require_callable(officers, mail)
    return Duty(
        officers=officers,
        mail=mail,
        every=timedelta(minutes=_number(content, "every_minutes", 15, most=24 * 60)),
        patience=Patience(
            unreachable=timedelta(hours=_number(content, "unreachable_after_hours", 6, most=24 * 7)),
            not_synced=timedelta(hours=_number(content, "not_synced_after_hours", 12, most=24 * 7)),
        ),
    )


def _require_callable(officers: tuple[OnDuty, ...], mail: Mail | None) -> None:
    if not officers or len({officer.name for officer in officers}) != len(officers):
        raise Refused("The duty roster is empty, or names somebody twice.", advice=_ADVICE)
    for officer in officers:
        if not officer.command and not officer.email:
            raise Refused("Somebody on the duty roster has neither command nor e-mail.", advice=_ADVICE)
        if officer.email and mail is None:
            raise Refused("The duty roster has e-mail addresses and no mail server.", advice=_ADVICE)


def _officer(content: dict[str, Any]) -> OnDuty:
    command = content.get("command", [])
    if not isinstance(command, list) or not all(isinstance(word, str) and word for word in command):
        raise Refused("A command on the duty roster is a list of words.", advice=_ADVICE)
    email = text_field(content, "email", limit=320) if "email" in content else ""
    name = text_field(content, "name", limit=120).strip()
    if not name or not set(content) <= {"name", "command", "email"}:
        raise Refused("Somebody on the duty roster has no name, or an unknown field.", advice=_ADVICE)
    if email and ("@" not in email or not email.isprintable() or " " in email):
        raise Refused("An e-mail address on the duty roster is none.", advice=_ADVICE)
    return OnDuty(name=name, command=tuple(command), email=email)


def _mail(content: dict[str, Any], folder: Path) -> Mail:
    if not set(content) <= {"host", "port", "from", "user", "password_file"}:
        raise Refused("The mail server on the duty roster has an unknown field.", advice=_ADVICE)
    password = text_field(content, "password_file", limit=500) if content.get("password_file") else ""
    return Mail(
        host=text_field(content, "host", limit=255),
        port=_number(content, "port", _SUBMISSION, most=65535),
        sender=text_field(content, "from", limit=320),
        user=text_field(content, "user", limit=320) if "user" in content else "",
        password_file=folder / password if password else None,
    )


def _number(content: Mapping[str, Any], name: str, usual: int, *, most: int) -> int:
    if name not in content:
        return usual
    found = number_field(dict(content), name, limit=most)
    if found < 1:
        raise Refused(f"“{name}” on the duty roster is at least 1.", advice=_ADVICE)
    return found
