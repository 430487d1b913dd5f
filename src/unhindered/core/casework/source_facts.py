"""Facts about what passes between us and a source through the mailbox."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import Id, RequiredText, Sha256
from unhindered.core.casework.items import SentFile


@dataclass(frozen=True, kw_only=True)
class SourceWrote(RecordedBy):
    """A message of the source was taken in; `message` is its envelope's hash."""

    title = "Source wrote"

    message: Sha256


@dataclass(frozen=True, kw_only=True)
class SourceAnswered(RecordedBy):
    """We wrote to the source: contact in the sense of the rule that a risk assessment comes first."""

    title = "Source answered"

    text: RequiredText
    report: Sha256 | None = None
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SourceDecided(RecordedBy):
    """A letter in which the source of `report` gave, changed or withdrew consent was taken in.

    `letter` is its envelope's hash; the report's own, for what came with it. `person` is that source, where
    the case has one. The consents that follow are facts of their own, recorded together with this one.
    """

    title = "Source's decision recorded"

    report: Sha256
    letter: Sha256
    person: Id | None = None
    withdraws: bool = False


SourceFact = SourceWrote | SourceAnswered | SourceDecided
