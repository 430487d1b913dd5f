"""All help on one page, and the checklist of a new desk."""

from starlette.responses import Response

from unhindered.desk.actions.checklist import checklist, tick
from unhindered.desk.web.help import all_help
from unhindered.desk.web.visit import Visit


def help_page(visit: Visit) -> Response:
    """All help there is."""
    return visit.page("help.html", helps=all_help())


def checklist_page(visit: Visit) -> Response:
    """What this desk still lacks; some of it is ticked by hand."""
    if visit.request.method == "POST":
        tick(visit.desk, visit.form.text("line"), is_done=visit.form.text("done") == "yes")
    return visit.page("checklist.html", items=checklist(visit.desk, visit.today))
