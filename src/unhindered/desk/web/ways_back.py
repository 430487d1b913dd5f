"""Where a page leads back to: where the officer was, if that is a page of this desk."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match

INBOX = "/"


def came_from(request: Request) -> str:
    """The page of this desk that a request came from, with its query; empty where it is none, or the same."""
    said = urlsplit(request.headers.get("referer", ""))
    here = request.url
    if (said.scheme, said.netloc) != (here.scheme, here.netloc) or said.path == here.path:
        return ""
    return said._replace(scheme="", netloc="", fragment="").geturl()


def page_to_show(request: Request, path: str) -> str:
    """The path if a page of this desk is shown there; the inbox where none is."""
    if not path.startswith("/") or path.startswith("//"):
        return INBOX
    asked = {"type": "http", "method": "GET", "path": urlsplit(path).path, "root_path": "", "headers": []}
    shown = (route.matches(asked)[0] is Match.FULL for route in request.app.routes)
    return path if any(shown) else INBOX
