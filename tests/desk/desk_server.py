"""The desk on a real port, for a real browser: the standard library's server before the app in memory."""

import http.server
import socket
import threading
from datetime import datetime, time

import httpx
from asgi_in_memory import ServedInMemory

from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session
from unhindered.desk.web.lock import NEVER


class DeskServer:
    """`with DeskServer(world, desk) as served: page.goto(served.session.address)`."""

    def __init__(self, world, desk, locking=NEVER):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.session = Session(f"http://127.0.0.1:{port}")
        app = make_desk(
            desk,
            self.session,
            now=lambda: datetime.combine(world.today, time(14, 2)),
            patience=60,
            locking=locking,
        )
        self.work = app.state.workplace
        self._app = ServedInMemory(app)
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), self._handler())

    def __enter__(self):
        self._app.__enter__()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._server.shutdown()
        self._server.server_close()
        self._app.__exit__(*error)

    def _handler(served):  # noqa: N805
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                headers = [(name, value) for name, value in self.headers.items() if name != "Connection"]
                url = f"{served.session.origin}{self.path}"
                request = httpx.Request(self.command, url, content=body, headers=headers)
                answer = served._app.transport.handle_request(request)
                self.send_response(answer.status_code)
                for name, value in answer.headers.multi_items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.read())

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        return Handler
