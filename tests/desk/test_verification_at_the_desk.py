"""Two officers verify what happened: pages, refusals, and what counts after each step."""

import pytest
from desk_browser import Browser, text_of

from unhindered.core.casework.verification_terms import Element, Finding, JudgementStage
from unhindered.desk.actions import cases, setting_up, verification
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.actions.verification import HadAHandInIt
from unhindered.desk.keys.folder import DeskFolder

GRADES = {
    "reliability": "likely_reliable",
    "reliability_because": "We have known this neighbour for years.",
    "credibility": "highly_credible",
    "credibility_because": "Times and places fit the duty roster.",
}
REASON = {"decision": "agreed", "comment": "I read both accounts; they were taken apart from each other."}


@pytest.fixture
def scene(enrolled, owner, second):
    """A case that both can open, with one act and two accounts of it."""
    case = cases.open_case(owner, [], name="Autumn 4", officers=[second.officer.id], today=enrolled.today)
    act = cases.record_act(owner, case, {"type_of_act": "RX13"}, enrolled.today)
    accounts = [new_id(), new_id()]
    facts = [
        new_fact(
            owner,
            "InformationRecorded",
            {"information": name, "account": f"Account {number}.", "source_in_words": f"neighbour {number}"}
            | {"tells_of": [act]},
            enrolled.today,
        )
        for number, name in enumerate(accounts)
    ]
    record_in_case(owner, case, facts)
    enrolled.sync(owner, second)
    return case, act, accounts


def judged(scene, **changes):
    _, _, accounts = scene
    values = {
        "element": "happened",
        "finding": "established",
        "standard": "reasonable_grounds_to_believe",
        "reasoning": "Two neighbours saw it from two houses.",
        "supported_by": accounts,
    }
    return values | changes


def graded(world, desk, scene):
    case, _, accounts = scene
    for account in accounts:
        verification.grade(desk, case, account, GRADES, world.today)


def finding(desk, scene):
    case, act, _ = scene
    return desk.book.case(case).verification.finding(act, Element.HAPPENED)


def test_pages_carry_an_act_from_reported_to_established(enrolled, owner, second, scene):
    case, act, accounts = scene
    with Browser(enrolled, owner) as browser:
        assert "Not graded" in text_of(browser.get(f"/case/{case}/verification"))
        for account in accounts:
            browser.post(f"/case/{case}/grade/{account}", GRADES)
        page = browser.post(f"/case/{case}/judge/{act}", judged(scene))
        assert "waits for an officer who had no hand in it" in text_of(page)
        (judgement,) = owner.book.case(case).verification.judgements
        own = browser.get(f"/judgement/{judgement}")
        assert "You had a hand in what this rests on" in text_of(own)
        assert finding(owner, scene) is Finding.BEING_VERIFIED
    enrolled.sync(owner, second)
    with Browser(enrolled, second) as browser:
        assert "Judgement to review" in text_of(browser.get("/review"))
        browser.post(f"/judgement/{judgement}", REASON)
        assert "Nothing waits" in text_of(browser.get("/review"))
    enrolled.sync(second, owner)
    assert finding(owner, scene) is Finding.ESTABLISHED


def test_a_reviewer_has_to_say_why_and_what_was_typed_stays(enrolled, owner, second, scene):
    case, act, _ = scene
    graded(enrolled, owner, scene)
    judgement = verification.judge(owner, case, act, judged(scene), enrolled.today)
    enrolled.sync(owner, second)

    with Browser(enrolled, second) as browser:
        silent = browser.post(f"/judgement/{judgement}", {"decision": "disagreed", "comment": " "})
        undecided = browser.post(f"/judgement/{judgement}", {"comment": "I think so."})

    assert silent.status_code == undecided.status_code == 400
    assert 'value="disagreed" checked' in silent.text
    assert "I think so." in undecided.text
    assert second.book.case(case).verification.judgements[judgement].stage is JudgementStage.AWAITS_REVIEW


def test_who_recorded_it_is_refused_and_who_reviewed_it_cannot_judge(enrolled, owner, second, scene):
    case, act, _ = scene
    graded(enrolled, owner, scene)
    judgement = verification.judge(owner, case, act, judged(scene), enrolled.today)
    enrolled.sync(owner, second)

    with pytest.raises(HadAHandInIt):
        verification.review(owner, judgement, decision="agreed", comment="Mine.", today=enrolled.today)
    verification.review(second, judgement, decision="more_needed", comment="When?", today=enrolled.today)
    with pytest.raises(HadAHandInIt):
        verification.judge(second, case, act, judged(scene), enrolled.today)


def test_a_disagreement_waits_for_a_third_officer(enrolled, owner, second, scene):
    case, act, _ = scene
    graded(enrolled, owner, scene)
    judgement = verification.judge(owner, case, act, judged(scene), enrolled.today)
    enrolled.sync(owner, second)
    verification.review(second, judgement, decision="disagreed", comment="No.", today=enrolled.today)
    enrolled.sync(second, owner)
    third_folder = DeskFolder(enrolled.path / "third", work_factor=2)
    words = "a third set of words by dice"
    made = setting_up.init_officer(third_folder, officer_name="Cleo Made-Up", passphrase=words)
    admitted = setting_up.admit(
        owner, made.card, "six words drawn by fair dice", may_publish=False, cases=[case]
    )
    enrolled.sync(owner)
    setting_up.join(third_folder, words, admitted.welcome)
    third = setting_up.open_desk(third_folder, words, enrolled.connect)
    enrolled.sync(third)

    for desk in (owner, second):
        with pytest.raises(HadAHandInIt):
            verification.settle(desk, judgement, stands=True, comment="So.", today=enrolled.today)
    with Browser(enrolled, third) as browser:
        assert "Disagreement to settle" in text_of(browser.get("/review"))
        browser.post(f"/judgement/{judgement}", {"stands": "no", "comment": "The roster says otherwise."})
    assert third.book.case(case).verification.judgements[judgement].stage is JudgementStage.FELL
    third.close()


def test_a_judgement_names_only_accounts_of_the_case(enrolled, owner, scene):
    case, act, _ = scene
    with Browser(enrolled, owner) as browser:
        page = browser.post(f"/case/{case}/judge/{act}", judged(scene, supported_by=["ab" * 16]))

    assert page.status_code == 400
    assert owner.book.case(case).verification.judgements == {}


def test_what_its_sources_do_not_carry_is_refused_before_it_is_recorded(enrolled, owner, scene):
    case, act, accounts = scene
    with Browser(enrolled, owner) as browser:
        ungraded = browser.post(f"/case/{case}/judge/{act}", judged(scene))
        both = browser.post(
            f"/case/{case}/judge/{act}", judged(scene, finding="contested", contradicted_by=accounts)
        )
        with_reason = browser.post(
            f"/case/{case}/judge/{act}", judged(scene, too_few_because="A court's judgement.")
        )

    assert "rests on 0 independent graded sources" in text_of(ungraded)
    assert "Two neighbours saw it" in ungraded.text
    assert "cannot both support and contradict" in text_of(both)
    assert with_reason.status_code == 200
    assert len(owner.book.case(case).verification.judgements) == 1


def test_nobody_agrees_to_what_lost_its_sources(enrolled, owner, second, scene):
    case, act, accounts = scene
    graded(enrolled, owner, scene)
    judgement = verification.judge(owner, case, act, judged(scene), enrolled.today)
    verification.grade(owner, case, accounts[0], GRADES | {"credibility": "not_credible"}, enrolled.today)
    enrolled.sync(owner, second)

    with pytest.raises(verification.TooFewSources):
        verification.review(second, judgement, decision="agreed", comment="Yes.", today=enrolled.today)
    verification.review(second, judgement, decision="more_needed", comment="Why?", today=enrolled.today)
