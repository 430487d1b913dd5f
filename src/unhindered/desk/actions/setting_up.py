"""From an empty folder to a working desk: keys, enrolment at a gate, a second officer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from unhindered.core.envelope.identities import generate_identity
from unhindered.core.errors import Refused
from unhindered.core.institution.enrolment import (
    EnrolmentAnswer,
    EnrolmentRequest,
    code_key,
    compose_request,
    open_answer,
)
from unhindered.core.institution.fingerprint import institution_id, six_words
from unhindered.core.institution.key_names import (
    public_log_origin,
    publication_key_name,
    root_key_name,
    sealed_log_origin,
)
from unhindered.core.institution.notice import Notice, compose_notice
from unhindered.core.log.entry import NewEntry
from unhindered.core.log.signed_note import NoteSigner, NoteVerifier, parse_verifier
from unhindered.desk.actions.syncing import sync_desk
from unhindered.desk.desk import Desk, required_membership
from unhindered.desk.entries.inner import ROSTER_NAME
from unhindered.desk.gate_port import DeskGate
from unhindered.desk.keys.card import card_of, checked_name, compose_card, read_card
from unhindered.desk.keys.folder import DeskFolder, checked_passphrase
from unhindered.desk.keys.ring import Institution, IntakeKey, KnownGate, LogAtWelcome, Membership, Ring
from unhindered.desk.keys.roster import Member, Roster, sign_roster
from unhindered.desk.keys.secret import OfficerKeys, TeamKeys, new_secret
from unhindered.desk.keys.welcome import Welcome, open_welcome, seal_welcome
from unhindered.desk.outbox import Letter
from unhindered.desk.writing import Pen
from unhindered.facts.wordlists import english
from unhindered.storage.docket import open_docket
from unhindered.storage.docket_seal import docket_key

WEEKS = 12
_WEEK = timedelta(days=7)
Connect = Callable[[KnownGate, TeamKeys], DeskGate]
Enrol = Callable[[str, bytes], bytes]


@dataclass(frozen=True, kw_only=True)
class NewDesk:
    """What to write down after a desk was made."""

    officer: str
    fingerprint: str
    institution: str = ""
    institution_fingerprint: str = ""
    card: str = ""


def init_institution(
    folder: DeskFolder, *, institution: Institution, officer_name: str, passphrase: str
) -> NewDesk:
    """A new institution with its owner's desk: root, officer, team, publication and twelve intake keys.

    `institution.root` is filled in here.

    Raises:
        Refused: there is a desk already, the passphrase is too short, or a name cannot be one.
    """
    checked_passphrase(passphrase)
    name = checked_name(officer_name)
    folder.require_new()
    root_seed, officer = new_secret(), OfficerKeys(new_secret())
    root = _root_signer(root_seed)
    whole = replace(institution, name=checked_name(institution.name), root=str(root.verifier()))
    membership = Membership(institution=whole, team_secret=new_secret(), publication_seed=new_secret())
    intake = tuple(IntakeKey(identity=generate_identity()) for _ in range(WEEKS))
    folder.write_root(root_seed, passphrase)
    folder.write_ring(Ring(officer_name=name, membership=membership), officer)
    folder.write_intake(intake, officer)
    # Last: a desk exists once its officer's secret does.
    folder.write_officer(officer.secret, passphrase)
    return NewDesk(
        officer=officer.id,
        fingerprint=fingerprint(officer.signer.verifier()),
        institution=whole.id,
        institution_fingerprint=fingerprint(root.verifier()),
    )


def init_officer(folder: DeskFolder, *, officer_name: str, passphrase: str) -> NewDesk:
    """A desk for an officer who will join an institution; hand its card to the owner.

    Raises:
        Refused: there is a desk already, the passphrase is too short, or the name cannot be one.
    """
    checked_passphrase(passphrase)
    name = checked_name(officer_name)
    folder.require_new()
    officer = OfficerKeys(new_secret())
    folder.write_ring(Ring(officer_name=name), officer)
    folder.write_officer(officer.secret, passphrase)
    return NewDesk(
        officer=officer.id,
        fingerprint=fingerprint(officer.signer.verifier()),
        card=compose_card(officer, name),
    )


def officer_card(folder: DeskFolder, passphrase: str) -> str:
    """The card of the officer whose desk this is, to hand to the owner.

    Raises:
        Refused: no desk here, or another passphrase.
    """
    officer = folder.open_officer(passphrase)
    return compose_card(officer, folder.open_ring(officer).officer_name)


def open_desk(folder: DeskFolder, passphrase: str, connect: Connect) -> Desk:
    """The desk in a folder, unlocked.

    Raises:
        Refused: no desk here, another passphrase, or the officer has not joined an institution.
        Unavailable: the docket is damaged.
    """
    officer = folder.open_officer(passphrase)
    ring = folder.open_ring(officer)
    membership = required_membership(ring)
    gate = None
    if membership.gate is not None:
        gate = connect(membership.gate, TeamKeys(membership.team_secret, membership.institution.id))
    return Desk(
        folder=folder,
        officer=officer,
        ring=ring,
        intake=folder.open_intake(officer),
        docket=open_docket(folder.docket, docket_key(officer.secret)),
        gate=gate,
    )


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """Words to compare after enrolment: the gate prints its own, the institution publishes its root's."""

    gate: str
    gate_fingerprint: str
    institution_fingerprint: str
    notices: int
    last_day: date


def enrol(
    folder: DeskFolder, passphrase: str, *, url: str, code: str, today: date, ask: Enrol, connect: Connect
) -> Enrolled:
    """Make this institution's desk and a gate known to each other, and upload twelve weeks of notices.

    Raises:
        Refused: wrong passphrase or code, no root key here, or the gate is none or knows another code.
        Unavailable: the gate does not answer.
    """
    officer = folder.open_officer(passphrase)
    ring = folder.open_ring(officer)
    membership = required_membership(ring)
    if membership.gate is not None:
        raise Refused(
            "This desk has enrolled at a gate already.",
            advice="To send its notices there again: `unhindered desk notices`.",
        )
    root = _root_signer(folder.open_root(passphrase))
    team = TeamKeys(membership.team_secret, membership.institution.id)
    gate = _introduced(root, team, url=url, code=code, ask=ask)
    joined = membership.at_gate(gate)
    intake = _signed_notices(joined, folder.open_intake(officer), root, today)
    folder.write_intake(intake, officer)
    folder.write_ring(replace(ring, membership=joined), officer)
    desk = open_desk(folder, passphrase, connect)
    try:
        _post_first_roster(desk, root)
        send_notices(desk)
        # The first roster comes back out of the log, so that officers can be admitted at once.
        sync_desk(desk, today)
    finally:
        desk.close()
    return Enrolled(
        gate=gate.name,
        gate_fingerprint=fingerprint(parse_verifier(gate.sealed_log)),
        institution_fingerprint=fingerprint(root.verifier()),
        notices=len(intake),
        last_day=_monday(today) + len(intake) * _WEEK - timedelta(days=1),
    )


def send_notices(desk: Desk) -> int:
    """Give the gate the signed notices again; how many.

    Raises:
        Refused: not enrolled, or the gate says no.
        Unavailable: the gate does not answer.
    """
    gate, notices = desk.gate, [key.notice for key in desk.intake if key.notice]
    if gate is None or not notices:
        raise Refused("This desk has no notices to send yet.", advice="Enrol first: `unhindered desk enrol`.")
    gate.upload_notices(notices)
    return len(notices)


@dataclass(frozen=True, kw_only=True)
class Admitted:
    """The welcome file for a new officer, and the six words of the card it was made for."""

    officer: str
    name: str
    fingerprint: str
    welcome: bytes


def admit(
    desk: Desk, card_text: str, passphrase: str, *, may_publish: bool, cases: Sequence[str]
) -> Admitted:
    """Put an officer on the roster, and give access to these cases. A sync sends both.

    Raises:
        Refused: not a card, on the roster already, no root key here, wrong passphrase, or no such case.
    """
    card = read_card(card_text)
    root = desk.root_signer(passphrase)
    with desk.lock:
        keys = [desk.case_keys(case) for case in cases]
        roster = _required_roster(desk).with_member(
            Member(card=card, is_owner=False, may_publish=may_publish)
        )
        pen = desk.pen()
        entries = [
            *_roster_entries(pen, sign_roster(roster, root)),
            *(pen.grant(case, card) for case in keys),
        ]
        desk.post(Letter(entries=tuple(entries)))
    membership = desk.membership
    given = membership if may_publish else replace(membership, publication_seed=None)
    log = LogAtWelcome(origin=pen.seen.origin, size=pen.seen.size, root=pen.seen.root, roster=roster.number)
    welcome = seal_welcome(Welcome(membership=given, intake=desk.intake, log=log), card, root)
    words = fingerprint(card.verifier())
    return Admitted(officer=card.id, name=card.name, fingerprint=words, welcome=welcome)


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The institution whose desk an officer joined; its six words are to be compared."""

    institution: str
    institution_fingerprint: str
    gate: str
    may_publish: bool


def join(folder: DeskFolder, passphrase: str, welcome_file: bytes) -> Joined:
    """Take a welcome file into this officer's desk.

    Raises:
        Refused: wrong passphrase, a member already, or a file that is for another officer or damaged.
    """
    officer = folder.open_officer(passphrase)
    ring = folder.open_ring(officer)
    if ring.membership is not None:
        raise Refused("This desk has joined an institution already.", advice="There is nothing to do.")
    welcome = open_welcome(welcome_file, officer)
    folder.write_intake(welcome.intake, officer)
    folder.write_ring(replace(ring, membership=welcome.membership, welcomed=welcome.log), officer)
    gate = welcome.membership.gate
    return Joined(
        institution=welcome.membership.institution.name,
        institution_fingerprint=fingerprint(welcome.membership.institution.root_verifier()),
        gate="" if gate is None else gate.name,
        may_publish=welcome.membership.publication_seed is not None,
    )


def fingerprint(verifier: NoteVerifier) -> str:
    """The six words of a key, as people compare them."""
    return " ".join(six_words(verifier.public_key, english()))


def _root_signer(seed: bytes) -> NoteSigner:
    public = NoteSigner("root", seed).verifier().public_key
    return NoteSigner(root_key_name(institution_id(public)), seed)


def _introduced(root: NoteSigner, team: TeamKeys, *, url: str, code: str, ask: Enrol) -> KnownGate:
    key = code_key(code)
    request = EnrolmentRequest(root=str(root.verifier()), access=str(team.access.verifier()))
    body = compose_request(request, key)
    answer = open_answer(ask(url, body), body, key)
    _require_names(answer)
    return KnownGate(
        url=url.rstrip("/"), name=answer.gate, sealed_log=answer.sealed_log, public_log=answer.public_log
    )


def _require_names(answer: EnrolmentAnswer) -> None:
    sealed, public = parse_verifier(answer.sealed_log), parse_verifier(answer.public_log)
    expected = sealed_log_origin(answer.gate), public_log_origin(answer.gate)
    if (sealed.name, public.name) != expected:
        raise Refused(
            "The gate's log keys do not bear its name.",
            advice="Run `unhindered gate init` anew and enrol again.",
        )


def _signed_notices(
    membership: Membership, intake: tuple[IntakeKey, ...], root: NoteSigner, today: date
) -> tuple[IntakeKey, ...]:
    first = _monday(today)
    return tuple(
        replace(key, notice=compose_notice(_notice(membership, key, first + number * _WEEK), root))
        for number, key in enumerate(intake)
    )


def _notice(membership: Membership, key: IntakeKey, first_day: date) -> Notice:
    institution, gate, seed = membership.institution, membership.gate, membership.publication_seed
    if gate is None or seed is None:
        raise Refused("Only an enrolled owner's desk signs notices.")
    publication = NoteSigner(publication_key_name(institution.id), seed)
    team = TeamKeys(membership.team_secret, institution.id)
    return Notice(
        institution=institution.id,
        name=institution.name,
        languages=institution.languages,
        about=institution.about,
        promises=institution.promises,
        answer_within_days=institution.answer_within_days,
        state=institution.state,
        website=institution.website,
        gate=gate.name,
        intake=str(key.identity.recipient()),
        visits=str(team.visits.recipient),
        sealed_log=gate.sealed_log,
        public_log=gate.public_log,
        publication=str(publication.verifier()),
        reply=(str(team.reply.verifier()),),
        not_before=first_day,
        not_after=first_day + _WEEK - timedelta(days=1),
        root=institution.root,
    )


def _post_first_roster(desk: Desk, root: NoteSigner) -> None:
    card = card_of(desk.officer, desk.ring.officer_name)
    owner = Member(card=card, is_owner=True, may_publish=True)
    roster = Roster(institution=desk.membership.institution.id, number=1, members=(owner,))
    desk.post(Letter(entries=_roster_entries(desk.pen(), sign_roster(roster, root))))


def _roster_entries(pen: Pen, note: str) -> tuple[NewEntry, NewEntry]:
    """The roster for the team, and a copy that the watch can open: it obeys nobody else."""
    return pen.roster(note), pen.for_watch(ROSTER_NAME, note.encode())


def _required_roster(desk: Desk) -> Roster:
    if desk.book.roster is None:
        raise Refused("The roster has not arrived at this desk.", advice="Sync, then try again.")
    return desk.book.roster


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
