"""The institutions behind one gate: each with its own logs, notice and keys, none of which learns of another.

With one institution every address stands at the root; with several, what is asked of one stands under
`/at/<its gate's name>`, and only the pages are common. The first keeps the addresses at the root as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unhindered.core.errors import Refused, Unavailable
from unhindered.core.texts import N_
from unhindered.gate.notices import KnownNotice
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.refusals import NotFound, NoticeGone, NotOpen

# What the field of a form is called that chooses an institution, before that one's name.
CHOICE = "to."
_MOST_CHOSEN = 32


@dataclass(frozen=True)
class Institution:
    """One institution at this gate. `base` stands before each of its own addresses; "" if it is alone."""

    gate: OpenGate
    base: str

    @property
    def name(self) -> str:
        """Its gate's name: what a page's address chooses it by."""
        return self.gate.name

    def notice(self) -> KnownNotice:
        """The notice to show today.

        Raises:
            NotOpen: there is none.
        """
        return self.gate.current_notice()


@dataclass(frozen=True)
class House:
    """All institutions of a gate, in the order in which its operator named them."""

    institutions: tuple[Institution, ...]

    @property
    def has_several(self) -> bool:
        """Whether a source has to choose."""
        return len(self.institutions) > 1

    def open_today(self) -> tuple[Institution, ...]:
        """Those that have a notice for today.

        Raises:
            NotOpen: none has.
        """
        found = tuple(item for item in self.institutions if _is_open(item))
        if not found:
            raise NotOpen("This gate has no current notice: nobody could read what you send.")
        return found

    def chosen(self, names: Sequence[str]) -> tuple[Institution, ...]:
        """Those with these names, each once; the only one that is open, where there is no choice.

        Raises:
            NotFound: a name that is not of this gate.
            Refused: several to choose from, and none was chosen.
            NotOpen: one has no notice for today.
        """
        if not names and len(self.open_today()) == 1:
            return self.open_today()
        if not names:
            raise Refused(
                N_("You have not yet chosen who should read your report. Choose one or more."),
            )
        found = tuple(self.one(name) for name in dict.fromkeys(names[:_MOST_CHOSEN]))
        for item in found:
            item.notice()
        return found

    def one(self, name: str) -> Institution:
        """The one with this name.

        Raises:
            NotFound: there is none.
        """
        for item in self.institutions:
            if item.name == name:
                return item
        raise NotFound("There is nothing under this address.")

    def that_knows(self, notice_id: bytes) -> Institution:
        """The one whose notice something was sealed for.

        Raises:
            NoticeGone: none of them knows it.
        """
        for item in self.institutions:
            if notice_id in item.gate.notices.by_id:
                return item
        # In the words that a gate of one institution has for it.
        raise NoticeGone("This was sealed for a notice that this gate does not know.")


def house_of(gates: Iterable[OpenGate]) -> House:
    """The house of these gates.

    Raises:
        Refused: two of them have one name.
    """
    found = list(gates)
    if len({gate.name for gate in found}) < len(found):
        raise Refused("Two institutions of a gate have one name.", advice="Give each gate its own --name.")
    if len(found) == 1:
        return House((Institution(found[0], ""),))
    return House(tuple(Institution(gate, f"/at/{gate.name}") for gate in found))


def _is_open(item: Institution) -> bool:
    try:
        item.notice()
    except Unavailable:
        return False
    return True
