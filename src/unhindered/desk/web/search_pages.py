"""Search: words are sent as a form and stay in memory; the address of the results is a number."""

from collections.abc import Iterator
from functools import cache

from starlette.responses import RedirectResponse, Response

from unhindered.core.errors import Refused
from unhindered.core.search.query import Search, search_from_text
from unhindered.desk.actions.saved_searches import forget_search, save_search, saved_searches
from unhindered.desk.actions.search import Results, filters_before, find, search_of, wanted
from unhindered.desk.desk import Desk
from unhindered.desk.entries.opened_list import What
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit

_FIELDS = (
    *("text", "kind", "case", "tag", "state", "act", "officer", "language"),
    *("since", "until", "is_exact"),
)
_CHOOSERS = (
    *(("kind", "What"), ("case", "Case"), ("tag", "Tag of the case"), ("state", "State")),
    *(("act", "Type of act"), ("officer", "Recorded by"), ("language", "Language")),
)


def search_page(visit: Visit) -> Response:
    """The form; what is sent with it is remembered, and its results have an address without words."""
    if visit.request.method == "GET":
        return _page(visit, Search())
    try:
        search = _search_in(visit.form)
        wanted(visit.desk, search)
    except Refused as err:
        return _page(visit, _as_typed(visit.form), problem=err)
    return RedirectResponse(f"/search/{visit.desk.searches.keep(search)}", 303)


def results_page(visit: Visit) -> Response:
    """What fits a search that was made at this desk."""
    search = visit.desk.searches.get(int(visit.path("number")))
    if search is None:
        return _page(visit, Search(), problem=_forgotten(), code=404)
    results = find(visit.desk, search, page=visit.page_number())
    for group in results.groups:
        if group.case:
            visit.shows(What.CASE, group.case)
        for report in {hit.report for hit in group.hits if hit.report}:
            visit.shows(What.REPORT, report)
    return _page(visit, search, results=results)


def keep_search(visit: Visit) -> Response:
    """Keep a search of this desk under a title, or forget one that was kept."""
    if visit.form.text("forget"):
        forget_search(visit.desk, visit.form.text("forget"))
        visit.work.status.notes.append("Forgotten.")
        return RedirectResponse("/search", 303)
    number = visit.form.text("search")
    search = visit.desk.searches.get(int(number)) if number.isascii() and number.isdigit() else None
    if search is None:
        raise _forgotten()
    save_search(visit.desk, visit.form.text("title"), search)
    visit.work.status.notes.append("Kept on this machine.")
    return RedirectResponse(f"/search/{number}#kept", 303)


def _forgotten() -> Refused:
    return Refused(
        "This search is not remembered any more.",
        advice="What was looked for is kept nowhere but in an open desk's memory. Type it again.",
    )


def _search_in(form: Form) -> Search:
    kept = form.text("search")
    return search_from_text(kept) if kept else search_of({name: form.text(name) for name in _FIELDS})


def _as_typed(form: Form) -> Search:
    """For the form that comes again; its days are left out, since one may be what is wrong."""
    return search_of({name: form.text(name) for name in _FIELDS if name not in ("since", "until")})


def _page(
    visit: Visit,
    search: Search,
    *,
    results: Results | None = None,
    problem: Refused | None = None,
    code: int = 200,
) -> Response:
    return visit.page(
        "search.html",
        code=400 if problem and code == 200 else code,
        search=search,
        results=results,
        saved_searches=saved_searches(visit.desk),
        choosers=tuple(_choosers(visit.desk, search, results)),
        problem=problem,
    )


def _choosers(
    desk: Desk, search: Search, results: Results | None
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """For each filter its name, its label, and what can be chosen: of what was found, with how much of it."""
    before = cache(lambda: filters_before(desk))
    for name, label in _CHOOSERS:
        options = {"": "Any"}
        if results is not None:
            options |= {item.value: f"{item.label} ({item.count})" for item in results.filters[name]}
        else:
            options |= before().get(name, {})
        chosen = getattr(search, name)
        if chosen not in options:
            options[chosen] = before().get(name, {}).get(chosen, chosen)
        if len(options) > 1:
            yield name, label, list(options.items())
