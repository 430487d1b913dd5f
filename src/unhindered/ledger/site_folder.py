"""The folder of a built site: it is replaced whole, or stays as it was."""

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from unhindered.core.errors import Refused, Unavailable

# What tells a folder of ours from any other: nothing else is ever replaced.
MARK = "data/site.json"


def read_site(folder: Path) -> dict[str, bytes]:
    """All files of a built site, by their address from its root.

    Raises:
        Refused: this is no site of ours, or it cannot be read.
    """
    if not (folder / MARK).is_file():
        raise Refused(
            f"{folder} is not a ledger.", advice="Give the folder that `unhindered ledger build` wrote."
        )
    try:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() or path.is_symlink()
        }
    except OSError as err:
        raise Refused(f"{folder} cannot be read: {err.strerror}.", advice="Check the permissions.") from err


def replace_site(out: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` as the site in `out`, in place of the one that is there.

    Everything is written beside it first: whoever interrupts this finds the old site, or the new one.

    Raises:
        Refused: the folder holds something that is no site of ours.
        Unavailable: the folder cannot be written.
    """
    out = out.absolute()
    _require_ours(out)
    with _disk_errors(out), _beside(out, "new") as new, _beside(out, "old") as old:
        out.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
        for address, content in files.items():
            path = new / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if out.exists():
            out.rename(old)
        try:
            new.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise


def _require_ours(out: Path) -> None:
    advice = "Choose a new folder, or one that `unhindered ledger build` wrote before."
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise Refused(f"{out} is not a folder.", advice=advice)
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise Refused(f"{out} holds other files than a ledger; they would be lost.", advice=advice)


@contextmanager
def _beside(out: Path, word: str) -> Iterator[Path]:
    folder = out.with_name(f".{out.name}.{secrets.token_hex(6)}.{word}")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise Unavailable(
            f"The site {out} cannot be written: {err.strerror}.",
            advice="Check the folder, its permissions and the free space.",
        ) from err
