"""A word that is also a part of a name in another case: the second officer sees it and says whom it means."""

import pytest
from desk_browser import Browser, text_of
from desk_scene import fill
from desk_world import RAPID, Source

from unhindered.core.casework.names_elsewhere import NamesInDoubt
from unhindered.core.errors import Refused
from unhindered.desk.actions import cases, consents, statements
from unhindered.desk.actions.statements import OwnApproval

TEXT = "Hassan Square was closed after a person had spoken to a visiting body."
MEANT = "Hassan is a square in the capital."


class Story:
    """Two cases: one about somebody called Hassan, and one whose statement speaks of Hassan Square."""

    def __init__(self, world, owner, second):
        self.world, self.owner, self.second = world, owner, second
        self.case = fill(world, owner, second)
        Source(world.gate).send()
        world.sync(owner)
        report = max(owner.book.reports.values(), key=lambda held: held.place)
        cases.assess(owner, report.id, kind=cases.RAPID, values=RAPID, today=world.today)
        other = cases.open_case(
            owner, [report.id], name="Autumn 5", officers=[second.officer.id], today=world.today
        )
        hassan = {"label": "P2", "roles": ["victim"], "person_name": "Ali Hassan"}
        cases.add_person(owner, other, hassan, world.today)
        persons = owner.book.case(self.case).persons
        source = next(name for name, one in persons.items() if one.label == "P1")
        agreed = {
            "person": source,
            "purpose": "publication",
            "recipient": "public",
            "level": "anonymous",
            "language": "en",
            "method": "spoken",
            "setting": "alone_with_us",
            "expires": "2027-11-24",
        }
        consent = consents.record_consent(owner, self.case, who="person", values=agreed, today=world.today)
        rows = [
            {
                "person": name,
                "level": "anonymous" if name == source else "out",
                "basis": "consent",
                "consent": consent if name == source else "",
                "shown_as": "",
            }
            for name in persons
        ]
        items, left_out = statements.items_from(rows)
        values = {"states": ["XVL"], "period": "2026-11", "items": items, "left_out": left_out}
        self.statement = statements.draft_statement(
            owner, self.case, {**values, "text": TEXT, "types_of_act": []}, world.today
        )
        self.sync()

    def sync(self):
        for desk in (self.owner, self.second, self.owner):
            self.world.sync(desk)

    def ask_the_door(self):
        place = statements.locate(self.owner, self.statement)
        return statements.ask_the_door(self.owner, place, self.world.today)


@pytest.fixture
def story(enrolled, owner, second):
    return Story(enrolled, owner, second)


def test_the_second_officer_sees_the_word_and_says_whom_it_means(story):
    with Browser(story.world, story.second) as browser:
        page = browser.get(f"/statement/{story.statement}")
        browser.post(f"/statement/{story.statement}/decide", {"decision": "approve", "names_mean": MEANT})
    story.sync()

    assert "also a part of a name in another case: Hassan" in text_of(page)
    assert story.ask_the_door().statement.text == TEXT


def test_approved_without_a_word_it_is_held_back_until_somebody_says_it(story):
    statements.approve(story.second, story.statement, story.world.today)
    story.sync()

    with pytest.raises(NamesInDoubt):
        story.ask_the_door()
    with pytest.raises(OwnApproval):
        statements.explain_names(story.owner, story.statement, MEANT, story.world.today)
    with pytest.raises(Refused, match="Nobody said"):
        statements.explain_names(story.second, story.statement, " ", story.world.today)
    statements.explain_names(story.second, story.statement, MEANT, story.world.today)
    story.sync()

    assert story.ask_the_door().statement.text == TEXT
