"""All kinds of fact a case is made of: immutable, past tense, each with who recorded it and the day."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args

from unhindered.core.casework.act_facts import ActFact
from unhindered.core.casework.case_facts import CaseFact
from unhindered.core.casework.codec import from_json, to_json
from unhindered.core.casework.consent_facts import ConsentFact
from unhindered.core.casework.custody_facts import CustodyFact
from unhindered.core.casework.document_facts import DocumentFact
from unhindered.core.casework.event_facts import EventFact
from unhindered.core.casework.exit_facts import ExitFact
from unhindered.core.casework.import_facts import ImportFact
from unhindered.core.casework.information_facts import InformationFact
from unhindered.core.casework.interview_facts import InterviewFact
from unhindered.core.casework.match_facts import MatchFact
from unhindered.core.casework.medical_facts import MedicalFact
from unhindered.core.casework.people_facts import PeopleFact
from unhindered.core.casework.risk_facts import RiskFact
from unhindered.core.casework.source_facts import SourceFact
from unhindered.core.casework.statement_facts import StatementFact
from unhindered.core.casework.verification_facts import VerificationFact
from unhindered.core.casework.work_facts import WorkFact
from unhindered.core.errors import Refused

Fact = (
    CaseFact
    | RiskFact
    | SourceFact
    | PeopleFact
    | ActFact
    | EventFact
    | InformationFact
    | ImportFact
    | MedicalFact
    | InterviewFact
    | VerificationFact
    | MatchFact
    | ConsentFact
    | StatementFact
    | DocumentFact
    | CustodyFact
    | ExitFact
    | WorkFact
)
FACT_KINDS: Mapping[str, type[Fact]] = MappingProxyType({kind.__name__: kind for kind in get_args(Fact)})


def fact_to_json(fact: Fact) -> dict[str, Any]:
    """The JSON object of a fact, as docs/formats/facts.md has it."""
    return {"v": 1, "fact": type(fact).__name__} | to_json(fact)


def fact_from_json(content: dict[str, Any]) -> Fact:
    """The fact in a JSON object.

    Raises:
        Refused: another version, a kind or field we do not know, or a value its field cannot hold.
    """
    version, name = content.get("v"), content.get("fact")
    if type(version) is not int or version != 1 or not isinstance(name, str) or name not in FACT_KINDS:
        raise Refused(
            "This is a fact of a kind or version we do not know.",
            advice="It was kept. Bring this program up to date, then open the case again.",
        )
    rest = {field: value for field, value in content.items() if field not in {"v", "fact"}}
    return from_json(FACT_KINDS[name], rest)
