"""Whether time or size of a gate's answer tells an existing mailbox from a missing one.

    .venv/bin/python bench/equal_answers.py [REQUESTS]

A served gate is asked for the first page of mailboxes that are missing, hold one reply, or hold 200 and four
long attachments, in turn and in random order, on one connection. For each, the median is given as a ratio to
that of missing ones, and the chance that a guess from one answer's time is right, where 50 % is no help at
all. The last row compares missing ones with missing ones: it shows what chance alone gives.
"""

import http.client
import random
import secrets
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from gate_intake import gate_command, make_gate_folder, started
from unhindered.core.envelope.identities import generate_identity
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.signed_request import MAILBOX_KEY_NAME, MailboxRead, compose_mailbox_read
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.gate.folder import GateFolder

KINDS = {
    "one reply": [8_192],
    "200 replies and 4 files": [8_192] * 200 + [8_000_000] * 4,
    "missing again": [],
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory(prefix="bench-mailbox-") as folder:
        path = Path(folder)
        notice = make_gate_folder(path / "gate", generate_identity())
        requests = {"missing": read_request(path, notice, [])}
        requests |= {name: read_request(path, notice, sizes) for name, sizes in KINDS.items()}
        with started(gate_command(path)) as gate:
            times, sizes = measure(gate.port, requests, count)
    print(f"{count} requests for each, in random order; answers of {sorted(sizes)} bytes\n")
    base = times["missing"]
    print(f"{'missing':26} median {statistics.median(base) * 1e3:7.2f} ms  1.0000")
    for name in KINDS:
        ratio = statistics.median(times[name]) / statistics.median(base)
        print(f"{name:26} median {statistics.median(times[name]) * 1e3:7.2f} ms  {ratio:.4f}", end="")
        print(f"  a guess is right in {best_guess(base, times[name]):.1%}")


def read_request(folder: Path, notice: bytes, sizes: list[int]) -> bytes:
    """The request of a mailbox that holds envelopes of these sizes."""
    institution = institution_id(NoteSigner("root", b"r" * 32).verifier().public_key)
    keys = derive_source_keys(secrets.token_bytes(16), bytes.fromhex(institution))
    entries = []
    for size in sizes:
        header, body = split_envelope(seal_bytes(secrets.token_bytes(size), [keys.recipient()]))
        entries.append(NewEntry(EntryKind.MAILBOX, keys.mailbox_id, header, body))
    if entries:
        with GateFolder(folder / "gate").open_sealed() as log:
            log.append(entries, day=datetime.now(UTC).date()).result()
    signer = NoteSigner(MAILBOX_KEY_NAME, keys.mailbox_seed)
    return compose_mailbox_read(MailboxRead(gate="gate.example.org", page=0, notice=notice), signer)


def measure(port: int, requests: dict[str, bytes], count: int) -> tuple[dict[str, list[float]], set[int]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: dict[str, list[float]] = {name: [] for name in requests}
    sizes = set()
    order = [name for name in requests for _ in range(count)]
    random.shuffle(order)
    for name in ["missing"] * 10 + order:
        began = time.perf_counter()
        line.request("POST", "/mailbox", body=requests[name])
        answer = line.getresponse()
        sizes.add(len(answer.read()))
        times[name].append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{name}: {answer.status}")
    # The first ones only warm up.
    times["missing"] = times["missing"][10:]
    return times, sizes


def best_guess(first: list[float], second: list[float]) -> float:
    """How often the best limit of time, chosen afterwards, tells them apart: a bit above half by chance."""
    best = 0.5
    for limit in first + second:
        below = sum(value <= limit for value in first) / len(first)
        above = sum(value > limit for value in second) / len(second)
        best = max(best, (below + above) / 2, 1 - (below + above) / 2)
    return best


if __name__ == "__main__":
    main()
