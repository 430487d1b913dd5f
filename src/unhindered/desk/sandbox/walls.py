"""The command that builds the sandbox (bubblewrap): no network, no home, nothing to write but memory."""

import importlib.resources
import importlib.util
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NOBODY = 65534
# What is unpacked or converted lies in memory, and takes at most this.
_ROOM_BYTES = 768 * 1024 * 1024
# Locks between processes; mat2 needs some.
_SHARED_BYTES = 16 * 1024 * 1024
_PYTHON = "/usr/bin/python3"
_LIBRARIES = ("pypdfium2", "pypdfium2_raw", "pypdfium2_cfg")
_LINKS = ("bin", "sbin", "lib", "lib64")
_SETTINGS = ("ld.so.cache", "fonts", "libreoffice", "alternatives", "mime.types")
_SETTINGS_SHOWN = [(f"/etc/{name}", f"/etc/{name}") for name in _SETTINGS]
_ROOM = "/tmp"  # noqa: S108 inside the sandbox: memory, gone with it.
_START = "import sys; sys.path.insert(0, '/opt/reader')\n"


def bubblewrap() -> str | None:
    """Where bubblewrap is, None where it is not installed."""
    return shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")


def command(program: str, job: Mapping[str, Any], *, script: str | None = None) -> list[str]:
    """The whole command for one job; `program` is bubblewrap.

    Tests give another `script` than ours, to see that the walls hold.
    """
    shown = [*_SETTINGS_SHOWN, *((str(path), f"/opt/reader/{path.name}") for path in _library_folders())]
    return [
        program,
        *("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
        *("--clearenv", "--cap-drop", "ALL", "--hostname", "sandbox"),
        *("--uid", str(_NOBODY), "--gid", str(_NOBODY)),
        *("--ro-bind", "/usr", "/usr"),
        *(word for name in _LINKS for word in ("--symlink", f"usr/{name}", f"/{name}")),
        *(word for source, place in shown for word in ("--ro-bind-try", source, place)),
        *("--proc", "/proc", "--dev", "/dev", "--size", str(_SHARED_BYTES), "--tmpfs", "/dev/shm"),  # noqa: S108
        *("--size", str(_ROOM_BYTES), "--tmpfs", _ROOM),
        # Memory without a bound is all that would be written to anywhere else.
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", _ROOM, "--setenv", "LANG", "C.UTF-8"),
        *("--chdir", _ROOM, "--"),
        *(_PYTHON, "-I", "-c", _START + (script or _inside()), json.dumps(dict(job))),
    ]


def run_as() -> dict[str, Any]:
    """For whoever works as root: the sandbox runs as nobody, if nobody may read what it needs.

    The limit on the number of processes holds for everybody but root.
    """
    if os.geteuid() != 0 or not all(_is_open_to_all(path) for path in _library_folders()):
        return {}
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}


def _inside() -> str:
    return importlib.resources.files("unhindered.desk.sandbox").joinpath("inside.py").read_text()


def _library_folders() -> list[Path]:
    specs = [importlib.util.find_spec(name) for name in _LIBRARIES]
    places = [spec.submodule_search_locations for spec in specs if spec is not None]
    return [Path(place[0]) for place in places if place]


def _is_open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))
