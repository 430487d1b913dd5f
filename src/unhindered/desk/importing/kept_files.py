"""Files that an officer has chosen and not imported yet: in memory only, a few, until the desk is closed."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from unhindered.core.casework.importing.mapping import SheetMapping
from unhindered.core.errors import Refused
from unhindered.desk.importing.reading_files import ReadFile

_MOST = 4


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file's bytes, and what was read in it; nothing yet where an officer has to say how."""

    raw: bytes = field(repr=False)
    read: ReadFile | None = None
    mappings: tuple[SheetMapping, ...] = ()


class KeptFiles:
    """A few files by a random name. The oldest makes way."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, KeptFile] = OrderedDict()

    def keep(
        self, raw: bytes, read: ReadFile | None = None, mappings: Sequence[SheetMapping] = (), name: str = ""
    ) -> str:
        """Keep a file, under the name it had or a new one; returns the name."""
        known = name or secrets.token_urlsafe(16)
        self._files[known] = KeptFile(raw=raw, read=read, mappings=tuple(mappings))
        self._files.move_to_end(known)
        while len(self._files) > _MOST:
            self._files.popitem(last=False)
        return known

    def file(self, name: str) -> KeptFile:
        """A kept file.

        Raises:
            Refused: it is not here any more.
        """
        found = self._files.get(name)
        if found is None:
            raise Refused(
                "The file that you chose is not in memory any more.",
                advice="Choose it again: it is never written to this machine's disk.",
            )
        return found

    def forget(self, name: str) -> None:
        """Let go of a file."""
        self._files.pop(name, None)
