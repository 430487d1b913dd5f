import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.contact_details import holds_contact_details


@pytest.mark.parametrize(
    "text",
    [
        "Write to ada@lamp.example.",
        "ada @ lamp and ada@lamp",
        "follow @adafictional",
        "https://t.me/adafictional",
        "WA.ME/123",
        "+1 555 010 01 48",
        "call 555-0100-148",
        "(020) 5550 1234",
        "0044 20 5550",
        "+٩٦١ ٥٥٥ ٠١٢٣",
        "٥٥٥٠١٢٣٤٥",
        "＋４４ ２０ ５５５０",
        "tel. 555\u2011010\u2011148",
        "5\u200b5\u200b5\u200b0\u200b1\u200b2\u200b3",
        "passport AB1234567",
        "600 123 456",
        "born 2026-11-24, 5550123",
    ],
)
def test_addresses_and_numbers_are_found(text):
    assert holds_contact_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "On 24 November 2026, 193 States adopted resolution 68/156.",
        "2026-11-24 and 24.11.2026",
        "from 2013-09-27 - 2013-11-13",
        "2012-2013",
        "2011 2012 2013",
        "1 200 000 people, 12 000 000 letters",
        "A/RES/68/156, CAT/C/53/D/500/2012, A/HRC/24/29",
        "articles 13, 14 and 15 (2)",
        "at 10 in the morning @ the gate",
        "",
    ],
)
def test_dates_years_sums_and_symbols_are_let_through(text):
    assert not holds_contact_details(text)


@given(st.text(max_size=80))
def test_looking_for_contact_details_raises_nothing(text):
    holds_contact_details(text)


@given(st.integers(10**8, 10**14 - 1))
def test_a_long_number_is_found_however_it_is_written(number):
    spaced = " ".join(f"{number}"[at : at + 3] for at in range(0, len(f"{number}"), 3))

    assert holds_contact_details(f"ask +{spaced} now")
