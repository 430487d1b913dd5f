import pytest

from unhindered.core.reading.folding import fold
from unhindered.core.reading.proposal import Flag
from unhindered.core.reading.quotations import quoted_spans

ADA = "Ada Fictional, Legal Director of the Fictional Lamp Society"


def quoted(text):
    plain = fold(text).plain
    return [plain[start:end] for start, end in quoted_spans(plain)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("'We go on,' she said.", ["We go on,"]),
        ("‘We go on,’ she said.", ["We go on,"]),
        ("“We go on,” she said.", ["We go on,"]),
        ('"We go on," she said.', ["We go on,"]),
        ("«We go on», she said.", ["We go on"]),
        (
            "'The victims' right and the lamps' light matter.' So be it.",
            ["The victims' right and the lamps' light matter."],
        ),
        ("It's the society's right, and theirs'.", []),
        ("'one\n\nTwo paragraphs have no common mark'", []),
        ("'never closed", []),
        ("a 'first' and a 'second' term", ["first", "second"]),
        ("", []),
    ],
)
def test_marks_are_paired_and_apostrophes_are_none(text, inside):
    assert quoted(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        f"'Lamps must not go out,' said {ADA}.",
        f"{ADA}, said: 'Lamps must not go out.'",
        f"{ADA}, told reporters that “lamps must not go out”.",
        f"{ADA}, opened the hall. “Lamps must not go out,” she said.",
        f"{ADA}, opened the hall. “Lamps must not go out,” Ms Fictional added.",
    ],
)
def test_a_quotation_has_the_speaker_that_the_text_gives_it(read, text):
    (found,) = read(text, "quotation")

    assert found.values["speaker"] == "Ada Fictional"
    assert found.values["role"] == "Legal Director"
    assert found.quote.strip(".,").lower() == "lamps must not go out"


def test_a_pronoun_leads_back_with_a_flag(read):
    (found,) = read(f"{ADA}, came. “Lamps must not go out,” she said.", "quotation")

    assert Flag.PRONOUN in found.flags


def test_one_who_goes_on_speaking_is_followed_with_a_flag(read):
    first, second = read(f"“Lamps must not go out,” said {ADA}. “They shall burn all night.”", "quotation")

    assert first.values["speaker"] == second.values["speaker"] == "Ada Fictional"
    assert Flag.PRONOUN in second.flags


def test_a_body_can_speak(read):
    (found,) = read("“Lamps must not go out,” the Committee against Torture stated.", "quotation")

    assert found.values["by_body"] == "CAT"


def test_a_long_quotation_without_a_speaker_says_so(read):
    text = "The law reads “no one shall be kept in the dark for longer than one night and one day”."

    (found,) = read(text, "quotation")

    assert found.flags == (Flag.SPEAKER_NOT_FOUND,)


def test_the_next_sentence_is_not_taken_for_the_speaker(read):
    text = f"{ADA}, said: “Lamps must not go out.” According to Amnesty International, they did."

    (found,) = read(text, "quotation")

    assert found.values["speaker"] == "Ada Fictional"


def test_a_quotation_broken_by_a_page_is_one(read):
    text = f"{ADA}, said: 'The lamps must burn even though an absolute\n\nnight lies over all of us.'"

    (found,) = read(text, "quotation")

    assert "absolute\n\nnight" in found.quote


@pytest.mark.parametrize(
    "text",
    [
        "“Lamps must not go out,” she said.",
        "“Lamps must not go out,” he said. Vareland stayed dark.",
        f"“Lamps must not go out.”\n\n{ADA}, said nothing.",
        f"“Lamps must not go out.” {ADA}, and others left.",
        "Vareland has a law, “lamps must not go out”.",
        f"“Lamps must not go out,” said {ADA}. The hall was full. They left. “Then it was dark again.”",
    ],
)
def test_a_speaker_is_not_made_up(read, text):
    assert [one for one in read(text, "quotation") if one.quote.startswith(("Then", "lamps"))] == []
    assert not [one for one in read(text, "quotation") if "said Ada" not in text and one.values]
