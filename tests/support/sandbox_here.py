"""What of the sandbox is on this machine: tests that need more say so, and are skipped with the reason."""

import functools
import os
from pathlib import Path

import pytest

from unhindered.core.errors import Refused
from unhindered.desk.sandbox.room import Sandbox, Tools
from unhindered.desk.sandbox.walls import bubblewrap

CORPUS = Path(os.environ.get("UNHINDERED_CORPUS", "nowhere"))


@functools.cache
def tools() -> Tools | None:
    try:
        return Sandbox(program=bubblewrap()).tools()
    except Refused:
        return None


def here(**options) -> Sandbox:
    return Sandbox(program=bubblewrap(), **options)


needs_sandbox = pytest.mark.skipif(
    tools() is None, reason="no sandbox: bubblewrap is missing, or this kernel forbids namespaces to users"
)
needs_office = pytest.mark.skipif(
    not (tools() and tools().libreoffice),
    reason="no sandbox with LibreOffice: it is large, and not installed",
)
needs_mat2 = pytest.mark.skipif(not (tools() and tools().mat2), reason="no sandbox with mat2")
needs_corpus = pytest.mark.skipif(
    not (CORPUS / "pdf").is_dir(), reason="no real documents: UNHINDERED_CORPUS names no corpus with them"
)
