"""Exhibit numbers, transcripts, translations, and what is left out of them: all by hand, all facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from unhindered.core.casework.codec import to_json
from unhindered.core.casework.redaction import spans_of
from unhindered.core.errors import Refused
from unhindered.desk.actions.recording import new_fact, new_id, record_in_case
from unhindered.desk.casebook import one_of
from unhindered.desk.desk import Desk
from unhindered.desk.evidence.items import file_of, is_like_a_hash


def number_exhibit(desk: Desk, case: str, item: str, *, exhibit: str, label: str, today: date) -> None:
    """Give an item a number in the list of exhibits.

    Raises:
        Refused: another item has it, it reads like a hash, or a field is empty.
    """
    if is_like_a_hash(exhibit):
        raise Refused(
            "This number reads like the hash of a file.",
            advice="Choose one that nobody takes for a hash, like A-1.",
        )
    with desk.lock:
        found = file_of(desk, case, item)
        for other in desk.book.case(case).evidence.exhibits:
            is_taken = other.exhibit is not None and other.exhibit.exhibit.casefold() == exhibit.casefold()
            if other.id != found.item.id and is_taken:
                raise Refused("Another item has this number.", advice="Choose the next free one.")
        values = {"evidence": found.item.id, "exhibit": exhibit, "label": label}
        record_in_case(desk, case, [new_fact(desk, "ExhibitNumbered", values, today)])


def add_transcript(desk: Desk, case: str, item: str, values: Mapping[str, Any], today: date) -> str:
    """Record the words of an item; returns the id. Raises as `number_exhibit`."""
    found, transcript = file_of(desk, case, item), new_id()
    fields = {**values, "evidence": found.item.id, "transcript": transcript}
    record_in_case(desk, case, [new_fact(desk, "TranscriptAdded", fields, today)])
    return transcript


def add_translation(desk: Desk, case: str, transcript: str, values: Mapping[str, Any], today: date) -> str:
    """Record a translation of a transcript; returns the id.

    Raises:
        Refused: no such transcript, or a field is empty.
    """
    with desk.lock:
        items = desk.book.case(case).evidence.items.values()
        known = [text.transcript for item in items for text in item.transcripts]
        fields = {
            **values,
            "transcript": one_of(transcript, known, "transcript"),
            "translation": new_id(),
        }
        record_in_case(desk, case, [new_fact(desk, "TranslationAdded", fields, today)])
    return str(fields["translation"])


def redact_text(
    desk: Desk, case: str, item: str, text: str, passages: Sequence[str], *, reason: str, today: date
) -> str:
    """Record which parts of a transcript or translation a copy leaves out; returns the redaction's id.

    Raises:
        Refused: no such text, or a passage stands nowhere in it.
    """
    with desk.lock:
        found = file_of(desk, case, item)
        known = found.item.text(text)
        if known is None:
            raise Refused("There is no such transcript or translation.", advice="Check the number.")
        redaction = new_id()
        values = {
            "redaction": redaction,
            "evidence": found.item.id,
            "of_text": text,
            "spans": [to_json(span) for span in spans_of(known.text, passages, reason)],
        }
        record_in_case(desk, case, [new_fact(desk, "RedactionMade", values, today)])
    return redaction
