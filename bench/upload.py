"""One large file through tus to a served gate, against a bare writer of the same bytes in the same run.

    .venv/bin/python bench/upload.py [MiB] [ROUNDS]

The gate runs as a process of its own and gets parts of 8 MiB over one connection, each durable before it is
acknowledged; then a report names the upload, which the gate reads once and commits. The bare writer writes
the same parts to a file beside it, with fdatasync after each. Both take turns; the best round of each counts.
The sender runs on the same cores. Ends with 1 if the gate's memory ever came above 150 MB.
"""

import http.client
import os
import secrets
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from gate_intake import gate_command, make_gate_folder, started
from unhindered.core.correspondence.submission import submission_head, uploaded_record
from unhindered.core.envelope.identities import PostQuantumIdentity, generate_identity
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope

MIB = 1024 * 1024
PART = 8 * MIB
MOST_MEMORY = 150 * 1000 * 1000
TUS = {"Tus-Resumable": "1.0.0"}


@dataclass(frozen=True)
class Measured:
    upload: float
    commit: float
    cpu: float


def main() -> int:
    size = (int(sys.argv[1]) if len(sys.argv) > 1 else 1024) * MIB
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    identity = generate_identity()
    with tempfile.TemporaryDirectory(prefix="bench-upload-") as folder:
        path = Path(folder)
        notice = make_gate_folder(path / "gate", identity)
        with started(gate_command(path)) as gate:
            first = memory(gate)
            bare, ours = [], []
            for _ in range(rounds):
                bare.append(write_bare(path / "bare", size))
                ours.append(upload(gate, identity, notice, size))
            peak = memory(gate)
    show(size, min(bare), ours, first, peak)
    return int(peak > MOST_MEMORY)


def show(size: int, bare: float, ours: list[Measured], first: int, peak: int) -> None:
    best = min(ours, key=lambda one: one.upload)
    print(f"{size / MIB:.0f} MiB in parts of {PART // MIB} MiB, best of {len(ours)} rounds\n")
    print(f"bare writer with fdatasync after each part   {size / bare / 1e6:8.0f} MB/s   1.00")
    sent, commit = best.upload, min(one.commit for one in ours)
    print(f"upload to the gate                           {size / sent / 1e6:8.0f} MB/s   {bare / sent:.2f}")
    print(
        f"naming it in a report, which is read whole   {size / commit / 1e6:8.0f} MB/s   {bare / commit:.2f}"
    )
    print(f"the gate's CPU                               {best.cpu / size * 1e9:8.2f} ns a byte")
    print(f"the gate's memory, before and at its peak    {first / 1e6:8.0f} MB to {peak / 1e6:.0f} MB")


def write_bare(path: Path, size: int) -> float:
    part = secrets.token_bytes(PART)
    began = time.perf_counter()
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    for start in range(0, size, PART):
        os.write(handle, part[: min(PART, size - start)])
        os.fdatasync(handle)
    os.close(handle)
    seconds = time.perf_counter() - began
    path.unlink()
    return seconds


def upload(gate: started, identity: PostQuantumIdentity, notice: bytes, size: int) -> Measured:
    """A real header; what follows is random, which to a gate is the same."""
    header, _ = split_envelope(seal_bytes(b"", [identity.recipient()]))
    parts = [header + secrets.token_bytes(PART - len(header)), secrets.token_bytes(PART)]
    line = http.client.HTTPConnection("127.0.0.1", gate.port, timeout=120)
    cpu, began = gate.cpu_seconds(), time.perf_counter()
    url = ask(line, "POST", "/uploads", 201, headers=TUS | {"Upload-Length": str(size)})
    for start in range(0, size, PART):
        headers = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": str(start)}
        ask(line, "PATCH", url, 204, parts[start > 0][: size - start], headers=headers)
    uploaded = time.perf_counter()
    report = seal_bytes(frame("report.json", b"words"), [identity.recipient()])
    body = submission_head(len(report), notice) + report
    body += uploaded_record(notice, bytes.fromhex(url.rpartition("/")[2]))
    ask(line, "POST", "/entries", 201, body, headers={"Idempotency-Key": secrets.token_hex(32)})
    done = time.perf_counter()
    line.close()
    return Measured(upload=uploaded - began, commit=done - uploaded, cpu=gate.cpu_seconds() - cpu)


def ask(
    line: http.client.HTTPConnection, method: str, path: str, expect: int, body: bytes = b"", *, headers: dict
) -> str:
    line.request(method, path, body=body, headers=headers)
    answer = line.getresponse()
    said = answer.read()
    if answer.status != expect:
        raise RuntimeError(f"{method}: {answer.status} {said[:200]!r}")
    return answer.getheader("location", "")


def memory(gate: started) -> int:
    """The most that the server's process ever held, as the kernel counts it."""
    lines = Path(f"/proc/{gate.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    sys.exit(main())
