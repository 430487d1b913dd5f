"""Which State a whole document is about: a review's report, or a treaty body's concluding observations."""

import re
from collections.abc import Mapping

from unhindered.core.reading.gazetteer import Gazetteer, Sort
from unhindered.core.reading.marked_text import MarkedText

_REVIEW_OF = re.compile(r"\breview of (?:the )?$")
_CONCLUDING = re.compile(r"(?<![\w/])(CAT|CCPR|CED|CEDAW|CERD|CRC|CRPD|CMW|E)/C/([A-Z]{3})/CO/\d")
_BODIES = {"E": "CESCR"}
_TOP_OF_A_REPORT = 15_000
_TOP_OF_OBSERVATIONS = 2_000


def find_review(marked: MarkedText, gazetteer: Gazetteer) -> tuple[str, Mapping[str, str]]:
    """The State that the document reviews, and the treaty body that speaks in it; both may be empty."""
    concluding = _CONCLUDING.search(marked.plain, 0, _TOP_OF_OBSERVATIONS)
    if concluding is not None and concluding[2] in gazetteer.state_names:
        code = _BODIES.get(concluding[1], concluding[1])
        return concluding[2], {"by": gazetteer.body_labels.get(code, code), "by_body": code}
    end = min(len(marked.plain), _TOP_OF_A_REPORT)
    if not any(hit.code == "UPR-WG" for hit in marked.hits.between(0, end, Sort.BODY)):
        return "", {}
    for hit in marked.hits.between(0, end, Sort.STATE):
        if hit.code and _REVIEW_OF.search(marked.plain, max(0, hit.start - 16), hit.start):
            return hit.code, {}
    return "", {}
