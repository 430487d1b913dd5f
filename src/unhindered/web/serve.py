"""Runs a web application on an address: one process, no access log, no words of a request."""

import asyncio
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from granian.constants import Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.server.embed import Server
from starlette.applications import Starlette

from unhindered.core.errors import Refused, Unavailable
from unhindered.web.lifespan import problem_at_start

_HEADER_TIMEOUT = 30_000
_PAUSE = 0.02
_GRACE = 8
_SOCKET = "unix:"
_LONGEST_SOCKET = 100
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-")
# Owner and group: what stands in front, as Tor, is of the group.
_SOCKET_MODE = 0o660


@dataclass(frozen=True)
class Address:
    """Host and port to listen on."""

    host: str
    port: int

    def __str__(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{shown}:{self.port}"


@dataclass(frozen=True)
class SocketPath:
    """A socket file to listen on: who may reach it is a matter of its folder, and no network is needed."""

    path: Path

    def __str__(self) -> str:
        return f"unix:{self.path}"


def parse_listening(text: str) -> Address | SocketPath:
    """The address in `host:port`, or the socket file in `unix:/path`.

    Raises:
        Refused: not of either form.
    """
    if not text.startswith(_SOCKET):
        return parse_address(text)
    path = Path(text.removeprefix(_SOCKET))
    if not path.is_absolute() or len(str(path).encode()) > _LONGEST_SOCKET or set(str(path)) - _PLAIN:
        raise Refused(
            f"{text} is not a socket file.", advice="For example unix:/run/unhindered-gate/gate.sock."
        )
    return SocketPath(path)


def parse_address(text: str) -> Address:
    """The address in `host:port`.

    Raises:
        Refused: not of that form.
    """
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536):
        raise Refused(f"{text} is not an address to listen on.", advice="For example 127.0.0.1:8001.")
    return Address(host.strip("[]"), int(port))


def serve(app: Starlette, address: Address | SocketPath, *, when_ready: Callable[[], None]) -> None:
    """Serve until the process is told to end (SIGINT or SIGTERM).

    Raises:
        Unavailable: nothing can listen on that address.
        UnhinderedError: what kept the application from starting.
    """
    _require_free(address)
    try:
        asyncio.run(_serve(app, address, when_ready))
    except (OSError, RuntimeError, FatalError) as err:
        raise problem_at_start(app) or _cannot_listen(address) from err


async def _serve(app: Starlette, address: Address | SocketPath, when_ready: Callable[[], None]) -> None:
    host, port = ("", 0) if isinstance(address, SocketPath) else (address.host, address.port)
    server = Server(
        app,
        address=host,
        port=port,
        uds=address.path if isinstance(address, SocketPath) else None,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_TIMEOUT),
        websockets=False,
        log_enabled=False,
        log_access=False,
    )
    loop = asyncio.get_running_loop()
    serving = asyncio.create_task(server.serve())

    def stop() -> None:
        server.stop()  # type: ignore[no-untyped-call]
        # Who is sending gets a moment; what was not acknowledged by then is sent again later.
        loop.call_later(_GRACE, serving.cancel)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    if await _is_answering(address, serving):
        if isinstance(address, SocketPath):
            address.path.chmod(_SOCKET_MODE)
        when_ready()
    with suppress(asyncio.CancelledError):
        await serving


async def _is_answering(address: Address | SocketPath, serving: "asyncio.Task[None]") -> bool:
    while not serving.done():
        try:
            _, writer = await _connect(address)
        except OSError:
            await asyncio.sleep(_PAUSE)
            continue
        writer.close()
        return True
    return False


async def _connect(address: Address | SocketPath) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if isinstance(address, SocketPath):
        return await asyncio.open_unix_connection(address.path)
    return await asyncio.open_connection(address.host, address.port)


def _require_free(address: Address | SocketPath) -> None:
    if isinstance(address, SocketPath):
        _require_free_socket(address)
        return
    # The server would share a port with another program's, and each would get some of the requests.
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        socket.create_server((address.host, address.port), family=family).close()
    except OSError as err:
        raise _cannot_listen(address) from err


def _require_free_socket(address: SocketPath) -> None:
    """Take away the socket of a program that ended without doing so; never another's, never another file."""
    try:
        with socket.socket(socket.AF_UNIX) as found:
            found.connect(str(address.path))
    except ConnectionRefusedError:
        with suppress(OSError):
            if address.path.is_socket():
                address.path.unlink()
    except FileNotFoundError:
        return
    except OSError as err:
        raise _cannot_listen(address) from err
    else:
        raise _cannot_listen(address)


def _cannot_listen(address: Address | SocketPath) -> Unavailable:
    return Unavailable(
        f"Nothing can listen on {address}.", advice="Is another program there? Choose another port."
    )
