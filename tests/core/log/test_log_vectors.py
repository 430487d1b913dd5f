import runpy
from pathlib import Path

VECTORS = Path(__file__).parents[3] / "vectors" / "log"


def test_the_vectors_are_those_that_their_script_makes(tmp_path):
    runpy.run_path(str(VECTORS / "make.py"))["write"](tmp_path)

    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in VECTORS.glob("*.json")}
