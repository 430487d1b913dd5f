"""Types of act that the Events Standard Formats lack, and torture itself; each with the nearest ESF code.

The words are ours. A fact may also carry any other code of ESF's list 4 (fourteen digits, ending in 04).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, kw_only=True)
class ActTypeEntry:
    """One type of act: its code, its name on screen, and the ESF code nearest to it, or empty."""

    code: str
    label: str
    nearest_esf_code: str


_ROWS = (
    ("RX01", "Death threat", "02010302000004"),
    ("RX02", "Other threat", "02010301000004"),
    ("RX03", "Harassment or intimidation in person", "02010300000004"),
    ("RX04", "Being followed or watched", "02010303000004"),
    ("RX05", "Surveillance online, device or account broken into", ""),
    ("RX06", "Harassment or hate online", ""),
    ("RX07", "Smear campaign", "14010100000004"),
    ("RX08", "Judicial harassment, criminal charges for the work", ""),
    ("RX09", "Arrest", "03010100000004"),
    ("RX10", "Detention or imprisonment", "03010200000004"),
    ("RX11", "Solitary confinement as a sanction", "03180000000005"),
    ("RX12", "Worse conditions of detention, care denied, transfer", "36010200000004"),
    ("RX13", "Beating or other assault", "02010100000004"),
    ("RX14", "Torture or ill-treatment", "02011111000004"),
    ("RX15", "Enforced disappearance", "03010300000004"),
    ("RX16", "Killing", "01010100000004"),
    ("RX17", "Travel ban, passport taken", "05010600000004"),
    ("RX18", "Deportation, exile, citizenship taken", "05010200000004"),
    ("RX19", "Raid or search", "12010200000004"),
    ("RX20", "Organisation dissolved or closed", "12010300000004"),
    ("RX21", "Assets or funding blocked, put on a list", ""),
    ("RX22", "Dismissal, disbarment, loss of livelihood", "30010403010004"),
    ("RX23", "Damage to property", ""),
    ("RX24", "Reprisal against family or associates", "02010301020004"),
    ("RX25", "Censorship, website blocked, gag order", "10010100000004"),
    ("RX26", "Repression across borders", ""),
    ("RX27", "Law that restricts cooperation", ""),
    ("RX28", "Access obstructed", ""),
)
ACT_TYPES: Mapping[str, ActTypeEntry] = MappingProxyType(
    {code: ActTypeEntry(code=code, label=label, nearest_esf_code=esf) for code, label, esf in _ROWS}
)
