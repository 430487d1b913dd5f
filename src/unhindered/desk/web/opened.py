"""What a page showed of cases, reports and files, for the list that owners read: by address or by content."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from unhindered.core.errors import Refused
from unhindered.desk.actions.audit import note_opened
from unhindered.desk.actions.statement_page import StatementPage
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import OpenedThing, What

_IN_ADDRESSES = (What.CASE, What.REPORT, What.ATTACHMENT)
_LONGEST = 64


def cases_in(values: Mapping[str, Any]) -> set[str]:
    """The cases in what a template is given: the one the page is of, and those of statements on it."""
    statements = (values.get("page"), *(values.get("pages") or ()))
    found = {item.case for item in statements if isinstance(item, StatementPage)}
    case = getattr(values.get("case"), "id", None)
    return found | ({case} if isinstance(case, str) else set())


def note_shown(desk: Desk, address: Mapping[str, Any], shown: Iterable[OpenedThing], today: date) -> None:
    """Note what the parts of an address name, and what was on the page besides."""
    named = {
        OpenedThing(what=what, name=_whole(desk, what, str(address[what.value])))
        for what in _IN_ADDRESSES
        if what.value in address
    }
    for item in named.union(shown):
        note_opened(desk, item.what, item.name, today)


def _whole(desk: Desk, what: What, name: str) -> str:
    """The id that the beginning of one stands for."""
    try:
        if what is What.CASE:
            return desk.case_keys(name).id
        if what is What.REPORT:
            return desk.book.report(name).id
    except Refused:
        pass
    return name[:_LONGEST]
