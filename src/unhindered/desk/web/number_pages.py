"""The desk's figures on one page."""

from starlette.responses import Response

from unhindered.desk.actions.numbers import numbers
from unhindered.desk.web.visit import Visit


def numbers_page(visit: Visit) -> Response:
    """How many cases, how they ended, and how long bodies took to answer."""
    return visit.page("numbers.html", figures=numbers(visit.desk))
