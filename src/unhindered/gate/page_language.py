"""What every page of a gate, or of its no-script reader, says about its language and the others."""

from typing import Any

from unhindered.gate.asked import Asked
from unhindered.gate.languages.catalogues import LANGUAGES, NAMES, language

# Whose address alone shows them again; any other page leads to the first one in another language.
_PLACES = frozenset({"/", "/report", "/return", "/carry", "/words"})


def page_values(asked: Asked, choice: str = "") -> dict[str, Any]:
    """Values for the templates; each of `languages` is code, own name and address of the same page in it.

    `choice` is the query by which that page knows which of several institutions it is of.
    """
    place = asked.path if asked.path in _PLACES else "/"
    others = [(code, NAMES[code], f"/{code}{place}{choice}") for code in LANGUAGES]
    return {
        "language": asked.language.code,
        "direction": asked.language.direction,
        "language_name": asked.language.name,
        "is_reviewed": asked.language.is_reviewed,
        "languages": others,
        # So that nobody has to read the page's language to see that there are others.
        "other_names": [NAMES[code] for code in ("ar", "zh", "en") if code != asked.language.code][:2],
        "reviewed": [other for other in others if language(other[0]).is_reviewed],
    }
