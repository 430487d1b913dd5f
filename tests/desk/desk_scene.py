"""A desk in the middle of a working week, for pictures and for checks in a real browser."""

from desk_world import ANSWERS, RAPID, Source

from unhindered.desk.actions import cases, consents, documents, statements

ARTICLE = """\
Vareland urged to protect those who speak

4 March 2026

The Committee against Torture expressed concern about reprisals against lawyers in Vareland who had met its
members. The Secretary-General, in his annual report, named Vareland among States where people faced
intimidation for their cooperation with the United Nations.

“Nobody should pay for having spoken,” said Dora Invented, Legal Counsel of the Fictional Lamp Society.
Vareland committed itself to investigate every reprisal. It was asked to adopt a law that protects human
rights defenders.
"""
FULL = {
    "threats": "Guards on the night shift; the deputy director knows that somebody spoke.",
    "vulnerabilities": "Held in a single cell. The brother works for the same ministry.",
    "capacities": "A lawyer visits on Thursdays. A visiting body has asked for the name list.",
    "channel": "The mailbox, after dark.",
    "do_not": "Do not call the family. Do not write to the prison before Thursday.",
    "review_by": "2026-12-01",
}


def answers(**changes):
    return type(ANSWERS)(**{**ANSWERS.__dict__, **changes})


def fill(world, owner, second):
    """Five reports, one case with messages, people, consents and statements."""
    worker = Source(world.gate)
    worker.send(
        files=[("letter.pdf", b"%PDF-1.4 fictional" * 500), ("photo of the yard.jpg", b"\xff\xd8" * 9000)]
    )
    Source(world.gate).send(
        answers(
            what="They took my passport on the way to the session. I am home. I do not know why.",
            danger="unsure",
            danger_who="",
            where="Vareland airport",
            when="2026-11-20",
        )
    )
    Source(world.gate).send(
        answers(
            what="من از زندان شمالی می‌نویسم. پس از دیدار هیئت، سه نفر را به سلول انفرادی بردند.",
            where="زندان شمالی",
            when="هفتهٔ گذشته",
            danger_who="سه زندانی",
        ),
        files=[("نامه.txt", "نامه".encode())],
    )
    Source(world.gate).send(
        answers(
            what="Our organisation was deregistered three weeks after we sent the shadow report.",
            danger="no",
            danger_who="",
            where="Capital of Vareland",
            contact="no",
        )
    )
    world.sync(owner)
    first = min(owner.book.reports.values(), key=lambda report: report.place)
    cases.assess(owner, first.id, kind=cases.RAPID, values=RAPID, today=world.today)
    case = cases.open_case(
        owner, [first.id], name="Autumn 4", officers=[second.officer.id], today=world.today
    )
    cases.answer(
        owner,
        case,
        "We have read your report. Somebody looks at it today.\nTell us if Ada can be seen.",
        world.today,
    )
    cases.assess(owner, case, kind=cases.FULL, values=FULL, today=world.today)
    ada = cases.add_person(
        owner,
        case,
        {
            "label": "P1",
            "roles": ["source", "victim"],
            "person_name": "Ada Fictional",
            "circumstances": ["deprived_of_liberty"],
        },
        world.today,
    )
    brother = cases.add_person(owner, case, {"label": "The brother", "roles": ["relative"]}, world.today)
    talk = cases.record_cooperation(
        owner,
        case,
        {
            "person": ada,
            "body": "Visiting committee",
            "how": "Spoke in a private interview",
            "when": "2026-11-16",
        },
        world.today,
    )
    cases.record_act(
        owner,
        case,
        {
            "type_of_act": "RX13",
            "victim": ada,
            "when": "2026-11-16/2026-11-18",
            "state": "XVL",
            "reprisal_for": talk,
            "stage": "done",
            "exact_location": "Northgate prison",
        },
        world.today,
    )
    consent = consents.record_consent(
        owner,
        case,
        who="person",
        values={
            "person": ada,
            "purpose": "publication",
            "recipient": "public",
            "level": "anonymous",
            "language": "en",
            "method": "spoken",
            "setting": "alone_with_us",
            "expires": "2027-11-24",
        },
        today=world.today,
    )
    items, left_out = statements.items_from(
        [
            {"person": ada, "level": "anonymous", "basis": "consent", "consent": consent},
            {"person": brother, "level": "out", "basis": "consent"},
        ]
    )
    values = {
        "states": ["XVL"],
        "period": "2026-11",
        "items": items,
        "left_out": left_out,
        "types_of_act": ["RX13"],
    }
    approved = statements.draft_statement(
        owner,
        case,
        values
        | {"text": "A person held in Vareland reported being beaten after speaking with a visiting body."},
        world.today,
    )
    world.sync(owner, second)
    statements.approve(second, approved, world.today)
    statements.draft_statement(
        second,
        case,
        values | {"text": "A detained person told us that guards threatened her for speaking with visitors."},
        world.today,
    )
    worker.write("Ada was seen on Sunday. She can walk. They ask everybody who talked.")
    world.sync(second, owner)
    return case


def read_article(world, desk):
    """A document with some of its passages decided."""
    details = {
        "name": "Vareland urged to protect those who speak",
        "publisher": "The Fictional Lamp Gazette",
        "dated": "2026-03-04",
        "language": "en",
        "url": "https://gazette.fictional-lamp.example/2026/03/04",
    }
    document = documents.add_document(desk, ARTICLE.encode(), details, world.today)
    view = documents.document_view(desk, document)
    claims = [item for item in view.proposals if item.kind not in documents.PLAIN_KINDS]
    documents.confirm(desk, document, claims[0].number, world.today, roles={})
    return document
