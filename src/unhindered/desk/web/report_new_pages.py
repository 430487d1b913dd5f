"""Take a report down for somebody: quick while they speak, all else folded; the same questions on paper."""

from collections.abc import Iterator, Sequence
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.codec import rule_of
from unhindered.core.casework.fields import Language, StateCode
from unhindered.core.casework.interview_terms import Privacy, ReportBasis, ReportChannel
from unhindered.core.casework.terms import RepresentativesRight
from unhindered.core.errors import Refused
from unhindered.core.questionnaire.model import Kind, Question, Questionnaire
from unhindered.desk.actions.begun import begun_at, forget_begun
from unhindered.desk.actions.codes import offered
from unhindered.desk.actions.report_new import (
    ENGLISH,
    LARGEST_FILE,
    BroughtFile,
    new_number,
    questions_here,
    questions_on_paper,
    take_down,
    words_in,
)
from unhindered.desk.web.fields import Field, choices, wrong_fields
from unhindered.desk.web.forms import MIB, Form
from unhindered.desk.web.visit import Visit

_HERE = "/report-new"
# Scripts that run from right to left, by the languages that questionnaires are likely to have.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur", "yi"})
_DANGER = [("yes", "Yes, someone is in danger now"), ("unsure", "Not sure"), ("no", "No")]
_CONTACT = [
    ("mailbox", "Through the mailbox: they are given a receipt"),
    ("other", "Another way, and only that"),
    ("no", "Not at all"),
]
QUICK = (
    Field(
        kind="area",
        name="what",
        label="What happened?",
        hint="In their words. Needed unless a letter is added as a file.",
        rows=6,
    ),
    Field(kind="line", name="when", label="When was it?", is_half=True),
    Field(kind="line", name="where", label="Where was it?", is_half=True),
    Field(
        kind="line",
        name="state",
        label="In which State?",
        hint="By name, or by three letters.",
        suggestions=offered(rule_of(StateCode)),
        is_half=True,
    ),
    Field(kind="radios", name="danger", label="Is someone in danger now?", options=_DANGER, is_required=True),
    Field(kind="line", name="danger_who", label="Who, if so?"),
    Field(kind="radios", name="contact", label="May we reach them?", options=_CONTACT, is_required=True),
    Field(
        kind="line",
        name="contact_how",
        label="Which other way, and when is it safe?",
        hint="Only what they chose. Who else may answer there, and what must not be said then?",
    ),
    Field(
        kind="tick",
        name="with_receipt",
        label="Make a receipt as well: thirteen words with which they can come back to the gate",
    ),
)
TAKEN = (
    Field(
        kind="radios",
        name="channel",
        label="How did it reach us?",
        options=choices(ReportChannel),
        is_required=True,
    ),
    Field(
        kind="line",
        name="language",
        label="In which language?",
        hint="By name or by code, such as fa.",
        suggestions=offered(rule_of(Language)),
        is_half=True,
        is_required=True,
    ),
    Field(kind="day", name="taken_on", label="Day of the talk or letter", is_half=True),
    Field(
        kind="radios",
        name="basis",
        label="By what right do we write it down?",
        options=choices(ReportBasis),
        is_required=True,
    ),
)
_WHO = "Who spoke, for whom, where"
_FOLDED = (
    Field(kind="line", name="representative", label="Who speaks for the person?", group=_WHO),
    Field(
        kind="choose",
        name="right",
        label="By what right?",
        options=[("", "Nobody speaks for the person"), *choices(RepresentativesRight)],
        empty_is_none=True,
        group=_WHO,
    ),
    Field(
        kind="line",
        name="interviewer",
        label="Who asked?",
        hint="You, unless it was somebody else.",
        group=_WHO,
        is_half=True,
    ),
    Field(kind="line", name="interpreter", label="Interpreter", group=_WHO, is_half=True),
    Field(
        kind="line",
        name="place",
        label="Where?",
        hint="Leave it empty where it is better not said.",
        group=_WHO,
    ),
    Field(
        kind="radios",
        name="privacy",
        label="Could others hear or read it?",
        options=choices(Privacy),
        group=_WHO,
    ),
    Field(kind="area", name="present", label="Who else was there?", hint="One name on a line.", group=_WHO),
    Field(
        kind="area",
        name="told_of_risks",
        label="What were they told of the risks, and of what happens next?",
        group="What they were told, and who must not get this",
    ),
    Field(
        kind="line",
        name="limits",
        label="Who must never get this?",
        group="What they were told, and who must not get this",
    ),
    Field(
        kind="files",
        name="files",
        label="Files that were brought along",
        hint=f"Kept as they are, sealed. Each at most {LARGEST_FILE // MIB} MiB here.",
        group="Files",
    ),
)


def report_new(visit: Visit) -> Response:
    """The form; after an error all that was typed stands again, and the receipt is shown this once."""
    asked = questions_here(visit.desk)
    fields = (*QUICK, *TAKEN, *_FOLDED, *_further(asked))
    form, problem, begun = visit.form, None, None
    if visit.request.method == "POST":
        try:
            return _taken_down(visit, fields)
        except Refused as err:
            problem = err
    else:
        begun = begun_at(visit.desk, _HERE)
        form = (
            _empty(visit)
            if begun is None
            else Form(fields={name: [*given] for name, given in begun.fields.items()})
        )
    return visit.page(
        "report_new.html",
        code=400 if problem else 200,
        quick=QUICK,
        taken=TAKEN,
        folded=(*_FOLDED, *_further(asked)),
        form=form,
        problem=problem,
        begun=begun,
        wrong=wrong_fields(problem, fields),
    )


def _empty(visit: Visit) -> Form:
    return Form(
        fields={
            "number": [new_number()],
            "taken_on": [visit.today.isoformat()],
            "channel": [ReportChannel.PHONE.value],
            "basis": [ReportBasis.OWN_CONSENT.value],
            "privacy": [Privacy.NOT_KNOWN.value],
        }
    )


def _taken_down(visit: Visit, fields: Sequence[Field]) -> Response:
    form = visit.form
    values: dict[str, Any] = {item.name: item.value(form) for item in fields}
    values["present"] = [line.strip() for line in form.text("present").splitlines() if line.strip()]
    files = [BroughtFile(name=name, content=content) for name, content in form.files]
    more = {name: given[0] for name, given in form.fields.items() if name.startswith("q.") and given}
    more |= {
        f"{name}.{one}": "yes"
        for name, given in form.fields.items()
        if name.startswith("q.")
        for one in given
    }
    done = take_down(visit.desk, values, visit.today, files=files, more=more, number=form.text("number"))
    forget_begun(visit.desk, _HERE)
    note = "The report is taken down and stands in the inbox. Assess its risk before anybody contacts them."
    if not done.words:
        return visit.done(f"/report/{done.report}", note)
    visit.work.sync_soon()
    return visit.page("report_new_receipt.html", done=done, gate=visit.desk.known_gate.name, note=note)


def blank_form(visit: Visit) -> Response:
    """The same questions to print, in one of the languages that the questionnaire has."""
    asked = questions_here(visit.desk)
    languages = asked.languages or (ENGLISH,)
    language = visit.query("language")
    language = language if language in languages else languages[0]
    size = "letter" if visit.query("size") == "letter" else "a4"
    return visit.page(
        "report_new_blank.html",
        quick=[item for item in QUICK if item.kind != "tick"],
        taken=(*TAKEN, *(item for item in _FOLDED if item.kind != "files")),
        sections=questions_on_paper(visit.desk, language),
        paper=language,
        paper_direction="rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
        languages=languages,
        size=size,
    )


def _further(asked: Questionnaire) -> Iterator[Field]:
    for section in asked.sections:
        for question in section.questions:
            yield _field(question, words_in(section.title, ENGLISH))


def _field(question: Question, group: str) -> Field:
    kinds = {Kind.LONG: "area", Kind.CHOICE: "radios", Kind.CHOICES: "checks"}
    return Field(
        kind=kinds.get(question.kind, "line"),
        name=f"q.{question.id}",
        label=words_in(question.label, ENGLISH),
        hint=words_in(question.hint, ENGLISH),
        options=[(one.id, words_in(one.label, ENGLISH)) for one in question.choices],
        group=group,
    )
