"""Exhibit numbers, transcripts, translations, and passages left out of them, by form."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from unhindered.core.casework.custody_terms import MadeBy
from unhindered.desk.actions import evidence_texts
from unhindered.desk.actions.case_page import CaseHead
from unhindered.desk.actions.evidence_page import ItemView
from unhindered.desk.web.evidence_pages import REASON, item_form, item_path
from unhindered.desk.web.fields import Field, choices
from unhindered.desk.web.visit import Visit

_WRITTEN_BY = (
    Field(kind="radios", name="written_by", label="Written by a", options=choices(MadeBy), is_required=True),
    Field(
        kind="line",
        name="made_by",
        label="Who, or which program and version?",
        hint="A name is shown to colleagues only when they ask for it.",
        is_required=True,
    ),
)
_LANGUAGE = Field(
    kind="line", name="language", label="Language", hint="Such as en, ar, fa.", is_required=True
)
_WORDS = Field(kind="area", name="text", label="Text", is_required=True, rows=14)


def exhibit(visit: Visit) -> Response:
    """Give the item a number in the list of exhibits."""

    def write(case: CaseHead, item: ItemView, values: Mapping[str, Any]) -> tuple[str, str]:
        evidence_texts.number_exhibit(visit.desk, case.id, item.id, today=visit.today, **values)
        return item_path(case, item), "It is in the list of exhibits."

    fields = (
        Field(kind="line", name="exhibit", label="Number", hint="Such as A1, A2.", is_required=True),
        Field(
            kind="line",
            name="label",
            label="What does it show?",
            hint="For the list: in words that name nobody.",
            is_required=True,
        ),
    )
    return item_form(visit, "Number it as an exhibit", fields, "Number it", write)


def transcript(visit: Visit) -> Response:
    """Write down the words of an item."""

    def write(case: CaseHead, item: ItemView, values: Mapping[str, Any]) -> tuple[str, str]:
        evidence_texts.add_transcript(visit.desk, case.id, item.id, values, visit.today)
        return f"{item_path(case, item)}#texts", "The transcript is in the case."

    fields = (_LANGUAGE, _WORDS, *_WRITTEN_BY)
    return item_form(visit, "Add a transcript", fields, "Add it", write)


def translation(visit: Visit) -> Response:
    """Add a translation of a transcript."""
    text = visit.path("text")

    def write(case: CaseHead, item: ItemView, values: Mapping[str, Any]) -> tuple[str, str]:
        evidence_texts.add_translation(visit.desk, case.id, text, values, visit.today)
        return f"{item_path(case, item)}#texts", "The translation is in the case."

    checked = Field(
        kind="line",
        name="checked_by",
        label="Compared with the original by whom?",
        hint="Empty until somebody who knows both languages did it.",
    )
    return item_form(visit, "Add a translation", (_LANGUAGE, _WORDS, *_WRITTEN_BY, checked), "Add it", write)


def redact_text(visit: Visit) -> Response:
    """Leave passages of a transcript or a translation out of a copy of it."""
    text = visit.path("text")

    def write(case: CaseHead, item: ItemView, values: Mapping[str, Any]) -> tuple[str, str]:
        passages = [line.strip() for line in values["passages"].split("\n") if line.strip()]
        evidence_texts.redact_text(
            visit.desk, case.id, item.id, text, passages, reason=values["reason"], today=visit.today
        )
        return f"{item_path(case, item)}#texts", "The redacted text stands below the whole one."

    passages = Field(
        kind="area",
        name="passages",
        label="Passages to leave out",
        hint="One a line, just as they stand in the text. Each is left out wherever it stands.",
        is_required=True,
        rows=5,
    )
    return item_form(visit, "Redact a text", (passages, REASON), "Leave them out", write)
