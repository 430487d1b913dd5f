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


def picture() -> Image.Image:
    """48 by 32 pixels, no two columns alike."""
    image = Image.new("RGB", (48, 32))
    image.putdata([(x * 5, y * 8, (x * y) % 256) for y in range(32) for x in range(48)])
    return image


def exif(orientation: int) -> Image.Exif:
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


def exif_with_small_copy(orientation: int) -> bytes:
    """The block as Pillow writes it, and behind it a second directory with a small copy of the picture."""
    raw = bytearray(exif(orientation).tobytes()[6:])
    small = io.BytesIO()
    picture().resize((12, 8)).save(small, "JPEG")
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


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def iptc() -> bytes:
    records = [(80, PERSON), (90, "Varel"), (120, COMMENT)]
    data = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text.encode() for number, text in records)
    data += b"\0" * (len(data) % 2)
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data


def jpeg(orientation: int = 6, *, is_progressive: bool = False, mode: str = "RGB", is_full: bool = True) -> bytes:
    plain = io.BytesIO()
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    extra = {"icc_profile": colours} if mode == "RGB" else {}
    picture().convert(mode).save(plain, "JPEG", quality=90, progressive=is_progressive, **extra)
    raw = plain.getvalue()
    front = segment(0xE1, b"Exif\0\0" + exif_with_small_copy(orientation))
    if is_full:
        front += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
        front += segment(0xED, iptc()) + segment(0xFE, COMMENT.encode())
        front += segment(0xE2, b"MPF\0" + b"MM\0*\0\0\0\x08\0\0\0\0\0\0")
        front += segment(0xEB, b"JP\0\0" + PERSON.encode()) + segment(0xE7, SERIAL.encode())
    return raw[:2] + front + raw[2:] + (b"appended: " + PERSON.encode() if is_full else b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(mode: str = "RGB") -> bytes:
    plain = io.BytesIO()
    picture().convert(mode).save(plain, "PNG")
    raw = plain.getvalue()
    extra = chunk(b"eXIf", exif(3).tobytes()[6:])
    extra += chunk(b"tEXt", b"Author\0" + PERSON.encode())
    extra += chunk(b"zTXt", b"Comment\0\0" + zlib.compress(COMMENT.encode()))
    extra += chunk(b"iTXt", b"Software\0\0\0en\0\0" + SOFTWARE.encode())
    extra += chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    extra += chunk(b"tIME", struct.pack(">HBBBBB", 2031, 5, 6, 7, 8, 9)) + chunk(b"prVt", SERIAL.encode())
    extra += chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))
    return raw[:33] + extra + raw[33:] + b"appended: " + PERSON.encode()


def png_with_colours() -> bytes:
    out = io.BytesIO()
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture().save(out, "PNG", icc_profile=colours)
    raw = out.getvalue()
    return raw[:33] + chunk(b"tEXt", b"Author\0" + PERSON.encode()) + raw[33:]


def animated_png() -> bytes:
    out = io.BytesIO()
    frames = [picture(), picture().rotate(180)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:], duration=200)
    raw = out.getvalue()
    return raw[:33] + chunk(b"tEXt", b"Author\0" + PERSON.encode()) + raw[33:]


def webp(*, is_animated: bool = False) -> bytes:
    out = io.BytesIO()
    more = [picture().rotate(180)] if is_animated else []
    colours = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    extra = {"exif": exif(6).tobytes(), "xmp": XMP, "icc_profile": colours}
    picture().save(out, "WEBP", lossless=True, save_all=is_animated, append_images=more, **extra)
    raw = out.getvalue()
    raw += b"prVt" + struct.pack("<I", 12) + SERIAL.encode().ljust(12, b"\0")
    return raw[:4] + struct.pack("<I", len(raw) - 8) + raw[8:] + b"appended: " + PERSON.encode()


def plain_webp() -> bytes:
    out = io.BytesIO()
    picture().save(out, "WEBP", quality=80)
    return out.getvalue()


def gif() -> bytes:
    out = io.BytesIO()
    frames = [picture().quantize(64), picture().rotate(180).quantize(64)]
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=200, comment=COMMENT.encode()
    )
    raw = out.getvalue()
    own = b"\x21\xff\x0bXMP DataXMP" + bytes([len(PERSON)]) + PERSON.encode() + b"\0"
    return raw[:-1] + own + raw[-1:] + b"appended"


def tiff() -> bytes:
    out = io.BytesIO()
    picture().save(out, "TIFF", tiffinfo={0x013B: PERSON, 0x010F: DEVICE, 0x0132: "2031:05:06 07:08:09"})
    return out.getvalue()


def avif() -> bytes:
    out = io.BytesIO()
    picture().save(out, "AVIF", exif=exif(1).tobytes(), xmp=XMP)
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def heic() -> bytes:
    """The boxes of a HEIC file with an EXIF and an XMP item, and no picture: nothing here makes one."""
    block = struct.pack(">I", 6) + b"Exif\0\0" + exif(1).tobytes()[6:]
    kinds = [b"\0\1\0\0Exif\0", b"\0\2\0\0mime\0application/rdf+xml\0"]
    entries = b"".join(box(b"infe", b"\2\0\0\0" + kind) for kind in kinds)
    iinf = box(b"iinf", bytes(4) + struct.pack(">H", 2) + entries)
    start = box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    handler = box(b"hdlr", bytes(8) + b"pict" + bytes(13))

    def places(at: int) -> bytes:
        head = b"\0\0\0\0\x44\x00" + struct.pack(">H", 2)
        one = struct.pack(">HHHII", 1, 0, 1, at, len(block))
        return box(b"iloc", head + one + struct.pack(">HHHII", 2, 0, 1, at + len(block), len(XMP)))

    size = len(start) + 12 + len(handler) + len(iinf) + len(places(0)) + 8
    return start + box(b"meta", bytes(4) + handler + iinf + places(size)) + box(b"mdat", block + XMP)


INFO = (
    f"/Author ({PERSON}) /Creator ({SOFTWARE}) /Producer <FEFF0049006E006B> /Company (Sealcaster Press)"
    "/Title (Letter \\(draft\\)) /CreationDate (D:20310506070809+02'00')"
)


def pdf(*, is_packed: bool = False, is_locked: bool = False) -> bytes:
    out = io.BytesIO(b"")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/T(Ada)>>]>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page,
    }
    info = b"<<" + INFO.encode("latin-1") + b">>"
    xmp = zlib.compress(XMP) if is_packed else XMP
    flate = b"/Filter/FlateDecode" if is_packed else b""
    objects[6] = b"<</Type/Metadata/Subtype/XML/Length %d%s>>\nstream\n%s\nendstream" % (len(xmp), flate, xmp)
    if is_packed:
        head = b"5 0 "
        packed = zlib.compress(head + info)
        objects[4] = b"<</Type/ObjStm/N 1/First %d/Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (
            len(head),
            len(packed),
            packed,
        )
    else:
        objects[5] = info
    out.write(b"%PDF-1.7\n")
    for number, body in sorted(objects.items()):
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    locked = b"/Encrypt 9 0 R" if is_locked else b""
    out.write(b"trailer <</Size 7/Root 1 0 R/Info 5 0 R%s>>\nstartxref\n0\n%%%%EOF\n" % locked)
    if not is_packed:
        # A later version that names somebody else; the first stays in the file.
        out.write(b"5 0 obj\n<</Author(Anonymous)>>\nendobj\n")
        out.write(b"trailer <</Size 7/Root 1 0 R/Info 5 0 R>>\nstartxref\n0\n%%EOF\n")
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, kind)
    return out.getvalue()


def docx() -> bytes:
    core = f"""<?xml version="1.0"?><cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:t">
<dc:title>Letter</dc:title><dc:creator>{PERSON}</dc:creator><cp:lastModifiedBy>Bo Lamplighter</cp:lastModifiedBy>
<cp:revision>7</cp:revision><dcterms:created>2031-05-06T07:08:09Z</dcterms:created></cp:coreProperties>"""
    app = f"<Properties><Application>{SOFTWARE}</Application><Company>Sealcaster Press</Company></Properties>"
    custom = '<Properties><property name="Desk"><vt:lpwstr xmlns:vt="urn:vt">4</vt:lpwstr></property></Properties>'
    text = '<w:document xmlns:w="urn:w"><w:body><w:p><w:ins w:author="Cy Harbour"/></w:p></w:body></w:document>'
    comments = '<w:comments xmlns:w="urn:w"><w:comment w:author="Dee Marsh"/></w:comments>'
    return package(
        {
            "[Content_Types].xml": b"<Types/>",
            "docProps/core.xml": core.encode(),
            "docProps/app.xml": app.encode(),
            "docProps/custom.xml": custom.encode(),
            "docProps/thumbnail.jpeg": jpeg(1, is_full=False),
            "word/document.xml": text.encode(),
            "word/comments.xml": comments.encode(),
        }
    )


def odt() -> bytes:
    meta = f"""<office:document-meta xmlns:office="urn:o" xmlns:meta="urn:m" xmlns:dc="urn:dc"><office:meta>
<meta:generator>{SOFTWARE}</meta:generator><meta:initial-creator>{PERSON}</meta:initial-creator>
<dc:creator>Bo Lamplighter</dc:creator><dc:date>2031-05-06T07:08:09</dc:date>
<meta:editing-cycles>3</meta:editing-cycles></office:meta></office:document-meta>"""
    content = """<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:dc="urn:dc">
<text:tracked-changes><dc:creator>Cy Harbour</dc:creator></text:tracked-changes></office:document-content>"""
    mimetype = b"application/vnd.oasis.opendocument.text"
    return package({"mimetype": mimetype, "meta.xml": meta.encode(), "content.xml": content.encode()})


def mp4() -> bytes:
    place = "+12.5100-045.2500/"
    said = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place.encode())
    clock = box(b"mvhd", bytes(4) + struct.pack(">II", 4_000_000_000, 4_000_000_000) + bytes(88))
    return box(b"ftyp", b"isom" + bytes(4) + b"isomiso2") + box(b"moov", clock + box(b"udta", said))


def mp3() -> bytes:
    artist = b"TPE1" + struct.pack(">I", len(PERSON) + 1) + b"\0\0" + b"\0" + PERSON.encode()
    return b"ID3\x03\0\0" + bytes([0, 0, 0, len(artist)]) + artist + b"\xff\xfb\x90\x00" + bytes(413)


FILES = {
    "photo.jpg": jpeg,
    "photo-progressive.jpg": lambda: jpeg(1, is_progressive=True),
    "photo-cmyk.jpg": lambda: jpeg(8, mode="CMYK"),
    "photo-grey.jpg": lambda: jpeg(1, mode="L", is_full=False),
    "picture.png": png,
    "picture-palette.png": lambda: png("P"),
    "picture-animated.png": animated_png,
    "picture-colours.png": png_with_colours,
    "picture.webp": webp,
    "picture-animated.webp": lambda: webp(is_animated=True),
    "picture-plain.webp": plain_webp,
    "picture.gif": gif,
    "picture.tif": tiff,
    "picture.avif": avif,
    "boxes.heic": heic,
    "letter.pdf": pdf,
    "letter-packed.pdf": lambda: pdf(is_packed=True),
    "letter-locked.pdf": lambda: pdf(is_locked=True),
    "letter.docx": docx,
    "letter.odt": odt,
    "folder.zip": lambda: package({"notes.txt": b"fictional"}),
    "film.mp4": mp4,
    "sound.mp3": mp3,
    "notes.txt": lambda: b"Fictional notes, with nothing hidden.\n",
}


def main() -> None:
    for name, made in FILES.items():
        path = HERE / name
        if not path.exists():
            path.write_bytes(made())


if __name__ == "__main__":
    main()
