"""Looks a search up in the docket's index: what was meant as well as what was typed, the newest first.

Names are looked for in other alphabets too. Where a word stands almost nowhere, so are words that differ from
it by a letter or two. Whatever else was looked for is said.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unhindered.core.search.marked import Sought
from unhindered.core.search.query import Search, Term, Wanted
from unhindered.core.search.skeletons import ARABIC, script_of, skeletons_of
from unhindered.core.search.typos import allowed_edits, edits_between, pieces_sought, swapped
from unhindered.core.search.words import is_unspaced
from unhindered.storage.docket_search import DocketSearch, Found, KnownWord, Match, SideBySide, days_between

# What is counted; of more than that only the newest are.
MOST_FOUND = 1_000
# A word that stands in fewer documents may be a slip of the hand.
_FEW = 3
_MOST_SPELLINGS, _MOST_SLIPS = 20, 12
# So many words with one beginning are asked for one by one, which is faster than the beginning.
_MOST_ENDINGS = 64
_SHORTEST_BEGINNING_OF_MANY = 4
_LONG_SKELETON = 3


@dataclass(frozen=True, kw_only=True)
class LookedUp:
    """What was found, at most MOST_FOUND; `alike` are the words that were looked for besides."""

    found: tuple[Found, ...]
    is_more: bool
    alike: tuple[str, ...]
    sought: Sought

    def counts(self) -> Mapping[str, Counter[str]]:
        """How many of what was found have each kind, unit, officer, language, State and type of act."""
        return {
            "kind": Counter(item.kind for item in self.found),
            "unit": Counter(item.unit for item in self.found),
            "officer": Counter(item.officer for item in self.found if item.officer),
            "language": Counter(item.language for item in self.found if item.language),
            "state": Counter(state for item in self.found for state in item.states),
            "act": Counter(act for item in self.found for act in item.acts),
        }


def look_up(index: DocketSearch, search: Search, wanted: Wanted, units: Sequence[str] = ()) -> LookedUp:
    """What fits; with `units`, only what belongs to one of them."""
    alike: list[str] = []
    all_of = []
    for term in wanted.terms:
        spellings = _spellings(index, term) if _may_be_meant(term, search) else []
        alike += spellings
        written = [*_written(index, term), *(_written(index, _as_one(term)) if term.joined else ())]
        all_of.append((*written, *(SideBySide(words=(word,)) for word in spellings)))
    match = Match(
        all_of=tuple(all_of),
        none_of=tuple(SideBySide(words=term.words) for term in wanted.unwanted),
        filters=_filters(search, units),
    )
    found = index.find(match, MOST_FOUND + 1)
    return LookedUp(
        found=tuple(found[:MOST_FOUND]),
        is_more=len(found) > MOST_FOUND,
        alike=tuple(dict.fromkeys(alike)),
        sought=_sought(match),
    )


def _may_be_meant(term: Term, search: Search) -> bool:
    is_word = (len(term.words) == 1 or bool(term.joined)) and not term.is_quoted
    return is_word and not search.is_exact and not is_unspaced(term.words[0])


def _written(index: DocketSearch, term: Term) -> tuple[SideBySide, ...]:
    word = term.words[-1]
    if term.goes_on and len(term.words) == 1 and len(word) >= _SHORTEST_BEGINNING_OF_MANY:
        known = index.beginning_with(word, _MOST_ENDINGS + 1)
        if len(known) <= _MOST_ENDINGS:
            whole = dict.fromkeys([word, *(item.word for item in known)])
            return tuple(SideBySide(words=(item,)) for item in whole)
    return (SideBySide(words=term.words, goes_on=term.goes_on),)


def _as_one(term: Term) -> Term:
    return Term(words=(term.joined,), goes_on=term.goes_on)


def _spellings(index: DocketSearch, term: Term) -> list[str]:
    word = term.joined or term.words[0]
    known = next(iter(index.known([word])), None)
    spellings = _in_other_letters(index, word, known)
    seen = known.seen if known else 0
    if term.goes_on and seen < _FEW:
        seen = sum(item.seen for item in index.beginning_with(word, _FEW))
    if seen < _FEW:
        # What a beginning finds anyway was not looked for besides.
        slips = _slips(index, word)
        spellings += [item for item in slips if not (term.goes_on and item.startswith(word))]
    return spellings


def _in_other_letters(index: DocketSearch, word: str, known: KnownWord | None) -> list[str]:
    script = script_of(word)
    # Consonants tell names apart, and not words: “person” has those of “prison”.
    if known is not None and script != ARABIC and not _is_name(known):
        return []
    skeletons = skeletons_of(word)
    alike = [item for item in index.with_skeletons(skeletons) if item.word != word]
    is_long = any(len(skeleton) >= _LONG_SKELETON for skeleton in skeletons)
    fit = [item for item in alike if _is_same_name(item, script, is_long=is_long)]
    fit.sort(key=lambda item: (-item.seen, item.word))
    return [item.word for item in fit[:_MOST_SPELLINGS]]


def _is_same_name(item: KnownWord, script: str, *, is_long: bool) -> bool:
    other = script_of(item.word)
    if other == ARABIC:
        # It writes no vowels and no capital letters: within it, nothing is told by consonants.
        return script != ARABIC
    return _is_name(item) and (other != script or is_long)


def _is_name(item: KnownWord) -> bool:
    return item.named * 2 >= item.seen


def _slips(index: DocketSearch, word: str) -> list[str]:
    most = allowed_edits(word)
    if not most:
        return []
    near = dict.fromkeys(swapped(word), 1)
    for other in index.with_pieces(pieces_sought(word)):
        edits = edits_between(word, other, most)
        if edits:
            near.setdefault(other, edits)
    known = sorted(index.known(near), key=lambda item: (near[item.word], -item.seen, item.word))
    return [item.word for item in known[:_MOST_SLIPS]]


def _filters(search: Search, units: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    chosen = (
        *(("kind", search.kind), ("state", search.state), ("act", search.act)),
        *(("officer", search.officer), ("language", search.language)),
    )
    filters: list[tuple[str, ...]] = [(f"{name} {value}",) for name, value in chosen if value]
    if units:
        filters.append(tuple(f"unit {unit}" for unit in units))
    if search.since or search.until:
        filters.append(days_between(search.since, search.until) or ("day none",))
    return tuple(filters)


def _sought(match: Match) -> Sought:
    whole: set[str] = set()
    beginnings: list[str] = []
    for item in (item for group in match.all_of for item in group):
        whole.update(item.words[:-1] if item.goes_on else item.words)
        beginnings += item.words[-1:] if item.goes_on else ()
    return Sought(whole=frozenset(whole), beginnings=tuple(beginnings))
