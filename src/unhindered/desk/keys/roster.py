"""The roster: who works at this desk, signed by the institution's root key. Each replaces the one before."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from unhindered.core.correspondence.fields import list_field, number_field
from unhindered.core.errors import Refused
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier
from unhindered.desk.keys.card import FIELDS as CARD_FIELDS
from unhindered.desk.keys.card import OfficerCard, card_from_json
from unhindered.desk.keys.signed_json import compose_signed_json, read_signed_json

HEAD = "unhindered/roster/v1"
_MAX_OFFICERS = 1000
_ADVICE = "Ask the owner of the desk; do not work on before that is cleared."


@dataclass(frozen=True, kw_only=True)
class Member:
    """One officer on a roster, and what the owner lets them do."""

    card: OfficerCard
    is_owner: bool
    may_publish: bool


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Number `number` of an institution's rosters, counted from 1."""

    institution: str
    number: int
    members: tuple[Member, ...]

    def member(self, officer: str) -> Member | None:
        """The officer with this id, if on this roster."""
        return next((member for member in self.members if member.card.id == officer), None)

    def with_member(self, member: Member) -> "Roster":
        """The next roster, with one officer more.

        Raises:
            Refused: an officer with this id, or of this name, is on it already.
        """
        if self.member(member.card.id) is not None:
            raise Refused(
                "This officer is on the roster already.", advice="Hand the welcome file over again."
            )
        if any(other.card.name.casefold() == member.card.name.casefold() for other in self.members):
            raise Refused(
                "An officer of this name is on the roster already.",
                advice="Ask for a card with a name that tells the two apart.",
            )
        return Roster(institution=self.institution, number=self.number + 1, members=(*self.members, member))


def sign_roster(roster: Roster, root: NoteSigner) -> str:
    """The roster as it goes into the log."""
    content = {
        "institution": roster.institution,
        "number": roster.number,
        "officers": [_member_to_json(member) for member in roster.members],
    }
    return compose_signed_json(HEAD, content, root)


def read_roster(note: str, *, institution: str, roots: Sequence[NoteVerifier]) -> Roster:
    """A roster that the institution's root key signed.

    Raises:
        Refused: not a roster, of another institution, or not signed by the root.
    """
    content = read_signed_json(note, head=HEAD, fields=("institution", "number", "officers"), verifiers=roots)
    if content["institution"] != institution:
        raise Refused("This roster is of another institution.", advice=_ADVICE)
    members = tuple(_member(item) for item in list_field(content, "officers", limit=_MAX_OFFICERS))
    if len({member.card.id for member in members}) != len(members) or not members:
        raise Refused("This roster is empty, or names an officer twice.", advice=_ADVICE)
    return Roster(institution=institution, number=number_field(content, "number"), members=members)


def _member_to_json(member: Member) -> dict[str, Any]:
    return asdict(member.card) | {"owner": member.is_owner, "publishes": member.may_publish}


def _member(content: dict[str, Any]) -> Member:
    if set(content) != {*CARD_FIELDS, "owner", "publishes"}:
        raise Refused("This roster has fields missing or unknown.", advice=_ADVICE)
    is_owner, may_publish = content["owner"], content["publishes"]
    if not isinstance(is_owner, bool) or not isinstance(may_publish, bool):
        raise Refused("This roster does not say what an officer may do.", advice=_ADVICE)
    return Member(card=card_from_json(content), is_owner=is_owner, may_publish=may_publish)
