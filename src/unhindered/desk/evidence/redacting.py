"""Makes a copy of pixels in which regions are black, and opens it again to see that they are."""

from collections.abc import Sequence

from unhindered.core.casework.codec import to_json
from unhindered.core.casework.custody_facts import RedactedRegion
from unhindered.core.casework.redaction import blackened, is_black
from unhindered.core.errors import Refused
from unhindered.desk.desk import Desk
from unhindered.desk.evidence.items import FileOfItem, in_memory
from unhindered.desk.evidence.pixel_pdf import compose_pdf, packed
from unhindered.desk.evidence.viewer import kind_of_file
from unhindered.desk.sandbox.pixels import MOST_PAGES, Page
from unhindered.desk.sandbox.room import memory_file

MOST_REDACTED_PAGES = 200
# Drawn anew, the edge of a black field may lie a pixel beside where it was.
_EDGE = 2


def redacted_copy(desk: Desk, found: FileOfItem, regions: Sequence[RedactedRegion], pages: str) -> bytes:
    """A PDF of pixels with these regions black; `pages` is a range such as 3-7, empty for all.

    Raises:
        NoSandbox, TookTooLong: as `Sandbox.pages`.
        Refused: a region is on no copied page, too many pages, or the copy still shows something.
    """
    first, last = _page_range(pages)
    content, copied = _copied(desk, found, regions, first, last)
    if any(region.page not in copied for region in regions):
        raise Refused("A region is on a page that is not copied.", advice="Check the pages.")
    _require_redacted(desk, content, [_on_copied_page(item, copied[0]) for item in regions], len(copied))
    return content


def _copied(
    desk: Desk, found: FileOfItem, regions: Sequence[RedactedRegion], first: int, last: int
) -> tuple[bytes, list[int]]:
    """The new file, and the numbers of the pages that it was made from."""
    pictures, copied = [], []
    with in_memory(desk, found) as opened:
        kind = kind_of_file(opened)
        for page in desk.viewer.sandbox.pages(opened, kind, first=first, last=last):
            _require_not_too_many(page, first, last)
            here = [region for region in regions if region.page == page.number]
            pixels = blackened(page.pixels, page.width, page.height, here)
            pictures.append(packed(page.width, page.height, pixels))
            copied.append(page.number)
    return compose_pdf(pictures), copied


def _require_not_too_many(page: Page, first: int, last: int) -> None:
    if min(page.of, last) - first >= MOST_REDACTED_PAGES:
        raise Refused(
            f"A redacted copy has at most {MOST_REDACTED_PAGES} pages.",
            advice="Say which pages to copy, such as 3-7, and make several copies.",
        )


def _require_redacted(desk: Desk, content: bytes, regions: Sequence[RedactedRegion], count: int) -> None:
    """Opened again like any stranger's file: no text, as many pages, and black where it has to be."""
    with memory_file(content) as copy:
        kind = kind_of_file(copy)
        seen = 0
        for page in desk.viewer.sandbox.pages(copy, kind, first=1, last=count):
            here = [region for region in regions if region.page == page.number]
            is_clear = is_black(page.pixels, page.width, page.height, here, edge=_EDGE)
            if page.letters or page.of != count or not is_clear:
                raise Refused("The copy still shows what was left out.", advice="It was thrown away.")
            seen += 1
    if seen != count:
        raise Refused("The copy lacks pages.", advice="It was thrown away. Try with fewer pages.")


def _on_copied_page(region: RedactedRegion, first: int) -> RedactedRegion:
    return RedactedRegion(**{**to_json(region), "page": region.page - first + 1})


def _page_range(pages: str) -> tuple[int, int]:
    if not pages.strip():
        return 1, MOST_PAGES
    first, _, last = pages.replace(" ", "").partition("-")
    if not first.isdecimal() or not (last or first).isdecimal() or not 0 < int(first) <= int(last or first):
        raise Refused("This is no range of pages.", advice="Write one page, 3, or a range, 3-7.")
    return int(first), int(last or first)
