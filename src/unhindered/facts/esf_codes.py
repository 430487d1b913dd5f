"""Codes of the lists of the HURIDOCS Events Standard Formats that forms offer, with labels of our own.

A code is twelve digits and the two of its list. This is a selection: a fact may carry any other code of the
list that its field is of. Of types of act (list 4) forms offer those of `core/casework/act_types.py`.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def esf_codes() -> Mapping[str, str]:
    """The labels by code, in the order in which forms show them."""
    text = (files("unhindered.facts") / "esf_codes.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: row["label"] for row in csv.DictReader(text.splitlines())})


def esf_label(code: str) -> str:
    """A code in words; where we have none, the code."""
    return esf_codes().get(code, f"ESF {code}")


def esf_choices(list_number: int) -> tuple[tuple[str, str], ...]:
    """The codes that forms offer from one list, with their labels."""
    ending = f"{list_number:02}"
    return tuple((code, label) for code, label in esf_codes().items() if code.endswith(ending))
