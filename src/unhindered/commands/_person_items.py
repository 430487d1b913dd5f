"""One person in what leaves, as commands write it: PERSON:LEVEL:BASIS[:CONSENT[:SHOWN AS]]."""

from typing import Any

from unhindered.core.casework.terms import BasisKind, IdentityLevel
from unhindered.core.errors import Refused


def person_item(text: str) -> dict[str, Any]:
    """The fields of an item.

    Raises:
        Refused: it does not say how a person is shown.
    """
    person, level, basis, consent, shown_as = (*text.split(":", 4), "", "", "", "")[:5]
    if level not in list(IdentityLevel) or basis not in list(BasisKind):
        raise Refused(
            f"“{text}” does not say how a person is shown.",
            advice="Write PERSON:LEVEL:BASIS:CONSENT, such as 5f…:anonymous:consent:9a….",
        )
    return {
        "person": person,
        "level": level,
        "basis": basis,
        "consent": consent or None,
        "shown_as": shown_as,
    }
