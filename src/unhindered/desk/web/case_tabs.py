"""The pages of one case, in the order in which its tabs show them."""

from typing import Final

# The last part of the address under /case/…, and the word on the tab.
CASE_TABS: Final[tuple[tuple[str, str], ...]] = (
    ("", "Overview"),
    ("record", "Record"),
    ("urgent", "Urgent"),
    ("verification", "Verification"),
    ("evidence", "Evidence"),
    ("consents", "Consents"),
    ("sent", "Sent"),
    ("work", "Work"),
    ("pictures", "Pictures"),
    ("print", "Print"),
)
