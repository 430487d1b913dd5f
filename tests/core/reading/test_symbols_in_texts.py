import pytest

from unhindered.core.reading.proposal import Flag

SYMBOLS = [
    ("A/RES/68/156", "resolution"),
    ("A/RES/3452 (XXX)", "resolution"),
    ("A/HRC/RES/24/24", "council_resolution"),
    ("A/HRC/DEC/18/118", "decision"),
    ("A/C.3/68/L.33/Rev.1", "draft"),
    ("A/HRC/24/L.17/Rev.1", "draft"),
    ("A/C.3/64/SR.20", "record"),
    ("A/68/PV.70", "record"),
    ("A/HRC/WG.6/16/XVL/3", "review_document"),
    ("A/HRC/24/29", "council_report"),
    ("A/68/456/Add.1", "report"),
    ("CAT/C/XVL/CO/5", "concluding_observations"),
    ("CAT/C/47/D/353/2008", "decision_on_complaint"),
    ("CAT/C/GC/3", "general_comment"),
    ("CAT/C/XVL/7", "state_report"),
    ("A/HRC/WGAD/2016/42", "opinion"),
    ("AL XVL 4/2013", "communication"),
    ("A/81/6 (Sect. 24)/Part A", "other"),
]


@pytest.mark.parametrize(("symbol", "kind"), SYMBOLS)
def test_a_symbol_is_found_with_its_class(read, symbol, kind):
    (found,) = read(f"See document {symbol}, they said.", "document_symbol")

    assert found.quote == symbol
    assert (found.values["symbol"], found.values["class"]) == (symbol, kind)
    assert found.values.get("state") == ("XVL" if "XVL" in symbol else None)


def test_a_symbol_broken_over_a_line_is_whole_again(read):
    (found,) = read("See A/HRC/\nWG.6/16/XVL/3.", "document_symbol")

    assert found.values["symbol"] == "A/HRC/WG.6/16/XVL/3"


def test_a_resolution_named_by_organ_and_number_gets_its_symbol(read):
    text = "General Assembly resolutions 48/141, 60/251 and 65/281; Human Rights Council resolution 5/1"

    found = read(text, "document_symbol")

    assert [one.values["symbol"] for one in found] == [
        "A/RES/48/141",
        "A/RES/60/251",
        "A/RES/65/281",
        "A/HRC/RES/5/1",
    ]
    assert all(one.flags == (Flag.SYMBOL_COMPOSED,) for one in found)


@pytest.mark.parametrize(
    "text", ["and/or", "A/B", "resolution 5/1", "S/he", "24/7", "http://x.example/A/68/1"]
)
def test_what_only_looks_like_a_symbol_is_let_be(read, text):
    assert read(text, "document_symbol") == []
