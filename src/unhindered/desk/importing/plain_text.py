"""Rich text of other programs as plain text: no markup is kept, no script, no address is fetched."""

import html
import re
from collections.abc import Iterator

# Only what rich-text editors write; “<3 years” and “a<b” stay as they are.
_MARKUP = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|font|h[1-6]|hr|i|iframe|img|li|link|meta|object|ol|p|script|span|strong"
    r"|style|sub|sup|svg|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SILENT = frozenset({"script", "style", "head", "title", "iframe", "object", "svg", "template", "noscript"})
_LINES = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"})
# What stands in these is no markup: they end at their own end and at nothing else.
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}
_TAG = re.compile(r"</?([a-zA-Z][^\s/>]{0,40})")
_QUOTED = re.compile(r"=\s{0,9}([\"'])|>")
# Python refuses to read longer numbers, and no character has one.
_NO_CHARACTER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
MOST_MARKUP = 2_000_000


def plain_text(text: str) -> str:
    """The words of a text that has markup; one without is returned as it is, but for line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    return words_of_markup(plain) if _MARKUP.search(plain) else plain


def words_of_markup(text: str) -> str:
    """What a reader of an HTML page reads; what is hidden in it, and what it would fetch, is left out.

    Of more than `MOST_MARKUP` characters only the first are read, and a last line says so.
    """
    pieces = "".join(_Words(text[:MOST_MARKUP]).pieces())
    lines = (" ".join(line.split()) for line in pieces.split("\n"))
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(text) > MOST_MARKUP:
        return f"{words}\n[Too long: only the first {MOST_MARKUP:,} of {len(text):,} characters were read.]"
    return words


class _Words:
    """Walks over markup once, and never looks twice for what stands nowhere before the end.

    The standard library's reader begins anew at each “<” that nothing closes: two megabytes of them keep it,
    and with it all of the desk, busy for hours.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._silent = 0
        self._has_comment_ends = True
        self._has_tag_ends = True
        self._heeds_quotes = True

    def pieces(self) -> Iterator[str]:
        """The text between the markup, and the ends of lines."""
        while self._at < len(self._text):
            start = self._at
            opened = self._text.find("<", start)
            self._at = len(self._text) if opened < 0 else opened
            yield self._said(start)
            if opened >= 0:
                yield self._markup()

    def _said(self, start: int) -> str:
        if self._silent:
            return ""
        return html.unescape(_NO_CHARACTER.sub("\ufffd", self._text[start : self._at]))

    def _markup(self) -> str:
        """Go past what “<” begins; returns what a reader sees of it."""
        start = self._at
        is_comment = self._text.startswith("<!--", start)
        if is_comment and self._skip_comment():
            return ""
        tag = _TAG.match(self._text, start)
        is_other = not is_comment and self._text.startswith(("<!", "<?"), start)
        end = self._end_of_tag(start) if tag or is_other else -1
        if end < 0:
            # Nothing but a sign.
            self._at = start + 1
            return "" if self._silent else "<"
        self._at = end + 1
        return self._seen_of(tag[1].lower(), start, end) if tag else ""

    def _skip_comment(self) -> bool:
        end = self._text.find("-->", self._at + 4) if self._has_comment_ends else -1
        self._has_comment_ends = end >= 0
        if end >= 0:
            self._at = end + 3
        return end >= 0

    def _end_of_tag(self, start: int) -> int:
        """Where the “>” of a tag stands, which is not one that an attribute has in its quotes."""
        if self._heeds_quotes:
            at = start
            while found := _QUOTED.search(self._text, at):
                if not found[1]:
                    return found.start()
                at = self._text.find(found[1], found.end()) + 1
                if not at:
                    break
            self._heeds_quotes = False
        end = self._text.find(">", start) if self._has_tag_ends else -1
        self._has_tag_ends = end >= 0
        return end

    def _seen_of(self, name: str, start: int, end: int) -> str:
        if self._text[start + 1] == "/":
            self._silent = max(0, self._silent - (name in _SILENT))
        elif self._text[end - 1] != "/" and name in _RAW_ENDS:
            closing = _RAW_ENDS[name].search(self._text, end)
            self._at = closing.start() if closing else len(self._text)
            self._silent += 1
        elif self._text[end - 1] != "/":
            self._silent += name in _SILENT
        return "\n" if name in _LINES else ""
