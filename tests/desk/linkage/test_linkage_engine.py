import random
import subprocess
import sys

import duckdb
import pytest

from unhindered.core.casework.match_terms import Likeness
from unhindered.core.errors import Refused
from unhindered.desk.linkage import engine
from unhindered.desk.linkage.engine import Run, Step, Stopped, connection_in_memory
from unhindered.desk.linkage.features import date_features, name_features
from unhindered.desk.linkage.happenings import HAPPENINGS, happening_row
from unhindered.desk.linkage.persons import PERSONS, person_row, with_rare_parts
from unhindered.desk.linkage.searching import Searching, Tables

ADA = {"names": ["Ada Fictional"], "date_of_birth": "1984-03-05", "sex": "female"}


def compared(*people, above=-100.0):
    rows = with_rare_parts([person_row(str(number), **told) for number, told in enumerate(people)])
    run = Run(PERSONS, rows, tell=lambda _: None)
    return {(pair.first, pair.second): pair for pair in run.scored(above=above)}


def words(pair):
    return {name: (level.likeness, level.words) for name, level in pair.levels.items()}


def test_a_name_in_another_script_with_day_and_month_exchanged_is_proposed_with_its_evidence():
    other = {"names": ["أدا فيكشنال"], "date_of_birth": "1984-05-03", "occupations": ["nurse"]}
    found = compared(ADA | {"occupations": ["Nurse"]}, other)

    assert words(found["0", "1"]) == {
        "name": (Likeness.SIMILAR, "similar"),
        "born": (Likeness.SIMILAR, "day and month exchanged, or one digit different"),
        "sex": (Likeness.UNKNOWN, "not known of both"),
        "places": (Likeness.UNKNOWN, "not known of both"),
        "occupations": (Likeness.SAME, "same"),
    }
    assert found["0", "1"].weight > 0


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Salim Haddad", "سليم حداد"),
        ("Salim Haddad", "Салим Хаддад"),
        ("Salim Haddad", "סלים חדד"),
        ("Салим Хаддад", "سليم حداد"),
        ("סלים חדד", "سليم حداد"),
        ("Haddad, Salim", "Salim Haddad"),
        ("Sálim HADDAD", "salim haddad"),
    ],
)
def test_one_name_in_two_scripts_has_one_skeleton(name, other):
    first, second = name_features([name]), name_features([other])

    assert set(first.skeletons) & set(second.skeletons)


def test_an_alias_is_compared_like_a_name():
    found = compared({"names": ["The Lawyer", "Ada Fictional"]}, {"names": ["Ada Fictional"]})

    assert words(found["0", "1"])["name"] == (Likeness.SAME, "one name of each is the same")


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("1984-03-05", "same day"),
        ("1984-05-03", "day and month exchanged, or one digit different"),
        ("1984-03-06", "day and month exchanged, or one digit different"),
        ("1984", "may be the same: one of them is not exact"),
        ("1984-03~", "may be the same: one of them is not exact"),
        ("1985-04-17", "different, less than two years apart"),
        ("1960", "different"),
        ("../1990", "not known of both"),
        (None, "not known of both"),
    ],
)
def test_dates_of_birth_are_told_apart_as_far_as_they_are_told(born, said):
    found = compared(ADA, {"names": ["Ada Fictional"], "date_of_birth": born})

    assert words(found["0", "1"])["born"][1] == said


def test_more_agreement_weighs_more():
    found = compared(ADA, ADA, ADA | {"date_of_birth": None}, ADA | {"date_of_birth": "1951-01-09"})

    assert found["0", "1"].weight > found["0", "2"].weight > found["0", "3"].weight


def test_persons_and_organisations_are_never_compared_with_one_another():
    assert compared(ADA, ADA | {"unit": "organisation"}) == {}


def test_somebody_alone_is_like_nobody():
    assert compared(ADA) == {}


def test_an_act_told_twice_is_proposed_with_its_evidence():
    def act(number, **told):
        return happening_row(number, unit="act", types=["RX13"], state="XVL", **told)

    rows = [
        act("a", when=["2026-11-16"], places=["Northgate prison"], victims=[("1", ("Ada Fictional",))]),
        act("b", when=["2026-11-17"], places=["Prison, Northgate"], victims=[("2", ("ada fictional",))]),
        act("c", when=["2019-01-02"], places=["Capital"], victims=[("3", ("Ben Invented",))]),
    ]
    (found,) = Run(HAPPENINGS, rows, tell=lambda _: None).scored(above=0)

    assert {found.first, found.second} == {"a", "b"}
    assert {name: level.words for name, level in found.levels.items()} == {
        "types": "same",
        "days": "at most three days apart",
        "places": "a word in common",
        "state": "same",
        "victims": "the same person of the case, or the same consonants",
        "perpetrators": "not known of both",
    }


def test_nothing_is_written_to_the_disk_or_read_from_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert compared(ADA, ADA)
    connection = connection_in_memory()
    (tmp_path / "there.csv").write_text("a\n1\n")

    assert connection.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
    for refused in ("COPY (SELECT 1) TO 'out.csv'", "SELECT * FROM 'there.csv'", "SET temp_directory = '.'"):
        with pytest.raises(duckdb.Error):
            connection.execute(refused)
    assert [file.name for file in tmp_path.iterdir()] == ["there.csv"]


def test_a_search_that_is_stopped_says_so():
    rows = [person_row(str(number), **ADA) for number in range(3)]
    run = Run(PERSONS, with_rare_parts(rows), tell=lambda step: run.stop())

    with pytest.raises(Stopped):
        list(run.scored(above=0))


def test_a_search_ends_when_its_desk_is_locked():
    rows = tuple(with_rare_parts([person_row(str(number), **ADA) for number in range(3)]))
    searching = Searching()
    searching.start(Tables(persons=rows, happenings=()), goes_on=lambda: False)
    searching.wait(60)

    assert not searching.is_running
    assert isinstance(searching.trouble, Stopped)
    assert searching.found is None


def test_it_is_said_how_to_install_what_is_missing(monkeypatch):
    monkeypatch.setattr(engine, "find_spec", lambda name: None)

    with pytest.raises(Refused) as refusal:
        compared(ADA, ADA)
    assert "pip install" in refusal.value.advice


def test_a_desk_starts_without_the_heavy_libraries():
    code = "import sys, unhindered.desk.web.app; print({'splink', 'duckdb', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"


def test_enough_records_teach_how_common_names_are():
    chance = random.Random(4)  # noqa: S311 invented names
    syllables = ["ba", "do", "ki", "lu", "mi", "na", "ro", "sa", "te", "vu", "zo", "pi", "ga", "fe"]
    people = []
    for number in range(500):
        name = " ".join("".join(chance.choices(syllables, k=3)) for _ in range(2))
        told = {
            "names": [name],
            "date_of_birth": f"{1950 + number % 50}-{1 + number % 12:02}-{1 + number % 28:02}",
        }
        people += [told, told] if number < 250 else [told]
    steps = []
    rows = with_rare_parts([person_row(str(number), **told) for number, told in enumerate(people)])
    found = list(Run(PERSONS, rows, tell=steps.append).scored(above=0))
    right = [pair for pair in found if people[int(pair.first)] == people[int(pair.second)]]

    assert Step(words="Learning from pairs nearly sure", done=1, parts=2) in steps
    assert len(right) == 250
    assert len(found) - len(right) < 10


def test_a_date_open_on_one_side_has_no_other_end():
    assert date_features("2026/..").latest is None
    assert date_features("2026-11").year == 2026
    assert date_features("2025/2026").year is None
