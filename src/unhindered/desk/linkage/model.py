"""How two records are compared: features, the levels of likeness of each, and which pairs are looked at.

A level's `sql` is a condition over the columns of both records, `_l` and `_r`, in DuckDB's words. `m` is how
often two records of the same person agree so, `u` how often two of different persons do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unhindered.core.casework.match_terms import Likeness


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of likeness: the word for it, the sentence an officer reads, and what it weighs.

    `rare_by` is the column whose rare values weigh more than common ones.
    """

    likeness: Likeness
    words: str
    sql: str
    m: float = 0.0
    u: float = 0.0
    rare_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What is compared, the most alike level first. The first is the one where a record does not say."""

    name: str
    label: str
    levels: tuple[Level, ...]

    def level(self, gamma: int) -> Level:
        """The level that Splink calls by this number: -1 where a record does not say, 0 the last."""
        return self.levels[0] if gamma < 0 else self.levels[len(self.levels) - 1 - gamma]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Which pairs are looked at: those that agree in all `same`; of `any_of`, a list, in one item."""

    same: tuple[str, ...] = ()
    any_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Model:
    """All that is compared. `sure` are pairs so alike that they are nearly always the same, of which they
    find the share `sure_finds`; `learn_from` are the blocks that m is learnt from.

    `kept_apart_by` is a column that two records have to agree in to be looked at at all.
    """

    features: tuple[Feature, ...]
    blocks: tuple[Block, ...]
    sure: tuple[Block, ...] = ()
    sure_finds: float = 0.6
    learn_from: tuple[Block, ...] = ()
    kept_apart_by: str = ""

    def feature(self, name: str) -> Feature:
        """The feature of this name."""
        return next(feature for feature in self.features if feature.name == name)

    def comparisons(self, *, is_rarity_known: bool) -> list[dict[str, Any]]:
        """The features as Splink's settings have them."""
        return [_comparison(feature, is_rarity_known=is_rarity_known) for feature in self.features]


def unknown(*columns: str) -> Level:
    """The level where at least one of two records does not say."""
    missing = " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")
    return Level(likeness=Likeness.UNKNOWN, words="not known of both", sql=missing)


def otherwise(words: str = "different", *, m: float = 0.0, u: float = 0.0) -> Level:
    """The last level: none of those before it."""
    return Level(likeness=Likeness.DIFFERENT, words=words, sql="ELSE", m=m, u=u)


def same_or_not(column: str, label: str, sql: str, *, m: float, u: float) -> Feature:
    """A feature that agrees or does not; `m` and `u` are of agreement."""
    same = Level(likeness=Likeness.SAME, words="same", sql=sql, m=m, u=u)
    return Feature(name=column, label=label, levels=(unknown(column), same, otherwise(m=1 - m, u=1 - u)))


def _comparison(feature: Feature, *, is_rarity_known: bool) -> dict[str, Any]:
    levels = [_level(level, is_rarity_known=is_rarity_known) for level in feature.levels]
    return {"output_column_name": feature.name, "comparison_levels": levels}


def _level(level: Level, *, is_rarity_known: bool) -> dict[str, Any]:
    content: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.words}
    if level.likeness is Likeness.UNKNOWN:
        return content | {"is_null_level": True}
    if level.m:
        content |= {"m_probability": level.m, "u_probability": level.u}
    if level.rare_by and is_rarity_known:
        content |= {"tf_adjustment_column": level.rare_by, "disable_tf_exact_match_detection": True}
    return content


def rule(block: Block, apart: str) -> Mapping[str, Any]:
    """A block as Splink's settings have it."""
    columns = (*block.same, *((block.any_of,) if block.any_of else ()), *((apart,) if apart else ()))
    content: dict[str, Any] = {
        "blocking_rule": " AND ".join(f"l.{column} = r.{column}" for column in columns),
        "sql_dialect": "duckdb",
    }
    return content | ({"arrays_to_explode": [block.any_of]} if block.any_of else {})
