"""The files of a gate's server, judged by the programs that will read them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from unhindered.core.errors import Refused
from unhindered.gate.front import Server, nginx, server_files, torrc
from unhindered.web.serve import Address, SocketPath

ON_PORTS = Server(gate=Address("127.0.0.1", 8001), reader=Address("127.0.0.1", 8003))
ON_SOCKETS = Server(
    gate=SocketPath(Path("/run/unhindered-gate/gate.sock")),
    reader=SocketPath(Path("/run/unhindered-gate-reader/reader.sock")),
)
AS_ROOT = [] if os.getuid() == 0 else ["sudo", "-n"]
BOTH = pytest.mark.parametrize("server", [ON_PORTS, ON_SOCKETS], ids=["ports", "sockets"])


def can_be_root():
    return not AS_ROOT or (
        shutil.which("sudo") is not None
        and subprocess.run([*AS_ROOT, "true"], check=False, capture_output=True).returncode == 0
    )


@BOTH
@pytest.mark.skipif(shutil.which("tor") is None, reason="tor is not installed here")
@pytest.mark.skipif(not can_be_root(), reason="tor takes the user of its service only from root")
def test_debians_tor_accepts_the_whole_configuration(tmp_path, server):
    (tmp_path / "torrc").write_text(torrc(server))

    found = subprocess.run(
        [*AS_ROOT, "tor", "--verify-config", "-f", tmp_path / "torrc"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stdout
    assert "[warn]" not in found.stdout


@BOTH
@pytest.mark.parametrize(
    "line",
    [
        *["User debian-tor", "SafeLogging 1", "SocksPort 0", "ControlPort 0", "ControlSocket 0", "ORPort 0"],
        *["ExitRelay 0", "HiddenServiceSingleHopMode 0", "HiddenServiceNonAnonymousMode 0"],
        *["HiddenServicePoWDefensesEnabled 1", "HiddenServiceEnableIntroDoSDefense 1"],
    ],
)
def test_tor_is_an_onion_service_and_nothing_else(server, line):
    assert line in torrc(server).splitlines()


def test_without_a_reader_tor_leads_to_none():
    assert "HiddenServicePort 81" not in torrc(Server(gate=ON_PORTS.gate))
    assert "unhindered-reader.service" not in server_files(Server(gate=ON_PORTS.gate))


def test_introduction_points_let_more_through_than_the_queue_for_proofs_of_work_takes():
    """Otherwise chance, and not the proof, would decide who is heard under a flood."""
    options = dict(line.split(" ", 1) for line in torrc(ON_PORTS).splitlines() if line.startswith("Hidden"))
    let_through = int(options["HiddenServiceNumIntroductionPoints"]) * int(
        options["HiddenServiceEnableIntroDoSRatePerSec"]
    )

    assert let_through > int(options["HiddenServicePoWQueueRate"])


@BOTH
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_nginx_accepts_its_lines(tmp_path, server):
    # Paths of its own, since a user may not open the system's log.
    head = f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ server {{ listen 8099; "
    (tmp_path / "nginx.conf").write_text(f"{head}\n{nginx(server)}\n}} }}\n")

    found = subprocess.run(
        ["nginx", "-t", "-e", tmp_path / "log", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("line", ["proxy_request_buffering off;", "access_log off;", 'User-Agent "";'])
def test_nginx_keeps_nothing_of_who_asks(line):
    assert line in nginx(ON_PORTS)


@BOTH
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_accepts_the_units_and_finds_them_closed(tmp_path, server):
    program = tmp_path / ".venv" / "bin" / "unhindered"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    # A user that this machine has, since the gate's is made on its server only.
    files = server_files(Server(gate=server.gate, reader=server.reader, program=tmp_path, user="daemon"))
    units = [name for name in files if name.endswith(".service")]
    for name in units:
        (tmp_path / name).write_text(files[name])

    for command in ("verify", "security --offline=true --threshold=15"):
        found = subprocess.run(
            ["systemd-analyze", *command.split(), *(f"./{name}" for name in units)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 0, found.stdout + found.stderr
        assert "unhindered" not in found.stderr, found.stderr


def test_a_gate_on_a_socket_has_no_network():
    unit = server_files(ON_SOCKETS)["unhindered-gate.service"]

    assert "PrivateNetwork=yes" in unit
    assert "RestrictAddressFamilies=AF_UNIX\n" in unit
    assert "/run/unhindered-gate/gate.sock rw," in server_files(ON_SOCKETS)["apparmor"]


@pytest.mark.parametrize("path", ["gate", "/srv/a b", "/srv/$x", "/srv/x;y", "/srv/x\ny", "/srv/%i"])
def test_a_path_that_could_mean_something_else_is_refused(path):
    with pytest.raises(Refused):
        Server(gate=ON_PORTS.gate, folder=Path(path))
