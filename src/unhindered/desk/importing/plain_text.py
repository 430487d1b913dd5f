"""Rich text of other programs as plain text: no markup is kept, no script, no address is fetched."""

import re
from html.parser import HTMLParser

# Only what rich-text editors write; “<3 years” and “a<b” stay as they are.
_MARKUP = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|font|h[1-6]|hr|i|iframe|img|li|link|meta|object|ol|p|script|span|strong"
    r"|style|sub|sup|svg|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SILENT = frozenset({"script", "style", "head", "title", "iframe", "object", "svg", "template", "noscript"})
_LINES = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr"})


def plain_text(text: str) -> str:
    """The words of a text that has markup; one without is returned as it is, but for line ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    return words_of_markup(plain) if _MARKUP.search(plain) else plain


def words_of_markup(html: str) -> str:
    """What a reader of an HTML page reads; what is hidden in it, and what it would fetch, is left out."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _SILENT:
            self._silent += 1
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
