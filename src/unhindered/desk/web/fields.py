"""Forms as lists of fields: one template draws them all, and after an error what was typed stands again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from starlette.responses import Response

from unhindered.core.errors import Refused
from unhindered.desk.actions.begun import begun_at, forget_begun
from unhindered.desk.actions.telling import choice
from unhindered.desk.actions.wrong_fields import WrongFields
from unhindered.desk.web.forms import Form
from unhindered.desk.web.visit import Visit

_ABOUT_FIELD = re.compile(r"The field “(\w+)” of “\w+”: (.*)", re.DOTALL)
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. `kind` is line, area, day, choose (a list), radios, checks, tick, password or files."""

    kind: str
    name: str
    label: str
    hint: str = ""
    options: Options = ()
    # What a line offers, and takes other words than: a code, with what it stands for.
    suggestions: Options = ()
    is_required: bool = False
    rows: int = 3
    # Fields of one group fold away together, under this text, unless one of them was filled in.
    group: str = ""
    # Two of these stand side by side where there is room.
    is_half: bool = False
    # What the fact holds where nothing was chosen: None for ids, dates and codes, "" for texts.
    empty_is_none: bool = False

    def value(self, form: Form) -> Any:
        """What the form says, in the shape a fact wants."""
        if self.kind == "checks":
            return form.texts(self.name)
        if self.kind == "tick":
            return bool(form.text(self.name))
        if self.kind == "files":
            return form.files
        return form.or_none(self.name) if self.empty_is_none else form.text(self.name)


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A page with one form. `write` records its values and says where to go on and what to say.

    `meanwhile` is what to say instead while it waits to be sent.
    """

    title: str
    fields: tuple[Field, ...]
    button: str
    back: str
    write: Callable[[Mapping[str, Any]], tuple[str, str]]
    lead: str = ""
    meanwhile: str = ""
    back_text: str = "Cancel"
    is_grave: bool = False
    aside: str = ""
    given: Form = field(default_factory=Form)
    context: Mapping[str, Any] | None = None

    @property
    def can_be_kept(self) -> bool:
        """Whether what is typed is kept until it is recorded: long texts are, passphrases never."""
        kinds = {item.kind for item in self.fields}
        return "area" in kinds and "password" not in kinds

    @property
    def has_files(self) -> bool:
        """Whether the form can carry files."""
        return any(item.kind == "files" for item in self.fields)


def answer_form(visit: Visit, page: FormPage) -> Response:
    """Show the form, or write what it says; if that is refused, show it again with what was typed."""
    problem: Refused | None = None
    path = visit.request.url.path
    begun = begun_at(visit.desk, path) if page.can_be_kept else None
    form = page.given
    if begun is not None:
        form = Form(fields={name: [*texts] for name, texts in begun.fields.items()})
    if visit.request.method == "POST":
        form, begun = visit.form, None
        try:
            where, note = page.write({item.name: item.value(form) for item in page.fields})
        except Refused as err:
            problem = err
        else:
            forget_begun(visit.desk, path)
            return visit.done(where, note, meanwhile=page.meanwhile)
    return visit.page(
        "form.html",
        code=400 if problem else 200,
        form_page=page,
        form=form,
        problem=problem,
        path=path,
        begun=begun,
        wrong=wrong_fields(problem, page.fields),
        **(page.context or {}),
    )


def wrong_fields(problem: Refused | None, fields: Sequence[Field]) -> dict[str, str]:
    """What to do about each field that a refusal is about; empty where it is about none of this form.

    A field of a part is named after the part: travel_ban.until.
    """
    names = [item.name for item in fields]
    if isinstance(problem, WrongFields):
        return {name: problem.fields[name] for name in names if name in problem.fields}
    path, rest = "", str(problem or "")
    while found := _ABOUT_FIELD.fullmatch(rest):
        path, rest = f"{path}.{found[1]}".lstrip("."), found[2]
        if path in names:
            # An advice of its own; the one that all errors have is of no use beside a field.
            own = vars(problem).get("advice", "")
            return {path: f"{rest} {own}".strip()}
    return {}


def sentence_case(text: str) -> str:
    """The text with a capital first letter; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def choices(kind: type[StrEnum], words: Mapping[str, str] | None = None) -> Options:
    """The choices of a closed list, in words."""
    said = words or {}
    return [(item.value, said.get(item.value, sentence_case(choice(item)))) for item in kind]
