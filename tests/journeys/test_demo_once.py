"""The demonstration that runs by itself, as its own program."""

import json
import subprocess
import sys


def test_demo_once_exits_well_and_says_that_all_steps_held():
    done = subprocess.run(
        [sys.executable, "-m", "unhindered", "demo", "--once", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )

    printed = json.loads(done.stdout)
    assert [step["step"] for step in printed["steps"] if not step["held"]] == [], done.stderr
    assert (done.returncode, printed["held"]) == (0, True)
    assert len(printed["steps"]) > 10
    assert "All of it held." in done.stderr
