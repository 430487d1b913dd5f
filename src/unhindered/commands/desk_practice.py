"""`desk practice`: a desk to practise at, with invented reports; it cannot connect to anything."""

import argparse
import sys
import tempfile
from pathlib import Path

from unhindered.commands._desk_door import Parsers, today
from unhindered.commands._desk_pages import add_address, local_now, loopback, serve_pages
from unhindered.commands.practice.scene import PASSPHRASE, Practice
from unhindered.desk.web.app import make_desk
from unhindered.desk.web.door import Session
from unhindered.desk.web.lock import Locking

_ADDRESS = "127.0.0.1:8006"
_LOCK_AFTER = 600


def add_commands(commands: Parsers) -> None:
    """Register it."""
    text = "a desk to practise at: invented reports, a watermark, and no line to anywhere"
    parser = commands.add_parser("practice", help=text, description=text)
    add_address(parser, _ADDRESS)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_practice)


def _practice(args: argparse.Namespace) -> int:
    session = Session(f"http://{loopback(args.address)}")
    # Keys made to practise with are not to outlive it.
    with tempfile.TemporaryDirectory(prefix="unhindered-practice-") as folder:
        sys.stderr.write("Laying out the practice desk …\n")
        practice = Practice(Path(folder), today())
        app = make_desk(
            practice.desk,
            session,
            now=local_now,
            locking=Locking(reopen=practice.reopen, idle=_LOCK_AFTER),
            is_practice=True,
        )
        serve_pages(args, app, session, every=0, also={"passphrase": PASSPHRASE})
    return 0
