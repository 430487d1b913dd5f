"""Plain age files in and out, as a person types it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from fictional_notice import ROOT, fictional_notice

from unhindered.__main__ import main
from unhindered.core.institution.notice import compose_notice

TEXT = "a fictional report, لا شيء هنا حقيقي\n".encode() * 5000


@pytest.fixture
def identity(tmp_path, capsys):
    """Path of an identity file, and its recipient."""
    path = tmp_path / "key.txt"
    assert main(["keygen", "--out", str(path), "--json"]) == 0
    return path, json.loads(capsys.readouterr().out)["recipient"]


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT)
    return path


def test_what_was_sealed_opens_again(tmp_path, identity, plain):
    key, recipient = identity
    sealed, opened = tmp_path / "report.age", tmp_path / "opened.txt"

    assert main(["seal", "--to", recipient, str(plain), str(sealed)]) == 0
    assert main(["open", "--identity", str(key), str(sealed), str(opened)]) == 0

    assert opened.read_bytes() == TEXT
    assert sealed.read_bytes().startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")


@pytest.mark.parametrize("size", [0, 1, 8000, 70_000, 3_000_000])
def test_padded_files_open_to_their_own_size(tmp_path, identity, size):
    key, recipient = identity
    plain, sealed, opened = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    plain.write_bytes(b"x" * size)

    assert main(["seal", "--padded", "--to", recipient, str(plain), str(sealed)]) == 0
    assert main(["open", "--padded", "--identity", str(key), str(sealed), str(opened)]) == 0

    assert opened.read_bytes() == plain.read_bytes()


def test_short_padded_files_have_one_size(tmp_path, identity):
    _, recipient = identity
    sizes = set()
    for length in (1, 500, 4000):
        (tmp_path / "a").write_bytes(b"x" * length)
        assert main(["seal", "--padded", "--to", recipient, str(tmp_path / "a"), str(tmp_path / "b")]) == 0
        sizes.add((tmp_path / "b").stat().st_size)

    assert len(sizes) == 1


def test_a_damaged_file_leaves_no_half_opened_one(tmp_path, identity, plain, capsys):
    key, recipient = identity
    sealed, opened = tmp_path / "report.age", tmp_path / "opened.txt"
    assert main(["seal", "--to", recipient, str(plain), str(sealed)]) == 0
    raw = bytearray(sealed.read_bytes())
    raw[-1] ^= 1
    sealed.write_bytes(raw)
    capsys.readouterr()

    code = main(["open", "--identity", str(key), str(sealed), str(opened)])

    assert code == 1
    assert not opened.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"key.txt", "report.age", "report.txt"}
    assert capsys.readouterr().err.count("\n") == 2


def test_a_key_file_is_private_and_never_overwritten(identity):
    path, _ = identity
    before = path.read_bytes()

    assert main(["keygen", "--out", str(path)]) == 1
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["seal", "--to", "age1pq1nonsense", "IN", "OUT"],
        ["seal", "--notice", "IN", "IN", "OUT"],
        ["seal", "--to", "RECIPIENT", "MISSING", "OUT"],
        ["open", "--identity", "MISSING", "IN", "OUT"],
        ["open", "--identity", "IN", "IN", "OUT"],
        ["open", "--identity", "KEY", "IN", "OUT"],
    ],
)
def test_bad_input_gets_one_sentence_with_advice(tmp_path, identity, plain, capsys, arguments):
    key, recipient = identity
    paths = {
        "IN": str(plain),
        "OUT": str(tmp_path / "out"),
        "MISSING": str(tmp_path / "missing"),
        "KEY": str(key),
        "RECIPIENT": recipient,
    }

    code = main([paths.get(word, word) for word in arguments])

    said = capsys.readouterr().err
    assert code == 1
    assert len(said.strip().split("\n")) == 2
    assert not (tmp_path / "out").exists()


def a_notice_file(folder, recipient, *, ends):
    notice = fictional_notice(intake=recipient, not_before=ends - timedelta(days=6), not_after=ends)
    path = folder / "notice.txt"
    path.write_text(compose_notice(notice, ROOT))
    return path


def test_sealing_to_a_notice_shows_the_six_words(tmp_path, identity, plain, capsys):
    key, recipient = identity
    notice = a_notice_file(tmp_path, recipient, ends=datetime.now(UTC).date() + timedelta(days=3))
    opened = tmp_path / "opened"

    assert main(["seal", "--notice", str(notice), str(plain), str(tmp_path / "s.age")]) == 0
    assert main(["open", "--identity", str(key), str(tmp_path / "s.age"), str(opened)]) == 0

    assert opened.read_bytes() == TEXT
    assert "six words" in capsys.readouterr().err


def test_an_expired_notice_is_refused(tmp_path, identity, plain, capsys):
    _, recipient = identity
    notice = a_notice_file(tmp_path, recipient, ends=date(2020, 1, 7))

    assert main(["seal", "--notice", str(notice), str(plain), str(tmp_path / "s.age")]) == 1
    assert "expired on 2020-01-07" in capsys.readouterr().err
