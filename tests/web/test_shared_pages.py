"""What gate, desk and ledger share: a layout that asks for nothing foreign, and the files it needs."""

import jinja2
import pytest
from page_links import read_page

from unhindered.web.pages import make_pages, shared_files

VALUES = {
    "language": "ar",
    "direction": "rtl",
    "program": "Gate",
    "icon": "/static/mark.svg",
    "stylesheets": ("/static/base.css",),
    "nav": [("/", "Start & more", True)],
}


def layout(**values):
    pages = make_pages("unhindered.gate")
    return pages.get_template("layout.html").render(**values)


def test_the_layout_loads_only_files_that_are_shared():
    page = read_page(layout(**VALUES).encode())

    assert page.loaded == ["/static/mark.svg", "/static/base.css"]
    assert {name.removeprefix("/static/") for name in page.loaded} == set(shared_files())


def test_the_layout_escapes_what_is_put_into_it():
    assert "Start &amp; more" in layout(**VALUES)


def test_a_page_that_forgets_a_value_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        layout(**{name: value for name, value in VALUES.items() if name != "icon"})


def test_the_shared_files_ask_for_no_other_file():
    for name, content in shared_files().items():
        assert b"@import" not in content, name
        assert b"url(" not in content, name
        assert b"<style" not in content, name
        assert b"href" not in content, name


def test_the_style_sheet_knows_no_left_or_right():
    sheet = shared_files()["base.css"]

    for word in (b"margin-left", b"margin-right", b"padding-left", b"padding-right", b"text-align: left"):
        assert word not in sheet
