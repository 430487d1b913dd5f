"""Puts a gate that is served in memory behind a port of this machine, for a browser that speaks only HTTP."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class OverHttp:
    """`with OverHttp(world.http) as door: page.goto(door.url)`. Counts posts, and can lose answers."""

    def __init__(self, client):
        self.client = client
        self.posts = []
        self.lose_answers = 0
        self.change = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(door):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._pass_on(b"")

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            door.posts.append((self.path, dict(self.headers), body))
            self._pass_on(body)

        def _pass_on(self, body):
            # The gate may not pack: what a test sees is what the gate said.
            headers = {
                name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"
            }
            answer = door.client.request(self.command, self.path, content=body, headers=headers)
            if self.command == "POST" and self.path == "/entries" and door.lose_answers:
                # The gate holds it; the answer never arrives.
                door.lose_answers -= 1
                self.close_connection = True
                return
            content = door.change(self.path, answer.content) if door.change else answer.content
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in ("content-length", "content-encoding", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    return Handler
