"""The watch as a service of systemd: started again whenever it ends, closed to all but its work."""

import os
import socket
from importlib import resources
from pathlib import Path
from string import Template

from unhindered.core.errors import Refused

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")


def service_unit(folder: Path, program: Path, user: str) -> str:
    """The text of the unit.

    Raises:
        Refused: a path or name that could mean something else to systemd.
    """
    for text in (str(folder), str(program), user):
        if not text or not _PLAIN.issuperset(text):
            raise Refused(
                "This path or name cannot stand in a unit.", advice="Use letters, digits, and / . _ - only."
            )
    if not folder.is_absolute() or not program.is_absolute():
        raise Refused("Paths in a unit begin with /.", advice="Give whole paths.")
    text = resources.files("unhindered.desk.watch").joinpath("unhindered-watch.service").read_text()
    return Template(text).substitute(folder=folder, program=program, user=user)


def tell_systemd(words: str) -> None:
    """Tell the service manager that we are ready, or alive; nothing where there is none."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    target = f"\0{address[1:]}" if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
            sending.sendto(words.encode(), target)
    except OSError:
        # A manager that cannot be told will notice by itself, and start the watch again.
        return
