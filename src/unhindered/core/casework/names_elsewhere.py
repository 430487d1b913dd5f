"""Who stands in the other cases of a desk: a statement never tells of them by the way."""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from functools import cached_property

from unhindered.core.casework.case import Case
from unhindered.core.casework.guarded import tells_elsewhere
from unhindered.core.casework.name_index import FoundNames, NameIndex, WholeNames
from unhindered.core.casework.names import tells_who, words_of
from unhindered.core.casework.not_told import TellsTooMuch
from unhindered.core.casework.terms import CountingUnit, Role


@dataclass(frozen=True, kw_only=True)
class NamesElsewhere:
    """Names of persons, looked for in part too; those of organisations only whole: they are made of words.

    Among these is what accounts call somebody whom nobody named, if it is like a name.

    Whoever stands in a case for nothing but a public role, and ever did, is not among them.
    """

    of_persons: frozenset[str] = frozenset()
    of_organisations: frozenset[str] = frozenset()

    @cached_property
    def index(self) -> NameIndex:
        """The names of persons, ready to be looked for."""
        return NameIndex(self.of_persons)

    @cached_property
    def whole(self) -> WholeNames:
        """What is looked for whole only, ready to be looked for."""
        return WholeNames(name for name in self.of_organisations if tells_who(name))


class NamesInDoubt(TellsTooMuch):
    """A word of the text is also a part of a name in another case: a person has to judge whom it means."""

    advice = (
        "Say it in other words. Or let another officer than the drafter read it, and record whom the names "
        "in it mean. Of a document, quote another part or reject the proposal."
    )


def names_in(cases: Iterable[Case]) -> NamesElsewhere:
    """Every name ever written down in these cases."""
    persons: set[str] = set()
    organisations: set[str] = set()
    for case in cases:
        persons |= case.people.other_names
        organisations |= {words for words in case.people.labels_of_others if tells_elsewhere(words)}
        for person in case.persons.values():
            has_something_to_lose = case.consents.ever.has_something_to_lose(person.person)
            if person.roles == {Role.PUBLIC_ROLE} and not has_something_to_lose:
                continue
            if person.counting_unit is CountingUnit.PERSON:
                persons |= person.names_ever
            else:
                organisations |= person.names_ever
    return NamesElsewhere(of_persons=frozenset(persons), of_organisations=frozenset(organisations))


def refuse_names_elsewhere(
    text: str,
    elsewhere: NamesElsewhere,
    agreed: Set[str] = frozenset(),
    *,
    explained: bool = False,
    shown: Collection[str] = (),
) -> None:
    """Nothing if the text names nobody of another case but whoever goes by a name made of words in `agreed`.

    `explained` where a second officer recorded whom the names in it mean; then a single word that is a part
    of a name holds nothing back. Nor does one of a name in `shown`, whom the same text shows by right.

    Raises:
        TellsTooMuch: it names somebody whole. Which name, and of which case, the error does not say.
        NamesInDoubt: a word of it is a part of a name.
    """
    found = elsewhere.index.find(text, agreed=agreed)
    if found.is_whole or any(not set(name) <= agreed for name in elsewhere.whole.found(words_of(text))):
        raise TellsTooMuch(
            "The text names someone in another case of this desk.",
            advice="Say it in other words. Of a document, quote another part or reject the proposal.",
        )
    if not explained and _unaccounted(found, shown):
        raise NamesInDoubt("A word of the text is also a part of a name in another case of this desk.")


def doubtful_words(
    texts: Iterable[str], elsewhere: NamesElsewhere, agreed: Collection[str] = ()
) -> tuple[str, ...]:
    """The words of these texts that are also a part of a name in another case: whoever reads has to judge."""
    words = {word for name in agreed for word in words_of(name)}
    found = {word for text in texts for word in elsewhere.index.find(text, agreed=words).in_part}
    return tuple(sorted(found))


def _unaccounted(found: FoundNames, shown: Collection[str]) -> set[str]:
    known = {word for name in shown for word in words_of(name)}
    return {token for token in found.in_part if not known.issuperset(words_of(token))}
