"""What kind of file something is, told by its first bytes, never by its name; a wrong guess opens nothing."""

from dataclasses import dataclass

from unhindered.core.casework.custody_terms import Medium

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"II*\x00", ".tiff"),
    (b"MM\x00*", ".tiff"),
    (b"BM", ".bmp"),
)
_SOUND: tuple[tuple[bytes, str], ...] = (
    (b"ID3", ".mp3"),
    (b"\xff\xfb", ".mp3"),
    (b"\xff\xf3", ".mp3"),
    (b"fLaC", ".flac"),
    (b"OggS", ".ogg"),
)
# What a package of an office program has inside, and the ending that LibreOffice and mat2 know it by.
_PACKAGES: tuple[tuple[bytes, str], ...] = (
    (b"word/", ".docx"),
    (b"xl/", ".xlsx"),
    (b"ppt/", ".pptx"),
    (b"opendocument.text", ".odt"),
    (b"opendocument.spreadsheet", ".ods"),
    (b"opendocument.presentation", ".odp"),
)
_OLE_STREAMS: tuple[tuple[bytes, str], ...] = (
    ("WordDocument".encode("utf-16-le"), ".doc"),
    ("Workbook".encode("utf-16-le"), ".xls"),
    ("PowerPoint Document".encode("utf-16-le"), ".ppt"),
)
HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """A medium, the ending that programs know it by, and how it becomes pixels: pdf, image, office or not."""

    medium: Medium
    suffix: str
    way: str = ""


_RIFF = {
    b"WAVE": FileKind(medium=Medium.SOUND, suffix=".wav"),
    b"AVI ": FileKind(medium=Medium.FILM, suffix=".avi"),
    b"WEBP": FileKind(medium=Medium.PICTURE, suffix=".webp", way="image"),
}


def kind_of(head: bytes, tail: bytes = b"") -> FileKind:
    """The kind of a file, by its first 64 KiB and, for packages, its last ones."""
    if b"%PDF-" in head[:1024]:
        return FileKind(medium=Medium.DOCUMENT, suffix=".pdf", way="pdf")
    for magic, suffix in _PICTURES:
        if head.startswith(magic):
            return FileKind(medium=Medium.PICTURE, suffix=suffix, way="image")
    for found in (_office(head, tail), _film_or_sound(head)):
        if found is not None:
            return found
    if _is_text(head):
        return FileKind(medium=Medium.DOCUMENT, suffix=".txt", way="office")
    return FileKind(medium=Medium.OTHER, suffix=".bin")


def _office(head: bytes, tail: bytes) -> FileKind | None:
    if head.startswith(b"{\\rtf"):
        return FileKind(medium=Medium.DOCUMENT, suffix=".rtf", way="office")
    places = {_ZIP: _PACKAGES, _OLE: _OLE_STREAMS}
    for magic, known in places.items():
        if head.startswith(magic):
            for mark, suffix in known:
                if mark in head or mark in tail:
                    return FileKind(medium=Medium.DOCUMENT, suffix=suffix, way="office")
    return None


def _film_or_sound(head: bytes) -> FileKind | None:
    for magic, suffix in _SOUND:
        if head.startswith(magic):
            return FileKind(medium=Medium.SOUND, suffix=suffix)
    if head[4:8] == b"ftyp":
        return _of_iso_file(head[8:12])
    if head.startswith(b"\x1aE\xdf\xa3"):
        return FileKind(medium=Medium.FILM, suffix=".webm")
    return _RIFF.get(head[8:12]) if head.startswith(b"RIFF") else None


def _of_iso_file(brand: bytes) -> FileKind:
    if brand in (b"heic", b"heix", b"mif1", b"avif"):
        return FileKind(medium=Medium.PICTURE, suffix=".heic", way="image")
    return FileKind(medium=Medium.SOUND if brand == b"M4A " else Medium.FILM, suffix=".mp4")


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head[:-4].decode()
    except UnicodeDecodeError as err:
        return len(head) > err.start >= len(head) - 8
    return True
