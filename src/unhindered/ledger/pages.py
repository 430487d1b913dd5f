"""Pages out of templates: what every page of the site shares, and one function that renders."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import jinja2

from unhindered.ledger import words
from unhindered.ledger.public_record import PublicRecord
from unhindered.ledger.statement_view import by_document
from unhindered.web.headers import content_security_policy
from unhindered.web.pages import make_pages

_NAV = (
    ("", "States"),
    ("resolutions/", "Resolutions"),
    ("statements/", "Statements"),
    ("sources/", "Sources"),
    ("how-we-know/", "How we know"),
)


@dataclass(frozen=True, kw_only=True)
class Built:
    """From what, by whom and when a site was built; every page says it."""

    on: date
    program: str
    facts_sha256: str
    record: PublicRecord | None

    @property
    def publisher(self) -> str:
        """Who answers for the site; empty where nobody does."""
        return self.record.notice.name if self.record else ""

    @property
    def website(self) -> str:
        """Where to write to who answers for it; only a web address ever becomes a link."""
        website = self.record.notice.website if self.record else ""
        return website if website.startswith(("https://", "http://")) else ""

    def data(self) -> dict[str, Any]:
        """The same for programs."""
        checkpoint = self.record.checkpoint if self.record else None
        return {
            "on": self.on.isoformat(),
            "program": self.program,
            "facts_sha256": self.facts_sha256,
            "publisher": self.publisher or None,
            "checkpoint": checkpoint
            and {"origin": checkpoint.origin, "size": checkpoint.size, "root": checkpoint.root.hex()},
        }


class Pages:
    """Renders templates of the ledger for one build; `with_page` are the resolutions that have one."""

    def __init__(self, built: Built, *, with_page: frozenset[str]) -> None:
        self._built = built
        self._templates = make_pages("unhindered.ledger")
        self._templates.filters |= {
            "day": words.day,
            "edtf": words.edtf,
            "on_day": words.on_day,
            "listed": words.listed,
            "slug": words.slug,
            "document_link": words.document_link,
        }
        self._templates.globals |= {
            "words": words,
            "counted": words.counted,
            "with_page": with_page,
            "by_document": by_document,
        }

    def render(self, template: str, address: str, /, **values: Any) -> bytes:
        """The page at `address` (`states/tjk/`), whose links are all relative to it."""
        root = "../" * address.count("/")
        try:
            text = self._templates.get_template(template).render(
                language="en",
                direction="ltr",
                program="Ledger",
                icon=f"{root}static/mark.svg",
                stylesheets=[f"{root}static/base.css", f"{root}static/ledger.css"],
                nav=[(root + to or "./", text, to == address) for to, text in _NAV],
                policy=_policy(),
                root=root or "./",
                built=self._built,
                **values,
            )
        except jinja2.UndefinedError as err:
            raise RuntimeError(f"{template} asks for what it was not given: {err}") from err
        return f"{text.rstrip()}\n".encode()


def _policy() -> str:
    # `frame-ancestors` works in a header only; in a page browsers ignore it and complain.
    parts = content_security_policy(forms=False).split("; ")
    return "; ".join(part for part in parts if not part.startswith("frame-ancestors"))
