"""Commands of the desk as an officer types them, at the owner's desk of a world."""

import json

from desk_world import PASSPHRASE

from unhindered.__main__ import main


def desk_typed(world, capsys, *first):
    """Types `desk` and `first` before what it is given; what was printed, as JSON, or the error's words."""
    secret = world.path / "typed-passphrase.txt"
    secret.write_text(PASSPHRASE + "\n")
    folder = ["--dir", str(world.owner_folder.path), "--passphrase-file", str(secret), "--json"]

    def typed(*words, expect=0):
        code = main(["desk", *first, *map(str, words), *folder])
        said = capsys.readouterr()
        assert code == expect, said.err
        return json.loads(said.out) if said.out else said.err

    return typed
