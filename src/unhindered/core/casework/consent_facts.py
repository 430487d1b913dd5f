"""Facts about what persons, representatives and organisations agreed to, and took back."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import Agreement, RecordedBy
from unhindered.core.casework.fields import Id, RequiredLine, RequiredText, Text
from unhindered.core.casework.terms import Assent, RepresentativesRight, Setting


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Agreement):
    """A person agreed, for that person alone."""

    title = "Consent given"


@dataclass(frozen=True, kw_only=True)
class RepresentativeConsented(Agreement):
    """Someone agreed for a child, or a person held incommunicado, disappeared or dead: who, by what right.

    For a child: what the child said, and why this is in the child's best interest.
    """

    title = "Representative consented"

    representative: RequiredLine
    right: RepresentativesRight
    assent: Assent | None = None
    best_interest: Text = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationAuthorised(Agreement):
    """An organisation agreed through someone who may sign for it; its staff agree each for themselves."""

    title = "Organisation authorised"

    signatory: RequiredLine


@dataclass(frozen=True, kw_only=True)
class ConsentConfirmed(RecordedBy):
    """A person deprived of liberty said again, where nobody listened, that a consent was meant freely."""

    title = "Consent confirmed"

    consent: Id
    setting: Setting
    how: RequiredText


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(RecordedBy):
    """A consent of any kind ended at once, whatever day is written on it."""

    title = "Consent withdrawn"

    consent: Id
    note: Text = ""


ConsentFact = (
    ConsentGiven | RepresentativeConsented | OrganisationAuthorised | ConsentConfirmed | ConsentWithdrawn
)
