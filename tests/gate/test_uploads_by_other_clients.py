"""Other people's tus clients upload to a served gate, over lines that break, and what arrives is whole."""

import contextlib
import io
import json
import select
import shutil
import socket
import subprocess
import threading
from pathlib import Path

import httpx
import pytest
from gate_world import GateWorld
from served_over_http import ServedOverHttp
from test_uploads import a_file, stored
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from unhindered.core.correspondence.submission import uploaded_record
from unhindered.gate.app import make_gate

TUS_JS = Path(__file__).parents[2] / "browser" / "node_modules" / "tus-js-client"
MIB = 1024 * 1024
SCRIPT = """
const { Upload } = require(process.argv[1]);
const [endpoint, file, chunk, uploadUrl, stopAt] = JSON.parse(process.argv[2]);
const upload = new Upload(require("node:fs").createReadStream(file), {
  endpoint, chunkSize: chunk, uploadUrl, retryDelays: [0, 20, 50, 100, 200, 400],
  uploadSize: require("node:fs").statSync(file).size, storeFingerprintForResuming: false,
  onChunkComplete: (_, sent) => {
    if (stopAt && sent >= stopAt) { upload.abort(); console.log(upload.url); }
  },
  onSuccess: () => console.log(upload.url),
  onError: (error) => { console.error(String(error)); process.exit(1); },
});
upload.start();
"""


class BreakingLine:
    """A way to the gate that breaks each of the first connections after so many bytes."""

    def __init__(self, url, breaks):
        self._to = int(url.rpartition(":")[2])
        self._breaks = iter(breaks)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self):
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        # Wakes the one who waits for a connection.
        self._listening.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(20)
        self._listening.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                thread = threading.Thread(target=self._carry, args=(near, next(self._breaks, 10**12)))
                self._threads.append(thread)
                thread.start()

    def _carry(self, near, most):
        with near, socket.create_connection(("127.0.0.1", self._to)) as far, contextlib.suppress(OSError):
            while True:
                ready, _, _ = select.select([near, far], [], [])
                for source, sink in ((near, far), (far, near)):
                    if source not in ready:
                        continue
                    piece = source.recv(65_536)
                    most -= len(piece) if source is near else 0
                    if not piece or most < 0:
                        return
                    sink.sendall(piece)


@pytest.fixture
def served(tmp_path):
    """A gate with a notice, served over HTTP; and the world it came from, to look into it."""
    with GateWorld(tmp_path / "gate") as world:
        world.open()
    app = make_gate(world.folder, now=world.clock)
    with ServedOverHttp(app) as over_http:
        world.served._app = app
        world.url = over_http.url
        yield world


def tuspy(gate, content, **options):
    return TusClient(f"{gate}/uploads").uploader(file_stream=io.BytesIO(content), **options)


def tus_js(url, file, *, chunk=MIB, upload=None, stop_at=None):
    arguments = json.dumps([f"{url}/uploads", str(file), chunk, upload, stop_at])
    command = ["node", "-e", SCRIPT, str(TUS_JS), arguments]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()[0]


needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not TUS_JS.exists(), reason="node with the browser's packages is not here"
)


@pytest.mark.parametrize("chunk", [2 * MIB, 10**12])
def test_tuspy_uploads_a_file_that_becomes_an_entry(served, chunk):
    envelope = a_file(served, 5 * MIB)
    uploader = tuspy(served.url, envelope, chunk_size=chunk)

    uploader.upload()

    assert commit(served, uploader.url).status_code == 201
    assert stored(served, 0) == envelope


def test_tuspy_goes_on_where_another_left_off(served):
    envelope = a_file(served, 3 * MIB)
    first = tuspy(served.url, envelope, chunk_size=MIB)
    first.upload(stop_at=2 * MIB)

    second = tuspy(served.url, envelope, url=first.url, chunk_size=MIB)

    assert second.offset == 2 * MIB
    second.upload()
    assert commit(served, second.url).status_code == 201
    assert stored(served, 0) == envelope


def test_tuspy_comes_through_a_line_that_breaks(served):
    envelope = a_file(served, 5 * MIB)
    with BreakingLine(served.url, [10**12, 700_000, 1_500_000, 200]) as line:
        uploader = tuspy(line.url, envelope, chunk_size=2 * MIB, retries=6, retry_delay=0)
        uploader.upload()

    assert commit(served, uploader.url).status_code == 201
    assert stored(served, 0) == envelope


def test_tuspy_is_told_that_an_upload_is_gone(served):
    with pytest.raises(TusCommunicationError) as told:
        tuspy(served.url, b"x", url=f"{served.url}/uploads/{'ab' * 32}")

    assert told.value.status_code == 404


@needs_node
@pytest.mark.parametrize("chunk", [MIB, 8 * MIB])
def test_tus_js_client_uploads_a_file_that_becomes_an_entry(served, tmp_path, chunk):
    envelope = a_file(served, 5 * MIB)
    (tmp_path / "sealed").write_bytes(envelope)

    url = tus_js(served.url, tmp_path / "sealed", chunk=chunk)

    assert commit(served, url).status_code == 201
    assert stored(served, 0) == envelope


@needs_node
def test_tus_js_client_goes_on_where_it_was_stopped(served, tmp_path):
    envelope = a_file(served, 5 * MIB)
    (tmp_path / "sealed").write_bytes(envelope)
    begun = tus_js(served.url, tmp_path / "sealed", stop_at=2 * MIB)

    url = tus_js(served.url, tmp_path / "sealed", upload=begun)

    assert url == begun
    assert commit(served, url).status_code == 201
    assert stored(served, 0) == envelope


@needs_node
def test_tus_js_client_comes_through_a_line_that_breaks(served, tmp_path):
    envelope = a_file(served, 5 * MIB)
    (tmp_path / "sealed").write_bytes(envelope)

    with BreakingLine(served.url, [10**12, 700_000, 1_500_000, 200]) as line:
        url = tus_js(line.url, tmp_path / "sealed", chunk=2 * MIB)

    assert commit(served, url).status_code == 201
    assert stored(served, 0) == envelope


def commit(served, url):
    upload = bytes.fromhex(url.rpartition("/")[2])
    raw = served.submission(served.sealed(b"words"))
    # The files first here, so that they are the entries looked at.
    return httpx.post(
        f"{served.url}/entries",
        content=uploaded_record(served.notice_id, upload) + raw,
        headers={"Idempotency-Key": "ab" * 32},
    )
