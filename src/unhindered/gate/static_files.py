"""The gate's style sheets, scripts and word lists, held in memory, packed once."""

import gzip
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response

from unhindered.facts.wordlists import SHA256, raw_word_list
from unhindered.gate.refusals import NotFound
from unhindered.web.headers import security_headers
from unhindered.web.pages import shared_files

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
# Words of receipts; the English ones are in the scripts.
WORD_LISTS = {code: f"words.{code}.txt" for code in SHA256 if code != "en"}


class StaticFiles:
    """Serves what is in `folder` of a package, and what all programs share; nothing else has an address."""

    def __init__(self, package: str, folder: str = "static") -> None:
        files = shared_files()
        for file in resources.files(package).joinpath(folder).iterdir():
            files[file.name] = file.read_bytes()
        files |= {name: raw_word_list(code) for code, name in WORD_LISTS.items()}
        self._files = {name: (content, gzip.compress(content, 9, mtime=0)) for name, content in files.items()}

    async def serve(self, request: Request) -> Response:
        """One file.

        Raises:
            NotFound: there is none.
        """
        name = str(request.path_params["name"])
        kind = _TYPES.get(name[name.rfind(".") :] if "." in name else "")
        if name not in self._files or kind is None:
            raise NotFound("There is nothing under this address.")
        whole, packed = self._files[name]
        headers = security_headers(forms=False) | {"Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, 200, headers | {"Content-Encoding": "gzip"}, kind)
        return Response(whole, 200, headers, kind)
