"""The desk's own figures, over the cases that this officer can open and no others."""

from unhindered.core.casework.statistics import Figures, figures_of
from unhindered.desk.desk import Desk


def numbers(desk: Desk) -> Figures:
    """The figures over all cases this officer has access to."""
    with desk.lock:
        return figures_of([desk.book.case(case) for case in desk.book.case_ids()])
