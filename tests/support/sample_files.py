"""Small files made on the spot: documents, pictures, packages of office programs, and hostile ones."""

import io
import zipfile

from PIL import Image

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages=1, *, extra=b"", catalog=b"", words=b"They took her at night."):
    """A PDF with a line of text on each page; `extra` objects start at number 100."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %b >>" % catalog,
        2: b"<< /Type /Pages /Count %d /Kids [%b] >>" % (pages, kids),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number in range(pages):
        line = b"BT /F 18 Tf 20 100 Td (%b Page %d.) Tj ET" % (words, number + 1)
        objects[10 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (11 + 2 * number)
        )
        objects[11 + 2 * number] = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(line), line)
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % item for item in sorted(objects.items()))
    # Without a table of places: readers that mend files find the objects by themselves.
    return b"%PDF-1.7\n" + body + extra + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def picture(kind="PNG", size=(60, 40), colour=(200, 30, 30), **options):
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, kind, **options)
    return target.getvalue()


def docx(text="They took her at night.", *, body="", more=()):
    """A package of Word; `more` are further parts, by name."""
    paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>{body}"
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORDS}" xmlns:r="{_OFFICE}"><w:body>{paragraph}'
        "</w:body></w:document>",
        **dict(more),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def docx_that_asks(url):
    """A package whose template is to be fetched from elsewhere, as trackers in documents are."""
    relation = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r9" TargetMode="External" '
        f'Type="{_OFFICE}/attachedTemplate" Target="{url}"/></Relationships>'
    )
    settings = (
        f'<w:settings xmlns:w="{_WORDS}" xmlns:r="{_OFFICE}"><w:attachedTemplate r:id="r9"/></w:settings>'
    )
    return docx(more={"word/settings.xml": settings, "word/_rels/settings.xml.rels": relation})


def zip_bomb(megabytes):
    """A package that is a thousand times larger when it is unpacked."""
    return docx(body="<w:p/>" * (megabytes * 1024 * 1024 // 6))
