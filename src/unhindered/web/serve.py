"""Runs a web application on an address: one process, no access log, no words of a request."""

import asyncio
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Address:
    """Host and port to listen on."""

    host: str
    port: int

    def __str__(self) -> str:
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{shown}:{self.port}"


def parse_address(text: str) -> Address:
    """The address in `host:port`.

    Raises:
        Refused: not of that form.
    """
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536):
        raise Refused(f"{text} is not an address to listen on.", advice="For example 127.0.0.1:8001.")
    return Address(host.strip("[]"), int(port))


def serve(app: Starlette, address: Address, *, when_ready: Callable[[], None]) -> None:
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


async def _serve(app: Starlette, address: Address, when_ready: Callable[[], None]) -> None:
    server = Server(
        app,
        address=address.host,
        port=address.port,
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
        when_ready()
    with suppress(asyncio.CancelledError):
        await serving


async def _is_answering(address: Address, serving: "asyncio.Task[None]") -> bool:
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(address.host, address.port)
        except OSError:
            await asyncio.sleep(_PAUSE)
            continue
        writer.close()
        return True
    return False


def _require_free(address: Address) -> None:
    # The server would share a port with another program's, and each would get some of the requests.
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        socket.create_server((address.host, address.port), family=family).close()
    except OSError as err:
        raise _cannot_listen(address) from err


def _cannot_listen(address: Address) -> Unavailable:
    return Unavailable(
        f"Nothing can listen on {address}.", advice="Is another program there? Choose another port."
    )
