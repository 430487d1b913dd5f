import argparse
import json
import sys

import pytest

from unhindered.commands import read
from unhindered.core.errors import Refused

ARTICLE = (
    "4 March 2026\n\nThe Committee against Torture expressed concern about reprisals in Vareland.\n\n"
    "“Lamps must not go out,” said Ada Fictional, Legal Director of the Fictional Lamp Society.\n"
)


def run(*arguments):
    parser = argparse.ArgumentParser()
    read.add_arguments(parser.add_subparsers(required=True))
    args = parser.parse_args(["read", *map(str, arguments)])
    return args.run(args)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xef\xbb\xbf" + ARTICLE.replace("\n", "\r\n").encode())
    return path


def test_text_is_what_the_places_count(article, capfdbinary):
    assert run(article, "--text") == 0

    assert capfdbinary.readouterr().out == ARTICLE.encode()


def test_json_holds_each_proposal_with_its_slice(article, capfdbinary):
    assert run(article, "--json") == 0

    answer = json.loads(capfdbinary.readouterr().out)
    assert set(answer) == {"text_sha256", "proposals"}
    for proposal in answer["proposals"]:
        assert set(proposal) == {"kind", "start", "end", "quote", "values", "flags"}
        assert ARTICLE[proposal["start"] : proposal["end"]] == proposal["quote"]
    assert {"concern", "quotation", "person", "state", "body", "date"} <= {
        proposal["kind"] for proposal in answer["proposals"]
    }


def test_the_hash_is_that_of_the_printed_text(article, capfdbinary):
    import hashlib

    run(article, "--json")
    answer = json.loads(capfdbinary.readouterr().out)
    run(article, "--text")

    assert answer["text_sha256"] == hashlib.sha256(capfdbinary.readouterr().out).hexdigest()


def test_a_person_sees_each_quote_in_its_context(article, capfdbinary):
    assert run(article) == 0

    shown = capfdbinary.readouterr().out.decode()
    assert "concern  " in shown
    assert "state: XVL, by: UN Committee against Torture" in shown
    assert "None is a fact yet" in shown
    assert "\x1b[" not in shown


def test_on_a_terminal_quotes_are_coloured(article, capfdbinary, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)

    run(article)

    assert b"\x1b[1m" in capfdbinary.readouterr().out


def test_a_strangers_text_cannot_drive_a_terminal(tmp_path, capfdbinary, monkeypatch):
    path = tmp_path / "trap.txt"
    path.write_text("\x1b[2J Vareland \u202e and more of this text, with words enough to be a text at all")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")

    run(path)
    run(path, "--text")

    shown = capfdbinary.readouterr().out.decode()
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("missing.txt", None, "cannot be read"),
        ("report.pdf", b"%PDF-1.7", "This is a PDF, not text."),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "This is not text in UTF-8."),
        ("old.txt", "déjà vu".encode("latin-1"), "This is not text in UTF-8."),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Refused, match=sentence) as refused:
        run(path)

    assert refused.value.advice


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Refused):
        run(tmp_path)


def test_json_and_text_exclude_each_other(article):
    with pytest.raises(SystemExit):
        run(article, "--json", "--text")
