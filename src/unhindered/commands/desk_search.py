"""`desk search`: find words in everything that this officer may see."""

import argparse
import sys

from unhindered.commands._desk_door import Parsers, add_command, as_json, opened, say
from unhindered.desk.actions.indexing import read_all
from unhindered.desk.actions.search import KINDS, Results, find, search_of
from unhindered.desk.actions.search_hits import Group

# Reading so many takes longer than a moment.
MANY_ENTRIES = 2_000


def add_commands(commands: Parsers) -> None:
    """Register it."""
    parser = add_command(commands, "search", _search, "find words in everything that you may see")
    parser.add_argument(
        "text",
        nargs="*",
        metavar="WORDS",
        help="all must be there, the last may be a beginning; what holds a space stands together. "
        "For -word, put -- before",
    )
    parser.add_argument("--kind", choices=[str(kind) for kind in KINDS], default="")
    parser.add_argument("--case", default="", metavar="CASE")
    parser.add_argument("--state", default="", metavar="XVL", help="a State, in three letters")
    parser.add_argument("--tag", default="", help="a tag of the case")
    parser.add_argument("--act", default="", metavar="CODE", help="a type of act, by its code")
    parser.add_argument("--officer", default="", metavar="ID", help="who recorded it")
    parser.add_argument("--language", default="", metavar="CODE")
    parser.add_argument("--from", dest="since", default="", metavar="DAY")
    parser.add_argument("--to", dest="until", default="", metavar="DAY")
    parser.add_argument("--exact", dest="is_exact", action="store_true", help="only as it is written")
    parser.add_argument("--page", type=int, default=1, metavar="N")


def _search(args: argparse.Namespace) -> int:
    with opened(args) as desk:
        left = desk.docket.search.left_to_read()
        if left >= MANY_ENTRIES:
            sys.stderr.write(f"{left:,} entries are read into the index first, once.\n")
        read_all(desk)
        search = search_of(vars(args) | {"text": " ".join(map(_as_typed, args.text))})
        results = find(desk, search, page=max(1, args.page))
    say(args, as_json(results), "\n".join(_lines(results)))
    return 0


def _as_typed(word: str) -> str:
    """The shell took the quotation marks away from what holds a space."""
    return f'"{word}"' if " " in word and '"' not in word else word


def _lines(results: Results) -> list[str]:
    more = "More than " if results.is_more else ""
    lines = [f"{more}{results.count:,} found." if results.count else "Nothing that you may see fits."]
    if results.alike:
        lines.append(f"Also looked for: {', '.join(results.alike)}")
    for group in results.groups:
        lines += ["", group.name, *_lines_of(group)]
    if results.page < results.pages:
        lines += ["", f"Page {results.page} of {results.pages}; --page {results.page + 1} shows the next."]
    return lines


def _lines_of(group: Group) -> list[str]:
    lines = []
    for hit in group.hits:
        tags = f" ({', '.join(hit.tags)})" if hit.tags else ""
        words = "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in hit.excerpt)
        lines.append(f"  {hit.day} {hit.title}{tags}: {words}")
        if hit.names_match:
            lines.append("      A name that is noted here fits.")
    return lines
