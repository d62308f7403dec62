"""Reading a register: page by page, and whole for a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import may, visible
from huxin.kernel.texts import Message
from huxin.registry.models import EmployerAccount, EmployerDeposit, Figure, Project
from huxin.registry.queries.dossier import Dossier, open_dossiers
from huxin.registry.queries.registers.catalogue import REGISTERS
from huxin.registry.queries.registers.columns import Cell, Register

__all__ = ["PAGE", "Line", "RegisterPage", "register", "shown_registers", "whole_register"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the record, its project, its cells in the order of the columns.

    Records of a firm have no project (0); `body` is the firm then.
    """

    key: int
    project: int
    cells: tuple[Cell, ...]
    body: int = 0


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page; `after` is the key from which the next goes on, 0 on the last one."""

    name: str
    title: Message
    heads: tuple[Message, ...]
    lines: tuple[Line, ...]
    after: int


def shown_registers(*, actor: Actor) -> dict[str, str]:
    """Name and title of the registers that the actor may see something of."""
    return {key: each.title for key, each in REGISTERS.items() if may(each.see, actor=actor)}


def register(
    name: str, *, place: str = "", after: int = 0, on: dt.date, actor: Actor
) -> RegisterPage:
    """A page of a register within reach, the newest record first; KeyError: no such register.

    One query, and thirteen more for registers that look into each project's file.
    """
    found = REGISTERS[name]
    rows = _rows(found, place, visible(found.model, found.see, actor=actor))
    if after:
        rows = rows.filter(pk__lt=after)
    return _page(name, rows, on, PAGE)


def whole_register(
    name: str, operation: str, *, place: str, on: dt.date, actor: Actor, most: int
) -> RegisterPage:
    """All lines that the actor may reach with the operation; `after` is set beyond `most`."""
    found = REGISTERS[name]
    rows = _rows(found, place, visible(found.model, operation, actor=actor))
    return _page(name, rows, on, most)


def _rows(found: Register, place: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.order_by("-pk").select_related(*found.related)
    if not place:
        return rows
    ways = (Q(**{f"{each}place__path__startswith": place}) for each in found.ways)
    return rows.filter(reduce(or_, ways))


def _page(name: str, rows: QuerySet[Any], on: dt.date, size: int) -> RegisterPage:
    found, listed = REGISTERS[name], list(rows[: size + 1])
    shown: Sequence[Any] = listed[:size]
    if found.whole:
        opened = open_dossiers(shown, on=on)
        shown = [opened[each.pk] for each in shown]
    lines = tuple(_line(found, each, on) for each in shown)
    return RegisterPage(
        name,
        Message(found.title),
        tuple(Message(each.title) for each in found.columns),
        lines,
        lines[-1].key if len(listed) > size else 0,
    )


def _line(found: Register, row: Any, on: dt.date) -> Line:
    cells = tuple(column.of(row, on) for column in found.columns)
    if isinstance(row, Dossier):
        return Line(row.project.pk, row.project.pk, cells)
    if isinstance(row, EmployerAccount | EmployerDeposit | Figure) and row.body_id:
        return Line(row.pk, 0, cells, row.body_id)
    project = row.pk if isinstance(row, Project) else row.project_id
    return Line(row.pk, project, cells)
