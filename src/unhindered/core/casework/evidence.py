"""The evidence of a case: each item with what was done with it, its copies and texts, and the gaps in that.

A view over facts. Nothing takes an item out of it, and a gap is shown, never filled in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from unhindered.core.casework.conflicts import Conflict, ConflictKind
from unhindered.core.casework.custody_facts import (
    CustodyRecorded,
    EvidenceReceived,
    ExhibitNumbered,
    RedactionMade,
    SealedFile,
    TranscriptAdded,
    TranslationAdded,
)
from unhindered.core.casework.record import Record, Recorded


@dataclass(kw_only=True)
class Item:
    """One item of evidence; `chain` is all that was done with it, in log order, what began it first."""

    received: EvidenceReceived
    chain: list[Recorded] = field(default_factory=list)
    exhibit: ExhibitNumbered | None = None
    transcripts: list[TranscriptAdded] = field(default_factory=list)
    translations: list[TranslationAdded] = field(default_factory=list)
    redactions: list[RedactionMade] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The SHA-256 of the original."""
        return self.received.evidence

    @property
    def fits_device(self) -> bool | None:
        """Whether it is what the source's device named; None where no device named anything."""
        named = self.received.device_sha256
        return None if named is None else named == self.received.evidence

    @property
    def copies(self) -> tuple[SealedFile, ...]:
        """The copies that were made of it, each once."""
        made = (
            recorded.fact.copy
            for recorded in self.chain
            if isinstance(recorded.fact, CustodyRecorded | RedactionMade)
        )
        return tuple(dict.fromkeys(copy for copy in made if copy is not None))

    def text(self, text_id: str) -> TranscriptAdded | TranslationAdded | None:
        """A transcript or a translation of it, by its id."""
        known: dict[str, TranscriptAdded | TranslationAdded] = {
            **{item.transcript: item for item in self.transcripts},
            **{item.translation: item for item in self.translations},
        }
        return known.get(text_id)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Items by the SHA-256 of their originals, in the order in which they came."""

    items: Mapping[str, Item]
    conflicts: tuple[Conflict, ...]

    @property
    def exhibits(self) -> tuple[Item, ...]:
        """Items with a number, in the order of the numbers as people count: 2 before 10."""
        numbered = [item for item in self.items.values() if item.exhibit is not None]
        return tuple(sorted(numbered, key=_exhibit_order))

    @property
    def named_parts(self) -> frozenset[str]:
        """All parts of sealed files that some fact names."""
        files = [
            *(item.received.sealed for item in self.items.values()),
            *(copy for item in self.items.values() for copy in item.copies),
        ]
        return frozenset(part for file in files if file is not None for part in file.parts)

    def unexplained(self, held: Collection[str]) -> tuple[str, ...]:
        """Parts that the log holds for this case and no fact accounts for: a file nobody said what it is."""
        return tuple(sorted(set(held) - self.named_parts))


def evidence_of(record: Record) -> Evidence:
    """The evidence that these facts tell of."""
    items: dict[str, Item] = {}
    conflicts: list[Conflict] = []
    for recorded in record.facts:
        fact = recorded.fact
        if isinstance(fact, EvidenceReceived):
            conflicts += _receive(items, recorded, fact)
        elif isinstance(fact, CustodyRecorded | ExhibitNumbered | TranscriptAdded | RedactionMade):
            item = items.get(fact.evidence)
            conflicts += _unknown(recorded) if item is None else _take(item, recorded)
        elif isinstance(fact, TranslationAdded):
            conflicts += _take_translation(items, recorded, fact)
    return Evidence(items=items, conflicts=(*conflicts, *_doubled_exhibits(items, record)))


def _receive(items: dict[str, Item], recorded: Recorded, fact: EvidenceReceived) -> list[Conflict]:
    """The first fact describes an item; the same bytes once more are one more step in its chain."""
    item = items.setdefault(fact.evidence, Item(received=fact))
    item.chain.append(recorded)
    if fact.device_sha256 in (None, fact.evidence):
        return []
    return [Conflict(kind=ConflictKind.DEVICE_HASH_DIFFERS, indexes=(recorded.index,))]


def _take(item: Item, recorded: Recorded) -> list[Conflict]:
    item.chain.append(recorded)
    match recorded.fact:
        case ExhibitNumbered():
            item.exhibit = recorded.fact
        case TranscriptAdded():
            item.transcripts.append(recorded.fact)
        case RedactionMade():
            item.redactions.append(recorded.fact)
            if recorded.fact.of_text is not None and item.text(recorded.fact.of_text) is None:
                return _unknown(recorded)
        case _:
            pass
    return []


def _take_translation(
    items: Mapping[str, Item], recorded: Recorded, fact: TranslationAdded
) -> list[Conflict]:
    for item in items.values():
        if any(known.transcript == fact.transcript for known in item.transcripts):
            item.chain.append(recorded)
            item.translations.append(fact)
            return []
    return _unknown(recorded)


def _unknown(recorded: Recorded) -> list[Conflict]:
    return [Conflict(kind=ConflictKind.UNKNOWN_EVIDENCE, indexes=(recorded.index,))]


def _doubled_exhibits(items: Mapping[str, Item], record: Record) -> list[Conflict]:
    """Two items under one number: neither is taken for the exhibit in silence."""
    places = {id(fact): index for index, fact in record.of(ExhibitNumbered)}
    by_number: dict[str, list[int]] = {}
    for item in items.values():
        if item.exhibit is not None:
            by_number.setdefault(item.exhibit.exhibit.casefold(), []).append(places[id(item.exhibit)])
    return [
        Conflict(kind=ConflictKind.EXHIBIT_TWICE, indexes=tuple(sorted(indexes)))
        for indexes in by_number.values()
        if len(indexes) > 1
    ]


def _exhibit_order(item: Item) -> tuple[str, int, str]:
    number = item.exhibit.exhibit if item.exhibit else ""
    letters = number.rstrip("0123456789")
    digits = number[len(letters) :]
    return letters.casefold(), int(digits[:18] or 0), number
