"""Who opened what, for owners."""

from starlette.responses import Response

from unhindered.desk.actions.audit import audit_rows
from unhindered.desk.web.visit import Visit


def audit_page(visit: Visit) -> Response:
    """Who opened which case, report or file, by day."""
    return visit.page("audit.html", rows=audit_rows(visit.desk))
