"""The ten lines in docs/formats/payload.md, run as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from unhindered.core.envelope.payload import frame

PAGE = Path(__file__).parents[3] / "docs/formats/payload.md"


@pytest.fixture
def opener(tmp_path):
    (snippet,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(snippet.splitlines()) == 10
    program = tmp_path / "unframe.py"
    program.write_text(snippet)
    folder = tmp_path / "opened"
    folder.mkdir()

    def run(framed):
        command = [sys.executable, "-W", "ignore", str(program)]
        done = subprocess.run(command, input=framed, capture_output=True, cwd=folder, check=False)
        return done.returncode, {path.name: path.read_bytes() for path in folder.iterdir()}

    return run


def test_ten_lines_take_a_report_out_of_its_frame(opener):
    assert opener(frame("report.json", b'{"v":1}')) == (0, {"report.json": b'{"v":1}'})


def test_ten_lines_take_an_attachment_that_ends_with_zeros(opener):
    assert opener(frame("گزارش.pdf", bytes(1000), floor=0)) == (0, {"گزارش.pdf": bytes(1000)})


@pytest.mark.parametrize(
    "framed",
    [
        b"\x00\x09../escape" + b"x" + (1).to_bytes(8, "big"),
        b"\x00\x01ax" + b"hidden" + (1).to_bytes(8, "big"),
        b"\x00\x01ax" + (2).to_bytes(8, "big"),
    ],
)
def test_ten_lines_leave_a_bad_frame_alone(opener, framed):
    code, opened = opener(framed)

    assert code != 0
    assert opened == {}


def test_the_example_on_the_page_is_a_frame_of_ours():
    shown = PAGE.read_text().split("```")[1]
    bytes_shown = [
        bytes.fromhex(found) for found in re.findall(r"^((?:[0-9a-f]{2} )+) ", shown, re.MULTILINE)
    ]
    framed = frame("report.json", b'{"v":1}')

    assert framed.startswith(bytes_shown[0])
    assert framed.endswith((7).to_bytes(8, "big"))
    assert len(framed) - 2 - 11 - 7 - 8 == 8164
