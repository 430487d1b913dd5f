"""Ten languages, each whole: no text is missing, unsure, or has lost a value or a tag of the original."""

import re
from collections import Counter

import pytest

from unhindered.core.errors import Refused
from unhindered.core.texts import N_, PN_
from unhindered.gate.languages import po_files
from unhindered.gate.languages.catalogues import (
    LANGUAGES,
    ORIGINAL,
    best_language,
    language,
    language_in_path,
    read_catalogue,
    review_status,
)
from unhindered.gate.languages.messages import all_messages, composed_texts
from unhindered.gate.languages.po_files import missing_in, updated

MESSAGES = all_messages()
TRANSLATED = [code for code in LANGUAGES if code != ORIGINAL]
VALUES = re.compile(r"%\(\w+\)s|\{\w+\}")
TAGS = re.compile(r"</?\w+[^>]*>")


def marks(text):
    """What a translation must keep: values as often as they stand there, and tags in their number."""
    return Counter(VALUES.findall(text)), Counter(TAGS.findall(text))


def shown(message):
    return f"{message.context}: {message.text}" if message.context else message.text


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_missing_or_unsure(code):
    assert [shown(message) for message in missing_in(code)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_translation_keeps_the_values_and_tags_of_its_original(code):
    catalogue, wrong = read_catalogue(code), []
    for message in MESSAGES:
        entry = catalogue.get(message.text, message.context or None)
        if entry is None:
            continue
        forms = entry.string if isinstance(entry.string, list | tuple) else [entry.string]
        # A plural form may leave the number out: Arabic has a word for one, and for two.
        allowed = [marks(message.text), marks(message.plural)] if message.plural else [marks(message.text)]
        wrong += [
            (shown(message), form)
            for form in forms
            if form and marks(form) not in allowed and not (message.plural and "%(" not in form)
        ]

    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_is_the_english_text_by_mistake(code):
    catalogue = read_catalogue(code)
    long = [message for message in MESSAGES if len(message.text) > 40]

    found = [catalogue.get(message.text, message.context or None) for message in long]
    same = [entry.id for entry in found if entry is not None and entry.string == entry.id]

    assert same == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_extraction_would_change_no_catalogue(code):
    committed = (po_files.FOLDER / f"{code}.po").read_bytes()

    assert updated(code, MESSAGES) == committed, "run `make languages` and commit what it wrote"


def test_no_text_that_a_source_sees_is_put_together_at_run_time():
    assert composed_texts() == []


def test_danger_and_consent_come_first():
    order = ["danger", "consent", ""]
    places = [order.index(message.context) for message in MESSAGES]

    assert places == sorted(places)
    assert {"danger", "consent"} <= {message.context for message in MESSAGES}


def test_texts_are_found_in_templates_code_script_and_questions():
    places = {place for message in MESSAGES for place in message.places}

    assert {
        *("gate/templates/home.html", "gate/noscript/templates/costs.html", "gate/pages.py"),
        *("web/templates/layout.html", "gate/refusals.py", "core/envelope/receipt.py"),
        "gate/languages/script.json",
    } <= places
    assert any(place.endswith(".json") and "script" not in place for place in places)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_that_nobody_has_read_is_called_unreviewed(code):
    assert review_status(code) in ("reviewed", "unreviewed")


def test_the_original_needs_no_review():
    assert language(ORIGINAL).is_reviewed


def test_what_was_translated_is_kept_and_what_is_dead_goes(tmp_path, monkeypatch):
    (tmp_path / "fr.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"X-Review-Status: reviewed\\n"\n\n'
        'msgid "Send"\nmsgstr "Envoyer"\n\nmsgid "Gone"\nmsgstr "Parti"\n\n'
        '#, fuzzy\nmsgid "Yes"\nmsgstr "Peut-être"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr("unhindered.gate.languages.catalogues.resources.files", lambda _: tmp_path)
    monkeypatch.setattr(po_files, "FOLDER", tmp_path)

    text = updated("fr", MESSAGES).decode()

    assert 'msgid "Send"\nmsgstr "Envoyer"' in text
    assert "Parti" not in text
    assert "Peut-être" not in text
    assert "X-Review-Status: reviewed" in text


@pytest.mark.parametrize(
    ("accept", "code"),
    [
        ("", "en"),
        ("xx, yy;q=0.3", "en"),
        ("fr", "fr"),
        ("fr-CA, en;q=0.5", "fr"),
        ("en;q=0.3, fa;q=0.9, ar;q=0.8", "fa"),
        ("zh-Hant-TW", "zh"),
        ("TR", "tr"),
        ("de, ru;q=0", "en"),
        ("pt-BR,pt;q=0.9", "pt"),
        ("ar;q=nonsense", "en"),
        ("," * 5000, "en"),
    ],
)
def test_the_language_of_the_browser_is_met_where_it_can_be(accept, code):
    assert best_language(accept) == code


@pytest.mark.parametrize(
    ("path", "code"), [("/fa/report", "fa"), ("/en/", "en"), ("/", None), ("/log/x", None), ("/zh", "zh")]
)
def test_an_address_names_its_language_first(path, code):
    assert language_in_path(path) == code


def test_values_of_an_error_that_are_marked_are_translated_too():
    error = Refused("Look at “%(question)s”: %(count)s.", values={"question": N_("When?"), "count": 2})

    assert str(error) == "Look at “When?”: 2."
    assert language("en").sentence_of(error) == str(error)


def test_a_mark_keeps_its_context():
    assert (PN_("danger", "Leave now").context, N_("Send").context) == ("danger", "")
