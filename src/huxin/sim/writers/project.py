"""The project sheet 项目信息, as a workbook with list sheets or as one YAML file.

Headings and words of choices come from the format's own tables, so that a sheet written here is
what the reference page describes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import yaml

from huxin.formats.project_sheet.chain import PARTY, PROGRESS_PAYMENT
from huxin.formats.project_sheet.project import PROJECT
from huxin.formats.project_sheet.reports import COMPLAINT, INDICATOR
from huxin.formats.project_sheet.security import DEPOSIT, GUARANTEE, SIGNBOARD
from huxin.formats.project_sheet.tables import SHARE_UNIT, TableSpec
from huxin.formats.spec import FieldSpec
from huxin.sim.model import Site
from huxin.sim.writers.book import Cell, Grid, money, short_date, write_xlsx

__all__ = ["write_project"]

Record = Mapping[str, object]


def write_project(site: Site, folder: Path) -> None:
    """Writes `项目信息.xlsx` or `.yaml` with the project and its lists."""
    pairs = _pairs(site)
    lists = [(spec, records) for spec, records in _lists(site) if records]
    if site.style.project == "yaml":
        _write_yaml(folder / "项目信息.yaml", pairs, lists)
        return
    grids = [Grid(PROJECT.sheet, [["项目", "内容"], *pairs], widths={0: 22, 1: 48})]
    grids += [_grid(spec, records) for spec, records in lists]
    write_xlsx(folder / "项目信息.xlsx", grids)


def _pairs(site: Site) -> list[tuple[str, Cell]]:
    """Heading and value of every field of the project that is known."""
    record = _fields(site.project)
    known = [each for each in PROJECT.fields if record.get(each.name) not in (None, "")]
    return [(each.header, _cell(PROJECT, each, record[each.name])) for each in known]


def _fields(row: object) -> dict[str, object]:
    """The fields of a slotted dataclass by name."""
    names: Sequence[str] = getattr(row, "__slots__", ())
    return {name: getattr(row, name) for name in names}


def _lists(site: Site) -> list[tuple[TableSpec, list[Record]]]:
    parties = [
        {**_fields(each), "parent": "" if each.parent is None else site.parties[each.parent].name}
        for each in site.parties
    ]
    return [
        (PARTY, [*parties]),
        (DEPOSIT, [_fields(site.deposit)] if site.deposit is not None else []),
        (GUARANTEE, [{**_fields(each), "guarantee_no": each.number} for each in site.guarantees]),
        (SIGNBOARD, _signboard(site)),
        (PROGRESS_PAYMENT, [{**_fields(each), "payment_no": each.number}
                            for each in site.progress]),
        (INDICATOR, [{**_fields(each), "value": _figure(each.kind, each.value)}
                     for each in site.indicators]),
        (COMPLAINT, [_fields(each) for each in site.complaints]),
    ]  # fmt: skip


def _signboard(site: Site) -> list[Record]:
    board = site.signboard
    if board is None:
        return []
    shows = {
        each.name: each.name.removeprefix("shows_") in board.items
        for each in SIGNBOARD.fields
        if each.name.startswith("shows_")
    }
    return [{"put_up_on": board.put_up_on, "photo_on": board.photo_on,
             "checked_on": board.checked_on, **shows}]  # fmt: skip


def _figure(kind: str, value: int) -> str:
    if kind.endswith("_ppm"):
        return _percent(value)
    return str(money(value)) if kind.endswith("_owed") else str(value)


def _percent(ppm: int) -> str:
    return f"{(Decimal(ppm) / 10_000).normalize():f}%"


def _cell(table: TableSpec, spec: FieldSpec, value: object) -> Cell:
    words = table.choices.get(spec.name, {}).get(str(value))
    if words:
        return words[0]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}" if spec.type == "month" else short_date(value)
    if isinstance(value, int) and spec.type == "money":
        return money(value)
    if isinstance(value, int) and spec.unit == SHARE_UNIT:
        return _percent(value)
    return value if isinstance(value, int) or value is None else str(value)


def _grid(spec: TableSpec, records: Sequence[Record]) -> Grid:
    """A list sheet with a column for every field that one of the records knows."""
    fields = _known(spec, records)
    rows = [[_cell(spec, each, record.get(each.name)) for each in fields] for record in records]
    return Grid(spec.sheet, [[each.header for each in fields], *rows])


def _known(spec: TableSpec, records: Sequence[Record]) -> list[FieldSpec]:
    return [
        each
        for each in spec.fields
        if any(record.get(each.name) not in (None, "") for record in records)
    ]


def _write_yaml(
    path: Path, pairs: Sequence[tuple[str, Cell]], lists: Sequence[tuple[TableSpec, list[Record]]]
) -> None:
    """Amounts are written as text: a YAML number would be read as a float."""
    whole: dict[str, object] = {PROJECT.sheet: {label: _plain(cell) for label, cell in pairs}}
    for spec, records in lists:
        whole[spec.sheet] = [
            {
                each.header: _plain(_cell(spec, each, record[each.name]))
                for each in _known(spec, [record])
            }
            for record in records
        ]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, encoding="utf-8")


def _plain(cell: Cell) -> str | int | None:
    return cell if isinstance(cell, int) or cell is None else str(cell)
