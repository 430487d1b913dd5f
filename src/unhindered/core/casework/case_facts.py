"""Facts about the work on a case: opened, widened, closed, and what is to be remembered."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import Id, RequiredLine, RequiredText, Sha256, Text
from unhindered.core.casework.terms import Outcome


@dataclass(frozen=True, kw_only=True)
class CaseOpened(RecordedBy):
    """Work on a case began. `name` is a working name that names nobody; `reports` are envelope hashes."""

    title = "Case opened"

    case: Id
    name: RequiredLine
    reports: tuple[Sha256, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportAdded(RecordedBy):
    """A further report belongs to this case."""

    title = "Report added"

    report: Sha256


@dataclass(frozen=True, kw_only=True)
class CaseClosed(RecordedBy):
    """Work on the case ended."""

    title = "Case closed"

    outcome: Outcome
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class CaseReopened(RecordedBy):
    """Work on a closed case went on."""

    title = "Case reopened"

    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class NoteAdded(RecordedBy):
    """Something to remember that is no other fact."""

    title = "Note"

    text: RequiredText


CaseFact = CaseOpened | ReportAdded | CaseClosed | CaseReopened | NoteAdded
