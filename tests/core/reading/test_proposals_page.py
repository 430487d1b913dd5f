"""The page of the format names everything that a proposal can be."""

from pathlib import Path

import pytest

from unhindered.core.reading.proposal import Flag, Kind

PAGE = (Path(__file__).parents[3] / "docs" / "formats" / "proposals.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_on_the_page(kind):
    assert f"| `{kind.value}` |" in PAGE


@pytest.mark.parametrize("flag", list(Flag))
def test_every_flag_is_on_the_page(flag):
    assert f"| `{flag.value}` |" in PAGE
