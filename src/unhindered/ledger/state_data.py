"""One State's page for programs: each fact with its sources and status, each statement as signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from unhindered.ledger.page_data import checked, sources_data
from unhindered.ledger.state_page import StatePage


def state_data(
    page: StatePage, signed: Sequence[Mapping[str, Any]], built: Mapping[str, Any]
) -> dict[str, Any]:
    """What `index.json` beside the page holds (docs/formats/ledger.md); `built` says from what and when."""
    state = page.state
    return {
        "v": 1,
        "iso3": page.place.iso3,
        "name": page.place.name,
        "kind": page.place.kind.value,
        "group": state.group.value if state else None,
        "member_since": state.member_since if state else None,
        "documented": {
            "statements": list(signed),
            "named_by_the_secretary_general": _named(page),
            "report_years": {str(item.year): item.cell.name.lower() for item in page.line},
        },
        "promised": {
            "treaties": _treaties(page),
            "sponsored": _sponsored(page),
            "joined": _joined(page),
        },
        "sources": sources_data(
            [
                *(source for line in page.named for source in line.sources),
                *(source for line in page.treaties for source in line.sources),
                *(source for line in page.sponsored for source in line.sources),
                *(source for line in page.joined for source in line.sources),
            ]
        ),
        "not_documented_is_not_none": True,
        "built": dict(built),
    }


def _named(page: StatePage) -> list[dict[str, Any]]:
    return [
        {
            "year": item.report.year,
            "symbol": item.report.symbol or None,
            "how": item.how or None,
            **checked(item.row),
        }
        for item in page.named
    ]


def _treaties(page: StatePage) -> list[dict[str, Any]]:
    return [
        {
            "treaty": line.row.treaty.value,
            "act": line.row.act.value,
            "year": line.row.year,
            "on": line.row.on or None,
            **checked(line.row),
        }
        for line in page.treaties
    ]


def _sponsored(page: StatePage) -> list[dict[str, Any]]:
    return [
        {
            "symbol": line.row.symbol,
            "role": line.row.role.value,
            **checked(line.row),
        }
        for line in page.sponsored
    ]


def _joined(page: StatePage) -> list[dict[str, Any]]:
    return [
        {
            "statement": line.statement.title,
            "forum": line.statement.forum,
            "on": line.statement.on,
            **checked(line.row),
        }
        for line in page.joined
    ]
