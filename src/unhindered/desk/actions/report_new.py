"""Take a report down for somebody: on a visit, on the telephone, from a letter or an e-mail, in person.

The officer signs it and the team opens it, like what comes through the gate. A receipt made on the spot gives
the person a mailbox; without one there is only the channel that was agreed.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from unhindered.core.casework.codec import rule_of
from unhindered.core.casework.fields import Language, StateCode
from unhindered.core.casework.interview_facts import ReportTaken
from unhindered.core.casework.interview_terms import ReportBasis
from unhindered.core.correspondence.fields import SHORT_TEXT
from unhindered.core.correspondence.from_source import CONTACT, DANGER, ID_BYTES, Answers, Report
from unhindered.core.correspondence.parts import AttachmentReference, SourcePublicKeys
from unhindered.core.envelope.payload import clean_name
from unhindered.core.envelope.receipt import Receipt, SourceKeys, derive_source_keys, new_receipt
from unhindered.core.errors import Refused
from unhindered.core.log.entry import NewEntry
from unhindered.core.questionnaire.answers import filled_in
from unhindered.core.questionnaire.model import Kind, Questionnaire, Text
from unhindered.core.questionnaire.parse import questionnaire_hash
from unhindered.desk.actions.codes import as_code
from unhindered.desk.actions.inbox import note_read
from unhindered.desk.actions.recording import new_fact
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.desk import Desk
from unhindered.desk.entries.taken_report import (
    SEALED_BY_OFFICER,
    compose_taken_report,
    interview_to_json,
    read_taken_report,
)
from unhindered.desk.outbox import Letter
from unhindered.desk.questionnaires import known_questionnaires
from unhindered.facts.questionnaires import default_questionnaire
from unhindered.facts.wordlists import list_for

_MIB = 1024 * 1024
# With padding and two layers of sealing, one of these fits into one request to a gate.
LARGEST_FILE = 16 * _MIB
MOST_FILES = 100
LONGEST_WHAT = 100_000
# Officers east of us may be a day ahead.
_A_DAY_AHEAD = timedelta(days=1)
_NO_REPORT = "0" * 64
_MAILBOX = "mailbox"
ENGLISH = "en"
_ANSWERS = tuple(Answers.__dataclass_fields__)
_INTERVIEW = (
    *("channel", "taken_on", "interviewer", "interpreter", "language", "basis", "representative", "right"),
    *("place", "privacy", "present", "told_of_risks"),
)


@dataclass(frozen=True, kw_only=True)
class OnPaper:
    """One question as it is printed."""

    label: str
    choices: tuple[str, ...]
    is_long: bool


@dataclass(frozen=True, kw_only=True)
class BroughtFile:
    """A file that came with a report: handed over, photographed from a letter, sent by e-mail."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class TakenDown:
    """A report that was taken down; the words of its receipt, shown this once and kept nowhere."""

    report: str
    words: tuple[str, ...] = field(default=(), repr=False)
    numbers: tuple[int, ...] = field(default=(), repr=False)


def new_number() -> str:
    """What a form calls the report that it will make: sent twice, it makes one."""
    return secrets.token_hex(ID_BYTES)


def questions_here(desk: Desk) -> Questionnaire:
    """The questions that the newest report answered, as far as known here; else those that were shipped."""
    known = known_questionnaires(desk)
    with desk.lock:
        held = [report for report in desk.book.reports.values() if report.report.questionnaire in known]
        newest = max(held, key=lambda report: report.place, default=None)
    return default_questionnaire() if newest is None else known[newest.report.questionnaire]


def questions_on_paper(desk: Desk, language: str) -> tuple[tuple[str, tuple[OnPaper, ...]], ...]:
    """The further questions by section, in a language where the questionnaire has it."""
    return tuple(
        (
            words_in(section.title, language),
            tuple(
                OnPaper(
                    label=words_in(question.label, language),
                    choices=tuple(words_in(one.label, language) for one in question.choices),
                    is_long=question.kind is Kind.LONG,
                )
                for question in section.questions
            ),
        )
        for section in questions_here(desk).sections
    )


def words_in(text: Text, language: str) -> str:
    """A text in a language; else in English, or in whichever there is."""
    given = text.by_language
    return given.get(language) or given.get(ENGLISH) or next(iter(given.values()), "")


def take_down(
    desk: Desk,
    values: Mapping[str, Any],
    today: date,
    *,
    files: Sequence[BroughtFile] = (),
    more: Mapping[str, str] | None = None,
    number: str = "",
) -> TakenDown:
    """Write a report down for somebody; it is shown at once, and the next sync sends it.

    `values` are the answers to the first questions, the fields of `ReportTaken`, `limits` and `with_receipt`;
    who chose the mailbox gets a receipt too. `more` are the fields of further questions, as `questions_here`
    has them.

    Raises:
        Refused: a field is missing or cannot hold what was given, a file is too large, this was taken down
            already, or the officer is on no roster yet.
    """
    with desk.lock:
        desk.require_roster()
        values = _with_codes(values)
        report_id = _new_id(desk, number or new_number())
        wants_mailbox = values.get("with_receipt") or values.get("contact") == _MAILBOX
        receipt = new_receipt() if wants_mailbox else None
        keys = None if receipt is None else _keys_of(receipt, desk)
        taken, answers = _checked(
            partial(_interview, desk, values, today, has_receipt=receipt is not None),
            partial(_answers, values, has_files=bool(files)),
        )
        sealed = [_sealed(desk, file) for file in _require_sendable(files)]
        questionnaire = questions_here(desk)
        said = filled_in(questionnaire, _all_texts(values, more), everything_was_shown=True)
        report = Report(
            id=report_id,
            notice=b"",
            language=taken.language,
            keys=None if keys is None else _public(keys),
            answers=answers,
            attachments=tuple(reference for _, reference in sealed),
            sealed_by=SEALED_BY_OFFICER,
            questionnaire=questionnaire_hash(questionnaire) if said.more else "",
            more=said.more,
            limits=said.limits,
        )
        body = compose_taken_report(report, interview_to_json(taken), keys)
        found = read_taken_report(body, desk.officer.id)
        # Each file in a letter of its own, since a request to a gate holds no more; the report comes last.
        letters = [Letter(entries=(entry,)) for entry, _ in sealed]
        letters.append(Letter(entries=(desk.pen().taken_report(body),), taken_reports=(body,)))
        with desk.docket.at_once():
            for letter in letters:
                desk.post(letter)
        note_read(desk, found.name)
    return TakenDown(report=found.name, **_shown_once(receipt, taken.language))


def _with_codes(values: Mapping[str, Any]) -> dict[str, Any]:
    """A State and a language said by name, as their codes."""
    rules = {"state": rule_of(StateCode), "language": rule_of(Language)}
    codes = {name: as_code(rule, str(values[name])) for name, rule in rules.items() if values.get(name)}
    return {**values, **codes}


def _new_id(desk: Desk, number: str) -> bytes:
    if not re.fullmatch(r"[0-9a-f]{32}", number, re.ASCII):
        raise Refused("This form has lost its number.", advice="Copy what was typed, and open the page anew.")
    report_id = bytes.fromhex(number)
    if any(held.report.id == report_id for held in desk.book.reports.values()):
        raise Refused(
            "This report was taken down already.",
            advice="It stands in the inbox. A receipt is shown once only: if nobody wrote it down, the "
            "person has none.",
        )
    return report_id


def _checked(
    interview: Callable[[], ReportTaken], answers: Callable[[], Answers]
) -> tuple[ReportTaken, Answers]:
    """Both; where either cannot be made, every field of either that is wrong is said."""
    wrong: dict[str, str] = {}
    for part in (answers, interview):
        try:
            part()
        except WrongFields as err:
            wrong |= err.fields
    if wrong:
        raise WrongFields(ReportTaken, wrong)
    return interview(), answers()


def _interview(desk: Desk, values: Mapping[str, Any], today: date, *, has_receipt: bool) -> ReportTaken:
    given = {name: values[name] for name in _INTERVIEW if values.get(name) not in (None, "")}
    given = {"taken_on": today.isoformat(), "interviewer": desk.ring.officer_name, **given}
    fact = new_fact(desk, "ReportTaken", {**given, "report": _NO_REPORT, "has_receipt": has_receipt}, today)
    if not isinstance(fact, ReportTaken):
        raise TypeError("A fact of another kind.")
    if fact.taken_on > today + _A_DAY_AHEAD:
        sentence = "It lies in the future: write the day of the talk, or of the letter."
        raise WrongFields(ReportTaken, {"taken_on": sentence})
    if fact.basis is ReportBasis.REPRESENTATIVE and not (fact.representative and fact.right):
        sentence = "Say who speaks for the person, and by what right they may."
        raise WrongFields(ReportTaken, {"representative": sentence})
    return fact


def _answers(values: Mapping[str, Any], *, has_files: bool) -> Answers:
    given = {name: str(values.get(name) or "").strip() for name in _ANSWERS}
    wrong = {
        name: "Choose one of its answers; “unsure” is one too."
        for name, choices in (("danger", DANGER), ("contact", CONTACT))
        if given[name] not in choices
    }
    if given["contact"] == "other" and not given["contact_how"]:
        wrong["contact_how"] = "Write the one way that was agreed, and when it is safe."
    if not given["what"] and not has_files:
        wrong["what"] = "Write what was told, or add the letter as a file."
    for name in _ANSWERS:
        longest = LONGEST_WHAT if name == "what" else SHORT_TEXT
        if len(given[name]) > longest:
            wrong[name] = f"Too long: at most {longest:,} characters. Add the long part as a file."
    if wrong:
        raise WrongFields(ReportTaken, wrong)
    return Answers(**given)


def _all_texts(values: Mapping[str, Any], more: Mapping[str, str] | None) -> dict[str, str]:
    first = {name: str(values.get(name) or "") for name in ("danger", "contact", "limits")}
    return {**(more or {}), **first}


def _require_sendable(files: Sequence[BroughtFile]) -> Sequence[BroughtFile]:
    if len(files) > MOST_FILES or any(len(file.content) > LARGEST_FILE for file in files):
        raise Refused(
            f"A report has at most {MOST_FILES} files here, each of at most {LARGEST_FILE // _MIB} MiB.",
            advice="Split what is larger, or have the person send it through the gate with their receipt.",
        )
    return files


def _sealed(desk: Desk, file: BroughtFile) -> tuple[NewEntry, AttachmentReference]:
    entry = desk.pen().taken_file(file.content)
    body = entry.body if isinstance(entry.body, bytes) else b""
    reference = AttachmentReference(
        body=hashlib.sha256(body).digest(),
        name=clean_name(file.name),
        size=len(file.content),
        sha256=hashlib.sha256(file.content).digest(),
    )
    return entry, reference


def _keys_of(receipt: Receipt, desk: Desk) -> SourceKeys:
    return derive_source_keys(receipt.secret, bytes.fromhex(desk.membership.institution.id))


def _public(keys: SourceKeys) -> SourcePublicKeys:
    return SourcePublicKeys(
        mailbox=keys.mailbox_public_key, signing=keys.signing_public_key, recipient=str(keys.recipient())
    )


def _shown_once(receipt: Receipt | None, language: str) -> dict[str, Any]:
    if receipt is None:
        return {}
    return {"words": receipt.words(list_for(language).words), "numbers": receipt.numbers()}
