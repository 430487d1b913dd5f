"""What a source does in a browser, one step a function."""

import re

from playwright.sync_api import expect
from visits import TIMES

STORY = (
    "Two days after I had spoken with the visiting delegation in Lantern House, two officials came to my "
    "office. They said that people who talk to delegations lose more than their post."
)


def write_report(page, gate, *, story=STORY, danger="Yes", attachment=None):
    """Fill in the five questions and send; returns the thirteen words that the page shows."""
    page.goto(f"{gate}/en/report")
    page.get_by_label("What happened?").fill(story)
    page.locator("#when").fill("12 February 2026")
    page.locator("#where").fill("New Harbour")
    page.get_by_label("In which State?").select_option("XVL")
    in_danger = page.get_by_role("group", name="Is somebody in danger now?")
    in_danger.get_by_label(danger, exact=True).check()
    in_danger.get_by_label("Who is in danger, and what must not be done?").fill(
        "I am" if danger == "Yes" else ""
    )
    if attachment:
        page.get_by_label("Files, if you have some").set_input_files(attachment)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is held")
    return words_on(page)


def words_on(page):
    """The words of the receipt, in their order."""
    return [word.strip() for word in page.locator("ol.words li strong").all_inner_texts()]


def practise(page, words):
    """Type the two words that the page asks for from one's own copy, then have all of them hidden."""
    fields = page.locator("#receipt form .field")
    expect(fields).to_have_count(2)
    for field in fields.all():
        place = int(re.search(r"\d+", field.locator("label").inner_text())[0])
        field.locator("input").fill(words[place - 1])
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Right. With these 13 words")).to_be_visible()
    page.get_by_role("button", name="hide them now").click()
    expect(page.get_by_text("The words are no longer on this page.")).to_be_visible()


def come_back(page, gate, text):
    """Type words on the page of those who come back."""
    page.goto(f"{gate}/en/return")
    page.get_by_label("Your 13 words, or their numbers").fill(text)
    page.get_by_role("button", name="Open the mailbox").click()


def come_back_until_proved(page, gate, text):
    """Come back until the log is published in which the report's place can be proved on the device."""
    for _ in range(TIMES):
        come_back(page, gate, text)
        proof = page.locator("#held-proof[data-proof]")
        proof.wait_for()
        if proof.get_attribute("data-proof") != "not yet":
            break
    expect(proof).to_have_attribute("data-proof", "proved")


def misspelt(words):
    """The words as somebody might have written them down: the third has other letters at its end."""
    return " ".join([*words[:2], words[2] + "zq", *words[3:]])
