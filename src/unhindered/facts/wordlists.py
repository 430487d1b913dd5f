"""Published lists of 2,048 words, for receipts and fingerprints. A list is never edited once receipts use it.

`wordlists/en.txt`: the English list of BIP 39 (bitcoin/bips, bip-0039/english.txt, MIT licence), unchanged;
SHA-256 2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda. Its words differ in their first
four letters.
"""

from importlib.resources import files


def english() -> tuple[str, ...]:
    """The English list of BIP 39, in its order."""
    text = (files("unhindered.facts") / "wordlists" / "en.txt").read_text(encoding="ascii")
    return tuple(text.split())
