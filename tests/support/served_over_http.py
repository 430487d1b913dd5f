"""Serves an ASGI application over real HTTP on this machine, for tests that drive a browser."""

import asyncio
import socket
import threading

from granian.constants import Interfaces
from granian.server.embed import Server


class ServedOverHttp:
    """`with ServedOverHttp(app) as served: page.goto(served.url)`."""

    def __init__(self, app):
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self._port = found.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._app = app
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._is_ready = threading.Event()

    def __enter__(self):
        self._thread.start()
        assert self._is_ready.wait(20), "the server did not start"
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(20)

    async def _serve(self):
        self._loop = asyncio.get_running_loop()
        self._server = Server(
            self._app,
            address="127.0.0.1",
            port=self._port,
            interface=Interfaces.ASGI,
            websockets=False,
            log_enabled=False,
        )
        serving = asyncio.create_task(self._server.serve())
        while not serving.done():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            self._is_ready.set()
            break
        await serving
