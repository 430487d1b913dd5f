"""The note beside an offline page: read by us, and by `sha256sum`."""

import hashlib
import subprocess

import pytest

from unhindered.core.errors import Refused
from unhindered.core.institution.signed_page import compose_page_note, open_page_note
from unhindered.core.log.signed_note import NoteSigner

ROOT, OTHER = NoteSigner("x/root", b"r" * 32), NoteSigner("x/root", b"o" * 32)
PAGE = b"<!doctype html>"
NOTE = compose_page_note("page.html", hashlib.sha256(PAGE).digest(), ROOT)


def test_a_note_says_name_hash_and_root():
    signed = open_page_note(NOTE)

    assert (signed.name, signed.sha256, signed.root) == (
        "page.html",
        hashlib.sha256(PAGE).digest(),
        ROOT.verifier(),
    )


def test_plain_sha256sum_reads_its_second_line(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)

    line = NOTE.split("\n")[1] + "\n"
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict"],
        cwd=tmp_path,
        input=line,
        text=True,
        capture_output=True,
        check=True,
    )

    assert checked.stdout == "page.html: OK\n"


@pytest.mark.parametrize(
    "note",
    [
        "",
        NOTE.replace("page.html", "other.html"),
        NOTE.replace(str(ROOT.verifier()), str(OTHER.verifier())),
        NOTE.replace("unhindered/offline-page/v1", "unhindered/notice/v1"),
        NOTE.partition("\n\n")[0],
        NOTE + "x" * 5000,
        ROOT.sign("unhindered/offline-page/v1\n" + "a" * 64 + "  ../x\n" + str(ROOT.verifier()) + "\n"),
        ROOT.sign("unhindered/offline-page/v1\n" + "a" * 64 + "  a\nmore\n" + str(ROOT.verifier()) + "\n"),
    ],
)
def test_another_note_is_refused(note):
    with pytest.raises(Refused):
        open_page_note(note)


@pytest.mark.parametrize("name", ["", "../page.html", "a b.html", "-page", "a\n", "x" * 200])
def test_a_name_that_a_command_could_misread_is_refused(name):
    with pytest.raises(Refused):
        compose_page_note(name, bytes(32), ROOT)
