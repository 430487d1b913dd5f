import base64
import json
from pathlib import Path

import pytest

from unhindered.core.errors import Refused
from unhindered.core.reading.document_text import decode_document, text_sha256
from unhindered.core.reading.proposal import Kind
from unhindered.core.reading.read import read_document

VECTORS = Path(__file__).parents[3] / "vectors" / "reading"
ALL = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(VECTORS.glob("*.json"))}
READ = sorted(name for name, vector in ALL.items() if vector["expect"] != "refused")
BAD = sorted(set(ALL) - set(READ))


@pytest.mark.parametrize("name", READ)
def test_a_text_gives_just_these_proposals(gazetteer, name):
    vector = ALL[name]
    text = decode_document((VECTORS / vector["text"]).read_bytes())

    found = [proposal.as_json() for proposal in read_document(text, gazetteer)]

    assert text_sha256(text) == vector["expect"]["text_sha256"]
    assert found == vector["expect"]["proposals"]


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_text_is_refused(name):
    with pytest.raises(Refused):
        decode_document(base64.b64decode(ALL[name]["bytes"]))


def test_bad_vectors_outnumber_good_ones():
    assert len(BAD) > len(READ)


def test_the_article_holds_every_kind():
    kinds = {proposal["kind"] for proposal in ALL["article"]["expect"]["proposals"]}

    assert kinds == {kind.value for kind in Kind}
