"""Who works at this desk, and the words by which their keys are compared."""

from dataclasses import dataclass

from unhindered.core.log.signed_note import parse_verifier
from unhindered.desk.actions.setting_up import fingerprint
from unhindered.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class OfficerView:
    """One officer on the roster."""

    id: str
    name: str
    fingerprint: str
    is_owner: bool
    may_publish: bool
    is_me: bool


@dataclass(frozen=True, kw_only=True)
class Team:
    """The institution, its gate, its officers, and entries that nobody here could read."""

    institution: str
    institution_fingerprint: str
    gate: str
    gate_url: str
    gate_fingerprint: str
    log_size: int
    officers: tuple[OfficerView, ...]
    set_aside: tuple[str, ...]
    has_root_key: bool


def team(desk: Desk) -> Team:
    """The team as the last roster has it.

    Raises:
        Refused: this desk has not enrolled.
    """
    with desk.lock:
        gate = desk.known_gate
        members = () if desk.book.roster is None else desk.book.roster.members
        institution = desk.membership.institution
        return Team(
            institution=institution.name,
            institution_fingerprint=fingerprint(institution.root_verifier()),
            gate=gate.name,
            gate_url=gate.url,
            gate_fingerprint=fingerprint(parse_verifier(gate.sealed_log)),
            log_size=desk.replica.size(),
            officers=tuple(
                OfficerView(
                    id=member.card.id,
                    name=member.card.name,
                    fingerprint=fingerprint(member.card.verifier()),
                    is_owner=member.is_owner,
                    may_publish=member.may_publish,
                    is_me=member.card.id == desk.officer.id,
                )
                for member in members
            ),
            set_aside=tuple(map(str, desk.book.newest_aside())),
            has_root_key=desk.folder.has_root(),
        )
