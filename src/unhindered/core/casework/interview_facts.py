"""Facts about what passes between officers and people outside the gate: reports taken down, contact made."""

from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import Language, Line, RequiredLine, RequiredText, Sha256, Text
from unhindered.core.casework.interview_terms import Privacy, ReportBasis, ReportChannel
from unhindered.core.casework.terms import RepresentativesRight


@dataclass(frozen=True, kw_only=True)
class ReportTaken(RecordedBy):
    """An officer took a report down: through which channel, from whom, and how it was asked.

    `taken_on` is the day of the talk or of the letter, `place` where, empty where it is better not said.
    `told_of_risks` says how the person was told what can go wrong and what happens next. `has_receipt` once
    the person was given thirteen words, and so has a mailbox.
    """

    title = "Report taken down"

    report: Sha256
    channel: ReportChannel
    taken_on: date
    interviewer: RequiredLine
    language: Language
    basis: ReportBasis
    interpreter: Line = ""
    representative: Line = ""
    right: RepresentativesRight | None = None
    place: Line = ""
    privacy: Privacy = Privacy.NOT_KNOWN
    present: tuple[RequiredLine, ...] = ()
    told_of_risks: Text = ""
    has_receipt: bool = False


@dataclass(frozen=True, kw_only=True)
class ContactMade(RecordedBy):
    """We spoke or wrote to the source of a report outside the mailbox, through the channel that was agreed.

    Contact in the sense of the rule that a risk assessment comes first. `happened_on` is the day of the
    contact, none where it was written down on its day.
    """

    title = "Contact made"

    report: Sha256
    channel: ReportChannel
    text: RequiredText
    interpreter: Line = ""
    happened_on: date | None = None


InterviewFact = ReportTaken | ContactMade
