"""The verification of a case: accounts and their grades, what was judged of each act, and the reviews."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.verification_terms import (
    Credibility,
    Element,
    Finding,
    JudgementStage,
    Reliability,
    ReviewDecision,
    StandardOfProof,
)
from unhindered.core.errors import Refused
from unhindered.desk.actions import verification
from unhindered.desk.actions.case_page import case_head
from unhindered.desk.web.fields import Field, FormPage, Options, answer_form, choices
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit

TAB = "verification"
_FINDINGS = {
    Finding.REPORTED: "Reported: nobody has looked yet",
    Finding.BEING_VERIFIED: "Being verified",
    Finding.ESTABLISHED: "Established by this standard",
    Finding.NOT_ESTABLISHED: "Not established by this standard; it may still be so",
    Finding.CONTESTED: "Contested: good accounts contradict each other",
    Finding.DISPROVED: "Disproved: it was not so",
}
ELEMENTS = {
    Element.HAPPENED: "That it happened",
    Element.VICTIM: "To whom",
    Element.RESPONSIBLE: "Who is responsible",
    Element.WHEN: "When",
    Element.WHERE: "Where",
    Element.HOW: "How",
    Element.CONSEQUENCES: "What it did to the person",
    Element.REPRISAL: "That it answers the cooperation",
    Element.STATE_KNEW: "That the State knew",
}
_EXCERPT = 110


def verification_page(visit: Visit) -> Response:
    """What is established, by how many independent sources, and who agreed."""
    head = case_head(visit.desk, visit.path("case"))
    view = verification.verification_view(visit.desk, head.id)
    return visit.page("verification.html", case=head, tab=TAB, view=view, elements=ELEMENTS)


def grade(visit: Visit) -> Response:
    """Grade a source, and apart from it what it says."""
    head = case_head(visit.desk, visit.path("case"))
    information = visit.path("information")

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        verification.grade(visit.desk, head.id, information, values, visit.today)
        return f"/case/{head.id}/{TAB}", "The grades are recorded."

    page = FormPage(
        title="Grade an account",
        lead="A reliable person can be wrong, and an unreliable one right: grade the source and the account "
        "apart, and say why.",
        fields=_grade_fields(),
        button="Record the grades",
        back=f"/case/{head.id}/{TAB}",
        write=write,
        context={"case": head},
    )
    return answer_form(visit, page)


def judge(visit: Visit) -> Response:
    """Judge one element of an act or event."""
    head = case_head(visit.desk, visit.path("case"))
    about = visit.path("about")
    view = verification.verification_view(visit.desk, head.id)
    matter = next((item for item in view.matters if item.id == about), None)
    if matter is None:
        raise Refused("There is no such act or event in this case.", advice="Go back to the case.")

    def write(values: Mapping[str, Any]) -> tuple[str, str]:
        verification.judge(visit.desk, head.id, about, values, visit.today)
        return f"/case/{head.id}/{TAB}", "The judgement waits for an officer who had no hand in it."

    telling = sorted(view.informations, key=lambda item: about not in item.tells_of)
    accounts = [(item.id, f"{item.source}: {item.account[:_EXCERPT]}") for item in telling]
    page = FormPage(
        title=f"Judge: {matter.title}",
        lead="Your judgement stands beside what the sources say and changes none of it. It counts when an "
        "officer who had no hand in it agrees.",
        fields=_judge_fields(accounts),
        button="Record the judgement",
        back=f"/case/{head.id}/{TAB}",
        write=write,
        given=_to_begin(visit),
        context={"case": head},
    )
    return answer_form(visit, page)


def judgement(visit: Visit) -> Response:
    """Read one judgement with the accounts it rests on; review it, or settle a disagreement."""
    problem: Refused | None = None
    name = visit.path("judgement")
    if visit.request.method == "POST":
        try:
            where = _decide(visit, name)
        except Refused as err:
            problem = err
        else:
            return visit.done(where, "Recorded.")
    view = verification.judgement_view(visit.desk, name)
    return visit.page(
        "judgement.html",
        code=400 if problem else 200,
        case=case_head(visit.desk, view.case),
        tab=TAB,
        view=view,
        form=visit.form,
        problem=problem,
        elements=ELEMENTS,
        findings=_FINDINGS,
        decisions=choices(ReviewDecision),
        disputed=view.judgement.stage is JudgementStage.DISPUTED,
    )


def _decide(visit: Visit, name: str) -> str:
    form = visit.form
    sha256, comment = form.or_none("judgement_sha256"), form.text("comment")
    if form.text("stands"):
        stands = form.text("stands") == "yes"
        case = verification.settle(
            visit.desk, name, stands=stands, comment=comment, today=visit.today, sha256=sha256
        )
    else:
        case = verification.review(
            visit.desk,
            name,
            decision=form.text("decision"),
            comment=comment,
            today=visit.today,
            sha256=sha256,
        )
    return f"/case/{case}/{TAB}"


def _to_begin(visit: Visit) -> Form:
    return Form(fields={"element": [visit.query("element") or Element.HAPPENED.value]})


def _grade_fields() -> tuple[Field, ...]:
    because = "What you know that makes you say so."
    return (
        Field(
            kind="radios",
            name="reliability",
            label="How reliable is the source?",
            hint="What you know of this source from elsewhere, whatever it says here.",
            options=choices(Reliability),
            is_required=True,
        ),
        Field(kind="area", name="reliability_because", label="Why?", hint=because, is_required=True),
        Field(
            kind="radios",
            name="credibility",
            label="How credible is what it says?",
            hint="Whether it hangs together, is detailed, and fits what is known, whoever says it.",
            options=choices(Credibility),
            is_required=True,
        ),
        Field(kind="area", name="credibility_because", label="And why?", hint=because, is_required=True),
    )


def _judge_fields(accounts: Options) -> tuple[Field, ...]:
    elements = [(item.value, ELEMENTS[item]) for item in Element]
    findings = [(item.value, text) for item, text in _FINDINGS.items() if item is not Finding.REPORTED]
    return (
        Field(kind="choose", name="element", label="What is judged?", options=elements, is_required=True),
        Field(kind="radios", name="finding", label="What do you find?", options=findings, is_required=True),
        Field(
            kind="radios",
            name="standard",
            label="By which standard of proof?",
            hint="How sure one has to be before you say “established”.",
            options=choices(StandardOfProof),
            is_required=True,
        ),
        Field(
            kind="checks",
            name="supported_by",
            label="Which accounts support it?",
            hint="Those that tell of it come first. Accounts of one origin count once, ungraded ones not.",
            options=accounts,
        ),
        Field(kind="checks", name="contradicted_by", label="Which contradict it?", options=accounts),
        Field(
            kind="area",
            name="too_few_because",
            label="If there are fewer than two independent sources: why is that enough?",
        ),
        Field(kind="area", name="reasoning", label="Your reasoning", is_required=True, rows=6),
    )
