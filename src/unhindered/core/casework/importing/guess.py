"""What the columns of a sheet most likely mean, by their headers: a proposal that an officer looks over.

Known are our own names of fields, the names and numbers of the Events Standard Formats, the headers that
OpenEvSys, Uwazi and Bayanat write, and common words of a few languages.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from unhindered.core.casework.importing.header_words import BAYANAT, NUMBERS, SHEETS, WORDS
from unhindered.core.casework.importing.mapping import ColumnRule, DateOrder, SheetMapping, ValueRule
from unhindered.core.casework.importing.sheet import Sheet
from unhindered.core.casework.importing.targets import KEY, SLOTS, Target, ValueKind, all_targets
from unhindered.core.casework.names import words_of

_NUMBER = re.compile(r"0?(\d{3,4}(?:_\d)?)\b")
_DAY_AND_MONTH = re.compile(r"(\d\d?)[-/. ](\d\d?)[-/. ]\d{4}.*")
# Of a flat sheet, in this order: a column "remarks" is about the act rather than the victim.
_FLAT = ("act", "victim", "perpetrator", "event", "source", "information", "intervention")
_SLOT_WORDS = {
    "victim": ("victim", "victime", "victima", "жертва", "ضحيه", "الضحيه"),
    "perpetrator": ("perpetrator", "alleged perpetrator", "auteur", "autor", "виновник", "الجاني"),
    "source": ("source", "informant", "fuente", "источник", "المصدر"),
    "event": ("event", "evenement", "evento", "событие", "حدث"),
    "act": ("act", "violation", "acte", "acto"),
}
_MOST_LOOKED_AT = 2_000
_NONE: Mapping[str, str] = MappingProxyType({})


def guess_mapping(
    sheet: Sheet,
    *,
    states: Mapping[str, str] = _NONE,
    codes: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> SheetMapping:
    """A mapping for a sheet. `states` are codes of States by name, `codes` those of ESF lists by label."""
    kinds = _kinds(sheet)
    taken: set[str] = set()
    columns = []
    for at, header in enumerate(sheet.headers):
        found = _target_of(header, kinds, taken)
        if found:
            taken.add(found)
        goal = all_targets().get(found)
        meanings = _meanings(goal, states, codes)
        columns.append(_rule(header, found, [row.texts[at].strip() for row in sheet.rows], meanings))
    return SheetMapping(
        sheet=sheet.name,
        columns=tuple(columns),
        date_order=_date_order(sheet, columns),
        rest_in_remarks=False,
    )


def _kinds(sheet: Sheet) -> tuple[str, ...]:
    """The slots that the sheet's rows may describe, the likeliest first."""
    by_name = SHEETS.get(" ".join(words_of(sheet.name)))
    if by_name:
        return (by_name,)
    plain = [_plain(header) for header in sheet.headers]
    acts = {"type of act", "act record number", *WORDS["type_of_act"]}
    if acts.intersection(plain):
        return _FLAT
    if set(plain) & BAYANAT.keys() and {"name ar", "sjac title", "originid"} & set(plain):
        return ("person",) if "name ar" in plain else ("information",)
    for slot in ("event", "involvement", "information", "intervention"):
        if any(text.startswith(slot) and text.endswith("record number") for text in plain):
            return (slot,)
    return ("person",)


def _target_of(header: str, kinds: Sequence[str], taken: Collection[str]) -> str:
    """The target of a header; lists and texts may be taken more than once, other fields only once."""
    for name in _candidates(header, kinds):
        goal = all_targets().get(name)
        if goal is None:
            continue
        if name not in taken or goal.is_list or goal.field == "remarks":
            return name
    return ""


def _candidates(header: str, kinds: Sequence[str]) -> list[str]:
    plain = _plain(header)
    slot, rest = _slot_in(plain, kinds)
    slots = [slot] if slot else list(kinds)
    names = []
    if number := _NUMBER.match(header.strip()):
        names += [name for name in NUMBERS.get(number[1], ()) if name.split(".")[0] in kinds]
    fields = _fields(rest)
    names += [f"{kind}.{field}" for kind in slots for field in fields]
    if slot and not rest:
        names += _whole_slot(slot, kinds)
    return names


def _whole_slot(slot: str, kinds: Sequence[str]) -> list[str]:
    """A column called “Victim” holds who it is: the key where rows only refer, else the name."""
    refers = [f"{kind}.{slot}" for kind in kinds if len(kinds) == 1]
    return [*refers, f"{slot}.person_name", f"{slot}.{slot}_title", f"{slot}.type_of_act"]


def _fields(plain: str) -> list[str]:
    """The fields that a header may mean, the exact name first."""
    exact = plain.replace(" ", "_")
    found = [exact]
    if plain in {"id", "no", "nr", "number", "ref"} or plain.endswith("record number") or plain == "code":
        found.append(KEY)
    if plain in BAYANAT:
        found.append(BAYANAT[plain])
    found += [field for field, words in WORDS.items() if plain in words]
    return found


def _slot_in(plain: str, kinds: Sequence[str]) -> tuple[str, str]:
    """“Victim name” is about the victim, and says the name."""
    is_whole = len(kinds) > 1 and any(plain in words for words in _SLOT_WORDS.values())
    fields = {name for kind in kinds for name in SLOTS[kind].kind.__dataclass_fields__}
    if not is_whole and plain.replace(" ", "_") in fields:
        return "", plain
    for slot, words in _SLOT_WORDS.items():
        for word in words:
            if slot in kinds and (plain == word or plain.startswith(f"{word} ")):
                return slot, plain.removeprefix(word).strip()
            if slot in kinds and plain.endswith(f" {word}"):
                rest = plain.removesuffix(word).strip()
                return slot, _without_of(rest)
    return "", plain


def _without_of(text: str) -> str:
    words = text.split()
    while words and words[-1] in {"of", "the", "de", "la", "del", "du", "s"}:
        words.pop()
    return " ".join(words)


def _plain(header: str) -> str:
    text = re.sub(r"^0?\d{3,4}(_\d)?\b[\s.:)-]*", "", header.strip()) or header
    return " ".join(words_of(text.replace("_", " ")))


def _meanings(
    goal: Target | None, states: Mapping[str, str], codes: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """What texts mean in a field of codes, by their words."""
    if goal is None or goal.value not in (ValueKind.STATE, ValueKind.ESF_CODE):
        return _NONE
    return states if goal.value is ValueKind.STATE else codes.get(goal.list_number, _NONE)


def _rule(header: str, name: str, texts: Sequence[str], meanings: Mapping[str, str]) -> ColumnRule:
    by_words = {words_of(known): code for known, code in meanings.items()}
    rules = [
        ValueRule(given=text, means=by_words[words_of(text)])
        for text in dict.fromkeys(texts[:_MOST_LOOKED_AT])
        if text and words_of(text) in by_words
    ]
    # Whoever is accused is mostly an institution, written the same in row after row.
    same = name == "perpetrator.person_name"
    return ColumnRule(header=header, target=name, values=tuple(rules), same_is_one=same)


def _date_order(sheet: Sheet, columns: Sequence[ColumnRule]) -> DateOrder:
    """What the sheet's own dates prove: 25/03 can only be a day first. Where they prove nothing, unsaid."""
    places = [at for at, rule in enumerate(columns) if _is_date(rule.target)]
    day_first = month_first = False
    for row in sheet.rows[:_MOST_LOOKED_AT]:
        for at in places:
            found = _DAY_AND_MONTH.fullmatch(row.texts[at].strip())
            if found:
                day_first |= int(found[1]) > 12
                month_first |= int(found[2]) > 12
    if day_first == month_first:
        return DateOrder.YEAR_FIRST
    return DateOrder.DAY_FIRST if day_first else DateOrder.MONTH_FIRST


def _is_date(name: str) -> bool:
    goal = all_targets().get(name)
    return goal is not None and goal.value is ValueKind.DATE
