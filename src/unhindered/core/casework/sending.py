"""What is to leave the house for a named recipient: its shape only. What clears it is publication.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from unhindered.core.casework.codec import check_fields
from unhindered.core.casework.fields import Id, Recipient, RequiredText
from unhindered.core.casework.items import PersonalItem
from unhindered.core.casework.terms import CLOSED_SUBMISSIONS, BasisKind, Purpose


class SendingKind(StrEnum):
    """What leaves: a list or archive, a case handed on, a complaint, a paper about the case, or an answer."""

    EXPORT = "export"
    REFERRAL = "referral"
    SUBMISSION = "submission"
    CERTIFICATE = "certificate"
    ANSWER = "answer"


_NOT_FOR_EVERYONE: Final = frozenset(Purpose) - {Purpose.PUBLICATION, Purpose.CONTACT}
# What each kind may be for. What everyone may read leaves as a statement; an answer goes to the person alone.
PURPOSES_OF: Final[Mapping[SendingKind, frozenset[Purpose]]] = MappingProxyType(
    {
        SendingKind.EXPORT: _NOT_FOR_EVERYONE,
        SendingKind.REFERRAL: frozenset({Purpose.REFERRAL}),
        SendingKind.SUBMISSION: CLOSED_SUBMISSIONS,
        SendingKind.CERTIFICATE: _NOT_FOR_EVERYONE,
        SendingKind.ANSWER: frozenset({Purpose.CONTACT}),
    }
)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """One thing for one recipient and purpose, with every person of the case in `items` or `left_out`.

    `sources` are the acts and involvements of the case that say what somebody accused in it did.
    `texts` are the free texts in it, one by one: written for this purpose, never those of the case itself.
    What else is in it are fields of the case, shown at each person's level.
    """

    kind: SendingKind
    purpose: Purpose
    recipient: Recipient
    items: tuple[PersonalItem, ...] = ()
    left_out: tuple[Id, ...] = ()
    texts: tuple[RequiredText, ...] = ()
    sources: tuple[Id, ...] = ()

    def __post_init__(self) -> None:
        check_fields(self)

    @property
    def needs_second_officer(self) -> bool:
        """Whether it shows somebody accused or by a public role, or a name of somebody who is spoken for."""
        return any(
            item.basis in (BasisKind.ALLEGED_PERPETRATOR, BasisKind.PUBLIC_ROLE)
            or (item.basis is BasisKind.REPRESENTATIVE and item.level.shows_a_name)
            for item in self.items
        )

    @property
    def consents(self) -> tuple[str, ...]:
        """The consents that it rests on."""
        return consents_of_items(self.items)


def consents_of_items(items: tuple[PersonalItem, ...]) -> tuple[str, ...]:
    """The consents that these items rest on, each once."""
    return tuple(dict.fromkeys(item.consent for item in items if item.consent is not None))
