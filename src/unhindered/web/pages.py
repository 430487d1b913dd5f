"""Templates of one program, over the layout that all programs share."""

from gettext import NullTranslations
from importlib import resources

import jinja2


def make_pages(package: str, translations: NullTranslations | None = None) -> jinja2.Environment:
    """Templates of `package` (its folder `templates`), with the shared `layout.html` behind them.

    Everything interpolated is escaped; a name that a page forgot to pass is an error, never an empty string.
    Texts marked with `_`, `pgettext` or `ngettext` are translated; without translations they stay English.
    """
    pages = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.PackageLoader(package, "templates"),
                jinja2.PackageLoader("unhindered.web", "templates"),
            ]
        ),
        autoescape=True,
        # A program that runs keeps its own pages, whatever is installed over it meanwhile.
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    pages.policies["ext.i18n.trimmed"] = True
    install = pages.install_gettext_translations  # type: ignore[attr-defined]
    install(translations or NullTranslations(), newstyle=True)
    return pages


def shared_files() -> dict[str, bytes]:
    """What every program serves a copy of, by name: the style sheet they start from, and the mark."""
    folder = resources.files("unhindered.web").joinpath("static")
    return {file.name: file.read_bytes() for file in folder.iterdir()}
