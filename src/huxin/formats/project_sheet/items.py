"""The project's own items: from a sheet of keys and values or from YAML, into one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from huxin.formats.base import FindingCode, RowFinding
from huxin.formats.cells import parse_flags, parse_integers, parse_money, parse_texts
from huxin.formats.columns import Cells, Parsed
from huxin.formats.day_cells import parse_dates, parse_months
from huxin.formats.listing import EXPECTED
from huxin.formats.number_cells import parse_cards
from huxin.formats.project_sheet import spec as codes
from huxin.formats.project_sheet.keys import Key, find_key, nearest
from huxin.formats.project_sheet.project import PROJECT
from huxin.formats.project_sheet.values import parsers_of
from huxin.formats.spec import FieldType, table_of
from huxin.formats.workbook import Cell
from huxin.kernel.texts import Message, Value

__all__ = ["Item", "Project", "project_of"]

KEY_SHOWN_MAX = 24
_PARSERS: Mapping[FieldType, Callable[[Cells], Parsed]] = {
    "date": parse_dates,
    "month": parse_months,
    "flag": parse_flags,
    "integer": parse_integers,
    "card": parse_cards,
    "money": parse_money,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One key with its value, and where it stands."""

    key: str
    value: Cell
    sheet: str
    line: int
    cell: str = ""


@dataclass(slots=True)
class Project:
    """The project's row as it comes together."""

    file: str
    values: dict[str, pa.Scalar] = field(default_factory=dict)
    findings: list[RowFinding] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def note(self, kind: FindingCode, item: Item, **values: Value) -> None:
        """A finding about one item; its line counts as refused when the code says so."""
        said: dict[str, Value] = {"key": item.key.strip()[:KEY_SHOWN_MAX], **values}
        self.findings.append(
            RowFinding(
                kind, self.file, item.sheet, item.line, item.cell, refused=kind.refuses, values=said
            )
        )

    def table(self) -> pa.Table:
        """The project as a table of one row; all columns, null where nothing was given."""
        columns = {
            name: pa.array([value.as_py()], value.type) for name, value in self.values.items()
        }
        return table_of(PROJECT.fields, columns, 1)


def project_of(items: Iterable[Item], file: str) -> Project:
    """The project that `items` describe; what cannot be read is noted and stays null."""
    project = Project(file)
    for item in items:
        key = find_key(PROJECT, item.key)
        if key is None:
            project.note(codes.UNKNOWN_KEY, item, nearest=nearest(PROJECT, item.key))
        elif key.field.name in project.seen:
            if not _is_blank(item.value):
                project.note(codes.TWICE, item)
        else:
            _take(project, item, key)
    return project


def _is_blank(value: Cell) -> bool:
    return isinstance(value, str) and not value.strip()


def _take(project: Project, item: Item, key: Key) -> None:
    if _is_blank(item.value):
        return
    each = key.field
    project.seen.add(each.name)
    parse: Callable[[Cells], Parsed] = _PARSERS.get(each.type, parse_texts)
    if key.stored_unit:
        parse = parse_integers
    parsed = (parse if key.stored_unit else parsers_of(PROJECT).get(each.name, parse))(
        Cells([item.value])
    )
    if not parsed.faults or "finer" in parsed.faults:
        project.values[each.name] = parsed.values[0]
    elif "number" in parsed.faults:
        project.note(codes.AS_NUMBER, item)
    elif each.name in PROJECT.choices:
        usual = tuple(said[0] for said in PROJECT.choices[each.name].values())
        project.note(codes.NOT_A_CHOICE, item, choices=usual)
    else:
        project.note(codes.UNREADABLE, item, expected=Message(EXPECTED[each.type]))
