"""A person whose browser runs no script: warned first, held all the same, and answered at a price."""

import pytest
from officer_steps import answer, assess_rapidly, open_case, sync
from playwright.sync_api import expect
from source_steps import write_report
from visits import shot

pytestmark = pytest.mark.browser
STORY = "They took my papers after I had written to the committee."
LETTER = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"A fictional letter.\n" * 900}
ANSWER = "We have it.\n\nKeep a copy of the letter somewhere else."


def test_report_without_script(stage, visitors, officer_one):
    gate, one = stage.url("gate"), officer_one
    phone = visitors.phone(java_script_enabled=False)

    # What is weaker stands before the first field, not after it.
    phone.goto(f"{gate}/en/report")
    warning = phone.get_by_text("Without script, this is weaker")
    expect(warning).to_be_visible()
    assert warning.bounding_box()["y"] < phone.get_by_label("What happened?").bounding_box()["y"]
    expect(phone.get_by_text("What you write is sealed on this device")).to_be_hidden()
    shot(phone, "20-noscript-report-phone")
    words = write_report(phone, gate, story=STORY, attachment=LETTER)
    assert len(words) == 13
    shot(phone, "21-noscript-receipt-phone")

    # An officer reads on how the report came, and answers.
    sync(one)
    one.get_by_role("link", name=STORY).click()
    expect(one.get_by_text("the gate's memory: the source had no script")).to_be_visible()
    with one.expect_download() as saved:
        one.get_by_role("link", name="Save").click()
    assert saved.value.path().read_bytes() == LETTER["buffer"]
    one.get_by_role("link", name="Rapid").click()
    assess_rapidly(one)
    open_case(one, "Winter 7")
    answer(one, ANSWER)

    # The reader says what it costs before it lets anybody type.
    phone.goto(f"{gate}/en/return")
    expect(phone.locator("#return-form")).to_be_hidden()
    phone.get_by_role("link", name="Read without script").click()
    assert phone.url.startswith(stage.url("reader"))
    expect(phone.get_by_role("heading", name="What you give away")).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_count(0)
    shot(phone, "22-reader-costs-phone")
    phone.get_by_role("link", name="I understand").click()
    phone.get_by_label("Words, or their numbers").fill(" ".join(words))
    phone.get_by_role("button", name="Read the answer").click()
    expect(phone.locator("blockquote")).to_have_text(ANSWER)
    expect(phone.get_by_text("What you sent is held")).to_be_visible()
    shot(phone, "23-reader-mailbox-phone")

    assert phone.context.cookies() == []
    assert visitors.foreign() == set()
