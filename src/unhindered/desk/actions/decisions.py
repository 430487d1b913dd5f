"""What sources decide through the mailbox: seen at once, recorded by one action, and what follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unhindered.core.casework.case import Case
from unhindered.core.casework.consent import Consent
from unhindered.core.casework.facts import Fact
from unhindered.core.casework.source_facts import SourceDecided
from unhindered.core.casework.source_word import (
    SourceWord,
    limits_after,
    lowers,
    recorded_letters,
    unrecorded,
)
from unhindered.core.casework.terms import OURSELVES, PUBLIC, IdentityLevel, Method, Purpose, Role
from unhindered.core.correspondence.changes import ConsentsSet, Withdrawal
from unhindered.core.correspondence.parts import Choice
from unhindered.core.errors import Refused
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.desk import Desk
from unhindered.desk.entries.inner import report_subject
from unhindered.desk.letters import HeldLetter, HeldReport

# A consent is for one recipient, and a source chooses purposes. Two purposes name their recipient themselves;
# for the others the officer names the body, or nothing is recorded: nobody agreed to “any body”.
RECIPIENTS: Mapping[Purpose, str] = {Purpose.PUBLICATION: PUBLIC, Purpose.STATISTICS: OURSELVES}
_SHOWN = "shown/"
_NOTE_CHANGED = "The source changed it through the mailbox."
_NOTE_WITHDREW = "The source withdrew the whole report through the mailbox."


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """One letter in which a source decided something; `takes_back` while it keeps a case's exits shut.

    `limits` are those that stand after it, whether it says them anew or leaves them as they were.
    """

    letter: str
    day: date
    consents: tuple[Choice, ...]
    limits: str
    text: str
    withdraws: bool
    is_recorded: bool
    takes_back: bool


@dataclass(frozen=True, kw_only=True)
class WithdrawalTask:
    """A source withdrew a report: what is left to do, in words, each step once it is open."""

    report: str
    day: date
    is_recorded: bool
    to_take_back: tuple[str, ...]
    is_case_open: bool


def words_about(desk: Desk, report: HeldReport) -> tuple[SourceWord, ...]:
    """What the source of a report decided in each later letter, in the order of the log."""
    limits = report.report.limits.strip()
    words = []
    for held in _letters(desk, report):
        letter = held.letter
        if isinstance(letter, Withdrawal):
            words.append(SourceWord(letter=held.id, report=report.id, agreed={}, withdraws=True))
            continue
        told = limits_after(limits, letter.limits)
        words.append(
            SourceWord(
                letter=held.id,
                report=report.id,
                agreed={item.purpose: item.level for item in letter.consents},
                has_new_limits=bool(told) and told != limits,
            )
        )
        limits = told
    return tuple(words)


def words_for_case(desk: Desk, case: Case) -> tuple[SourceWord, ...]:
    """What the sources of a case's reports decided, as far as it came in: what the door asks for.

    Raises:
        Refused: a report is not here. Its keys say which letters are of its source, so none would be found.
            Or something that may be a letter was not fetched; fetched and found to be none, it counts not.
    """
    if case.reports and desk.book.letters_to_fetch:
        raise Refused(
            f"Something that sources sent was not fetched yet, so it was not read: "
            f"{len(desk.book.letters_to_fetch)}. It may take something back, so nothing leaves from here.",
            advice="Sync again. If it stays so, the gate does not give it out: call who runs the gate.",
        )
    if any(report not in desk.book.reports for report in case.reports):
        raise Refused(
            "A report of this case cannot be opened at this desk, so it cannot be seen whether its source "
            "took something back: nothing leaves from here.",
            advice="Sync. If it stays so, an officer whose desk opens the report releases the statement.",
        )
    held = [desk.book.reports[report] for report in case.reports]
    return tuple(word for report in held for word in words_about(desk, report))


def decisions(desk: Desk, report: HeldReport) -> tuple[DecisionView, ...]:
    """The letters in which the source of a report decided something, the newest first."""
    case = _case_of(desk, report)
    known, words = recorded_letters(case), {word.letter: word for word in words_about(desk, report)}
    limits = _limits_by_letter(desk, report)
    return tuple(
        DecisionView(
            letter=held.id,
            day=held.day,
            consents=() if isinstance(held.letter, Withdrawal) else held.letter.consents,
            limits=limits.get(held.id, ""),
            text=held.letter.text if isinstance(held.letter, Withdrawal) else "",
            withdraws=words[held.id].withdraws,
            is_recorded=held.id in known,
            takes_back=held.id not in known and lowers(words[held.id], case),
        )
        for held in reversed(_letters(desk, report))
    )


def agreed_now(desk: Desk, report: HeldReport) -> tuple[Choice, ...]:
    """The whole of what a source agrees to, by the last word; nothing once the report was withdrawn."""
    letters = _letters(desk, report)
    if any(isinstance(held.letter, Withdrawal) for held in letters):
        return ()
    sets = [held.letter.consents for held in letters if isinstance(held.letter, ConsentsSet)]
    return sets[-1] if sets else report.report.consents


def has_unrecorded(desk: Desk, report: HeldReport) -> bool:
    """Whether the source of a report said something on consent that no officer has recorded."""
    case = _case_of(desk, report)
    known = recorded_letters(case)
    came_with = bool(report.report.consents) and report.id not in known
    return came_with or any(word.letter not in known for word in words_about(desk, report))


def withdrawal_tasks(desk: Desk, case: Case) -> tuple[WithdrawalTask, ...]:
    """What is to be done about reports of this case that their sources withdrew, until the case is closed."""
    tasks = []
    for report in (desk.book.reports[item] for item in case.reports if item in desk.book.reports):
        letters = [held for held in _letters(desk, report) if isinstance(held.letter, Withdrawal)]
        if letters and not (case.closed and letters[-1].id in recorded_letters(case) and not case.recalls):
            tasks.append(
                WithdrawalTask(
                    report=report.id,
                    day=letters[0].day,
                    is_recorded=all(held.id in recorded_letters(case) for held in letters),
                    to_take_back=tuple(dict.fromkeys(task.statement for task in case.recalls)),
                    is_case_open=case.closed is None,
                )
            )
    return tuple(tasks)


def record_decision(desk: Desk, name: str, values: Mapping[str, Any], today: date) -> tuple[str, ...]:
    """Record all that the source of a report decided, as facts of consent; which purposes could not be.

    `values` has `person`, the source among the persons of the case; `expires`; and for each purpose that
    names no recipient itself, by its name, the body that the source agreed to, or nothing.

    Raises:
        Refused: no such report, it is in a case of others, or the person is not its source in its case.
    """
    with desk.lock:
        report = desk.book.report(name)
        case_id = desk.book.case_of_report(report.id)
        if case_id is None:
            _record_before_case(desk, report, today)
            return ()
        case, person = desk.book.case(case_id), str(values.get("person") or "")
        if person not in case.persons:
            raise Refused("This person is not in the case.", advice="Add the source to the case first.")
        _require_source(desk, case, report, person)
        ends = [item for item in _of_person(case, person) if not _word_now(desk, report).covers(item)]
        keeps = [item for item in _of_person(case, person) if item not in ends and item.stands(today)]
        facts = [*_ended(desk, report, ends, today)]
        given, missing = _given(desk, keeps, report, values, today)
        letters = _letters_to_record(desk, case, report)
        facts += [*given, *(_decided(desk, report, letter, person, today) for letter in letters)]
        if facts:
            record_in_case(desk, case_id, facts)
        return missing


def note_shown(desk: Desk, report: HeldReport) -> None:
    """Remember on this machine that the officer was shown all that the source of a report decided so far."""
    known = desk.docket.marks()
    for held in _letters(desk, report):
        if f"{_SHOWN}{held.id}" not in known:
            desk.docket.mark(f"{_SHOWN}{held.id}")


def require_shown(desk: Desk, name: str) -> None:
    """Nothing if this officer was shown every letter that would be recorded.

    Raises:
        Refused: one came in meanwhile. Recorded unread, its limits or reasons would open the exits again.
    """
    with desk.lock:
        report = desk.book.report(name)
        marks, known = desk.docket.marks(), recorded_letters(_case_of(desk, report))
        if any(held.id not in known and f"{_SHOWN}{held.id}" not in marks for held in _letters(desk, report)):
            raise Refused(
                "This source decided something that you were not shown yet.",
                advice="Open the report, read it, and then record it.",
            )


def refuse_contact_before_reading(desk: Desk, case: Case, report: HeldReport) -> None:
    """Nothing if the source of a report took nothing back that no officer has recorded.

    Raises:
        Refused: something was; an answer may rest on what the source does not agree to any more.
    """
    if any(lowers(word, case) for word in unrecorded(case, words_about(desk, report))):
        raise Refused(
            "This source changed or withdrew consent, and no officer has recorded it yet.",
            advice="Open the report, read what the source decided, and record it before you answer.",
        )


def _letters(desk: Desk, report: HeldReport) -> list[HeldLetter[ConsentsSet] | HeldLetter[Withdrawal]]:
    sets, withdrawals = desk.book.letters.of(report, ConsentsSet), desk.book.letters.of(report, Withdrawal)
    return sorted([*sets, *withdrawals], key=lambda held: held.place)


def _limits_by_letter(desk: Desk, report: HeldReport) -> dict[str, str]:
    """Who must not get a report, after each letter that may have changed it."""
    standing, found = report.report.limits.strip(), dict[str, str]()
    for held in _letters(desk, report):
        if isinstance(held.letter, ConsentsSet):
            standing = found[held.id] = limits_after(standing, held.letter.limits)
    return found


def _case_of(desk: Desk, report: HeldReport) -> Case:
    case = desk.book.case_of_report(report.id)
    return desk.book.triage(report.id) if case is None else desk.book.case(case)


def _letters_to_record(desk: Desk, case: Case, report: HeldReport) -> list[str]:
    known = recorded_letters(case)
    return [item for item in (report.id, *(held.id for held in _letters(desk, report))) if item not in known]


def _decided(desk: Desk, report: HeldReport, letter: str, person: str | None, today: date) -> Fact:
    withdrawals = {held.id for held in desk.book.letters.of(report, Withdrawal)}
    values = {"report": report.id, "letter": letter, "person": person, "withdraws": letter in withdrawals}
    return new_fact(desk, "SourceDecided", values, today)


def _record_before_case(desk: Desk, report: HeldReport, today: date) -> None:
    officer = desk.book.taken_by(report.id)
    if officer is not None:
        raise Refused(
            f"This report is in a case of {desk.book.officer_name(officer)}.",
            advice="Ask for access to that case, or ask that officer to record it.",
        )
    letters = _letters_to_record(desk, desk.book.triage(report.id), report)
    facts = [_decided(desk, report, letter, None, today) for letter in letters]
    if facts:
        desk.record(report_subject(report.id), facts)


def _word_now(desk: Desk, report: HeldReport) -> SourceWord:
    """The last word of a source, as one letter that says it all."""
    agreed = {item.purpose: item.level for item in agreed_now(desk, report)}
    return SourceWord(letter=report.id, report=report.id, agreed=agreed)


def _of_person(case: Case, person: str) -> list[Consent]:
    """The consents of a person that nobody withdrew, however they were given."""
    known = case.consents.by_id.values()
    return [item for item in known if item.given.person == person and not item.withdrawn]


def _ended(desk: Desk, report: HeldReport, ends: Iterable[Consent], today: date) -> list[Fact]:
    """The end of every consent that the last word does not cover."""
    note = _NOTE_WITHDREW if desk.book.letters.of(report, Withdrawal) else _NOTE_CHANGED
    return [
        new_fact(desk, "ConsentWithdrawn", {"consent": item.given.consent, "note": note}, today)
        for item in ends
    ]


def _given(
    desk: Desk, keeps: Iterable[Consent], report: HeldReport, values: Mapping[str, Any], today: date
) -> tuple[list[Fact], tuple[str, ...]]:
    """The consents of the last word that no consent which it keeps covers; the purposes without a body.

    One that ends by the same word covers nothing: else a level that is lowered would leave none.
    """
    facts: list[Fact] = []
    missing: list[str] = []
    for choice in agreed_now(desk, report):
        recipient = RECIPIENTS.get(choice.purpose) or str(values.get(choice.purpose) or "").strip()
        if not recipient:
            missing.append(choice.purpose)
        elif not _has(keeps, str(values["person"]), choice, recipient):
            facts.append(
                new_fact(
                    desk, "ConsentGiven", _consent(report, choice, values) | {"recipient": recipient}, today
                )
            )
    return facts, tuple(missing)


def _has(keeps: Iterable[Consent], person: str, choice: Choice, recipient: str) -> bool:
    return any(
        item.covers(person=person, purpose=choice.purpose, recipient=recipient, level=choice.level)
        for item in keeps
    )


def _consent(report: HeldReport, choice: Choice, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "consent": new_id(),
        "person": values["person"],
        "purpose": choice.purpose.value,
        "level": choice.level.value,
        # The source chose on a page in this language.
        "language": report.report.language or "und",
        "method": Method.MAILBOX.value,
        "expires": values["expires"],
    }


def consents_recorded(case: Case, report: str, on: date) -> tuple[Choice, ...]:
    """What is recorded for the source of a report and stands on a day: each purpose at its highest level."""
    person = source_in(case, report)
    found: dict[Purpose, IdentityLevel] = {}
    for item in case.consents_standing(on):
        purpose, level = item.given.purpose, item.given.level
        if item.given.person == person and purpose is not Purpose.CONTACT:
            known = found.get(purpose)
            found[purpose] = level if known is None or level.covers(known) else known
    return tuple(Choice(purpose=purpose, level=found[purpose]) for purpose in Purpose if purpose in found)


def source_in(case: Case, report: str) -> str | None:
    """Who among the persons of a case the source of a report is, as last recorded."""
    decided = [fact.person for _, fact in case.record.of(SourceDecided) if fact.report == report]
    return next((item for item in reversed(decided) if item is not None), None)


def possible_sources(desk: Desk, case: Case, report: HeldReport) -> tuple[str, ...]:
    """Who among the persons of a case can be the source of a report: whose consents a letter of it ends.

    That is whom earlier letters with the same keys were recorded for. Before that, who has the role of a
    source, first those whom no other source was recorded as; or the only person there is.
    """
    known, taken = [], set()
    for item in case.reports:
        person, other = source_in(case, item), desk.book.reports.get(item)
        if person is not None and (item == report.id or _has_same_keys(other, report)):
            known.append(person)
        elif person is not None:
            taken.add(person)
    if known:
        return tuple(dict.fromkeys(known))
    sources = [item.person for item in case.persons.values() if Role.SOURCE in item.roles]
    if not sources and len(case.persons) == 1:
        return tuple(case.persons)
    return tuple(person for person in sources if person not in taken) or tuple(sources)


def _has_same_keys(other: HeldReport | None, report: HeldReport) -> bool:
    keys = report.report.keys
    return other is not None and keys is not None and other.report.keys == keys


def _require_source(desk: Desk, case: Case, report: HeldReport, person: str) -> None:
    """Recorded for somebody else, a letter would count as done while the source's consents live on."""
    possible = possible_sources(desk, case, report)
    if not possible:
        raise Refused(
            "Nobody in this case is said to be its source.",
            advice="Add the source to the case, in the role of a source; end by hand what others agreed to.",
        )
    if person not in possible:
        labels = ", ".join(f"“{case.persons[item].label}”" for item in possible if item in case.persons)
        raise Refused(
            f"This person is not the source of this report. In this case that is {labels}.",
            advice="Choose that person. Consents of others are ended one by one, on the page of the case.",
        )
