"""Many rows in one statement, whatever their number: `executemany` with the fields' own forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

__all__ = ["insert", "update"]

Row = Mapping[str, Any]


def insert(
    model: type[Model], rows: Sequence[Row], *, same: str = "", instead: Iterable[str] = ()
) -> None:
    """Insert rows, all with the same fields (by attribute name).

    With `same` a row that meets one of that unique column takes its place as `instead` says:
    assignments in SQL, where `excluded` is the new row.
    """
    if not rows:
        return
    fields = _fields(model, rows[0])
    columns = ", ".join(_quoted(str(field.column)) for field in fields)
    sql = f"INSERT INTO {_table(model)} ({columns}) VALUES ({_marks(fields)})"  # noqa: S608 -- our names
    if same:
        sql += f" ON CONFLICT ({_quoted(same)}) DO UPDATE SET {', '.join(instead)}"
    _each(sql, fields, rows)


def update(model: type[Model], rows: Sequence[Row]) -> None:
    """Update rows by `id`; all name the same fields beside it."""
    if not rows:
        return
    names = [name for name in rows[0] if name != "id"]
    fields = _fields(model, [*names, "id"])
    sets = ", ".join(f"{_quoted(str(field.column))} = %s" for field in fields[:-1])
    sql = f"UPDATE {_table(model)} SET {sets} WHERE id = %s"  # noqa: S608 -- our names
    _each(sql, fields, rows)


def _each(sql: str, fields: Sequence[Field[Any, Any]], rows: Sequence[Row]) -> None:
    values = [
        [field.get_db_prep_save(row[field.attname], connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _fields(model: type[Model], names: Iterable[str]) -> list[Field[Any, Any]]:
    known = {field.attname: field for field in model._meta.concrete_fields}
    return [known[name] for name in names]


def _marks(fields: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(fields))


def _table(model: type[Model]) -> str:
    return _quoted(model._meta.db_table)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
