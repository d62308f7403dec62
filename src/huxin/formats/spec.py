"""What a format is, as data: its fields with headers and aliases, its codes, how it is known.

Readers, header recognition, folder recognition and the reference page all read the same spec, so
a header or a code is written once. Texts are keys (`N_`); Chinese headers are data of the field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pyarrow as pa

from huxin.formats.base import FindingCode

__all__ = ["ARROW", "FieldSpec", "FieldType", "FormatSpec", "table_of", "table_schema"]

FieldType: TypeAlias = Literal[
    "text",  # free text, spaces trimmed
    "name",  # a person's name: personal data
    "identity",  # GB 11643 number: personal data, never a spreadsheet number
    "card",  # bank card or account number: personal data, never a spreadsheet number
    "phone",  # personal data
    "money",  # integer fen
    "days",  # hundredths of a day
    "minutes",  # whole minutes
    "integer",
    "date",
    "month",  # first day of the month
    "moment",  # local date and time to the second
    "flag",  # yes, no or not given
    "mark",  # one cell of a month grid
]

ARROW: dict[FieldType, pa.DataType] = {
    "text": pa.string(),
    "name": pa.string(),
    "identity": pa.string(),
    "card": pa.string(),
    "phone": pa.string(),
    "money": pa.int64(),
    "days": pa.int64(),
    "minutes": pa.int64(),
    "integer": pa.int64(),
    "date": pa.date32(),
    "month": pa.date32(),
    "moment": pa.timestamp("s"),
    "flag": pa.bool_(),
    "mark": pa.string(),
}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: `header` is its canonical Chinese heading, `aliases` the others sites write.

    `unit` is the unit of the stored value (`fen`, `hundredths of a day`); `meaning` a text key.
    `sheet_level` fields stand once above or below the table (用工单位：…) or as a column.
    `parents` lists group headings (扣款, 应发工资) under which a bare alias of `within` counts.
    `derived` fields are not written in the file under a heading; the reader works them out.
    """

    name: str
    type: FieldType
    header: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    unit: str = ""
    meaning: str = ""
    sheet_level: bool = False
    parents: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    derived: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The canonical heading and all aliases, in order."""
        return () if self.derived else (self.header, *self.aliases)


@dataclass(frozen=True, slots=True, eq=False)  # one of a kind: indexes are kept per format
class FormatSpec:
    """One accepted kind of file or sheet.

    `kinds` are file kinds (`xlsx`, `xls`, `csv`, `dat`, `xml`, `yaml`). A sheet can be of this
    format only if each group of `needs` has one of its fields among the headers; `telling` fields
    speak for this format against others with the same needs; `titles` are words of a title or
    sheet name that do so too, `foreign` are headings that rule it out.
    `recognised` and `notes` are text keys for the reference page. `day_columns` says that a column
    for each day of the month belongs to the format.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    codes: tuple[FindingCode, ...]
    recognised: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    telling: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    day_columns: bool = False

    def field(self, name: str) -> FieldSpec:
        """The field called `name`; raises `KeyError` when the format has none."""
        for each in self.fields:
            if each.name == name:
                return each
        raise KeyError(f"{self.id} has no field {name}")

    def code(self, identifier: str) -> FindingCode:
        """The code `identifier`; raises `KeyError` when it is not declared."""
        for each in self.codes:
            if each.id == identifier:
                return each
        raise KeyError(f"{self.id} declares no code {identifier}")

    def __post_init__(self) -> None:
        for label, values in (
            ("field", [each.name for each in self.fields]),
            ("code", [each.id for each in self.codes]),
        ):
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{self.id}: {label} declared twice: {', '.join(twice)}")


def table_schema(fields: Iterable[FieldSpec]) -> pa.Schema:
    """The schema of accepted rows: `sheet`, `line` (from 1) and one column per field."""
    columns = [pa.field("sheet", pa.string()), pa.field("line", pa.int64())]
    columns += [pa.field(each.name, ARROW[each.type]) for each in fields]
    return pa.schema(columns)


def table_of(
    fields: Iterable[FieldSpec], columns: dict[str, pa.Array | pa.ChunkedArray], rows: int
) -> pa.Table:
    """A table in the schema of `fields` from the columns at hand; the others are all null."""
    schema = table_schema(fields)
    arrays = [
        columns[each.name].cast(each.type) if each.name in columns else pa.nulls(rows, each.type)
        for each in schema
    ]
    return pa.table(arrays, schema=schema)
