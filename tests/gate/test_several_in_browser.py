"""Several institutions in a real browser: each chosen one gets its own sealed copy, apart in time."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from gate_world import QUICK, Clock
from served_over_http import ServedOverHttp
from test_several_institutions import NAMES, TITLES, Gate

from unhindered.core.correspondence.from_source import read_report
from unhindered.core.envelope.payload import read_frame
from unhindered.core.envelope.receipt import derive_source_keys, read_receipt
from unhindered.core.envelope.unseal import unseal_bytes
from unhindered.facts.wordlists import english
from unhindered.gate.app import make_gate

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
WORDS = "A guard beat Ada Fictional."


class Site:
    def __init__(self, path):
        # Enrolled in memory first; then the same folders over HTTP.
        with Gate(path) as made:
            self.members = made.members
        self.app = make_gate(*(folder for folder, _ in made.made), now=Clock(), limits=QUICK)
        self.http = ServedOverHttp(self.app)

    def logs(self):
        return [item.gate.sealed for item in self.app.state.house.institutions]

    def report(self, place):
        log = self.logs()[place]
        entry = log.entry(0)
        with log.open_body(0) as body:
            whole = entry.header + body.read()
        return read_report(read_frame(unseal_bytes(whole, [self.members[place].institution.intake])).body)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    with site.http:
        yield site


def test_a_device_seals_to_each_that_was_chosen_and_one_receipt_opens_both(site, chromium):
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.clock.install(time=Clock()())
    page.goto(f"{site.http.url}/en/report")
    page.fill("#what", WORDS)
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.get_by_text("Choose one or more").first.is_visible()
    assert [log.size() for log in site.logs()] == [0, 0]

    for title in TITLES:
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("#receipt-words li").nth(12).wait_for()
    words = page.locator("#receipt-words strong").all_inner_texts()
    # The first is held before the second leaves: the receipt is on the page meanwhile.
    assert sum(log.size() for log in site.logs()) == 1
    page.locator("#further-recipients").wait_for()
    page.clock.fast_forward(31_000)
    page.get_by_text("it is held there too").wait_for()

    assert [log.size() for log in site.logs()] == [1, 1]
    secret = read_receipt(" ".join(words), english()).secret
    for place, member in enumerate(site.members):
        report = site.report(place)
        keys = derive_source_keys(secret, bytes.fromhex(member.institution.id))
        assert (report.answers.what, report.sealed_by) == (WORDS, "device")
        assert report.keys.mailbox == keys.mailbox_public_key
    assert site.report(0).id != site.report(1).id

    # The same words open the mailbox at the second, and its visit goes there and nowhere else.
    page.goto(f"{site.http.url}/en/return?at={NAMES[1]}")
    page.fill("#receipt", " ".join(words))
    page.get_by_role("button", name="Open the mailbox").click()
    page.locator("#mailbox").wait_for()
    page.clock.run_for(2_000)
    assert page.locator("#mailbox-status").inner_text() != ""
    assert [log.size() for log in site.logs()] == [1, 2]
    context.close()


# Each 16 bytes that are wiped, as they were before.
_WATCH_WIPING = """
window.wiped = [];
const fill = Uint8Array.prototype.fill;
Uint8Array.prototype.fill = function (value, ...rest) {
  const hex = [...this].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (value === 0 && this.length === 16) window.wiped.push(hex);
  return fill.call(this, value, ...rest);
};
"""


def test_who_leaves_before_the_second_has_it_leaves_no_receipt_behind_and_sends_nothing_more(site, chromium):
    page = chromium.new_page()
    page.clock.install(time=Clock()())
    page.add_init_script(_WATCH_WIPING)
    page.goto(f"{site.http.url}/en/report")
    page.fill("#what", WORDS)
    for title in TITLES:
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("#further-recipients").wait_for()
    secret = read_receipt(" ".join(page.locator("#receipt-words strong").all_inner_texts()), english()).secret
    page.evaluate("window.wiped = []")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")

    assert secret.hex() in page.evaluate("window.wiped")
    assert page.locator("#further-recipients").count() == 0
    page.clock.fast_forward(31_000)
    page.wait_for_timeout(100)
    assert sum(log.size() for log in site.logs()) == 1
    page.close()


def test_the_choice_is_accessible_in_both_directions(site, chromium):
    for language in ("en", "ar"):
        context = chromium.new_context(viewport=PHONE)
        page = context.new_page()
        page.clock.install(time=Clock()())
        for path in ("", "report", "return", f"return?at={NAMES[1]}"):
            page.goto(f"{site.http.url}/{language}/{path}")
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        context.close()
