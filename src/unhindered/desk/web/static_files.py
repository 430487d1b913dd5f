"""The desk's style sheets, its mark and its scripts; nothing else has an address here."""

from importlib import resources

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from unhindered.web.pages import shared_files

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


class StaticFiles:
    """Held in memory; a desk has one visitor."""

    def __init__(self) -> None:
        folder = resources.files("unhindered.desk").joinpath("static")
        own = {file.name: file.read_bytes() for file in folder.iterdir()}
        self._files = shared_files() | own

    async def serve(self, request: Request) -> Response:
        """One file, or 404."""
        name = str(request.path_params["name"])
        kind = _TYPES.get(name.rpartition(".")[2])
        if name not in self._files or kind is None:
            return PlainTextResponse("There is nothing under this address.\n", 404)
        return Response(self._files[name], media_type=kind)
