"""Urgent steps: what a body was told of somebody passes the door, and can be asked back."""

import pytest
from desk_world import Source

from unhindered.core.casework.event_facts import InterventionRecorded
from unhindered.core.casework.source_word import NotRecordedYet
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, consents
from unhindered.desk.actions.urgent import record_call, urgent_view

BODY = "SR-TORTURE"
TEXT = "Asked for an appeal for somebody in the northern prison."


class Story:
    """A case out of a report, with somebody detained who agreed that one body is told of her."""

    def __init__(self, world, owner, **changes):
        self.world, self.owner = world, owner
        self.source = Source(world.gate)
        self.source.send()
        world.sync(owner)
        (self.report,) = owner.book.reports
        self.case = cases.open_case(owner, [self.report], name="Autumn", officers=[], today=world.today)
        told = {"label": "P1", "roles": ["source", "victim"], "person_name": "Ada Fictional"}
        self.ada = cases.add_person(
            owner, self.case, {**told, "circumstances": ["deprived_of_liberty"]}, world.today
        )
        self.consent = self.agrees(**changes)

    def agrees(self, **changes):
        values = {
            "person": self.ada,
            "purpose": "un_submission",
            "recipient": BODY,
            "level": "initials",
            "language": "en",
            "method": "spoken",
            "setting": "alone_with_us",
            "expires": "2027-11-24",
        }
        return consents.record_consent(
            self.owner, self.case, who="person", values=values | changes, today=self.world.today
        )

    def call(self, text=TEXT, **values):
        said = {"body": BODY, "text": text} | values
        return record_call(self.owner, self.case, said, self.world.today)

    def agreed(self):
        shown = urgent_view(self.owner, self.case, self.world.today)
        return [label for row in shown.to_call for label in row.agreed]

    @property
    def now(self):
        return self.owner.book.case(self.case)

    @property
    def interventions(self):
        return [fact for _, fact in self.now.record.of(InterventionRecorded)]


@pytest.fixture
def story(enrolled, owner):
    return Story(enrolled, owner)


def test_what_was_told_is_recorded_as_sent_and_asked_back_after_a_withdrawal(story):
    story.call(told={story.ada: "initials"})

    (sent,) = story.now.sendings.sent
    assert (sent.recipient, sent.items[0].level, sent.items[0].consent) == (BODY, "initials", story.consent)
    assert story.interventions[0].victims == (story.ada,)
    consents.withdraw_consent(story.owner, story.case, story.consent, story.world.today)
    assert [recall.sent.recipient for recall in story.now.sendings.open_recalls] == [BODY]


def test_more_than_was_agreed_to_is_neither_told_nor_recorded(story):
    with pytest.raises(Refused):
        story.call(told={story.ada: "named"})
    with pytest.raises(Refused):
        story.call("Ada Fictional needs an appeal.", told={story.ada: "initials"})

    assert (story.now.sendings.sent, story.interventions) == ((), [])


@pytest.mark.parametrize(
    "changes",
    [
        {"setting": "in_hearing_of_guards"},
        {"purpose": "statistics"},
        {"purpose": "publication"},
        {"recipient": "CED-30"},
        {"expires": "2026-11-23"},
    ],
    ids=str,
)
def test_only_a_consent_that_counts_today_for_a_submission_to_that_body_is_one(enrolled, owner, changes):
    story = Story(enrolled, owner, **changes)

    with pytest.raises(Refused, match="counts today"):
        story.call(told={story.ada: "anonymous"})
    assert story.interventions == []
    assert story.agreed() == (["P1"] if changes == {"recipient": "CED-30"} else [])


def test_after_a_withdrawal_that_nobody_recorded_nothing_is_told_and_the_page_says_so(story):
    assert story.agreed() == ["P1"]
    story.source.withdraw("They know.")
    story.world.sync(story.owner)

    with pytest.raises(NotRecordedYet):
        story.call(told={story.ada: "anonymous"})
    assert story.now.sendings.sent == ()
    assert story.agreed() == []
    assert "withdrew" in urgent_view(story.owner, story.case, story.world.today).took_back


def test_without_a_consent_it_is_said_why_and_nobody_is_named(story):
    with pytest.raises(Refused, match="of whom"):
        story.call()
    why = {"without_consent": "Nobody was named."}
    told = story.owner.book.reports[story.now.reports[0]].report.answers.what
    names = ("Ada Fictional is beaten.", "A.F. is beaten.", "Told them of a. f. there.")
    for text in (*names, "Call +49 30 5550 1234 about it.", f"They wrote: {told}"):
        with pytest.raises(Refused, match="“text”"):
            story.call(text, **why)
    story.call(**why)

    (fact,) = story.interventions
    assert (fact.victims, story.now.sendings.sent) == ((), ())
    assert "Nobody was named." in fact.remarks


def test_without_a_consent_nobody_of_another_case_is_named_either(story):
    other = cases.open_case(story.owner, [], name="Winter", officers=[], today=story.world.today)
    cases.add_person(
        story.owner,
        other,
        {"label": "W", "roles": ["witness"], "person_name": "Zoe Ailleurs"},
        story.world.today,
    )

    with pytest.raises(Refused, match="“text”"):
        story.call("Zoe Ailleurs saw it.", without_consent="She called us.")
