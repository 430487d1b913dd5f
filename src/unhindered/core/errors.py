"""The two families of errors that reach a person, and the advice each carries."""

from collections.abc import Mapping


class UnhinderedError(Exception):
    """Root of our errors: one sentence in `str(error)`, what to do in `advice`.

    Neither ever holds a report's words, a name or a key. `values` are what `%(name)s` in either stands for:
    a sentence that a source may see is the same text each time, so that it can be translated.
    """

    advice = "Try again. If it happens twice, tell the person who runs this system."

    def __init__(
        self, sentence: str, *, advice: str | None = None, values: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(_filled(sentence, values))
        self.sentence = sentence
        self.values = dict(values or {})
        if advice is not None:
            self.advice = advice

    @property
    def filled_advice(self) -> str:
        """What to do, with its values."""
        return _filled(self.advice, self.values)


class Refused(UnhinderedError):
    """Their bytes break a rule; the same bytes will get the same answer."""


class Unavailable(UnhinderedError):
    """Our side failed, or the other end did not answer; trying later may work."""


def _filled(text: str, values: Mapping[str, object] | None) -> str:
    return text % values if values else text
