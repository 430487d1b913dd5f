import csv
import os
import re
from collections import Counter
from pathlib import Path
from typing import get_args, get_origin

import pytest

from unhindered.core.casework.codec import hints_of, optional_of, rule_of
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.fields import TextRule
from unhindered.facts.esf_codes import esf_choices, esf_codes, esf_label

GATHERED = Path(os.environ.get("UNHINDERED_CORPUS", "nowhere")).resolve().parent / "vocab"
A_CODE = re.compile(r"\[0-9\]\{12\}(\d\d)")


def rows():
    path = Path(__file__).parents[2] / "src/unhindered/facts/esf_codes.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def gathered():
    path = GATHERED / "core_torture_reprisals.csv"
    if not path.is_file():
        pytest.skip("the lists of ESF are not here: UNHINDERED_CORPUS names no corpus with them beside it")
    with path.open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def codes_that_facts_hold(hint):
    """The lists whose codes a field can hold, in its parts too."""
    inner = optional_of(hint) or hint
    if get_origin(inner) is tuple:
        return codes_that_facts_hold(get_args(inner)[0])
    rule = rule_of(inner)
    if isinstance(rule, TextRule):
        found = A_CODE.fullmatch(rule.pattern)
        return {int(found[1])} if found else set()
    if isinstance(inner, type) and hasattr(inner, "__dataclass_fields__"):
        return set().union(*(codes_that_facts_hold(each) for each in hints_of(inner).values()))
    return set()


def test_every_code_is_of_the_list_it_stands_under_and_stands_there_once():
    codes = [row["code"] for row in rows()]

    assert [row for row in rows() if not re.fullmatch(rf"\d{{12}}{int(row['list']):02}", row["code"])] == []
    assert len(codes) == len(set(codes)) > 300


def test_within_a_list_no_two_codes_look_alike():
    labels = Counter((row["list"], row["label"]) for row in rows())

    assert [label for label, times in labels.items() if times > 1] == []


def test_every_list_that_a_fact_takes_codes_of_has_some_to_choose_from():
    wanted = set()
    for kind in FACT_KINDS.values():
        for hint in hints_of(kind).values():
            wanted |= codes_that_facts_hold(hint)

    assert {5, 16, 18, 24, 27, 29, 36} <= wanted
    assert {number for number in wanted if len(esf_choices(number)) < 4} == set()
    # Of types of act a field may hold ours too: core/casework/act_types.py.
    assert {int(row["list"]) for row in rows()} == wanted | {4}


def test_every_code_is_one_of_the_standard():
    assert set(esf_codes()) - set(gathered()) == set()


def test_no_label_of_more_than_two_words_is_the_standards_own():
    standard = gathered()
    same = [
        (code, label)
        for code, label in esf_codes().items()
        if len(label.split()) > 2 and label.casefold() == standard[code]["en"].casefold()
    ]

    assert same == []


def test_a_code_without_a_label_is_shown_as_it_is():
    assert esf_label("03080000000005") == "Electric shocks"
    assert esf_label("123456789012" + "05") == "ESF 12345678901205"
