"""What stands around a gate on its server: Tor, or a reverse proxy, and the system's service manager.

As text, for an operator to read and to keep. Nothing here changes the machine.
"""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from unhindered.core.errors import Refused
from unhindered.web.serve import Address, SocketPath

_FILES = resources.files("unhindered.gate").joinpath("deploy")
# No path or name of ours needs more letters, and these mean nothing to Tor, nginx or systemd.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")
_ADVICE = "Use letters, digits, and / . _ - only, and begin with /."
_TO_SOCKETS = (
    "The gate is reached through a socket file: it needs no network at all, and has none.",
    "PrivateNetwork=yes\nIPAddressDeny=any\nRestrictAddressFamilies=AF_UNIX",
)
_TO_LOOPBACK = (
    "Only this machine's own addresses can be reached, from here and to here.",
    "IPAddressDeny=any\nIPAddressAllow=localhost\nRestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
)


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where the gate and what serves it are on one machine.

    Raises:
        Refused: a path that could mean something else to Tor, nginx or systemd.
    """

    gate: Address | SocketPath
    reader: Address | SocketPath | None = None
    folder: Path = Path("/var/lib/unhindered-gate/gate")
    program: Path = Path("/opt/unhindered")
    user: str = "unhindered-gate"
    tor_data: Path = Path("/var/lib/tor")

    def __post_init__(self) -> None:
        for path in (self.folder, self.program, self.tor_data):
            if not path.is_absolute() or not _PLAIN.issuperset(str(path)):
                raise Refused("This path cannot stand in the files of a server.", advice=_ADVICE)


def torrc(server: Server) -> str:
    """The whole configuration of Tor on a server that is a gate and nothing else."""
    reader = "" if server.reader is None else f"HiddenServicePort 81 {server.reader}\n"
    if reader:
        reader = f"# The no-script reader: its address is http://<the same>.onion:81/.\n{reader}"
    return _filled(
        "torrc",
        gate=str(server.gate),
        reader=reader,
        data=str(server.tor_data),
        service=str(server.tor_data / "unhindered-gate"),
    )


def nginx(server: Server) -> str:
    """Lines for nginx that keep nothing of who asks, and pass bodies on without a copy on disk."""
    location = _filled("nginx-location.conf", path="/", upstream=_upstream(server.gate))
    return _filled("nginx.conf", locations=location.rstrip())


def server_files(server: Server) -> dict[str, str]:
    """Every file of the server, by name; each says in its first line where it belongs."""
    files = {
        "torrc": torrc(server),
        "nginx.conf": nginx(server),
        "unhindered-gate.service": _gate_unit(server),
        "sysusers.conf": _filled("sysusers.conf", user=server.user, state=str(server.folder.parent)),
    }
    if server.reader is not None:
        files["unhindered-reader.service"] = _reader_unit(server)
    if isinstance(server.gate, SocketPath):
        files["apparmor"] = _filled("apparmor", user=server.user)
    return files


def _gate_unit(server: Server) -> str:
    return _unit(
        server,
        unit="unhindered-gate",
        title="the gate",
        after="local-fs.target",
        command=f"gate serve --dir {server.folder} --address {server.gate}",
        listens=server.gate,
        access="written",
        folders=f"ReadWritePaths={server.folder.parent}",
    )


def _reader_unit(server: Server) -> str:
    return _unit(
        server,
        unit="unhindered-reader",
        title="the no-script reader, a process of its own that opens replies for who asks",
        after="unhindered-gate.service",
        command=f"gate noscript --dir {server.folder} --address {server.reader}",
        listens=server.reader or server.gate,
        access="read",
        folders=f"ReadOnlyPaths={server.folder.parent}",
    )


def _unit(server: Server, *, folders: str, listens: Address | SocketPath, command: str, **words: str) -> str:
    why, network = _TO_LOOPBACK
    if isinstance(listens, SocketPath):
        why, network = _TO_SOCKETS
        folders += f"\nRuntimeDirectory={listens.path.parent.name}\nRuntimeDirectoryMode=0750"
    return _filled(
        "unhindered.service",
        user=server.user,
        program_folder=str(server.program),
        command=f"{server.program}/.venv/bin/unhindered {command}",
        folders=folders,
        network_why=why,
        network=network,
        # A gate holds pieces of a body in memory, never a body.
        memory="1G",
        **words,
    )


def _upstream(address: Address | SocketPath) -> str:
    return f"http://{address}:" if isinstance(address, SocketPath) else f"http://{address}"


def _filled(name: str, **values: str) -> str:
    return Template(_FILES.joinpath(name).read_text("utf-8")).substitute(values)
