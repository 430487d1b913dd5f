"""Which fields the forms of the record show, in which order, and what folds away together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

EDTF = "2026-11-24, 2026-11 or 2026; with ? if uncertain, ~ if about; a / between two dates."
_STATE = "By name, or by three letters."
_LANGUAGES = "By name or by code, with commas: Arabic, fa, zh-Hant."
_NO_NAME = "In words that name nobody. Whoever has a name is added as a person first."


@dataclass(frozen=True, kw_only=True)
class Row:
    """One field of a form. A field of a supplement is written as supplement.field."""

    name: str
    label: str = ""
    hint: str = ""
    group: str = ""
    is_half: bool = False
    is_required: bool = False
    rows: int = 3


def _grouped(group: str, *rows: Row) -> tuple[Row, ...]:
    return tuple(replace(row, group=group) for row in rows)


def _supplement(group: str, supplement: str, *rows: Row) -> tuple[Row, ...]:
    return tuple(replace(row, name=f"{supplement}.{row.name}", group=group) for row in rows)


_EVENT = (
    Row(
        name="event_title",
        label="What is it called?",
        hint="Without names: “Arrests after the march”.",
        is_required=True,
    ),
    Row(name="initial_date", label="When did it begin?", hint=EDTF, is_half=True),
    Row(name="final_date", label="When did it end?", is_half=True),
    Row(name="local_geographical_area", label="Where?", is_half=True),
    Row(name="state", label="State", hint=_STATE, is_half=True),
    Row(name="event_description", rows=5),
    Row(name="impact_of_event", label="How many people does it concern?", rows=2),
    Row(name="huridocs_index_terms", hint="What it is about, in your own index, one a line.", rows=2),
    Row(name="remarks", rows=2),
)
_ACT = (
    Row(name="type_of_act", label="What was done?", is_required=True),
    Row(name="stage", label="How far did it go?"),
    Row(name="victim", label="To whom?", is_half=True),
    Row(name="perpetrator", label="Allegedly by whom?", is_half=True),
    Row(name="when", label="When?", hint=EDTF),
    Row(name="exact_location", label="Where?", is_half=True),
    Row(name="state", label="Responsible State", hint=_STATE, is_half=True),
    Row(name="event", label="Part of which event?", is_half=True),
    Row(name="reprisal_for", label="Does it answer a cooperation?", is_half=True),
    Row(name="remarks", hint="As told, and by whom."),
    *_grouped(
        "More about it",
        Row(name="final_date", label="When did it end?", is_half=True),
        Row(name="exact_location_at_end_of_act", is_half=True),
        Row(name="type_of_location", is_half=True),
        Row(name="status_at_end_of_act", is_half=True),
        Row(name="number_of_victims", hint="Of a group: how many it was done to.", is_half=True),
        Row(name="age_at_time_of_victimisation", hint="As told: “about 40”.", is_half=True),
        Row(name="stated_reason", hint="What officials gave as a reason. It is theirs, not ours.", rows=2),
        Row(name="attribution"),
        Row(name="national_legislation", label="National laws", hint="One a line.", rows=2),
        Row(name="international_instruments", hint="One a line.", rows=2),
    ),
    *_grouped(
        "What it did to the person", Row(name="physical_consequences"), Row(name="psychological_consequences")
    ),
    *_grouped("Methods of violence", Row(name="method_of_violence")),
    *_grouped("What made the person a target", Row(name="victim_characteristics")),
    *_supplement(
        "Access obstructed: a visit, accreditation, travel, post, a line",
        "obstruction",
        Row(name="kind", label="What was obstructed?"),
        Row(name="body", label="Access to which body?", is_half=True),
        Row(name="body_id", label="Its short name", hint="Such as SPT or CAT-22.", is_half=True),
        Row(name="duty", hint="Which duty not to obstruct, in plain words.", rows=2),
    ),
    *_supplement(
        "Arrest or detention",
        "arrest",
        Row(name="type_of_detention"),
        Row(name="whereabouts"),
        Row(name="legal_counsel"),
        Row(name="detention_conditions"),
        Row(name="type_of_court"),
        Row(name="type_of_language", hint="Could the person follow it?", is_half=True),
        Row(name="judicial_district", is_half=True),
        Row(name="court_case_code", is_half=True),
        Row(name="court_case_name", hint=_NO_NAME, is_half=True),
        Row(name="case_description"),
    ),
    *_supplement(
        "Torture or ill-treatment",
        "torture",
        Row(name="intent"),
        Row(name="statements_signed"),
        Row(name="medical_attention"),
    ),
    *_supplement(
        "Killing",
        "killing",
        Row(name="autopsy_results", hint="Whether there was one, by whom, and what it says."),
        Row(name="death_certificate", hint="Whether there is one, and what it says."),
    ),
    *_supplement(
        "Digital attack",
        "digital_attack",
        Row(name="kind", is_half=True),
        Row(name="target", is_half=True),
        Row(name="what", hint="Which device, account or network; no passwords.", is_half=True),
        Row(name="evidence_kept", hint="What is kept, and where.", is_half=True),
    ),
    *_supplement(
        "Judicial harassment",
        "judicial_harassment",
        Row(name="charge", hint="In the words of the authorities."),
        Row(name="law", is_half=True),
        Row(name="court", is_half=True),
        Row(name="stage", label="How far it went"),
    ),
    *_supplement(
        "Travel ban",
        "travel_ban",
        Row(name="kind"),
        Row(name="document", is_half=True),
        Row(name="until", is_half=True),
    ),
    *_supplement(
        "Destruction of property",
        "destruction",
        Row(name="type_of_property_loss", rows=2),
        Row(name="value_of_destroyed_property", is_half=True),
        Row(name="compensation", is_half=True),
    ),
)
_PERSON = (
    Row(
        name="label",
        hint="What officers say instead of the name: “P1”, “the brother”.",
        is_required=True,
    ),
    Row(name="roles"),
    Row(name="counting_unit", label="What is it?"),
    Row(name="circumstances", hint="They decide who can agree to anything for this person."),
    Row(
        name="person_name",
        hint="Only if it is needed; nobody has to have one. No public text can hold it without consent.",
    ),
    Row(name="other_names", label="Other names and spellings", hint="One a line.", rows=2),
    *_grouped(
        "About the person",
        Row(name="defender_status", label="Why might somebody take revenge?"),
        Row(name="date_of_birth", hint=EDTF, is_half=True),
        Row(name="age", hint="“about 40”.", is_half=True),
        Row(name="sex"),
        Row(name="sex_in_own_words"),
        Row(name="occupation", is_half=True),
        Row(name="citizenship", hint="States by name or by three letters, with commas.", is_half=True),
        Row(name="language", label="Languages", hint=_LANGUAGES, is_half=True),
        Row(name="date_deceased", hint="Then others speak for this person.", is_half=True),
        Row(name="physical_description", hint="What tells apart somebody without a name."),
        Row(name="remarks", rows=2),
    ),
    *_grouped(
        "If it is a group",
        Row(name="number_of_persons_in_group", hint="In digits. One entry can stand for 10,000."),
        Row(name="group_description", rows=2),
    ),
)
_COOPERATION = (
    Row(name="person", label="Who cooperated?"),
    Row(name="kind", label="How?"),
    Row(name="body", label="With which body?", hint="As it calls itself; empty if none.", is_half=True),
    Row(name="body_id", label="Its short name", hint="Such as SPT or CAT-22.", is_half=True),
    Row(
        name="how",
        label="In words",
        hint="Spoke to a visit, sent a report, testified, spoke to the press.",
        is_required=True,
    ),
    Row(name="when", label="When?", hint=EDTF),
    Row(name="known_to_authorities", label="Do the authorities know of it?"),
    Row(name="known_since", label="Since when?"),
)
_INFORMATION = (
    Row(
        name="account",
        hint="In the source's own words. Another account of the same thing is an account of its own.",
        is_required=True,
        rows=8,
    ),
    Row(name="tells_of", label="What does it tell of?"),
    Row(name="source", label="Who says so?", is_half=True),
    Row(name="report", label="In which report?", is_half=True),
    Row(name="document", label="In which document?", is_half=True),
    Row(name="source_in_words", hint=_NO_NAME, is_half=True),
    Row(name="is_firsthand", label="Did the source see it or live through it?"),
    Row(
        name="rests_on",
        label="Has it from another account?",
        hint="Then the two are not independent of each other.",
    ),
    *_grouped(
        "More about the source",
        Row(name="source_connection_to_information"),
        Row(name="type_of_source_material"),
        Row(name="language_of_source_material", hint=_LANGUAGES),
        Row(name="date_of_source_material", hint=EDTF, is_half=True),
        Row(name="date_received", is_half=True),
        Row(name="remarks", rows=2),
    ),
)
_INVOLVEMENT = (
    Row(name="act", label="In which act?", is_required=True),
    Row(name="perpetrator", label="Allegedly who?", is_half=True),
    Row(name="perpetrator_as_told", label="Or in words", hint=_NO_NAME, is_half=True),
    Row(name="degree_of_involvement", label="What part?"),
    Row(name="type_of_perpetrator"),
    Row(name="latest_status_as_perpetrator_in_the_act"),
    Row(name="remarks", rows=2),
)
_INTERVENTION = (
    Row(name="type_of_intervention"),
    Row(name="intervening_party", hint="Empty if it is we.", is_half=True),
    Row(name="date_of_intervention", label="When?", is_half=True),
    Row(name="parties_requested", label="Who was asked?", rows=2),
    Row(name="body", label="The body, by its short name", hint="Such as SPT or CAT-22.", is_half=True),
    Row(name="reference", label="Filed there as", is_half=True),
    Row(name="states", label="States", hint="By name or by three letters, with commas.", is_half=True),
    Row(name="priority", is_half=True),
    Row(name="victims"),
    Row(name="acts"),
    Row(name="event", label="About which event?"),
    Row(name="articles", hint="What is relied on, one a line.", rows=2),
    *_grouped(
        "How it went",
        Row(name="response", is_half=True),
        Row(name="impact_on_the_situation", is_half=True),
        Row(name="intervention_status"),
        Row(name="remarks", rows=2),
    ),
)
_REPLY = (
    Row(name="intervention", label="To which intervention?", is_required=True),
    Row(name="kind", label="What sort of reply?", is_required=True),
    Row(
        name="answered_by",
        label="Who answered?",
        hint="The authority or body, never the name of a person.",
        is_required=True,
        is_half=True,
    ),
    Row(name="date_of_reply", label="When?", is_half=True),
    Row(name="text", label="What it says", rows=6),
    *_grouped(
        "If a body decided",
        Row(name="stage", label="How far the procedure is, as the body says"),
        Row(name="decision", hint="Its symbol or number.", is_half=True),
        Row(name="session", is_half=True),
        Row(name="articles", label="Articles that it rests on", hint="One a line.", rows=2),
    ),
)
_FINDING = (
    Row(name="person", label="Who was examined?", is_required=True, is_half=True),
    Row(name="act", label="After which act?", is_half=True),
    Row(name="kind", label="What sort of finding?", is_required=True),
    Row(name="description", label="What was found, in the examiner's words", is_required=True, rows=5),
    Row(name="body_region", is_half=True),
    Row(name="examined_on", hint=EDTF, is_half=True),
    Row(
        name="consistency",
        hint="How far it fits what was told, as the examiner says. No finding does not mean no torture.",
    ),
    Row(name="overall_evaluation", hint="Of all findings together: this counts, not any one of them."),
    Row(name="overall_in_words"),
    *_grouped(
        "Who examined, and under what conditions",
        Row(name="examiner", hint="The name never stands in a public text.", is_half=True),
        Row(name="examiners_profession", is_half=True),
        Row(name="examiners_independence"),
        Row(name="conditions"),
        Row(name="conditions_in_words", rows=2),
    ),
)
_RELATION = (
    Row(name="person", label="Who?", is_required=True),
    Row(name="type_of_relationship", label="Is what?"),
    Row(name="related_person", label="Of or to whom?", is_required=True),
    Row(name="in_words"),
    Row(name="initial_date", label="Since when?", is_half=True),
    Row(name="final_date", label="Until when?", is_half=True),
    Row(name="remarks", rows=2),
)
_CHAIN = (
    Row(name="event", label="Which event?", is_required=True),
    Row(name="type_of_chain_of_events", label="How does it stand to the other?", is_required=True),
    Row(name="related_event", label="Which other event?", is_required=True),
    Row(name="remarks", rows=2),
)
ROWS: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        "event": _EVENT,
        "act": _ACT,
        "person": _PERSON,
        "cooperation": _COOPERATION,
        "information": _INFORMATION,
        "involvement": _INVOLVEMENT,
        "intervention": _INTERVENTION,
        "reply": _REPLY,
        "finding": _FINDING,
        "relation": _RELATION,
        "chain": _CHAIN,
    }
)
