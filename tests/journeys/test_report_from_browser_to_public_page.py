"""One report on its whole way: a phone, two desks, and the page that everybody can read."""

import pytest
from officer_steps import (
    add_person,
    answer,
    assess_rapidly,
    draft,
    go_to,
    on_case,
    open_case,
    publish_all,
    record_consent,
    say,
    sync,
)
from playwright.sync_api import expect
from source_steps import STORY, come_back, come_back_until_proved, misspelt, practise, write_report
from visits import read_ledger, shot

pytestmark = pytest.mark.browser
PHOTO = bytes(range(256)) * 700
ATTACHMENT = {"name": "ward, 10 February.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}
ANSWER = "We have read your report. Write here, and only here. Is there a safe time for you to look?"
MESSAGE = "Mornings are safe. I agree that you write about it, without my name."
PUBLIC = "A lawyer was threatened by two officials two days after speaking with a visiting delegation."


def test_report_from_browser_to_public_page(stage, visitors, officer_one, officer_two):
    gate, one, two = stage.url("gate"), officer_one, officer_two

    # The source, on a phone: looks at who reads this, writes, and keeps the words.
    phone = visitors.phone()
    phone.goto(f"{gate}/")
    shot(phone, "01-gate-home-phone")
    phone.get_by_role("link", name="Write a report").click()
    expect(phone.locator("#notice-facts")).to_contain_text(stage.fingerprints["institution"])
    expect(phone.get_by_text("Without script, this is weaker")).to_be_hidden()
    shot(phone, "02-gate-report-phone")
    words = write_report(phone, gate, attachment=ATTACHMENT)
    assert len(words) == 13
    shot(phone, "03-gate-receipt-phone")
    practise(phone, words)
    # One word alone can stand in any page.
    assert " ".join(words[:2]) not in " ".join(phone.locator("body").inner_text().split())
    shot(phone, "04-gate-practised-phone")

    # Officer one: the report is first in the inbox, and its file is the source's, byte for byte.
    sync(one)
    shot(one, "05-desk-inbox")
    first = one.locator(".row.unread").first
    expect(first).to_contain_text("In danger")
    first.get_by_role("link").first.click()
    expect(one.locator(".told")).to_have_text(STORY)
    shot(one, "06-desk-report")
    with one.expect_download() as saved:
        one.get_by_role("link", name="Save").click()
    assert saved.value.suggested_filename == ATTACHMENT["name"]
    assert saved.value.path().read_bytes() == PHOTO

    # Nobody writes to a source before the risk is assessed.
    open_case(one, "Autumn 4")
    on_case(one, "Answer")
    expect(one.get_by_role("heading", level=1)).to_have_text("Nobody writes to this source yet")
    shot(one, "07-desk-refused")
    one.get_by_role("link", name="Rapid assessment").click()
    assess_rapidly(one)
    answer(one, ANSWER)
    shot(one, "08-desk-answered")

    # The source comes back from another phone; one word is written wrong.
    other = visitors.phone()
    come_back(other, gate, misspelt(words))
    expect(other.get_by_text("Did you mean one of these?")).to_be_visible()
    shot(other, "09-gate-did-you-mean-phone")
    other.get_by_role("button", name=" ".join(words), exact=True).click()
    expect(other.locator("#mailbox-items")).to_contain_text(ANSWER)
    come_back_until_proved(other, gate, " ".join(words))
    expect(other.locator("#mailbox-items")).to_contain_text(ANSWER)
    expect(other.get_by_text("Held and proved. This device checked it")).to_be_visible()
    other.get_by_label("Your message").fill(MESSAGE)
    other.get_by_role("button", name="Send").click()
    expect(other.get_by_text("Your message is held.")).to_be_visible()
    shot(other, "10-gate-mailbox-phone")

    # Officer one reads it, records who agreed to what, and drafts.
    sync(one)
    expect(one.locator(".message.fresh")).to_contain_text(MESSAGE)
    one.get_by_role("button", name="Mark as read").click()
    add_person(one, "the lawyer")
    record_consent(one, "the lawyer")
    shot(one, "11-desk-case")
    draft(one, PUBLIC)
    statement = one.url

    # One's own approval is refused, by the page and behind it.
    expect(one.get_by_text("You drafted this statement, so another officer decides on it.")).to_be_visible()
    expect(one.get_by_role("button", name="Approve")).to_have_count(0)
    origin = statement.partition("/statement/")[0]
    refused = one.request.post(
        f"{statement}/decide", form={"decision": "approve"}, headers={"Origin": origin}
    )
    assert refused.status == 400
    shot(one, "12-desk-own-statement")

    # Officer two decides on just this text.
    sync(two)
    go_to(two, "Review")
    two.get_by_role("article").filter(has_text=PUBLIC).get_by_role("link", name="Read and decide").click()
    expect(two.locator(".told")).to_have_text(PUBLIC)
    shot(two, "13-desk-review")
    two.get_by_role("button", name="Approve just this text").click()
    say(two, "Approved. It can be published now.")

    # Officer one publishes, and everybody can read it.
    sync(one)
    go_to(one, "Publish")
    shot(one, "14-desk-publish")
    assert publish_all(one) == 1
    anybody = visitors.wide()
    read_ledger(anybody, stage, "states/xvl/", PUBLIC)
    expect(anybody.locator(".statement").filter(has_text=PUBLIC)).to_contain_text("Fictional Lamp Society")
    shot(anybody, "15-ledger-state")

    assert visitors.foreign() == set()
    assert visitors.complaints == []
