"""What a State's code is called, and whether it is a Member State, an observer or an invention."""

from dataclasses import dataclass
from enum import StrEnum

from unhindered.facts.rows import State
from unhindered.ledger.shelf import Shelf


class PlaceKind(StrEnum):
    """Why a code has a page. Only Member States always have one."""

    MEMBER = "Member State"
    OBSERVER = "observer State"
    FICTIONAL = "fictional State"
    OTHER = "not a Member State"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A code with its name, alone and as it stands inside a sentence."""

    iso3: str
    name: str
    in_a_sentence: str
    kind: PlaceKind
    note: str = ""

    @property
    def address(self) -> str:
        """Where its page is, from the root of the site."""
        return f"states/{self.iso3.lower()}/"


class Places:
    """Names for codes. A code that no table has keeps its code for a name: nothing is guessed."""

    def __init__(self, shelf: Shelf) -> None:
        self._known = {state.iso3: _member(state) for state in shelf.states.values()}
        for observer in shelf.facts.observers:
            self._known[observer.iso3] = Place(
                iso3=observer.iso3,
                name=observer.name,
                in_a_sentence=f"{observer.article} {observer.name}".strip(),
                kind=PlaceKind.OBSERVER,
            )
        for fictional in shelf.facts.fictional_states:
            self._known[fictional.iso3] = Place(
                iso3=fictional.iso3,
                name=fictional.name,
                in_a_sentence=fictional.name,
                kind=PlaceKind.FICTIONAL,
                note=fictional.note,
            )

    def of(self, code: str) -> Place:
        """The place of a code."""
        other = Place(iso3=code, name=code, in_a_sentence=code, kind=PlaceKind.OTHER)
        return self._known.get(code, other)


def _member(state: State) -> Place:
    return Place(
        iso3=state.iso3,
        name=state.name,
        in_a_sentence=state.in_a_sentence,
        kind=PlaceKind.MEMBER,
    )
