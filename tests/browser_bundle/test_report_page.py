"""The page on which a source writes, in Debian's Chromium before the real gate."""

import hashlib
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import NOW
from pages import shown_words

from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.institution.fingerprint import six_words
from unhindered.facts.wordlists import english

pytestmark = pytest.mark.browser

STORY = "A guard beat Ada Fictional.\nنص عربي 😀"
PHOTO = bytes(range(256)) * 1200


def write(page, what=STORY):
    page.goto("/en/report")
    page.fill("#what", what)


def send(page):
    page.click("#report-form button[type=submit]")


def receipt_shown(page):
    page.wait_for_selector("#receipt:not([hidden])")
    return shown_words(page)


def said(page):
    return page.locator("#report-status").inner_text()


def test_what_is_typed_arrives_sealed_and_the_receipt_follows(page, desk, door):
    write(page)
    page.check("input[name=danger][value=yes]")
    page.fill("#danger_who", "my brother")
    page.set_input_files("#attachments", [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": PHOTO}])

    send(page)
    words = receipt_shown(page)

    (report,) = desk.reports()
    assert (report.answers.what, report.answers.danger, report.answers.danger_who) == (
        STORY,
        "yes",
        "my brother",
    )
    assert (report.sealed_by, report.answers.contact) == ("device", "mailbox")
    (attachment,) = report.attachments
    assert (attachment.name, attachment.size) == ("photo.jpg", len(PHOTO))
    assert attachment.sha256 == hashlib.sha256(PHOTO).digest()
    assert desk.payloads()[0].body == PHOTO
    secret = read_receipt(" ".join(words), english()).secret
    keys = derive_source_keys(secret, bytes.fromhex(desk.world.institution.id))
    assert report.keys.mailbox == keys.mailbox_public_key
    ((_, headers, body),) = [post for post in door.posts if post[0] == "/entries"]
    assert b"Fictional" not in body
    assert "cookie" not in {name.lower() for name in headers}


def test_each_word_stands_with_its_place_and_number(page, desk):
    write(page)
    send(page)
    words = receipt_shown(page)

    lines = [item.split("\n") for item in page.locator("#receipt-words li").all_inner_texts()]

    numbers = [english().index(word) + 1 for word in words]
    assert [[part.strip() for part in line] for line in lines] == [
        [f"word {place}", word, f"number {number}"]
        for place, (word, number) in enumerate(zip(words, numbers, strict=True), 1)
    ]


def test_nothing_of_it_stays_on_the_device(page, desk):
    write(page)
    send(page)
    words = receipt_shown(page)

    assert page.locator("#what").count() == 0
    assert STORY not in page.content()
    stored = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(stored) == [0, 0, ""]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert page.context.cookies() == []
    page.reload()
    assert shown_words(page) == []
    assert " ".join(words[:3]) not in " ".join(page.locator("main").inner_text().split())


def test_practice_asks_for_two_words_and_then_hides_all(page, desk):
    write(page)
    send(page)
    words = receipt_shown(page)
    practice = page.locator("#receipt form")
    places = [int(label.split()[1]) for label in practice.locator("label").all_inner_texts()]
    assert len(set(places)) == 2

    practice.locator("input").nth(0).fill(words[places[0] - 1])
    practice.locator("input").nth(1).fill("zoo" if words[places[1] - 1] != "zoo" else "zone")
    practice.locator("button").click()
    assert f"Word {places[1]} is different" in practice.inner_text()

    practice.locator("input").nth(1).fill(f" {english().index(words[places[1] - 1]) + 1} ")
    practice.locator("button").click()
    practice.get_by_role("button", name="hide them now").click()

    assert shown_words(page) == []
    assert "no longer on this page" in page.locator("#receipt").inner_text()


def test_lost_answers_do_not_make_a_second_report(page, desk, door):
    door.lose_answers = 2
    write(page)
    # Time stands still but for what the page waits for between its tries.
    page.evaluate("window.setTimeout = (act, after) => (after < 60000 ? queueMicrotask(act) : 0, 0)")

    send(page)
    receipt_shown(page)

    posts = [(headers["Idempotency-Key"], body) for path, headers, body in door.posts if path == "/entries"]
    assert len(posts) == 3
    assert len(set(posts)) == 1
    assert desk.world.gate.sealed.size() == 1


def test_a_failed_try_keeps_the_words_and_the_next_sends_the_same_bytes(page, desk, door):
    door.lose_answers = 4
    write(page)
    page.evaluate("window.setTimeout = (act, after) => (after < 60000 ? queueMicrotask(act) : 0, 0)")
    send(page)
    page.wait_for_selector("#report-status.danger-box")
    assert "cannot be reached" in said(page)
    assert page.input_value("#what") == STORY
    assert page.locator("#receipt").is_hidden()

    send(page)
    receipt_shown(page)

    assert len({body for path, _, body in door.posts if path == "/entries"}) == 1
    assert desk.world.gate.sealed.size() == 1


def test_what_was_changed_after_a_failure_is_a_report_of_the_same_person(page, desk, door):
    door.lose_answers = 4
    write(page)
    page.evaluate("window.setTimeout = (act, after) => (after < 60000 ? queueMicrotask(act) : 0, 0)")
    send(page)
    page.wait_for_selector("#report-status.danger-box")

    page.fill("#what", "Something else.")
    send(page)
    receipt_shown(page)

    first, second = desk.reports()
    assert (first.answers.what, second.answers.what) == (STORY, "Something else.")
    assert first.keys == second.keys


def test_a_refusal_is_said_in_the_gates_words_and_shows_no_receipt(page, desk, door):
    write(page)
    page.wait_for_selector("#notice-facts:not([hidden])")
    # The page was left open for weeks: the gate no longer takes what is sealed for its notice.
    desk.world.clock.at = NOW + timedelta(days=30)

    send(page)
    page.wait_for_selector("#report-status.danger-box")

    assert "notice" in said(page)
    assert page.input_value("#what") == STORY
    assert page.locator("#receipt").is_hidden()


def test_an_empty_form_is_not_sent(page, desk, door):
    page.goto("/en/report")

    send(page)
    page.wait_for_selector("#report-status.danger-box")

    assert "Nothing is written yet" in said(page)
    assert desk.world.gate.sealed.size() == 0


def test_cancel_stops_it_and_keeps_what_was_typed(page, desk, door):
    write(page)
    page.evaluate("XMLHttpRequest.prototype.send = () => undefined")
    send(page)
    page.wait_for_selector("#report-cancel:not([hidden])")

    page.click("#report-cancel")
    page.wait_for_selector("#report-cancel", state="hidden")

    assert "Stopped" in said(page)
    assert page.input_value("#what") == STORY
    assert page.locator("#what").is_enabled()
    assert desk.world.gate.sealed.size() == 0


def test_a_notice_that_is_not_whole_stops_everything(page, desk, door):
    door.change = lambda path, body: (
        body.replace(b"Fictional Lamp", b"Fictional Lamb") if path == "/notice" else body
    )
    write(page)
    send(page)
    page.wait_for_selector("#report-status.danger-box")

    assert "Do not send anything" in said(page)
    assert [path for path, _, _ in door.posts] == []


def test_another_gates_notice_stops_everything(page, desk, door):
    answer = desk.world.answer
    other = desk.world.institution.notice(type(answer)(**(vars(answer) | {"gate": "other.example.org"})))
    door.change = lambda path, body: other.encode() if path == "/notice" else body
    write(page)
    send(page)
    page.wait_for_selector("#report-status.danger-box")

    assert "another gate" in said(page)
    assert door.posts == []


def test_the_six_words_are_shown_to_be_compared(page, desk):
    page.goto("/en/report")
    page.wait_for_selector("#notice-facts:not([hidden])")

    words = six_words(desk.world.institution.root.verifier().public_key, english())
    page.click("#notice-facts summary")
    facts = page.locator("#notice-facts").inner_text()
    assert " ".join(words) in facts
    assert "Fictional Lamp" in facts
    assert "2026-11-23 to 2026-11-29" in facts


def test_the_quick_exit_wipes_and_leaves_nothing_behind(page, desk, door):
    write(page)
    page.route("**/elsewhere", lambda route: route.fulfill(body="elsewhere"))
    leave_for = "(button, to) => { button.dataset.exit = to }"
    page.locator("#quick-exit").evaluate(leave_for, f"{door.url}/elsewhere")

    page.click("#quick-exit")
    page.wait_for_url("**/elsewhere")

    page.go_back()
    assert "/en/report" not in page.url


def test_a_page_without_script_says_so_and_one_with_script_does_not(page, chromium, desk, door):
    page.goto("/en/report")
    assert page.locator("html").get_attribute("data-script") == "ready"
    assert page.locator(".without-script").first.is_hidden()

    plain = chromium.new_context(java_script_enabled=False, base_url=door.url)
    other = plain.new_page()
    other.goto("/en/report")

    assert other.locator(".without-script").first.is_visible()
    plain.close()


def test_a_page_that_the_script_does_not_know_goes_on_as_one_without_script(chromium, desk, door):
    door.change = lambda path, body: (
        body.replace(b'id="receipt-words"', b"") if path == "/en/report" else body
    )
    page = chromium.new_page(base_url=door.url)

    page.goto("/en/report")
    page.wait_for_load_state("networkidle")

    assert page.locator("html").get_attribute("data-script") is None
    assert page.locator(".without-script").first.is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_receipt_can_be_read_by_everybody(page, desk, scheme):
    page.emulate_media(color_scheme=scheme)
    write(page)
    send(page)
    receipt_shown(page)
    page.locator("#receipt form button").click()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
