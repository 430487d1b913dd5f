"""The page of an archive: one HTML file, no script, nothing fetched, to be read in any browser."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unhindered.core.casework.case import Case
from unhindered.desk.actions.telling import told
from unhindered.desk.desk import Desk
from unhindered.web.pages import make_pages

README = """An archive of cases

This file was sealed with age (https://age-encryption.org), in its format v1 with post-quantum recipients, to
the officers named below. To open it without the program that made it:

    age --decrypt -i KEY-FILE -o archive.zip THIS-FILE.age

KEY-FILE is what "unhindered desk archive-key" wrote for one of those officers: an age identity, wrapped in
the officer's passphrase. Any program that opens age files with the recipients mlkem768x25519 will do (age
from 1.3 on). Then unpack archive.zip, and open index.html in any browser.

index.html          all cases, to read
facts-….json        each case as it is: its facts in the order of the log (docs/formats/facts.md)
attachments/        the original files, named by their SHA-256
SHA256SUMS          the hashes of all other files; check them with: sha256sum -c SHA256SUMS

The attachments are as they came: do not open one on a machine that matters. Whoever reads this reads names:
keep what you unpacked nowhere that is not encrypted, and delete it afterwards.

Made on {on} by {by}, of {institution}. Sealed to: {officers}.
"""


@dataclass(frozen=True, kw_only=True)
class ArchivedFile:
    """An attachment in an archive; `problem` is why its bytes are not in it."""

    case: str
    name: str
    size: int
    sha256: str
    problem: str


def archive_page(
    desk: Desk, cases: Sequence[tuple[str, Case]], files: Sequence[ArchivedFile], on: date
) -> bytes:
    """index.html of an archive."""
    shown = [
        {
            "id": case_id,
            "name": case.opened.name if case.opened else "Unnamed",
            "is_closed": case.closed is not None,
            "persons": tuple(case.persons.values()),
            "reports": [desk.book.reports[item] for item in case.reports if item in desk.book.reports],
            "messages": {
                item: desk.book.messages(desk.book.reports[item])
                for item in case.reports
                if item in desk.book.reports
            },
            "timeline": [
                (item.fact.on, item.fact.title, desk.book.officer_name(item.author), told(item.fact, case))
                for item in case.timeline
            ],
            "files": [file for file in files if file.case == case_id],
        }
        for case_id, case in cases
    ]
    template = make_pages("unhindered.desk").get_template("archive.html")
    page = template.render(cases=shown, on=on, institution=desk.membership.institution.name)
    return page.encode()
