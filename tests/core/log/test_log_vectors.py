import json
import runpy
from pathlib import Path

from unhindered.core.log.checkpoint import open_checkpoint
from unhindered.core.log.signed_note import parse_verifier

VECTORS = Path(__file__).parents[3] / "vectors" / "log"


def test_the_vectors_are_those_that_their_script_makes(tmp_path):
    runpy.run_path(str(VECTORS / "make.py"))["write"](tmp_path)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in VECTORS.glob("*.json")}


def test_the_format_page_opens_with_a_checkpoint_that_holds():
    shared = json.loads((VECTORS / "inclusion_in_tiles.json").read_text(encoding="ascii"))
    page = (VECTORS.parents[1] / "docs" / "formats" / "log.md").read_text()

    example = page.split("```\n")[1]

    assert open_checkpoint(example, parse_verifier(shared["vkey"]), shared["origin"]).size == 300
