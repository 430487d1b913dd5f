"""What a page depends on of the request for it: its language, its place, and whether it came over Tor."""

from dataclasses import dataclass

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request

from unhindered.gate.languages.catalogues import (
    LANGUAGES,
    Language,
    best_language,
    language,
    language_in_path,
)


class _LanguageConvertor(StringConvertor):
    """The language that a page's address begins with: `{language:language}` in a route."""

    regex = "|".join(LANGUAGES)


register_url_convertor("language", _LanguageConvertor())


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Nothing else of a request reaches a page. `path` is the address after the language: "/", "/report"."""

    language: Language
    path: str
    host: str

    def is_onion(self) -> bool:
        """Whether the person came over an onion service: then neither their network nor we see an address."""
        return self.host.endswith(".onion")


def asked_of(request: Request) -> Asked:
    """What a request asks for; without a language in its address, in the best one for its browser."""
    path = request.url.path
    code = language_in_path(path)
    rest = path if code is None else path[1 + len(code) :] or "/"
    if code is None:
        code = best_language(request.headers.get("accept-language", ""))
    # Not request.url: a Host header that is no address would make it fail.
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    return Asked(language=language(code), path=rest, host=host.lower())
