"""`unhindered`: reads the command line, runs one command, and turns errors into one sentence with advice."""

import argparse
import json
import sys
from collections.abc import Sequence

from unhindered.commands import check, demo, desk, gate, keys, ledger, read, source, verify
from unhindered.core.errors import UnhinderedError

TOUR = """\
A tour, from a person at risk to the public page:

  unhindered demo                       see all of it on this machine, with a fictional institution
  unhindered gate init --dir GATE --name gate.example.org     on the server: prints a code for the desk
  unhindered gate serve --dir GATE
  unhindered desk init --dir DESK --institution NAME --officer NAME    on an officer's own machine
  unhindered desk enrol --dir DESK URL CODE
  unhindered source send --gate URL report.json               what a browser does, from a terminal
  unhindered desk sync --dir DESK       then: desk inbox, desk show, desk assess, desk open-case …
  unhindered desk serve --dir DESK      the same as pages
  unhindered read article.txt           what a document says, with exact places
  unhindered ledger build --out site    the public site
  unhindered check --gate GATE --desk DESK      what a production set-up still lacks

Every command takes --json. Errors are one sentence and what to do; the exit code is then 1.
"""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; a test walks it to see that every route and command is documented."""
    parser = argparse.ArgumentParser(
        prog="unhindered",
        description="Reach the bodies that fight torture, unread, and show what States promised and did.",
        epilog=TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    for part in (demo, source, gate, desk, ledger, read, keys, verify, check):
        part.add_arguments(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 0: done; 1: refused or not possible now; 2: not a command; 130: stopped."""
    args = build_parser().parse_args(arguments)
    try:
        code: int = args.run(args)
    except UnhinderedError as err:
        _say(err, as_json=getattr(args, "json", False))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return code


def _say(err: UnhinderedError, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"error": str(err), "advice": err.advice}) + "\n")
        return
    sys.stderr.write(f"{err}\n{err.advice}\n")


if __name__ == "__main__":
    sys.exit(main())
