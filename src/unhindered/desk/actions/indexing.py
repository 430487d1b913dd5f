"""Puts what was opened, and what waits to be sent, into the docket's index: as far as pages show it.

Left out are reports that wait in quarantine with all that their sources wrote, letters that belong to no
report, and facts that a case does not show. An entry is read again whenever it changes.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Any, cast, get_args, get_origin

from unhindered.core.casework.case_facts import NoteAdded
from unhindered.core.casework.codec import hints_of, optional_of, rule_of
from unhindered.core.casework.document_facts import DocumentAdded
from unhindered.core.casework.fact_bases import PersonDescribed
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.fields import ActType, Recipient, TextRule
from unhindered.core.casework.source_facts import SourceAnswered
from unhindered.core.casework.statement_facts import StatementDrafted
from unhindered.core.casework.terms import OURSELVES, PUBLIC
from unhindered.core.correspondence.changes import ConsentsSet, Withdrawal
from unhindered.core.correspondence.from_source import Message
from unhindered.core.correspondence.letters import READERS
from unhindered.core.correspondence.parts import SourcePublicKeys
from unhindered.core.envelope.payload import clean_name
from unhindered.desk.actions.inbox import quarantined
from unhindered.desk.actions.questionnaire import answers_with_labels
from unhindered.desk.actions.telling import act_type, choice, is_guarded
from unhindered.desk.casebook import DOCUMENT, FACTS, facts_of
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import DOCUMENTS, DocumentText, Facts, report_subject
from unhindered.desk.letters import KINDS, REPORT, TAKEN_REPORT, HeldLetter, HeldReport, LaterLetter
from unhindered.desk.outbox import unpack
from unhindered.facts.urgent import urgent_mechanisms
from unhindered.storage.docket import WAITING_FROM, Opened
from unhindered.storage.docket_search import DOCUMENTS_PER_ENTRY, SearchDocument

# So many entries are read before others get their turn at the desk.
AT_ONCE = 200
# A choice of these says nothing that somebody would look for.
_EVERYWHERE = frozenset({"person", "unknown", "yes", "no", "none"})

# Whom nobody looks for: everybody, and ourselves.
_RECIPIENTS_OF_ALL = frozenset({OURSELVES, PUBLIC})
_STATE = re.compile("[A-Z]{3}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class EntryKind(StrEnum):
    """What can be found, as an officer chooses it."""

    REPORT = "report"
    MESSAGE = "message"
    ANSWER = "answer"
    ATTACHMENT = "attachment"
    PERSON = "person"
    NOTE = "note"
    STATEMENT = "statement"
    RECORD = "record"
    DOCUMENT = "document"


def read_all(desk: Desk) -> None:
    """Bring the index up to date; others get their turn at the desk in between."""
    keep_shut(desk)
    while read_some(desk, AT_ONCE):
        continue


def read_some(desk: Desk, most: int) -> bool:
    """Read at most so many entries into the index, the oldest first; whether there may be more."""
    with desk.lock:
        # A docket that is closed by now is not asked either.
        places = [] if desk.is_ending else desk.docket.search.to_read(most)
        if places:
            desk.docket.search.put(places, list(_Reading(desk).documents(places)))
    return len(places) == most


def keep_shut(desk: Desk) -> None:
    """Take out what waits in quarantine by now, and have what does not any more read."""
    with desk.lock:
        if desk.is_ending:
            return
        reports = [desk.book.reports[report] for report in quarantined(desk)]
        later = {held.place for report in reports for held in _later(desk, report)}
        desk.docket.search.set_shut({report.place for report in reports} | later)


def _later(desk: Desk, report: HeldReport) -> Iterator[HeldLetter[Any]]:
    for kind in (Message, ConsentsSet, Withdrawal):
        yield from desk.book.letters.of(report, kind)


@dataclass(frozen=True, kw_only=True)
class _About:
    """What stands beside the text of a document."""

    kind: EntryKind
    unit: str
    day: date
    about: str


class _Reading:
    """One batch: what is looked up again and again is looked up once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown = cache(self._shown_facts)
        self._reports: Mapping[SourcePublicKeys, HeldReport] | None = None

    def documents(self, places: Sequence[int]) -> Iterator[SearchDocument]:
        """All that can be found in these entries."""
        in_log = [place for place in places if place < WAITING_FROM]
        shut = self._desk.docket.search.shut()
        for found in self._desk.docket.opened_at(in_log):
            if found.place not in shut:
                yield from self._opened(found)
        waiting = {WAITING_FROM + item.number: item.content for item in self._desk.docket.outbox()}
        for place in places:
            if place in waiting:
                letter = unpack(waiting[place])
                yield from self._written(place, letter.facts, letter.documents)

    def _opened(self, found: Opened) -> Iterator[SearchDocument]:
        if found.name not in KINDS and found.name not in (FACTS, DOCUMENT):
            return
        content = json.loads(found.content)
        if found.name == FACTS:
            yield from self._facts(found.place, 0, facts_of(content))
        elif found.name == DOCUMENT:
            yield from self._document(found.place, 0, content["document"], content["text"])
        elif found.name == REPORT:
            yield from self._report(self._desk.book.reports[content["id"]])
        elif found.name == TAKEN_REPORT:
            name = hashlib.sha256(base64.b64decode(content["body"])).hexdigest()
            yield from self._report(self._desk.book.reports[name])
        else:
            letter = cast(LaterLetter, READERS[f"{found.name}.json"](base64.b64decode(content["body"])))
            day = date.fromisoformat(content["day"])
            yield from self._letter(found.place, day, content["id"], letter)

    def _written(
        self, place: int, facts: Sequence[Facts], documents: Sequence[DocumentText]
    ) -> Iterator[SearchDocument]:
        number = 0
        for item in facts:
            yield from self._facts(place, number, item)
            number += len(item.facts)
        for document in documents:
            yield from self._document(place, number, document.document, document.text)
            number += 1

    def _report(self, held: HeldReport) -> Iterator[SearchDocument]:
        report, unit = held.report, report_subject(held.id)
        answers = report.answers
        told = (answers.what, answers.when, answers.where, answers.danger_who, answers.contact_how)
        more = answers_with_labels(self._desk, report)
        words = (*told, *(item.answer for item in more.answers), report.limits)
        about = _About(kind=EntryKind.REPORT, unit=unit, day=held.day, about=held.id)
        yield _document(held.place, 0, about, words, state=answers.state, language=report.language)
        about = _About(kind=EntryKind.ATTACHMENT, unit=unit, day=held.day, about=held.id)
        for number, item in enumerate(islice(report.attachments, DOCUMENTS_PER_ENTRY - 1), 1):
            yield _document(held.place, number, about, (clean_name(item.name),))
        # A letter that came whole before its long report belonged to nothing until now.
        later = (item.place for item in _later(self._desk, held))
        self._desk.docket.search.read_again(place for place in later if place > held.place)

    def _letter(self, place: int, day: date, name: str, letter: LaterLetter) -> Iterator[SearchDocument]:
        report = self._report_of(letter.keys)
        if report is None:
            return
        unit = report_subject(report.id)
        words = _words_of_letter(letter)
        if words:
            about = _About(kind=EntryKind.MESSAGE, unit=unit, day=day, about=name)
            yield _document(place, 0, about, (words,), language=report.report.language)
        if isinstance(letter, Message):
            about = _About(kind=EntryKind.ATTACHMENT, unit=unit, day=day, about=report.id)
            for number, item in enumerate(islice(letter.attachments, DOCUMENTS_PER_ENTRY - 1), 1):
                yield _document(place, number, about, (clean_name(item.name),))

    def _facts(self, place: int, first: int, facts: Facts) -> Iterator[SearchDocument]:
        shown = self._shown(facts.subject)
        for number, fact in enumerate(facts.facts):
            identity = f"{facts.nonce}/{number}"
            if shown.get(identity) != (place >= WAITING_FROM):
                continue
            if isinstance(fact, DocumentAdded):
                # Its text may have come before it, and belonged to nothing.
                self._desk.docket.search.read_again_if_empty(DOCUMENT)
            words, names = texts_of(fact)
            if words or names:
                about = _About(kind=kind_of(fact), unit=facts.subject, day=fact.on, about=identity)
                yield _document(
                    *(place, first + number, about, words),
                    names=names,
                    officer=fact.by,
                    state=" ".join(_states_of(fact)),
                    acts=_acts_of(fact),
                )

    def _document(self, place: int, number: int, name: str, text: str) -> Iterator[SearchDocument]:
        known = self._desk.book.documents().documents.by_id.get(name)
        if known is not None:
            about = _About(kind=EntryKind.DOCUMENT, unit=DOCUMENTS, day=known.on, about=name)
            yield _document(place, number, about, (text,), officer=known.by, language=known.language)

    def _shown_facts(self, subject: str) -> Mapping[str, bool]:
        """The facts that pages show of a subject, by identity, and whether they wait to be sent."""
        history = self._desk.book.replayed(subject).history
        return {item.identity: item.index >= WAITING_FROM for item in reversed(history)}

    def _report_of(self, keys: SourcePublicKeys) -> HeldReport | None:
        if self._reports is None:
            reports = [(report.report.keys, report) for report in self._desk.book.reports.values()]
            self._reports = {known: report for known, report in reports if known is not None}
        return self._reports.get(keys)


def kind_of(fact: Fact) -> EntryKind:
    """As what a fact is found."""
    match fact:
        case SourceAnswered():
            return EntryKind.ANSWER
        case PersonDescribed():
            return EntryKind.PERSON
        case NoteAdded():
            return EntryKind.NOTE
        case StatementDrafted():
            return EntryKind.STATEMENT
        case _:
            return EntryKind.RECORD


def texts_of(record: Any) -> tuple[list[str], list[str]]:
    """The texts of a fact or a part of one, and apart the names that stand in fields for them."""
    words: list[str] = []
    names: list[str] = []
    for field, hint in hints_of(type(record)).items():
        for value in _values(getattr(record, field)):
            if is_dataclass(value):
                more_words, more_names = texts_of(value)
                words += more_words
                names += more_names
            elif text := _text(value, hint):
                (names if is_guarded(field) else words).append(text)
    return words, names


def _values(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _text(value: Any, hint: Any) -> str:
    if isinstance(value, StrEnum):
        return "" if value in _EVERYWHERE else choice(value)
    if not isinstance(value, str):
        return ""
    inner = _inner(hint)
    if inner == ActType:
        return act_type(value)
    if inner == Recipient:
        return "" if value in _RECIPIENTS_OF_ALL else _body(value)
    rule = rule_of(inner)
    is_free = isinstance(rule, TextRule) and not rule.pattern and not rule.edtf
    return value if is_free else ""


def _body(code: str) -> str:
    """A body by the short name that it is recorded under, and by its name where we know it."""
    names = [item.name for item in urgent_mechanisms() if item.id == code]
    return " ".join([code, *names])


def _inner(hint: Any) -> Any:
    hint = optional_of(hint) or hint
    return get_args(hint)[0] if get_origin(hint) is tuple else hint


def _states_of(fact: Fact) -> tuple[str, ...]:
    found = [getattr(fact, "state", None), *getattr(fact, "states", ())]
    return tuple(dict.fromkeys(state for state in found if isinstance(state, str) and state))


def _acts_of(fact: Fact) -> tuple[str, ...]:
    found = [getattr(fact, "type_of_act", None), *getattr(fact, "types_of_act", ())]
    return tuple(dict.fromkeys(act for act in found if isinstance(act, str) and act))


def _words_of_letter(letter: LaterLetter) -> str:
    match letter:
        case Message(text=text) | Withdrawal(text=text):
            return text
        case ConsentsSet(limits=limits):
            return limits or ""
        case _:
            return ""


def _document(
    place: int,
    number: int,
    about: _About,
    words: Sequence[str],
    *,
    names: Sequence[str] = (),
    officer: str = "",
    state: str = "",
    acts: tuple[str, ...] = (),
    language: str = "",
) -> SearchDocument:
    return SearchDocument(
        number=place * DOCUMENTS_PER_ENTRY + number,
        kind=about.kind.value,
        unit=about.unit,
        day=about.day,
        # A line for each field: excerpts tell them apart.
        words="\n".join(line for text in words if (line := _line(text))),
        names="\n".join(map(_line, names)),
        officer=officer,
        # What a stranger wrote where a code belongs is nothing to choose from a list.
        states=tuple(code for code in state.upper().split() if _STATE.fullmatch(code)),
        acts=acts,
        language=language if _LANGUAGE.fullmatch(language) else "",
        about=about.about,
    )


def _line(text: str) -> str:
    # Half a pair of surrogates is text for JSON, and for no database.
    return " ".join(text.encode(errors="replace").decode().split())
