import ast
import itertools
from enum import StrEnum
from pathlib import Path

import pytest
from casework_examples import ANNA, DAY, an_id

import unhindered.core.casework
from unhindered.core.casework import (
    check_ins,
    conflicts,
    consent,
    contradictions,
    custody_terms,
    drafts,
    exit_facts,
    interview_terms,
    match_terms,
    record_terms,
    risk,
    sending,
    sendings,
    statement,
    tasks,
    terms,
    triage,
    verification_terms,
)
from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.act_types import ACT_TYPES
from unhindered.core.casework.terms import IdentityLevel

CASEWORK = Path(unhindered.core.casework.__file__).parent
# What an institution would say to close its eyes. A case ends in what we did, never in such a word.
EXCUSES = (
    "justif",
    "legitim",
    "lawful",
    "excus",
    "unfounded",
    "baseless",
    "warranted",
    "deserv",
    "legal act",
)


def choices():
    modules = (
        *(terms, check_ins, conflicts, drafts, risk, statement, tasks),
        *(consent, exit_facts, sending, sendings),
        *(custody_terms, interview_terms, match_terms, triage, verification_terms),
        *(record_terms, contradictions),
    )
    kinds = {kind for module in modules for kind in vars(module).values() if isinstance(kind, type)}
    return [choice for kind in kinds if issubclass(kind, StrEnum) for choice in kind]


@pytest.mark.parametrize("excuse", EXCUSES)
def test_no_choice_or_state_calls_what_was_done_justified(excuse):
    words = [f"{choice.name} {choice.value}".lower() for choice in choices()]
    words += [entry.label.lower() for entry in ACT_TYPES.values()]

    assert len(words) > 100
    assert [word for word in words if excuse in word] == []


def test_every_list_of_choices_was_looked_at():
    declared = {
        node.name
        for file in CASEWORK.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "StrEnum" for base in node.bases)
    }

    assert declared == {type(choice).__name__ for choice in choices()}


@pytest.mark.parametrize(
    ("higher", "lower"), list(itertools.combinations_with_replacement(reversed(IdentityLevel), 2))
)
def test_agreeing_to_a_level_agrees_to_what_shows_less(higher, lower):
    assert higher.covers(lower)


@pytest.mark.parametrize(("higher", "lower"), list(itertools.combinations(reversed(IdentityLevel), 2)))
def test_agreeing_to_a_level_never_agrees_to_what_shows_more(higher, lower):
    assert not lower.covers(higher)


def test_only_named_and_initials_show_something_of_a_name():
    assert {level for level in IdentityLevel if level.shows_a_name} == {
        IdentityLevel.NAMED,
        IdentityLevel.INITIALS,
    }


def test_every_type_of_act_can_stand_in_a_fact():
    for entry in ACT_TYPES.values():
        assert ActRecorded(by=ANNA, on=DAY, act=an_id(5), type_of_act=entry.code).type_of_act == entry.code
