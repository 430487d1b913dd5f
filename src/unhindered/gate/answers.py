"""Answers of the gate, and the one place where errors become answers.

What goes wrong is never logged with words of a request: only the kind of error and where in our code.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from unhindered.core.canonical_json import canonical_json
from unhindered.core.errors import Refused, UnhinderedError
from unhindered.gate.asked import Asked, asked_of
from unhindered.gate.languages.catalogues import language_in_path
from unhindered.gate.refusals import NotFound, Unforeseen, status_of
from unhindered.web import calm_errors as web
from unhindered.web.headers import security_headers


class ErrorPages(Protocol):
    """What a program needs to show errors to a person."""

    def error(self, error: UnhinderedError, asked: Asked, *, status: int) -> Response:
        """What went wrong, calmly, and what to do."""


API_HEADERS = security_headers(forms=False)


def json_answer(content: Any, *, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(canonical_json(content), status, API_HEADERS, "application/json")


def plain_answer(content: bytes | str, media_type: str, *, status: int = 200) -> Response:
    """Text or bytes."""
    return Response(content, status, API_HEADERS, media_type)


async def answer_error(request: Request, error: Exception) -> Response:
    """One sentence and what to do: as a page for a person, as JSON for a program."""
    ours = error if isinstance(error, UnhinderedError) else _as_ours(error)
    status = error.status_code if isinstance(error, HTTPException) else None
    return _error_in_its_form(request, ours, status=status)


class CalmErrors(web.CalmErrors):
    """The outermost handler of a gate."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, answer=_answer_unforeseen, last_words=_last_words)


def _answer_unforeseen(request: Request) -> Response:
    return _error_in_its_form(request, Unforeseen("Something broke on our side."))


def _last_words() -> Response:
    return plain_answer(
        f"Something broke on our side. {Unforeseen.advice}\n",
        "text/plain; charset=utf-8",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )


def _error_in_its_form(request: Request, error: UnhinderedError, *, status: int | None = None) -> Response:
    number = status_of(error) if status is None else status
    if _is_page(request.url.path) or _is_a_person(request.headers):
        pages: ErrorPages = request.app.state.pages
        return pages.error(error, asked_of(request), status=number)
    return json_answer(_as_json(error), status=number)


def _as_json(error: UnhinderedError) -> dict[str, Any]:
    said: dict[str, Any] = {"error": str(error), "advice": error.filled_advice}
    if error.values:
        # By these a script finds the sentence in the language of its page.
        said["sentence"], said["what_to_do"] = error.sentence, error.advice
        said["values"] = {name: str(value) for name, value in error.values.items()}
    return said


def _as_ours(error: Exception) -> UnhinderedError:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return Refused("This address is asked in another way.", advice=NotFound.advice)
    return NotFound("There is nothing under this address.")


def _is_page(path: str) -> bool:
    return path == "/" or language_in_path(path) is not None


def _is_a_person(headers: Mapping[str, str]) -> bool:
    return "text/html" in headers.get("accept", "")
