"""The consent page: to be printed and signed, or ticked on the screen, in the person's language."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.terms import Method, Purpose
from unhindered.core.errors import Refused
from unhindered.desk.actions.case_page import case_head
from unhindered.desk.actions.consent_paper import (
    OWN_RECIPIENT,
    ConsentPaper,
    as_day,
    compose_paper,
    record_paper,
)
from unhindered.desk.web.consent_pages import TAB, for_others, how_it_was_given
from unhindered.desk.web.fields import Field, choices, wrong_fields
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit
from unhindered.facts.consent_page import LANGUAGES, consent_page

_YEAR = timedelta(days=365)
_NO = "no"
_PAPER, _TYPED, _SPOKEN = "paper", "typed", "spoken"
_METHODS = {_PAPER: Method.SIGNED, _TYPED: Method.SIGNED, _SPOKEN: Method.SPOKEN}


def consent_paper(visit: Visit) -> Response:
    """Show the page; or record, in one act, all that was ticked on it."""
    case = case_head(visit.desk, visit.path("case"))
    paper = _paper(visit, case.id)
    problem: Refused | None = None
    form = Form(fields={"who": ["representative" if paper.is_spoken_for else "person"]})
    if visit.request.method == "POST":
        form = visit.form
        try:
            count = len(_record(visit, case.id, paper))
        except Refused as err:
            problem = err
        else:
            return visit.done(f"/case/{case.id}/{TAB}", f"Consents recorded: {count}.")
    fields = _officers_part(paper)
    return visit.page(
        "consent_paper.html",
        code=400 if problem else 200,
        case=case,
        paper=paper,
        form=form,
        problem=problem,
        wrong=wrong_fields(problem, fields),
        fields=fields,
        asked=_asked(visit),
        purposes=[(purpose, text, purpose in OWN_RECIPIENT) for purpose, text in choices(Purpose)],
        languages=[(code, consent_page(code).name) for code in LANGUAGES],
    )


def _paper(visit: Visit, case_id: str) -> ConsentPaper:
    return compose_paper(
        visit.desk,
        case_id,
        visit.path("person"),
        language=visit.query("language") or "en",
        recipients=list(_asked(visit).items()),
        with_name=visit.query("name") == "yes",
        until=as_day(visit.query("until")) if visit.query("until") else visit.today + _YEAR,
    )


def _asked(visit: Visit) -> dict[str, str]:
    """The purposes that the address asks for, with their recipients; without any, those that need none."""
    asked = visit.request.query_params.getlist("ask") or [purpose.value for purpose in OWN_RECIPIENT]
    return {purpose: visit.query(f"to-{purpose}").strip() for purpose in asked}


def _record(visit: Visit, case_id: str, paper: ConsentPaper) -> tuple[str, ...]:
    form = visit.form
    given = form.text("given")
    if given not in _METHODS:
        raise Refused(
            "Nobody said how the consent was given.", advice="Choose: on paper, typed here, or spoken."
        )
    words = paper.page.texts["agree_words"]
    if given == _TYPED and form.text("typed").casefold() != words.casefold():
        raise Refused(
            f"The person has not written “{words}”.",
            advice="The person writes it under the page, or signs on paper, or says it and you record that.",
        )
    fields = [item for item in _officers_part(paper) if item.name not in ("given", "page")]
    values: dict[str, Any] = {item.name: item.value(form) for item in fields}
    values |= {
        "method": _METHODS[given],
        "assent": form.or_none("assent"),
        "not_to_tell": form.texts("not_to_tell"),
        "page_sha256": hashlib.sha256(form.file).hexdigest() if form.file else None,
    }
    ticked = [form.text(f"answer-{number}") for number in range(len(paper.questions))]
    return record_paper(
        visit.desk,
        case_id,
        paper,
        shown_sha256=form.text("shown_sha256"),
        answers=["" if answer == _NO else answer for answer in ticked],
        how=values,
        today=visit.today,
    )


def _officers_part(paper: ConsentPaper) -> Sequence[Field]:
    """What the officer adds; only what this person needs."""
    given = [
        (_PAPER, "Signed on paper"),
        (_TYPED, "Ticked and typed here, on the screen"),
        (_SPOKEN, "Said, and ticked here by the officer"),
    ]
    return (
        Field(kind="radios", name="given", label="How was it given?", options=given, is_required=True),
        *_who_agreed(paper),
        *how_it_was_given(),
        Field(
            kind="files",
            name="page",
            label="The signed page",
            hint="A scan or photograph. Its hash is recorded; keep the file itself under Evidence.",
        ),
    )


def _who_agreed(paper: ConsentPaper) -> Sequence[Field]:
    who: Mapping[str, str] = {
        "person": "The person",
        "representative": "A representative",
        "organisation": "An organisation, through someone who may sign for it",
    }
    asked = Field(kind="radios", name="who", label="Who agreed?", options=list(who.items()), is_required=True)
    # What the child says stands on the page itself.
    others = [item for item in for_others() if item.name != "assent"]
    return (asked, *others) if paper.is_spoken_for else (asked,)
