"""Sets the scene: a gate, two officers' desks, a ledger; a fictional institution in a fictional State."""

import http.server
import secrets
import threading
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from unhindered.commands.demonstration.programs import Program, free_port, run_command
from unhindered.core.errors import Unavailable
from unhindered.core.institution.notice import Notice, read_notice
from unhindered.gate.folder import GateFolder
from unhindered.storage.files import write_small_file
from unhindered.storage.source_client import SourceClient

INSTITUTION = "Fictional Lamp Society"
FIRST, SECOND = "Officer Lumen (fictional)", "Officer Candela (fictional)"
GATE_NAME = "gate.fictional-lamp.example"
STATE = "XVL"
# The demonstration's passphrases protect nothing: a low work factor keeps it brisk.
_WORK_FACTOR = "10"
_PUBLISH_EVERY = "2"


@dataclass(frozen=True)
class DeskAddress:
    """One officer's desk: its folder, the file with its passphrase, and where its pages are served."""

    officer: str
    folder: Path
    passphrase_file: Path
    port: int

    def words(self, *command: str | Path) -> list[str | Path]:
        """A desk command of this officer."""
        return ["desk", *command, "--dir", self.folder, "--passphrase-file", self.passphrase_file]


class Demonstration:
    """Everything in one folder, on loopback only, with keys made fresh. Use it as a context."""

    def __init__(self, folder: Path, *, ports: dict[str, int] | None = None) -> None:
        chosen = ports or {}
        self.folder = folder
        self.gate_folder = folder / "gate"
        self.site = folder / "site"
        self.ports = {name: chosen.get(name) or free_port() for name in _PORTS}
        self.desks = tuple(
            DeskAddress(officer, folder / name, folder / f"{name}-passphrase.txt", self.ports[name])
            for officer, name in ((FIRST, "desk-one"), (SECOND, "desk-two"))
        )
        self.fingerprints: dict[str, str] = {}
        self.gate = self._program("gate", "serve", "--dir", self.gate_folder, "--address", self._at("gate"))
        self._running = ExitStack()

    def __enter__(self) -> "Demonstration":
        try:
            self._set_up()
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def url(self, part: str) -> str:
        """Where a part answers."""
        return f"http://{self._at(part)}"

    def start_gate(self) -> None:
        """Start the gate, or start it again after it was killed."""
        self.gate.start(answers_at=self.url("gate") + "/static/base.css")

    def desk_url(self, desk: DeskAddress) -> str:
        """The address, with its one-time token, that an officer opens in the browser."""
        return (desk.folder / "address.txt").read_text().strip()

    def build_ledger(self) -> dict[str, Any]:
        """Build the public site from what is in the public log now.

        Raises:
            Unavailable: it could not be built.
        """
        built: dict[str, Any] = ask("ledger", "build", "--gate", self.url("gate"), "--out", self.site)
        return built

    def notice(self) -> Notice:
        """The institution's notice, as the gate shows it."""
        with closing(SourceClient(self.url("gate"))) as client:
            return read_notice(client.notice())

    def public_checkpoint(self) -> bytes:
        """The published checkpoint of the public log; it changes when a statement appeared."""
        try:
            return httpx.get(self.url("gate") + "/public/checkpoint", timeout=10).content
        except httpx.HTTPError as err:
            raise Unavailable("The gate does not answer.") from err

    def _set_up(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        made = ask(
            "gate", "init", "--dir", self.gate_folder, "--name", GATE_NAME, "--publish-every", _PUBLISH_EVERY
        )
        GateFolder(self.gate_folder).change_settings(reader=self.url("reader"))
        self.fingerprints["gate"] = made["log_key_words"]
        self.start_gate()
        self._running.callback(self.gate.stop)
        self._set_up_owner(made["code"])
        self._set_up_second()
        self._serve_reader()
        for desk in self.desks:
            self._serve_desk(desk)
        self.build_ledger()
        self._serve_site()

    def _set_up_owner(self, code: str) -> None:
        owner = self.desks[0]
        _write_passphrase(owner)
        made = ask(
            *owner.words("init", "--officer", FIRST, "--institution", INSTITUTION, "--state", STATE),
            "--about", "A fictional organisation that stands by people who report torture.",
            "--promise", "Two officers read every report, on their own machines.",
            "--promise", "Nothing about you leaves without your consent.",
            "--work-factor", _WORK_FACTOR,
        )  # fmt: skip
        self.fingerprints["institution"] = made["institution_fingerprint"]
        enrolled = ask(*owner.words("enrol", self.url("gate"), *code.split()))
        if enrolled["gate_fingerprint"] != self.fingerprints["gate"]:
            raise Unavailable("The gate's six words differ from those that the desk sees.")

    def _set_up_second(self) -> None:
        owner, second = self.desks
        _write_passphrase(second)
        ask(*second.words("init", "--officer", SECOND, "--join", "--work-factor", _WORK_FACTOR))
        welcome = self.folder / "welcome.age"
        ask(*owner.words("admit", second.folder / "card.txt", "--welcome", welcome))
        ask(*second.words("join", welcome))
        ask(*second.words("sync"))

    def _serve_reader(self) -> None:
        reader = self._program(
            "gate", "noscript", "--dir", self.gate_folder, "--address", self._at("reader"),
            "--gate", self.url("gate"),
        )  # fmt: skip
        reader.start(answers_at=self.url("reader"))
        self._running.callback(reader.stop)

    def _serve_desk(self, desk: DeskAddress) -> None:
        address_file = desk.folder / "address.txt"
        served = self._program(
            *desk.words(
                "serve",
                "--lock-after",
                "0",
                "--address",
                f"127.0.0.1:{desk.port}",
                "--address-file",
                address_file,
            )
        )
        served.start(answers_at=f"http://127.0.0.1:{desk.port}/")
        self._running.callback(served.stop)

    def _serve_site(self) -> None:
        handler = partial(_Quiet, directory=str(self.site))
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", self.ports["ledger"]), handler)
        except OSError as err:
            raise Unavailable(
                f"Nothing can listen on {self._at('ledger')}.",
                advice="If another demonstration runs there, stop it; or start this one with --any-ports.",
            ) from err
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self._running.callback(server.server_close)
        self._running.callback(server.shutdown)

    def _program(self, *words: str | Path) -> Program:
        return Program(*words, log=self.folder / f"{words[0]}-{words[1]}.log")

    def _at(self, part: str) -> str:
        return f"127.0.0.1:{self.ports[part]}"


_PORTS = ("gate", "reader", "desk-one", "desk-two", "ledger")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the built site as any web server would; keeps no log."""

    def log_message(self, *_: Any) -> None:
        """Say nothing of who asked for what."""


def ask(*words: str | Path, said: str | None = None) -> Any:
    """What a command answers, if it succeeds.

    Raises:
        Unavailable: it did not.
    """
    code, printed = run_command(*words, said=said)
    if code:
        shown = " ".join(str(word) for word in words[:2])
        raise Unavailable(f"`unhindered {shown}` failed: {printed.get('error', 'no reason given')}")
    return printed


def _write_passphrase(desk: DeskAddress) -> None:
    write_small_file(desk.passphrase_file, secrets.token_hex(12).encode() + b"\n", private=True)
