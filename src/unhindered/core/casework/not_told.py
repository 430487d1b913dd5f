"""What no text that leaves may hold: contact details, and names of people who did not agree to be named."""

from collections.abc import Collection

from unhindered.core.casework.case import Case
from unhindered.core.casework.contact_details import holds_contact_details
from unhindered.core.casework.items import PersonalItem
from unhindered.core.errors import Refused


class NotReady(Refused):
    """The statement is not where it could leave from."""

    advice = "Open the statement to see what is missing."


class TellsTooMuch(Refused):
    """The text says more about a person than its bases allow."""

    advice = (
        "Say it in other words. Or record the person's consent to be named, show the person at the level "
        "“named”, and let a second officer read it again."
    )


def demand_everybody_considered(
    case: Case, items: Collection[PersonalItem], left_out: Collection[str]
) -> None:
    """Nothing if each person of the case stands once among the items or those left out.

    Raises:
        NotReady: somebody does not, or twice.
    """
    considered = [*(item.person for item in items), *left_out]
    if len(set(considered)) != len(considered) or set(considered) != set(case.persons):
        raise NotReady(
            "It does not say of each person in the case, once, whether it tells about them.",
            advice="Someone may have been added since. Draft it again and decide for each person.",
        )


def refuse_what_may_not_be_told(text: str, case: Case, named: Collection[str]) -> None:
    """Nothing if the text names nobody of the case but those in `named`, and holds no contact details.

    Raises:
        TellsTooMuch: it does. Which word it is, the error does not repeat.
    """
    if holds_contact_details(text):
        raise TellsTooMuch(
            "The text holds something like a telephone number, an identity number or an address.",
            advice="Take it out: contact details never leave.",
        )
    refuse_names(text, case, named)


def refuse_names(text: str, case: Case, named: Collection[str]) -> None:
    """Nothing if the text names nobody of the case but those in `named`.

    Raises:
        TellsTooMuch: it does.
    """
    kept = case.people.kept_back(named)
    if kept.hold_name(text):
        raise TellsTooMuch(
            "The text holds a name, or a part of one, of someone who did not agree to be named."
        )
    if kept.hold_label(text):
        raise TellsTooMuch("The text holds the label that the case uses instead of someone's name.")
