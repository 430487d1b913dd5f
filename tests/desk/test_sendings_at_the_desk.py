"""What leaves for a named recipient, as officers work with it: through the door, recorded, asked back."""

import hashlib
import json
from dataclasses import replace

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill
from desk_world import ANSWERS, Source

from unhindered.core.casework.basis import NoBasis
from unhindered.core.casework.exit_facts import RecallAnswer
from unhindered.core.casework.items import PersonalItem
from unhindered.core.casework.not_told import NotReady, TellsTooMuch
from unhindered.core.casework.sending import Sending, SendingKind
from unhindered.core.casework.terms import BasisKind, IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, consents, sending
from unhindered.desk.actions.statements import OwnApproval

TEXT = "A relative of somebody who spoke to a visiting body needs a safe place to stay."


class Story:
    """A case whose lawyer agreed that a shelter learns of her, by initials."""

    def __init__(self, world, owner, second):
        self.world, self.owner, self.second = world, owner, second
        self.case = fill(world, owner, second)
        lawyer = {"label": "The lawyer", "roles": ["relative"], "person_name": "Dee Erfunden"}
        self.lawyer = cases.add_person(owner, self.case, lawyer, world.today)
        agreed = {
            "person": self.lawyer,
            "purpose": "referral",
            "recipient": "SHELTER-XVL",
            "level": "initials",
            "language": "en",
            "method": "spoken",
            "expires": "2027-11-24",
        }
        self.consent = consents.record_consent(
            owner, self.case, who="person", values=agreed, today=world.today
        )

    def sending(self, **changes):
        others = set(self.owner.book.case(self.case).persons) - {self.lawyer}
        shown = PersonalItem(
            person=self.lawyer,
            level=IdentityLevel.INITIALS,
            basis=BasisKind.CONSENT,
            shown_as="D. E.",
            consent=self.consent,
        )
        fields = {
            "kind": SendingKind.REFERRAL,
            "purpose": Purpose.REFERRAL,
            "recipient": "SHELTER-XVL",
            "items": (shown,),
            "left_out": tuple(sorted(others)),
            "texts": (TEXT,),
        }
        return Sending(**fields | changes)

    def compose(self, cleared):
        return json.dumps({"to": cleared[self.case].shown_as(self.lawyer)}).encode()

    def leave(self, what=None, desk=None):
        return sending.leave(
            desk or self.owner,
            {self.case: what or self.sending()},
            self.compose,
            media_type="application/json",
            today=self.world.today,
        )

    @property
    def sendings(self):
        return self.owner.book.case(self.case).sendings


@pytest.fixture
def story(enrolled, owner, second):
    return Story(enrolled, owner, second)


def test_what_leaves_shows_what_was_cleared_and_is_recorded_by_its_hash(story):
    content = story.leave()

    (sent,) = story.sendings.sent
    assert content == b'{"to": "D. E."}'
    assert (sent.sha256, sent.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert sent.items[0].consent == story.consent


def test_what_the_door_refuses_is_neither_composed_nor_recorded(story):
    composed = []

    with pytest.raises(NoBasis):
        sending.leave(
            story.owner,
            {story.case: story.sending(recipient="CAT-22")},
            lambda cleared: composed.append(cleared) or b"",
            media_type="text/plain",
            today=story.world.today,
        )

    assert composed == []
    assert story.sendings.sent == ()


def test_a_withdrawal_blocks_and_opens_a_recall_that_ends_with_an_answer(story):
    today = story.world.today
    story.leave()
    touched = consents.withdraw_consent(story.owner, story.case, story.consent, today)
    (sent,) = touched.sent

    with pytest.raises(NoBasis):
        story.leave()
    with pytest.raises(Refused, match="was asked"):
        sending.end_recall(
            story.owner, story.case, sent.sending, story.consent, today, answer=RecallAnswer.KEPT
        )
    sending.ask_recall(story.owner, story.case, sent.sending, story.consent, today, how="By letter.")
    assert len(story.sendings.open_recalls) == 1
    sending.end_recall(
        story.owner, story.case, sent.sending, story.consent, today, answer=RecallAnswer.DESTROYED
    )
    assert story.sendings.open_recalls == ()


def test_nothing_is_asked_back_that_no_withdrawal_touched(story):
    story.leave()
    (sent,) = story.sendings.sent

    with pytest.raises(Refused):
        sending.ask_recall(
            story.owner, story.case, sent.sending, story.consent, story.world.today, how="By letter."
        )


def test_what_needs_a_second_officer_waits_for_an_approval_in_the_log(story):
    today, world = story.world.today, story.world
    child = {"label": "The son", "roles": ["victim"], "circumstances": ["child"], "person_name": "Eli Fabel"}
    son = cases.add_person(story.owner, story.case, child, today)
    agreed = {
        "person": son,
        "purpose": "referral",
        "recipient": "SHELTER-XVL",
        "level": "initials",
        "language": "en",
        "method": "spoken",
        "expires": "2027-11-24",
        "representative": "Bea Inventada",
        "right": "parent",
        "assent": "agreed",
        "best_interest": "He needs a bed tonight.",
    }
    consent = consents.record_consent(
        story.owner, story.case, who="representative", values=agreed, today=today
    )
    shown = PersonalItem(
        person=son,
        level=IdentityLevel.INITIALS,
        basis=BasisKind.REPRESENTATIVE,
        shown_as="E. F.",
        consent=consent,
    )
    first = story.sending()
    what = story.sending(
        items=(*first.items, shown), left_out=tuple(one for one in first.left_out if one != son)
    )
    with pytest.raises(NotReady):
        story.leave(what)
    drafted = sending.draft_sending(story.owner, story.case, what, today)
    sha256 = story.sendings.drafts[drafted].draft_sha256
    with pytest.raises(OwnApproval):
        sending.approve_sending(story.owner, story.case, drafted, today, draft_sha256=sha256)
    world.sync(story.owner)
    world.sync(story.second)
    with pytest.raises(Refused, match="changed"):
        sending.approve_sending(story.second, story.case, drafted, today, draft_sha256="00" * 32)
    sending.approve_sending(story.second, story.case, drafted, today, draft_sha256=sha256)
    with pytest.raises(NotReady, match="has not reached the log"):
        story.leave(what, story.second)
    world.sync(story.second)

    story.leave(what, story.second)

    world.sync(story.second)
    world.sync(story.owner)
    assert [sent.sending for sent in story.sendings.sent] == [drafted]
    with pytest.raises(NotReady):
        story.leave(what)


def form_of(story, **changes):
    fields = {
        "kind": "referral",
        "purpose": "referral",
        "recipient": "SHELTER-XVL",
        "text": TEXT,
        "note": "By hand.",
        "decision": "leave",
        f"level-{story.lawyer}": "initials",
        f"basis-{story.lawyer}": "consent",
        f"consent-{story.lawyer}": story.consent,
        f"shown-{story.lawyer}": "D. E.",
    }
    return fields | changes


def test_a_paper_that_is_posted_passes_the_door_before(story):
    with Browser(story.world, story.owner) as browser:
        page = browser.post(f"/case/{story.case}/send", form_of(story))

    assert "It may leave, and is recorded." in text_of(page)
    (sent,) = story.sendings.sent
    assert (sent.sha256, sent.format) == (hashlib.sha256(TEXT.encode()).hexdigest(), "text/plain")
    assert (sent.note, sent.recipient) == ("By hand.", "SHELTER-XVL")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "Dee Erfunden needs a bed."}, "did not agree to be named"),
        ({"recipient": "CAT-22"}, "another person, purpose, recipient"),
        ({"kind": ""}, "none of the possible answers"),
        ({"text": ""}, "Nothing shows what leaves"),
    ],
)
def test_a_paper_that_may_not_leave_is_not_recorded_and_nothing_typed_is_lost(story, change, said):
    with Browser(story.world, story.owner) as browser:
        page = browser.post(f"/case/{story.case}/send", form_of(story, **change))

    assert page.status_code == 400
    assert said in text_of(page)
    assert "By hand." in page.text
    assert story.sendings.sent == ()


def test_a_recall_is_worked_off_from_the_page_of_what_was_sent(story):
    story.leave()
    consents.withdraw_consent(story.owner, story.case, story.consent, story.world.today)
    (recall,) = story.sendings.open_recalls
    address = f"/case/{story.case}/recall/{recall.sent.sending}/{story.consent}"

    with Browser(story.world, story.owner) as browser:
        before = text_of(browser.get(f"/case/{story.case}/sent"))
        browser.post(address, {"how": "By letter.", "note": ""})
        asked = text_of(browser.get(f"/case/{story.case}/sent"))
        browser.post(f"{address}/end", {"answer": "no_answer", "note": "Two months passed."})
        after = text_of(browser.get(f"/case/{story.case}/sent"))

    assert "Ask it back from SHELTER-XVL ." in before
    assert "Consent withdrawn since" in before
    assert "Asked on 24 Nov 2026: By letter." in asked
    assert "Ask it back from" not in after
    assert "SHELTER-XVL : no answer" in after


def test_a_second_officer_reads_decides_and_lets_it_leave_from_its_page(story):
    world = story.world
    with Browser(world, story.owner) as browser:
        page = browser.post(f"/case/{story.case}/send", form_of(story, decision="draft"))
    assert "another officer decides" in text_of(page)
    world.sync(story.second)
    (drafted,) = story.sendings.drafts
    sha256 = story.sendings.drafts[drafted].draft_sha256
    address = f"/case/{story.case}/sending/{drafted}"

    with Browser(world, story.second) as browser:
        read = text_of(browser.get(address))
        browser.post(address, {"decision": "approve", "draft_sha256": sha256})
        done = browser.post(address, {"decision": "leave", "note": "By post."})

    assert TEXT in read
    assert "It may leave, and is recorded." in text_of(done)
    world.sync(story.owner)
    assert [sent.note for sent in story.sendings.sent] == ["By post."]


def test_what_is_sent_back_says_why(story):
    drafted = sending.draft_sending(story.owner, story.case, story.sending(), story.world.today)
    story.world.sync(story.owner)
    story.world.sync(story.second)

    with Browser(story.world, story.second) as browser:
        address = f"/case/{story.case}/sending/{drafted}"
        empty = browser.post(address, {"decision": "return", "comment": ""})
        browser.post(address, {"decision": "return", "comment": "Leave out the visit."})

    assert empty.status_code == 400
    story.world.sync(story.owner)
    assert story.sendings.drafts[drafted].returns[0].comment == "Leave out the visit."
    with pytest.raises(NotReady):
        story.leave()


def test_a_second_officer_finds_it_among_what_is_to_review(story):
    sending.draft_sending(story.owner, story.case, story.sending(), story.world.today)
    story.world.sync(story.owner)
    story.world.sync(story.second)

    with Browser(story.world, story.second) as browser:
        read = text_of(browser.get("/review"))

    assert "To send Referral to SHELTER-XVL" in read


def test_what_a_source_wrote_in_the_report_or_later_does_not_leave_in_a_text(story):
    world, owner = story.world, story.owner
    source = Source(world.gate)
    told = "They took my passport on the way to the session. I am home."
    written = "Since that day a grey car stands in front of the house, every evening until ten."
    source.send(replace(ANSWERS, what=told, danger="no", danger_who=""))
    source.write(written)
    world.sync(owner)
    report = max(owner.book.reports.values(), key=lambda held: held.place)
    cases.add_report(owner, story.case, report.id, world.today)

    for own in (told, written):
        with pytest.raises(TellsTooMuch, match="of the case itself"):
            sending.clear(owner, story.case, story.sending(texts=(f"We hear: {own}",)), world.today)
    assert sending.clear(owner, story.case, story.sending(), world.today).consents == (story.consent,)
