"""Builds the site: same facts, same public log, same day, same bytes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from unhindered.core.casework.statement import PublicStatement
from unhindered.facts.tables import Facts
from unhindered.ledger.about_resolutions import about_resolution
from unhindered.ledger.overview import Overview, overview
from unhindered.ledger.pages import Built, Pages
from unhindered.ledger.places import Places
from unhindered.ledger.public_record import PublicRecord
from unhindered.ledger.resolution_data import resolution_data
from unhindered.ledger.resolution_page import ResolutionPage, resolution_page
from unhindered.ledger.shelf import Shelf
from unhindered.ledger.site_folder import MARK, replace_site
from unhindered.ledger.state_data import state_data
from unhindered.ledger.state_page import RESOLUTION, StatePage, state_page
from unhindered.ledger.statement_view import StatementView, view_statements
from unhindered.web.pages import shared_files

PROGRAM = f"unhindered {version('unhindered')}"


@dataclass(frozen=True, kw_only=True)
class LedgerBuilt:
    """What was built."""

    states: int
    statements: int
    pages: int
    largest_page: int


def build_ledger(out: Path, *, facts: Facts, record: PublicRecord | None, today: date) -> LedgerBuilt:
    """Write the site into `out`, in place of the one that was there. Without a log it shows facts alone.

    Raises:
        Refused: `out` holds something else than a site of ours.
        Unavailable: `out` cannot be written.
    """
    site = site_files(facts=facts, record=record, today=today)
    replace_site(out, site)
    pages = [content for address, content in site.items() if address.endswith(".html")]
    return LedgerBuilt(
        states=len(facts.states),
        statements=len(record.shown()) if record else 0,
        pages=len(pages),
        largest_page=max(map(len, pages)),
    )


def site_files(*, facts: Facts, record: PublicRecord | None, today: date) -> dict[str, bytes]:
    """Every file of the site by its address, without writing any."""
    built = Built(on=today, program=PROGRAM, facts_sha256=facts.sha256, record=record)
    return dict(_Builder(facts, built).files())


class _Builder:
    def __init__(self, facts: Facts, built: Built) -> None:
        self._built = built
        self._record = built.record
        self._shelf = Shelf(facts)
        self._places = Places(self._shelf)
        self._statements = self._record.shown() if self._record else ()
        self._about = {
            row.symbol: about_resolution(row, self._statements) for row in self._shelf.facts.resolutions
        }
        # A resolution has a page where we hold its sponsors or requests, or a statement is about it.
        self._with_page = frozenset(
            symbol
            for symbol, about in self._about.items()
            if about.statements or self._shelf.sponsors(symbol) or self._shelf.asks(symbol)
        )
        self._pages = Pages(built, with_page=self._with_page)
        self._views = view_statements(self._statements, self._places)
        self._signed_json = self._record.signed_by_id() if self._record else {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """All files, in the order of a reader's way through them."""
        seen = overview(self._shelf, self._places, self._statements)
        yield from self._overview(seen)
        for place in (*map(self._places.of, self._shelf.states), *seen.elsewhere):
            about = tuple(item for item in self._statements if place.iso3 in item.states)
            yield from self._state(state_page(self._shelf, place, about))
        yield from self._resolutions()
        yield from self._method()
        yield from self._data()
        yield from ((f"static/{name}", content) for name, content in sorted(shared_files().items()))
        yield "static/ledger.css", files("unhindered.ledger").joinpath("static/ledger.css").read_bytes()

    def _overview(self, seen: Overview) -> Iterator[tuple[str, bytes]]:
        yield self._page("index.html", "", seen=seen)
        yield self._page("states.html", "states/", seen=seen)

    def _state(self, page: StatePage) -> Iterator[tuple[str, bytes]]:
        address = page.place.address
        yield self._page(
            "state.html", address, page=page, views=self._viewed(page.statements), shelf=self._shelf
        )
        content = state_data(page, self._signed(page.statements), self._built.data())
        yield f"{address}index.json", _json(content)

    def _resolutions(self) -> Iterator[tuple[str, bytes]]:
        yield self._page("resolutions.html", "resolutions/", shelf=self._shelf)
        for symbol, about in self._about.items():
            if symbol in self._with_page:
                yield from self._resolution(resolution_page(self._shelf, self._places, symbol, about))

    def _resolution(self, page: ResolutionPage) -> Iterator[tuple[str, bytes]]:
        views = self._viewed(page.statements)
        yield self._page("resolution.html", page.address, page=page, views=views, shelf=self._shelf)
        content = resolution_data(page, self._signed(page.statements), self._built.data())
        yield f"{page.address}index.json", _json(content)

    def _method(self) -> Iterator[tuple[str, bytes]]:
        retractions = self._record.retractions() if self._record else ()
        views = list(self._views.values())
        yield self._page("statements.html", "statements/", views=views, retractions=retractions)
        yield self._page("sources.html", "sources/", sources=self._shelf.facts.sources)
        yield self._page("how_we_know.html", "how-we-know/", shelf=self._shelf, resolution=RESOLUTION)

    def _data(self) -> Iterator[tuple[str, bytes]]:
        yield MARK, _json({"v": 1, "built": self._built.data()})
        if self._record is not None:
            yield "data/notice.txt", self._record.notice_note.encode()
            yield "data/checkpoint.txt", self._record.checkpoint_note.encode()
            yield "data/public-log.jsonl", self._record.lines()

    def _page(self, template: str, address: str, /, **values: Any) -> tuple[str, bytes]:
        return f"{address}index.html", self._pages.render(template, address, **values)

    def _viewed(self, statements: Sequence[PublicStatement]) -> list[StatementView]:
        return [self._views[item.statement] for item in statements]

    def _signed(self, statements: Sequence[PublicStatement]) -> list[Any]:
        return [self._signed_json[item.statement] for item in statements]


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
