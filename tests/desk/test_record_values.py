import pytest
from casework_examples import act, finding, in_log, intervention, person
from casework_strategies import records
from hypothesis import given

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.codec import from_json, hints_of, to_json
from unhindered.core.casework.event_facts import InterventionRecorded
from unhindered.core.casework.fact_bases import Described
from unhindered.core.casework.facts import FACT_KINDS
from unhindered.core.casework.information_facts import InformationRecorded
from unhindered.core.casework.people_facts import PersonAdded
from unhindered.core.errors import Refused
from unhindered.desk.actions.record import KINDS, kind_of, what_of
from unhindered.desk.actions.record_values import read_values, typed_form, typed_values
from unhindered.desk.actions.wrong_fields import WrongFields, supplement_of
from unhindered.desk.web.forms import Form
from unhindered.desk.web.record_forms import record_fields, usual
from unhindered.desk.web.record_rows import ROWS


class Anything:
    """Offers whatever a form asks for: what a fact names stays chosen."""

    def of(self, name):
        return [(f"{number:032x}", str(number)) for number in range(10)] + [
            ("ab" * 32, "a"),
            ("cd" * 32, "c"),
        ]


def test_every_kind_of_described_thing_can_be_described():
    kinds = {kind for kind in FACT_KINDS.values() if issubclass(kind, Described)}

    assert {kind_of(what) for what in KINDS} | {FACT_KINDS["PersonUpdated"]} == kinds
    assert set(ROWS) == set(KINDS)


@pytest.mark.parametrize("what", KINDS)
def test_an_empty_form_that_is_sent_says_nothing_by_accident(what):
    form = Form(fields=usual(what))
    sent = {item.name: item.value(form) for item in record_fields(what, Anything(), form)}

    values, wrong = read_values(kind_of(what), sent)
    said = {name: value for name, value in values.items() if value}
    defaults = kind_of(what).__dataclass_fields__
    assert [name for name, value in said.items() if value != defaults[name].default] == []
    assert set(wrong) <= {row.name for row in ROWS[what] if row.is_required}
    # A list that opens on its first choice would say it.
    for item in record_fields(what, Anything(), form):
        assert item.kind != "choose" or item.options[0][0] in ("", *form.texts(item.name))


def test_there_is_no_other_kind_of_thing():
    with pytest.raises(Refused, match="no such kind"):
        kind_of("rumour")


@pytest.mark.parametrize("what", KINDS)
def test_every_field_of_a_fact_stands_in_its_form(what):
    kind = kind_of(what)
    machine = {"by", "on", "revises", kind.id_field}
    fields = set()
    for name, hint in hints_of(kind).items():
        part = supplement_of(hint)
        fields |= {f"{name}.{inner}" for inner in hints_of(part)} if part else {name}

    assert {row.name for row in ROWS[what]} == fields - machine
    assert len(ROWS[what]) == len({row.name for row in ROWS[what]})


@pytest.mark.parametrize("what", KINDS)
def test_a_form_that_was_filled_from_a_fact_and_sent_unchanged_changes_nothing(what):
    kind = kind_of(what)

    @given(records(kind))
    def check(fact):
        form = Form(fields=typed_form(fact))
        sent = {item.name: item.value(form) for item in record_fields(what, Anything(), form)}
        kept = to_json(fact)
        again = from_json(kind, kept | typed_values(kind, sent))

        assert without_space(to_json(again)) == without_space(kept)

    check()


def without_space(value):
    """Forms take off space around what is typed, what a list has twice, and supplements that say nothing."""
    if isinstance(value, dict):
        inner = {name: without_space(item) for name, item in value.items()}
        return inner if any(item not in ("", None, []) for item in inner.values()) else None
    if isinstance(value, list):
        return list(dict.fromkeys(without_space(item) for item in value))
    return value.strip() if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("kind", "typed", "held"),
    [
        (ActRecorded, {"when": "24.11.2026"}, {"when": "2026-11-24"}),
        (ActRecorded, {"when": " "}, {"when": None}),
        (ActRecorded, {"number_of_victims": "10,000"}, {"number_of_victims": 10000}),
        (
            ActRecorded,
            {"travel_ban.kind": "document_taken", "travel_ban.until": "about 2027"},
            {"travel_ban": {"kind": "document_taken", "until": "2027~"}},
        ),
        (ActRecorded, {"travel_ban.kind": "", "travel_ban.document": " "}, {"travel_ban": None}),
        (PersonAdded, {"citizenship": "XVL, XVM"}, {"citizenship": ["XVL", "XVM"]}),
        (
            PersonAdded,
            {"citizenship": "vareland; xvm\nIran (Islamic Republic of)"},
            {"citizenship": ["XVL", "XVM", "IRN"]},
        ),
        (PersonAdded, {"language": "Arabic, fa zh-Hant"}, {"language": ["ar", "fa", "zh-Hant"]}),
        (ActRecorded, {"state": "Vareland"}, {"state": "XVL"}),
        (PersonAdded, {"other_names": "Ada, the baker\n\nAdi"}, {"other_names": ["Ada, the baker", "Adi"]}),
        (PersonAdded, {"sex": ""}, {"sex": "unknown"}),
        (InformationRecorded, {"is_firsthand": "no"}, {"is_firsthand": False}),
        (InformationRecorded, {"is_firsthand": ""}, {"is_firsthand": None}),
        (InterventionRecorded, {"victims": []}, {"victims": []}),
    ],
)
def test_what_is_typed_becomes_what_the_field_holds(kind, typed, held):
    assert typed_values(kind, typed) == held


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        (ActRecorded, {"when": "5.6.2026"}, "when"),
        (ActRecorded, {"number_of_victims": "many"}, "number_of_victims"),
        (ActRecorded, {"number_of_victims": "9" * 40}, "number_of_victims"),
        (ActRecorded, {"travel_ban.until": "soon"}, "travel_ban.until"),
        (InformationRecorded, {"is_firsthand": "perhaps"}, "is_firsthand"),
    ],
)
def test_what_cannot_be_read_is_refused_and_its_field_is_named(kind, typed, field):
    with pytest.raises(WrongFields) as caught:
        typed_values(kind, typed)

    assert field in caught.value.fields


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"when.day": "1"}, "when.day"),
        ({"travel_ban.colour": "red"}, "colour"),
    ],
)
def test_a_field_that_no_such_thing_has_is_refused_by_name(typed, field):
    with pytest.raises(Refused, match=f"“{field}”"):
        typed_values(ActRecorded, typed)


def test_every_field_that_is_wrong_is_said_with_what_to_write():
    typed = {
        "type_of_act": "",
        "when": "5.6.2026",
        "state": "Varelund",
        "number_of_victims": "many",
        "remarks": "x" * 100_001,
        "obstruction.body_id": "CAT 22",
        "obstruction.duty": "None",
    }

    with pytest.raises(WrongFields) as caught:
        typed_values(ActRecorded, typed)

    assert dict(caught.value.fields) == {
        "type_of_act": "Choose one.",
        "when": "This can be read as two different days. Write 2026-06-05, or 2026-05-06.",
        "state": "A State by its name, or by three capital letters, such as XVL.",
        "number_of_victims": "It is not a whole number. Write it in digits, like 10000.",
        "remarks": "Too long: at most 100,000 characters.",
        "obstruction.body_id": "Letters, digits and hyphens, such as CAT-22.",
        "obstruction.kind": "Choose one.",
    }
    for word in ("ObstructionOfAccess", "another version", "sensible length"):
        assert word not in caught.value.advice


def test_each_fact_knows_what_it_describes():
    facts = [item.fact for item in in_log(person(), act(), finding(), intervention())]

    assert [what_of(fact) for fact in facts] == ["person", "act", "finding", "intervention"]
