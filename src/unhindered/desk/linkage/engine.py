"""Runs Splink on DuckDB over a table of records, in memory: nothing is written to the disk or read from it.

Splink and DuckDB are an extra (`linkage`) and heavy; they are imported when somebody asks for proposals.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from unhindered.core.casework.match_terms import Likeness
from unhindered.core.errors import Refused, Unavailable
from unhindered.desk.linkage.model import Block, Level, Model, rule

if TYPE_CHECKING:
    import duckdb
    from splink import Linker

# Below, there is nothing to learn from: what Splink needs is taken from the model as it is.
FEWEST_TO_LEARN_FROM: Final = 200
# So many pairs at least have to be nearly sure before m is learnt from the records themselves.
FEWEST_SURE_PAIRS: Final = 200
# Of so many records every pair is looked at.
_FEW = 1_000
_RECORDS_AT_ONCE = 25_000
_PAIRS_FOR_U, _PAIRS_FOR_U_A_RECORD = 5_000_000, 200
_PAIRS_FOR_M = 2_000_000
_SEED = 1
# However few pairs disagree so in what was learnt from, an interviewer can always have been told otherwise.
_LEAST_M = 0.002
# Of a hundred records, so many have another one of the same person, where nothing is known of it.
_EXPECTED_SHARE = 0.1

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Two records by their row ids; `weight` in bits, the log2 of the odds that they are of the same."""

    first: str
    second: str
    weight: float
    levels: Mapping[str, Level]


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far a run is: what it does, and of how many parts so many are done."""

    words: str
    done: int = 0
    parts: int = 1


class Stopped(Refused):
    """Somebody stopped the run."""

    def __init__(self) -> None:
        super().__init__("The search was stopped.", advice="Start it again when you like.")


class Run:
    """One run over a table, which another thread can watch and stop."""

    def __init__(self, model: Model, rows: Sequence[Row], *, tell: Callable[[Step], None]) -> None:
        self._model = model
        self._rows = rows
        self._tell = tell
        self._is_stopped = False
        self._connection: duckdb.DuckDBPyConnection | None = None

    def stop(self) -> None:
        """End it soon; `scored` then raises `Stopped`."""
        self._is_stopped = True
        connection = self._connection
        if connection is not None:
            import duckdb

            # It may have ended meanwhile, and closed the connection.
            with contextlib.suppress(duckdb.ConnectionException):
                connection.interrupt()

    def scored(self, *, above: float) -> Iterator[Scored]:
        """The pairs whose weight is at least `above`, in no order.

        Raises:
            Stopped: by somebody.
            Refused: the extra is not installed.
            Unavailable: there is not enough memory.
        """
        require_linkage()
        if len(self._rows) < 2:
            return
        import duckdb

        try:
            yield from self._scored(above)
        except duckdb.InterruptException as err:
            raise Stopped from err
        except duckdb.OutOfMemoryException as err:
            raise Unavailable(
                "There is not enough memory on this machine for so many records at once.",
                advice="Close other programs, or ask for the proposals of fewer cases.",
            ) from err
        finally:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def _scored(self, above: float) -> Iterator[Scored]:
        # Splink's log shows the queries it makes.
        logging.getLogger("splink").setLevel(logging.CRITICAL)
        self._say(Step(words="Reading the records"))
        connection = self._connection = connection_in_memory()
        linker = self._linker(connection)
        parts = -(-len(self._rows) // _RECORDS_AT_ONCE)
        for part in range(1, parts + 1):
            self._say(Step(words="Comparing", done=part - 1, parts=parts))
            found = linker.inference.predict_chunk(
                left_chunk=(part, parts),
                right_chunk=(1, 1),
                threshold_match_weight=above,
                warning_mode="never",
            )
            yield from self._read(connection, found.physical_name)
            found.drop_table_from_database_and_remove_from_cache()

    def _linker(self, connection: "duckdb.DuckDBPyConnection") -> "Linker":
        import pyarrow
        from splink import DuckDBAPI, Linker, SettingsCreator

        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="row",
            comparisons=[*self._model.comparisons(is_rarity_known=self._can_learn)],
            blocking_rules_to_generate_predictions=[self._rule(block) for block in self._blocks],
            probability_two_random_records_match=_EXPECTED_SHARE / max(len(self._rows), 2),
        )
        table = DuckDBAPI(connection).register(pyarrow.Table.from_pylist([dict(row) for row in self._rows]))
        linker = Linker(table, settings, log_level=None)
        if not self._can_learn:
            return linker
        self._learn(linker)
        return Linker(table, _completed(linker.misc.save_model_to_json(), self._model), log_level=None)

    @property
    def _can_learn(self) -> bool:
        return len(self._rows) >= FEWEST_TO_LEARN_FROM

    @property
    def _blocks(self) -> tuple[Block, ...]:
        """Of few records every pair is looked at: no block can then overlook one."""
        is_few = len(self._rows) <= _FEW and self._model.kept_apart_by
        return (Block(),) if is_few else self._model.blocks

    def _rule(self, block: Block) -> Any:
        return rule(block, self._model.kept_apart_by)

    def _learn(self, linker: "Linker") -> None:
        """How common agreement is by chance, from these records; how common it is of the same person, too,
        where enough pairs are nearly sure."""
        self._say(Step(words="Learning how common names and dates are"))
        pairs = min(_PAIRS_FOR_U, _PAIRS_FOR_U_A_RECORD * len(self._rows))
        linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=_SEED)
        if not self._model.sure or self._count_sure() < FEWEST_SURE_PAIRS:
            return
        linker.training.estimate_probability_two_random_records_match(
            [self._rule(block) for block in self._model.sure], recall=self._model.sure_finds
        )
        for number, block in enumerate(self._model.learn_from):
            self._say(
                Step(words="Learning from pairs nearly sure", done=number, parts=len(self._model.learn_from))
            )
            linker.training.estimate_parameters_using_expectation_maximisation(
                self._rule(block), max_pairs=_PAIRS_FOR_M, estimate_without_term_frequencies=True
            )

    def _count_sure(self) -> int:
        """How many pairs are nearly sure, each row counted once a block."""
        return sum(self._pairs_in(block) for block in self._model.sure)

    def _pairs_in(self, block: Block) -> int:
        seen: dict[tuple[Any, ...], int] = {}
        pairs = 0
        for row in self._rows:
            key = tuple(row[column] for column in (*block.same, self._model.kept_apart_by) if column)
            if None not in key:
                pairs += seen.get(key, 0)
                seen[key] = seen.get(key, 0) + 1
        return pairs

    def _read(self, connection: "duckdb.DuckDBPyConnection", table: str) -> Iterator[Scored]:
        names = [feature.name for feature in self._model.features]
        columns = ", ".join(("row_l", "row_r", "match_weight", *(f"gamma_{name}" for name in names)))
        rows = connection.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 names of ours
        while batch := rows.fetchmany(10_000):
            for first, second, weight, *gammas in batch:
                levels = {
                    name: self._model.feature(name).level(gamma)
                    for name, gamma in zip(names, gammas, strict=True)
                }
                yield Scored(first=first, second=second, weight=weight, levels=levels)

    def _say(self, step: Step) -> None:
        if self._is_stopped:
            raise Stopped
        self._tell(step)


def _completed(settings: dict[str, Any], model: Model) -> dict[str, Any]:
    """What was learnt; what was never seen is weighed as the model has it, and nothing rules a pair out."""
    for comparison, feature in zip(settings["comparisons"], model.features, strict=True):
        for level, prior in zip(comparison["comparison_levels"], feature.levels, strict=True):
            if prior.likeness is not Likeness.UNKNOWN:
                level["m_probability"] = max(level.get("m_probability", prior.m), _LEAST_M)
                level.setdefault("u_probability", prior.u or _LEAST_M)
    return settings


def require_linkage() -> None:
    """Nothing if the extra is installed.

    Raises:
        Refused: it is not; the advice says how to install it.
    """
    if find_spec("splink") is None or find_spec("duckdb") is None:
        raise Refused(
            "This desk cannot look for records of the same person: Splink and DuckDB are not installed.",
            advice="Install them with `pip install 'unhindered[linkage]'`, then start the desk again. "
            "You can still decide about two records by hand.",
        )


def connection_in_memory() -> "duckdb.DuckDBPyConnection":
    """A database that has no file, no folder for what does not fit into memory, and no way to open either."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for setting in (
        "temp_directory = ''",
        "enable_external_access = false",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_progress_bar = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection
