"""`unhindered gate …`, as an operator meets it."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from unhindered.commands import gate
from unhindered.core.errors import Refused, Unavailable
from unhindered.gate.folder import GateFolder
from unhindered.gate.settings import GateSettings, settings_from_bytes
from unhindered.web.serve import parse_address, parse_listening

SRC = Path(__file__).parents[2] / "src"


def run(capsys, *arguments):
    parser = argparse.ArgumentParser()
    gate.add_arguments(parser.add_subparsers(required=True))
    args = parser.parse_args(["gate", *map(str, arguments)])
    code = args.run(args)
    return code, capsys.readouterr().out


def made(capsys, path):
    code, out = run(capsys, "init", "--dir", path, "--name", "gate.example.org", "--json")
    assert code == 0
    return json.loads(out)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def started(module, path, port):
    return started_at(f"127.0.0.1:{port}", path, module)


def started_at(address, path, module="unhindered.gate"):
    return subprocess.Popen(
        [sys.executable, "-m", module, "--dir", str(path), "--address", address, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )


def ended(process, number=signal.SIGINT):
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


def test_init_makes_a_gate_that_only_its_owner_can_read(tmp_path, capsys):
    found = made(capsys, tmp_path / "gate")

    assert len(found["code"].split()) == 8
    assert len(found["log_key_words"].split()) == 6
    keys = tmp_path / "gate" / "keys" / "logs.json"
    assert keys.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "gate").stat().st_mode & 0o777 == 0o700


def test_init_prints_code_and_words_for_a_person(tmp_path, capsys):
    _, out = run(capsys, "init", "--dir", tmp_path / "gate", "--name", "gate.example.org")

    assert "valid once, for 24 hours" in out
    assert "desk enrol" in out


def test_a_gate_is_never_overwritten(tmp_path, capsys):
    made(capsys, tmp_path / "gate")

    with pytest.raises(Refused, match="already"):
        run(capsys, "init", "--dir", tmp_path / "gate", "--name", "gate.example.org")


def test_a_new_code_keeps_the_log_keys(tmp_path, capsys):
    first = made(capsys, tmp_path / "gate")

    _, out = run(capsys, "init", "--dir", tmp_path / "gate", "--new-code", "--json")

    second = json.loads(out)
    assert second["code"] != first["code"]
    assert second["log_key_words"] == first["log_key_words"]


@pytest.mark.parametrize("name", ["", "Gate Example", "gate/example", "a+b", "x" * 200, "x-", "é.org"])
def test_a_name_that_is_no_host_name_is_refused(tmp_path, capsys, name):
    with pytest.raises(Refused):
        run(capsys, "init", "--dir", tmp_path / "gate", "--name", name)
    assert not (tmp_path / "gate").exists()


def test_a_gate_without_a_name_is_refused(tmp_path, capsys):
    with pytest.raises(Refused, match="name"):
        run(capsys, "init", "--dir", tmp_path / "gate")


def test_serving_a_folder_that_holds_no_gate_is_refused(tmp_path, capsys):
    with pytest.raises(Refused, match="no whole gate"):
        run(capsys, "serve", "--dir", tmp_path)


def test_tor_config_names_the_ports_of_gate_and_reader(capsys):
    _, out = run(capsys, "tor-config", "--address", "127.0.0.1:8700", "--noscript", "127.0.0.1:8701")

    assert "HiddenServicePort 80 127.0.0.1:8700\n" in out
    assert "HiddenServicePort 81 127.0.0.1:8701\n" in out


def test_tor_config_as_json(capsys):
    _, out = run(capsys, "tor-config", "--json")

    assert set(json.loads(out)) == {"torrc", "nginx"}


def test_server_files_are_written_with_the_paths_of_the_server(tmp_path, capsys):
    options = ["--dir", "/srv/g/gate", "--program", "/srv/p", "--noscript", "127.0.0.1:8003", "--json"]
    _, out = run(capsys, "server-files", "--out", tmp_path / "files", *options)

    names = json.loads(out)["files"]
    assert names == sorted(file.name for file in (tmp_path / "files").iterdir())
    unit = (tmp_path / "files" / "unhindered-gate.service").read_text()
    assert "ExecStart=/srv/p/.venv/bin/unhindered gate serve --dir /srv/g/gate " in unit


def test_server_files_say_where_they_belong(tmp_path, capsys):
    _, out = run(capsys, "server-files", "--out", tmp_path / "files")

    assert str(tmp_path / "files" / "torrc") in out
    assert all(file.read_text().startswith("# ") for file in (tmp_path / "files").iterdir())


def test_server_files_that_cannot_be_written_are_said_so(tmp_path, capsys):
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable):
        run(capsys, "server-files", "--out", tmp_path / "file" / "files")


@pytest.mark.parametrize("text", ["", "8001", "localhost:", "a:b", "127.0.0.1:0", "127.0.0.1:99999", ":80"])
def test_an_address_that_is_none_is_refused(text):
    with pytest.raises(Refused):
        parse_address(text)


@pytest.mark.parametrize("text", ["unix:", "unix:x.sock", "unix:/a b", "unix:/" + "x" * 200, "unix:/a\n/b"])
def test_a_socket_file_that_can_be_none_is_refused(text):
    with pytest.raises(Refused):
        parse_listening(text)


def test_an_ipv6_address_is_read_and_written():
    assert str(parse_address("[::1]:8001")) == "[::1]:8001"


def test_a_served_gate_answers_and_ends_quietly(tmp_path, capsys):
    made(capsys, tmp_path / "gate")
    port = free_port()
    process = started("unhindered.gate", tmp_path / "gate", port)
    ready = json.loads(process.stdout.readline())

    answer = httpx.get(f"{ready['address']}/log/checkpoint", trust_env=False)
    code, out, err = ended(process)

    assert ready == {"gate": "gate.example.org", "address": f"http://127.0.0.1:{port}", "ready": True}
    assert answer.status_code == 200
    assert (code, out, err) == (0, "", "")


def test_a_gate_on_a_socket_file_is_reached_by_owner_and_group_only(tmp_path, capsys):
    made(capsys, tmp_path / "gate")
    path = tmp_path / "gate.sock"
    process = started_at(f"unix:{path}", tmp_path / "gate")
    ready = json.loads(process.stdout.readline())

    with httpx.Client(transport=httpx.HTTPTransport(uds=str(path))) as client:
        answer = client.get("http://gate.example.org/log/checkpoint")
    mode = path.stat().st_mode & 0o777
    second = started_at(f"unix:{path}", tmp_path / "gate")
    out, _ = second.communicate(timeout=20)
    code, _, err = ended(process)

    assert (ready["address"], mode) == (f"unix:{path}", 0o660)
    assert answer.status_code == 200
    assert "Nothing can listen" in json.loads(out)["error"]
    assert (code, err) == (0, "")


def test_a_socket_file_that_was_left_behind_is_taken_over(tmp_path, capsys):
    made(capsys, tmp_path / "gate")
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "gate.sock"))
    process = started_at(f"unix:{tmp_path / 'gate.sock'}", tmp_path / "gate")
    ready = process.stdout.readline()
    code, _, _ = ended(process)

    assert json.loads(ready)["ready"]
    assert code == 0


def test_a_second_gate_on_one_folder_says_why_it_cannot(tmp_path, capsys):
    made(capsys, tmp_path / "gate")
    with GateFolder(tmp_path / "gate").open_sealed():
        process = started("unhindered.gate", tmp_path / "gate", free_port())
        out, err = process.communicate(timeout=20)

    assert process.returncode == 1
    assert "Another program is writing" in json.loads(out)["error"]
    assert err == ""


def test_a_port_that_is_taken_is_not_shared(tmp_path, capsys):
    made(capsys, tmp_path / "gate")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = started("unhindered.gate", tmp_path / "gate", taken.getsockname()[1])
        out, _ = process.communicate(timeout=20)

    assert process.returncode == 1
    assert "Nothing can listen" in json.loads(out)["error"]


def test_gate_and_reader_are_two_processes_that_end_together(tmp_path, capsys):
    made(capsys, tmp_path / "gate")
    ports = free_port(), free_port()
    GateFolder(tmp_path / "gate").change_settings(reader=f"http://127.0.0.1:{ports[1]}/")
    program = (
        "import argparse, sys; from unhindered.commands import gate; p = argparse.ArgumentParser();"
        "gate.add_arguments(p.add_subparsers()); a = p.parse_args(); sys.exit(a.run(a))"
    )
    addresses = ["--address", f"127.0.0.1:{ports[0]}", "--noscript", f"127.0.0.1:{ports[1]}"]
    process = subprocess.Popen(
        [sys.executable, "-c", program, "gate", "serve", "--dir", tmp_path / "gate", "--json", *addresses],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    ready = [json.loads(process.stdout.readline()) for _ in range(2)]

    shown = [httpx.get(one["address"], trust_env=False).status_code for one in ready]
    code, _, err = ended(process, signal.SIGTERM)

    assert {kind for one in ready for kind in one} == {"gate", "reader", "address", "ready"}
    # No desk has enrolled: both say that nothing can be sent or read yet.
    assert shown == [503, 503]
    assert code == 0
    assert "for trying out only" in err
    assert err.count("\n") == 1, err
    for port in ports:
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)


@pytest.mark.parametrize("address", ["127.0.0.1:8001", "0.0.0.0:8001"])
def test_no_visitor_is_sent_to_a_reader_on_their_own_machine(tmp_path, capsys, address):
    made(capsys, tmp_path / "gate")

    with pytest.raises(Refused, match="visitors reach") as caught:
        run(capsys, "serve", "--dir", tmp_path / "gate", "--address", address, "--noscript")
    assert "settings.json" in caught.value.advice
    assert "http://127.0.0.1:8003/" in caught.value.advice


@pytest.mark.parametrize(
    ("reader", "is_ours"),
    [
        *[("http://127.0.0.1:8003/", True), ("http://[::1]:8003", True), ("http://localhost/", True)],
        *[("http://fictional.onion:81/", False), ("https://reader.example.org", False), ("", False)],
    ],
)
def test_an_address_of_this_machine_is_known_as_one(reader, is_ours):
    assert gate._is_of_this_machine(reader) == is_ours


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b"x",
        b'{"name":"gate.example.org","publish_every":true}',
        b'{"name":"gate.example.org","unknown":1}',
        b'{"name":"gate.example.org","onion":"javascript:x"}',
        b'{"name":"gate.example.org","publish_every":0}',
    ],
)
def test_damaged_settings_are_refused(raw):
    with pytest.raises(Refused):
        settings_from_bytes(raw)


def test_a_name_never_changes(tmp_path, capsys):
    made(capsys, tmp_path / "gate")

    with pytest.raises(Refused):
        GateFolder(tmp_path / "gate").change_settings(name="other.example.org")
    assert GateFolder(tmp_path / "gate").change_settings(publish_every=2) == GateSettings(
        name="gate.example.org", publish_every=2
    )


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path, capsys):
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable):
        run(capsys, "init", "--dir", tmp_path / "file" / "gate", "--name", "gate.example.org")
