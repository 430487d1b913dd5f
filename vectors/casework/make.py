"""Writes the vectors that are not there yet; a vector that exists is never edited. Run from the root."""

import hashlib
import json
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

HERE = Path(__file__).parent
KEY = Ed25519PrivateKey.from_private_bytes(b"a seed that is no secret at all.")
DAY = "2026-11-24"


def _canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _write(folder, name, content):
    target = HERE / folder / f"{name}.json"
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def _an_id(number):
    return f"{number:032x}"


def _fact(kind, by="anna", on=DAY, **fields):
    return {"v": 1, "fact": kind, "by": by, "on": on} | fields


# --- The pieces of a case in Vareland, whose people do not exist.

OPENED = _fact("CaseOpened", case=_an_id(1), name="Case of the lamp", reports=[])
PERSON = _fact(
    "PersonAdded",
    person=_an_id(2),
    label="Blue baker",
    roles=["source", "victim"],
    person_name="Ada Fictional",
    other_names=["Adi"],
    counting_unit="person",
    circumstances=[],
)
MINISTER = PERSON | {
    "person": _an_id(5),
    "label": "The minister",
    "roles": ["public_role"],
    "person_name": "Max Erfunden",
    "other_names": [],
}
GUARD = MINISTER | {
    "person": _an_id(6),
    "label": "Guard 6",
    "roles": ["alleged_perpetrator"],
    "person_name": "Gus Fabricado",
}
CONSENT = _fact(
    "ConsentGiven",
    consent=_an_id(3),
    person=_an_id(2),
    purpose="publication",
    recipient="public",
    level="named",
    language="en",
    method="mailbox",
    expires="2027-11-24",
    witness="Wim Verzonnen",
    interpreter="",
)
REPRESENTATIVE = CONSENT | {
    "fact": "RepresentativeConsented",
    "representative": "Bea Inventada",
    "right": "parent",
}
HEARD = REPRESENTATIVE | {"assent": "agreed", "best_interest": "The school has to know."}
CONFIRMED = _fact("ConsentConfirmed", consent=_an_id(3), setting="alone_with_us", how="In the visiting room.")
ORGANISATION = CONSENT | {"fact": "OrganisationAuthorised", "signatory": "Cyr Fabula"}
WITHDRAWN = _fact("ConsentWithdrawn", consent=_an_id(3), note="")
JUDGEMENT = {
    "title": "Judgement 7 of 2025",
    "publisher": "High Court of Vareland",
    "dated": "2025-03",
    "url": "https://court.example/7",
    "named_by": "court",
}
TEXT = "A person who had spoken to a visiting body in Vareland was threatened."
DOCUMENT = _fact(
    "DocumentAdded",
    document=_an_id(20),
    sha256="d0" * 32,
    text_sha256="7e" * 32,
    name="Vareland condemned",
    publisher="Fictional Lamp",
    dated="2026-11-20",
    language="en",
    url="https://lamp.example/vareland",
)
LONG = " ".join(f"word{number}" for number in range(30))


def _shown(person=2, **changes):
    fields = {"person": _an_id(person), "level": "anonymous", "basis": "consent", "shown_as": ""}
    return fields | {"consent": _an_id(3), "publication": None} | changes


def _drafted(items=None, **changes):
    fields = {
        "statement": _an_id(9),
        "text": TEXT,
        "states": ["XVL"],
        "period": "2026-10/2026-11",
        "items": [_shown()] if items is None else items,
        "left_out": [],
        "types_of_act": ["RX01"],
        "replaces": None,
    }
    return _fact("StatementDrafted", **fields | changes)


def _approved(draft, by="bo", **changes):
    sha256 = hashlib.sha256(_canonical(draft)).hexdigest()
    return _fact(
        "StatementApproved", by=by, **{"statement": draft["statement"], "draft_sha256": sha256} | changes
    )


def _proposal(quote="The Committee expressed concern about Vareland.", **changes):
    fields = {"kind": "concern", "start": 100, "end": 100 + len(quote), "quote": quote}
    return fields | {"values": {"body": "CAT", "state": "XVL"}, "flags": []} | changes


def _confirmed(said=None, **changes):
    fields = {"document": _an_id(20), "statement": _an_id(21), "proposal": said or _proposal()}
    return _fact("ProposalConfirmed", **fields | {"persons": [], "excerpt": None} | changes)


# --- The door. A row: name, comment, the facts before the draft, the draft, the day.

CHILD = PERSON | {"circumstances": ["child"]}
CELL = PERSON | {"circumstances": ["deprived_of_liberty"]}
HOUSE = PERSON | {"counting_unit": "organisation", "person_name": "House of Invention", "other_names": []}
WITNESS = PERSON | {"person": _an_id(4), "person_name": "Bea Inventada", "label": "Witness 4"}
NAMED = _drafted([_shown(level="named", shown_as="Ada Fictional")], text="Ada Fictional was threatened.")
INITIALS = _drafted([_shown(level="initials", shown_as="A. F.")], text="A. F. was threatened in Vareland.")
SPOKEN_FOR = _drafted([_shown(basis="representative")])
AUTHORISED = _drafted([_shown(basis="organisation")])
ACCUSED = _shown(6, level="named", basis="alleged_perpetrator", shown_as="Gus Fabricado", consent=None)
BY_COURT = ACCUSED | {"publication": JUDGEMENT}
BY_PRESS = ACCUSED | {"publication": JUDGEMENT | {"named_by": None}}
IN_ROLE = BY_PRESS | {"person": _an_id(5), "basis": "public_role", "shown_as": "Max Erfunden"}
TRIAL = (PERSON, GUARD, CONSENT)


def _cleared():
    agreed = (PERSON, CONSENT)
    yield "anonymous", "a consent to be named covers showing less", agreed, _drafted(), DAY
    yield "initials", "initials", agreed, INITIALS, DAY
    yield "named", "named by consent", agreed, NAMED, DAY
    yield "last-day", "on the last day of the consent", agreed, _drafted(), "2027-11-24"
    yield "child-heard", "a parent speaks for a child, who agrees", (CHILD, HEARD), SPOKEN_FOR, DAY
    alone = CONSENT | {"setting": "alone_with_us"}
    yield "cell-alone", "in a cell, alone with us", (CELL, alone), _drafted(), DAY
    guarded = CONSENT | {"setting": "in_hearing_of_guards"}
    yield "cell-confirmed", "said again where nobody listened", (CELL, guarded, CONFIRMED), _drafted(), DAY
    yield "organisation", "through its signatory", (HOUSE, ORGANISATION), AUTHORISED, DAY
    yield "accused", "a court named the accused", TRIAL, _drafted([_shown(), BY_COURT]), DAY
    yield "role", "a public role", (PERSON, MINISTER, CONSENT), _drafted([_shown(), IN_ROLE]), DAY


def _without_consent():
    yield "no-consent", "no consent at all", (PERSON,), _drafted(), DAY
    yield "day-after", "the day after the consent ran out", (PERSON, CONSENT), _drafted(), "2027-11-25"
    yield "day-before", "the day before it was given", (PERSON, CONSENT), _drafted(), "2026-11-23"
    yield "withdrawn", "withdrawn after it was given", (PERSON, CONSENT, WITHDRAWN), _drafted(), DAY
    yield "withdrawn-first", "the withdrawal came first", (PERSON, WITHDRAWN, CONSENT), _drafted(), DAY
    later = WITHDRAWN | {"on": "2027-01-01"}
    yield "withdrawn-later", "the withdrawal is dated later", (PERSON, CONSENT, later), _drafted(), DAY
    for purpose in ("contact", "un_submission", "referral", "statistics"):
        other = CONSENT | {"purpose": purpose}
        yield f"purpose-{purpose}", "a consent for another purpose", (PERSON, other), _drafted(), DAY
    for_body = CONSENT | {"recipient": "CAT-22"}
    yield "recipient", "a consent for another recipient", (PERSON, for_body), _drafted(), DAY
    less = CONSENT | {"level": "initials"}
    yield "level", "named, but agreed to initials", (PERSON, less), NAMED, DAY
    others = CONSENT | {"person": _an_id(4)}
    yield "other-person", "the consent of another person", (PERSON, others), _drafted(), DAY
    yield "disputed", "two consents under one id", (PERSON, CONSENT, for_body), _drafted(), DAY


def _wrong_basis():
    agreed = (PERSON, CONSENT)
    yield "child-not-heard", "nobody asked the child", (CHILD, REPRESENTATIVE), SPOKEN_FOR, DAY
    refused = HEARD | {"assent": "refused"}
    yield "child-refused", "the child said no", (CHILD, refused), SPOKEN_FOR, DAY
    unweighed = HEARD | {"best_interest": ""}
    yield "child-unweighed", "nobody said why it is best", (CHILD, unweighed), SPOKEN_FOR, DAY
    yield "cell-unknown", "in a cell, and nobody knows who listened", (CELL, CONSENT), _drafted(), DAY
    guarded = CONSENT | {"setting": "in_hearing_of_guards"}
    yield "cell-guarded", "guards listened", (CELL, guarded), _drafted(), DAY
    yield "child-alone", "a child's own consent", (CHILD, CONSENT), _drafted(), DAY
    yield "adult-spoken-for", "someone speaks for an adult", (PERSON, REPRESENTATIVE), SPOKEN_FOR, DAY
    yield "as-staff", "an organisation agrees for a person", (PERSON, ORGANISATION), AUTHORISED, DAY
    low = _drafted([_shown(shown_as="Ada Fictional")])
    yield "name-while-anonymous", "a name field below initials", agreed, low, DAY
    other = _drafted([_shown(level="named", shown_as="Bea Inventada")])
    yield "name-of-another", "a name that is not the person's", agreed, other, DAY
    long = _drafted([_shown(level="initials", shown_as="Ada F.")])
    yield "long-initials", "initials that are a name", agreed, long, DAY
    yield "accused-unsourced", "an accused without a source", TRIAL, _drafted([_shown(), ACCUSED]), DAY
    yield "accused-by-press", "an accused named by the press", TRIAL, _drafted([_shown(), BY_PRESS]), DAY
    role = BY_COURT | {"basis": "public_role"}
    yield "accused-in-role", "an accused in a public role", TRIAL, _drafted([_shown(), role]), DAY
    both = MINISTER | {"roles": ["public_role", "victim"]}
    yield "victim-in-role", "a victim in a public role", (*agreed, both), _drafted([_shown(), IN_ROLE]), DAY
    yield "nobody-agreed", "a public role, and nobody agreed", (MINISTER,), _drafted([IN_ROLE]), DAY


def _too_much():
    for name, text in {
        "name": "Ada Fictional was threatened.",
        "family-name": "The Fictional family was threatened.",
        "capitals": "They shouted ADA.",
        "other-name": "Adi was threatened.",
        "accent": "Áda was threatened.",
        "hidden": "A\u200bda was threatened.",
        "label": "The blue baker was threatened.",
        "witness": "Wim saw it.",
        "mail": "Write to lamp@example.org.",
        "telephone": "Call +1 555 010 0148.",
        "telephone-arabic": "Call ٥٥٥ ٠١٠ ٠١٤٨.",
    }.items():
        yield f"text-{name}", "the text tells too much", (PERSON, CONSENT), _drafted(text=text), DAY
    cited = BY_COURT | {"publication": JUDGEMENT | {"title": "Ada Fictional against Vareland"}}
    yield "cited-name", "the citation tells a name", TRIAL, _drafted([_shown(), cited]), DAY


def _not_considered():
    seen = (PERSON, WITNESS, CONSENT)
    yield "not-considered", "someone is neither shown nor left out", seen, _drafted(), DAY
    yield "no-state", "about no State", (PERSON, CONSENT), _drafted(states=[]), DAY


def _not_approved():
    """Rows of name, comment and what happened after the draft."""
    draft = _drafted()
    yield "unapproved", "nobody approved it", ()
    yield "own-approval", "the drafter approved it", (_approved(draft, by="anna"),)
    yield "other-text", "another text was approved", (_approved(draft, draft_sha256="00" * 32),)
    returned = _fact("StatementReturned", by="bo", statement=_an_id(9), comment="Say when.")
    yield "returned", "approved and returned", (_approved(draft), returned)
    released = _fact("StatementReleased", statement=_an_id(9), sha256="5e" * 32)
    yield "out-already", "it is out already", (_approved(draft), released)
    better = _drafted(statement=_an_id(10), text="Better.", replaces=_an_id(9))
    yield "replaced", "another draft replaces it", (_approved(draft), better)
    yield "added-since", "someone was added since", (_approved(draft), WITNESS)


def _of_documents():
    """Rows of name, comment, outcome and facts."""
    yield "good-document", "a confirmed passage", "cleared", (DOCUMENT, _confirmed())
    long = _proposal(LONG)
    excerpt = _confirmed(long, excerpt={"start": 100, "end": 111})
    yield "good-excerpt", "two words of a long one", "cleared", (DOCUMENT, excerpt)
    said = _proposal(kind="quotation", values={"speaker": "Max Erfunden", "role": "Minister", "state": "XVL"})
    public = _confirmed(said, persons=[{"name": "Max Erfunden", "role": "Minister"}])
    yield "good-speaker", "a speaker in a public role", "cleared", (DOCUMENT, public)
    rejected = _fact("ProposalRejected", document=_an_id(20), proposal=_proposal(), reason="not said")
    yield "bad-rejected", "rejected later", "NotReady", (DOCUMENT, _confirmed(), rejected)
    yield "bad-no-document", "its document is missing", "NotReady", (_confirmed(),)
    nowhere = (DOCUMENT | {"url": ""}, _confirmed())
    yield "bad-no-address", "nobody can read the document", "NotReady", nowhere
    yield "bad-future", "not public yet", "NotReady", (DOCUMENT | {"dated": "2027"}, _confirmed())
    yield "bad-speaker", "nobody confirmed the role", "NoBasis", (DOCUMENT, _confirmed(said))
    mail = _proposal(values={"contact": "m@lamp.example"})
    yield "bad-value-mail", "an address in the values", "TellsTooMuch", (DOCUMENT, _confirmed(mail))
    tell = _confirmed(_proposal("Contact: +1 917 555 01 48"))
    yield "bad-quote-telephone", "a number in the quote", "TellsTooMuch", (DOCUMENT, tell)
    told = _confirmed(_proposal("Ada Fictional was threatened."))
    yield "bad-quote-name", "someone of the case", "TellsTooMuch", (OPENED, PERSON, DOCUMENT, told)
    yield "bad-long-quote", "thirty words", "Refused", (DOCUMENT, _confirmed(long))
    span = _confirmed(_proposal(end=101))
    yield "bad-span", "a quote that does not fill its span", "Refused", (DOCUMENT, span)
    outside = _confirmed(long, excerpt={"start": 90, "end": 111})
    yield "bad-excerpt", "an excerpt outside its passage", "Refused", (DOCUMENT, outside)


def _door(name, comment, expect, facts, *, statement=9, on=DAY, authors=None):
    names = [one["by"] for one in facts] if authors is None else authors
    log = [{"index": at, "author": names[at], "fact": one} for at, one in enumerate(facts)]
    content = {"comment": comment, "expect": expect, "log": log, "statement": _an_id(statement), "on": on}
    _write("door", name, content)


def _write_door():
    for rows, expect in (
        (_cleared, "cleared"),
        (_without_consent, "NoBasis"),
        (_wrong_basis, "NoBasis"),
        (_too_much, "TellsTooMuch"),
        (_not_considered, "NotReady"),
    ):
        for name, comment, before, draft, on in rows():
            kind = "good" if expect == "cleared" else "bad"
            facts = [OPENED, *before, draft, _approved(draft)]
            _door(f"{kind}-{name}", comment, expect, facts, on=on)
    before = [OPENED, PERSON, CONSENT, _drafted()]
    for name, comment, after in _not_approved():
        _door(f"bad-{name}", comment, "NotReady", [*before, *after])
    _door("bad-unknown", "no such statement", "NotReady", before, statement=99)
    signed_by = ["anna"] * 5
    forged = [*before, _approved(_drafted())]
    _door("bad-forged-approval", "signed by the drafter", "NotReady", forged, authors=signed_by)
    for name, comment, expect, facts in _of_documents():
        _door(name, comment, expect, facts, statement=21)


# --- Facts and statements as JSON.

SENT = {"name": "plan.pdf", "size": 48213, "sha256": "5a" * 32}
DECIDED = _fact("SourceDecided", report="ab" * 32, letter="cd" * 32, person=_an_id(2), withdraws=False)
OTHERS = [
    _fact("ReportAdded", report="ab" * 32),
    _fact("CaseClosed", outcome="handed_over", note=""),
    _fact("CaseReopened", note="The sister wrote."),
    _fact("NoteAdded", text="She prefers evenings."),
    _fact(
        "RapidRiskAssessed",
        danger_now=True,
        threat="Released tomorrow.",
        safe_contact="Mailbox only.",
        do_not="No calls.",
        next_step="Full assessment.",
    ),
    _fact(
        "RiskAssessed",
        threats="Known to the guards.",
        vulnerabilities="Alone at night.",
        capacities="A lawyer nearby.",
        channel="mailbox",
        do_not="No letters.",
        review_by="2026-12-24",
    ),
    _fact("SourceWrote", message="cd" * 32),
    _fact("SourceAnswered", text="We have read it.", report=None),
    PERSON | {"fact": "PersonUpdated", "circumstances": ["deprived_of_liberty"]},
    _fact(
        "CooperationRecorded",
        cooperation=_an_id(30),
        person=_an_id(2),
        body="SPT",
        how="Spoke to the visit.",
        when="2026-10~",
    ),
    _fact(
        "ActRecorded",
        act=_an_id(31),
        type_of_act="RX01",
        victim=_an_id(2),
        perpetrator=None,
        when="2026-11-20/2026-11-22?",
        exact_location="Northgate",
        state="XVL",
        reprisal_for=_an_id(30),
        stage="threatened",
        remarks="",
    ),
    _fact("StatementReturned", by="bo", statement=_an_id(9), comment="Say when."),
    _fact("StatementReleased", statement=_an_id(9), sha256="5e" * 32),
    _fact("StatementRetracted", statement=_an_id(9), retraction=_an_id(40)),
    _fact("ProposalRejected", document=_an_id(20), proposal=_proposal(), reason="not said"),
    _fact("CheckInEnded", report="ab" * 32, note="The source is safe."),
]
CHECK_INS = _fact(
    "CheckInAgreed", report="ab" * 32, every_days=2, grace_hours=12, starts="2026-11-24", until=None
)


def _write_facts():
    every = [
        OPENED,
        CHECK_INS,
        DECIDED,
        PERSON,
        CONSENT,
        REPRESENTATIVE,
        ORGANISATION,
        WITHDRAWN,
        DOCUMENT,
        *OTHERS,
    ]
    every += [_drafted(), _approved(_drafted()), _confirmed()]
    for one in every:
        _write("facts", f"good-{one['fact']}", {"expect": "accepted", "fact": one})
    for one in (OTHERS[4], OTHERS[5]):
        content = {"expect": "accepted", "fact": one | {"report": "ab" * 32}}
        _write("facts", f"good-{one['fact']}-about-report", content)
    _write("facts", "bad-assessed-report", {"expect": "refused", "fact": OTHERS[4] | {"report": "ab"}})
    for name, change in {
        "version": {"v": 2},
        "version-true": {"v": True},
        "kind": {"fact": "CaseJustified"},
        "unknown-field": {"note": ""},
        "hour": {"on": "2026-11-24T09:00"},
        "no-such-day": {"on": "2026-02-30"},
        "nobody": {"by": ""},
        "purpose": {"purpose": "anything"},
        "level": {"level": "NAMED"},
        "recipient": {"recipient": "every body"},
        "language": {"language": "English please"},
        "id": {"consent": "3"},
        "capitals-id": {"consent": "A" * 32},
        "null": {"witness": None},
        "long": {"witness": "x" * 501},
        "bell": {"witness": "\x07"},
        "override": {"witness": "\u202eadA"},
        "no-expiry": {"expires": None},
    }.items():
        _write("facts", f"bad-{name}", {"expect": "refused", "fact": CONSENT | change})
    wrong = {
        "state-name": _drafted(states=["Vareland"]),
        "state-small": _drafted(states=["xvl"]),
        "state-text": _drafted(states="XVL"),
        "period": _drafted(period="last week"),
        "period-backwards": _drafted(period="2026/2025"),
        "act": _drafted(types_of_act=["torture"]),
        "basis": _drafted([_shown(basis="hearsay")]),
        "item-extra": _drafted([_shown(telephone="1")]),
        "long-text": _drafted(text="x" * 4001),
        "span-negative": _confirmed(_proposal(start=-1)),
        "span-fraction": _confirmed(_proposal(start=1.5)),
        "span-true": _confirmed(_proposal(start=True)),
        "values-fraction": _confirmed(_proposal(values={"share": 0.5})),
        "values-list": _confirmed(_proposal(values=[])),
        "values-deep": _confirmed(_proposal(values={"a": [[[[[[1]]]]]]})),
        "url": DOCUMENT | {"url": "javascript:alert(1)"},
        "url-with-user": DOCUMENT | {"url": "https://lamp@evil.example/"},
        "sha256": DOCUMENT | {"sha256": "d0" * 31},
        "undated": DOCUMENT | {"dated": ""},
        "empty-risk": OTHERS[4] | {"safe_contact": " "},
        "danger-word": OTHERS[4] | {"danger_now": "yes"},
        "outcome": OTHERS[1] | {"outcome": "justified"},
        "decided-nothing": DECIDED | {"letter": ""},
        "decided-by-nobody": DECIDED | {"report": None},
        "decided-capitals": DECIDED | {"letter": "CD" * 32},
        "file-without-hash": _fact("SourceAnswered", text="x", report=None, files=[SENT | {"sha256": ""}]),
        "file-without-name": _fact("SourceAnswered", text="x", report=None, files=[SENT | {"name": ""}]),
        "rhythm-never": CHECK_INS | {"every_days": 0},
        "rhythm-rare": CHECK_INS | {"every_days": 32},
        "rhythm-no-grace": CHECK_INS | {"grace_hours": 0},
        "rhythm-long-grace": CHECK_INS | {"grace_hours": 169},
        "rhythm-true": CHECK_INS | {"every_days": True},
        "rhythm-of-nobody": CHECK_INS | {"report": None},
        "role": PERSON | {"roles": ["suspect"]},
    }
    for name, one in wrong.items():
        _write("facts", f"bad-{name}", {"expect": "refused", "fact": one})


STATEMENT = {
    "v": 1,
    "statement": _an_id(21),
    "kind": "document_fact",
    "fact_kind": "concern",
    "states": ["XVL"],
    "period": "2026-11-20",
    "text": "",
    "values": {"body": "CAT", "state": "XVL"},
    "source": {
        "title": "Vareland condemned",
        "publisher": "Fictional Lamp",
        "dated": "2026-11-20",
        "url": "https://lamp.example/vareland",
        "sha256": "d0" * 32,
        "text_sha256": "7e" * 32,
        "start": 100,
        "end": 147,
        "quote": "The Committee expressed concern about Vareland.",
    },
    "documented_by": {"institution": "1a" * 32, "name": "Fictional Lamp"},
    "basis": [],
    "confirmed_on": DAY,
}
CASE = STATEMENT | {
    "kind": "case",
    "fact_kind": "allegation",
    "text": TEXT,
    "values": {"persons": [], "types_of_act": ["RX01"]},
    "source": None,
    "basis": ["consent"],
}
RETRACTION = CASE | {
    "kind": "retraction",
    "fact_kind": "retraction",
    "states": [],
    "period": None,
    "text": "",
    "values": {"retracts": _an_id(9)},
    "basis": [],
}


def _signed(content, label=b"unhindered/statement/v1\n"):
    signature = b64encode(KEY.sign(label + _canonical(content))).decode()
    return _canonical(content | {"signature": signature}).decode()


def _write_statements():
    key = KEY.public_key().public_bytes_raw().hex()

    def one(name, comment, expect, raw):
        _write("statements", name, {"comment": comment, "expect": expect, "public_key": key, "raw": raw})

    one("good-document-fact", "a document fact", "accepted", _signed(STATEMENT))
    one("good-case", "a case", "accepted", _signed(CASE))
    one("good-retraction", "a retraction", "accepted", _signed(RETRACTION))
    source = STATEMENT["source"]
    for name, content in {
        "case-id": STATEMENT | {"case": _an_id(1)},
        "hour": STATEMENT | {"confirmed_on": "2026-11-24T09:00"},
        "finding": CASE | {"fact_kind": "finding"},
        "case-with-source": CASE | {"source": source},
        "anonymous-person-listed": CASE
        | {"values": {"persons": [{"shown_as": "A", "level": "anonymous"}], "types_of_act": []}},
        "no-source": STATEMENT | {"source": None},
        "long-quote": STATEMENT | {"source": source | {"quote": LONG}},
        "empty-span": STATEMENT | {"source": source | {"end": 100}},
        "script-url": STATEMENT | {"source": source | {"url": "javascript:alert(1)"}},
        "unknown-basis": STATEMENT | {"basis": ["hearsay"]},
        "talking-retraction": RETRACTION | {"text": "Sorry."},
        "version": STATEMENT | {"v": 2},
    }.items():
        one(f"bad-{name}", "well signed, but not as the format has it", "refused", _signed(content))
    one("bad-label", "signed under another label", "refused", _signed(STATEMENT, b"unhindered/message/v1\n"))
    one("bad-form", "the same words, spaced", "refused", json.dumps(json.loads(_signed(STATEMENT))))
    one("bad-unsigned", "no signature", "refused", _canonical(STATEMENT).decode())
    one(
        "bad-twice",
        "a key stands twice",
        "refused",
        _signed(STATEMENT).replace('{"basis"', '{"v":1,"basis"', 1),
    )


def _write_dates():
    good = [
        "2026",
        "2026-11",
        "2026-11-24",
        "2026?",
        "2026-11~",
        "2026-11-24%",
        "2026-10/2026-11-24",
        "../2026",
    ]
    good += ["2026-11/..", "2025?/2026~"]
    bad = ["", "26", "2026-13", "2026-02-30", "0000", "24.11.2026", "2026-11-24T10:00", "20261124", "?2026"]
    bad += ["2026??", "2026/2025", "../..", "2026/", "/2026", "2024/2025/2026", "2026-1", "２０２６", " 2026"]
    _write(".", "dates", {"accepted": good, "refused": bad})


if __name__ == "__main__":
    _write_door()
    _write_facts()
    _write_statements()
    _write_dates()
