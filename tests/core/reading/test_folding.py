import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.reading.folding import fold, fold_words

AWKWARD = st.sampled_from(
    [
        "  ",
        "\n",
        "\n\n",
        "-\n",
        "\xad",
        "’",
        "“",
        "ﬁ",
        "́",
        "İ",
        "½",
        "](#)",
        "[",
        "\x0c",
        "\x00",
        "\u200f",
        "ﷺ",
        "8. \n",
        "Ab",
        "cd",
        ".",
        ",",
        "1",
        "\t",
        "\u2028",
        "🎈",
    ]
)
texts = st.lists(AWKWARD | st.text(max_size=3), max_size=40).map("".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Saudi\n  Arabia", "Saudi Arabia"),
        ("Taji-\nkistan", "Tajikistan"),
        ("Guinea-\nBissau", "Guinea- Bissau"),
        ("Côte d\u2019Ivoire", "Cote d'Ivoire"),
        ("[a resolution](#) of", "a resolution of"),
        ("a\u00adb\u200bc", "abc"),
        ("1\u20134", "1-4"),
        ("One ends.\n\nTwo begins", "One ends.\nTwo begins"),
        ("it goes\n\non here", "it goes on here"),
        ("the\n\nSociety", "the Society"),
        ("", ""),
    ],
)
def test_a_text_is_made_easy_to_search(text, folded):
    assert fold(text).plain == folded


def test_a_paragraphs_number_on_a_line_of_its_own_ends_no_sentence():
    wide = "was concerned about restrictions on what people say and on where they meet, and on \n40. \nothers"

    assert "\n" not in fold(wide).plain


def test_every_place_leads_back_to_where_it_came_from():
    text = "The  [Taji-\nkistan](#) e\u0301tat"
    folded = fold(text)
    start = folded.plain.index("Tajikistan")

    begin, end = folded.span(start, start + len("Tajikistan"))

    assert text[begin:end] == "Taji-\nkistan"


def test_words_come_back_on_one_line_and_without_links():
    folded = fold("by the  [Society\nof Lamps](#) here")
    start, end = folded.plain.index("Society"), folded.plain.index(" here")

    assert folded.words(start, end) == "Society of Lamps"


@given(texts)
def test_spans_grow_with_the_text(text):
    folded = fold(text)

    spans = [folded.span(place, place + 1) for place in range(len(folded.plain))]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(texts)
def test_small_letters_keep_every_place(text):
    plain = fold(text).plain

    assert len(plain.lower()) == len(plain)


@given(st.text(max_size=30))
def test_folding_words_twice_changes_nothing(text):
    assert fold_words(fold_words(text)) == fold_words(text)
