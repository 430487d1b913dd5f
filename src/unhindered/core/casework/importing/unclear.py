"""Texts of a sheet that a field cannot hold as they are: an officer says once what each means."""

from collections import Counter
from collections.abc import Mapping

from unhindered.core.casework.importing.mapping import SheetMapping, fitted
from unhindered.core.casework.importing.sheet import Sheet
from unhindered.core.casework.importing.targets import ValueKind, target
from unhindered.core.casework.importing.values import read_value
from unhindered.core.errors import Refused

_OF_LISTS = frozenset(
    {ValueKind.CHOICE, ValueKind.STATE, ValueKind.ACT_TYPE, ValueKind.ESF_CODE, ValueKind.TRUTH}
)
_MOST = 50


def unclear_texts(sheet: Sheet, mapping: SheetMapping) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """By header, the texts that its field does not understand and how many rows have each, the most first."""
    found = {}
    for at, rule in enumerate(fitted(mapping, sheet.headers).columns):
        goal = target(rule.target) if rule.target else None
        if goal is None or goal.value not in _OF_LISTS:
            continue
        known = {item.given for item in rule.values}
        texts = Counter(row.texts[at].strip() for row in sheet.rows)
        unclear = []
        for text, count in texts.most_common():
            if text and text not in known:
                try:
                    read_value(text, goal, mapping.date_order)
                except Refused:
                    unclear.append((text, count))
        if unclear:
            found[rule.header] = tuple(unclear[:_MOST])
    return found
