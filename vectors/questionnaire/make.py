"""Writes the vectors of this folder: `python vectors/questionnaire/make.py`. Uses nothing of this project."""

import hashlib
import json
from pathlib import Path
from typing import Any

# ruff: noqa: D103 - a script of small steps.

HERE = Path(__file__).parent
YES_NO = ("yes", "no")


def texts(english: str) -> dict[str, str]:
    return {"en": english, "fa": f"({english})"} if english else {"en": ""}


def question(name: str, kind: str, *choices: str, shown_if: Any = None) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "label": texts(f"Label of {name}"),
        "hint": texts(""),
        "choices": [{"id": one, "label": texts(one)} for one in choices],
        "shown_if": shown_if,
        "context": "",
    }


def on(name: str, *any_of: str) -> dict[str, Any]:
    return {"question": name, "any_of": list(any_of)}


def purpose(name: str, *levels: str) -> dict[str, Any]:
    parts = {part: texts(f"{part} of {name}") for part in ("label", "happens", "risks", "recall")}
    return {"purpose": name, "levels": list(levels), **parts}


QUESTIONNAIRE = {
    "v": 1,
    "languages": ["en", "fa"],
    "title": texts("More"),
    "sections": [
        {
            "id": "first",
            "title": texts("First"),
            "intro": texts(""),
            "questions": [
                question("held", "choice", *YES_NO),
                question("place", "text", shown_if=on("held", "yes")),
                question("acts", "choices", "hit", "kept", "other"),
                question("which", "long", shown_if={"all": [on("held", "yes"), on("acts", "kept", "other")]}),
                question("seen", "choice", *YES_NO, shown_if={"not": on("acts", "hit")}),
            ],
        },
        {
            "id": "second",
            "title": texts("Second"),
            "intro": texts("An intro"),
            "questions": [
                # Looks at a question that may itself be hidden: then nothing was chosen there.
                question("seen_by", "text", shown_if=on("seen", "yes")),
                question("urgent", "date", shown_if={"any": [on("danger", "yes"), on("contact", "other")]}),
            ],
        },
    ],
    "consents": {
        "title": texts("Consents"),
        "intro": texts("Intro"),
        "purposes": [
            purpose("un_submission", "aggregate", "anonymous", "initials", "named"),
            purpose("publication", "anonymous", "named"),
            purpose("statistics", "aggregate"),
        ],
        "limits": texts("Who must never get this?"),
        "limits_hint": texts("Hint"),
    },
}
ALWAYS = ["held", "acts"]


def form(name: str, fields: dict[str, str], shown: list[str], more: Any, **also: Any) -> dict[str, Any]:
    rest = {"more_without_script": more, "consents": [], "limits": ""} | also
    return {"name": name, "fields": fields, "shown": shown, "more": more, **rest}


def too_long(name: str, field: str, length: int, question: str) -> dict[str, Any]:
    # The text is one letter outside the basic plane, so many times: letters are counted, not code units.
    return {
        "name": name,
        "fields": {"q.held": "yes", "q.acts.kept": "1", "danger": "yes"},
        "long": {"field": field, "letters": length},
        "too_long": question,
    }


def given(purpose: str, level: str) -> dict[str, str]:
    return {"purpose": purpose, "level": level}


FORMS = [
    form("nothing at all", {}, [*ALWAYS, "seen"], {}),
    form(
        "everything",
        {
            "q.held": "yes",
            "q.place": "A room with a blue door",
            "q.acts.hit": "1",
            "q.acts.other": "1",
            "q.which": "Something\non two lines",
            "q.urgent": "spring",
            "danger": "yes",
            "consent.un_submission": "anonymous",
            "consent.publication": "",
            "consent.statistics": "aggregate",
            "limits": "My employer",
        },
        ["held", "place", "acts", "which", "urgent"],
        {
            "held": ["yes"],
            "place": "A room with a blue door",
            "acts": ["hit", "other"],
            "which": "Something\non two lines",
            "urgent": "spring",
        },
        consents=[given("un_submission", "anonymous"), given("statistics", "aggregate")],
        limits="My employer",
    ),
    form(
        "what was typed and then hidden is not sent",
        {"q.held": "no", "q.place": "A room", "q.which": "x"},
        [*ALWAYS, "seen"],
        {"held": ["no"]},
        more_without_script={"held": ["no"], "place": "A room", "which": "x"},
    ),
    form(
        "a choice in a hidden question shows no other",
        {"q.acts.hit": "1", "q.seen": "yes", "q.seen_by": "Somebody"},
        [*ALWAYS],
        {"acts": ["hit"]},
        more_without_script={"acts": ["hit"], "seen": ["yes"], "seen_by": "Somebody"},
    ),
    form(
        "one part of “any” is enough",
        {"contact": "other", "danger": "no", "q.urgent": "now"},
        [*ALWAYS, "seen", "urgent"],
        {"urgent": "now"},
    ),
    form(
        "both parts of “all” are needed",
        {"q.held": "yes", "q.acts.hit": "1", "q.which": "x"},
        ["held", "place", "acts"],
        {"held": ["yes"], "acts": ["hit"]},
        more_without_script={"held": ["yes"], "acts": ["hit"], "which": "x"},
    ),
    form(
        "choices that are none",
        {"q.held": "maybe", "q.acts": "hit", "q.acts.all": "1", "danger": "very", "q.unknown": "x"},
        [*ALWAYS, "seen"],
        {},
    ),
    form(
        "levels and purposes that are not asked for",
        {
            "consent.statistics": "named",
            "consent.publication": "initials",
            "consent.contact": "named",
            "consent.referral": "named",
            "consent.un_submission": "yes",
        },
        [*ALWAYS, "seen"],
        {},
    ),
    form(
        "only spaces are no answer", {"q.seen": "no", "limits": " \n "}, [*ALWAYS, "seen"], {"seen": ["no"]}
    ),
    form(
        "longest answers",
        {"q.held": "yes", "q.place": "x" * 2000, "limits": "y" * 2000},
        ["held", "place", "acts", "seen"],
        {"held": ["yes"], "place": "x" * 2000},
        limits="y" * 2000,
    ),
    too_long("too long a short text", "q.place", 2001, "Label of place"),
    too_long("too long a date", "q.urgent", 201, "Label of urgent"),
    too_long("too long a text", "q.which", 100_001, "Label of which"),
    too_long("too long limits", "limits", 2001, "Who must never get this?"),
]

HELD = ["sections", 0, "questions", 0]
PLACE = ["sections", 0, "questions", 1]
DEEP = {"not": {"not": {"not": {"not": on("held", "yes")}}}}


def bad(name: str, at: list[str | int], value: Any = None, *, remove: bool = False) -> dict[str, Any]:
    change = {"remove": True} if remove else {"value": value}
    return {"name": name, "at": at, **change}


BAD = [
    bad("another version", ["v"], 2),
    bad("version is true", ["v"], True),
    bad("version is text", ["v"], "1"),
    bad("no languages", ["languages"], remove=True),
    bad("languages are text", ["languages"], "en"),
    bad("a language twice", ["languages"], ["en", "en"]),
    bad("no code of a language", ["languages"], ["English"]),
    bad("too many languages", ["languages"], ["en", *(f"a{chr(97 + number)}" for number in range(20))]),
    bad("first language lacks a text", ["languages"], ["ar", "en", "fa"]),
    bad("texts in a language not listed", ["languages"], ["en"]),
    bad("texts of the program's own kind", ["languages"], []),
    bad("an unknown field", ["colour"], "red"),
    bad("no sections", ["sections"], []),
    bad("sections are an object", ["sections"], {}),
    bad("a section is text", ["sections", 0], "first"),
    bad("no questions", ["sections", 0, "questions"], []),
    bad("a section's id twice", ["sections", 1, "id"], "first"),
    bad("no title", ["sections", 0, "title"], texts("")),
    bad("title of spaces", ["sections", 0, "title"], {"en": "  "}),
    bad("title is a number", ["sections", 0, "title", "en"], 7),
    bad("title too long", ["sections", 0, "title", "en"], "x" * 301),
    bad("a line end in a label", [*HELD, "label", "en"], "One\nTwo"),
    bad("a label that turns the text around", [*HELD, "label", "en"], "One \u202eowt"),
    bad("a label with an isolate", [*HELD, "label", "en"], "One \u2067two"),
    bad("hint too long", [*HELD, "hint", "en"], "x" * 1001),
    bad("an id with capitals", [*HELD, "id"], "Held"),
    bad("an id with a point", [*HELD, "id"], "held.yes"),
    bad("an id that begins with a digit", [*HELD, "id"], "1held"),
    bad("an id too long", [*PLACE, "id"], "x" * 41),
    bad("an id of the first questions", [*PLACE, "id"], "danger"),
    bad("an id of another field", [*PLACE, "id"], "limits"),
    bad("an id twice", [*PLACE, "id"], "held"),
    bad("an id twice in two sections", ["sections", 1, "questions", 1, "id"], "place"),
    bad("an unknown kind", [*HELD, "kind"], "slider"),
    bad("an unknown context", [*HELD, "context"], "secret"),
    bad("a text with choices", [*PLACE, "choices"], [{"id": "a", "label": texts("A")}]),
    bad("a choice without choices", [*HELD, "choices"], []),
    bad("a choice twice", [*HELD, "choices", 1, "id"], "yes"),
    bad("a choice without label", [*HELD, "choices", 1, "label"], remove=True),
    bad("a condition on itself", [*PLACE, "shown_if"], on("place", "yes")),
    bad("a condition on what stands later", [*PLACE, "shown_if"], on("acts", "hit")),
    bad("a condition on a text", ["sections", 0, "questions", 2, "shown_if"], on("place", "yes")),
    bad("a condition on no question", [*PLACE, "shown_if"], on("nothing", "yes")),
    bad("a condition on no choice of it", [*PLACE, "shown_if"], on("held", "maybe")),
    bad("a condition on no choice", [*PLACE, "shown_if"], on("held")),
    bad("a condition on a choice twice", [*PLACE, "shown_if"], on("held", "yes", "yes")),
    bad("a condition too deep", [*PLACE, "shown_if"], DEEP),
    bad("a condition of no parts", [*PLACE, "shown_if"], {"all": []}),
    bad("a condition of too many parts", [*PLACE, "shown_if"], {"any": [on("held", "yes")] * 9}),
    bad("a condition with an empty part", [*PLACE, "shown_if"], {"not": None}),
    bad("a condition of two kinds", [*PLACE, "shown_if"], {**on("held", "yes"), "not": on("held", "no")}),
    bad("a condition that is text", [*PLACE, "shown_if"], "held == yes"),
    bad("contact among the purposes", ["consents", "purposes", 0, "purpose"], "contact"),
    bad("an unknown purpose", ["consents", "purposes", 0, "purpose"], "marketing"),
    bad("a purpose twice", ["consents", "purposes", 1, "purpose"], "statistics"),
    bad("an unknown level", ["consents", "purposes", 0, "levels"], ["famous"]),
    bad("no levels", ["consents", "purposes", 0, "levels"], []),
    bad("a level twice", ["consents", "purposes", 0, "levels"], ["named", "named"]),
    bad("no word on what can go wrong", ["consents", "purposes", 0, "risks"], texts("")),
    bad("no limits", ["consents", "limits"], remove=True),
    bad("too many questions", ["sections", 0, "questions"], [question(f"q{n}", "text") for n in range(61)]),
    bad("too many choices", [*HELD, "choices"], [{"id": f"c{n}", "label": texts("C")} for n in range(41)]),
]


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def write(folder: Path) -> None:
    answers = {
        "questionnaire": QUESTIONNAIRE,
        "hash": hashlib.sha256(canonical(QUESTIONNAIRE)).hexdigest(),
        "forms": FORMS,
    }
    for name, content in (("answers", answers), ("bad", BAD)):
        text = json.dumps(content, ensure_ascii=True, indent=1) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="ascii")


if __name__ == "__main__":
    write(HERE)
