"""Who stands in the other cases of a desk: a statement never tells of them by the way."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from unhindered.core.casework.case import Case
from unhindered.core.casework.names import holds_label, holds_name, words_of
from unhindered.core.casework.not_told import TellsTooMuch
from unhindered.core.casework.terms import CountingUnit, Role


@dataclass(frozen=True, kw_only=True)
class NamesElsewhere:
    """Names of persons, looked for in part too; those of organisations only whole: they are made of words.

    Among these is what accounts call somebody whom nobody named.

    Whoever stands in a case for nothing but a public role is not among them.
    """

    of_persons: frozenset[str] = frozenset()
    of_organisations: frozenset[str] = frozenset()


def names_in(cases: Iterable[Case]) -> NamesElsewhere:
    """Every name ever written down in these cases."""
    persons: set[str] = set()
    organisations: set[str] = set()
    for case in cases:
        persons |= case.people.other_names
        organisations |= case.people.labels_of_others
        for person in case.persons.values():
            if person.counting_unit is CountingUnit.PERSON and person.roles != {Role.PUBLIC_ROLE}:
                persons |= person.names_ever
            elif person.roles != {Role.PUBLIC_ROLE}:
                organisations |= person.names_ever
    return NamesElsewhere(of_persons=frozenset(persons), of_organisations=frozenset(organisations))


def refuse_names_elsewhere(text: str, elsewhere: NamesElsewhere, agreed: Collection[str] = ()) -> None:
    """Nothing if the text names nobody of another case but whoever goes by a name in `agreed`.

    Raises:
        TellsTooMuch: it does. Which name, and of which case, the error does not say.
    """
    words = {word for name in agreed for word in words_of(name)}
    persons = [name for name in elsewhere.of_persons if not words.issuperset(words_of(name))]
    organisations = [name for name in elsewhere.of_organisations if not words.issuperset(words_of(name))]
    if holds_name(text, persons, except_words=words) or holds_label(text, organisations):
        raise TellsTooMuch(
            "The text holds a name, or a part of one, of someone in another case of this desk.",
            advice="Say it in other words. Of a document, quote another part or reject the proposal.",
        )
