"""A multipart form as it comes in: fields into bounded memory, files straight on to whoever takes them.

Nothing is ever spooled to disk, unlike in the form parsers of frameworks.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from unhindered.core.errors import Refused
from unhindered.gate.refusals import TooLarge

_ADVICE = "Load the page again and send the form once more."
# The parser's own messages may quote what it read: they go nowhere.
_SILENCE = logging.CRITICAL + 1
_HEADERS_LIMIT = 8


class FileTaker(Protocol):
    """Takes in one file of the form."""

    def write(self, data: bytes) -> object:
        """Take in the next bytes."""

    def finish(self) -> None:
        """The file has ended."""


class FormReader:
    """Give it the body piece by piece with `write`, then call `finish`.

    `take_file` is called with a file's name as the browser gives it, which may be empty, and at the first
    byte only: a file field left empty is no file.
    """

    def __init__(
        self, content_type: str, take_file: Callable[[str], FileTaker], *, fields_limit: int, parts_limit: int
    ) -> None:
        # The library fails on other letters, which no boundary has.
        kind, options = parse_options_header(content_type if content_type.isascii() else "")
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise Refused("This is not a form.", advice=_ADVICE)
        self.fields: dict[str, str] = {}
        self._take_file = take_file
        self._room = fields_limit
        self._parts_left = parts_limit
        self._part = _Part()
        self._header_name, self._header_value = bytearray(), bytearray()
        self._has_ended = False
        self._parser = self._make_parser(boundary)

    def write(self, piece: bytes) -> None:
        """Take in the next bytes of the body.

        Raises:
            TooLarge: more fields or parts than a form of ours has.
            Refused: not a form as browsers send it.
        """
        try:
            self._parser.write(piece)
        except FormParserError as err:
            raise _damaged() from err

    def finish(self) -> dict[str, str]:
        """The fields, once the body has ended.

        Raises:
            Refused: it ended too early.
        """
        if not self._has_ended:
            raise Refused("What you sent ends too early.", advice="The line was lost. Send the form again.")
        return self.fields

    def _make_parser(self, boundary: bytes) -> MultipartParser:
        try:
            parser = MultipartParser(boundary, max_header_count=_HEADERS_LIMIT)
        except FormParserError as err:
            raise _damaged() from err
        parser.logger = logging.Logger("silent", _SILENCE)
        parser.set_callback("part_begin", self._part_begins)
        parser.set_callback(
            "header_field", lambda data, start, end: self._header_name.extend(data[start:end])
        )
        parser.set_callback(
            "header_value", lambda data, start, end: self._header_value.extend(data[start:end])
        )
        parser.set_callback("header_end", self._header_ends)
        parser.set_callback("part_data", self._part_data)
        parser.set_callback("part_end", self._part_ends)
        parser.set_callback("end", self._form_ends)
        return parser

    def _part_begins(self) -> None:
        self._parts_left -= 1
        if self._parts_left < 0:
            raise TooLarge("This form has too many parts.")
        self._part = _Part()

    def _header_ends(self) -> None:
        if bytes(self._header_name).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._header_value))
            self._part.name = options.get(b"name", b"").decode(errors="replace")
            file_name = options.get(b"filename")
            self._part.file_name = None if file_name is None else file_name.decode(errors="replace")
        self._header_name.clear()
        self._header_value.clear()

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self._part.file_name is None:
            self._room -= len(piece)
            if self._room < 0:
                raise TooLarge("The text in this form is too long.")
            self._part.text += piece
        elif piece:
            if self._part.file is None:
                self._part.file = self._take_file(self._part.file_name)
            self._part.file.write(piece)

    def _part_ends(self) -> None:
        if self._part.file is not None:
            self._part.file.finish()
        elif self._part.file_name is None:
            # Forms send line ends as CRLF, whatever the person's machine has.
            text = self._part.text.decode(errors="replace").replace("\r\n", "\n")
            self.fields[self._part.name] = text

    def _form_ends(self) -> None:
        self._has_ended = True


class _Part:
    def __init__(self) -> None:
        self.name = ""
        self.file_name: str | None = None
        self.text = bytearray()
        self.file: FileTaker | None = None


def _damaged() -> Refused:
    return Refused("This form was damaged on its way.", advice=_ADVICE)
