"""What the gate asks: read it, copy it, change it, see what would change, and have it asked."""

from starlette.responses import Response

from unhindered.core.errors import Refused, UnhinderedError
from unhindered.core.questionnaire.model import Questionnaire
from unhindered.desk.actions import questionnaire as questions
from unhindered.desk.web.visit import Visit
from unhindered.facts.questionnaires import default_questionnaire

_PAGE = "/questions"


def questionnaire_page(visit: Visit) -> Response:
    """Show what is asked, or do what the form says with what was typed."""
    if visit.request.method != "POST":
        return _shown(visit)
    form = visit.form
    act = form.text("act")
    text = form.text("text") or form.file.decode(errors="replace")
    try:
        if act == "shipped":
            text = questions.as_shipped()
        found = questions.checked(text)
        if act in ("ask", "shipped"):
            questions.upload(visit.desk, text)
            return visit.done(_PAGE, "The gate asks these questions from now on.")
    except Refused as err:
        return _shown(visit, text=text, problem=err)
    return _shown(visit, text=text, typed=found)


def _shown(
    visit: Visit, *, text: str = "", typed: Questionnaire | None = None, problem: Refused | None = None
) -> Response:
    asked, trouble = _asked(visit)
    before = asked or default_questionnaire()
    return visit.page(
        "questions.html",
        code=400 if problem else 200,
        asked=None if asked is None else questions.questionnaire_view(asked),
        trouble=trouble,
        text=text or questions.as_own(before),
        typed=None if typed is None else questions.questionnaire_view(typed),
        changes=() if typed is None else questions.changes(before, typed),
        problem=problem,
        may_change=visit.desk.me.is_owner,
        form=visit.form,
    )


def _asked(visit: Visit) -> tuple[Questionnaire | None, UnhinderedError | None]:
    try:
        return questions.asked_now(visit.desk), None
    except UnhinderedError as err:
        return None, err
