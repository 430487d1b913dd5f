from dataclasses import replace

import pytest

from unhindered.core.reading.gazetteer import Gazetteer
from unhindered.core.reading.proposal import Proposal
from unhindered.core.reading.read import read_document
from unhindered.facts.reading.words import load_gazetteer
from unhindered.facts.rows import FictionalState
from unhindered.facts.tables import load_facts

INVENTED = (("XVL", "Vareland"), ("XNW", "Norwold"), ("XSM", "Southmere"), ("XTK", "the Tarn Keys"))


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The shipped names and words, with four invented States: no real one stands in invented claims."""
    states = tuple(
        FictionalState(iso3=code, name=name.removeprefix("the "), note="invented") for code, name in INVENTED
    )
    return load_gazetteer(replace(load_facts(), fictional_states=states))


@pytest.fixture(scope="session")
def read(gazetteer):
    """Reads a text and gives its proposals, of some kinds if asked, each checked against the text."""

    def read_text(text: str, *kinds: str) -> list[Proposal]:
        found = read_document(text, gazetteer)
        for proposal in found:
            assert text[proposal.start : proposal.end] == proposal.quote
        return [proposal for proposal in found if not kinds or proposal.kind in kinds]

    return read_text
