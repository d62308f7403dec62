"""The page of the fact tables."""

from __future__ import annotations

from huxin.cli.reference.markdown import code, page, table
from huxin.facts.columns import Column, FactTable
from huxin.facts.schema import TABLES

__all__ = ["facts_page"]

INTRO = """Everything a rule may look at. Money is whole fen, shares are parts per million, months
are first-of-month dates, an empty value means *not known*. No name, identity, card or phone number
stands here."""


def facts_page() -> str:
    """Every fact table with its columns; the same on every engine."""
    return page("Fact tables", INTRO, *(_one(each) for each in TABLES.values()))


def _one(each: FactTable) -> str:
    kept = f"; kept by month of `{each.by_month}`" if each.by_month else ""
    rows = [(f"`{column.name}`", _type(column), column.meaning) for column in each.columns]
    return (
        f"## {each.name}\n\nOne row is {each.row}. Key: {code(*each.key)}{kept}.\n\n"
        f"{table(('column', 'type', 'meaning'), rows)}"
    )


def _type(column: Column) -> str:
    return f"one of {code(*column.labels)}" if column.labels else str(column.type)
