"""What an officer asks for: words that must all be there, phrases in quotation marks, words that must not.

The last word may go on: it is looked for as the beginning of words too. A search can be kept as text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from unhindered.core.canonical_json import canonical_json, parse_json_object
from unhindered.core.errors import Refused
from unhindered.core.search.words import as_sought, is_unspaced, joined

LONGEST_QUERY = 500
MOST_TERMS = 20
_TERM = re.compile(
    r'(?P<minus>-?)(?:["\u201c\u201d\u201e\u00ab\u00bb](?P<phrase>[^"\u201c\u201d\u201e\u00ab\u00bb]*)'
    r'["\u201c\u201d\u201e\u00ab\u00bb]?|(?P<word>[^\s"\u201c\u201d\u201e\u00ab\u00bb]+))'
)
_SHORTEST_BEGINNING = 2
_ADVICE = "Write one or more words. “Words in quotation marks” stand together; -word leaves out."


@dataclass(frozen=True, kw_only=True)
class Search:
    """Words and filters; an empty filter lets everything through. `is_exact`: only as it was written."""

    text: str = ""
    kind: str = ""
    case: str = ""
    state: str = ""
    tag: str = ""
    act: str = ""
    officer: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    is_exact: bool = False

    @property
    def has_filter(self) -> bool:
        """Whether anything but words is asked for."""
        chosen = (self.kind, self.case, self.state, self.tag, self.act, self.officer, self.language)
        return any((*chosen, self.since, self.until))


@dataclass(frozen=True, kw_only=True)
class Term:
    """Folded words that stand side by side; `goes_on` where the last of them may be the beginning of one.

    `joined` is the one word that they are where apostrophes are left out, as in Reza'i; else empty.
    """

    words: tuple[str, ...]
    goes_on: bool = False
    is_quoted: bool = False
    joined: str = ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """All of `terms` must be there, and nothing of `unwanted`."""

    terms: tuple[Term, ...]
    unwanted: tuple[Term, ...]


def read_words(search: Search) -> Wanted:
    """What the words of a search ask for.

    Raises:
        Refused: too long, no letter in it, or nothing but what must not be there.
    """
    if len(search.text) > LONGEST_QUERY:
        raise Refused(
            f"A search is at most {LONGEST_QUERY} characters long.",
            advice="Look for a few words that stand in what you want to find.",
        )
    found = [(match["minus"] == "-", term) for match in _TERM.finditer(search.text) if (term := _term(match))]
    if len(found) > MOST_TERMS:
        raise Refused(f"A search has at most {MOST_TERMS} words.", advice="Leave out common ones.")
    terms = tuple(term for is_unwanted, term in found if not is_unwanted)
    if not terms and not search.has_filter:
        sentence = "This says only what is not looked for." if found else "There is nothing to look for."
        raise Refused(sentence, advice=_ADVICE)
    unwanted = tuple(term for is_unwanted, term in found if is_unwanted)
    return Wanted(terms=_last_goes_on(terms, search), unwanted=unwanted)


def search_to_text(search: Search) -> str:
    """A search in one line, always the same for the same search: to be kept where it is sealed."""
    content = {item.name: _plain(getattr(search, item.name)) for item in fields(Search)}
    return canonical_json({name: value for name, value in content.items() if value}).decode()


def search_from_text(text: str) -> Search:
    """The search in such a line.

    Raises:
        Refused: it is none.
    """
    content = parse_json_object(text.encode())
    try:
        days = {name: date.fromisoformat(content[name]) for name in ("since", "until") if name in content}
    except (TypeError, ValueError) as err:
        raise Refused("This search names a day that is none.") from err
    search: dict[str, Any] = content | days
    if not all(_is_fit(name, value) for name, value in search.items()):
        raise Refused("This is not a search of this program.", advice="Type the words again.")
    return Search(**search)


def _term(match: re.Match[str]) -> Term | None:
    is_quoted = match["word"] is None
    words = as_sought(match["phrase"] if is_quoted else match["word"])
    if not words:
        return None
    # One letter alone of a script without spaces stands at the beginning of pairs.
    is_letter = len(words) == 1 and len(words[0]) == 1 and is_unspaced(words[0])
    return Term(
        words=words, is_quoted=is_quoted, goes_on=is_letter, joined="" if is_quoted else joined(match["word"])
    )


def _last_goes_on(terms: tuple[Term, ...], search: Search) -> tuple[Term, ...]:
    if not terms or terms[-1].is_quoted or search.is_exact:
        return terms
    last = terms[-1]
    goes_on = last.goes_on or (len(last.words[-1]) >= _SHORTEST_BEGINNING and not is_unspaced(last.words[-1]))
    return (*terms[:-1], replace(last, goes_on=goes_on))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("text", "kind", "case", "state", "tag", "act", "officer", "language"), str),
    **{"since": date, "until": date, "is_exact": bool},
}


def _is_fit(name: str, value: object) -> bool:
    return name in _KINDS and isinstance(value, _KINDS[name])
