"""What a form sent: texts and files, all in memory; nothing of it is written to the disk in clear."""

from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from unhindered.core.errors import Refused
from unhindered.desk.evidence.sealed_files import LARGEST_FILE

MIB = 1024 * 1024
# The longest file of a case, with what else its form says.
MOST_BYTES = LARGEST_FILE + 4 * MIB
MOST_FILES = 20
_ADVICE = f"Send less at once: at most {MOST_BYTES // MIB} MiB, and at most {MOST_FILES} files."


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields of a form, as they were typed; `file` is the first of its `files`: names and bytes."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    file_name: str = ""
    file: bytes = b""
    files: tuple[tuple[str, bytes], ...] = ()

    def text(self, name: str) -> str:
        """A field's text, with Unix line ends and no space around it; empty where it is missing."""
        values = self.fields.get(name, [""])
        return values[0].replace("\r\n", "\n").replace("\r", "\n").strip()

    def texts(self, name: str) -> list[str]:
        """All that was chosen in a field, less what is empty."""
        return [value.strip() for value in self.fields.get(name, []) if value.strip()]

    def or_none(self, name: str) -> str | None:
        """A field's text, or None where it is empty."""
        return self.text(name) or None


class _InMemory(MultiPartParser):
    """Starlette's parser, kept from moving what is large to a temporary file."""

    spool_max_size = MOST_BYTES + 1


async def read_form(request: Request) -> Form:
    """The form in a request.

    Raises:
        Refused: too large, or no form.
    """
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MOST_BYTES:
        raise Refused("This form is too large.", advice=_ADVICE)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        try:
            parser = _InMemory(
                request.headers,
                request.stream(),
                max_files=MOST_FILES,
                max_fields=500,
                max_part_size=MOST_BYTES,
            )
            return await _form(await parser.parse())
        except (MultiPartException, KeyError, ValueError) as err:
            raise Refused("This form could not be read.", advice="Go back and send it again.") from err
    return await _form(await request.form(max_fields=500, max_part_size=MOST_BYTES))


async def _form(data: FormData) -> Form:
    fields: dict[str, list[str]] = {}
    files: list[tuple[str, bytes]] = []
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            # A field of files that was left empty comes as one without a name.
            if value.filename or content:
                files.append((value.filename or "", content))
        else:
            fields.setdefault(name, []).append(value)
    file_name, file = files[0] if files else ("", b"")
    return Form(fields=fields, file_name=file_name, file=file, files=tuple(files))
