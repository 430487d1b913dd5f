"""Facts about public documents, and what was confirmed in them."""

from dataclasses import dataclass

from unhindered.core.casework.fact_bases import RecordedBy
from unhindered.core.casework.fields import Edtf, Id, Language, Line, RequiredLine, Sha256, Url
from unhindered.core.casework.items import Excerpt, Proposal, PublicPerson


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(RecordedBy):
    """A public document to read; `text_sha256` is of the text that spans count in, `sha256` of the file."""

    title = "Document added"

    document: Id
    sha256: Sha256
    text_sha256: Sha256
    name: RequiredLine
    publisher: RequiredLine
    dated: Edtf
    language: Language
    url: Url = ""


@dataclass(frozen=True, kw_only=True)
class ProposalConfirmed(RecordedBy):
    """An officer read the passage and confirmed what the reader proposed; it may become this statement.

    `excerpt` is the part of a long passage that the public page quotes.
    """

    title = "Proposal confirmed"

    document: Id
    statement: Id
    proposal: Proposal
    persons: tuple[PublicPerson, ...] = ()
    excerpt: Excerpt | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalRejected(RecordedBy):
    """An officer read the passage and found the proposal wrong, or not for us to repeat."""

    title = "Proposal rejected"

    document: Id
    proposal: Proposal
    reason: Line = ""


DocumentFact = DocumentAdded | ProposalConfirmed | ProposalRejected
