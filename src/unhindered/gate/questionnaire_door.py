"""`GET /questionnaire`: what the report page asks, for whoever wants it; desks need earlier ones too."""

from starlette.requests import Request
from starlette.responses import Response

from unhindered.core.questionnaire.parse import questionnaire_bytes
from unhindered.gate.answers import plain_answer
from unhindered.gate.open_gate import OpenGate
from unhindered.gate.refusals import NotFound


async def get_questionnaire(request: Request) -> Response:
    """The questionnaire with this hash, or the one that is asked now. Who fetched it can check the hash.

    Raises:
        NotFound: this gate does not have it.
    """
    gate: OpenGate = request.app.state.gate
    known, digest = gate.questionnaires, request.path_params.get("hash", "")
    found = known.with_hash(digest) if digest else known.shown
    if found is None:
        raise NotFound("This gate has no questionnaire with this hash.")
    return plain_answer(questionnaire_bytes(found), "application/json")
