"""Writes the vectors of this folder that are not there yet: `.venv/bin/python vectors/receipt/make.py`.

A vector that exists is never written again; change a rule and the tests say which vectors no longer hold.
"""

import hashlib
import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from unhindered.core.envelope.near_miss import near_misses
from unhindered.core.envelope.receipt import Receipt, derive_source_keys, read_receipt
from unhindered.core.errors import Refused
from unhindered.facts.wordlists import all_lists, english, word_list

HERE = Path(__file__).parent
WORDS = english()
LISTS = all_lists()
INSTITUTION = hashlib.sha256(b"Fictional Lamp").digest()
OTHER_INSTITUTION = hashlib.sha256(b"Fictional Well").digest()
COUNTING = Receipt(bytes(range(16)))
# Receipts chosen by a seed so that this file needs no table.
ONE, TWO, THREE = (Receipt(random.Random(seed).randbytes(16)) for seed in (2026, 11, 24))  # noqa: S311 vectors, not keys


def _good() -> Iterator[tuple[str, str, str]]:
    words, numbers = ONE.words(WORDS), ONE.numbers()
    yield "good-zeros", "all bits 0", " ".join(Receipt(bytes(16)).words(WORDS))
    yield "good-ones", "all bits 1", " ".join(Receipt(b"\xff" * 16).words(WORDS))
    yield "good-counting", "bytes 0 to 15", " ".join(COUNTING.words(WORDS))
    yield "good-words", "as it is shown", " ".join(words)
    yield "good-numbers", "the same receipt in numbers", " ".join(map(str, numbers))
    yield "good-capitals", "capitals, commas and lines", ",\n".join(words).upper() + "."
    yield "good-numbered", "copied with its numbering", "\n".join(f"{n}. {w}" for n, w in enumerate(words, 1))
    yield (
        "good-numbered-numbers",
        "numbers copied with their numbering",
        "\n".join(f"{n}) {w}" for n, w in enumerate(numbers, 1)),
    )
    yield "good-mixed", "words and numbers", " ".join([*words[:6], *map(str, numbers[6:])])
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    yield "good-arabic-digits", "Arabic-Indic digits", "، ".join(map(str, numbers)).translate(arabic)
    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    yield (
        "good-persian-digits",
        "extended Arabic-Indic digits",
        " ".join(map(str, numbers)).translate(persian),
    )
    yield "good-leading-zeros", "numbers written with four digits", " ".join(f"{n:04}" for n in numbers)
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else "\u3000" for c in " ".join(words))
    yield "good-full-width", "full-width letters and spaces", wide
    hidden = " ".join(f"{w[:2]}\u00ad{w[2:]}\u200b" for w in words)
    yield "good-invisible", "soft hyphens and zero-width spaces inside", hidden


def _good_of_other_lists() -> Iterator[tuple[str, str, str]]:
    for code in ("es", "fr", "pt", "ru", "tr", "zh"):
        words = ONE.words(word_list(code).words)
        yield f"good-{code}", f"words of the list {code}, as it is published", " ".join(words)
    accents = unicodedata.normalize("NFC", " ".join(TWO.words(word_list("es").words)))
    yield "good-es-composed", "Spanish, accents composed (NFC)", accents
    plain = unicodedata.normalize("NFKD", " ".join(TWO.words(word_list("fr").words)))
    yield "good-fr-no-accents", "French, no accents", plain.encode("ascii", "ignore").decode()
    turkish = " ".join(THREE.words(word_list("tr").words))
    capitals = turkish.replace("i", "İ").replace("ı", "I").upper()
    yield "good-tr-capitals", "Turkish capitals: I without a dot, İ with one", capitals
    yield "good-tr-dotted", "Turkish on a keyboard without ı", turkish.replace("ı", "i")
    russian = " ".join(TWO.words(word_list("ru").words))
    yield "good-ru-capitals", "Russian, capitals, decomposed", unicodedata.normalize("NFD", russian.upper())
    chinese = TWO.words(word_list("zh").words)
    yield "good-zh-joined", "Chinese without spaces", "".join(chinese)
    yield "good-zh-ideographic", "Chinese, ideographic spaces and commas", "、\u3000".join(chinese)
    mixed = [*map(str, ONE.numbers()[:6]), *ONE.words(word_list("ru").words)[6:]]
    yield "good-ru-mixed", "numbers and Russian words", " ".join(mixed)
    for first, second in (("en", "fr"), ("fr", "en")):
        yield (
            f"good-shared-{first}",
            f"all its words stand in the list {second} too; only the checks tell that {first} is meant",
            " ".join(_shared(first, second).words(word_list(first).words)),
        )


def _shared(first: str, second: str) -> Receipt:
    """A receipt all of whose words in one list stand in another one too."""
    words = word_list(first).words
    both = [index for index, word in enumerate(words) if word in word_list(second).words]
    choose = random.Random(f"{first} {second}")  # noqa: S311 vectors, not keys
    while True:
        number = 0
        for _ in range(12):
            number = number << 11 | choose.choice(both)
        receipt = Receipt((number >> 4).to_bytes(16, "big"))
        if {place - 1 for place in receipt.numbers()} <= set(both):
            return receipt


def _bad_of_other_lists() -> Iterator[tuple[str, str, str]]:
    french = list(ONE.words(word_list("fr").words))
    russian = list(TWO.words(word_list("ru").words))
    chinese = list(TWO.words(word_list("zh").words))
    yield "bad-fr-unknown", "French, a letter left out of word one", " ".join([french[0][1:], *french[1:]])
    yield "bad-ru-swapped", "Russian, words five and six swapped", " ".join(_swapped(russian, 4, 5))
    yield (
        "bad-ru-unknown",
        "Russian, a letter too many in word three",
        " ".join(_put(russian, 2, russian[2] + "н")),
    )
    yield "bad-zh-other", "Chinese, another character: no guess", "".join(_put(chinese, 3, "的"))
    yield "bad-zh-unknown", "a character that is not in the list: no guess", "".join(_put(chinese, 3, "龘"))
    yield "bad-zh-swapped", "Chinese, characters two and three swapped", "".join(_swapped(chinese, 1, 2))
    two_lists = [*ONE.words(word_list("es").words)[:6], *ONE.words(word_list("pt").words)[6:]]
    yield "bad-two-lists", "six words of the Spanish list, seven of the Portuguese", " ".join(two_lists)


def _bad_words() -> Iterator[tuple[str, str, str]]:
    words = list(TWO.words(WORDS))
    close_check = list(THREE.words(WORDS))
    yield "bad-empty", "nothing", ""
    yield "bad-punctuation", "nothing but punctuation", " , . - \n"
    yield "bad-twelve", "the check word is missing", " ".join(words[:12])
    yield "bad-fourteen", "one word too many", " ".join([*words, words[0]])
    yield "bad-joined", "no spaces", "".join(words)
    yield "bad-check-word", "another word of the list as check word", " ".join([*words[:12], "zoo"])
    yield "bad-check-word-close", "a word close to the check word", " ".join(_misread(close_check, 12))
    yield "bad-bip39-check", "the last four bits of word twelve changed", " ".join(_bits_changed(words))
    yield "bad-other-word", "word nine taken for a close one", " ".join(_misread(words, 8))
    yield (
        "bad-two-other-words",
        "two words taken for close ones: no guess",
        " ".join(_misread(_misread(words, 8), 9)),
    )
    yield (
        "bad-far-word",
        "word four taken for one far off: no guess",
        " ".join(_put(words, 3, _far(words[3]))),
    )
    yield "bad-swapped", "words five and six swapped", " ".join(_swapped(words, 4, 5))
    yield "bad-swapped-far", "words one and nine swapped: no guess", " ".join(_swapped(words, 0, 8))
    yield "bad-numbering", "numbering that begins at 2", " ".join(f"{n} {w}" for n, w in enumerate(words, 2))
    yield "bad-long", "more than 1,000 characters", " ".join(words) + " " * 1000
    yield "bad-bip39-only", "a BIP 39 phrase of 24 words", " ".join(["abandon"] * 23 + ["art"])


def _bad_spelling() -> Iterator[tuple[str, str, str]]:
    words, numbers = list(TWO.words(WORDS)), TWO.numbers()
    two = _put(_put(words, 2, words[2] + "x"), 7, "q" + words[7])
    yield "bad-unknown-word", "a letter left out of word one", " ".join(_put(words, 0, words[0][1:]))
    yield (
        "bad-unknown-swap",
        "letters of word two swapped",
        " ".join(_put(words, 1, _letters_swapped(words[1]))),
    )
    yield "bad-unknown-start", "only the first four letters of a word", " ".join(_put(words, 6, words[6][:4]))
    yield "bad-two-unknown", "two words misspelt", " ".join(two)
    yield "bad-three-unknown", "three words misspelt: no guess", " ".join(_put(two, 9, words[9] + "z"))
    yield "bad-unknown-and-wrong", "two misspelt, one far off: no guess", " ".join(_put(two, 4, "zoo"))
    yield "bad-not-in-list", "a word close to none: no guess", " ".join(_put(words, 5, "xylophonist"))
    yield (
        "bad-other-script",
        "a Greek letter that looks the same",
        " ".join(_put(words, 0, words[0].replace("o", "ο"))),
    )
    yield (
        "bad-mixed-unknown",
        "numbers and a misspelt word",
        " ".join([*map(str, numbers[:12]), words[12] + "s"]),
    )


def _bad_numbers() -> Iterator[tuple[str, str, str]]:
    numbers = list(TWO.numbers())
    yield "bad-number-zero", "number 0", " ".join(map(str, _put(numbers, 6, 0)))
    yield "bad-number-2049", "number 2049", " ".join(map(str, _put(numbers, 6, 2049)))
    yield (
        "bad-number-long",
        "a number of five digits",
        " ".join(map(str, _put(numbers, 6, f"0{numbers[6]:04}"))),
    )
    yield (
        "bad-number-digit",
        "one digit of number three wrong",
        " ".join(map(str, _put(numbers, 2, numbers[2] ^ 1))),
    )
    yield (
        "bad-number-digits-swapped",
        "digits of number one swapped",
        " ".join(map(str, _put(numbers, 0, 784))),
    )
    yield (
        "bad-numbers-swapped",
        "numbers eleven and twelve swapped",
        " ".join(map(str, _swapped(numbers, 10, 11))),
    )
    yield "bad-numbers-shifted", "numbers counted from 0", " ".join(str(n - 1) for n in numbers)


def _put(items: list[Any], place: int, item: Any) -> list[Any]:
    return [*items[:place], item, *items[place + 1 :]]


def _swapped(items: list[Any], one: int, other: int) -> list[Any]:
    return _put(_put(items, one, items[other]), other, items[one])


def _letters_swapped(word: str) -> str:
    return word[:1] + word[2] + word[1] + word[3:]


def _bits_changed(words: list[str]) -> list[str]:
    return _put(words, 11, WORDS[WORDS.index(words[11]) ^ 0b1010])


def _misread(words: list[str], place: int) -> list[str]:
    word = words[place]
    alike = (other for other in WORDS if len(other) == len(word) and _letters_apart(word, other) == 1)
    return _put(words, place, next(alike))


def _letters_apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _far(word: str) -> str:
    return next(other for other in reversed(WORDS) if not set(other) & set(word))


def _vector(comment: str, text: str) -> dict[str, Any]:
    try:
        receipt = read_receipt(text, *LISTS)
    except Refused:
        guesses = near_misses(text, *LISTS) if len(text) <= 1000 else []
        return {"comment": comment, "expect": "refused", "text": text, "near_misses": guesses}
    return {
        "comment": comment,
        "expect": "success",
        "text": text,
        "secret": receipt.secret.hex(),
        "words": receipt.words(WORDS),
        "numbers": receipt.numbers(),
        "keys": [_keys(receipt, institution) for institution in (INSTITUTION, OTHER_INSTITUTION)],
    }


def _keys(receipt: Receipt, institution: bytes) -> dict[str, str]:
    keys = derive_source_keys(receipt.secret, institution)
    return {
        "institution_id": institution.hex(),
        "mailbox_seed": keys.mailbox_seed.hex(),
        "mailbox_public_key": keys.mailbox_public_key.hex(),
        "mailbox_id": keys.mailbox_id.hex(),
        "signing_seed": keys.signing_seed.hex(),
        "signing_public_key": keys.signing_public_key.hex(),
        "identity_seed": keys.identity_seed.hex(),
        "recipient": str(keys.recipient()),
    }


def _all() -> Iterator[tuple[str, str, str]]:
    yield from (*_good(), *_good_of_other_lists())
    yield from (*_bad_words(), *_bad_spelling(), *_bad_numbers(), *_bad_of_other_lists())


def main() -> None:
    """Write each vector that has no file yet."""
    for name, comment, text in _all():
        file = HERE / f"{name}.json"
        vector = _vector(comment, text)
        if not name.startswith({"success": "good", "refused": "bad"}[vector["expect"]]):
            raise ValueError(f"{name} came out as {vector['expect']}")
        if not file.exists():
            file.write_text(json.dumps(vector, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
