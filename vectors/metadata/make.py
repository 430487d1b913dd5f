"""Writes the sample files of this folder that are not there yet: `.venv/bin/python vectors/metadata/make.py`.

A file that exists is never written again. All people, places, firms and devices are invented.
Pillow makes the pictures; the rest is written byte by byte after the formats' own texts (README.md).
"""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image, ImageCms

HERE = Path(__file__).parent

# Each of these words must be gone from a cleaned copy.
PERSON = "Ada Quill"
DEVICE = "Lanternworks"
SERIAL = "LW-0000-XVL"
COMMENT = "taken behind the Saltmarket"
SOFTWARE = "Inkpot 3.1"

XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmp:CreatorTool="{SOFTWARE}" photoshop:City="Varel">
<dc:creator><rdf:Seq><rdf:li>{PERSON} &amp; Co</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{COMMENT}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def _picture() -> Image.Image:
    """48 by 32 pixels, no two columns alike."""
    image = Image.new("RGB", (48, 32))
    image.putdata([(x * 5, y * 8, (x * y) % 256) for y in range(32) for x in range(48)])
    return image


def _exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = DEVICE
    tags[0x0110] = "Beacon 5"
    tags[0x0131] = SOFTWARE
    tags[0x0132] = "2031:05:06 07:08:09"
    tags[0x013B] = PERSON
    inner = tags.get_ifd(0x8769)
    inner[0x9003] = "2031:05:06 07:08:09"
    inner[0xA431] = SERIAL
    inner[0x829A] = (1, 125)
    place = tags.get_ifd(0x8825)
    place[1], place[2] = "N", (12.0, 30.0, 36.0)
    place[3], place[4] = "W", (45.0, 15.0, 0.0)
    place[5], place[6] = b"\0", 123.0
    place[7], place[29] = (7.0, 8.0, 9.0), "2031:05:06"
    return tags


def _exif_with_small_copy(orientation: int) -> bytes:
    """The block as Pillow writes it, and behind it a second directory with a small copy of the picture."""
    raw = bytearray(_exif(orientation).tobytes()[6:])
    small = io.BytesIO()
    _picture().resize((12, 8)).save(small, "JPEG")
    order = "<" if raw[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", raw, 4)[0]
    count = struct.unpack_from(order + "H", raw, first)[0]
    struct.pack_into(order + "I", raw, first + 2 + 12 * count, len(raw))
    fields = [(0x0103, 3, 1, 6), (0x0201, 4, 1, len(raw) + 42), (0x0202, 4, 1, len(small.getvalue()))]
    raw += struct.pack(order + "H", len(fields))
    for tag, kind, number, value in fields:
        raw += struct.pack(order + "HHI" + ("H2x" if kind == 3 else "I"), tag, kind, number, value)
    raw += struct.pack(order + "I", 0)
    return bytes(raw + small.getvalue())


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _iptc() -> bytes:
    records = [(80, PERSON), (90, "Varel"), (120, COMMENT)]
    data = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text.encode() for number, text in records
    )
    data += b"\0" * (len(data) % 2)
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data


def _jpeg(
    orientation: int = 6, *, is_progressive: bool = False, mode: str = "RGB", is_full: bool = True
) -> bytes:
    plain = io.BytesIO()
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    extra = {"icc_profile": colours} if mode == "RGB" else {}
    _picture().convert(mode).save(plain, "JPEG", quality=90, progressive=is_progressive, **extra)
    raw = plain.getvalue()
    front = _segment(0xE1, b"Exif\0\0" + _exif_with_small_copy(orientation))
    if is_full:
        front += _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
        front += _segment(0xED, _iptc()) + _segment(0xFE, COMMENT.encode())
        front += _segment(0xE2, b"MPF\0" + b"MM\0*\0\0\0\x08\0\0\0\0\0\0")
        front += _segment(0xEB, b"JP\0\0" + PERSON.encode()) + _segment(0xE7, SERIAL.encode())
    return raw[:2] + front + raw[2:] + (b"appended: " + PERSON.encode() if is_full else b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(mode: str = "RGB") -> bytes:
    plain = io.BytesIO()
    _picture().convert(mode).save(plain, "PNG")
    raw = plain.getvalue()
    extra = _chunk(b"eXIf", _exif(3).tobytes()[6:])
    extra += _chunk(b"tEXt", b"Author\0" + PERSON.encode())
    extra += _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(COMMENT.encode()))
    extra += _chunk(b"iTXt", b"Software\0\0\0en\0\0" + SOFTWARE.encode())
    extra += _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    extra += _chunk(b"tIME", struct.pack(">HBBBBB", 2031, 5, 6, 7, 8, 9)) + _chunk(b"prVt", SERIAL.encode())
    extra += _chunk(b"gAMA", struct.pack(">I", 45455)) + _chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))
    return raw[:33] + extra + raw[33:] + b"appended: " + PERSON.encode()


def _png_with_colours() -> bytes:
    out = io.BytesIO()
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _picture().save(out, "PNG", icc_profile=colours)
    raw = out.getvalue()
    return raw[:33] + _chunk(b"tEXt", b"Author\0" + PERSON.encode()) + raw[33:]


def _animated_png() -> bytes:
    out = io.BytesIO()
    frames = [_picture(), _picture().rotate(180)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:], duration=200)
    raw = out.getvalue()
    return raw[:33] + _chunk(b"tEXt", b"Author\0" + PERSON.encode()) + raw[33:]


def _webp(*, is_animated: bool = False) -> bytes:
    out = io.BytesIO()
    more = [_picture().rotate(180)] if is_animated else []
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    extra = {"exif": _exif(6).tobytes(), "xmp": XMP, "icc_profile": colours}
    _picture().save(out, "WEBP", lossless=True, save_all=is_animated, append_images=more, **extra)
    raw = out.getvalue()
    raw += b"prVt" + struct.pack("<I", 12) + SERIAL.encode().ljust(12, b"\0")
    return raw[:4] + struct.pack("<I", len(raw) - 8) + raw[8:] + b"appended: " + PERSON.encode()


def _plain_webp() -> bytes:
    out = io.BytesIO()
    _picture().save(out, "WEBP", quality=80)
    return out.getvalue()


def _gif() -> bytes:
    out = io.BytesIO()
    frames = [_picture().quantize(64), _picture().rotate(180).quantize(64)]
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=200, comment=COMMENT.encode()
    )
    raw = out.getvalue()
    own = b"\x21\xff\x0bXMP DataXMP" + bytes([len(PERSON)]) + PERSON.encode() + b"\0"
    return raw[:-1] + own + raw[-1:] + b"appended"


def _tiff() -> bytes:
    out = io.BytesIO()
    _picture().save(out, "TIFF", tiffinfo={0x013B: PERSON, 0x010F: DEVICE, 0x0132: "2031:05:06 07:08:09"})
    return out.getvalue()


def _avif() -> bytes:
    out = io.BytesIO()
    _picture().save(out, "AVIF", exif=_exif(1).tobytes(), xmp=XMP)
    return out.getvalue()


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def _heic() -> bytes:
    """The boxes of a HEIC file with an EXIF and an XMP item, and no picture: nothing here makes one."""
    block = struct.pack(">I", 6) + b"Exif\0\0" + _exif(1).tobytes()[6:]
    kinds = [b"\0\1\0\0Exif\0", b"\0\2\0\0mime\0application/rdf+xml\0"]
    entries = b"".join(_box(b"infe", b"\2\0\0\0" + kind) for kind in kinds)
    iinf = _box(b"iinf", bytes(4) + struct.pack(">H", 2) + entries)
    start = _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    handler = _box(b"hdlr", bytes(8) + b"pict" + bytes(13))

    def places(at: int) -> bytes:
        head = b"\0\0\0\0\x44\x00" + struct.pack(">H", 2)
        one = struct.pack(">HHHII", 1, 0, 1, at, len(block))
        return _box(b"iloc", head + one + struct.pack(">HHHII", 2, 0, 1, at + len(block), len(XMP)))

    size = len(start) + 12 + len(handler) + len(iinf) + len(places(0)) + 8
    return start + _box(b"meta", bytes(4) + handler + iinf + places(size)) + _box(b"mdat", block + XMP)


INFO = (
    f"/Author ({PERSON}) /Creator ({SOFTWARE}) /Producer <FEFF0049006E006B> /Company (Sealcaster Press)"
    "/Title (Letter \\(draft\\)) /CreationDate (D:20310506070809+02'00')"
)


def _stream(head: bytes, body: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(body), body)


def _written(out: io.BytesIO, objects: dict[int, bytes]) -> dict[int, int]:
    """Writes the objects; gives the place of each."""
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    return places


def _table(out: io.BytesIO, places: dict[int, int], more: bytes = b"") -> int:
    """Writes the list of places as text, and what follows it; gives where it stands."""
    at = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        out.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    out.write(b"trailer <</Size 8/Root 1 0 R/Info 5 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (more, at))
    return at


def _pdf(*, is_packed: bool = False, is_locked: bool = False) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    note = b"<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/T(Ada)>>"
    flate = b"/Filter/FlateDecode" if is_packed else b""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[%s]>>" % note,
        6: _stream(b"/Type/Metadata/Subtype/XML" + flate, zlib.compress(XMP) if is_packed else XMP),
    }
    info = b"<<" + INFO.encode("latin-1") + b">>"
    if not is_packed:
        first = _table(out, _written(out, objects | {5: info}), b"/Encrypt 7 0 R" if is_locked else b"")
        # A later version that names somebody else; the first stays in the file.
        later = _written(out, {5: b"<</Author(Anonymous)>>"})
        _table(out, later, b"/Prev %d" % first + (b"/Encrypt 7 0 R" if is_locked else b""))
        return out.getvalue()
    objects[4] = _stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(b"5 0 " + info))
    places = _written(out, objects)
    places[7] = out.tell()
    rows = [struct.pack(">BIH", *((2, 4, 0) if n == 5 else (1, places.get(n, 0), 0))) for n in range(8)]
    head = b"/Type/XRef/Size 8/W[1 4 2]/Root 1 0 R/Info 5 0 R"
    _written(out, {7: _stream(head, b"".join(rows))})
    out.write(b"startxref\n%d\n%%%%EOF\n" % places[7])
    return out.getvalue()


def _package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, kind)
    return out.getvalue()


def _docx() -> bytes:
    core = f"""<?xml version="1.0"?><cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"
 xmlns:dcterms="urn:t"><dc:title>Letter</dc:title><dc:creator>{PERSON}</dc:creator>
<cp:lastModifiedBy>Bo Lamplighter</cp:lastModifiedBy>
<cp:revision>7</cp:revision><dcterms:created>2031-05-06T07:08:09Z</dcterms:created></cp:coreProperties>"""
    app = f"<Properties><Application>{SOFTWARE}</Application><Company>Sealcaster Press</Company></Properties>"
    custom = (
        '<Properties><property name="Desk"><vt:lpwstr xmlns:vt="urn:vt">4</vt:lpwstr></property></Properties>'
    )
    text = (
        '<w:document xmlns:w="urn:w"><w:body><w:p><w:ins w:author="Cy Harbour"/></w:p></w:body></w:document>'
    )
    comments = '<w:comments xmlns:w="urn:w"><w:comment w:author="Dee Marsh"/></w:comments>'
    return _package(
        {
            "[Content_Types].xml": b"<Types/>",
            "docProps/core.xml": core.encode(),
            "docProps/app.xml": app.encode(),
            "docProps/custom.xml": custom.encode(),
            "docProps/thumbnail.jpeg": _jpeg(1, is_full=False),
            "word/document.xml": text.encode(),
            "word/comments.xml": comments.encode(),
        }
    )


def _odt() -> bytes:
    meta = f"""<office:document-meta xmlns:office="urn:o" xmlns:meta="urn:m" xmlns:dc="urn:dc"><office:meta>
<meta:generator>{SOFTWARE}</meta:generator><meta:initial-creator>{PERSON}</meta:initial-creator>
<dc:creator>Bo Lamplighter</dc:creator><dc:date>2031-05-06T07:08:09</dc:date>
<meta:editing-cycles>3</meta:editing-cycles></office:meta></office:document-meta>"""
    content = """<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:dc="urn:dc">
<text:tracked-changes><dc:creator>Cy Harbour</dc:creator></text:tracked-changes></office:document-content>"""
    mimetype = b"application/vnd.oasis.opendocument.text"
    return _package({"mimetype": mimetype, "meta.xml": meta.encode(), "content.xml": content.encode()})


def _mp4() -> bytes:
    place = "+12.5100-045.2500/"
    said = _box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place.encode())
    clock = _box(b"mvhd", bytes(4) + struct.pack(">II", 4_000_000_000, 4_000_000_000) + bytes(88))
    names = [b"com.apple.quicktime.make", b"com.apple.quicktime.model"]
    keys = _box(b"keys", bytes(4) + struct.pack(">I", 2) + b"".join(_box(b"mdta", name) for name in names))
    values = [_box(b"data", struct.pack(">II", 1, 0) + text) for text in (DEVICE.encode(), b"Beacon 5")]
    items = b"".join(_box(struct.pack(">I", place), value) for place, value in enumerate(values, 1))
    said_too = _box(b"meta", _box(b"hdlr", bytes(8) + b"mdta" + bytes(13)) + keys + _box(b"ilst", items))
    start = _box(b"ftyp", b"isom" + bytes(4) + b"isomiso2")
    return start + _box(b"moov", clock + _box(b"udta", said) + said_too) + _box(b"mdat", bytes(16))


def _mp3() -> bytes:
    artist = b"TPE1" + struct.pack(">I", len(PERSON) + 1) + b"\0\0" + b"\0" + PERSON.encode()
    return b"ID3\x03\0\0" + bytes([0, 0, 0, len(artist)]) + artist + b"\xff\xfb\x90\x00" + bytes(413)


FILES = {
    "photo.jpg": _jpeg,
    "photo-progressive.jpg": lambda: _jpeg(1, is_progressive=True),
    "photo-cmyk.jpg": lambda: _jpeg(8, mode="CMYK"),
    "photo-grey.jpg": lambda: _jpeg(1, mode="L", is_full=False),
    "picture.png": _png,
    "picture-palette.png": lambda: _png("P"),
    "picture-animated.png": _animated_png,
    "picture-colours.png": _png_with_colours,
    "picture.webp": _webp,
    "picture-animated.webp": lambda: _webp(is_animated=True),
    "picture-plain.webp": _plain_webp,
    "picture.gif": _gif,
    "picture.tif": _tiff,
    "picture.avif": _avif,
    "boxes.heic": _heic,
    "letter.pdf": _pdf,
    "letter-packed.pdf": lambda: _pdf(is_packed=True),
    "letter-locked.pdf": lambda: _pdf(is_locked=True),
    "letter.docx": _docx,
    "letter.odt": _odt,
    "folder.zip": lambda: _package({"notes.txt": b"fictional"}),
    "film.mp4": _mp4,
    "sound.mp3": _mp3,
    "notes.txt": lambda: b"Fictional notes, with nothing hidden.\n",
}


def main() -> None:
    """Writes what is missing."""
    for name, made in FILES.items():
        path = HERE / name
        if not path.exists():
            path.write_bytes(made())


if __name__ == "__main__":
    main()
