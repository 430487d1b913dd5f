"""Cards, rosters, welcomes and entries: what is signed is just what is read."""

import pytest

from unhindered.core.canonical_json import canonical_json
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner
from unhindered.desk.keys.signed_json import compose_signed_json, read_signed_json

HEAD = "unhindered/example/v1"
SIGNER = NoteSigner("example", bytes(32))
CONTENT = {"a": "text with “quotes”", "b": [1, 2]}


def read(note, *, head=HEAD, fields=("a", "b")):
    return read_signed_json(note, head=head, fields=fields, verifiers=[SIGNER.verifier()])


def test_what_was_signed_is_read():
    assert read(compose_signed_json(HEAD, CONTENT, SIGNER)) == CONTENT


@pytest.mark.parametrize(
    "text",
    [
        "{head}\n{line}\nand one line more\n",
        "{head}\n{line}\n\n",
        "{head}\n\n{line}\n",
        "{line}\n{head}\n",
        "{head}\n",
        "{line}\n",
        "{head} \n{line}\n",
    ],
)
def test_other_lines_than_these_two_are_refused(text):
    line = canonical_json(CONTENT).decode()

    with pytest.raises(Refused):
        read(SIGNER.sign(text.format(head=HEAD, line=line)))


@pytest.mark.parametrize("line", ['{"b":[1,2],"a":"x"}', '{"a":"x", "b":[1,2]}', '{"a":"\\u0078","b":[1,2]}'])
def test_json_in_another_form_is_refused(line):
    with pytest.raises(Refused):
        read(SIGNER.sign(f"{HEAD}\n{line}\n"))


def test_a_fraction_is_refused():
    with pytest.raises(Refused):
        read(SIGNER.sign(f'{HEAD}\n{{"a":1.5,"b":1}}\n'))


@pytest.mark.parametrize("fields", [("a",), ("a", "b", "c"), ()])
def test_other_fields_are_refused(fields):
    with pytest.raises(Refused):
        read(compose_signed_json(HEAD, CONTENT, SIGNER), fields=fields)


def test_another_kind_of_text_is_refused():
    with pytest.raises(Refused, match="another kind"):
        read(compose_signed_json(HEAD, CONTENT, SIGNER), head="unhindered/other/v1")
