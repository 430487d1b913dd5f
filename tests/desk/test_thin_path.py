"""The whole way of one report at the desk, told from the officers' side."""

from desk_world import RAPID, Source

from unhindered.core.casework.statement import verify_statement
from unhindered.core.correspondence.to_source import HeldNote, Reply
from unhindered.core.log.signed_note import parse_verifier
from unhindered.desk.actions import cases, consents, statements


def test_a_report_becomes_a_public_statement_that_two_officers_stand_for(enrolled, owner, second):
    source = Source(enrolled.gate)
    source.send()

    enrolled.sync(owner)
    (report,) = owner.book.reports
    cases.assess(owner, report, kind=cases.RAPID, values=RAPID, today=enrolled.today)
    case = cases.open_case(owner, [report], name="Northgate", officers=["Ben Invented"], today=enrolled.today)
    cases.answer(owner, case, "We have read your report.", enrolled.today)
    person = cases.add_person(owner, case, {"label": "P1", "roles": ["source", "victim"]}, enrolled.today)
    consent = consents.record_consent(
        owner,
        case,
        who="person",
        values={
            "person": person,
            "purpose": "publication",
            "recipient": "public",
            "level": "anonymous",
            "language": "en",
            "method": "mailbox",
            "expires": "2027-11-24",
        },
        today=enrolled.today,
    )
    items, left_out = statements.items_from(
        [{"person": person, "level": "anonymous", "basis": "consent", "consent": consent}]
    )
    statement = statements.draft_statement(
        owner,
        case,
        {
            "text": "A person who spoke to a visiting body was beaten.",
            "states": ["XVL"],
            "period": "2026-11",
            "items": items,
            "left_out": left_out,
        },
        enrolled.today,
    )
    enrolled.sync(owner, second)
    statements.approve(second, statement, enrolled.today)
    enrolled.sync(second, owner)
    statements.publish(owner, statement, enrolled.today)
    enrolled.sync(owner)

    held, reply = source.mailbox()
    assert isinstance(held, HeldNote)
    assert reply == Reply(text="We have read your report.", on=enrolled.today)
    (public,) = enrolled.gate.statements()
    publication = parse_verifier(source.notice.publication)
    assert verify_statement(public, publication.public_key).text.startswith("A person who spoke")
    assert owner.docket.outbox() == []
    assert owner.book.case(case).conflicts == ()
