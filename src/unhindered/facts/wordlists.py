"""Published lists of 2,048 words, for receipts and fingerprints. A list is never edited once receipts use it.

English, French, Spanish, Portuguese and Chinese (simplified) are those of BIP 39 (bitcoin/bips, bip-0039);
Russian and Turkish are those of the Python package `mnemonic` 0.21, from which all were taken, unchanged,
under the MIT licence. But for one word: line 1573 of the Russian list is damaged there (two replacement
characters where a letter was), and stands here whole, as “снова”.

Words of `en`, `fr`, `es`, `pt` and `zh` differ in their first four letters, accents apart; those of `ru` and
`tr` do not all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

# What each file's bytes hash to, by the code of its language.
SHA256: Mapping[str, str] = MappingProxyType(
    {
        "en": "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda",
        "es": "46846a5a0139d1e3cb77293e521c2865f7bcdb82c44e8d0a06a2cd0ecba48c0b",
        "fr": "ebc3959ab7801a1df6bac4fa7d970652f1df76b683cd2f4003c941c63d517e59",
        "pt": "2685e9c194c82ae67e10ba59d9ea5345a23dc093e92276fc5361f6667d79cd3f",
        "ru": "c9458f1997f6a6e0e8b4b691de850aa6af15fabca197e56baa6234933af1fffc",
        "tr": "a7dc9c77913726106c7b8baa022b7e17601d118acf40aa60ab1fbc9c91b383ac",
        "zh": "5c5942792bd8340cb8b27cd592f1015edf56a8c5b26276ee18a482428e7c5726",
    }
)


@dataclass(frozen=True)
class WordList:
    """The words, in their order, and the language they are of."""

    code: str
    words: tuple[str, ...]


def english() -> tuple[str, ...]:
    """The English list of BIP 39, in its order."""
    return word_list("en").words


@cache
def word_list(code: str) -> WordList:
    """The list of a language that has one."""
    return WordList(code, tuple(raw_word_list(code).decode().split()))


def list_for(language: str) -> WordList:
    """The list of a language, or the English one: the numbers beside its words serve everybody."""
    return word_list(language if language in SHA256 else "en")


def all_lists(first: str = "en") -> tuple[tuple[str, ...], ...]:
    """The words of every list: those of one's own language first, then English, then the others."""
    order = dict.fromkeys([list_for(first).code, "en", *SHA256])
    return tuple(word_list(code).words for code in order)


def raw_word_list(code: str) -> bytes:
    """The file of a list, as it is published."""
    return (files("unhindered.facts") / "wordlists" / f"{code}.txt").read_bytes()
