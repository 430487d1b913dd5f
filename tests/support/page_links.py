"""What a built page points to and loads, for tests of whole sites."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class PageRead(HTMLParser):
    """One page, read by a parser that forgives nothing it is asked about."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.add(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "link" or (tag != "a" and "src" in found):
            self.loaded.append(found.get("href") or found.get("src") or "")
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(found["content"])
        self.inline += [name for name in found if name == "style" or name.startswith("on")]


def read_page(raw: bytes) -> PageRead:
    """The page."""
    page = PageRead()
    page.feed(raw.decode())
    page.close()
    return page
