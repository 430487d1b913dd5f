"""The page of a source who comes back, in Debian's Chromium before the real gate."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import a_report
from pages import shown_words

from unhindered.core.correspondence.from_source import SourcePublicKeys
from unhindered.core.envelope.receipt import Receipt, derive_source_keys, new_receipt
from unhindered.facts.wordlists import english

pytestmark = pytest.mark.browser

NASTY = "<img src=x onerror=alert(1)>\n<b>We</b> read it.\n\nنحن معك"


@pytest.fixture
def words(desk):
    """The words of a report that is held."""
    receipt = new_receipt()
    world = desk.world
    keys = world.source_keys(receipt.secret)
    sent = world.send(world.submission(world.sealed(a_report(keys, world.notice_id))))
    assert sent.status_code == 201
    return list(receipt.words(english()))


def come_back(page, text):
    page.goto("/en/return")
    page.fill("#receipt", text)
    page.click("#return-form button[type=submit]")


def opened(page):
    page.wait_for_selector("#mailbox:not([hidden])")
    return page.locator("#mailbox-items > li").all_inner_texts()


def held(page):
    return page.locator("#held-items li").all_inner_texts()


def proof(page):
    page.wait_for_selector("#held-proof[data-proof]")
    return page.locator("#held-proof").get_attribute("data-proof"), page.locator("#held-proof").inner_text()


def keys_in(desk):
    return desk.reports()[0].keys


def test_nobody_can_tell_an_empty_mailbox_from_one_that_does_not_exist(page, desk, door, words):
    come_back(page, " ".join(words))
    assert opened(page) == []
    assert "Nothing yet, or different words" in page.locator("#mailbox-status").inner_text()

    come_back(page, " ".join(Receipt(bytes(range(16))).words(english())))
    assert opened(page) == []
    assert "Nothing yet, or different words" in page.locator("#mailbox-status").inner_text()

    first, second = [body for path, _, body in door.posts if path == "/mailbox"]
    assert len(first) == len(second)


def test_a_reply_is_shown_as_text_and_nothing_in_it_runs(page, desk, words):
    desk.reply(keys_in(desk), NASTY)

    come_back(page, "\n".join(f"{place}. {word.upper()}" for place, word in enumerate(words, 1)))

    (item,) = opened(page)
    for line in filter(None, NASTY.split("\n")):
        assert line in item
    assert page.locator("#mailbox-items img").count() == 0
    assert "2026-11-24" in item


def test_the_words_that_the_page_showed_open_the_mailbox_of_what_it_sent(page, desk):
    page.goto("/en/report")
    page.fill("#what", "A guard beat Ada Fictional.")
    page.click("#report-form button[type=submit]")
    page.wait_for_selector("#receipt:not([hidden])")
    words = shown_words(page)
    desk.reply(keys_in(desk), "We read it.")
    desk.hold(keys_in(desk))
    desk.world.gate.publish()

    come_back(page, " ".join(words))

    (answer,) = opened(page)
    assert "We read it." in answer
    assert proof(page)[0] == "proved"
    assert "What you sent is held" in held(page)[0]


def test_numbers_open_the_mailbox_too(page, desk, words):
    desk.reply(keys_in(desk), "We read it.")

    come_back(page, " ".join(str(english().index(word) + 1) for word in words))

    assert "We read it." in opened(page)[0]
    assert page.locator("#return-form").is_hidden()
    assert page.locator("#receipt").input_value() == ""


def test_a_mistyped_word_is_asked_about_and_one_press_corrects_it(page, desk, words):
    desk.reply(keys_in(desk), "We read it.")
    come_back(page, " ".join([words[0][:-1] + "q" * 2, *words[1:]]))
    page.wait_for_selector("#mailbox-status.danger-box")
    suggestion = page.get_by_role("button", name=" ".join(words), exact=True)

    suggestion.click()

    assert "We read it." in opened(page)[0]


def test_words_that_fit_nothing_stay_in_the_field(page, desk, door):
    come_back(page, "one two three")
    page.wait_for_selector("#mailbox-status.danger-box")

    assert "13 words or numbers; here are 3" in page.locator("#mailbox-status").inner_text()
    assert page.input_value("#receipt") == "one two three"
    assert door.posts == []


def test_a_held_note_is_proved_on_the_device(page, desk, words):
    desk.hold(keys_in(desk))
    desk.world.gate.publish()

    come_back(page, " ".join(words))

    name, text = proof(page)
    assert name == "proved"
    assert "What you sent is held" in held(page)[0]
    assert "Held and proved" in text


def test_a_held_note_that_is_not_published_yet_says_when_to_come_back(page, desk, words):
    desk.hold(keys_in(desk))

    come_back(page, " ".join(words))

    name, text = proof(page)
    assert name == "not yet"
    assert "next hourly publication" in text


def test_a_log_that_changed_is_found_out(page, desk, door, words):
    desk.hold(keys_in(desk))
    desk.world.gate.publish()
    door.change = lambda path, body: bytes(len(body)) if path.startswith("/log/tile") else body

    come_back(page, " ".join(words))

    name, text = proof(page)
    assert name == "failed"
    assert "FAILED" in text


def test_a_note_about_another_entry_is_found_out(page, desk, words):
    desk.hold(keys_in(desk), body_sha256=bytes(32))
    desk.world.gate.publish()

    come_back(page, " ".join(words))

    assert proof(page)[0] == "failed"


def test_a_gate_that_hides_its_log_is_not_called_a_liar(page, desk, door, words):
    desk.hold(keys_in(desk))
    page.route("**/log/checkpoint", lambda route: route.fulfill(status=404, body=""))

    come_back(page, " ".join(words))

    assert proof(page)[0] == "unknown"


def test_only_whole_tiles_are_asked_for(page, desk, words):
    desk.hold(keys_in(desk))
    desk.world.gate.publish()
    size = desk.world.gate.sealed.size()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/log/tile" in request.url else None)

    come_back(page, " ".join(words))
    proof(page)

    assert [url.partition("/log/")[2] for url in asked] == [f"tile/0/000.p/{size}"]


def test_a_message_arrives_under_the_same_keys(page, desk, words):
    come_back(page, " ".join(words))
    opened(page)
    page.fill("#message", "I am safe now.")
    page.set_input_files(
        "#message-files", [{"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}]
    )

    page.click("#message-form button[type=submit]")
    page.wait_for_selector("#message-status.ok-box")

    (message,) = desk.messages()
    assert message.text == "I am safe now."
    assert message.keys == keys_in(desk)
    assert [item.name for item in message.attachments] == ["paper.pdf"]
    assert page.input_value("#message") == ""


def test_many_replies_come_over_several_pages_in_their_order(page, desk, door, words):
    for number in range(20):
        desk.reply(keys_in(desk), f"Answer {number}.")

    come_back(page, " ".join(words))

    items = opened(page)
    assert [f"Answer {number}." in item for number, item in enumerate(items)] == [True] * 20
    assert len([path for path, _, _ in door.posts if path == "/mailbox"]) > 1


def test_what_the_gate_itself_writes_into_a_mailbox_is_not_shown(page, desk, words):
    desk.reply_seed = b"g" * 32
    desk.reply(keys_in(desk), "Meet us at the station.")

    come_back(page, " ".join(words))

    (item,) = opened(page)
    assert "station" not in item
    assert "not from the institution" in item


def test_stray_items_hide_nothing_and_are_one_line(page, desk, words):
    keys = keys_in(desk)
    stray = derive_source_keys(bytes(16), bytes.fromhex(desk.world.institution.id))
    sealed_elsewhere = SourcePublicKeys(
        mailbox=keys.mailbox, signing=keys.signing, recipient=str(stray.recipient())
    )
    desk.reply(sealed_elsewhere, "x")
    desk.reply(sealed_elsewhere, "y")
    desk.reply(keys, "We read it.")

    come_back(page, " ".join(words))

    first, second = opened(page)
    assert "We read it." in first
    assert "damaged" in second


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_mailbox_can_be_read_by_everybody(page, desk, words, scheme):
    page.emulate_media(color_scheme=scheme)
    desk.hold(keys_in(desk))
    desk.reply(keys_in(desk), NASTY)
    come_back(page, " ".join(words))
    proof(page)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
