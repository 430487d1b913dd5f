"""The process that serves a gate cannot open a report: what opens one is not even loaded."""

import subprocess
import sys
from pathlib import Path

from test_plain_report import BOUNDARY

SRC = Path(__file__).parents[2] / "src"
JOURNEY = f"""
import sys, pathlib, tempfile
sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parents[1] / "support")!r}]
from datetime import UTC, datetime
from asgi_in_memory import ServedInMemory
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.settings import GateSettings

now = datetime(2026, 11, 24, tzinfo=UTC)
with tempfile.TemporaryDirectory() as path:
    folder, _ = GateFolder.create(pathlib.Path(path) / "gate", GateSettings(name="gate.example.org"), now=now)
    with ServedInMemory(make_gate(folder, now=lambda: now)) as served:
        http = served.client()
        headers = {{"Content-Type": "multipart/form-data; boundary={BOUNDARY}", "Idempotency-Key": "ab" * 32}}
        for path in ("/", "/en/report", "/en/return", "/notice", "/log/checkpoint", "/public/entries?from=0"):
            http.get(path)
        for path in ("/entries", "/en/report", "/mailbox", "/desk/enrol", "/desk/entries"):
            http.post(path, content=b"x", headers=headers)
print(*sorted(name for name in sys.modules if name.startswith("unhindered")))
"""


def test_the_process_that_serves_the_gate_never_loads_what_opens_a_report():
    run = subprocess.run(
        [sys.executable, "-c", JOURNEY],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(SRC)},
    )

    loaded = run.stdout.split()

    assert "unhindered.gate.plain_report" in loaded
    assert not {name for name in loaded if "unseal" in name or "identities" in name or "noscript" in name}
