"""United Nations document symbols, written as such or composed from words (“resolution 68/156 of …”)."""

import re
from collections.abc import Iterator

from unhindered.core.reading.gazetteer import Gazetteer, Sort
from unhindered.core.reading.hits import Hit
from unhindered.core.reading.marked_text import MarkedText
from unhindered.core.reading.proposal import Draft, Flag, Kind

_PREFIXES = "A|S|E|CAT|CCPR|CED|CEDAW|CERD|CRC|CRPD|CMW|HRI|ST|T|DP|JIU|AC|SPT|HRC|INT"
# A symbol broken over a line has a space behind its slash, and goes on in capitals or figures.
_SYMBOL = re.compile(
    rf"(?<![\w/.])(?:{_PREFIXES})"
    r"(?:/ ?(?:(?:Rev|Add|Corr)\.\d{1,3}|S-\d{1,3}|[A-Z0-9]{1,12}(?:[.-]\d{1,4})?)(?!\w)){1,9}"
    r"(?: \((?:Sect\. \d{1,3}|[XVILC]{1,7}|S-[XVI]{1,5}|(?:19|20)\d\d)\))?(?:/Part [A-Z])?"
)
_LETTER = re.compile(r"(?<![\w/])(?:AL|UA|JAL|JUA|OL|JOL) ([A-Z]{3}) (\d{1,3})/((?:19|20)\d\d)(?![\w/])")
_CLASSES = (
    ("resolution", re.compile(r"A/RES/\d+/\d+[A-Z]?|A/RES/\d+ \([XVILC]+\)|S/RES/\d+ \(\d{4}\)")),
    ("council_resolution", re.compile(r"A/HRC/RES/S?-?\d+/\d+")),
    ("decision", re.compile(r"A/(?:HRC/)?DEC/\d+/\d+")),
    ("draft", re.compile(r"A/(?:C\.\d/|HRC/)?S?-?\d+/L\.\d+(?:/Rev\.\d+)?(?:/Add\.\d+)?")),
    ("record", re.compile(r"(?:A|S|A/C\.\d|A/HRC)/\d+/(?:SR|PV)\.\d+|S/PV\.\d+")),
    ("review_document", re.compile(r"A/HRC/WG\.6/\d+/[A-Z]{3}/[123](?:/(?:Add|Corr)\.\d+)?")),
    ("opinion", re.compile(r"A/HRC/WGAD/\d{4}/\d+")),
    ("council_report", re.compile(r"A/HRC/\d+/\d+(?:/(?:Add|Corr|Rev)\.\d+)*")),
    ("concluding_observations", re.compile(r"[A-Z]+/C/[A-Z]{3}/CO/[\d-]+(?:/(?:Add|Corr)\.\d+)*")),
    ("decision_on_complaint", re.compile(r"[A-Z]+/C/\d+/D/\d+/\d{4}")),
    ("general_comment", re.compile(r"[A-Z]+/C/GC/\d+(?:/Rev\.\d+)?")),
    ("state_report", re.compile(r"[A-Z]+/C/[A-Z]{3}/\d+(?:-\d+)?(?:/(?:Add|Corr)\.\d+)*")),
    ("report", re.compile(r"A/\d+/\d+(?:/(?:Add|Corr|Rev)\.\d+)*")),
)
_BY_ORGAN = {
    "GA": ("A/RES/", re.compile(r" resolutions? (\d{2,3}/\d{1,3}(?:[A-Z])?)(?![\d/])")),
    "HRC": ("A/HRC/RES/", re.compile(r" resolutions? ((?:S-)?\d{1,2}/\d{1,3})(?![\d/])")),
    "SC": ("S/RES/", re.compile(r" resolutions? (\d{1,4} \(\d{4}\))")),
}
_RESOLUTIONS = frozenset({"resolution", "council_resolution", "decision", "draft"})
_NUMBERED = re.compile(r"\bresolution (\d{1,3}/\d{1,3}[A-Z]?)(?![\d/])")
_NEXT_NUMBER = re.compile(r"(?:,| and|, and) (\d{1,3}/\d{1,3}[A-Z]?)(?![\d/])")
_ISO3 = re.compile(r"(?<=[/ ])([A-Z]{3})(?=[/ ])")


def symbol_drafts(marked: MarkedText, gazetteer: Gazetteer) -> Iterator[Draft]:
    """A proposal for each symbol. `state` is there where the symbol itself holds a State's code."""
    for found in _SYMBOL.finditer(marked.plain):
        # Two parts at least, and figures: “A/B” is no symbol.
        if any(char.isdigit() for char in found.group()):
            yield _draft(found.start(), found.end(), found.group().replace("/ ", "/"), gazetteer)
    for found in _LETTER.finditer(marked.plain):
        yield _draft(found.start(), found.end(), found.group(), gazetteer, is_letter=True)
    for hit in marked.hits.of(Sort.BODY):
        if hit.code in _BY_ORGAN:
            yield from _composed(marked.plain, hit, gazetteer)


def resolution_symbol_between(plain: str, start: int, end: int, organ: str) -> tuple[str, bool] | None:
    """The first resolution's symbol between two places, and whether it had to be composed from a number."""
    for found in _SYMBOL.finditer(plain, start, end):
        symbol = found.group().replace("/ ", "/")
        if any(name in _RESOLUTIONS and pattern.fullmatch(symbol) for name, pattern in _CLASSES):
            return symbol, False
    number = _NUMBERED.search(plain, start, end) if organ in _BY_ORGAN else None
    return (_BY_ORGAN[organ][0] + number[1], True) if number else None


def _composed(plain: str, organ: Hit, gazetteer: Gazetteer) -> Iterator[Draft]:
    prefix, pattern = _BY_ORGAN[organ.code]
    found = pattern.match(plain, organ.end)
    start = organ.start
    while found:
        symbol = prefix + found[1]
        yield _draft(start, found.end(), symbol, gazetteer, flags=(Flag.SYMBOL_COMPOSED,))
        found = _NEXT_NUMBER.match(plain, found.end()) if organ.code != "SC" else None
        start = found.start(1) if found else 0


def _draft(
    start: int,
    end: int,
    symbol: str,
    gazetteer: Gazetteer,
    *,
    is_letter: bool = False,
    flags: tuple[Flag, ...] = (),
) -> Draft:
    kinds = [name for name, pattern in _CLASSES if pattern.fullmatch(symbol)]
    values = {"symbol": symbol, "class": "communication" if is_letter else next(iter(kinds), "other")}
    codes = [code for code in _ISO3.findall(symbol) if code in gazetteer.state_names]
    if codes:
        values["state"] = codes[0]
    return Draft(kind=Kind.DOCUMENT_SYMBOL, start=start, end=end, values=values, flags=flags)
