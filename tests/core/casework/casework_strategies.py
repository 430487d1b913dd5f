"""Hypothesis strategies for any fact, made from the annotations that check it."""

import re
from datetime import date
from enum import StrEnum
from typing import get_args, get_origin

from casework_examples import an_id
from hypothesis import strategies as st

from unhindered.core.casework.codec import hints_of, optional_of, rule_of
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.fields import JsonRule, NumberRule

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"])
DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 30))
IDS = st.integers(0, 9).map(an_id)
# What facts are called by whoever undoes or revises them.
FACT_NAMES = tuple(f"{an_id(number)}/0" for number in range(6))
# Texts with a form of their own, by the pattern that holds them.
FORMED = {
    r"[0-9a-f]{32}": IDS,
    r"[0-9a-f]{64}": st.sampled_from(["ab" * 32, "cd" * 32]),
    r"[0-9a-f]{32}/[0-9]{1,3}": st.sampled_from(FACT_NAMES),
    r"[a-z]+/[a-z0-9][a-z0-9.+-]*": st.sampled_from(["text/csv", "application/pdf"]),
    r"[A-Z]{3}": st.sampled_from(["XVL", "XVM"]),
    r"[0-9]{12}04|RX[0-9]{2}": st.sampled_from(["RX01", "02011111000004"]),
    r"[a-z][a-z0-9_]*": st.sampled_from(["concern", "adoption"]),
    r"[A-Za-z0-9][A-Za-z0-9._-]*": st.sampled_from(["anna", "bo"]),
    r"[A-Za-z0-9+/]+={0,2}": st.sampled_from(["c2VhbGVk", "c2VhbGVkIHRvbw=="]),
    r"[A-Za-z0-9][A-Za-z0-9-]+": st.sampled_from(["public", "CAT-22"]),
    r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*": st.sampled_from(["en", "ar", "zh-Hant"]),
}
# A code of one of the lists of the Events Standard Formats.
ESF_CODE = re.compile(r"\[0-9\]\{12\}(\d\d)")
URL = st.sampled_from(["", "https://lamp.example/a?b#c"])
EDTF = st.sampled_from(["2026", "2026-11?", "2026-11-24~", "2026-10/.."])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(LETTERS, max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)


def facts():
    return st.one_of([records(kind) for kind in FACT_KINDS.values()])


def records(kind):
    return st.builds(kind, **{name: values(hint) for name, hint in hints_of(kind).items()})


def values(hint):
    inner = optional_of(hint)
    if inner is not None:
        return st.none() | values(inner)
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=2).map(tuple)
    rule = rule_of(hint)
    if rule is not None:
        return _ruled(rule)
    if hint is bool:
        return st.booleans()
    if hint is date:
        return DAYS
    return st.sampled_from(list(hint)) if issubclass(hint, StrEnum) else records(hint)


def _ruled(rule):
    if isinstance(rule, NumberRule):
        return st.integers(rule.least, min(rule.most, 1000))
    if isinstance(rule, JsonRule):
        return st.dictionaries(st.sampled_from(["state", "body", "stage"]), JSON, max_size=2)
    if rule.edtf:
        return EDTF
    code = ESF_CODE.fullmatch(rule.pattern)
    if code:
        return st.sampled_from(["010000000000", "990000000000"]).map(lambda digits: digits + code[1])
    if rule.pattern:
        return FORMED.get(rule.pattern, URL)
    return st.text(LETTERS, max_size=20).map(lambda text: f"x{text}" if rule.least else text)
