"""The desk on a real port, for a real browser."""

import asyncio
import socket
import threading
from datetime import datetime, time

from granian.constants import Interfaces
from granian.server.embed import Server

from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session


class DeskServer:
    """`with DeskServer(world, desk) as served: page.goto(served.session.address)`."""

    def __init__(self, world, desk):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.session = Session(f"http://127.0.0.1:{self.port}")
        self.app = make_desk(
            desk, self.session, now=lambda: datetime.combine(world.today, time(14, 2))
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._server = Server(
            self.app,
            address="127.0.0.1",
            port=self.port,
            interface=Interfaces.ASGINL,
            websockets=False,
            log_enabled=False,
        )
        self._loop.run_until_complete(self._server.serve())

    def __enter__(self):
        self._thread.start()
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                continue
            return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(timeout=10)
