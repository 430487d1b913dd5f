"""How fast a desk finds something among a million entries, encrypted and not, in the same run.

The entries are made up, in Latin, Cyrillic, Arabic and Chinese letters, the same for the same number; they
go into an encrypted docket as the desk puts them in. The reference is the same file decrypted, page by page.
A query is all that a page of results needs: finding, counting by filter, and the excerpts of a page.
"""

import argparse
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path

import apsw

from unhindered.core.search.marked import excerpt
from unhindered.core.search.query import Search, read_words
from unhindered.desk.actions.search import HITS_ON_A_PAGE
from unhindered.desk.lookup import look_up
from unhindered.storage.docket import _CACHE, open_docket
from unhindered.storage.docket_search import DOCUMENTS_PER_ENTRY, DocketSearch, SearchDocument

KEY = bytes(range(32))
FIRST_DAY = date(2020, 1, 1)
KINDS = ("report", "message", "note", "record", "record", "person")
GOAL_MILLISECONDS, GOAL_RATIO = 50, 1.5
# Made-up words come from syllables; a script has its share of all entries.
SCRIPTS: Mapping[str, tuple[float, Sequence[str], int]] = {
    "latin": (
        0.6,
        [a + b for a in "bcdfghklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er")],
        120_000,
    ),
    "cyrillic": (0.15, [a + b for a in "бвгдзклмнпрстфхш" for b in ("а", "е", "и", "о", "у", "ан")], 60_000),
    "arabic": (0.15, [a + b for a in "بتجحدرزسشصعفقكلمنه" for b in ("", "ا", "و", "ي")], 40_000),
    "chinese": (0.1, [chr(0x4E00 + number) for number in range(2_500)], 20_000),
}
# One name in several alphabets; nobody's.
NAMES = (
    *(("Muhammad", "Mohamed", "Мухаммад", "محمد"), ("Hussein", "Husayn", "Хусейн", "حسين")),
    *(("Fatima", "Fatimah", "Фатима", "فاطمة"), ("Walid", "Waleed", "Валид", "وليد")),
    *(("Samira", "Sameera", "Самира", "سميرة"), ("Tariq", "Tarek", "Тарик", "طارق")),
    *(("Nadezhda", "Nadejda", "Надежда", "نادجدا"), ("Shevrin", "Shevryn", "Шеврин", "شفرين")),
)


class Made:
    """Entries as they come out of one stream of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 nothing secret
        self.words = {name: self._words(name) for name in SCRIPTS}
        self._weights = {
            name: list(accumulate(1 / (rank + 3) for rank in range(len(words))))
            for name, words in self.words.items()
        }

    def _words(self, script: str) -> list[str]:
        _, syllables, count = SCRIPTS[script]
        found: dict[str, None] = {}
        while len(found) < count:
            length = self.chance.choice((2, 2, 3, 3, 4, 5))
            found["".join(self.chance.choices(syllables, k=length))] = None
        return list(found)

    def documents(self, count: int) -> Iterator[SearchDocument]:
        """So many entries, the oldest first."""
        names, shares = list(SCRIPTS), [share for share, _, _ in SCRIPTS.values()]
        for place, script in enumerate(self.chance.choices(names, shares, k=count)):
            chance = self.chance
            length = min(400, int(chance.lognormvariate(3.3, 0.8)) + 3)
            words = chance.choices(self.words[script], cum_weights=self._weights[script], k=length)
            if chance.random() < 0.05:
                words.insert(length // 2, chance.choice(chance.choice(NAMES)))
            case = min(int(chance.paretovariate(0.6)), 20_000)
            yield SearchDocument(
                number=place * DOCUMENTS_PER_ENTRY,
                kind=chance.choice(KINDS),
                unit=f"case/{case}",
                day=FIRST_DAY + timedelta(days=place * 2_000 // count),
                words=("" if script == "chinese" else " ").join(words),
                officer=f"officer{chance.randrange(8)}",
                states=(chance.choice(("XVL", "XVM", "XVN")),),
                language=script,
            )

    def queries(self, count: int) -> Iterator[tuple[str, Search, tuple[str, ...]]]:
        """So many of each class."""
        latin, chance = self.words["latin"], self.chance
        classes: Mapping[str, Callable[[], Search]] = {
            "common word": lambda: Search(text=chance.choice(latin[:50])),
            "rare word": lambda: Search(text=chance.choice(latin[20_000:])),
            "two words": lambda: Search(text=" ".join(chance.sample(latin[20:400], 2))),
            "phrase": lambda: Search(text='"' + " ".join(chance.sample(latin[:60], 2)) + '"'),
            "beginning": lambda: Search(text=chance.choice(latin[:5_000])[: chance.choice((2, 3, 4, 5))]),
            "slip": lambda: Search(text=self._slip(chance.choice(latin[20_000:]))),
            "name across alphabets": lambda: Search(text=chance.choice(chance.choice(NAMES))),
            "Arabic, Cyrillic": lambda: Search(
                text=chance.choice(self.words[chance.choice(("arabic", "cyrillic"))][:5_000])
            ),
            "Chinese": lambda: Search(text=chance.choice(self.words["chinese"][:5_000])),
            "word with filters": lambda: Search(
                text=chance.choice(latin[:50]),
                kind="note",
                since=FIRST_DAY + timedelta(days=chance.randrange(900)),
                until=FIRST_DAY + timedelta(days=900 + chance.randrange(900)),
            ),
            "word in one case": lambda: Search(text=chance.choice(latin[:50])),
        }
        for name, made in classes.items():
            for _ in range(count):
                is_in_case = name == "word in one case"
                yield name, made(), (f"case/{chance.randrange(2, 2_000)}",) if is_in_case else ()

    def _slip(self, word: str) -> str:
        at = self.chance.randrange(1, len(word))
        return word[:at] + self.chance.choice("aeiou") + word[at + 1 :]


def fill(folder: Path, count: int) -> None:
    """An encrypted docket of so many entries, and the same decrypted, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    sealed, plain = folder / f"sealed-{count}.db", folder / f"plain-{count}.db"
    if not (sealed.exists() and plain.exists()):
        for path in (sealed, plain):
            path.unlink(missing_ok=True)
        started = time.monotonic()
        docket = open_docket(sealed, KEY)
        made = Made(1).documents(count)
        while batch := list(islice(made, 2_000)):
            docket.search.put([], batch)
        docket.close()
        print(f"{count:,} entries put in: {time.monotonic() - started:,.0f} s")
        decrypt(sealed, plain)
    print(
        f"encrypted {sealed.stat().st_size / 2**20:,.0f} MiB, plain {plain.stat().st_size / 2**20:,.0f} MiB"
    )


def decrypt(sealed: Path, plain: Path) -> None:
    """The same pages without encryption."""
    shutil.copyfile(sealed, plain)
    database = apsw.Connection(str(plain))
    for pragma in (
        ("cipher", "chacha20"),
        ("key", f"raw:{KEY.hex()}"),
        ("journal_mode", "delete"),
        ("rekey", ""),
    ):
        database.pragma(*pragma)
    database.close()


@contextmanager
def plain_index(path: Path) -> Iterator[DocketSearch]:
    """The index in a file that any program can read."""
    database = apsw.Connection(str(path))
    database.pragma("cache_size", -_CACHE)

    @contextmanager
    def transaction() -> Iterator[None]:
        with database:
            yield

    yield DocketSearch(database, transaction)
    database.close()


def page(index: DocketSearch, search: Search, units: tuple[str, ...]) -> int:
    """What a page of results needs, less its HTML."""
    looked = look_up(index, search, read_words(search), units)
    looked.counts()
    texts = index.texts([item.number for item in looked.found[:HITS_ON_A_PAGE]])
    for words, _ in texts.values():
        excerpt(words, looked.sought)
    return len(looked.found)


def timed(index: DocketSearch, search: Search, units: tuple[str, ...]) -> tuple[float, float, int]:
    """Milliseconds by the clock, milliseconds of computing alone, and how much was found."""
    started, computed = time.perf_counter(), time.process_time()
    found = page(index, search, units)
    return (time.perf_counter() - started) * 1000, (time.process_time() - computed) * 1000, found


def percentile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


@dataclass(kw_only=True)
class Times:
    """Of one class: by the clock, computing alone, and by the clock of the plain file."""

    ours: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    found: list[int] = field(default_factory=list)

    def line(self, name: str) -> str:
        columns = [statistics.median(self.found)]
        for times in (self.ours, self.computing, self.plain):
            columns += [percentile(times, 0.5), percentile(times, 0.95)]
        numbers = "".join(f"{column:9.1f}" for column in columns)
        return f"{name:24}{numbers}{sum(self.ours) / sum(self.plain):7.2f}"


def compare(sealed: DocketSearch, plain: DocketSearch, queries: int) -> bool:
    """Each query on both, in turn which is first; prints each class and whether the goals are held."""
    classes: dict[str, Times] = {}
    for number, (name, search, units) in enumerate(Made(1).queries(queries)):
        of_class = classes.setdefault(name, Times())
        for is_ours in (True, False) if number % 2 else (False, True):
            taken, computing, found = timed(sealed if is_ours else plain, search, units)
            (of_class.ours if is_ours else of_class.plain).append(taken)
            if is_ours:
                of_class.computing.append(computing)
                of_class.found.append(found)
    heads = ("found", "p50", "p95", "cpu p50", "cpu p95", "plain p50", "plain p95")
    print(f"{'ms':24}{''.join(f'{head:>9}' for head in heads)}{'ratio':>7}")
    for name, of_class in classes.items():
        print(of_class.line(name))
    whole = Times(
        **{
            name: [taken for of_class in classes.values() for taken in getattr(of_class, name)]
            for name in ("ours", "computing", "plain", "found")
        }
    )
    print(whole.line("all"))
    p95, ratio = percentile(whole.ours, 0.95), sum(whole.ours) / sum(whole.plain)
    print(f"p95 {p95:.1f} ms (goal {GOAL_MILLISECONDS}), ratio {ratio:.2f} (goal {GOAL_RATIO})")
    return p95 <= GOAL_MILLISECONDS and ratio <= GOAL_RATIO


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        default=Path(tempfile.gettempdir()) / "unhindered-search",
        help="where the entries are kept for the next run",
    )
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60, help="of each class")
    args = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f}")
    fill(args.folder, args.entries)
    docket = open_docket(args.folder / f"sealed-{args.entries}.db", KEY)
    with plain_index(args.folder / f"plain-{args.entries}.db") as plain:
        holds = compare(docket.search, plain, args.queries)
    docket.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"load after: {os.getloadavg()[0]:.1f}; this process held at most {peak:,.0f} MiB")
    return 0 if holds else 1


if __name__ == "__main__":
    raise SystemExit(main())
