"""`unhindered desk …`, as an officer types it, against a gate on this machine."""

import json
from datetime import UTC, datetime

import httpx
import pytest
from served_over_http import ServedOverHttp

from unhindered.__main__ import main
from unhindered.core.correspondence.submission import compose_submission
from unhindered.core.envelope.payload import frame
from unhindered.core.envelope.recipients import parse_recipient
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.institution.notice import notice_id, read_notice
from unhindered.gate.app import make_gate
from unhindered.gate.folder import GateFolder
from unhindered.gate.limits import Limits
from unhindered.gate.settings import GateSettings

ARTICLE = """\
The Committee against Torture expressed concern about reprisals against lawyers in Vareland.

Vareland committed itself to investigate every reprisal.
"""


def now():
    return datetime.now(UTC)


class Terminal:
    """Types commands, and reads what they print."""

    def __init__(self, tmp_path, capsys):
        self.path, self.capsys = tmp_path, capsys
        for name in ("owner", "second"):
            (tmp_path / f"{name}.txt").write_text(f"the passphrase of the {name}\n")

    def run(self, *words, as_json=True):
        code = main([str(word) for word in words] + (["--json"] if as_json else []))
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def desk(self, name, command, *words):
        options = ["--dir", self.path / name, "--passphrase-file", self.path / f"{name}.txt"]
        first, *rest = command.split()
        code, out, _ = self.run("desk", first, *rest, *options, *words)
        return code, json.loads(out)

    def owner(self, command, *words):
        code, said = self.desk("owner", command, *words)
        assert code == 0, said
        return said

    def second(self, command, *words):
        code, said = self.desk("second", command, *words)
        assert code == 0, said
        return said


@pytest.fixture
def terminal(tmp_path, capsys):
    return Terminal(tmp_path, capsys)


@pytest.fixture
def enrolled_terminal(terminal):
    folder, code = GateFolder.create(
        terminal.path / "gate", GateSettings(name="gate.example.org", publish_every=86_400), now=now()
    )
    with ServedOverHttp(make_gate(folder, now=now, limits=Limits(mailbox_answer=0.0))) as served:
        terminal.url = served.url
        terminal.owner(
            "init", "--institution", "Fictional Lamp", "--officer", "Ada Fictional", "--work-factor", "10"
        )
        terminal.owner("enrol", served.url, *code.split())
        terminal.second("init", "--join", "--officer", "Ben Invented", "--work-factor", "10")
        terminal.owner(
            "admit", terminal.path / "second" / "card.txt", "--welcome", terminal.path / "welcome.age"
        )
        terminal.second("join", terminal.path / "welcome.age")
        yield terminal


def send_report(terminal, **answers):
    given = {"what": "Guards beat Ada Fictional.", "state": "XVL", "danger": "yes", "contact": "mailbox"}
    (terminal.path / "answers.json").write_text(json.dumps(given | answers))
    (terminal.path / "note.txt").write_text("words")
    code, out, err = terminal.run(
        "source",
        "send",
        terminal.path / "answers.json",
        "--gate",
        terminal.url,
        "--attach",
        terminal.path / "note.txt",
        "--unverified",
    )
    assert code == 0, (out, err)


# The source's command leaves its connection to the end of the process, which here goes on.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_step_of_a_case_has_a_command(enrolled_terminal):
    terminal = enrolled_terminal
    send_report(terminal)
    synced = terminal.owner("sync")
    (row,) = terminal.owner("inbox")["undecided"]
    report = row["id"]
    assert terminal.owner("show", report[:12])["answers"]["what"] == "Guards beat Ada Fictional."
    terminal.owner("attachment", report, "1", "--out", terminal.path / "saved.txt")
    case = terminal.owner("open-case", report, "--name", "Autumn 4", "--officer", "Ben Invented")["case"]
    code, said = terminal.desk("owner", "answer", case, "--text", "Hello.")
    assert code == 1
    assert "risk assessment" in said["error"]
    rapid = ["--threat", "a", "--safe-contact", "b", "--do-not", "c", "--next-step", "d"]
    terminal.owner("assess", case, "--danger-now", *rapid)
    terminal.owner("answer", case, "--text", "We have read your report.")
    person = terminal.owner("person", case, "--label", "P1", "--role", "source")["person"]
    talk = terminal.owner("cooperation", case, "--person", person, "--how", "Spoke to a visit")
    terminal.owner("act", case, "--type", "RX13", "--victim", person, "--reprisal-for", talk["cooperation"])
    consent = terminal.owner(
        *("consent", case, "--person", person, "--purpose", "publication", "--level", "anonymous"),
        *("--method", "mailbox"),
    )["consent"]
    terminal.owner("note", case, "--text", "Ask again on Monday.")
    shown = f"{person}:anonymous:consent:{consent}"
    statement = terminal.owner(
        *("draft", case, "--text", "Somebody was beaten.", "--state", "XVL", "--period", "2026"),
        *("--show", shown),
    )["statement"]
    code, said = terminal.desk("owner", "approve", statement)
    assert code == 1
    assert "You drafted" in said["error"]
    terminal.second("sync")
    assert terminal.second("review")[0]["id"] == statement
    terminal.second("approve", statement)
    terminal.owner("sync")
    assert terminal.owner("queue")[0]["held_back"] == ""
    published = terminal.owner("publish", statement)
    withdrawn = terminal.owner("withdraw", case, consent)
    terminal.owner("retract", statement)
    code, open_still = terminal.desk("owner", "close", case, "--outcome", "submitted")
    terminal.owner("close", case, "--outcome", "submitted", "--anyway")

    assert synced["alarms"] == []
    assert (terminal.path / "saved.txt").read_text() == "words"
    assert published["sent"]
    assert withdrawn["take_back"] == [statement]
    assert code == 1
    assert "Still open in this case" in open_still["error"]
    assert terminal.owner("case", case)["is_closed"]
    assert len(terminal.owner("officers")["officers"]) == 2


# As above.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_source_who_asked_not_to_be_contacted_is_not_answered_by_mistake(enrolled_terminal):
    terminal = enrolled_terminal
    send_report(terminal, contact="no")
    terminal.owner("sync")
    (row,) = terminal.owner("inbox")["undecided"]
    case = terminal.owner("open-case", row["id"], "--name", "Autumn 5")["case"]
    rapid = ["--threat", "a", "--safe-contact", "b", "--do-not", "Do not call.", "--next-step", "d"]
    terminal.owner("assess", case, "--danger-now", *rapid)

    code, said = terminal.desk("owner", "answer", case, "--text", "Hello.")
    words = ["--dir", terminal.path / "owner", "--passphrase-file", terminal.path / "owner.txt"]
    words += ["--text", "Hello.", "--although-asked-not-to"]
    sent, _, warned = terminal.run("desk", "answer", case, *words)

    assert (code, sent) == (1, 0)
    assert "asked not to be contacted" in said["error"]
    assert "--although-asked-not-to" in said["advice"]
    assert "Do not call." in warned
    assert "asked not to be contacted" in warned


def test_a_document_is_read_confirmed_and_published(enrolled_terminal):
    terminal = enrolled_terminal
    article = terminal.path / "article.txt"
    article.write_text(ARTICLE)
    added = terminal.owner(
        *("documents add", article, "--title", "An article", "--publisher", "The Gazette"),
        *("--dated", "2026-03-04", "--url", "https://gazette.example/2026/03/04"),
    )
    found = terminal.owner("documents proposals", added["document"])["proposals"]
    kinds = {item["kind"]: item["number"] for item in found}
    terminal.owner("documents confirm", added["document"], kinds["concern"])
    terminal.owner("documents reject", added["document"], kinds["commitment"], "--reason", "not ours")
    (page,) = terminal.owner("queue")

    assert terminal.owner("publish", page["id"])["sent"]
    (row,) = terminal.owner("documents list")
    assert (row["confirmed"], row["rejected"], row["published"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("sync", []),
        ("show", ["0123456789ab"]),
        ("case", ["0123456789ab"]),
        ("publish", ["0123456789ab"]),
        ("enrol", ["ftp://nowhere", "zoo"]),
    ],
)
def test_a_command_that_cannot_work_says_why_and_what_to_do(terminal, command, words):
    terminal.owner("init", "--institution", "Fictional Lamp", "--officer", "Ada", "--work-factor", "10")

    code, said = terminal.desk("owner", command, *words)

    assert code == 1
    assert said["error"].endswith(".")
    assert said["advice"]


def test_the_wrong_passphrase_is_one_sentence(terminal):
    terminal.owner("init", "--institution", "Fictional Lamp", "--officer", "Ada", "--work-factor", "10")
    (terminal.path / "owner.txt").write_text("something else entirely\n")

    code, said = terminal.desk("owner", "inbox")

    assert (code, said["error"]) == (1, "This passphrase does not open this desk.")


def test_without_json_people_read_sentences(terminal):
    code, out, _ = terminal.run(
        *("desk", "init", "--dir", terminal.path / "owner", "--institution", "Fictional Lamp"),
        *("--officer", "Ada Fictional", "--work-factor", "10"),
        *("--passphrase-file", terminal.path / "owner.txt"),
        as_json=False,
    )

    assert code == 0
    assert "its six words, for your leaflets" in out


def test_a_desk_is_never_served_to_a_network(terminal):
    terminal.owner("init", "--institution", "Fictional Lamp", "--officer", "Ada", "--work-factor", "10")

    code, said = terminal.desk("owner", "serve", "--address", "0.0.0.0:8002")

    assert (code, said["error"]) == (1, "A desk is served to its own machine only.")


def test_what_could_not_be_opened_is_said_by_the_commands(enrolled_terminal):
    terminal = enrolled_terminal
    notice = httpx.get(f"{terminal.url}/notice").text
    sealed = seal_bytes(frame("report.json", b"no report"), [parse_recipient(read_notice(notice).intake)])
    body = compose_submission([(notice_id(notice), sealed)])
    sent = httpx.post(f"{terminal.url}/entries", content=body, headers={"Idempotency-Key": "a" * 64})
    assert sent.status_code == 201

    code, synced = terminal.desk("owner", "sync")
    again, _ = terminal.desk("owner", "sync")
    (aside,) = terminal.owner("inbox")["set_aside"]

    assert (code, again) == (1, 0)
    assert synced["set_aside"] == 1
    assert synced["unopened"][0].startswith(f"Entry {aside['place']}, of a source")
    assert aside["is_of_source"]


def test_questions_are_seen_changed_and_asked_by_commands(enrolled_terminal):
    terminal = enrolled_terminal
    shown = terminal.owner("questions show")
    assert shown["is_shipped"]
    options = ("--dir", terminal.path / "owner", "--passphrase-file", terminal.path / "owner.txt")
    _, copy, _ = terminal.run("desk", "questions", "show", *options, as_json=False)
    changed = json.loads(copy)
    changed["sections"][0]["title"] = {"en": "Is anybody safe?"}
    file = terminal.path / "questions.json"
    file.write_text(json.dumps(changed))

    (line,) = terminal.owner("questions check", file)["changes"]
    asked = terminal.owner("questions ask", file)

    assert "is now “Is anybody safe?" in line
    now_asked = terminal.owner("questions show")
    assert (now_asked["hash"], now_asked["is_shipped"]) == (asked["questionnaire"], False)
    terminal.owner("questions ask", "--shipped")
    assert terminal.owner("questions show")["is_shipped"]
    # The roster has to be here before it is known who is an owner.
    terminal.second("sync")
    code, said = terminal.desk("second", "questions ask", file)
    assert (code, said["error"]) != (0, "")
    assert "owner" in said["error"]
