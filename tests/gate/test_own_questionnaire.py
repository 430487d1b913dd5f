"""Which questions a gate asks: the shipped ones, until its institution's desk uploads others."""

import json
from pathlib import Path

import pytest
from gate_world import NOW, QUICK, GateWorld

from unhindered.core.errors import Refused
from unhindered.core.questionnaire.parse import (
    parse_questionnaire,
    questionnaire_bytes,
    questionnaire_hash,
)
from unhindered.facts.questionnaires import default_questionnaire, shipped_questionnaires
from unhindered.gate.open_gate import open_gate
from unhindered.gate.own_questionnaire import MOST_KEPT, Questionnaires

VECTORS = Path(__file__).parents[2] / "vectors" / "questionnaire"
OWN = json.loads((VECTORS / "answers.json").read_text(encoding="ascii"))["questionnaire"]
DEFAULT = questionnaire_bytes(default_questionnaire())


def own(title="More"):
    return json.dumps(OWN | {"title": {"en": title}}).encode()


def test_a_gate_asks_the_shipped_questions_at_first(world):
    assert world.gate.questionnaires.shown == default_questionnaire()


def test_the_enrolled_desk_can_have_others_asked(world):
    world.desk.upload_questionnaire(own())

    assert world.gate.questionnaires.shown == parse_questionnaire(own())


def test_they_are_there_after_a_restart(tmp_path):
    with GateWorld(tmp_path / "gate") as world:
        world.open().desk.upload_questionnaire(own())

    with open_gate(world.folder, now=lambda: NOW, limits=QUICK) as again:
        assert again.questionnaires.shown == parse_questionnaire(own())


def test_the_shipped_ones_can_be_asked_again_and_the_own_stay_known(world):
    world.desk.upload_questionnaire(own())
    world.desk.upload_questionnaire(DEFAULT)

    known = world.gate.questionnaires
    assert known.shown == default_questionnaire()
    assert known.with_hash(questionnaire_hash(parse_questionnaire(own()))) == parse_questionnaire(own())
    assert known.with_hash("0" * 64) is None


@pytest.mark.parametrize("body", [b"", b"{}", own("")])
def test_what_is_no_questionnaire_is_refused_and_changes_nothing(world, body):
    with pytest.raises(Refused):
        world.desk.upload_questionnaire(body)

    assert world.gate.questionnaires == Questionnaires()


def test_own_questions_without_a_language_are_refused(world):
    content = json.loads(DEFAULT) | {"title": "Another title"}

    with pytest.raises(Refused, match="texts by language"):
        world.desk.upload_questionnaire(json.dumps(content).encode())


def test_a_stranger_cannot_change_the_questions(world):
    assert world.http.post("/desk/questionnaire", content=own()).status_code == 401


def test_only_so_many_are_kept():
    kept = Questionnaires()
    for number in range(MOST_KEPT + 5):
        kept = kept.with_shown(own(f"Title {number}"))
    kept = kept.with_shown(own("Title 10"))

    assert len(kept.own) == MOST_KEPT
    assert kept.shown.title.by_language["en"] == "Title 10"


def test_a_shipped_questionnaire_is_never_edited():
    # A new one gets the next number, and its hash a line here.
    assert list(shipped_questionnaires()) == [
        "90603fca822ab56119c39c0c2b832e2f3a93f69f6036e726a537d44ca911f784",
    ]
