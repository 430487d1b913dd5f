"""Serves an ASGI application in memory, start-up and shutdown included, to any httpx client."""

import asyncio
import threading
from collections.abc import Iterable, Iterator

import httpx

ADDRESS = ("203.0.113.77", 54321)


class HangUp(Exception):
    """Raised by a body while it is read: the client went away."""


class ServedInMemory:
    """`with ServedInMemory(app) as served: served.client().get("/")`."""

    def __init__(self, app):
        self._app = app
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._life = self.run(self._begin())
        return self

    def __exit__(self, *_):
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=60)

    @property
    def transport(self):
        return _Transport(self)

    def client(self, **options):
        return httpx.Client(transport=self.transport, base_url="http://gate.example.org", **options)

    async def _begin(self):
        self._to_app, self._from_app = asyncio.Queue(), asyncio.Queue()
        scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        task = asyncio.ensure_future(self._app(scope, self._to_app.get, self._from_app.put))
        await self._to_app.put({"type": "lifespan.startup"})
        await self._expect("lifespan.startup.complete", task)
        return task

    async def _end(self):
        await self._to_app.put({"type": "lifespan.shutdown"})
        await self._expect("lifespan.shutdown.complete", self._life)
        await self._life

    async def _expect(self, kind, task):
        answer = asyncio.ensure_future(self._from_app.get())
        await asyncio.wait([answer, task], return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            answer.cancel()
            await task
        message = await answer
        if message["type"] != kind:
            await task
        assert message["type"] == kind, message

    async def ask(self, request: httpx.Request, body: Iterable[bytes]) -> httpx.Response:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": request.url.raw_path.split(b"?")[0],
            "query_string": request.url.query,
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ADDRESS,
            "server": ("gate.example.org", 80),
        }
        answered = _Answered(iter(body))
        await self._app(scope, answered.receive, answered.send)
        return httpx.Response(answered.status, headers=answered.headers, content=bytes(answered.body))


class _Answered:
    def __init__(self, pieces: Iterator[bytes]):
        self._pieces = pieces
        self._has_ended = False
        self.status, self.headers, self.body = 0, [], bytearray()

    async def receive(self):
        if self._has_ended:
            # The client waits for its answer; whoever listens for it going away is cancelled at the end.
            await asyncio.Event().wait()
        try:
            return {"type": "http.request", "body": next(self._pieces), "more_body": True}
        except StopIteration:
            self._has_ended = True
            return {"type": "http.request", "body": b"", "more_body": False}
        except HangUp:
            self._has_ended = True
            return {"type": "http.disconnect"}

    async def send(self, message):
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], message["headers"]
        else:
            self.body += message.get("body", b"")


class _Transport(httpx.BaseTransport):
    def __init__(self, served: ServedInMemory):
        self._served = served

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._served.run(self._served.ask(request, request.stream))
