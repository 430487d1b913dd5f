"""Sealing and opening a large file, against the command `age` in the same run.

    .venv/bin/python bench/seal.py [MiB] [ROUNDS]

Both read a file and write a file, without waiting for the disk. All take turns in each round and the best
round of each counts. age is a program of its own, so its start is in its time; ours runs inside this one.
`push` is sealing what arrives in pieces, as a gate does. age 1.3 or newer runs with post-quantum keys too.
A disk that is still writing what came before makes either slower; with TMPDIR=/dev/shm there is no disk.
"""

import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from unhindered.core.envelope.identities import ClassicIdentity, PostQuantumIdentity, generate_identity
from unhindered.core.envelope.seal import PushSealer, seal
from unhindered.core.envelope.unseal import unseal

MIB = 1024 * 1024
ARRIVING = 64 * 1000
VERBS = ("seal", "push", "open")
Identity = ClassicIdentity | PostQuantumIdentity


@dataclass
class Contender:
    name: str
    works: dict[str, Callable[[], None]]
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Files:
    folder: Path

    @property
    def plain(self) -> Path:
        return self.folder / "plain"

    @property
    def sealed(self) -> Path:
        return self.folder / "sealed"

    @property
    def opened(self) -> Path:
        return self.folder / "opened"


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory(prefix="bench-seal-") as folder:
        files = Files(Path(folder))
        write_plain(files.plain, size)
        contenders = [*of_age(files), *of_ours(files)]
        for _ in range(rounds):
            for contender in contenders:
                race(contender, files)
    show(contenders, size * MIB / 1e6, rounds)


def write_plain(path: Path, size: int) -> None:
    block = secrets.token_bytes(MIB)
    with path.open("wb") as file:
        for _ in range(size):
            file.write(block)


def of_age(files: Files) -> list[Contender]:
    age = shutil.which("age")
    if age is None:
        print("The command age is not here, so there are no ratios (Debian: apt-get install age).")
        return []
    shown = subprocess.run([age, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(map(int, re.findall(r"\d+", shown)[:2]))
    kinds: list[tuple[str, Identity]] = [("X25519", ClassicIdentity(secrets.token_bytes(32)))]
    if version >= (1, 3):
        kinds.append(("post-quantum", generate_identity()))
    name = f"age {version[0]}.{version[1]}"
    return [age_contender(age, f"{name} {kind}", identity, files) for kind, identity in kinds]


def age_contender(age: str, name: str, identity: Identity, files: Files) -> Contender:
    key = files.folder / f"{name}.key"
    key.write_text(f"{identity}\n")
    sealing = [age, "-e", "-r", str(identity.recipient()), "-o", str(files.sealed), str(files.plain)]
    opening = [age, "-d", "-i", str(key), "-o", str(files.opened), str(files.sealed)]
    return Contender(name, {"seal": lambda: run(sealing), "open": lambda: run(opening)})


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def of_ours(files: Files) -> list[Contender]:
    return [
        our_contender("unhindered X25519", ClassicIdentity(secrets.token_bytes(32)), files),
        our_contender("unhindered post-quantum", generate_identity(), files),
    ]


def our_contender(name: str, identity: Identity, files: Files) -> Contender:
    recipients = [identity.recipient()]

    def sealing() -> None:
        with files.plain.open("rb") as source, files.sealed.open("wb") as target:
            seal(source, target, recipients)

    def pushing() -> None:
        with files.plain.open("rb") as source, files.sealed.open("wb") as target:
            sealer = PushSealer(target, recipients)
            while piece := source.read(ARRIVING):
                sealer.write(piece)
            sealer.finish()

    def opening() -> None:
        with files.sealed.open("rb") as source, files.opened.open("wb") as target:
            unseal(source, target, [identity])

    return Contender(name, {"seal": sealing, "push": pushing, "open": opening})


def race(contender: Contender, files: Files) -> None:
    for verb, work in contender.works.items():
        made = files.opened if verb == "open" else files.sealed
        made.unlink(missing_ok=True)
        started = time.perf_counter()
        work()
        taken = time.perf_counter() - started
        contender.seconds[verb] = min(taken, contender.seconds.get(verb, taken))
    if files.opened.stat().st_size != files.plain.stat().st_size:
        raise SystemExit(f"{contender.name} did not give back what it sealed")


def show(contenders: list[Contender], megabytes: float, rounds: int) -> None:
    reference = contenders[0].seconds
    print(f"{megabytes:.0f} MB, MB/s, best of {rounds}; in brackets: times as fast as {contenders[0].name}\n")
    print(f"{'':24}" + "".join(f"{verb:>18}" for verb in VERBS))
    for contender in contenders:
        cells = [cell(contender.seconds.get(verb), reference, verb, megabytes) for verb in VERBS]
        print(f"{contender.name:24}" + "".join(f"{text:>18}" for text in cells))


def cell(seconds: float | None, reference: dict[str, float], verb: str, megabytes: float) -> str:
    if seconds is None:
        return "-"
    compared = reference.get(verb, reference["seal"])
    return f"{megabytes / seconds:.0f} ({compared / seconds:.2f}x)"


if __name__ == "__main__":
    main()
