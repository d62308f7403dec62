"""What a register is: its table, its columns, and how a record fills them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Model

from huxin.kernel.texts import Message, fen_value, message

__all__ = ["SEE", "Cell", "Column", "Register", "at", "fen", "word", "yes_no"]

Cell: TypeAlias = "str | int | dt.date | Message | None"
SEE = "registry.project.view"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and how a record fills it; `on` is the day it is read."""

    title: str
    of: Callable[[Any, dt.date], Cell]


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its table, its columns, and the ways from a row to what stands in a place.

    `see` is the operation that shows it. `whole`: it looks into each project's file.
    """

    title: str
    model: type[Model]
    columns: tuple[Column, ...]
    related: tuple[str, ...] = ()
    ways: tuple[str, ...] = ("project__",)
    see: str = SEE
    whole: bool = False


def at(path: str) -> Callable[[Any, dt.date], Cell]:
    """What stands at a path of attributes; empty where the way ends."""
    names = path.split(".")

    def read(row: Any, _: dt.date) -> Cell:
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        found: Cell = row
        return found

    return read


def fen(path: str) -> Callable[[Any, dt.date], Cell]:
    read = at(path)

    def money(row: Any, on: dt.date) -> Cell:
        value = read(row, on)
        return fen_value(value) if isinstance(value, int) else None

    return money


def word(path: str, words: Mapping[str, str]) -> Callable[[Any, dt.date], Cell]:
    read = at(path)

    def said(row: Any, on: dt.date) -> Cell:
        found = read(row, on)
        value = "" if found is None else str(found)
        return Message(words[value]) if value in words else value or None

    return said


def yes_no(path: str) -> Callable[[Any, dt.date], Cell]:
    read = at(path)
    said = {True: message("yes"), False: message("no"), None: message("not known")}
    return lambda row, on: said[read(row, on)]  # type: ignore[index]
