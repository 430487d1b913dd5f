"""What reading hands to an officer: a kind, an exact place, values, and the doubts as flags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a passage may say. Every kind is a page section of `docs/formats/proposals.md`."""

    STATE = "state"
    BODY = "body"
    DOCUMENT_SYMBOL = "document_symbol"
    DATE = "date"
    PERSON = "person"
    QUOTATION = "quotation"
    RESOLUTION = "resolution"
    SPONSORSHIP = "sponsorship"
    ADOPTION = "adoption"
    CONCERN = "concern"
    NAMED_FOR_REPRISALS = "named_for_reprisals"
    COMMITMENT = "commitment"
    CALL_FOR_LAW = "call_for_law"
    ALLEGATION = "allegation"
    RECOMMENDATION = "recommendation"


class Flag(StrEnum):
    """A doubt that an officer settles. `docs/formats/proposals.md` says each in a sentence."""

    SEVERAL_STATES = "may_mean_several_states"
    FORMER_NAME = "former_name"
    SHORT_FORM = "short_form_of_an_earlier_name"
    UNLISTED_BODY = "body_not_in_our_list"
    SYMBOL_COMPOSED = "symbol_composed_from_words"
    SYMBOL_NOT_IN_TEXT = "symbol_not_in_text"
    NUMERIC_DATE = "date_in_figures"
    DAY_OR_MONTH = "day_and_month_may_be_swapped"
    YEAR_NOT_WRITTEN = "year_not_written"
    YEAR_FROM_DOCUMENT = "year_from_the_documents_date"
    DATES_THE_DOCUMENT = "may_date_the_document"
    PRONOUN = "speaker_from_an_earlier_sentence"
    SPEAKER_NOT_FOUND = "speaker_not_found"
    SAID_BY_DOCUMENT = "said_by_the_document_itself"
    STAGE_UNCLEAR = "stage_unclear"
    MODE_FROM_ELSEWHERE = "mode_said_elsewhere_in_the_document"
    STATE_UNDER_REVIEW = "state_taken_from_the_review"
    STATE_NOT_NAMED = "state_not_named"
    NOT_A_COMMITMENT_VERB = "not_put_as_a_commitment"
    TEXT_OUT_OF_ORDER = "text_out_of_order"
    REPEATED = "said_before_in_the_document"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`quote` is the text from `start` to `end`, in code points. It proposes; it claims nothing."""

    kind: Kind
    start: int
    end: int
    quote: str
    values: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that `unhindered read --json` prints."""
        return {
            "kind": self.kind.value,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "values": plain_values(self.values),
            "flags": [flag.value for flag in self.flags],
        }


def plain_values(values: Any) -> Any:
    """Values as plain dicts and lists."""
    if isinstance(values, Mapping):
        return {key: plain_values(value) for key, value in values.items()}
    if isinstance(values, Sequence) and not isinstance(values, str):
        return [plain_values(value) for value in values]
    return values


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A proposal before its place is led back to the original: `start` and `end` count the folded text.

    `marks` are named places, folded too: they become `<name>_start` and `<name>_end` among the values.
    """

    kind: Kind
    start: int
    end: int
    values: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    marks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
