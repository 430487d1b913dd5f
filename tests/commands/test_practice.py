"""The practice desk: a desk as any other, with a watermark, and no line to anywhere."""

import json
import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import httpx
import pytest

# Every address that the process connects to, or asks a name for, is written to its standard error.
WATCHED = """
import sys
from unhindered.__main__ import main
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        sys.stderr.write(f"WENT OUT {event} {args[1:] if event == 'socket.connect' else args}\\n")
sys.addaudithook(watch)
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def practice(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    words = ["desk", "practice", "--address", address, "--json"]
    log, folder = tmp_path / "stderr", tmp_path / "temporary"
    folder.mkdir()
    command = [sys.executable, "-c", WATCHED, *words]
    surroundings = {**os.environ, "TMPDIR": str(folder)}
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=surroundings
        ) as process,
    ):
        yield json.loads(process.stdout.readline()), log
        process.terminate()
        process.wait(timeout=30)
    assert list(folder.iterdir()) == []


def test_an_officer_practises_and_nothing_goes_out(practice):
    told, log = practice
    host, port = urlsplit(told["url"]).hostname, urlsplit(told["url"]).port
    with httpx.Client(follow_redirects=True, timeout=60) as browser:
        inbox = browser.get(told["url"])
        origin = str(inbox.url).rstrip("/")
        synced = browser.post(f"{origin}/sync", headers={"Origin": origin})

    for page in (inbox, synced):
        assert page.status_code == 200
        assert "This desk cannot connect" in page.text
        assert 'class="practice"' in page.text
        assert "my family would pay for it" in page.text
        assert "In step since" in page.text
    # It looks whether its own pages answer, and asks nobody else for anything.
    went = [line for line in log.read_text().splitlines() if line.startswith("WENT OUT")]
    assert set(went) <= {f"WENT OUT socket.connect (({host!r}, {port}),)"}
