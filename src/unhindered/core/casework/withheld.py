"""What somebody who is shown does not want told stays out of texts too, as far as it can be looked for."""

from collections.abc import Collection, Iterable
from datetime import date

from unhindered.core.casework.case import Case
from unhindered.core.casework.export_fields import says_sexual_violence
from unhindered.core.casework.names import holds_whole, words_of
from unhindered.core.casework.not_told import TellsTooMuch
from unhindered.core.casework.terms import Detail, Purpose

# “2026”, and not “2026-11”.
_YEAR = 4
_ADVICE = "Say it without that, or ask the person again and record the answer."


def refuse_withheld(
    texts: Iterable[str],
    case: Case,
    shown: Collection[str],
    *,
    purpose: Purpose,
    recipient: str,
    on: date,
    period: str = "",
    types_of_act: Iterable[str] = (),
) -> None:
    """Nothing if no text tells where something was done to somebody shown who does not want the place told.

    Nor may `period` be closer than a year where dates are withheld, or a type of act say sexual violence.

    Raises:
        TellsTooMuch: one does.
    """
    kept_back = case.consents.not_to_tell(purpose=purpose, recipient=recipient, on=on)
    of_shown = {person: kept_back.get(person, frozenset()) for person in shown}
    without_place = {person for person, details in of_shown.items() if Detail.PLACE in details}
    places = {
        place
        for act in case.acts
        if act.victim in without_place
        for place in (act.exact_location, act.exact_location_at_end_of_act)
        if place.strip()
    }
    if any(holds_whole(words_of(text), place) for text in texts for place in places):
        raise TellsTooMuch(
            "The text holds a place that somebody it shows does not want told.", advice=_ADVICE
        )
    details = frozenset().union(*of_shown.values())
    if Detail.DATES in details and len(period.strip("?~%")) > _YEAR:
        raise TellsTooMuch(
            "Somebody whom this shows does not want the days told.", advice="Give the year alone as period."
        )
    if Detail.SEXUAL_VIOLENCE in details and any(map(says_sexual_violence, types_of_act)):
        raise TellsTooMuch(
            "Somebody whom this shows does not want sexual violence told.",
            advice="Leave that type of act out.",
        )
