"""What is nearly right: well-formed bytes changed a little, and JSON changed in one place and made again."""

import json
from typing import Any

from hypothesis import strategies as st

# Each was a bug in some program that reads what strangers send.
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**53,
    2**64,
    10**400,
    0.5,
    "",
    " ",
    "\x00",
    "\ud800",
    "٣",
    "a" * 10_000,
    "9" * 5_000,
    "2026-13-45",
    "2026-W48-2",
    "0" * 64,
    "G" * 64,
    [],
    [[]],
    [None],
    ["a"] * 500,
    {},
    {"a": {}},
)


@st.composite
def changed(draw, raw: bytes) -> bytes:
    """`raw` with one to three small wounds; seldom none."""
    found = bytearray(raw)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(found)))
        end = min(len(found), start + draw(st.integers(0, 40)))
        act = draw(st.sampled_from(["flip", "cut", "leave out", "say twice", "put in"]))
        if act == "flip" and start < len(found):
            found[start] ^= draw(st.integers(1, 255))
        elif act == "cut":
            del found[start:]
        elif act == "leave out":
            del found[start:end]
        elif act == "say twice":
            found[start:start] = found[start:end]
        else:
            odd = st.sampled_from([b"\n", b"\n\n", b"\r\n", b"\x00", b"\xff", b"=", b"-> ", b"--- "])
            found[start:start] = draw(st.one_of(odd, st.binary(min_size=1, max_size=9)))
    return bytes(found)


@st.composite
def changed_json(draw, content: dict[str, Any]) -> dict[str, Any]:
    """`content` with one field, at any depth, taken away, added or given another value."""
    found: dict[str, Any] = json.loads(json.dumps(content))
    place = found
    while True:
        name = draw(st.sampled_from([*sorted(place), "unknown"]))
        inner = place.get(name)
        if not (isinstance(inner, dict) and inner and draw(st.booleans())):
            break
        place = inner
    if name in place and draw(st.integers(0, 5)) == 0:
        del place[name]
    else:
        place[name] = draw(st.one_of(st.sampled_from(ODD_VALUES), st.text(max_size=20), st.integers()))
    return found


def nested(depth: int) -> bytes:
    """JSON so deep that a careless reader falls."""
    return b'{"a":' * depth + b"0" + b"}" * depth


# Small to send; large, deep or long to read for who trusts them.
BOMBS: dict[str, bytes] = {
    **{f"nested {depth} deep": nested(depth) for depth in (200, 900, 2_000, 100_000)},
    "a list in a list": b"[" * 100_000,
    "a long number": b'{"a":' + b"9" * 100_000 + b"}",
    "a large exponent": b'{"a":1e999999999}',
    "many keys": b"{" + b",".join(b'"%d":0' % number for number in range(20_000)) + b"}",
    "half a character": b'{"a":"\\ud800"}',
    "not a number": b'{"a":NaN}',
    "lines without end": b"\n" * 100_000,
    "a word without end": b"a" * 1_000_000,
    "zeros": bytes(1_000_000),
    "ones": b"\xff" * 1_000_000,
}
