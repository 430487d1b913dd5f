"""What of a case goes on paper: chosen first, then shown as it will be printed."""

from starlette.responses import Response

from unhindered.core.errors import Refused
from unhindered.desk.actions.case_page import case_head
from unhindered.desk.actions.printing import Paper, Part, print_case
from unhindered.desk.web.verification_pages import ELEMENTS
from unhindered.desk.web.visit import Visit

TAB = "print"
_PARTS = {
    Part.RULES: "What must not be done, and the safe channel",
    Part.PEOPLE: "People, by label",
    Part.RECORD: "What happened, as told",
    Part.CONSENTS: "Consents",
    Part.TIMELINE: "Timeline, without what names somebody",
    Part.EXHIBITS: "List of exhibits",
}


def print_page(visit: Visit) -> Response:
    """Choose what to print; or the print itself, with its number at the foot."""
    head = case_head(visit.desk, visit.path("case"))
    if visit.request.method != "POST":
        return visit.page("print.html", case=head, tab=TAB, parts_of_print=_PARTS, papers=list(Paper))
    wanted = frozenset(Part(name) for name in visit.form.texts("part") if name in list(Part))
    paper = visit.form.text("paper")
    if not wanted or paper not in list(Paper):
        raise Refused("Nothing was chosen to print.", advice="Go back, and tick what shall be on the paper.")
    made = print_case(visit.desk, head.id, paper=Paper(paper), parts=wanted, today=visit.today)
    return visit.page("print_paper.html", case=made.case, made=made, parts_of_print=_PARTS, elements=ELEMENTS)
