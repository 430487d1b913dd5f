"""A text made easy to search, with the way back: every place in it leads to the exact place it came from.

Folding joins words broken over lines, makes runs of space one space, turns typographic marks into plain ones,
drops accents, invisible characters and the brackets of links. A line feed in the result ends a paragraph.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_CHANGES = re.compile(
    r"(?P<broken>(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[a-z]))"
    r"|(?P<space>(?: (?=\s)|[^\S ])\s*)"
    r"|(?P<link>\]\([^()\s]{0,300}\)|\[(?=[^\[\]]{1,300}\]\())"
    r"|(?P<other>[^\x00-\x7f\s]+)"
    r"|(?P<control>[\x00-\x08\x0e-\x1b\x7f]+)"
)
_PLAIN = (
    dict.fromkeys("\u2019\u201b\u02bc\u2032\u00b4", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
    | {"\u2015": "\u2014", "\u2026": "...", "\u201f": "\u201c", "\u0131": "i"}
)
_KEPT = frozenset("\u2018\u201c\u201d\u201e\u00ab\u00bb\u2014")
_NOT_SHOWN = re.compile(
    r"\]\([^()\s]{0,300}\)|\[(?=[^\[\]]{1,300}\]\()"
    "|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_WIDEST_PAGE = 300
_GO_ON = frozenset({"and", "or", "of", "the", "a", "an", "for", "to", "with", "in", "on", "by", "from"})
_SENTENCE_ENDS = frozenset(".!?:;'\"\u201d")
_NUMBERED_PARAGRAPH = re.compile(r"\d{1,3}\.\s{1,20}[A-Z]")
_NUMBER_ALONE = re.compile(r"[ \t]*\d{1,3}\.")
_BULLETS = "-*\u2022\u00b7("


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    start: int
    length: int
    folded_length: int

    @property
    def is_copied(self) -> bool:
        return self.length == self.folded_length


class Folded:
    """`plain` is the folded text; `span` leads back to the original."""

    def __init__(self, original: str, plain: str, starts: list[int], pieces: list[_Piece]) -> None:
        self.original = original
        self.plain = plain
        self._starts = starts
        self._pieces = pieces

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the non-empty `plain[start:end]` stands in the original, in code points."""
        first, from_first = self._piece_at(start)
        last, from_last = self._piece_at(end - 1)
        begin = first.start + (from_first if first.is_copied else 0)
        finish = last.start + (from_last + 1 if last.is_copied else last.length)
        return begin, finish

    def words(self, start: int, end: int) -> str:
        """The original's words there on one line, without the brackets of links."""
        begin, finish = self.span(start, end)
        return " ".join(_NOT_SHOWN.sub("", self.original[begin:finish]).split())

    def _piece_at(self, place: int) -> tuple[_Piece, int]:
        index = bisect_right(self._starts, place) - 1
        return self._pieces[index], place - self._starts[index]


def fold(text: str) -> Folded:
    """The folded text; any text has one, and folding takes time in proportion to its length."""
    folding = _Folding(text)
    done = 0
    for change in _CHANGES.finditer(text):
        folding.copy(done, change.start())
        folding.change(change)
        done = change.end()
    folding.copy(done, len(text))
    return folding.finished()


class _Folding:
    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._pieces: list[_Piece] = []
        self._length = 0
        self._last = ""
        self._line_start = 0
        self._short_line = _length_of_short_lines(text)
        self._known: dict[str, str] = {}

    def finished(self) -> Folded:
        return Folded(self._text, "".join(self._parts), self._starts, self._pieces)

    def copy(self, start: int, end: int) -> None:
        if start < end:
            self._put(start, end, self._text[start:end])

    def change(self, found: re.Match[str]) -> None:
        start, end = found.span()
        match found.lastgroup:
            case "space":
                self._space(start, end)
            case "other":
                self._other(start, end)
            case "broken":
                self._line_start = end

    def _space(self, start: int, end: int) -> None:
        mark = self._break_or_space(start, end)
        if _LINE_ENDS.search(self._text, start, end):
            self._line_start = end
        if self._last not in ("", "\n"):
            self._put(start, end, mark)

    def _break_or_space(self, start: int, end: int) -> str:
        line_ends = len(_LINE_ENDS.findall(self._text, start, end))
        following = self._text[end : end + 1]
        if line_ends > 1 and _NUMBERED_PARAGRAPH.match(self._text, end):
            return "\n"
        if line_ends == 0 or following.islower() or self._last == "," or self._goes_on():
            return " "
        if _NUMBER_ALONE.fullmatch(self._text, self._line_start, start):
            # A paragraph's number that a PDF has put on a line of its own, often inside a sentence.
            return " "
        length = start - self._line_start
        if line_ends > 1:
            is_full = length * 5 > self._short_line * 8
            is_broken = is_full and self._last not in _SENTENCE_ENDS and following not in _BULLETS
            return " " if is_broken else "\n"
        is_short = length < self._short_line
        starts_something = following.isupper() or following.isdigit() or following in _BULLETS
        return "\n" if is_short and starts_something else " "

    def _goes_on(self) -> bool:
        """Whether the words so far end with one that never ends a paragraph."""
        return self._parts[-1].rpartition(" ")[2] in _GO_ON if self._parts else False

    def _other(self, start: int, end: int) -> None:
        folded = [self._fold_one(char) for char in self._text[start:end]]
        if all(len(part) == 1 for part in folded):
            self._put(start, end, "".join(folded))
            return
        for offset, part in enumerate(folded):
            self._put(start + offset, start + offset + 1, part)

    def _fold_one(self, char: str) -> str:
        if char not in self._known:
            self._known[char] = _fold_character(char)
        return self._known[char]

    def _put(self, start: int, end: int, part: str) -> None:
        if not part:
            return
        piece = _Piece(start=start, length=end - start, folded_length=len(part))
        before = self._pieces[-1] if self._pieces else None
        if before and before.is_copied and piece.is_copied and before.start + before.length == start:
            self._pieces[-1] = _Piece(
                start=before.start,
                length=before.length + piece.length,
                folded_length=before.folded_length + piece.folded_length,
            )
        else:
            self._starts.append(self._length)
            self._pieces.append(piece)
        self._parts.append(part)
        self._length += len(part)
        self._last = part[-1]


def fold_words(words: str) -> str:
    """A name or phrase as it would stand in a folded text, in lower case."""
    return " ".join(fold(words).plain.split()).lower()


def _fold_character(char: str) -> str:
    if char in _KEPT:
        return char
    if char in _PLAIN:
        return _PLAIN[char]
    category = unicodedata.category(char)
    if category in {"Cf", "Cc", "Cs", "Mn", "Me"}:
        return ""
    apart = unicodedata.normalize("NFKD", char)
    plain = "".join(part for part in apart if not unicodedata.combining(part))
    # A letter whose small form is longer would shift every place behind it when case is ignored.
    return "".join(part for part in plain if part.isprintable() and len(part.lower()) == 1)


def _length_of_short_lines(text: str) -> int:
    """Half the length that nine lines in ten keep to: a shorter line ends because its words end there.

    Where a line is longer than any page is wide, lines are paragraphs, and all are short in this sense.
    """
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    if not lengths or lengths[-1] > _WIDEST_PAGE:
        return len(text) + 1
    return lengths[len(lengths) * 9 // 10] // 2
