"""One resolution's page for programs: stages, sponsors and requests with sources, statements as signed."""

from collections.abc import Mapping, Sequence
from typing import Any

from unhindered.ledger.page_data import checked, sources_data
from unhindered.ledger.resolution_page import ResolutionPage


def resolution_data(
    page: ResolutionPage, signed: Sequence[Mapping[str, Any]], built: Mapping[str, Any]
) -> dict[str, Any]:
    """What `index.json` beside the page holds (docs/formats/ledger.md); `built` says from what and when."""
    return {
        "v": 1,
        "resolution": {
            "symbol": page.resolution.symbol,
            "title": page.resolution.title,
            "proposer": page.resolution.proposer or None,
            **checked(page.resolution),
        },
        "stages": [
            {
                "stage": line.row.stage.value,
                "on": line.row.on or None,
                "mode": line.row.mode.value or None,
                "yes": line.row.yes,
                "no": line.row.no,
                "abstain": line.row.abstain,
                "draft": line.row.draft or None,
                **checked(line.row),
            }
            for line in page.stages
        ],
        "sponsors": [
            {
                "iso3": sponsor.iso3,
                "role": sponsor.role.value,
                **checked(sponsor),
            }
            for region in page.regions
            for _, sponsor in region.sponsors
        ],
        "asks": [
            {
                "id": ask.id,
                "theme": ask.theme,
                "text": ask.text,
                **checked(ask),
            }
            for ask, _ in page.asks
        ],
        "statements": list(signed),
        "statements_matched_by_proposer_and_date": page.matched,
        "sources": sources_data(
            [
                *page.sources,
                *page.sponsor_sources,
                *(source for line in page.stages for source in line.sources),
                *(source for _, sources in page.asks for source in sources),
            ]
        ),
        "built": dict(built),
    }
