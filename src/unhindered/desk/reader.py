"""Reads documents by machine, once each: what it knows of the world is compiled when it is first needed."""

import hashlib
import threading
from functools import cached_property

from unhindered.core.casework.codec import from_json
from unhindered.core.casework.items import Proposal
from unhindered.core.errors import Refused
from unhindered.core.reading.gazetteer import Gazetteer
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.tables import load_facts

_MOST_KEPT = 8


class Reader:
    """Proposals in texts, in the form that facts keep. Safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[bytes, tuple[Proposal, ...]] = {}

    def read(self, text: str) -> tuple[Proposal, ...]:
        """All that reading proposes in a text, in its order; always the same for the same text."""
        key = hashlib.sha256(text.encode()).digest()
        with self._lock:
            if key not in self._kept:
                if len(self._kept) == _MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = self._read(text)
            return self._kept[key]

    def _read(self, text: str) -> tuple[Proposal, ...]:
        found = []
        for proposal in read_document(text, self._gazetteer):
            try:
                found.append(from_json(Proposal, proposal.as_json()))
            except Refused:
                # A passage longer than any fact can hold: nobody could confirm it.
                continue
        return tuple(found)

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return load_gazetteer(load_facts())
