"""The texts of sheets that are text: their encoding, which nobody guesses in silence, and their separator."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from unhindered.core.casework.importing.sheet import Sheet, make_sheet
from unhindered.core.errors import Refused
from unhindered.desk.importing.plain_text import plain_text

# What an officer may say a file is written in, when it is not UTF-8 and does not say so itself.
ENCODINGS = (
    "utf-8",
    "windows-1251",
    "windows-1256",
    "windows-1252",
    "windows-1255",
    "utf-16-le",
    "utf-16-be",
)
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED_AT = 200
_SAMPLE = 120


class EncodingNotKnown(Refused):
    """A text that is not UTF-8: an officer has to say what it is, by looking at how it reads."""

    advice = "Choose the encoding in which the text below reads right, or save the sheet as UTF-8."

    def __init__(self, samples: Sequence[tuple[str, str]]) -> None:
        super().__init__("This file is not UTF-8, and does not say in which encoding it is written.")
        self.samples = tuple(samples)


@dataclass(frozen=True, kw_only=True)
class TextSheet:
    """A sheet, with the encoding and separator that it was read with."""

    sheet: Sheet
    encoding: str
    separator: str


def read_text_sheet(raw: bytes, *, name: str, encoding: str = "", separator: str = "") -> TextSheet:
    """A CSV or TSV sheet; encoding and separator as told, or found where the file leaves no doubt.

    Raises:
        EncodingNotKnown: somebody has to look.
        Refused: not text in that encoding, a quotation mark is open, or no sheet.
    """
    used, text = decoded(raw, encoding)
    mark = separator or _likely_separator(text)
    if mark not in SEPARATORS:
        raise Refused("This is no separator of columns.", advice="Use a comma, semicolon, tab or bar.")
    return TextSheet(sheet=make_sheet(name, _table(text, mark)), encoding=used, separator=mark)


def decoded(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The encoding and the text of a file. Raises as `read_text_sheet`."""
    if encoding and encoding not in ENCODINGS:
        raise Refused("We cannot read this encoding.", advice=f"Choose one of {', '.join(ENCODINGS)}.")
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            return marked, _in(raw, marked)
    if encoding:
        return encoding, _in(raw, encoding)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise EncodingNotKnown(_samples(raw)) from None
    if "\0" in text:
        raise EncodingNotKnown(_samples(raw))
    return "utf-8", text


def _in(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as err:
        raise Refused("This file is not written in this encoding.", advice="Choose another one.") from err
    if "\0" in text:
        raise Refused("This file is not text in this encoding.", advice="Choose another one.")
    return text


def _samples(raw: bytes) -> list[tuple[str, str]]:
    """How the first words that are not English read in each encoding, the likeliest first."""
    found = []
    for encoding in ENCODINGS[1:]:
        try:
            text = raw[: len(raw) - len(raw) % 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        at = next((at for at, char in enumerate(text) if not char.isascii()), 0)
        sample = " ".join(text[max(0, at - 20) :][:_SAMPLE].replace("\0", "").split())
        found.append((_oddness(text), encoding, sample))
    return [(encoding, sample) for _, encoding, sample in sorted(found)]


def _oddness(text: str) -> float:
    """The share of characters that are strange in a text, and of words that mix scripts."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(char) in {"Cc", "Cn", "Co", "Sk", "So", "Sm"} for char in sample)
    odd -= sum(char in "\r\n\t" for char in sample)
    words = sample.split()
    mixed = sum(
        len({unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}) > 1 for word in words
    )
    upper_inside = sum(any(char.isupper() for char in word[1:]) and not word.isupper() for word in words)
    return (odd + mixed + upper_inside) / max(1, len(sample))


def _likely_separator(text: str) -> str:
    """The separator that gives the same number of columns, and several, in the most of the first rows."""
    head = "\n".join(text.splitlines()[:_LOOKED_AT])
    best, best_score = ",", 0.0
    for mark in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=mark) if row]
        except csv.Error:
            # A cell that is too long by this separator may be many short ones by the next.
            continue
        if not widths or widths[0] < 2:
            continue
        score = sum(width == widths[0] for width in widths) / len(widths) + widths[0] / 1_000
        if score > best_score:
            best, best_score = mark, score
    return best


def _table(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        # An empty line keeps its number: the report says which row is meant.
        rows.extend([plain_text(cell) for cell in row] for row in reader)
    except csv.Error as err:
        raise Refused(
            f"Near line {reader.line_num} a quotation mark does not fit, or a cell is longer than "
            f"{csv.field_size_limit():,} characters.",
            advice="Look at that line. A text that long is evidence of a case. If the sheet does "
            "not quote its cells, save it as .xlsx.",
        ) from err
    return rows
