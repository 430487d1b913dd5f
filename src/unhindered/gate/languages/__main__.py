"""`python -m unhindered.gate.languages`: for developers; brings the catalogues up to date with the texts."""

import sys

from unhindered.core.errors import UnhinderedError
from unhindered.gate.languages.catalogues import LANGUAGES
from unhindered.gate.languages.po_files import missing_in, update_all


def main() -> int:
    """Update, and say what is left to translate."""
    try:
        changed = update_all()
    except UnhinderedError as err:
        sys.stderr.write(f"{err}\n{err.advice}\n")
        return 1
    sys.stdout.write(f"Changed: {', '.join(changed) or 'nothing'}.\n")
    for code in LANGUAGES:
        if missing := missing_in(code):
            sys.stdout.write(f"{code}: {len(missing)} texts are missing.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
