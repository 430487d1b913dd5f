"""Marks texts that a source may see: `gate.languages` finds them, and translates them when they are shown."""


class Text(str):
    """A text in English that has a translation; as a value in another text, it is translated too."""

    __slots__ = ("context",)
    context: str

    def __new__(cls, text: str, context: str = "") -> "Text":
        """`context` is danger or consent where the text is about one of them."""
        made = super().__new__(cls, text)
        made.context = context
        return made


def N_(text: str) -> Text:  # noqa: N802 - the mark that translators' tools look for.
    """The text itself, marked for translators."""
    return Text(text)


def PN_(context: str, text: str) -> Text:  # noqa: N802 - as above.
    """The text itself, marked for translators as one of this context."""
    return Text(text, context)
