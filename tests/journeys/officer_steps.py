"""What an officer does at the desk's pages, one step a function."""

import re

from playwright.sync_api import expect


def sync(page):
    """Press Sync, wherever one is."""
    page.get_by_role("button", name="Sync").click()
    expect(page.get_by_text("In step with the gate; the whole log is verified.")).to_be_visible()


def go_to(page, name):
    """Follow the navigation; numbers of waiting things stand after some of its names."""
    ways = page.get_by_role("navigation", name="Desk")
    link = ways.get_by_role("link", name=re.compile(rf"^{name}\b"))
    if not link.is_visible():
        ways.get_by_text("More", exact=True).click()
    link.click()


def on_case(page, name):
    """Choose what to do in the open case."""
    page.get_by_role("navigation", name="Work on this case").get_by_role("link", name=name).click()


def on_tab(page, name):
    """Choose one of the pages of the open case."""
    page.get_by_role("navigation", name="This case").get_by_role("link", name=name).click()


def say(page, text):
    """The line in which the desk says what was done."""
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def open_case(page, name):
    """From an open report: a case, with the second officer."""
    page.get_by_role("link", name="Open a case").click()
    page.get_by_label("Working name").fill(name)
    page.get_by_role("checkbox", name="Officer Candela").check()
    page.get_by_role("button", name="Open the case").click()
    say(page, "The case is open.")


def assess_rapidly(page):
    """The five fields for somebody who is in danger now."""
    page.get_by_label("Someone is in danger now").check()
    page.get_by_label("What could happen, to whom, how soon?").fill("Arrest of the source, within days.")
    page.get_by_label("How may we reach the source safely?").fill("Only through the mailbox.")
    page.get_by_label("What must nobody do?").fill("Telephone, or name the place.")
    page.get_by_label("What happens next, and who does it?").fill("Ask for a safe time; both of us.")
    page.get_by_role("button", name="Record the assessment").click()
    say(page, "The risk assessment is recorded.")


def answer(page, text):
    """Write to the source from the open case."""
    on_case(page, "Answer")
    page.get_by_label("Answer", exact=True).fill(text)
    page.get_by_role("button", name="Put it into the mailbox").click()
    say(page, "The answer waits in the source's mailbox.")


def add_person(page, label):
    """Record the source as a victim, under a label."""
    on_tab(page, "Record")
    page.get_by_role("navigation", name="Add to the record").get_by_role(
        "link", name="Person or group"
    ).click()
    page.get_by_label("Label").fill(label)
    for role in ("Source", "Victim"):
        page.get_by_role("group", name="Roles").get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Add the person").click()
    say(page, "The person is in the case.")
    on_tab(page, "Overview")


def record_consent(page, label):
    """To publication, without a name, given through the mailbox."""
    on_tab(page, "Consents")
    page.get_by_role("link", name="Record a consent").first.click()
    page.get_by_label("About whom?").select_option(label=label)
    page.get_by_role("group", name="For what?").get_by_label("Publication").check()
    page.get_by_label("Without a name").check()
    page.get_by_role("group", name="How was it given?").get_by_label("mailbox").check()
    page.get_by_role("button", name="Record the consent").click()
    say(page, "The consent is recorded.")
    on_tab(page, "Overview")


def draft(page, text):
    """Draft a statement for the public about the open case, showing its one person without a name."""
    on_case(page, "Statement")
    page.get_by_label("Text").fill(text)
    page.get_by_label("States").fill("XVL")
    page.get_by_label("When it happened").fill("2026-02")
    page.get_by_label("Shows").select_option("anonymous")
    page.get_by_role("button", name="Give it to a second officer").click()
    say(page, "The draft waits for a second officer.")


def publish_all(page):
    """Tick everything in the release queue that may leave, and publish it; returns how many."""
    go_to(page, "Publish")
    boxes = page.get_by_role("checkbox").and_(page.locator("[name=statement]")).all()
    for box in boxes:
        box.check()
    page.get_by_role("button", name="Publish what is ticked").click()
    say(page, f"Published: {len(boxes)}.")
    return len(boxes)


def take_in(page, text, **details):
    """Take in a public document."""
    go_to(page, "Documents")
    for label, value in details.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Read it").click()
    say(page, "The document is read.")


def passages(page, kind):
    """The passages of one kind in the open document."""
    return page.locator("article.proposal").filter(
        has=page.get_by_role("heading", name=re.compile(rf"^{kind}\b"))
    )


def confirm(page, passage):
    """Confirm a passage as it was read; the desk goes on to the next."""
    passage.get_by_role("button", name="Confirm").click()
    say(page, "Confirmed: passage")
