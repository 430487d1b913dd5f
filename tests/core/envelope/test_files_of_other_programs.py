"""Files that other programs sealed, opened by us; where those programs are here, both directions live."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from unhindered.core.envelope.identities import PassphraseIdentity, PostQuantumIdentity, parse_identity
from unhindered.core.envelope.receipt import derive_source_keys
from unhindered.core.envelope.seal import seal_bytes
from unhindered.core.envelope.split import split_envelope
from unhindered.core.envelope.unseal import rewrap, unseal_bytes
from unhindered.core.errors import Refused

ROOT = Path(__file__).parents[3]
FOREIGN = ROOT / "vectors/age/foreign"
MANIFEST = json.loads((FOREIGN / "foreign.json").read_text())
NPM_LIBRARY = ROOT / "browser/node_modules/age-encryption/dist/index.js"
PEER = Path(__file__).parent / "age_encryption_peer.mjs"
SIZES = [0, 1, 65535, 65536, 65537, 131072, 200_000]
KINDS = ["ada", "classic"]


def some_bytes(length):
    return (bytes(range(251)) * (length // 251 + 1))[:length]


def our_identities():
    identities = [parse_identity(text) for text in MANIFEST["identities"]]
    return [*identities, PassphraseIdentity(MANIFEST["passphrase"])]


def test_every_foreign_file_is_listed():
    assert sorted(row["file"] for row in MANIFEST["files"]) == sorted(
        path.name for path in FOREIGN.glob("*.age")
    )
    assert len(MANIFEST["files"]) == 14


@pytest.mark.parametrize("row", MANIFEST["files"], ids=lambda row: row["file"])
def test_file_of_another_program_comes_out_as_listed(row):
    raw = (FOREIGN / row["file"]).read_bytes()

    if row["expect"] == "refused":
        with pytest.raises(Refused):
            unseal_bytes(raw, our_identities())
    else:
        assert hashlib.sha256(unseal_bytes(raw, our_identities())).hexdigest() == row["sha256"]


@pytest.fixture(scope="module")
def npm():
    node = shutil.which("node")
    if node is None:
        pytest.skip(
            "Node is not here: age-encryption is not run; its committed files are opened all the same."
        )
    if not NPM_LIBRARY.exists():
        pytest.skip(
            "browser/node_modules is not here: run `make browser-source` to test against age-encryption."
        )

    def run(action, data, *keys):
        command = [node, str(PEER), str(NPM_LIBRARY), action, *map(str, keys)]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    return run


@pytest.fixture(scope="module")
def age():
    path = shutil.which("age")
    if path is None:
        pytest.skip(
            "The command age is not here: it is not run; its committed files are opened all the same."
        )
    return path


@pytest.fixture(scope="module")
def post_quantum_age(age):
    shown = subprocess.run([age, "--version"], capture_output=True, text=True, check=True).stdout
    numbers = re.search(r"(\d+)\.(\d+)", shown)
    if numbers is None or tuple(map(int, numbers.groups())) < (1, 3):
        pytest.skip(f"The command age is {shown.strip()}; post-quantum keys came with 1.3.")
    return age


def age_seals(age, data, recipient):
    return subprocess.run(
        [age, "-e", "-r", str(recipient)], input=data, capture_output=True, check=True
    ).stdout


def age_opens(age, raw, identity, folder):
    (folder / "identity").write_text(f"{identity}\n")
    command = [age, "-d", "-i", str(folder / "identity")]
    return subprocess.run(command, input=raw, capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", KINDS)
def test_npm_opens_what_we_seal(npm, kind, request):
    identity = request.getfixturevalue(kind)
    data = some_bytes(131_073)

    assert npm("open", seal_bytes(data, [identity.recipient()]), identity) == data


@pytest.mark.parametrize("kind", KINDS)
def test_we_open_what_npm_seals(npm, kind, request):
    identity = request.getfixturevalue(kind)
    data = some_bytes(131_073)

    assert unseal_bytes(npm("seal", data, identity.recipient()), [identity]) == data


def test_npm_opens_what_we_rewrapped(npm, ada, bo):
    header, body = split_envelope(seal_bytes(b"a letter", [ada.recipient()]))

    assert npm("open", rewrap(header, [ada], [bo.recipient()]) + body, bo) == b"a letter"


def test_npm_opens_with_the_identity_of_a_receipt_what_we_seal_to_its_recipient(npm):
    keys = derive_source_keys(bytes(range(16)), bytes(32))

    sealed = seal_bytes(b"an answer", [keys.recipient()])

    assert npm("open", sealed, PostQuantumIdentity(keys.identity_seed)) == b"an answer"


@pytest.mark.parametrize("length", SIZES)
def test_age_opens_what_we_seal_classically(age, classic, tmp_path, length):
    data = some_bytes(length)

    assert age_opens(age, seal_bytes(data, [classic.recipient()]), classic, tmp_path) == data


@pytest.mark.parametrize("length", SIZES)
def test_we_open_what_age_seals_classically(age, classic, length):
    data = some_bytes(length)

    assert unseal_bytes(age_seals(age, data, classic.recipient()), [classic]) == data


@pytest.mark.parametrize("length", SIZES)
def test_age_opens_what_we_seal(post_quantum_age, ada, tmp_path, length):
    data = some_bytes(length)

    assert age_opens(post_quantum_age, seal_bytes(data, [ada.recipient()]), ada, tmp_path) == data


@pytest.mark.parametrize("length", SIZES)
def test_we_open_what_age_seals(post_quantum_age, ada, length):
    data = some_bytes(length)

    assert unseal_bytes(age_seals(post_quantum_age, data, ada.recipient()), [ada]) == data
