"""A receipt in the words of the page's language, and a source who comes back at a page in another one."""

import unicodedata

import pytest
from pages import shown_words

from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.facts.wordlists import all_lists, word_list

pytestmark = pytest.mark.browser


@pytest.fixture
def asked_lists(page):
    """The files of words that the page asked for."""
    found = []
    page.on("request", lambda request: found.append(request.url.rpartition("/")[2]))
    return lambda: sorted(name for name in found if name.startswith("words."))


def send_report(page, language):
    page.goto(f"/{language}/report")
    page.fill("#what", "Ada Fictional was beaten.")
    page.click("#report-form button[type=submit]")
    page.wait_for_selector("#receipt:not([hidden])")
    return shown_words(page)


def come_back(page, language, text):
    page.goto(f"/{language}/return")
    page.fill("#receipt", text)
    page.click("#return-form button[type=submit]")


@pytest.mark.parametrize("language", ["fr", "ru", "zh", "tr"])
def test_the_words_are_those_of_the_pages_language_and_open_what_was_sent(
    page, desk, door, asked_lists, language
):
    words = send_report(page, language)

    assert set(words) <= set(word_list(language).words)
    secret = read_receipt(" ".join(words), *all_lists()).secret
    keys = derive_source_keys(secret, bytes.fromhex(desk.world.institution.id))
    assert desk.reports()[0].keys.mailbox == keys.mailbox_public_key
    assert asked_lists() == [f"words.{language}.txt"]
    assert page.locator("#receipt-words strong").first.get_attribute("lang") == language


@pytest.mark.parametrize("language", ["en", "fa", "ar", "tg"])
def test_where_there_is_no_list_the_english_words_stand_beside_their_numbers(
    page, desk, door, asked_lists, language
):
    words = send_report(page, language)

    assert set(words) <= set(word_list("en").words)
    assert page.locator("#receipt-words strong").first.get_attribute("lang") == "en"
    assert page.locator("#receipt-words li").first.locator("small").count() == 2
    assert asked_lists() == []


def test_the_practice_step_takes_the_words_that_are_shown(page, desk, door):
    words = send_report(page, "ru")
    for field in page.locator("#receipt form .field").all():
        place = int(field.locator("input").get_attribute("id").rpartition("-")[2])
        field.locator("input").fill(unicodedata.normalize("NFD", words[place - 1].upper()))

    page.locator("#receipt form button").click()

    assert page.locator("#receipt form .ok-box").is_visible()


def test_without_the_list_the_english_words_are_shown_and_nothing_is_lost(page, desk, door):
    page.route("**/static/words.fr.txt", lambda route: route.abort())

    words = send_report(page, "fr")

    assert set(words) <= set(word_list("en").words)
    assert len(words) == 13


def test_a_list_that_was_changed_is_not_used(page, desk, door):
    swapped = "\n".join(reversed(word_list("fr").words)) + "\n"
    page.route(
        "**/static/words.fr.txt",
        lambda route: route.fulfill(body=swapped, headers={"Content-Type": "text/plain; charset=utf-8"}),
    )

    assert set(send_report(page, "fr")) <= set(word_list("en").words)


def test_words_of_another_language_are_read_at_any_page(page, desk, door, asked_lists):
    words = send_report(page, "ru")
    desk.reply(desk.reports()[0].keys, "We have it.")

    come_back(page, "ar", "،\n".join(words))
    page.wait_for_selector("#mailbox:not([hidden])")

    assert "We have it." in page.locator("#mailbox-items").inner_text()
    # The one of its own page; at the other page all of them at once, so that nobody learns which was meant.
    assert asked_lists() == sorted(
        ["words.ru.txt", *(f"words.{code}.txt" for code in ("es", "fr", "pt", "ru", "tr", "zh"))]
    )


def test_numbers_in_persian_digits_are_read_without_any_list(page, desk, door, asked_lists):
    send_report(page, "fa")
    numbers = page.locator("#receipt-words li small:last-child bdi").all_inner_texts()
    desk.reply(desk.reports()[0].keys, "We have it.")
    persian = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")

    come_back(page, "fa", " ".join(numbers).translate(persian))
    page.wait_for_selector("#mailbox:not([hidden])")

    assert "We have it." in page.locator("#mailbox-items").inner_text()
    assert asked_lists() == []


def test_a_slip_in_another_language_is_met_with_a_guess(page, desk, door):
    words = send_report(page, "es")

    come_back(page, "en", " ".join([words[0] + "x", *words[1:]]))
    page.wait_for_selector("#receipt-suggestions button")

    guess = page.locator("#receipt-suggestions button").first.inner_text()
    assert unicodedata.normalize("NFKD", guess) == unicodedata.normalize("NFKD", " ".join(words))


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_the_days_of_a_notice_keep_their_order_where_text_runs_from_right_to_left(page, desk, door, language):
    page.goto(f"/{language}/report")
    page.wait_for_selector("#notice-facts:not([hidden])")
    page.click("#notice-facts summary")

    days = page.locator("#notice-facts time")
    boxes = [days.nth(place).bounding_box() for place in range(2)]
    assert [days.nth(place).inner_text() for place in range(2)] == ["2026-11-23", "2026-11-29"]
    # The first day stands to the right of the second, or above it.
    assert boxes[0]["x"] > boxes[1]["x"] or boxes[0]["y"] < boxes[1]["y"]
    assert days.first.locator("bdi").count() == 1
