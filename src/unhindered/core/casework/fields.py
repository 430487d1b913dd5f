"""The kinds of field that facts and statements are made of: each names its form, its limit and its check."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from unhindered.core.casework.dates import read_edtf
from unhindered.core.casework.json_values import freeze, refuse_unprintable
from unhindered.core.errors import Refused

ADVICE = "It was damaged, or written by another version. Nothing was changed; keep it and ask who wrote it."


@dataclass(frozen=True, kw_only=True)
class TextRule:
    """What a text must be: at most `limit` characters, the whole of it like `pattern`, a date if `edtf`.

    `verbatim` is for the words of a document, which may hold what nobody can see.
    """

    limit: int
    least: int = 0
    pattern: str = ""
    edtf: bool = False
    verbatim: bool = False

    def check(self, value: object) -> None:
        """Nothing if `value` is such a text.

        Raises:
            Refused: anything else.
        """
        if not isinstance(value, str) or not self.least <= len(value) <= self.limit:
            raise Refused("It is not text of a sensible length.", advice=ADVICE)
        if self.least and not value.strip():
            raise Refused("It is empty.", advice="Write a word or two; “unknown” is an answer too.")
        if not self.verbatim:
            refuse_unprintable(value)
        if self.pattern and not re.fullmatch(self.pattern, value, re.ASCII):
            raise Refused("It does not have its form.", advice=ADVICE)
        if self.edtf:
            read_edtf(value)


@dataclass(frozen=True, kw_only=True)
class NumberRule:
    """A whole number from `least` to `most`."""

    most: int
    least: int = 0

    def check(self, value: object) -> None:
        """Nothing if `value` is such a number.

        Raises:
            Refused: anything else.
        """
        if type(value) is not int or not self.least <= value <= self.most:
            raise Refused("It is not a whole number in its range.", advice=ADVICE)


@dataclass(frozen=True, kw_only=True)
class JsonRule:
    """A JSON object of texts, whole numbers, truths, lists and objects, not deep and not large."""

    def check(self, value: object) -> None:
        """Nothing if `value` is such an object.

        Raises:
            Refused: anything else.
        """
        if not isinstance(value, Mapping):
            raise Refused("It is not an object.", advice=ADVICE)
        freeze(value)


Rule = TextRule | NumberRule | JsonRule

Line = Annotated[str, TextRule(limit=500)]
RequiredLine = Annotated[str, TextRule(limit=500, least=1)]
Text = Annotated[str, TextRule(limit=100_000)]
RequiredText = Annotated[str, TextRule(limit=100_000, least=1)]
PublicText = Annotated[str, TextRule(limit=4_000)]
Passage = Annotated[str, TextRule(limit=20_000, verbatim=True)]
Quote = Annotated[str, TextRule(limit=2_000)]
Url = Annotated[str, TextRule(limit=2_000, pattern=r"(https?://[^\s/?#@]+([/?#]\S*)?)?")]
Language = Annotated[str, TextRule(limit=35, least=2, pattern=r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")]
Edtf = Annotated[str, TextRule(limit=32, least=4, edtf=True)]
StateCode = Annotated[str, TextRule(limit=3, least=3, pattern=r"[A-Z]{3}")]
Id = Annotated[str, TextRule(limit=32, least=32, pattern=r"[0-9a-f]{32}")]
Tag = Annotated[str, TextRule(limit=40, least=1)]
# A fact by the nonce of its entry and its number in it.
FactName = Annotated[str, TextRule(limit=36, least=34, pattern=r"[0-9a-f]{32}/[0-9]{1,3}")]
Sha256 = Annotated[str, TextRule(limit=64, least=64, pattern=r"[0-9a-f]{64}")]
OfficerId = Annotated[str, TextRule(limit=64, least=1, pattern=r"[A-Za-z0-9][A-Za-z0-9._-]*")]
Recipient = Annotated[str, TextRule(limit=64, least=2, pattern=r"[A-Za-z0-9][A-Za-z0-9-]+")]
ActType = Annotated[str, TextRule(limit=14, least=4, pattern=r"[0-9]{12}04|RX[0-9]{2}")]
MediaType = Annotated[str, TextRule(limit=100, least=3, pattern=r"[a-z]+/[a-z0-9][a-z0-9.+-]*")]
FactKind = Annotated[str, TextRule(limit=40, least=1, pattern=r"[a-z][a-z0-9_]*")]
EveryDays = Annotated[int, NumberRule(least=1, most=31)]
GraceHours = Annotated[int, NumberRule(least=1, most=168)]
GroupSize = Annotated[int, NumberRule(least=1, most=10_000_000)]
Position = Annotated[int, NumberRule(most=2**40)]
JsonObject = Annotated[Mapping[str, Any], JsonRule()]


def _code_of(list_number: int) -> TextRule:
    """A code of one list of the Events Standard Formats: twelve digits, and the list's own two."""
    return TextRule(limit=14, least=14, pattern=rf"[0-9]{{12}}{list_number:02}")


MethodOfViolence = Annotated[str, _code_of(5)]
TypeOfSourceMaterial = Annotated[str, _code_of(16)]
TypeOfLocation = Annotated[str, _code_of(17)]
DegreeOfInvolvement = Annotated[str, _code_of(18)]
SourceConnection = Annotated[str, _code_of(19)]
TypeOfIntervention = Annotated[str, _code_of(20)]
TypeOfRelationship = Annotated[str, _code_of(21)]
VictimCharacteristic = Annotated[str, _code_of(23)]
TypeOfPerpetrator = Annotated[str, _code_of(24)]
StatusAsVictim = Annotated[str, _code_of(25)]
StatusAsPerpetrator = Annotated[str, _code_of(26)]
TypeOfResponse = Annotated[str, _code_of(27)]
Attribution = Annotated[str, _code_of(28)]
TypeOfDetention = Annotated[str, _code_of(29)]
Whereabouts = Annotated[str, _code_of(30)]
LegalCounsel = Annotated[str, _code_of(31)]
TypeOfCourt = Annotated[str, _code_of(32)]
StatementsSigned = Annotated[str, _code_of(36)]
MedicalAttention = Annotated[str, _code_of(37)]
Intent = Annotated[str, _code_of(38)]
Impact = Annotated[str, _code_of(44)]
InterventionStatus = Annotated[str, _code_of(45)]
Priority = Annotated[str, _code_of(46)]
Compensation = Annotated[str, _code_of(47)]
