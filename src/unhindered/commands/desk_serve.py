"""`desk serve`: the officer's pages, on this machine only, for the one browser that opens the address."""

import argparse
from functools import partial

from starlette.applications import Starlette

from unhindered.commands._desk_door import Parsers, add_command, passphrase_of, reopened
from unhindered.commands._desk_pages import add_address, local_now, loopback, serve_pages
from unhindered.commands.desk_inbox import add_quarantine_above
from unhindered.desk.desk import Desk
from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session
from unhindered.desk.web.lock import Locking

_ADDRESS = "127.0.0.1:8002"
_EVERY = 120
_LOCK_AFTER = 10


def add_commands(commands: Parsers) -> None:
    """Register it."""
    parser = add_command(commands, "serve", _serve, "open the desk's pages in this machine's browser")
    add_address(parser, _ADDRESS)
    parser.add_argument(
        "--sync-every", type=int, default=_EVERY, metavar="SECONDS", help=f"0 for never; else {_EVERY}"
    )
    parser.add_argument(
        "--lock-after",
        type=int,
        default=_LOCK_AFTER,
        metavar="MINUTES",
        help=f"lock when nobody touched it for so long, 0 for never; else {_LOCK_AFTER}",
    )
    add_quarantine_above(parser)


def _serve(args: argparse.Namespace) -> int:
    session = Session(f"http://{loopback(args.address)}")
    serve_pages(args, _app(args, session), session, every=args.sync_every, also={})
    return 0


def _app(args: argparse.Namespace, session: Session) -> Starlette:
    """The pages. Nothing but them holds the keys, so that locking the desk lets go of them."""
    desk = _opened(args, passphrase_of(args))
    args.passphrase = ""
    locking = Locking(reopen=partial(_opened, args), idle=max(0, args.lock_after) * 60)
    return make_desk(desk, session, now=local_now, locking=locking)


def _opened(args: argparse.Namespace, passphrase: str) -> Desk:
    desk = reopened(args, passphrase)
    desk.quarantine_above = max(0, args.quarantine_above)
    return desk
