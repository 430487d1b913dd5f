"""The page of matches: what may be the same person, act or event, what was decided, and how to undo it."""

from starlette.responses import RedirectResponse, Response

from unhindered.core.casework.match_terms import MatchDecision
from unhindered.core.casework.matches import Pair
from unhindered.core.errors import Refused
from unhindered.desk.actions import matches
from unhindered.desk.entries.opened_list import What
from unhindered.desk.linkage.engine import require_linkage
from unhindered.desk.linkage.searching import Proposed
from unhindered.desk.web.visit import Visit

_MATCHES = "/matches"
# Few records take no longer; of many, the page then says how far it is.
_PATIENCE = 2.0


def matches_page(visit: Visit) -> Response:
    """What is proposed and what was decided; or how far the search is."""
    return _page(visit, None)


def search(visit: Visit) -> Response:
    """Begin a search."""
    searching, work, desk = visit.beside.searching, visit.work, visit.desk
    searching.start(matches.tables(desk), goes_on=lambda: work.open_desk is desk)
    searching.wait(_PATIENCE)
    return RedirectResponse(_MATCHES, 303)


def stop(visit: Visit) -> Response:
    """End the search that goes on; what an earlier one found stays."""
    visit.beside.searching.stop()
    return RedirectResponse(_MATCHES, 303)


def decide(visit: Visit) -> Response:
    """Record what the officer decided about two records."""
    form = visit.form
    try:
        pair = matches.read_pair(form.text("pair"))
        decision, proposed = _decision(form.text("decision")), _proposed(visit, pair)
        matches.decide(visit.desk, pair, decision, form.text("reason"), visit.today, proposed=proposed)
    except Refused as err:
        return _page(visit, err)
    said = {
        MatchDecision.SAME: "It is recorded that they are the same. Both records stay as they are.",
        MatchDecision.NOT_THE_SAME: "It is recorded that they are not the same.",
        MatchDecision.LATER: "The question is put off.",
    }
    return visit.done(_MATCHES, said[decision])


def undo(visit: Visit) -> Response:
    """Undo a decision."""
    matches.undo(visit.desk, visit.form.text("match"), visit.today)
    return visit.done(_MATCHES, "The decision is undone. The question is open again.")


def _page(visit: Visit, problem: Refused | None) -> Response:
    searching = visit.beside.searching
    view = matches.matches_view(visit.desk, searching.found)
    sides = [side for item in view.proposals for side in (item.first, item.second)]
    sides += [side for item in (*view.put_off, *view.decided) for side in (item.first, item.second)]
    for side in sides:
        visit.shows(What.CASE, side.case)
    return visit.page(
        "matches.html",
        code=400 if problem else 200,
        view=view,
        found=searching.found,
        is_running=searching.is_running,
        step=searching.step,
        trouble=searching.trouble,
        missing=_missing(),
        problem=problem,
        given=visit.form,
    )


def _missing() -> Refused | None:
    try:
        require_linkage()
    except Refused as err:
        return err
    return None


def _decision(text: str) -> MatchDecision:
    try:
        return MatchDecision(text)
    except ValueError as err:
        raise Refused(
            "It is not said whether they are the same.", advice="Choose one of the three answers."
        ) from err


def _proposed(visit: Visit, pair: Pair) -> Proposed | None:
    found = visit.beside.searching.found
    return None if found is None else next((item for item in found.proposed if item.pair == pair), None)
