"""The walls hold: what runs inside sees no network, no home, and has no time without end.

Every hostile thing runs inside only. Tests give the sandbox a script of their own in place of the converter:
the worst that a file could make of it.
"""

import inspect
import json
import os
import socket
import textwrap
from pathlib import Path

import pytest
from sample_files import docx, docx_that_asks, pdf, picture, zip_bomb
from sandbox_here import CORPUS, here, needs_corpus, needs_mat2, needs_office, needs_sandbox

from unhindered.core.errors import Refused
from unhindered.desk.evidence.viewer import kind_of_file
from unhindered.desk.sandbox import inside
from unhindered.desk.sandbox.kinds import kind_of
from unhindered.desk.sandbox.room import NoSandbox, Patience, Sandbox, TookTooLong, memory_file
from unhindered.desk.sandbox.walls import run_as

PDF = kind_of(pdf())
# Answers in the form of a copy, so that a test can read what was seen inside.
TELL = """
import ctypes, json, os, socket, struct, sys
def tell(seen):
    said = json.dumps(seen).encode()
    sys.stdout.buffer.write(b"UNHCPY1\\n" + struct.pack(">Q", len(said)) + said)
    sys.stdout.buffer.flush()
def tried(action, *given):
    try:
        return repr(action(*given))
    except BaseException as err:
        return type(err).__name__
"""
# The converter's own limits, without the converter.
LIMITS = inspect.getsource(inside).partition('if __name__ == "__main__":')[0]


def seen_inside(script, content=b"", **options):
    sandbox = here(script=TELL + textwrap.dedent(script), **options)
    with memory_file(content) as file:
        return json.loads(sandbox.cleaned(file, PDF))


def shown(content, sandbox=None, first=1, last=1):
    with memory_file(content) as file:
        return list((sandbox or here()).pages(file, kind_of_file(file), first=first, last=last))


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_asked(listener):
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


@needs_sandbox
def test_inside_there_is_no_network_not_even_this_machine(listener):
    seen = seen_inside(f"""
        tell({{
            "machine": tried(socket.create_connection, ("127.0.0.1", {listener.getsockname()[1]})),
            "name": tried(socket.create_connection, ("gate.example.org", 80)),
            "devices": os.listdir("/sys/class/net") if os.path.isdir("/sys/class/net") else [],
        }})
    """)

    assert seen == {"machine": "ConnectionRefusedError", "name": "gaierror", "devices": []}
    assert not was_asked(listener)


@needs_sandbox
def test_inside_there_is_no_home_no_word_of_whose_machine_it_is_and_nothing_to_write():
    seen = seen_inside("""
        tell({
            "top": sorted(os.listdir("/")),
            "etc": sorted(os.listdir("/etc")),
            "environment": sorted(os.environ),
            "name": socket.gethostname(),
            "write": [tried(open, place, "w") for place in ("/usr/x", "/etc/x", "/x", "/opt/x", "/dev/x")],
            "room": tried(open, "/tmp/x", "w")[:3],
            "processes": len([name for name in os.listdir("/proc") if name.isdigit()]),
        })
    """)

    assert seen["top"] == ["bin", "dev", "etc", "lib", "lib64", "opt", "proc", "sbin", "tmp", "usr"]
    assert not {"passwd", "shadow", "machine-id", "hostname", "resolv.conf"} & set(seen["etc"])
    assert set(seen["environment"]) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "PWD"}
    assert seen["name"] == "sandbox"
    assert set(seen["write"]) <= {"OSError", "PermissionError"}
    assert seen["room"] == "<_i"
    assert seen["processes"] <= 2


@needs_sandbox
def test_inside_nobody_can_become_somebody():
    seen = seen_inside("""
        status = dict(line.split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
        new_user_namespace = 0x10000000
        tell({
            "powers": status["CapEff"].strip("0\\n"),
            "new": status["NoNewPrivs"].strip(),
            "namespace": ctypes.CDLL(None, use_errno=True).unshare(new_user_namespace),
        })
    """)

    assert seen == {"powers": "", "new": "1", "namespace": -1}


@needs_sandbox
def test_what_never_ends_is_stopped_and_nothing_of_it_lives_on():
    mark = f"endless-{os.getpid()}"
    script = f"import os, sys\nmark = '{mark}'\nos.fork()\nwhile True: pass"

    with memory_file(pdf()) as file, pytest.raises(TookTooLong, match="took too long"):
        list(here(script=script, patience=Patience(pages=1)).pages(file, PDF, first=1, last=1))

    # The kernel ends them one after the other; each look gives it a turn.
    for _ in range(100_000):
        if not processes_with(mark):
            break
        os.sched_yield()
    assert processes_with(mark) == []


def processes_with(mark):
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if mark.encode() in (entry / "cmdline").read_bytes():
                    found.append(entry.name)
            except OSError:
                continue
    return found


@needs_sandbox
@pytest.mark.skipif(
    os.geteuid() == 0 and not run_as(), reason="as root, where nobody may read the libraries, no limit holds"
)
def test_a_fork_bomb_ends_at_its_limit():
    seen = seen_inside(
        LIMITS
        + textwrap.dedent("""
            import signal
            _limit(20)
            children = []
            while len(children) < 400:
                try:
                    child = os.fork()
                except BlockingIOError:
                    break
                if child == 0:
                    signal.pause()
                children.append(child)
            for child in children:
                os.kill(child, signal.SIGKILL)
            tell({"children": len(children)})
        """)
    )

    assert 0 < seen["children"] < 100


@needs_sandbox
def test_what_asks_for_all_memory_or_disk_gets_neither():
    seen = seen_inside(
        LIMITS
        + textwrap.dedent("""
            import signal
            _limit(20)
            # A file at its limit raises an error, in place of the signal that would end us.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            def fill():
                with open("/tmp/full", "wb") as file:
                    for _ in range(1100):
                        file.write(bytes(1024 * 1024))
            room = os.statvfs("/tmp")
            tell({
                "memory": tried(bytearray, 4 * 1024 ** 3),
                "file": tried(fill),
                "room": room.f_blocks * room.f_frsize,
            })
        """)
    )

    assert seen == {"memory": "MemoryError", "file": "OSError", "room": 768 * 1024 * 1024}


@needs_sandbox
@pytest.mark.parametrize(
    "says",
    [
        "b'UNHPIX1' + bytes([10]) + struct.pack('>I', 1) + struct.pack('>III', 2**32 - 1, 2**32 - 1, 0)",
        "b'UNHPIX1' + bytes([10]) + struct.pack('>I', 1) + struct.pack('>III', 1, 1, 0) + b'abc' + b'more'",
        "b'UNHCPY1' + bytes([10]) + struct.pack('>Q', 1) + b'a'",
        "b'<svg onload=alert(1)>'",
        "b''",
    ],
)
def test_what_a_converter_in_a_files_power_answers_is_believed_in_nothing(says):
    sandbox = here(script=f"import struct, sys\nsys.stdout.buffer.write({says})")

    with memory_file(pdf()) as file, pytest.raises(Refused, match="could not be opened"):
        list(sandbox.pages(file, PDF, first=1, last=1))


@needs_sandbox
def test_a_flood_of_an_answer_is_cut_off():
    script = "import sys\nwhile True: sys.stdout.buffer.write(b'UNHPIX1\\n' * 10_000)"

    with memory_file(pdf()) as file, pytest.raises(Refused):
        list(here(script=script).pages(file, PDF, first=1, last=1))


@pytest.mark.parametrize("program", [None, "/bin/false"])
def test_without_a_sandbox_nothing_is_opened_and_the_advice_says_how_to_get_one(program):
    sandbox = Sandbox(program=program)

    for open_it in (sandbox.tools, lambda: shown(pdf(), sandbox)):
        with pytest.raises(NoSandbox) as refused:
            open_it()
        assert "apt install bubblewrap" in refused.value.advice
    with memory_file(pdf()) as file, pytest.raises(NoSandbox):
        sandbox.cleaned(file, PDF)


def test_the_memory_that_a_file_lies_in_has_no_name_on_any_disk():
    with memory_file(b"words") as file:
        target = Path(f"/proc/self/fd/{file.fileno()}").readlink()

    assert str(target).startswith("/memfd:")


@needs_sandbox
def test_a_page_shows_what_the_document_shows_and_counts_its_letters():
    (page,) = shown(pdf())

    assert (page.number, page.of, page.width, page.height) == (1, 1, 625, 417)
    assert page.letters == len("They took her at night. Page 1.")
    assert 0 < sum(value < 128 for value in page.pixels) < len(page.pixels) // 4


@needs_sandbox
def test_of_two_thousand_pages_only_the_one_that_is_asked_for_is_drawn():
    content = pdf(2000)

    (page,) = shown(content, first=1999, last=1999)

    assert (page.number, page.of) == (1999, 2000)
    with pytest.raises(Refused, match="only 2000 pages"):
        shown(content, first=2001, last=2001)


@needs_sandbox
def test_a_document_that_runs_script_and_asks_the_network_is_drawn_and_asks_nobody(listener):
    url = b"http://127.0.0.1:%d/seen" % listener.getsockname()[1]
    catalog = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('%b'\\)) >> /AA << /O 100 0 R >>" % url
    extra = b"100 0 obj\n<< /S /URI /URI (%b) >>\nendobj\n" % url

    (page,) = shown(pdf(extra=extra, catalog=catalog))

    assert page.letters > 0
    assert not was_asked(listener)


@needs_mat2
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP"])
def test_pictures_are_drawn_in_their_colours(kind):
    (page,) = shown(picture(kind, colour=(200, 30, 30)))

    red, green, blue = page.pixels[:3]
    assert (page.width, page.height) == (60, 40)
    assert max(abs(red - 200), abs(green - 30), abs(blue - 30)) < 6


@needs_mat2
def test_a_picture_larger_than_a_page_may_be_is_drawn_smaller():
    (page,) = shown(picture(size=(6000, 30)))

    assert (page.width, page.height) == (2400, 12)


@needs_office
@pytest.mark.parametrize(
    "content", [docx(), "They took her at night. نامه".encode(), b"{\\rtf1 They took her.}"]
)
def test_office_files_and_texts_are_drawn(content):
    (page,) = shown(content)

    assert page.letters > 10


@needs_office
def test_an_office_file_that_asks_for_its_template_elsewhere_asks_nobody(listener):
    shown(docx_that_asks(f"http://127.0.0.1:{listener.getsockname()[1]}/template.dotm"))

    assert not was_asked(listener)


@needs_office
def test_a_zip_bomb_is_stopped_or_opened_and_harms_nothing():
    with pytest.raises(Refused):
        shown(zip_bomb(120), here(patience=Patience(office=3)))


@needs_sandbox
@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n" + bytes(500), b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n\x1a\n" + bytes(60)]
)
def test_a_damaged_file_is_refused_with_a_sentence(content):
    with pytest.raises(Refused, match=r"could not be opened|not on this machine") as refused:
        shown(content)
    assert refused.value.advice


@needs_sandbox
def test_sound_and_film_are_not_opened_by_anything_here():
    with pytest.raises(Refused, match="not played here"):
        shown(b"OggS" + bytes(99))


@needs_mat2
def test_a_cleaned_copy_has_nothing_of_what_was_hidden():
    hidden = b"Ada Fictional of Vareland"
    dirty = picture("JPEG", comment=hidden)
    assert hidden in dirty

    with memory_file(dirty) as file:
        clean = here().cleaned(file, kind_of_file(file))

    assert hidden not in clean
    assert shown(clean)[0].pixels[:3] == shown(dirty)[0].pixels[:3]


@needs_mat2
def test_what_mat2_does_not_know_is_refused():
    with memory_file(b"\x7fELF" + bytes(99)) as file, pytest.raises(Refused, match="could not be opened"):
        here().cleaned(file, kind_of_file(file))


@needs_sandbox
@needs_corpus
def test_real_documents_of_the_united_nations_are_drawn_page_by_page():
    files = sorted((CORPUS / "pdf").glob("*.pdf"))

    pages = {path.name: shown(path.read_bytes())[0] for path in files}

    assert len(pages) >= 4
    assert all(page.letters > 500 and page.width > 1000 for page in pages.values())
