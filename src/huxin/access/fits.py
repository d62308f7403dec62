"""Whether a row fits its columns: asked before it is saved, so that no database refuses it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Field, Model

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = ["SEALED_MAX", "check_fits"]

SEALED_MAX = 200
"""Protected texts are names, numbers and phones; a longer one is none of these."""
WHOLE_NUMBERS: dict[type[Field[Any, Any]], int] = {
    models.PositiveSmallIntegerField: 2**15 - 1,
    models.PositiveIntegerField: 2**31 - 1,
    models.BigIntegerField: 2**63 - 1,
}


def check_fits(row: Model) -> None:
    """Raise InputError for a text that is too long or a number that is too large to be kept."""
    held = row.get_deferred_fields()
    for field in row._meta.concrete_fields:
        if field.attname not in held:
            _check(row, field, getattr(row, field.attname))


def _check(row: Model, field: Field[Any, Any], value: object) -> None:
    where = f"{row._meta.label_lower}.{field.name}"
    if isinstance(value, str):
        most = field.max_length or SEALED_MAX
        if len(value) > most or "\x00" in value:
            raise InputError(
                message("A text of {length} signs cannot be kept here; {most} are allowed.",
                        length=len(value), most=most),
                where=where,
                remedy=message("Shorten it, without signs that cannot be printed."),
            )  # fmt: skip
    limit = WHOLE_NUMBERS.get(type(field))
    if limit is not None and isinstance(value, int) and abs(value) > limit:
        raise InputError(
            message("The number is too large."),
            where=where,
            remedy=message("Check the number and its unit."),
        )
