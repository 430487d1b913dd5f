"""What a public document says, kind by kind (docs/formats/proposals.md), as the end of “X wrote on D …”.

Who speaks inside the document is said too: what a body found, what a person claimed and what a State promised
stay apart. A value that is missing leaves its words out; where nothing is left, nothing is said.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from unhindered.ledger.places import Places
from unhindered.ledger.words import listed, on_day

# Bodies whose name takes no article; all others that have a code take one.
_WITHOUT_ARTICLE = frozenset(
    [
        *("AMNESTY", "ARTICLE19", "CIVICUS", "FRONTLINE", "HRF", "HRW", "PENAL-REFORM", "PHR", "REDRESS"),
        *("RSF", "UNESCO", "UNICEF", "UNWOMEN"),
    ]
)
_MODES = {
    "unanimous": "unanimously",
    "consensus": "by consensus",
    "without_vote": "without a vote",
    "recorded_vote": "by a recorded vote",
}
_UNDERTAKINGS = {
    "investigate": "to investigate",
    "accountability": "to ensure accountability",
    "redress": "to provide redress",
    "free_contact": "to let people contact the institutions freely",
}
_REGIONS = {"all": "from all regions", "several": "from several regions"}
NOTHING = Markup("")


def what_it_says(kind: str, values: Mapping[str, Any], places: Places) -> Markup:
    """“that …”, without a full stop; empty for a kind or for values that we cannot tell."""
    tell = _KINDS.get(kind)
    return tell(_Values(values, places)) if tell else NOTHING


class _Values:
    """The values of one statement, asked for by name; what is missing or of another form is empty."""

    def __init__(self, values: Mapping[str, Any], places: Places) -> None:
        self._values = values
        self._places = places

    def text(self, name: str) -> str:
        value = self._values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def texts(self, name: str) -> list[str]:
        value = self._values.get(name)
        is_list = isinstance(value, Sequence) and not isinstance(value, str)
        return [item for item in value if isinstance(item, str)] if is_list and value else []

    def is_true(self, name: str) -> bool:
        return self._values.get(name) is True

    def state(self, name: str) -> str:
        return self.names([self.text(name)] if self.text(name) else [])

    def states(self) -> str:
        """The States it is about, under either name."""
        return self.names(self.texts("states") or ([self.text("state")] if self.text("state") else []))

    def whom(self) -> str:
        """Whom it is addressed to: named States, or “States”."""
        return self.states() or self.text("who")

    def names(self, codes: Sequence[str]) -> str:
        return listed([self._places.of(code).in_a_sentence for code in dict.fromkeys(codes)])

    def body(self, name: str, code: str) -> str:
        """A body by its name, with its article where its code tells that it takes one."""
        label = self.text(name)
        known = self.text(code)
        return f"the {label}" if label and known and known not in _WITHOUT_ARTICLE else label

    def speaker(self) -> Markup:
        """Who speaks inside the document: a person with the role written there, a body, or a State."""
        if self.text("speaker"):
            return _person(self, self.text("speaker"))
        by = self.names([self.text("by_state")]) if self.text("by_state") else self.body("by", "by_body")
        return Markup("<bdi>{}</bdi>").format(by) if by and by != "this document" else NOTHING


def _person(values: _Values, name: str) -> Markup:
    said = Markup("<bdi>{}</bdi>").format(name)
    if values.text("role"):
        said += Markup(", <bdi>{}</bdi>").format(values.text("role"))
    of = values.text("organisation") or values.state("of_state")
    return (
        said + Markup(" (<bdi>{}</bdi>),").format(of) if of else said + ("," if values.text("role") else "")
    )


def _joined(*parts: Markup | str) -> Markup:
    return Markup(" ").join(part for part in parts if part)


def _when(values: _Values, name: str) -> Markup:
    on = values.text(name)
    return Markup("<bdi>{}</bdi>").format(on_day(on)) if on[:4].isdigit() else NOTHING


def _resolution(values: _Values) -> Markup:
    organ, proposer = values.body("organ", "organ_code"), values.state("proposer")
    if not organ and not proposer:
        return NOTHING
    topics = [topic.replace("_", " ") for topic in values.texts("topics")]
    said = _joined(
        "of a resolution",
        organ and Markup("of <bdi>{}</bdi>").format(organ),
        Markup("on <bdi>{}</bdi>").format(listed(topics)) if topics else NOTHING,
    )
    if proposer:
        said += Markup(", proposed by <bdi>{}</bdi>").format(proposer)
    if when := _when(values, "adopted"):
        said += Markup(", adopted {}").format(when)
    return said + (", which a newer one builds on" if values.text("relation") == "built_on" else "")


def _sponsorship(values: _Values) -> Markup:
    states = values.names(values.texts("states"))
    count = _count(values)
    proposer = values.state("proposer")
    if not states and not count:
        return NOTHING
    who = Markup("<bdi>{}</bdi>").format(states or f"{count} States")
    regions = _REGIONS.get(values.text("regions"), "")
    said = _joined("that", who, regions, "sponsored the resolution")
    if proposer and values.text("proposer") not in values.texts("states"):
        aside = "besides its proposer" if not values.is_true("proposer_counted") else "its proposer included"
        said += Markup(", {}, <bdi>{}</bdi>").format(aside, proposer)
    return said


def _count(values: _Values) -> str:
    for name, form in (("count_at_least", "at least {:,}"), ("count_about", "about {:,}"), ("count", "{:,}")):
        number = values.number(name)
        if number is not None:
            return form.format(number)
    return ""


def _adoption(values: _Values) -> Markup:
    organ = values.body("organ", "organ_code")
    mode, count = _MODES.get(values.text("mode"), ""), values.number("states_count")
    if not organ:
        return Markup("of a resolution adopted {}").format(mode) if mode else NOTHING
    said = _joined(
        Markup("that <bdi>{}</bdi> adopted a resolution").format(organ),
        mode,
        _when(values, "on"),
    )
    if count is not None:
        who = "all " if values.is_true("all_states") else ""
        said += Markup(", by {}<bdi>{:,}</bdi> States").format(who, count)
    if all(values.number(vote) is not None for vote in ("yes", "no", "abstain")):
        votes = [values.number(vote) for vote in ("yes", "no", "abstain")]
        said += Markup(": {} in favour, {} against, {} abstaining").format(*votes)
    if values.text("stage").startswith("not stated"):
        said += "; it does not say whether in committee or in plenary"
    return said


def _concern(values: _Values) -> Markup:
    return _did(values, "expressed concern about", values.states())


def _named(values: _Values) -> Markup:
    by = values.body("named_by", "by_body")
    who = Markup("<bdi>{}</bdi>").format(by) if by else values.speaker()
    if not who or not values.states():
        return NOTHING
    named = Markup("named <bdi>{}</bdi> in connection with reprisals").format(values.states())
    return _joined("that", who, named, _when(values, "when"))


def _did(values: _Values, what: str, to_whom: str) -> Markup:
    if not values.speaker() or not to_whom:
        return NOTHING
    done = Markup("{} <bdi>{}</bdi>").format(what, to_whom)
    return _joined("that", values.speaker(), done, _when(values, "when"))


def _commitment(values: _Values) -> Markup:
    what = _UNDERTAKINGS.get(values.text("commitment"), "")
    who = values.whom()
    if not what or not who:
        return NOTHING
    committed = Markup("<bdi>{}</bdi> committed themselves {}").format(who, what)
    if values.speaker():
        return _joined("that", values.speaker(), "spoke of a commitment of", _only(who), what)
    return _joined("that", committed)


def _only(who: str) -> Markup:
    return Markup("<bdi>{}</bdi>").format(who)


def _call_for_law(values: _Values) -> Markup:
    return _asks(values, "to enact laws", values.whom() or "States")


def _recommendation(values: _Values) -> Markup:
    recommenders = values.names(values.texts("by_states"))
    if recommenders and values.states():
        said = Markup("that <bdi>{}</bdi> made a recommendation to <bdi>{}</bdi>")
        return said.format(recommenders, values.states())
    return _did(values, "made a recommendation to", values.whom())


def _asks(values: _Values, what: str, whom: str) -> Markup:
    if not values.speaker():
        return Markup("that <bdi>{}</bdi> should {}").format(whom, what.removeprefix("to "))
    asked = Markup("called on <bdi>{}</bdi> {}").format(whom, what)
    return _joined("that", values.speaker(), asked, _when(values, "when"))


def _allegation(values: _Values) -> Markup:
    if not values.states():
        return NOTHING
    concerning = Markup("an allegation about <bdi>{}</bdi>").format(values.states())
    if not values.speaker():
        return _joined("of", concerning)
    return _joined("of", concerning, "that", values.speaker(), "made")


def _quotation(values: _Values) -> Markup:
    return Markup("and quoted {}").format(values.speaker().rstrip(",")) if values.speaker() else NOTHING


def _person_named(values: _Values) -> Markup:
    name = values.text("name")
    return Markup("of {}").format(_person(values, name).rstrip(",")) if name else NOTHING


_KINDS: Mapping[str, Callable[[_Values], Markup]] = {
    "resolution": _resolution,
    "sponsorship": _sponsorship,
    "adoption": _adoption,
    "concern": _concern,
    "named_for_reprisals": _named,
    "commitment": _commitment,
    "call_for_law": _call_for_law,
    "recommendation": _recommendation,
    "allegation": _allegation,
    "quotation": _quotation,
    "person": _person_named,
}
