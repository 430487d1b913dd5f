import itertools

import pytest
from casework_examples import ANNA, DAY, an_id
from hypothesis import given
from hypothesis import strategies as st

from unhindered.core.casework.act_facts import ActRecorded
from unhindered.core.casework.event_facts import InvolvementRecorded
from unhindered.core.casework.importing.dates_in_cells import read_date
from unhindered.core.casework.importing.guess import guess_mapping
from unhindered.core.casework.importing.mapping import (
    ColumnRule,
    Constant,
    DateOrder,
    SheetMapping,
    ValueRule,
    mappings_from_json,
    mappings_to_json,
)
from unhindered.core.casework.importing.propose import Known, propose
from unhindered.core.casework.importing.sheet import MOST_COLUMNS, make_sheet
from unhindered.core.casework.importing.targets import all_targets
from unhindered.core.casework.importing.unclear import unclear_texts
from unhindered.core.casework.people_facts import PersonAdded
from unhindered.core.casework.record_terms import Sex
from unhindered.core.casework.terms import CountingUnit, Role
from unhindered.core.errors import Refused

NOTHING = Known(keys={})
FLAT = ["Victim ID", "Victim name", "Sex", "Type of act", "Date", "Place", "Perpetrator", "Notes"]


def ids():
    return map(an_id, itertools.count(1))


def proposed(*parts, known=NOTHING):
    made = [(sheet, guess_mapping(sheet)) for sheet in parts]
    return propose(made, known=known, by=ANNA, on=DAY, ids=ids())


def mapped(sheet, known=NOTHING, **options):
    targets = options.pop("targets")
    columns = tuple(
        ColumnRule(header=header, target=goal, **options.get("rules", {}).get(header, {}))
        for header, goal in zip(sheet.headers, targets, strict=True)
    )
    options.pop("rules", None)
    mapping = SheetMapping(sheet=sheet.name, columns=columns, **options)
    return propose([(sheet, mapping)], known=known, by=ANNA, on=DAY, ids=ids())


def sheet(*rows, name="list"):
    return make_sheet(name, rows)


def of(found, kind):
    return [fact for fact in found.facts if isinstance(fact, kind)]


def errors(found):
    return [(item.row, item.column) for item in found.problems if item.is_error]


def warnings(found):
    return [(item.row, item.column) for item in found.problems if not item.is_error]


def test_a_flat_sheet_becomes_persons_and_acts_that_name_each_other():
    found = proposed(
        sheet(
            FLAT,
            [
                "V1",
                "Ada Fictional",
                "F",
                "Torture or ill-treatment",
                "2026-03-25",
                "Northgate",
                "Guards",
                "x",
            ],
            ["V1", "Ada Fictional", "F", "Arrest", "2026-03-24", "Northgate", "Guards", ""],
        )
    )

    victim, guards = of(found, PersonAdded)
    acts = of(found, ActRecorded)
    assert (victim.person_name, victim.sex, victim.roles) == ("Ada Fictional", Sex.FEMALE, (Role.VICTIM,))
    assert guards.roles == (Role.ALLEGED_PERPETRATOR,)
    assert [act.type_of_act for act in acts] == ["RX14", "RX09"]
    assert {act.victim for act in acts} == {victim.person}
    assert {act.perpetrator for act in acts} == {guards.person}
    assert found.broken == 0


def test_a_nameless_victim_is_called_by_role_and_number():
    found = mapped(
        sheet(["Id", "Name"], ["V1", ""], ["V2", "Bo Invented"]),
        targets=["victim.key", "victim.person_name"],
        known=Known(keys={}, persons=4),
    )

    assert [(one.label, one.person_name) for one in found.facts] == [
        ("Victim 5", ""),
        ("Victim 6", "Bo Invented"),
    ]


def test_an_unknown_age_and_an_unknown_day_are_no_errors():
    found = mapped(
        sheet(["Id", "Age", "Born"], ["V1", "about 30?", "unknown"], ["V2", "", "غير معروف"]),
        targets=["victim.key", "victim.age", "victim.date_of_birth"],
    )

    assert [(one.age, one.date_of_birth) for one in found.facts] == [("about 30?", None), ("", None)]
    assert found.problems == ()


def test_a_group_of_ten_thousand_is_one_person_with_a_number():
    found = mapped(
        sheet(["Who", "Unit", "How many"], ["The marchers", "group", "10,000"]),
        targets=["victim.label", "victim.counting_unit", "victim.number_of_persons_in_group"],
    )

    (group,) = found.facts
    assert (group.counting_unit, group.number_of_persons_in_group) == (CountingUnit.GROUP, 10_000)


def test_an_end_before_its_beginning_comes_in_as_told_with_a_warning():
    found = mapped(
        sheet(["Title", "From", "To"], ["Raid", "2026-03-25", "2026-03-20"], ["Trial", "2025", "2025-06"]),
        targets=["event.event_title", "event.initial_date", "event.final_date"],
    )

    assert warnings(found) == [(2, "To")]
    assert [one.event_title for one in found.facts] == ["Raid", "Trial"]


def test_a_day_to_come_is_warned_of_and_comes_in():
    found = mapped(
        sheet(["Title", "From"], ["Raid", "2030"]), targets=["event.event_title", "event.initial_date"]
    )

    assert (len(found.facts), warnings(found)) == (1, [(2, "From")])


def test_a_row_that_names_somebody_in_no_sheet_stays_out_and_so_does_what_names_it():
    acts = sheet(["act_record_number", "type_of_act", "victim"], ["A1", "020111110000", "P9"], name="act")
    involvements = sheet(
        ["involvement_record_number", "act", "remarks"], ["I1", "A1", "x"], name="involvement"
    )

    found = proposed(acts, involvements)

    assert found.facts == ()
    assert [(row.sheet, bool(row.errors)) for row in found.rows] == [("act", True), ("involvement", True)]


def test_sheets_of_one_file_name_each_others_rows_by_the_numbers_of_the_sheet():
    persons = sheet(["person_record_number", "person_name"], ["7", "Ada Fictional"], name="person")
    acts = sheet(["act_record_number", "type_of_act", "victim"], ["A1", "020111110000", "7"], name="act")
    parts = sheet(["involvement_record_number", "act"], ["I1", "A1"], name="involvement")

    found = proposed(acts, parts, persons)

    (person,) = of(found, PersonAdded)
    (act,) = of(found, ActRecorded)
    (part,) = of(found, InvolvementRecorded)
    assert (act.victim, act.type_of_act, part.act) == (person.person, "02011111000004", act.act)


def test_one_bad_row_does_not_take_down_who_stands_in_a_good_one_too():
    found = proposed(
        sheet(
            FLAT,
            ["V1", "Ada Fictional", "", "Arrest", "2026", "", "", ""],
            ["V1", "", "", "no such act", "2026", "", "", ""],
        )
    )

    assert errors(found) == [(3, "Type of act")]
    assert len(of(found, PersonAdded)) == len(of(found, ActRecorded)) == 1


def test_what_a_later_row_says_otherwise_of_the_same_person_is_warned_of():
    found = mapped(
        sheet(["Id", "Name"], ["V1", "Ada Fictional"], ["V1", "Ada Invented"]),
        targets=["victim.key", "victim.person_name"],
    )

    assert [one.person_name for one in found.facts] == ["Ada Fictional"]
    assert warnings(found) == [(3, "")]


def test_two_rows_of_one_name_are_two_people_unless_somebody_says_that_they_are_one():
    rows = sheet(["Name"], ["Ada Fictional"], ["Ada  Fictional"])

    apart = mapped(rows, targets=["victim.person_name"])
    together = mapped(rows, targets=["victim.person_name"], rules={"Name": {"same_is_one": True}})

    assert (len(apart.facts), len(together.facts)) == (2, 1)


def test_somebody_in_the_case_already_is_referred_to_and_not_described_anew():
    known = Known(keys={"person": {an_id(77): an_id(77)}}, persons=1)
    found = mapped(
        sheet(["Who", "Name", "Act"], [an_id(77), "Another Name", "RX09"]),
        targets=["victim.key", "victim.person_name", "act.type_of_act"],
        known=known,
    )

    (act,) = found.facts
    assert act.victim == an_id(77)
    assert warnings(found) == [(2, "")]


def test_a_formula_comes_in_as_its_text_with_a_warning():
    found = mapped(
        sheet(["Name", "Act"], ["=HYPERLINK(1)", "RX09"]), targets=["victim.person_name", "act.type_of_act"]
    )

    assert of(found, PersonAdded)[0].person_name == "=HYPERLINK(1)"
    assert warnings(found) == [(2, "Name")]


def test_ragged_rows_are_filled_up_or_kept_out_and_never_shifted():
    found = proposed(
        sheet(FLAT, ["V1", "Ada"], ["V2", "Bo", "m", "Arrest", "2026", "x", "y", "z", "slipped"])
    )

    assert errors(found) == [(3, "")]
    assert warnings(found) == [(2, "")]
    assert [one.person_name for one in of(found, PersonAdded)] == ["Ada"]


def test_what_goes_nowhere_is_said_and_can_be_kept_in_the_remarks():
    rows = sheet(["Act", "Colour"], ["RX09", "blue"])

    left = mapped(rows, targets=["act.type_of_act", ""])
    kept = mapped(rows, targets=["act.type_of_act", ""], rest_in_remarks=True)

    assert left.not_imported == ("list: Colour",)
    assert (left.facts[0].remarks, kept.facts[0].remarks) == ("", "Colour: blue")


def test_a_value_the_field_does_not_know_is_said_once_and_mapped_once():
    rows = sheet(["Act"], ["Beaten up"], ["Beaten up"], ["Arrest"])
    mapping = SheetMapping(columns=(ColumnRule(header="Act", target="act.type_of_act"),))

    assert unclear_texts(rows, mapping) == {"Act": (("Beaten up", 2),)}
    found = mapped(
        rows,
        targets=["act.type_of_act"],
        rules={"Act": {"values": (ValueRule(given="Beaten up", means="RX13"),)}},
    )
    assert [one.type_of_act for one in found.facts] == ["RX13", "RX13", "RX09"]


def test_a_constant_is_for_every_row_that_has_such_a_thing():
    found = mapped(
        sheet(["Act"], ["RX09"]),
        targets=["act.type_of_act"],
        constants=(Constant(target="act.state", text="XVL"), Constant(target="event.state", text="XVL")),
    )

    assert [one.state for one in found.facts] == ["XVL"]


def test_a_mapping_is_kept_as_json_and_read_strictly():
    mapping = SheetMapping(
        columns=(ColumnRule(header="Имя", target="victim.person_name"),), date_order=DateOrder.DAY_FIRST
    )

    assert mappings_from_json(mappings_to_json([mapping])) == (mapping,)
    for broken in ({}, [], {"v": 1, "kind": "import-mapping", "mappings": True}, {"v": True}):
        with pytest.raises(Refused):
            mappings_from_json(broken)
    with pytest.raises(Refused):
        ColumnRule(header="x", target="victim.password")


@pytest.mark.parametrize(
    ("header", "name", "target"),
    [
        ("0903 Name", "list", "person.person_name"),
        ("2109", "act", "act.type_of_act"),
        ("اسم الضحية", "list", ""),
        ("الاسم", "list", "person.person_name"),
        ("Nombre", "list", "person.person_name"),
        ("Date de naissance", "list", "person.date_of_birth"),
        ("ФИО", "list", "person.person_name"),
        ("name_ar", "actors", "person.other_names"),
        ("event_title", "event", "event.event_title"),
    ],
)
def test_headers_of_people_programs_and_languages_are_guessed(header, name, target):
    (rule,) = guess_mapping(sheet([header], ["x"], name=name)).columns

    assert rule.target == target


def test_every_guess_is_a_target_that_exists():
    headers = [*all_targets(), "Title", "Template", "sjac_title", "publish_date", "From", "Subject"]
    for name in ("list", "actors", "bulletins", "incidents", "act", "mail", "intervention"):
        for rule in guess_mapping(sheet(headers, ["x"] * len(headers), name=name)).columns:
            assert rule.target == "" or rule.target in all_targets()


@pytest.mark.parametrize(
    ("text", "order", "edtf"),
    [
        ("2026-11-24", DateOrder.YEAR_FIRST, "2026-11-24"),
        ("2026/3/4", DateOrder.YEAR_FIRST, "2026-03-04"),
        ("25.03.2026", DateOrder.YEAR_FIRST, "2026-03-25"),
        ("03/25/2026", DateOrder.YEAR_FIRST, "2026-03-25"),
        ("03/04/2026", DateOrder.DAY_FIRST, "2026-04-03"),
        ("03/04/2026", DateOrder.MONTH_FIRST, "2026-03-04"),
        ("٢٥/٠٣/٢٠٢٦", DateOrder.DAY_FIRST, "2026-03-25"),
        ("24 November 2026", DateOrder.YEAR_FIRST, "2026-11-24"),
        ("24 ноября 2026", DateOrder.YEAR_FIRST, "2026-11-24"),
        ("mars 2026", DateOrder.YEAR_FIRST, "2026-03"),
        ("c. 2025", DateOrder.YEAR_FIRST, "2025~"),
        ("about 2025?", DateOrder.YEAR_FIRST, "2025%"),
        ("2026-00-00", DateOrder.YEAR_FIRST, "2026"),
        ("2026-03-25 14:00:00", DateOrder.YEAR_FIRST, "2026-03-25"),
        ("2026-01-01~2026-02-01", DateOrder.YEAR_FIRST, "2026-01-01/2026-02-01"),
        ("2026-01-01 to 2026-02-01", DateOrder.YEAR_FIRST, "2026-01-01/2026-02-01"),
        ("2026/..", DateOrder.YEAR_FIRST, "2026/.."),
        ("unknown", DateOrder.YEAR_FIRST, None),
    ],
)
def test_dates_are_read_as_people_write_them(text, order, edtf):
    assert read_date(text, order) == edtf


@pytest.mark.parametrize(
    "text",
    ["03/04/2026", "30/02/2026", "45678", "24/11/26", "yesterday", "2026-13-01", "2026 to 2025", "=A1"],
)
def test_a_date_that_means_two_days_or_none_is_refused(text):
    with pytest.raises(Refused):
        read_date(text, DateOrder.YEAR_FIRST)


def test_headers_are_texts_each_of_them_once():
    found = sheet(["Name", "name", "Name", "", "x"], ["1", "2", "3", "4", "5"])

    assert found.headers == ("Name", "name", "Name (2)", "Column 4", "x")


def test_a_sheet_without_headers_or_too_wide_is_refused():
    for rows in ([], [[]], [["", ""]], [["x"] * (MOST_COLUMNS + 1)]):
        with pytest.raises(Refused):
            make_sheet("list", rows)


CELLS = st.sampled_from(
    ["", "Ada Fictional", "V1", "V2", "RX09", "Arrest", "2026", "03/04/2026", "unknown", "=1+1", "XVL", "F"]
) | st.text(max_size=12)
TABLES = st.lists(st.lists(CELLS, max_size=7), min_size=1, max_size=6)


@given(TABLES, st.lists(st.sampled_from([*FLAT, "Country", "x"]), min_size=1, max_size=7))
def test_any_table_is_reported_row_by_row_and_twice_the_same(rows, headers):
    made = make_sheet("list", [headers, *rows])

    first, second = proposed(made), proposed(made)

    assert first == second
    assert [row.row for row in first.rows] == [row.number for row in made.rows]
    for row in first.rows:
        assert not (row.errors and row.brings)
    known = {getattr(fact, fact.id_field) for fact in first.facts}
    for act in of(first, ActRecorded):
        assert {act.victim, act.perpetrator} - {None} <= known
