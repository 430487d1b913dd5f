"""Writes the vectors of this folder: `python vectors/log/make.py`. Uses nothing of this project on purpose.

Published values are typed in as published; README.md says where each comes from.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# ruff: noqa: D103, E501 - a script of small steps and of long published values.

HERE = Path(__file__).parent
DASH = "\N{EM DASH}"

# The certificate-transparency reference tree.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_INCLUSION: list[tuple[int, int, list[str]]] = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CT_CONSISTENCY: list[tuple[int, int, list[str]]] = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]

C2SP_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
C2SP_NOTE = (
    "This is an example message.\n\n"
    f"{DASH} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
C2SP_CHECKPOINT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
# The seed inside the private key that the documentation of Go's note package prints.
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:].hex()
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_LINE = f"{DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

OWN_ORIGIN = "gate.example/sealed"
OWN_SEED = bytes(range(32))


def sha(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()


def leaf_hash(raw: bytes) -> bytes:
    return sha(b"\x00" + raw)


def root(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha(b"\x01" + root(hashes[:half]) + root(hashes[half:]))


def key_id(name: str, public: bytes) -> bytes:
    return sha(name.encode() + b"\n\x01" + public)[:4]


def public_of(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def vkey(name: str, seed: bytes) -> str:
    public = public_of(seed)
    return f"{name}+{key_id(name, public).hex()}+{base64.b64encode(bytes([1]) + public).decode()}"


def line(name: str, seed: bytes, text: str) -> str:
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return f"{DASH} {name} {base64.b64encode(key_id(name, public_of(seed)) + signature).decode()}\n"


def note(name: str, seed: bytes, text: str) -> str:
    return f"{text}\n{line(name, seed, text)}"


def flipped(hexed: str) -> str:
    return f"{int(hexed[0], 16) ^ 1:x}{hexed[1:]}"


def tree() -> dict[str, Any]:
    leaves = [leaf_hash(bytes.fromhex(leaf)).hex() for leaf in CT_LEAVES]
    inclusion, consistency = [], []
    for index, size, proof in CT_INCLUSION:
        good = {"index": index, "size": size, "leaf": leaves[index], "proof": proof, "root": CT_ROOTS[size]}
        inclusion.append({"name": f"entry {index} of {size}", **good, "expect": "proved"})
        bad = {
            "another entry's hash": {"leaf": flipped(leaves[index])},
            "another root": {"root": flipped(CT_ROOTS[size])},
            "beyond the end": {"index": size},
            "before the start": {"index": -1},
            "one step too many": {"proof": [*proof, CT_ROOTS[0]]},
        }
        if proof:
            bad["one step too few"] = {"proof": proof[:-1]}
            bad["a changed step"] = {"proof": [flipped(proof[0]), *proof[1:]]}
            bad["a step that is no hash"] = {"proof": ["00", *proof[1:]]}
            bad["steps in another order"] = {"proof": [*proof[1:], proof[0]]} if proof[1:] else {"proof": []}
        inclusion += [
            {"name": f"entry {index} of {size}: {name}", **good, **change, "expect": "refused"}
            for name, change in bad.items()
        ]
    for old, new, proof in CT_CONSISTENCY:
        good = {
            "old_size": old,
            "new_size": new,
            "old_root": CT_ROOTS[old],
            "new_root": CT_ROOTS[new],
            "proof": proof,
        }
        consistency.append({"name": f"from {old} to {new}", **good, "expect": "proved"})
        bad = {
            "another old root": {"old_root": flipped(CT_ROOTS[old])},
            "another new root": {"new_root": flipped(CT_ROOTS[new])},
            "a log that became shorter": {"old_size": new + 1},
            "one step too many": {"proof": [*proof, CT_ROOTS[0]]},
        }
        if proof:
            bad["one step too few"] = {"proof": proof[:-1]}
            bad["no steps"] = {"proof": []}
            bad["a changed step"] = {"proof": [flipped(proof[0]), *proof[1:]]}
        consistency += [
            {"name": f"from {old} to {new}: {name}", **good, **change, "expect": "refused"}
            for name, change in bad.items()
        ]
    empty = {"old_size": 0, "new_size": 8, "old_root": CT_ROOTS[0], "new_root": CT_ROOTS[8], "proof": []}
    consistency.append({"name": "from nothing", **empty, "expect": "proved"})
    consistency.append(
        {"name": "from nothing: another root", **empty, "old_root": CT_ROOTS[1], "expect": "refused"}
    )
    consistency.append({"name": "from nothing: a step", **empty, "proof": [CT_ROOTS[8]], "expect": "refused"})
    return {"leaves": CT_LEAVES, "roots": CT_ROOTS, "inclusion": inclusion, "consistency": consistency}


def signed_note() -> dict[str, Any]:
    stranger = line("stranger.example", bytes(32), GO_TEXT)
    good = f"{GO_TEXT}\n{GO_LINE}"
    with_empty_lines = "one\n\ntwo\n\n\n"
    cases = [
        ("the C2SP example", C2SP_VKEY, C2SP_NOTE, "This is an example message.\n"),
        ("the Go example", GO_VKEY, good, GO_TEXT),
        ("with a stranger's signature before", GO_VKEY, f"{GO_TEXT}\n{stranger}{GO_LINE}", GO_TEXT),
        ("with a stranger's signature after", GO_VKEY, f"{GO_TEXT}\n{GO_LINE}{stranger}", GO_TEXT),
        ("signed twice", GO_VKEY, f"{GO_TEXT}\n{GO_LINE}{GO_LINE}", GO_TEXT),
        ("empty lines in the text", vkey("a.example", OWN_SEED), note("a.example", OWN_SEED, with_empty_lines), with_empty_lines),
    ]  # fmt: skip
    wrong_signature = GO_LINE.replace("x08go/Z", "x08go/a")
    bad = {
        "signed by a stranger only": f"{GO_TEXT}\n{stranger}",
        "changed text": good.replace("answer", "Answer"),
        "changed signature": f"{GO_TEXT}\n{wrong_signature}",
        "right signature and a wrong one of the same key": f"{GO_TEXT}\n{GO_LINE}{wrong_signature}",
        "the key's name on a stranger's id": f"{GO_TEXT}\n{stranger.replace('stranger.example', 'PeterNeumann')}",
        "no signature": f"{GO_TEXT}\n",
        "no empty line": f"{GO_TEXT}{GO_LINE}",
        "no last newline": good[:-1],
        "a newline too many": f"{good}\n",
        "a text without its last newline": f"{GO_TEXT[:-1]}\n{GO_LINE}",
        "empty": "",
        "only a newline": "\n",
        "a carriage return": good.replace("\n", "\r\n"),
        "a control character in the text": good.replace("answer", "ans\x07wer"),
        "half of a character": good.replace("answer", "ans\ud800wer"),
        "a hyphen for the dash": good.replace(DASH, "-"),
        "no name": good.replace("PeterNeumann ", ""),
        "an empty name": good.replace("PeterNeumann", ""),
        "a plus in the name": good.replace("PeterNeumann", "Peter+Neumann"),
        "a space in the name": good.replace("PeterNeumann", "Peter\u2003Neumann"),
        "two spaces": good.replace("PeterNeumann ", "PeterNeumann  "),
        "a signature that is not base64": good.replace("x08go/Z", "x08go_Z"),
        "a signature without padding": good.replace("JnAM=\n", "JnAM\n"),
        "a signature with bits left over": good.replace("JnAM=\n", "JnAN=\n"),
        "a signature of four bytes": f"{GO_TEXT}\n{DASH} PeterNeumann x08gow==\n",
        "too many signatures": f"{GO_TEXT}\n{GO_LINE * 101}",
    }
    found = [
        {"name": name, "vkey": key, "note": text, "expect": "opened", "text": opened}
        for name, key, text, opened in cases
    ]
    found += [
        {"name": name, "vkey": GO_VKEY, "note": text, "expect": "refused"} for name, text in bad.items()
    ]
    signing = [
        {"name": "the Go example", "key_name": "PeterNeumann", "seed": GO_SEED, "text": GO_TEXT, "note": good}
    ]
    bad_vkeys = {
        "empty": "",
        "no id": GO_VKEY.replace("+c74f20a3", ""),
        "another id": GO_VKEY.replace("c74f20a3", "c74f20a4"),
        "an id in capitals": GO_VKEY.replace("c74f20a3", "C74F20A3"),
        "another name": GO_VKEY.replace("Peter", "Piter"),
        "no name": GO_VKEY.replace("PeterNeumann", ""),
        "a space": GO_VKEY.replace("PeterNeumann", "Peter Neumann"),
        "an unknown kind of key": GO_VKEY.replace("+ARpc", "+ARpd").replace("+AR", "+BB"),
        "a key that is too short": GO_VKEY[:-4],
        "a private key": f"PRIVATE+KEY+{GO_VKEY}",
        "a space at the end": f"{GO_VKEY} ",
        "not base64": GO_VKEY.replace("/", "_"),
    }
    vkeys = [
        {"name": "the C2SP example", "vkey": C2SP_VKEY, "expect": "read"},
        {"name": "the Go example", "vkey": GO_VKEY, "expect": "read"},
    ]
    vkeys += [{"name": name, "vkey": key, "expect": "refused"} for name, key in bad_vkeys.items()]
    return {"opening": found, "signing": signing, "verifier_keys": vkeys}


def checkpoint() -> dict[str, Any]:
    root64 = base64.b64encode(bytes.fromhex(CT_ROOTS[8])).decode()
    own = f"{OWN_ORIGIN}\n8\n{root64}\n"
    good = {
        "the C2SP example": C2SP_CHECKPOINT,
        "of our own": own,
        "of an empty log": f"{OWN_ORIGIN}\n0\n{base64.b64encode(sha(b'')).decode()}\n",
        "with extension lines": f"{own}extension 1\nextension 2\n",
    }
    bad = {
        "empty": "",
        "no root": f"{OWN_ORIGIN}\n8\n",
        "no origin": f"\n8\n{root64}\n",
        "no last newline": own[:-1],
        "an empty extension line": f"{own}\n",
        "a size with a zero before": f"{OWN_ORIGIN}\n08\n{root64}\n",
        "a size with a sign": f"{OWN_ORIGIN}\n+8\n{root64}\n",
        "a negative size": f"{OWN_ORIGIN}\n-8\n{root64}\n",
        "a size in other digits": f"{OWN_ORIGIN}\n\u0668\n{root64}\n",
        "a size in hexadecimal": f"{OWN_ORIGIN}\n0x8\n{root64}\n",
        "a size that no log reaches": f"{OWN_ORIGIN}\n9223372036854775808\n{root64}\n",
        "a size of a thousand digits": f"{OWN_ORIGIN}\n{'9' * 1000}\n{root64}\n",
        "a root that is too short": f"{OWN_ORIGIN}\n8\n{base64.b64encode(bytes(31)).decode()}\n",
        "a root in hexadecimal": f"{OWN_ORIGIN}\n8\n{CT_ROOTS[8]}\n",
        "a root without padding": f"{OWN_ORIGIN}\n8\n{root64.rstrip('=')}\n",
        "a root with bits left over": f"{OWN_ORIGIN}\n8\n{root64[:-2]}h=\n",
    }
    parsing = []
    for name, text in good.items():
        origin, size, root_line, *extensions = text.splitlines()
        parsing.append(
            {"name": name, "text": text, "expect": "read", "origin": origin, "size": int(size),
             "root": base64.b64decode(root_line).hex(), "extensions": extensions}
        )  # fmt: skip
    parsing += [{"name": name, "text": text, "expect": "refused"} for name, text in bad.items()]
    key, other = vkey(OWN_ORIGIN, OWN_SEED), vkey(OWN_ORIGIN, bytes(32))
    of_other_log = note(OWN_ORIGIN, OWN_SEED, own.replace("sealed", "public"))
    opening = [
        {"name": "of this log", "vkey": key, "note": note(OWN_ORIGIN, OWN_SEED, own), "expect": "opened"},
        {"name": "another key", "vkey": other, "note": note(OWN_ORIGIN, OWN_SEED, own), "expect": "refused"},
        {"name": "another log", "vkey": key, "note": of_other_log, "expect": "refused"},
        {"name": "not a checkpoint", "vkey": key, "note": note(OWN_ORIGIN, OWN_SEED, GO_TEXT), "expect": "refused"},
    ]  # fmt: skip
    return {"parsing": parsing, "opening": [{"origin": OWN_ORIGIN, **case} for case in opening]}


def tiles() -> dict[str, Any]:
    good = [
        ("tile/0/x001/x234/067", 0, 1234067, 256),
        ("tile/0/000", 0, 0, 256),
        ("tile/0/273.p/112", 0, 273, 112),
        ("tile/1/001.p/17", 1, 1, 17),
        ("tile/63/999.p/255", 63, 999, 255),
        ("tile/2/x001/000", 2, 1000, 256),
        ("tile/entries/x001/x234/067.p/8", None, 1234067, 8),
        ("tile/entries/000", None, 0, 256),
    ]
    bad = [
        "", "tile", "tile/0", "tile/0/", "/tile/0/000", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/x/000",
        "tile/0/0", "tile/0/0000", "tile/0/1234", "tile/0/x000/000", "tile/0/x001", "tile/0/001/000", "tile/0/x1/000",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/", "tile/0/000.p/08", "tile/0/000.p/8.p/8", "tile/0/000/",
        "tile/0/000?", "tile/0/..", "tile/0/../../keys", "tile/data/000", "tile/entries/0/000", "tile/0/\u0660\u0660\u0660",
        "tile/0/000.p/-8", "tile/0/ 000", "tile/0/000\n", "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ]  # fmt: skip
    paths: list[dict[str, Any]] = [
        {"path": path, "expect": "read", "level": level, "index": index, "width": width}
        for path, level, index, width in good
    ]
    paths += [{"path": path, "expect": "refused"} for path in bad]
    widths = [
        (70_000, 0, 272, 256), (70_000, 0, 273, 112), (70_000, 0, 274, 0), (70_000, 1, 0, 256), (70_000, 1, 1, 17),
        (70_000, 2, 0, 1), (70_000, 3, 0, 0), (256, 0, 0, 256), (256, 0, 1, 0), (256, 1, 0, 1), (0, 0, 0, 0),
    ]  # fmt: skip
    return {
        "paths": paths,
        "widths": [
            {"size": size, "level": level, "index": index, "width": width}
            for size, level, index, width in widths
        ],
    }


def leaf_of(kind: int, clear: bytes, header: bytes, body: bytes, salts: tuple[bytes, bytes]) -> bytes:
    body_hash = sha(len(clear).to_bytes(2, "big") + clear + body)
    first = hmac.digest(salts[0], b"unhindered/header\x00" + sha(header), "sha256")
    second = hmac.digest(salts[1], b"unhindered/body\x00" + body_hash, "sha256")
    return bytes([1, kind]) + first + second


def leaves() -> dict[str, Any]:
    salts = (sha(b"salt of the header"), sha(b"salt of the body"))
    cases = []
    for name, kind, clear, header, body in [
        ("a report", 1, sha(b"a notice"), b"age-encryption.org/v1\n--- mac\n", b"nonce and payload"),
        ("an officer's entry", 2, sha(b"nonce and tag"), b"age-encryption.org/v1\n--- mac\n", b""),
        ("a reply", 3, sha(b"a mailbox"), b"age-encryption.org/v1\n--- mac\n", bytes(300)),
        ("a statement", 4, b"", b"", b'{"v":1}'),
    ]:
        good = {
            "kind": kind,
            "clear": clear.hex(),
            "header": header.hex(),
            "body": body.hex(),
            "salts": {"header": salts[0].hex(), "body": salts[1].hex()},
            "leaf": leaf_of(kind, clear, header, body, salts).hex(),
        }
        cases.append({"name": name, **good, "expect": "opened"})
        changes: dict[str, dict[str, Any]] = {
            "of another kind": {"kind": kind % 4 + 1},
            "another header": {"header": (header + b"x").hex()},
            "another body": {"body": (body + b"x").hex()},
            "another salt": {"salts": {"header": salts[0].hex(), "body": flipped(salts[1].hex())}},
            "salts exchanged": {"salts": {"header": salts[1].hex(), "body": salts[0].hex()}},
            "a changed leaf": {"leaf": good["leaf"][:-2] + flipped(good["leaf"][-2:])},
            "a leaf that is too short": {"leaf": good["leaf"][:-2]},
            "a leaf of a later version": {"leaf": "02" + good["leaf"][2:]},
            "a leaf of an unknown kind": {"leaf": "0105" + good["leaf"][4:]},
        }
        if clear:
            # The length before the clear part keeps its end from being passed off as the body's beginning.
            changes["a byte moved from the clear part to the body"] = {
                "clear": clear[:-1].hex(),
                "body": (clear[-1:] + body).hex(),
            }
        cases += [
            {"name": f"{name}: {change}", **good, **values, "expect": "refused"}
            for change, values in changes.items()
        ]
    return {"cases": cases}


def inclusion_in_tiles() -> dict[str, Any]:
    size = 300
    data = [
        leaf_of(1, sha(b"a notice"), b"h", b"%d" % n, (sha(b"h%d" % n), sha(b"b%d" % n))) for n in range(size)
    ]
    hashes = [leaf_hash(one) for one in data]
    text = f"{OWN_ORIGIN}\n{size}\n{base64.b64encode(root(hashes)).decode()}\n"
    held = {
        "tile/0/000": b"".join(hashes[:256]),
        "tile/0/001.p/44": b"".join(hashes[256:]),
        "tile/1/000.p/1": root(hashes[:256]),
    }
    shared = {path: base64.b64encode(raw).decode() for path, raw in held.items()}
    changed = base64.b64encode(bytes([held["tile/0/000"][0] ^ 1]) + held["tile/0/000"][1:]).decode()
    changed_edge = base64.b64encode(
        held["tile/0/001.p/44"][:-1] + bytes([held["tile/0/001.p/44"][-1] ^ 1])
    ).decode()
    cases: list[dict[str, Any]] = [
        {"name": f"entry {n}", "index": n, "leaf": data[n].hex(), "expect": "proved"}
        for n in (0, 7, 255, 256, 299)
    ]
    cases += [
        {"name": "another entry's leaf", "index": 8, "leaf": data[7].hex(), "expect": "refused"},
        {"name": "a leaf that is not in the log", "index": 7, "leaf": bytes(66).hex(), "expect": "refused"},
        {"name": "beyond the end", "index": 300, "leaf": data[0].hex(), "expect": "refused"},
        {"name": "before the start", "index": -1, "leaf": data[299].hex(), "expect": "refused"},
        {"name": "a hash where the leaf belongs", "index": 7, "leaf": hashes[7].hex(), "expect": "refused"},
    ]
    with_tiles: dict[str, dict[str, str | None]] = {
        "a changed tile": {"tile/0/000": changed},
        "a changed tile at the edge": {"tile/0/001.p/44": changed_edge},
        "a tile that is missing": {"tile/0/001.p/44": None},
        "a tile that is too short": {"tile/1/000.p/1": "AAAA"},
        "a tile above that does not fit": {"tile/1/000.p/1": base64.b64encode(bytes(32)).decode()},
    }
    cases += [
        {"name": name, "index": 7, "leaf": data[7].hex(), "replace": change, "expect": "refused"}
        for name, change in with_tiles.items()
    ]
    return {
        "origin": OWN_ORIGIN,
        "vkey": vkey(OWN_ORIGIN, OWN_SEED),
        "checkpoint": note(OWN_ORIGIN, OWN_SEED, text),
        "tiles": shared,
        "cases": cases,
    }


def write(folder: Path) -> None:
    for made in (tree, signed_note, checkpoint, tiles, leaves, inclusion_in_tiles):
        text = json.dumps(made(), indent=1, ensure_ascii=True)
        (folder / f"{made.__name__}.json").write_text(f"{text}\n", encoding="ascii")


if __name__ == "__main__":
    write(HERE)
