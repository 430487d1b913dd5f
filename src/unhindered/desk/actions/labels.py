"""Labels tell persons apart: no two have one in a case; where they do, choices show which is which."""

from collections import Counter
from collections.abc import Iterable

from unhindered.core.casework.case import Case
from unhindered.core.errors import Refused

_BEGINNING = 4


def refuse_label_in_use(case: Case, label: str, person: str) -> None:
    """Nothing if no other person of the case has this label now.

    Raises:
        Refused: another one has.
    """
    wanted = _plain(label)
    others = (known for known in case.persons.values() if known.person != person)
    if any(_plain(known.label) == wanted for known in others):
        raise Refused(
            "Another person of this case has this label already.",
            advice="Give each person a label of their own, such as P2 or “the older brother”. If it is the "
            "same person, describe that person anew instead.",
        )


def told_apart(options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices by id: those with one and the same text are followed by the beginning of their id."""
    known = list(options)
    counts = Counter(_plain(text) for _, text in known)
    return [
        (name, f"{text} ({name[:_BEGINNING]})" if counts[_plain(text)] > 1 else text) for name, text in known
    ]


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()
