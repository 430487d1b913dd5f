"""What a person may have meant whose receipt does not fit; every guess passes both of its checks."""

from collections.abc import Sequence

from unhindered.core.envelope._receipt_words import (
    PLACES,
    best_fitting,
    checked_secret,
    index_of_token,
    index_of_words,
    is_number,
    tokens_of,
    with_one_change,
    with_unknown_replaced,
)

_MOST_UNKNOWN = 2
_MOST_SUGGESTIONS = 5


def near_misses(text: str, wordlist: Sequence[str], *others: Sequence[str]) -> list[str]:
    """Receipts that the person may have meant, at most five: words, or numbers if the text was in numbers.

    Looks at one or two misspelt words, else at one word taken for a close one or two neighbours swapped.
    Every suggestion passes both checks, so a false one is rare. [] for a receipt that fits. Of several lists,
    the one that knows most of the words is meant.

    Raises:
        Refused: a text much longer than any receipt.
    """
    tokens = tokens_of(text)
    if len(tokens) != PLACES:
        return []
    wordlist = best_fitting(tokens, (wordlist, *others))
    known = index_of_words(wordlist)
    indexes = [index_of_token(token, known) for token in tokens]
    certain = [index for index in indexes if index is not None]
    if PLACES - len(certain) > _MOST_UNKNOWN or (len(certain) == PLACES and checked_secret(certain)):
        return []
    if len(certain) == PLACES:
        tried = with_one_change(tokens, certain, known)
    else:
        tried = with_unknown_replaced(tokens, indexes, known)
    found = sorted({tuple(guess) for guess in tried if checked_secret(guess)})
    in_numbers = all(is_number(token) for token in tokens)
    shown = [str(place + 1) for place in range(len(wordlist))] if in_numbers else wordlist
    return [" ".join(shown[index] for index in guess) for guess in found[:_MOST_SUGGESTIONS]]
