"""A fictional institution with a public log, as the ledger meets it. Same seeds, same keys each time."""

from dataclasses import replace
from datetime import date

from unhindered.core.casework.statement import (
    DocumentedBy,
    PublicStatement,
    Source,
    StatementKind,
    sign_statement,
)
from unhindered.core.casework.terms import BasisKind
from unhindered.core.envelope.identities import PostQuantumIdentity
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.key_names import (
    public_log_origin,
    publication_key_name,
    reply_key_name,
    root_key_name,
)
from unhindered.core.institution.notice import Notice, compose_notice
from unhindered.core.log.entry import EntryKind, NewEntry
from unhindered.core.log.signed_note import NoteSigner
from unhindered.ledger.fetch_record import record_from_log
from unhindered.storage.log_in_memory import LogInMemory

TODAY = date(2026, 11, 24)
GATE = "gate.example.org"
PUBLICATION_SEED = bytes([2]) * 32
INSTITUTION = institution_id(NoteSigner("root", bytes([1]) * 32).verifier().public_key)
ROOT = NoteSigner(root_key_name(INSTITUTION), bytes([1]) * 32)
LOG_KEY = NoteSigner(public_log_origin(GATE), bytes([3]) * 32)

NOTICE = Notice(
    institution=INSTITUTION,
    name="Fictional Lamp",
    languages=("en",),
    about="A fictional organisation that documents torture in Vareland.",
    promises=("We never act on your report without your agreement.",),
    answer_within_days=7,
    state="XVL",
    website="https://lamp.example.org",
    gate=GATE,
    intake=str(PostQuantumIdentity(bytes([6]) * 32).recipient()),
    visits=str(PostQuantumIdentity(bytes([7]) * 32).recipient()),
    reply=(str(NoteSigner(reply_key_name(INSTITUTION), bytes([5]) * 32).verifier()),),
    sealed_log=str(NoteSigner(f"{GATE}/sealed", bytes([4]) * 32).verifier()),
    public_log=str(LOG_KEY.verifier()),
    publication=str(NoteSigner(publication_key_name(INSTITUTION), PUBLICATION_SEED).verifier()),
    not_before=date(2026, 11, 20),
    not_after=date(2026, 11, 30),
    root=str(ROOT.verifier()),
)

CASE = PublicStatement(
    statement="0" * 31 + "1",
    kind=StatementKind.CASE,
    fact_kind="allegation",
    states=("XVL",),
    period="2026-02",
    text="A lawyer who had visited detainees was threatened by officials two days after the visit.",
    values={"persons": [], "types_of_act": ["RX02"]},
    source=None,
    documented_by=DocumentedBy(institution=INSTITUTION, name="Fictional Lamp"),
    basis=(BasisKind.CONSENT,),
    confirmed_on=date(2026, 11, 21),
)
ARTICLE = Source(
    title="Vareland urged to protect those who report ill-treatment",
    publisher="Fictional Lamp Society",
    dated="2026-03-04",
    url="https://lamp.example.org/article",
    sha256="ab" * 32,
    text_sha256="cd" * 32,
    start=100,
    end=187,
    quote="The Secretary-General highlighted cases of reprisals against human rights defenders in Vareland",
)
NAMED = replace(
    CASE,
    statement="0" * 31 + "2",
    kind=StatementKind.DOCUMENT_FACT,
    fact_kind="named_for_reprisals",
    period="2026-03-04",
    text="",
    values={"state": "XVL", "named_by": "UN Secretary-General", "by_body": "SG"},
    source=ARTICLE,
    basis=(),
)


def retraction(of, statement="0" * 31 + "9"):
    """The taking back of a statement."""
    return replace(
        CASE,
        statement=statement,
        kind=StatementKind.RETRACTION,
        fact_kind="retraction",
        states=(),
        period=None,
        text="",
        values={"retracts": of.statement},
        basis=(),
    )


def notice(**changes):
    """The signed notice."""
    return compose_notice(replace(NOTICE, **changes), ROOT)


def public_log(*statements, seed=PUBLICATION_SEED):
    """A published log of these statements, signed."""
    log = LogInMemory(public_log_origin(GATE), LOG_KEY)
    for statement in statements:
        body = sign_statement(statement, seed)
        log.append([NewEntry(EntryKind.STATEMENT, b"", b"", body)], day=TODAY).result()
    log.publish()
    return log


def record_of(*statements):
    """The proved record of these statements."""
    return record_from_log(public_log(*statements), notice(), today=TODAY)
