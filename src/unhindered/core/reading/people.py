"""People whom a text shows with a role, and where it names them again. Nobody without one is proposed."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from unhindered.core.reading.gazetteer import Caution, Sort
from unhindered.core.reading.hits import LEADING_WORDS, Hit
from unhindered.core.reading.marked_text import MarkedText
from unhindered.core.reading.proposal import Draft, Kind
from unhindered.core.reading.roles import Role, role_after, role_before

_PARTICLE = r"(?:al|el|bin|bint|ibn|de|da|do|dos|del|della|der|den|di|van|von|la|le|ter|ben|abu|af|zu|y|e)"
_NAME_WORD = r"(?:(?:[Aa]l|[Ee]l)-)?[A-Z][A-Za-z]*(?:['-][A-Z]?[A-Za-z]+){0,3}"
_RUN = re.compile(
    rf"(?<![\w'-])(?:[A-Z]\.(?= )|{_NAME_WORD})"
    rf"(?: (?:{_PARTICLE} ){{0,2}}(?:[A-Z]\.(?= )|{_NAME_WORD}(?![\w]))){{0,7}}"
)
_WORD = re.compile(r"[^ ]+")
# Not the parts of an e-mail address, which write a surname small.
_SMALL_WORD = re.compile(r"(?<![\w'.@/-])[a-z]{3,}(?![\w'@]|\.\w)")
_ABSTRACT = re.compile(r"(?:s|ion|ment|ity|ing|ance|ence|ism)$")
_POSSESSIVE = "'s"
_MOST_NAME_WORDS = 6


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person at one place of the folded text. `name_start` and `name_end` hold the bare name."""

    start: int
    end: int
    name_start: int
    name_end: int
    name: str
    role: Role | None
    has_title: bool = False

    @property
    def surname(self) -> str:
        """The last word of the name, which is how texts name a person again."""
        return self.name.split()[-1]


@dataclass(frozen=True, kw_only=True)
class People:
    """Everyone named, in the text's order; `with_roles` where a role stands beside the name."""

    with_roles: tuple[Person, ...]
    named: tuple[Person, ...]


def find_people(marked: MarkedText) -> People:
    """People with a title, a role, or both; and each later “Ms Surname” led back to the full name."""
    named: list[Person] = []
    known: dict[str, Person] = {}
    for found in _candidates(marked):
        person = found
        earlier = known.get(person.surname)
        if person.role is None and earlier is not None and (person.has_title or person.name == earlier.name):
            person = replace(person, name=earlier.name, role=earlier.role)
        elif person.role is not None and len(person.name.split()) > 1:
            known[person.surname] = person
        named.append(person)
    with_roles = [person for person in named if person.role and person.role.start >= 0 and _is_here(person)]
    return People(with_roles=tuple(with_roles), named=tuple(named))


def person_drafts(marked: MarkedText, people: People, speakers: Collection[str]) -> Iterator[Draft]:
    """A proposal for each place that shows a person with an office, or with another role if that one speaks.

    A lawyer or a journalist who is only written about may be the very person who must not be named.
    """
    for person in people.with_roles:
        sentence = marked.sentence_at(person.name_start)
        # Beside a telephone number or an address stands somebody's contact entry, not a public statement.
        if person.role is None or marked.holds_contact(sentence.start, sentence.end):
            continue
        if not person.role.is_office and person.name not in speakers:
            continue
        yield Draft(
            kind=Kind.PERSON,
            start=person.start,
            end=person.end,
            values={"name": person.name, **person.role.values},
            marks={"name": (person.name_start, person.name_end)},
        )


def states_that_are_people(marked: MarkedText, people: People) -> frozenset[int]:
    """Where the name of a State is a part of a person's name: “Chad”, “Georgia”, “Jordan”."""
    found = set()
    for hit in marked.hits.of(Sort.STATE):
        if hit.word.caution is Caution.PERSON and _is_part_of_a_name(marked, hit):
            found.add(hit.start)
    for person in people.named:
        found |= {hit.start for hit in marked.hits.between(person.name_start, person.name_end, Sort.STATE)}
    return frozenset(found)


def _is_here(person: Person) -> bool:
    role = person.role
    return role is not None and person.start <= role.start and role.end <= person.end


def _is_part_of_a_name(marked: MarkedText, hit: Hit) -> bool:
    plain = marked.plain
    before = plain[max(0, hit.start - 40) : hit.start]
    if marked.hits.between(max(0, hit.start - 12), hit.start, Sort.TITLE) and before.endswith(" "):
        title = marked.hits.between(max(0, hit.start - 12), hit.start, Sort.TITLE)[-1]
        if plain[title.end : hit.start] == " ":
            return True
    if plain[hit.end : hit.end + 1] == "-" and plain[hit.end + 1 : hit.end + 2].isupper():
        return True
    return _is_name_token(marked, hit.end + 1, plain[hit.end : hit.end + 1]) or _follows_first_name(
        marked, hit
    )


def _is_name_token(marked: MarkedText, start: int, before: str) -> bool:
    found = re.compile(_NAME_WORD).match(marked.plain, start)
    if before != " " or found is None or not found.group()[1:2].islower():
        return False
    known = marked.hits.between(start, found.end(), Sort.ORDINARY, Sort.ROLE, Sort.ORGANISATION, Sort.MONTH)
    names = [
        hit for hit in marked.hits.between(start, start + 80, Sort.STATE, Sort.BODY) if hit.start == start
    ]
    return not known and not names


def _follows_first_name(marked: MarkedText, hit: Hit) -> bool:
    sentence = marked.sentence_at(hit.start)
    words = _WORD.findall(marked.plain, max(sentence.start, hit.start - 60), hit.start)
    if not words or marked.plain[hit.start - 1 : hit.start] != " ":
        return False
    first_name = words[-1]
    # A sentence's first word has a capital anyway: “Neighbouring Jordan”, “Like Chad”.
    if len(words) == 1 and (first_name.lower() in LEADING_WORDS or first_name.endswith(("ing", "ed", "ly"))):
        return False
    start = hit.start - 1 - len(first_name)
    is_name = first_name.isalpha() and first_name[0].isupper() and first_name[1:].islower()
    return is_name and not marked.hits.between(
        start, hit.start, Sort.ORDINARY, Sort.ROLE, Sort.STATE, Sort.BODY, Sort.ORGANISATION, Sort.MONTH
    )


def _candidates(marked: MarkedText) -> Iterator[Person]:
    everyday = frozenset(_SMALL_WORD.findall(marked.plain))
    done = 0
    for run in _RUN.finditer(marked.plain):
        for start, end in _parts_of_run(marked, run.start(), run.end()):
            person = _person(marked, start, end, everyday) if start >= done else None
            if person is not None:
                done = person.end
                yield person


def _parts_of_run(marked: MarkedText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of a run of capitalised words between words that are no part of a name."""
    known = marked.hits.touching(
        start, end, Sort.ORDINARY, Sort.ROLE, Sort.BODY, Sort.TITLE, Sort.NOT_A_NAME, Sort.STATE
    )
    begin = start
    for hit in known:
        if hit.sort is Sort.STATE and hit.word.caution is Caution.PERSON:
            continue
        if begin < hit.start:
            yield from _trimmed(marked.plain, begin, hit.start)
        begin = max(begin, hit.end)
    if begin < end:
        yield from _trimmed(marked.plain, begin, end)


def _trimmed(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [found.span() for found in _WORD.finditer(plain, start, end)]
    while words and not plain[words[0][0]].isupper() and not plain.startswith(("al-", "el-"), words[0][0]):
        words = words[1:]
    while words and not any(char.isupper() for char in plain[words[-1][0] : words[-1][1]]):
        words = words[:-1]
    if words and len(words) <= _MOST_NAME_WORDS:
        finish = words[-1][1]
        if plain[words[0][0] : finish].endswith(_POSSESSIVE):
            finish -= len(_POSSESSIVE)
        yield words[0][0], finish


def _person(marked: MarkedText, start: int, end: int, everyday: Collection[str]) -> Person | None:
    words = marked.plain[start:end].split()
    title = _title_before(marked, start)
    is_whole = len(words) > 1 and any(len(word) > 2 and word[1:].islower() for word in words)
    if title is None and not is_whole:
        return None
    sentence = marked.sentence_at(start)
    begin = title.start if title else start
    role = role_after(marked, end, sentence.end)
    small = [word.lower() in everyday for word in words]
    is_sure = title is not None or _speaks(marked, start)
    if role is None:
        role = role_before(marked, begin, sentence.start)
        is_sure = is_sure or (role is not None and not _is_everyday(small))
    elif not is_sure:
        is_sure = not all(small) and not (small[-1] and _ABSTRACT.search(words[-1]))
    if not is_sure:
        return None
    spans = [begin, end, *((role.start, role.end) if role else ())]
    return Person(
        start=min(spans),
        end=max(spans),
        name_start=start,
        name_end=end,
        name=marked.folded.words(start, end),
        role=role,
        has_title=title is not None,
    )


def _is_everyday(small: list[bool]) -> bool:
    """Whether the text also writes these words small: after a role, “Permanent Mission” is nobody."""
    return small[-1] or sum(small) * 2 >= len(small)


def _title_before(marked: MarkedText, start: int) -> Hit | None:
    titles = marked.hits.between(max(0, start - 16), start, Sort.TITLE)
    if titles and marked.plain[titles[-1].end : start] == " " and marked.plain[titles[-1].start].isupper():
        return titles[-1]
    return None


def _speaks(marked: MarkedText, start: int) -> bool:
    """Whether a name without title or role stands beside “said” after a quotation."""
    said = marked.hits.between(max(0, start - 14), start, Sort.SAY)
    if said and marked.plain[said[-1].end : start] == " ":
        before = marked.plain[max(0, said[-1].start - 3) : said[-1].start].rstrip(" ,")
        return before.endswith(("'", '"', "\u201d", "\u00bb"))
    return False
