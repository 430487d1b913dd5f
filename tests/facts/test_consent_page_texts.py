import pytest

from unhindered.core.casework.terms import IdentityLevel, Purpose
from unhindered.core.errors import Refused
from unhindered.facts.consent_page import LANGUAGES, consent_page
from unhindered.gate.languages import catalogues

ENGLISH = consent_page("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_that_the_english_page_says(language):
    page = consent_page(language)

    assert page.texts.keys() == ENGLISH.texts.keys()
    assert all(text.strip() for text in (*page.texts.values(), *page.levels.values(), *page.details.values()))
    assert set(page.purposes) == set(Purpose)
    assert all(all(vars(asked).values()) for asked in page.purposes.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_later_has_its_place_in_every_language(language):
    texts = consent_page(language).texts

    assert "{day}" in texts["until"]
    assert "{words}" in texts["write_here"]
    assert "{institution}" in texts["officer"]
    assert "{code}" in texts["sheets"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_a_person_has_checked_says_that_it_was(language):
    assert consent_page(language).is_reviewed == (language == "en")


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_arabic_and_persian_run_from_right_to_left(language):
    assert consent_page(language).direction == "rtl"


def test_another_language_is_refused_with_a_way_out():
    with pytest.raises(Refused) as refused:
        consent_page("xx")

    assert "interpreter" in refused.value.advice


@pytest.mark.parametrize("code", catalogues.LANGUAGES)
def test_the_page_asks_in_the_words_of_the_gate(code):
    page, gate = consent_page(code), catalogues.language(code)
    told = [(ENGLISH.levels[level], page.levels[level]) for level in IdentityLevel]
    for purpose in set(Purpose) - {Purpose.CONTACT}:
        english, here = ENGLISH.purposes[purpose], page.purposes[purpose]
        told += [(getattr(english, part), getattr(here, part)) for part in vars(english)]

    assert [here for english, here in told if gate.translate("consent", english) != here] == []
    assert (page.name, page.direction) == (gate.name, gate.direction)
