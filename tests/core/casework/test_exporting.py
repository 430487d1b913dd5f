import itertools
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from casework_examples import ANNA, DAY, NOBODY_ELSEWHERE, an_id, case_of, consent, opened, person, withdrawn
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.event_facts import InvolvementRecorded
from unhindered.core.casework.export_fields import ENTITIES, esf_header
from unhindered.core.casework.exporting import agreed_recipients, consented_sending, exported
from unhindered.core.casework.names_elsewhere import NamesElsewhere
from unhindered.core.casework.publication import clear_sending
from unhindered.core.casework.terms import Detail, IdentityLevel, Purpose, Role
from unhindered.core.errors import Refused

UN = Purpose.UN_SUBMISSION
NAMES = ("Ada Fictional", "Bo Invented", "Cai Unreal", "Dee Made-Up", "Eve Nowhere")


def act(number, victim, **changes):
    fields = {
        "act": an_id(number),
        "type_of_act": "RX14",
        "victim": an_id(victim),
        "when": "2026-03-25",
        "exact_location": "Northgate prison",
        "state": "XVL",
        "remarks": "A remark that stays.",
        "physical_consequences": "A consequence that stays.",
    }
    return ActRecorded(**{"by": ANNA, "on": DAY} | fields | changes)


def world(*levels, acts=True, **changes):
    """A case in which person 10 + n agreed to the n-th level for one body; None agreed to nothing."""
    facts = [opened()]
    for at, level in enumerate(levels):
        who = 10 + at
        facts.append(
            person(
                who, label=f"The one of {NAMES[at]}", person_name=NAMES[at], roles=(Role.VICTIM,), age="34"
            )
        )
        if acts:
            facts.append(act(40 + at, who))
        if level is not None:
            facts.append(
                consent(70 + at, person=an_id(who), purpose=UN, recipient="cat", level=level, **changes)
            )
    return facts


def out_of(facts, on=DAY, **options):
    case = case_of(*facts)
    sending = consented_sending(case, purpose=UN, recipient="cat", on=on, **options)
    cleared = clear_sending(
        case, sending, names_elsewhere=NOBODY_ELSEWHERE, from_sources=(), told_by_sources=(), on=on
    )
    return exported(case, cleared)


def everything(found):
    return json.dumps({name: [dict(row) for row in rows] for name, rows in found.tables.items()})


def test_each_person_shows_as_agreed_and_nobody_else_does():
    found = out_of(world(*reversed(IdentityLevel), None))

    shown = [(row["person_name"], row["identity_level"]) for row in found.tables["person"]]
    assert shown == [("Ada Fictional", "named"), ("B. I.", "initials"), ("", "anonymous")]
    assert [row["victim"] for row in found.tables["act"]] == ["P1", "P2", "P3"]
    assert found.tables["count"][0]["persons"] == "fewer than 3"
    text = everything(found)
    for hidden in ("Invented", "Unreal", "Made-Up", "Nowhere", "The one of", "stays", an_id(10)):
        assert hidden not in text


def test_the_day_the_place_and_the_age_are_told_only_of_who_agreed_to_be_named():
    named, initials = out_of(world(IdentityLevel.NAMED, IdentityLevel.INITIALS)).tables["act"]
    ada, bo = out_of(world(IdentityLevel.NAMED, IdentityLevel.INITIALS)).tables["person"]

    assert (named["when"], named["exact_location"]) == ("2026-03-25", "Northgate prison")
    assert (initials["when"], initials["exact_location"]) == ("2026", "")
    assert (ada["age"], bo.get("age", "")) == ("34", "")


def test_a_short_text_that_names_somebody_else_is_left_empty():
    facts = world(IdentityLevel.NAMED, None, acts=False)
    facts.append(act(40, 10, exact_location="At the house of Bo Invented"))

    (row,) = out_of(facts).tables["act"]
    assert row["exact_location"] == ""


def test_a_short_text_that_names_somebody_of_another_case_is_left_empty():
    facts = world(IdentityLevel.NAMED, acts=False)
    facts.append(act(40, 10, exact_location="Flat of Zoe Ailleurs"))
    case = case_of(*facts)
    sending = consented_sending(case, purpose=UN, recipient="cat", on=DAY)

    def places(elsewhere):
        cleared = clear_sending(
            case, sending, names_elsewhere=elsewhere, from_sources=(), told_by_sources=(), on=DAY
        )
        return [row["exact_location"] for row in exported(case, cleared).tables["act"]]

    assert places(NOBODY_ELSEWHERE) == ["Flat of Zoe Ailleurs"]
    assert places(NamesElsewhere(of_persons=frozenset({"Zoe Ailleurs"}))) == [""]
    assert places(NamesElsewhere(of_organisations=frozenset({"Flat of Zoe"}))) == [""]


def test_the_later_word_replaces_the_earlier_one_though_it_shows_less():
    named = consent(70, person=an_id(10), purpose=UN, recipient="cat", level=IdentityLevel.NAMED)
    less = replace(named, consent=an_id(71), level=IdentityLevel.ANONYMOUS)
    facts = world(None)

    def level(*said, on=DAY):
        found = out_of([*facts, *said], on=on).tables["person"]
        return [row["identity_level"] for row in found]

    assert level(named, less) == ["anonymous"]
    assert level(less, named) == ["named"]
    later = replace(less, on=DAY + timedelta(days=1))
    assert level(later, named) == ["named"]
    assert level(later, named, on=later.on) == ["anonymous"]
    with pytest.raises(Refused):
        level(named, less, withdrawn(71))
    with pytest.raises(Refused):
        level(named, replace(less, expires=DAY), on=later.on)


def test_what_one_agreement_keeps_back_stays_out_though_a_later_one_does_not_say_so():
    first = consent(
        70,
        person=an_id(10),
        purpose=UN,
        recipient="cat",
        level=IdentityLevel.NAMED,
        not_to_tell=(Detail.PLACE,),
    )
    later = replace(first, consent=an_id(71), not_to_tell=())

    (row,) = out_of([*world(None), first, later]).tables["act"]
    assert row["exact_location"] == ""


def test_three_who_are_only_counted_are_a_number():
    found = out_of(world(*[IdentityLevel.AGGREGATE] * 3))

    assert found.tables["person"] == found.tables["act"] == ()
    assert [(row["type_of_act"], row["persons"]) for row in found.tables["count"]] == [
        ("", "3"),
        ("RX14", "3"),
    ]


def test_whoever_is_accused_has_no_row():
    facts = world(IdentityLevel.NAMED, acts=False)
    facts.append(person(20, person_name="Guard Fictitious", label="Guard", roles=(Role.ALLEGED_PERPETRATOR,)))
    facts.append(act(40, 10, perpetrator=an_id(20)))
    facts.append(
        InvolvementRecorded(
            by=ANNA, on=DAY, involvement=an_id(50), act=an_id(40), perpetrator=an_id(20), remarks="Fictitious"
        )
    )

    found = out_of(facts)
    assert "Fictitious" not in everything(found)
    assert len(found.tables["involvement"]) == 1


def test_an_officer_can_show_less_and_never_more():
    facts = world(IdentityLevel.NAMED, IdentityLevel.ANONYMOUS)
    less = out_of(facts, at_most={an_id(10): None})
    assert [row["person_name"] for row in less.tables["person"]] == [""]

    with pytest.raises(Exception, match="less visible level"):
        out_of(facts, at_most={an_id(11): IdentityLevel.NAMED})


def test_only_what_somebody_agreed_to_and_what_holds_today_is_offered():
    facts = world(IdentityLevel.NAMED)
    facts.append(consent(90, person=an_id(10), purpose=Purpose.PUBLICATION, recipient="public"))
    facts.append(consent(91, person=an_id(10), purpose=Purpose.REFERRAL, recipient="clinic", expires=DAY))
    case = case_of(*facts)

    assert agreed_recipients(case, DAY) == ((Purpose.REFERRAL, "clinic"), (UN, "cat"))
    assert agreed_recipients(case, DAY.replace(day=25)) == ((UN, "cat"),)


@given(st.lists(st.none() | st.sampled_from(IdentityLevel), min_size=1, max_size=5))
def test_whatever_was_agreed_no_name_shows_that_was_not(levels):
    if not any(levels):
        return
    found = out_of(world(*levels))

    text = everything(found)
    for name, level in zip(NAMES, levels, strict=False):
        assert (name in text) == (level is IdentityLevel.NAMED)
    rows = [row for rows in found.tables.values() for row in rows]
    fields = set(itertools.chain.from_iterable(ENTITIES.values()))
    assert all(set(row) <= fields for row in rows)


def test_headers_carry_the_numbers_that_the_formats_give_their_fields():
    listed = Path(__file__).parents[3] / "docs/formats/export.md"

    assert esf_header("person", "person_name") == "0903 person_name"
    assert esf_header("act", "victim") == "2102 victim"
    assert esf_header("count", "persons") == "persons"
    assert "export.schema.json" in listed.read_text()


WHOLE = {
    "type_of_act": "02011111000004",
    "method_of_violence": ("03050000000005",),
    "type_of_location": "01010000000017",
    "status_at_end_of_act": "01020000000025",
    "attribution": ("01010000000028",),
    "final_date": "2026-03-26",
    "reprisal_for": an_id(90),
}


@pytest.mark.parametrize(
    ("detail", "fields"),
    [
        (Detail.PLACE, {"exact_location", "type_of_location"}),
        (Detail.DATES, {"when", "final_date"}),
        (Detail.HEALTH, {"status_at_end_of_act"}),
        (Detail.SEXUAL_VIOLENCE, {"method_of_violence"}),
        (Detail.WHO_DID_IT, {"attribution"}),
        (Detail.HOW_IT_BECAME_KNOWN, {"reprisal"}),
    ],
)
@pytest.mark.parametrize("level", ["anonymous", "named"])
def test_what_a_person_does_not_want_told_stays_out_at_every_level(detail, fields, level):
    facts = world(IdentityLevel(level), acts=False, not_to_tell=(detail,))
    (row,) = out_of([*facts, act(40, 10, **WHOLE)]).tables["act"]
    (told,) = out_of([*world(IdentityLevel(level), acts=False), act(40, 10, **WHOLE)]).tables["act"]

    assert {field for field in row if row[field] != told[field]} == {f for f in fields if told[f]}
    assert [row[field] for field in fields] == [""] * len(fields)
    assert any(told[field] for field in fields)


def test_work_stays_out_where_a_person_does_not_want_it_told():
    (row,) = out_of(world(IdentityLevel.NAMED, not_to_tell=(Detail.WORK,))).tables["person"]

    assert (row["occupation"], row["defender_status"]) == ("", "")


@pytest.mark.parametrize("code", ["02011101000004", "02010200000004", "01010105040004"])
def test_an_act_that_says_sexual_violence_has_no_row_where_it_must_not_be_told(code):
    kept_back = {"not_to_tell": (Detail.SEXUAL_VIOLENCE,)}
    for level in (IdentityLevel.NAMED, IdentityLevel.AGGREGATE):
        facts = [*world(level, acts=False, **kept_back), act(40, 10, type_of_act=code)]
        found = out_of(facts).tables
        assert found["act"] == ()
        assert code not in {row["type_of_act"] for row in found["count"]}


def test_who_did_it_stays_out_where_a_person_does_not_want_it_told():
    part = InvolvementRecorded(
        by=ANNA, on=DAY, involvement=an_id(60), act=an_id(40), type_of_perpetrator=("01010400000024",)
    )
    facts = [*world(IdentityLevel.NAMED, not_to_tell=(Detail.WHO_DID_IT,)), part]

    assert out_of([*world(IdentityLevel.NAMED), part]).tables["involvement"]
    assert out_of(facts).tables["involvement"] == ()
