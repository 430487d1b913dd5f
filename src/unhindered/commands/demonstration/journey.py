"""The whole journey, through the same commands that people type. Each step raises if it fails."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from unhindered.commands.demonstration.programs import run_command
from unhindered.commands.demonstration.setting import INSTITUTION, SECOND, STATE, Demonstration, ask
from unhindered.core.errors import Unavailable
from unhindered.storage.files import write_small_file

_PATIENCE = 30.0
_PAUSE = 0.2
_ANSWERS = {
    "what": "Two days after I visited detainees in Lantern House, officials threatened me in my office.",
    "when": "12 February 2026",
    "where": "New Harbour, Vareland",
    "state": STATE,
    "danger": "yes",
    "danger_who": "I am, and my colleague.",
    "contact": "mailbox",
}
_ANSWER = "We have read your report. Write here, and only here. Is there a safe time for you to look?"
_PUBLIC_TEXT = "A lawyer was threatened by officials two days after visiting detainees."


@dataclass
class Journey:
    """One report on its way from a source to the public page."""

    stage: Demonstration
    receipt_file: Path = field(init=False)
    proof_file: Path = field(init=False)
    found: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.receipt_file = self.stage.folder / "receipt.txt"
        self.proof_file = self.stage.folder / "proof.json"

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """What happens, in order, each with the sentence that says what then holds."""
        return [
            ("A source sends a report with an attachment; the gate holds it, sealed.", self.send),
            ("The gate is killed and started again; the report is still there.", self.kill_gate),
            ("An officer syncs, verifies the log, and opens report and attachment.", self.read_report),
            (
                "The officer opens a case; no answer leaves before a risk assessment.",
                self.refuse_early_contact,
            ),
            ("The officer assesses the risk and answers.", self.answer),
            ("The source comes back: held, proved by the log itself, and answered.", self.come_back),
            ("The source writes again, and the officer reads it.", self.write_again),
            ("Consent is recorded, and a public statement drafted.", self.draft),
            ("The officer's own approval is refused; the second officer approves.", self.approve),
            ("The statement is published in the public log.", self.publish),
            ("A document is read; an officer confirms some facts and rejects one.", self.read_document),
            ("The ledger shows both, and every statement on it is proved.", self.show),
            ("The sealed log is whole: every entry is what its leaf commits to.", self.verify_log),
            ("A withdrawn consent blocks the next statement at once.", self.withdraw),
        ]

    def send(self) -> None:
        """From the source's device, over the endpoint that the browser uses."""
        answers, attachment = self.stage.folder / "answers.json", self.stage.folder / "visit-notes.txt"
        write_small_file(answers, json.dumps(_ANSWERS).encode())
        write_small_file(attachment, b"Fictional notes of a fictional visit.\n" * 4000)
        sent = ask(
            "source", "send", answers, "--gate", self.stage.url("gate"), "--attach", attachment,
            "--fingerprint", self.stage.fingerprints["institution"], "--proof", self.proof_file,
        )  # fmt: skip
        write_small_file(self.receipt_file, " ".join(sent["receipt"]).encode(), private=True)
        self.found["attachment_sha256"] = hashlib.sha256(attachment.read_bytes()).hexdigest()
        attachment.unlink()
        answers.unlink()

    def kill_gate(self) -> None:
        """What was acknowledged survives."""
        self.stage.gate.kill()
        self.stage.start_gate()

    def read_report(self) -> None:
        """Through the first officer's desk."""
        ask(*self._first("sync"))
        row = ask(*self._first("inbox"))["undecided"][0]
        require(row["danger"] == "yes", "the inbox shows who is in danger")
        self.found["report"] = row["id"]
        view = ask(*self._first("show", row["id"]))
        require(view["answers"]["what"] == _ANSWERS["what"], "the report opens as it was written")
        saved = self.stage.folder / "saved-attachment"
        ask(*self._first("attachment", row["id"], "1", "--out", saved))
        digest = hashlib.sha256(saved.read_bytes()).hexdigest()
        require(digest == self.found["attachment_sha256"], "the attachment is the source's, byte for byte")

    def refuse_early_contact(self) -> None:
        """Rule 5: a case can be opened, but nobody may write to the source yet."""
        opened = ask(
            *self._first("open-case", self.found["report"], "--name", "Lantern", "--officer", SECOND)
        )
        self.found["case"] = opened["case"]
        code, said = run_command(*self._first("answer", opened["case"], "--text", _ANSWER))
        require(code == 1, f"an answer before a risk assessment is refused ({said})")

    def answer(self) -> None:
        """Rapid assessment first: someone is in danger now."""
        ask(
            *self._first("assess", self.found["case"], "--danger-now"),
            "--threat", "Officials of the town", "--safe-contact", "Only through the mailbox",
            "--do-not", "Do not telephone", "--next-step", "Ask for a safe time",
        )  # fmt: skip
        ask(*self._first("answer", self.found["case"], "--text", _ANSWER))

    def come_back(self) -> None:
        """With the receipt only; waits for the next published checkpoint."""
        deadline = time.monotonic() + _PATIENCE
        items: list[dict[str, Any]] = []
        while time.monotonic() < deadline:
            items = self._mailbox()
            if any(item.get("proof") == "proved" for item in items):
                break
            time.sleep(_PAUSE)
        require(any(item.get("proof") == "proved" for item in items), "the held note is proved by the log")
        require(any(item["text"] == _ANSWER for item in items), "the answer is in the mailbox")
        ask("verify", "receipt", self.proof_file)

    def write_again(self) -> None:
        """The same endpoint, the same kind of envelope; only the desk can tell."""
        ask(
            "source", "message", "-", "--gate", self.stage.url("gate"), "--receipt", self.receipt_file,
            "--fingerprint", self.stage.fingerprints["institution"], said="Mornings are safe.",
        )  # fmt: skip
        ask(*self._first("sync"))
        messages = ask(*self._first("show", self.found["report"]))["messages"]
        require([message["text"] for message in messages] == ["Mornings are safe."], "the message arrived")

    def draft(self) -> None:
        """The victim agrees to publication without a name, and to nothing else."""
        case = self.found["case"]
        person = ask(
            *self._first("person", case, "--label", "the lawyer", "--role", "source", "--role", "victim")
        )
        consent = ask(
            *self._first("consent", case, "--person", person["person"], "--purpose", "publication"),
            "--level", "anonymous", "--method", "mailbox",
        )  # fmt: skip
        self.found |= {"person": person["person"], "consent": consent["consent"]}
        self.found["statement"] = self._draft()

    def approve(self) -> None:
        """Two officers stand behind what is public."""
        code, said = run_command(*self._first("approve", self.found["statement"]))
        require(code == 1, f"one's own approval is refused ({said})")
        ask(*self._second("sync"))
        ask(*self._second("approve", self.found["statement"]))

    def publish(self) -> None:
        """Through the one door, into the public log."""
        ask(*self._first("sync"))
        ask(*self._first("publish", self.found["statement"]))

    def read_document(self) -> None:
        """An article about a fictional State, of our own."""
        article = self.stage.folder / "article.txt"
        write_small_file(article, fictional_article())
        added = ask(
            *self._first("documents", "add", article, "--title", "Vareland urged to protect"),
            "--publisher", "The Fictional Lamp Gazette", "--dated", "2026-03-04", "--language", "en",
            "--url", "https://gazette.example/2026/03/04",
        )  # fmt: skip
        document = added["document"]
        proposals = ask(*self._first("documents", "proposals", document))["proposals"]
        kinds = {proposal["kind"] for proposal in proposals}
        require({"named_for_reprisals", "concern", "resolution"} <= kinds, "reading proposes what is said")
        for proposal in proposals:
            if proposal["kind"] in ("named_for_reprisals", "concern"):
                ask(*self._first("documents", "confirm", document, str(proposal["number"])))
            elif proposal["kind"] == "allegation":
                ask(
                    *self._first(
                        "documents", "reject", document, str(proposal["number"]), "--reason", "in our case"
                    )
                )
        queue = ask(*self._first("queue"))
        ask(*self._first("publish", *[page["id"] for page in queue]))

    def show(self) -> None:
        """What everybody can read and check."""
        deadline = time.monotonic() + _PATIENCE
        page = ""
        while time.monotonic() < deadline and not (_PUBLIC_TEXT in page and "Secretary-General" in page):
            time.sleep(_PAUSE)
            self.stage.build_ledger()
            page = (self.stage.site / "states" / STATE.lower() / "index.html").read_text()
        require(_PUBLIC_TEXT in page, "the statement is on the State's page")
        require(INSTITUTION in page, "the page says who documented it")
        require("Secretary-General" in page, "what was confirmed from the document is there too")
        ask("verify", "ledger", self.stage.site)

    def verify_log(self) -> None:
        """As an auditor would."""
        ask("verify", "log", self.stage.gate_folder / "sealed", "--key", self.stage.notice().sealed_log)

    def withdraw(self) -> None:
        """Withdrawal blocks at once, also what was approved before."""
        statement = self._draft()
        ask(*self._second("sync"))
        ask(*self._second("approve", statement))
        ask(*self._first("sync"))
        ask(*self._first("withdraw", self.found["case"], self.found["consent"]))
        code, said = run_command(*self._first("publish", statement))
        require(code == 1, f"nothing leaves without a standing consent ({said})")

    def _draft(self) -> str:
        shown = f"{self.found['person']}:anonymous:consent:{self.found['consent']}"
        drafted: str = ask(
            *self._first("draft", self.found["case"], "--text", _PUBLIC_TEXT, "--state", STATE),
            "--period", "2026-02", "--show", shown,
        )["statement"]  # fmt: skip
        # The desk that is served beside may have had the line just then; what waits goes out now.
        ask(*self._first("sync"))
        return drafted

    def _mailbox(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = ask(
            "source", "mailbox", "--gate", self.stage.url("gate"), "--receipt", self.receipt_file
        )["items"]
        return items

    def _first(self, *words: str | Path) -> list[str | Path]:
        return self.stage.desks[0].words(*words)

    def _second(self, *words: str | Path) -> list[str | Path]:
        return self.stage.desks[1].words(*words)


def fictional_article() -> bytes:
    """The article of our own that the demonstration reads."""
    return resources.files("unhindered.commands.demonstration").joinpath("article.txt").read_bytes()


def require(holds: bool, what: str) -> None:
    """Raise unless something holds.

    Raises:
        Unavailable: it does not.
    """
    if not holds:
        raise Unavailable(
            f"It did not hold that {what}.", advice="This is a fault of the program: report it."
        )
