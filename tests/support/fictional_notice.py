"""A fictional institution's notice, for tests that need one and do not care which."""

from datetime import date, timedelta

from unhindered.core.envelope.recipients import PostQuantumRecipient
from unhindered.core.institution.fingerprint import institution_id
from unhindered.core.institution.key_names import reply_key_name
from unhindered.core.institution.notice import Notice
from unhindered.core.log.signed_note import NoteSigner

ROOT = NoteSigner("x/root", b"r" * 32)
INSTITUTION = institution_id(ROOT.verifier().public_key)
MONDAY = date(2026, 11, 23)
INTAKE = str(PostQuantumRecipient.of_seed(bytes(32)))
VISITS = str(PostQuantumRecipient.of_seed(b"v" * 32))


def reply_key(number=0, institution=INSTITUTION):
    return str(NoteSigner(reply_key_name(institution), bytes([number]) * 32).verifier())


def fictional_notice(**changes):
    fields = {
        "institution": INSTITUTION,
        "name": "Fictional Lamp",
        "languages": ("en", "fr"),
        "about": "A fictional organisation in Vareland.",
        "promises": ("We answer within a week.",),
        "answer_within_days": 7,
        "state": "XVL",
        "website": "",
        "gate": "gate.example",
        "intake": INTAKE,
        "visits": VISITS,
        "sealed_log": "gate.example/sealed+0+x",
        "public_log": "gate.example/public+0+x",
        "publication": "x/publication+0+x",
        "reply": (reply_key(),),
        "not_before": MONDAY,
        "not_after": MONDAY + timedelta(days=6),
        "root": str(ROOT.verifier()),
    }
    return Notice(**(fields | changes))
