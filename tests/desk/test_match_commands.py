"""`desk matches`, as an officer types it, at a desk whose gate is away."""

import match_scene
import pytest
from desk_typed import desk_typed


@pytest.fixture
def run(enrolled, owner, capsys):
    match_scene.somebody_in_both(enrolled, owner, match_scene.two_cases(enrolled, owner))
    owner.close()
    return desk_typed(enrolled, capsys, "matches", "--offline")


def test_a_pair_is_listed_decided_and_undone(run):
    (proposal,) = run()["proposals"]
    assert {item["feature"]: item["likeness"] for item in proposal["compared"]}["born"] == "similar"

    run("--decide", "same", "--pair", proposal["pair"], "--reason", "The same scar.")
    listed = run()
    (decided,) = listed["decided"]
    assert listed["proposals"] == []
    assert decided["why"] == "The same scar."
    assert decided["weight"] == pytest.approx(proposal["weight"], abs=0.01)

    run("--undo", decided["match"])
    assert run()["decided"] == []


@pytest.mark.parametrize(
    "words",
    [
        ["--decide", "same", "--pair", "person-x", "--reason", "The same scar."],
        ["--decide", "same", "--undo", "0" * 32],
        ["--undo", "0" * 32],
    ],
)
def test_what_cannot_be_done_is_said(run, words):
    assert run(*words, expect=1)["error"]
