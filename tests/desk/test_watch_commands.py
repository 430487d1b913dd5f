"""`unhindered desk watch …`, as it is typed; and the watch killed by nothing less than kill -9."""

import json
import os
import signal
import smtplib
import socketserver
import subprocess
import sys
import threading

import pytest
from desk_world import PASSPHRASE, Source
from watch_world import DUTY, WatchWorld, come_back

from unhindered.__main__ import main
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.actions.watch_posts import post_watch
from unhindered.desk.watch.alerts import CommandAndMail
from unhindered.desk.watch.duty import Mail, OnDuty, read_duty
from unhindered.desk.watch.post import WatchFolder
from unhindered.desk.watch.service import service_unit

TEXT = "Unhindered: alarm 1 at Fictional Lamp. Open the desk."
# One round against a gate whose sealed log was handed over as a file of entries.
ONE_ROUND = """
import json, sys
from datetime import datetime
from pathlib import Path
sys.path[:0] = json.loads(sys.argv[3])
from unhindered.core.errors import Unavailable
from unhindered.desk.watch.alerts import CommandAndMail
from unhindered.desk.watch.duty import read_duty
from unhindered.desk.watch.post import WatchFolder
from unhindered.desk.watch.watch import open_watch

class Away:
    def checkpoint(self):
        raise Unavailable("The gate does not answer.")
    def close(self):
        pass

folder = WatchFolder(Path(sys.argv[1]))
with open_watch(folder, lambda post: Away()) as watch:
    watch.round(datetime.fromisoformat(sys.argv[2]), read_duty(folder.duty), CommandAndMail(mail=None))
"""


@pytest.fixture
def world(tmp_path):
    found = WatchWorld(tmp_path)
    found.init()
    found.enrol()
    return found


@pytest.fixture
def owner(world):
    desk = world.owner()
    world.sync(desk)
    yield desk
    desk.close()


def run(capsys, *words):
    code = main([str(word) for word in words] + ["--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_machine_becomes_a_watch_by_three_commands(world, owner, tmp_path, capsys):
    machine, post = tmp_path / "machine", tmp_path / "post.age"
    _, made = run(capsys, "desk", "watch", "init", "--dir", machine)
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    desk = ("--dir", world.owner_folder.path, "--passphrase-file", passphrase)
    world.connect = None
    _, posted = run(capsys, "desk", "watch", "enrol", *desk, machine / "card.txt", "--post", post)
    _, joined = run(capsys, "desk", "watch", "join", "--dir", machine, post)

    assert made["fingerprint"] == posted["fingerprint"]
    assert joined["institution"] == "Fictional Lamp"
    assert WatchFolder(machine).post().gate.name == "gate.example.org"


def test_status_says_that_it_does_not_watch(world, owner, capsys):
    world.set_up_watch(owner)
    world.round()
    code, said = run(capsys, "desk", "watch", "status", "--dir", world.watch_folder.path)

    # The round was long ago by the clock of this machine, or will be.
    assert said["rounds"] == 1
    assert (code, said["is_watching"]) in [(4, False), (0, True)]


def test_one_round_goes_on_though_no_gate_can_be_reached(world, owner, capsys):
    world.set_up_watch(owner)
    code, said = run(capsys, "desk", "watch", "run", "--once", "--dir", world.watch_folder.path)
    status = run(capsys, "desk", "watch", "status", "--dir", world.watch_folder.path)

    assert (code, said["ringing"], said["rounds"]) == (0, [], 1)
    assert said["trouble"].startswith("The gate does not answer.")
    assert (status[0], status[1]["is_watching"]) == (0, True)


def test_a_watch_without_a_duty_roster_does_not_start(world, owner, capsys):
    world.set_up_watch(owner)
    world.watch_folder.duty.unlink()
    code, said = run(capsys, "desk", "watch", "run", "--dir", world.watch_folder.path)

    assert (code, "duty.json" in said["error"]) == (1, True)


def test_acknowledging_nothing_is_refused(world, owner, capsys):
    world.set_up_watch(owner)
    world.round()
    code, said = run(capsys, "desk", "watch", "acknowledge", "--dir", world.watch_folder.path)

    assert (code, said["error"]) == (1, "No such alarm rings.")


def test_the_duty_roster_is_tried_without_an_alarm(world, owner, capsys, tmp_path):
    world.set_up_watch(owner)
    log = tmp_path / "rung"
    script = f'printf "%s\\n" "$1" >> {log}'
    officers = [
        {"name": "first", "command": ["sh", "-c", script, "ring"]},
        {"name": "second", "command": ["false"]},
    ]
    world.watch_folder.duty.write_text(json.dumps(DUTY | {"officers": officers}))
    code, said = run(capsys, "desk", "watch", "test", "--dir", world.watch_folder.path)

    assert log.read_text() == "Test. Unhindered: alarm 0 at Fictional Lamp. Open the desk.\n"
    assert (code, said) == (1, {"failed": {"second": "The command failed with 1."}})


def test_kill_minus_nine_in_the_middle_of_a_call_loses_no_alarm(world, owner, tmp_path):
    world.set_up_watch(owner)
    come_back(Source(world.gate), "danger")
    log, killing = tmp_path / "rung", tmp_path / "killing"
    script = f'echo "$1" >> {log}; if [ -e {killing} ]; then kill -9 $PPID; fi'
    officers = [{"name": name, "command": ["sh", "-c", f"{script}; :", name]} for name in ("a", "b")]
    world.watch_folder.duty.write_text(json.dumps(DUTY | {"officers": officers}))
    # It hears of the danger, and calls nobody yet: both cannot be reached.
    world.pagers.broken = {"a", "b"}
    world.round()
    killing.touch()
    later = world.now.replace(hour=13).isoformat()

    def in_a_process():
        words = [sys.executable, "-c", ONE_ROUND, str(world.watch_folder.path), later, json.dumps(sys.path)]
        return subprocess.run(words, capture_output=True, env=os.environ, check=False)

    killed = in_a_process()
    killing.unlink()
    again, rest = in_a_process(), in_a_process()

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (again.returncode, rest.returncode) == (0, 0), again.stderr
    # The call that was cut off, that call once more, and nobody for it before the interval is over.
    told = [line for line in log.read_text().splitlines() if line == TEXT]
    assert told == [TEXT, TEXT]


class _Sink(socketserver.StreamRequestHandler):
    """A mail server of the simplest kind, without TLS."""

    def handle(self):
        self.wfile.write(b"220 mail.example.org\r\n")
        is_data = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if is_data:
                self.server.lines.append(line)
                is_data = line != "."
                answer = None if is_data else b"250 kept\r\n"
            else:
                is_data = line.upper() == "DATA"
                answer = b"354 go on\r\n" if is_data else b"250 mail.example.org\r\n"
                if line.upper().startswith("EHLO"):
                    answer = b"250-mail.example.org\r\n250 AUTH PLAIN\r\n"
            if line.upper() == "QUIT" and not is_data:
                self.wfile.write(b"221 bye\r\n")
                return
            if answer:
                self.wfile.write(answer)


@pytest.fixture
def mail_server():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Sink) as server:
        server.daemon_threads, server.lines = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_mail_says_that_something_rings_and_nothing_else(mail_server):
    mail = Mail(host="127.0.0.1", port=mail_server.server_address[1], sender="watch@example.org")
    CommandAndMail(mail=mail).call(OnDuty(name="x", email="first@example.org"), TEXT)
    head, _, body = "\n".join(mail_server.lines).partition("\n\n")

    assert body.split() == [*TEXT.split(), "."]
    assert {line.partition(":")[0] for line in head.splitlines()} == {
        *("From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
    }


def test_a_mail_server_elsewhere_without_tls_gets_nothing(mail_server):
    port = mail_server.server_address[1]
    # The same server under a name that is not this machine's.
    mail = Mail(host="127.1", port=port, sender="watch@example.org")

    with pytest.raises(Unavailable) as refusal:
        CommandAndMail(mail=mail).call(OnDuty(name="x", email="first@example.org"), TEXT)

    assert smtplib.SMTPNotSupportedError.__name__ in str(refusal.value)
    assert mail_server.lines == []


def test_a_mail_server_that_is_away_is_said(tmp_path):
    mail = Mail(host="127.0.0.1", port=1, sender="watch@example.org")

    with pytest.raises(Unavailable):
        CommandAndMail(mail=mail).call(OnDuty(name="x", email="first@example.org"), TEXT)


def test_a_command_that_does_not_exist_is_said():
    with pytest.raises(Unavailable):
        CommandAndMail(mail=None).call(OnDuty(name="x", command=("/nonexistent",)), TEXT)


def test_a_login_or_sender_that_no_mail_can_carry_is_a_failed_call(mail_server, tmp_path):
    password = tmp_path / "password"
    password.write_text("пароль")
    port = mail_server.server_address[1]
    common = {"host": "127.0.0.1", "port": port}
    for mail in (
        Mail(sender="watch@example.org", user="watch", password_file=password, **common),
        Mail(sender="watch@example.org\nBcc: all@example.org", **common),
    ):
        with pytest.raises(Unavailable, match="could not be sent"):
            CommandAndMail(mail=mail).call(OnDuty(name="x", email="first@example.org"), TEXT)
    assert mail_server.lines == []


def test_a_command_that_no_machine_can_run_is_a_failed_call_and_the_next_is_called(world, owner, tmp_path):
    rang = tmp_path / "rang"
    officers = [
        {"name": "Ada", "command": ["/bin/echo", "with\0in"]},
        {"name": "Ben", "command": ["/bin/sh", "-c", f"echo rang > {rang}"]},
    ]
    world.set_up_watch(owner, DUTY | {"officers": officers})
    come_back(Source(world.gate), "danger")

    with world.watch() as watch:
        duty = read_duty(world.watch_folder.duty)
        bell = watch.round(world.now, duty, CommandAndMail(mail=None))

    results = {call.officer: call.result for item in bell.ringing for call in item.calls}
    assert results == {"Ada": "failed", "Ben": "sent"}
    assert rang.exists()
    assert sorted(item.alarm.kind.name for item in bell.ringing) == ["ALERT_FAILED", "DANGER"]


def test_a_unit_names_folder_program_and_user(tmp_path):
    unit = service_unit(tmp_path.__class__("/var/lib/w"), tmp_path.__class__("/opt/u"), "w")

    assert "ExecStart=/opt/u/.venv/bin/unhindered desk watch run --dir /var/lib/w" in unit
    assert "$" not in unit


@pytest.mark.parametrize("user", ["", "a b", "x\nExecStart=/bin/sh", "$USER"])
def test_a_unit_takes_no_words_that_mean_something_else(tmp_path, user):
    with pytest.raises(Refused):
        service_unit(tmp_path, tmp_path, user)


def test_a_post_for_a_card_that_is_none_is_refused(owner):
    with pytest.raises(Refused):
        post_watch(owner, "no card", PASSPHRASE)
