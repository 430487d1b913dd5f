"""Sealed intake over HTTP: the gate against a bare server that only appends the same bytes as durably.

    .venv/bin/python bench/gate_intake.py [--reports N] [--rounds N] [--json]

Both run as processes of their own on the same server program, on this machine only, in the same run and in
turn; the best round of each counts. The bare one reads a body and puts it into one SQLite table (WAL,
synchronous=FULL, group commit, one writer thread); it splits, checks, hashes, proves and signs nothing.
CPU is what the server's process used, all its threads, per report. The sender runs on the same cores: only
ratios mean something elsewhere.
"""

import argparse
import asyncio
import json
import os
import queue
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
from granian.constants import Interfaces
from granian.server.embed import Server

from unhindered.core.correspondence.submission import compose_submission
from unhindered.core.envelope.identities import PostQuantumIdentity, generate_identity
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.key_names import publication_key_name, reply_key_name, root_key_name
from unhindered.core.institution.notice import Notice, compose_notice, notice_id
from unhindered.core.log.signed_note import NoteSigner
from unhindered.gate.folder import GateFolder
from unhindered.gate.notices import Notices
from unhindered.gate.settings import GateSettings

REPORT_BYTES = 2_000
ATTACHMENT_BYTES = 1_000_000
SENDERS = (1, 8, 32)
DIFFERENT = 64
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    per_second: float
    p50: float
    p99: float
    cpu: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=2_000, help="reports a round; with a file a tenth")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve-bare", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve_bare:
        asyncio.run(serve_bare(Path(args.serve_bare[0]), int(args.serve_bare[1])))
        return
    with tempfile.TemporaryDirectory(prefix="bench-gate-") as folder:
        results = measure_all(Path(folder), args)
    print(json.dumps(results, indent=1)) if args.json else show(results)


def measure_all(folder: Path, args: argparse.Namespace) -> list[dict]:
    identity = generate_identity()
    notice = make_gate_folder(folder / "gate", identity)
    (folder / "bare").mkdir()
    results = []
    with started(gate_command(folder)) as gate, started(bare_command(folder)) as bare:
        for kind, size, count in (
            ("text", 0, args.reports),
            ("1 MB file", ATTACHMENT_BYTES, args.reports // 10),
        ):
            bodies = submissions(identity, notice, size)
            for senders in SENDERS:
                best = {"gate": None, "bare": None}
                for _ in range(args.rounds):
                    for name, server in (("gate", gate), ("bare", bare)):
                        found = asyncio.run(measure(server, bodies, count, senders))
                        if best[name] is None or found.per_second > best[name].per_second:
                            best[name] = found
                results.append(row(kind, senders, count, best["gate"], best["bare"]))
    return results


def row(kind: str, senders: int, count: int, gate: Measured, bare: Measured) -> dict:
    return {
        "kind": kind,
        "senders": senders,
        "reports": count,
        "gate": vars(gate),
        "bare": vars(bare),
        "throughput_ratio": gate.per_second / bare.per_second,
        "cpu_ratio": gate.cpu / bare.cpu,
    }


def show(results: list[dict]) -> None:
    print("each report: one envelope of 2,000 bytes padded to 8 KiB and sealed; ms are milliseconds\n")
    head = f"{'':10} {'senders':>7} | {'gate /s':>8} {'p50 ms':>7} {'p99 ms':>7} {'CPU ms':>7}"
    print(f"{head} | {'bare /s':>8} {'CPU ms':>7} | {'share':>6} {'CPU x':>6}")
    for one in results:
        gate, bare = one["gate"], one["bare"]
        print(
            f"{one['kind']:10} {one['senders']:7} | {gate['per_second']:8.0f} {gate['p50'] * 1e3:7.2f}"
            f" {gate['p99'] * 1e3:7.2f} {gate['cpu'] * 1e3:7.3f} | {bare['per_second']:8.0f}"
            f" {bare['cpu'] * 1e3:7.3f} | {one['throughput_ratio']:6.0%} {one['cpu_ratio']:6.2f}"
        )


# --- the two servers --------------------------------------------------------------------------


class started:  # noqa: N801 - reads as a verb where it is used.
    """A server process until the end of the block."""

    def __init__(self, command: list[str]) -> None:
        self.port = free_port()
        self._command = [part.replace("PORT", str(self.port)) for part in command]

    def __enter__(self) -> "started":
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        for _ in range(500):
            with closing(socket.socket()) as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.02)
        raise RuntimeError("a server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)

    @property
    def pid(self) -> int:
        return self._process.pid

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def gate_command(folder: Path) -> list[str]:
    address = "127.0.0.1:PORT"
    return [sys.executable, "-m", "unhindered.gate", "--dir", str(folder / "gate"), "--address", address]


def bare_command(folder: Path) -> list[str]:
    return [sys.executable, __file__, "--serve-bare", str(folder / "bare"), "PORT"]


async def serve_bare(folder: Path, port: int) -> None:
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=append_in_groups, args=(folder, waiting), daemon=True).start()

    async def app(_scope, receive, send):
        pieces, more = [], True
        while more:
            message = await receive()
            pieces.append(message.get("body", b""))
            more = message.get("more_body", False)
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        waiting.put((b"".join(pieces), loop, done))
        await done
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})

    await Server(
        app, address="127.0.0.1", port=port, interface=Interfaces.ASGINL, websockets=False, log_enabled=False
    ).serve()


def append_in_groups(folder: Path, waiting: queue.SimpleQueue) -> None:
    database = apsw.Connection(str(folder / "bare.sqlite"))
    for pragma in ("page_size = 8192", "journal_mode = wal", "synchronous = full"):
        database.execute(f"pragma {pragma}")
    database.execute("create table bodies (place integer primary key, body blob)")
    while True:
        batch = [waiting.get()]
        while len(batch) < 256 and not waiting.empty():
            batch.append(waiting.get())
        with database:
            database.executemany("insert into bodies (body) values (?)", [(body,) for body, _, _ in batch])
        for _, loop, done in batch:
            loop.call_soon_threadsafe(done.set_result, None)


def make_gate_folder(path: Path, identity: PostQuantumIdentity) -> bytes:
    """A gate that a desk has enrolled at, as it were; the id of its notice."""
    now = datetime.now(UTC)
    folder, _ = GateFolder.create(path, GateSettings(name="gate.example.org"), now=now)
    institution = institution_id(NoteSigner("root", b"r" * 32).verifier().public_key)
    root = NoteSigner(root_key_name(institution), b"r" * 32)
    text = compose_notice(
        Notice(
            institution=institution,
            name="Fictional Lamp",
            languages=("en",),
            about="",
            promises=(),
            answer_within_days=7,
            state="XVL",
            website="",
            gate="gate.example.org",
            intake=str(identity.recipient()),
            visits=str(generate_identity().recipient()),
            sealed_log=str(folder.sealed_signer().verifier()),
            public_log=str(folder.public_signer().verifier()),
            publication=str(NoteSigner(publication_key_name(institution), b"p" * 32).verifier()),
            reply=(str(NoteSigner(reply_key_name(institution), b"y" * 32).verifier()),),
            not_before=now.date() - timedelta(days=1),
            not_after=now.date() + timedelta(days=7),
            root=str(root.verifier()),
        ),
        root,
    )
    notices = Notices().replaced([text], root_public_key=root.verifier().public_key, today=now.date())
    folder.keep_notices(notices)
    return notice_id(text)


# --- the sender -------------------------------------------------------------------------------


def submissions(identity: PostQuantumIdentity, notice: bytes, attachment: int) -> list[bytes]:
    found = []
    for _ in range(DIFFERENT if not attachment else DIFFERENT // 8):
        envelopes = [
            seal_bytes(frame("report.json", secrets.token_bytes(REPORT_BYTES)), [identity.recipient()])
        ]
        if attachment:
            file = frame("photo.jpg", secrets.token_bytes(attachment), floor=0)
            envelopes.append(seal_bytes(file, [identity.recipient()]))
        found.append(compose_submission((notice, envelope) for envelope in envelopes))
    return found


async def measure(server: started, bodies: list[bytes], count: int, senders: int) -> Measured:
    left = iter(range(count))
    times: list[float] = []
    await asyncio.gather(*(send_some(server.port, bodies, iter(range(20)), []) for _ in range(2)))
    cpu, began = server.cpu_seconds(), time.perf_counter()
    await asyncio.gather(*(send_some(server.port, bodies, left, times) for _ in range(senders)))
    seconds = time.perf_counter() - began
    used = server.cpu_seconds() - cpu
    ordered = sorted(times)
    return Measured(
        per_second=count / seconds,
        p50=statistics.median(ordered),
        p99=ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        cpu=used / count,
    )


async def send_some(port: int, bodies: list[bytes], left, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in left:
        body = bodies[number % len(bodies)]
        head = (
            "POST /entries HTTP/1.1\r\nHost: gate.example.org\r\nContent-Type: application/octet-stream\r\n"
            f"Idempotency-Key: {secrets.token_hex(32)}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        began = time.perf_counter()
        writer.write(head.encode())
        writer.write(body)
        await writer.drain()
        await read_answer(reader)
        times.append(time.perf_counter() - began)
    writer.close()


async def read_answer(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    body = await reader.readexactly(length)
    if " 201 " not in head.partition("\r\n")[0] + " ":
        raise RuntimeError(f"refused: {body[:200]!r}")


def free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    main()
