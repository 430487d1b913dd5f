from dataclasses import replace

from casework_examples import ANNA, BO, an_id, case_of, confirmed, document, proposal, rejected, released

from unhindered.core.casework.conflicts import ConflictKind
from unhindered.core.casework.documents import proposal_key


def standing(case):
    return [statement for statement, fact in case.documents.facts.items() if fact.stands]


def kinds(case):
    return [conflict.kind for conflict in case.conflicts]


def test_a_confirmed_proposal_stands():
    assert standing(case_of(document(), confirmed())) == [an_id(21)]


def test_a_proposal_rejected_later_stands_no_more():
    assert standing(case_of(document(), confirmed(), rejected())) == []


def test_a_rejected_proposal_confirmed_later_stands():
    assert standing(case_of(document(), confirmed(), rejected(), confirmed(22))) == [an_id(22)]


def test_a_proposal_confirmed_twice_becomes_one_statement():
    assert standing(case_of(document(), confirmed(), confirmed(22))) == [an_id(21)]


def test_the_statement_that_is_out_stays_the_one():
    assert standing(case_of(document(), confirmed(), confirmed(22), released(22))) == [an_id(22)]


def test_another_proposal_is_not_touched():
    other = proposal(values={"body": "Committee against Invention", "states": ["XVM"]})

    case = case_of(document(), confirmed(), rejected(proposal=other))

    assert standing(case) == [an_id(21)]
    assert len(case.documents.decisions) == 2


def test_the_last_decision_is_told():
    case = case_of(document(), rejected(), confirmed())

    assert case.documents.decisions[proposal_key(an_id(20), proposal())] == confirmed()


def test_two_officers_who_decide_are_listed():
    assert kinds(case_of(document(), confirmed(by=ANNA), rejected(by=BO))) == [ConflictKind.DECIDED_TWICE]


def test_one_officer_may_think_again():
    assert kinds(case_of(document(), confirmed(), rejected())) == []


def test_a_decision_about_no_document_is_listed():
    assert kinds(case_of(confirmed())) == [ConflictKind.UNKNOWN_DOCUMENT]


def test_two_documents_under_one_id_are_listed():
    case = case_of(document(), replace(document(), name="Other"))

    assert kinds(case) == [ConflictKind.SAME_ID_TWICE]
    assert case.documents.by_id[an_id(20)] == document()
