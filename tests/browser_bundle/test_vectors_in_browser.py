"""The shared vectors, run by the bundle's own functions in Debian's Chromium; counted, none skipped."""

import base64
import hashlib
import json
import zlib
from pathlib import Path

import pytest

from unhindered.facts.wordlists import all_lists

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[2] / "vectors"


def load(name):
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def files(folder, pattern, count):
    found = sorted((VECTORS / folder).glob(pattern))
    assert len(found) == count
    return [(path.name, json.loads(path.read_text(encoding="utf-8"))) for path in found]


def b64(raw):
    return base64.b64encode(raw).decode()


def hex_to_b64(text):
    return b64(bytes.fromhex(text))


@pytest.fixture(autouse=True)
def word_lists(laid_open):
    laid_open.value("useLists", all_lists())


def test_receipts_are_read_and_become_the_same_keys(laid_open):
    for name, vector in files("receipt", "good-*.json", 30):
        found = laid_open.value(
            "receipt", vector["text"], [keys["institution_id"] for keys in vector["keys"]]
        )

        assert {key: found[key] for key in ("secret", "words", "numbers")} == {
            key: vector[key] for key in ("secret", "words", "numbers")
        }, name
        for keys, wanted in zip(found["keys"], vector["keys"], strict=True):
            assert keys.items() <= wanted.items(), name


def test_wrong_receipts_are_refused_with_the_same_guesses(laid_open):
    for name, vector in files("receipt", "bad-*.json", 39):
        assert laid_open.refused("receipt", vector["text"], []), name
        if len(vector["text"]) <= 1000:
            assert laid_open.value("nearMisses", vector["text"]) == vector["near_misses"], name


def test_frames_are_read_and_written(laid_open):
    for name, vector in files("payload", "good-*.json", 10):
        frame, body = hex_to_b64(vector["frame"]), hex_to_b64(vector["body"])

        assert laid_open.value("readFrame", frame) == {"name": vector["name"], "body": body}, name
        assert laid_open.value("frame", vector["name"], body, vector["floor"]) == frame, name


def test_wrong_frames_are_refused(laid_open):
    for name, vector in files("payload", "bad-*.json", 28):
        assert laid_open.refused("readFrame", hex_to_b64(vector["frame"])), name


def test_names_and_lengths_are_those_of_python(laid_open):
    for case in load("payload/names.json")["names"]:
        assert laid_open.value("cleanName", case["given"]) == case["cleaned"]
    for case in load("padding/padded.json"):
        assert laid_open.value("padded", case["length"], case["floor"])["padded"] == case["padded"]


def age_vector(path):
    head, _, file = path.read_bytes().partition(b"\n\n")
    fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
    return fields, zlib.decompress(file) if fields.get("compressed") == "zlib" else file


def age_kind(name, fields):
    if fields.get("armored") == "yes":
        return "armor"
    if "passphrase" in fields:
        return "scrypt"
    if name.startswith(("empty", "header_", "hmac_", "stanza_", "stream_", "version_")):
        return "any"
    return "hybrid" if fields["identity"].startswith("AGE-SECRET-KEY-PQ-1") else "classic"


def test_published_age_vectors_come_out_as_they_say(laid_open):
    count = {"armor": 0, "any": 0, "hybrid": 0, "scrypt": 0, "classic": 0}
    for path in sorted((VECTORS / "age/cctv").iterdir()):
        fields, file = age_vector(path)
        kind = age_kind(path.name, fields)
        count[kind] += 1
        if kind == "any":
            # What does not depend on the recipient's kind is run with the file key that the vector names.
            call = ("openWithFileKey", b64(file), hex_to_b64(fields.get("file key", "")))
        else:
            call = ("open", b64(file), fields.get("identity", ""))
        # Sealed to a classic recipient too: opened by age, refused by us.
        opens = (
            kind in ("any", "hybrid") and fields["expect"] == "success" and path.name != "hybrid_and_x25519"
        )
        if opens:
            plain = base64.b64decode(laid_open.value(*call))
            assert hashlib.sha256(plain).hexdigest() == fields["payload"], path.name
        else:
            assert laid_open.refused(*call), path.name

    # Armor, passphrases and X25519 are not for a source's device: it refuses them.
    assert count == {"armor": 33, "any": 53, "hybrid": 18, "scrypt": 25, "classic": 14}


def test_files_of_other_programs_are_opened(laid_open):
    foreign = load("age/foreign/foreign.json")
    opened = []
    for case in foreign["files"]:
        raw = b64((VECTORS / "age/foreign" / case["file"]).read_bytes())
        outcome = laid_open("open", raw, foreign["identities"][0])
        if "value" in outcome:
            assert hashlib.sha256(base64.b64decode(outcome["value"])).hexdigest() == case["sha256"]
            opened.append(case["file"])
        else:
            assert outcome["isOurs"], outcome

    wanted = [case["file"] for case in foreign["files"] if case["file"].startswith(("go-pq", "npm-pq"))]
    assert opened == [name for name in wanted if "armor" not in name]
    assert len(opened) >= 4


def test_signed_notes_and_keys(laid_open):
    notes = load("log/signed_note.json")
    assert (len(notes["opening"]), len(notes["signing"]), len(notes["verifier_keys"])) == (32, 1, 14)
    for case in notes["opening"]:
        if case["expect"] == "opened":
            assert laid_open.value("openNote", case["note"], case["vkey"]) == case["text"], case["name"]
        else:
            assert laid_open.refused("openNote", case["note"], case["vkey"]), case["name"]
    for case in notes["signing"]:
        signed = laid_open.value("signNote", case["text"], case["key_name"], hex_to_b64(case["seed"]))
        assert signed["note"] == case["note"]
    for case in notes["verifier_keys"]:
        if case["expect"] == "read":
            assert laid_open.value("parseVerifier", case["vkey"]) == case["vkey"], case["name"]
        else:
            assert laid_open.refused("parseVerifier", case["vkey"]), case["name"]


def test_checkpoints_leaves_and_tiles(laid_open):
    for case in load("log/checkpoint.json")["opening"]:
        assert laid_open.refused("openCheckpoint", case["note"], case["vkey"]) == (
            case["expect"] == "refused"
        )
    # A held note's leaf is a source's: being asked for another kind cannot happen.
    leaves = [c for c in load("log/leaves.json")["cases"] if not c["name"].endswith("of another kind")]
    assert len(leaves) == 39
    for case in leaves:
        clear, header, body = (bytes.fromhex(case[part]) for part in ("clear", "header", "body"))
        hashes = [header, len(clear).to_bytes(2, "big") + clear + body]
        digests = [hashlib.sha256(part).hexdigest() for part in hashes]
        is_refused = laid_open.refused("openLeaf", case["leaf"], case["salts"], *digests)
        assert is_refused == (case["expect"] == "refused" or case["kind"] != 1), case["name"]
    for case in load("log/tiles.json")["paths"]:
        if case["expect"] == "read" and case["level"] is not None:
            assert laid_open.value("tilePath", case["level"], case["index"], case["width"]) == case["path"]


def test_inclusion_from_whole_tiles(laid_open):
    vector = load("log/inclusion_in_tiles.json")
    assert len(vector["cases"]) == 15
    for case in vector["cases"]:
        tiles = vector["tiles"] | {path: tile or "" for path, tile in case.get("replace", {}).items()}
        call = ("included", case["leaf"], case["index"], vector["checkpoint"], vector["vkey"], tiles)
        assert laid_open.refused(*call) == (case["expect"] == "refused"), case["name"]
