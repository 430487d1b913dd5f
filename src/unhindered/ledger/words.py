"""How the ledger says dates, lists and marks. Nothing here knows what a page is."""

from collections.abc import Sequence
from datetime import date

from unhindered.facts.rows import (
    Group,
    Mode,
    NamesHeld,
    SourceClass,
    SponsorRole,
    StageKind,
    Status,
    Treaty,
)

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

GROUPS = {
    Group.AFRICAN: "African States",
    Group.ASIA_PACIFIC: "Asia-Pacific States",
    Group.EASTERN_EUROPEAN: "Eastern European States",
    Group.LATIN_AMERICAN_AND_CARIBBEAN: "Latin American and Caribbean States",
    Group.WESTERN_EUROPEAN_AND_OTHERS: "Western European and other States",
}

TREATIES = {
    Treaty.CAT: "Convention against Torture",
    Treaty.OPCAT: "Optional Protocol to the Convention against Torture",
    Treaty.ICCPR: "International Covenant on Civil and Political Rights",
    Treaty.ICCPR_OP1: "Optional Protocol to that Covenant, on individual complaints",
    Treaty.CED: "Convention against Enforced Disappearance",
}

STAGES = {
    StageKind.THIRD_COMMITTEE: "Third Committee of the General Assembly",
    StageKind.PLENARY: "General Assembly, plenary",
    StageKind.COUNCIL: "Human Rights Council",
}

MODES = {Mode.WITHOUT_VOTE: "without a vote", Mode.RECORDED_VOTE: "by a recorded vote", Mode.UNKNOWN: ""}

ROLES = {
    SponsorRole.INITIAL: "initial sponsor",
    SponsorRole.ADDITIONAL: "additional sponsor",
    SponsorRole.CO_SPONSOR: "co-sponsor",
}

# What stands beside a row that was not read in full; nothing beside those that were.
MARKS = {
    Status.READ: "",
    Status.SOURCED: "",
    Status.PARTLY: "partly checked",
    Status.INFERRED: "inferred",
    Status.COMPUTED: "computed",
}

SOURCE_CLASSES = {
    SourceClass.OFFICIAL: "official",
    SourceClass.OFFICIAL_VIA_DATASET: "official, read in a data set",
    SourceClass.DATASET: "data set",
    SourceClass.NGO: "organisation",
    SourceClass.MEDIA: "press",
    SourceClass.REPOSTED: "reposted",
}

NAMES_HELD = {
    NamesHeld.COMPLETE: "all names held",
    NamesHeld.NEW_CASES: "names held for new cases only",
    NamesHeld.PARTIAL: "some names held",
    NamesHeld.NONE: "no names held",
}


def day(on: date) -> str:
    """“13 November 2013”."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def edtf(text: str) -> str:
    """A date as we keep it, in words: “November 2013”, “about 2013”, “from 2010 to 2012”; empty stays so."""
    if "/" not in text:
        return _point(text)
    start, _, end = text.partition("/")
    if start == "..":
        return f"until {_point(end)}"
    if end == "..":
        return f"since {_point(start)}"
    return f"from {_point(start)} to {_point(end)}"


def on_day(text: str) -> str:
    """The same with its preposition: “on 13 November 2013”, “in November 2013”, “in 2013”."""
    said = edtf(text)
    if not said or "/" in text:
        return said
    return f"on {said}" if text.count("-") == 2 and text[-1].isdigit() else f"in {said}"


def listed(names: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """“1 State”, “2 States”."""
    return f"{number:,} {one if number == 1 else many}"


def document_link(symbol: str) -> str:
    """Where the UN keeps the document of that symbol."""
    return f"https://docs.un.org/en/{symbol}"


def slug(symbol: str) -> str:
    """A symbol as part of an address: `a-res-68-156`."""
    return "-".join("".join(char if char.isalnum() else " " for char in symbol.lower()).split())


def _point(text: str) -> str:
    doubt = text[-1:] if text[-1:] in ("?", "~", "%") else ""
    parts = text.removesuffix(doubt).split("-")
    said = parts[0]
    if len(parts) > 1:
        said = f"{MONTHS[int(parts[1]) - 1]} {said}"
    if len(parts) > 2:
        said = f"{int(parts[2])} {said}"
    if doubt in ("~", "%"):
        said = f"about {said}"
    return f"{said} (uncertain)" if doubt in ("?", "%") else said
