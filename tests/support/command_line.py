"""Every command that can be run, in its full words, read from the program's own parser."""

import argparse
from collections.abc import Iterator, Sequence

from unhindered.__main__ import build_parser


def commands_below(
    parser: argparse.ArgumentParser, words: Sequence[str]
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not nested:
        yield " ".join(words), parser
    for action in nested:
        for name, child in action.choices.items():
            yield from commands_below(child, [*words, name])


COMMANDS = dict(commands_below(build_parser(), ["unhindered"]))
