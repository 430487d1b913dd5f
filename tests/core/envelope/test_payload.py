import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.envelope.padding import padded_length
from unhindered.core.envelope.payload import (
    FLOOR,
    FrameWriter,
    Payload,
    clean_name,
    frame,
    read_frame,
    read_frame_file,
)
from unhindered.core.errors import Refused

FOLDER = Path(__file__).parents[3] / "vectors/payload"
GOOD = sorted(FOLDER.glob("good-*.json"))
BAD = sorted(FOLDER.glob("bad-*.json"))
NAMES = st.text(max_size=60).map(clean_name)


def test_bad_vectors_outnumber_good():
    assert (len(GOOD), len(BAD)) == (10, 28)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_vector_is_read(path):
    vector = json.loads(path.read_text())

    assert vector["expect"] == "success"
    assert read_frame(bytes.fromhex(vector["frame"])) == Payload(
        vector["name"], bytes.fromhex(vector["body"])
    )


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_vector_is_composed_byte_for_byte(path):
    vector = json.loads(path.read_text())

    composed = frame(vector["name"], bytes.fromhex(vector["body"]), floor=vector["floor"])

    assert composed.hex() == vector["frame"]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_vector_is_refused(path):
    vector = json.loads(path.read_text())

    assert vector["expect"] == "refused"
    with pytest.raises(Refused):
        read_frame(bytes.fromhex(vector["frame"]))


def test_vectors_of_cleaned_names():
    for row in json.loads((FOLDER / "names.json").read_text())["names"]:
        assert clean_name(row["given"]) == row["cleaned"]
        assert read_frame(frame(row["cleaned"], b"", floor=0)).name == row["cleaned"]


@given(NAMES, st.binary(max_size=9000), st.sampled_from([0, FLOOR]))
def test_reading_undoes_framing(name, body, floor):
    framed = frame(name, body, floor=floor)

    assert read_frame(framed) == Payload(name, body)
    assert len(framed) == padded_length(len(framed), floor=floor)


@given(st.lists(st.binary(max_size=2000), max_size=8))
def test_framing_in_pieces_gives_the_same_bytes(pieces):
    sink = io.BytesIO()
    writer = FrameWriter(sink, "scan.pdf")

    written = [writer.write(piece) for piece in pieces]
    writer.finish()

    assert written == [len(piece) for piece in pieces]
    assert sink.getvalue() == frame("scan.pdf", b"".join(pieces))


def test_two_reports_of_different_length_look_alike():
    assert len(frame("report.json", b"short")) == len(frame("report.json", b"x" * 8000))


def test_frame_of_a_large_attachment_is_found_in_its_file(tmp_path):
    body = bytes(range(256)) * 4000
    with (tmp_path / "frame").open("w+b") as file:
        file.write(frame("film.mp4", body, floor=0))

        name, offset, length = read_frame_file(file)
        file.seek(offset)

        assert (name, file.read(length)) == ("film.mp4", body)


def test_a_byte_hidden_deep_in_the_padding_is_refused():
    framed = bytearray(frame("a", b"x" * 1_050_000, floor=0))
    framed[-5000] = 1

    with pytest.raises(Refused):
        read_frame(bytes(framed))


@given(st.binary(max_size=200))
def test_random_bytes_are_a_frame_or_refused(raw):
    try:
        payload = read_frame(raw)
    except Refused:
        return
    assert payload.body in raw


@given(st.text(max_size=400))
def test_every_name_can_be_cleaned(name):
    assert read_frame(frame(clean_name(name), b"", floor=0)).name == clean_name(name)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_cleaning_a_clean_name_changes_nothing(name):
    assert clean_name(clean_name(name)) == clean_name(name)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\nb", "\u202egpj.exe", "\ud800", "x" * 256])
def test_name_that_cannot_stand_in_a_frame_is_refused_before_sealing(name):
    with pytest.raises(Refused):
        FrameWriter(io.BytesIO(), name)


def test_name_a_file_system_could_not_read_is_cleaned_all_the_same():
    assert clean_name("caf\udce9.txt") == "caf?.txt"
