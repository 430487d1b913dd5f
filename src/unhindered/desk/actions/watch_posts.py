"""Gives the machine that watches what it needs and no more: the owner's step, and the machine's own two."""

from dataclasses import dataclass

from unhindered.desk.actions.setting_up import fingerprint
from unhindered.desk.desk import Desk
from unhindered.desk.watch.post import (
    PostedGate,
    PostedLog,
    WatchFolder,
    WatchPost,
    compose_watch_card,
    read_watch_card,
    seal_post,
)


@dataclass(frozen=True, kw_only=True)
class NewWatch:
    """The card of a new watch, and the six words to compare."""

    card: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class PostedWatch:
    """The file for the machine, and the six words of the card that it was made for."""

    fingerprint: str
    post: bytes


@dataclass(frozen=True, kw_only=True)
class JoinedWatch:
    """What a machine watches for; the institution's six words are to be compared."""

    institution: str
    institution_fingerprint: str
    gate: str


def make_watch(folder: WatchFolder) -> NewWatch:
    """A watch's own keys in an empty folder. Raises as `WatchFolder.make`."""
    keys = folder.make()
    return NewWatch(card=compose_watch_card(keys), fingerprint=fingerprint(keys.signer.verifier()))


def post_watch(desk: Desk, card_text: str, passphrase: str) -> PostedWatch:
    """The file that makes the machine of this card this institution's watch.

    Raises:
        Refused: not such a card, no root key here, wrong passphrase, or this desk has not enrolled.
    """
    card, root, gate = read_watch_card(card_text), desk.root_signer(passphrase), desk.known_gate
    replica = desk.replica
    post = WatchPost(
        institution=desk.membership.institution.name,
        root=desk.membership.institution.root,
        gate=PostedGate(url=gate.url, name=gate.name, sealed_log=gate.sealed_log),
        visits=desk.team.visits,
        access_seed=desk.team.access_seed,
        log=PostedLog(origin=replica.origin, size=replica.size(), root=replica.tree.root()),
    )
    return PostedWatch(fingerprint=fingerprint(card.verifier()), post=seal_post(post, card, root))


def join_watch(folder: WatchFolder, raw: bytes) -> JoinedWatch:
    """Take a post file into this machine's watch. Raises as `WatchFolder.write_post`."""
    post = folder.write_post(raw)
    return JoinedWatch(
        institution=post.institution,
        institution_fingerprint=fingerprint(post.root_verifier),
        gate=post.gate.name,
    )
