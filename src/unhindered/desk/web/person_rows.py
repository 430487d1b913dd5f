"""The part of a form that decides of each person of a case how much shows in what leaves, and why it may."""

from collections.abc import Iterable
from typing import Any

from unhindered.core.casework.people import Person
from unhindered.core.casework.terms import BasisKind, IdentityLevel
from unhindered.desk.actions.telling import choice
from unhindered.desk.web.forms import Form

LEVELS = [(level.value, choice(level)) for level in IdentityLevel]
BASES = [(basis.value, choice(basis)) for basis in BasisKind]


def person_rows(form: Form, persons: Iterable[Person]) -> list[dict[str, Any]]:
    """What a form says of each person, as `statements.items_from` takes it."""
    return [
        {
            "person": person.person,
            "level": form.text(f"level-{person.person}") or "out",
            "basis": form.text(f"basis-{person.person}") or "consent",
            "consent": form.text(f"consent-{person.person}"),
            "shown_as": form.text(f"shown-{person.person}"),
        }
        for person in persons
    ]
