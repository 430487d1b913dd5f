"""Pictures of a case: who stands to what, and what happened when; each with a table that says the same."""

from starlette.responses import Response

from unhindered.desk.actions.case_page import case_head
from unhindered.desk.pictures.relations import BoxKind, LineKind, relation_picture
from unhindered.desk.pictures.timeline import Happened, timeline_picture
from unhindered.desk.web.visit import Visit


def pictures_page(visit: Visit) -> Response:
    """Both pictures. People stand under their labels: a picture is seen by whoever looks over a shoulder."""
    case = case_head(visit.desk, visit.path("case"))
    opened = visit.desk.book.case(case.id)
    return visit.page(
        "pictures.html",
        case=case,
        tab="pictures",
        relations=relation_picture(opened),
        timeline=timeline_picture(opened),
        box_kinds=tuple(BoxKind),
        line_kinds=tuple(LineKind),
        happened=tuple(Happened),
    )
