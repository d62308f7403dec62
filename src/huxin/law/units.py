"""Units of the law's values: how each is written, kept, told to people and put into a table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from huxin.kernel.texts import N_, Fen, Message, message
from huxin.law.reader import Items, Raw, Scalar

LawValue: TypeAlias = "Decimal | int | bool | str | dt.date | tuple[str, ...]"

_DECIMAL = re.compile(r"\d+(\.\d+)?")
_INTEGER = re.compile(r"\d+")
_FREQUENCIES: Mapping[str, str] = {
    "day": N_("every day"),
    "week": N_("every week"),
    "month": N_("every month"),
    "quarter": N_("every quarter"),
    "half_year": N_("every half year"),
    "year": N_("every year"),
}
_COUNTED: Mapping[str, str] = {
    "days": N_("{n} days"),
    "working_days": N_("{n} working days"),
    "months": N_("{n} months"),
    "years": N_("{n} years"),
    "hours": N_("{n} hours"),
    "count": N_("{n}"),
    "day_of_month": N_("day {n} of the month"),
}
_ONE: Mapping[str, str] = {
    "days": N_("{n} day"),
    "working_days": N_("{n} working day"),
    "months": N_("{n} month"),
    "years": N_("{n} year"),
    "hours": N_("{n} hour"),
}


def _decimal(text: str, places: int) -> Decimal | None:
    if not _DECIMAL.fullmatch(text):
        return None
    value = Decimal(text)
    return value if value == round(value, places) else None


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def _day_of_month(text: str) -> int | None:
    value = _integer(text)
    return value if value is not None and 1 <= value <= 31 else None


def _month_day(text: str) -> str | None:
    # 2000 is a leap year, so 02-29 is a day.
    return text if re.fullmatch(r"\d\d-\d\d", text) and _date(f"2000-{text}") else None


def _time_of_day(text: str) -> str | None:
    return text if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) else None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


_PARSERS: Mapping[str, Callable[[str], LawValue | None]] = {
    "yuan": lambda text: _decimal(text, 2),
    "ratio": lambda text: _decimal(text, 6),
    "days": _integer,
    "working_days": _integer,
    "months": _integer,
    "years": _integer,
    "hours": _integer,
    "count": _integer,
    "day_of_month": _day_of_month,
    "month_day": _month_day,
    "bool": {"yes": True, "no": False}.get,
    "date": _date,
    "time_of_day": _time_of_day,
    "frequency": lambda text: text if text in _FREQUENCIES else None,
    "text": lambda text: text or None,
}
UNITS = (*_PARSERS, "list")


def parse(raw: Raw, unit: str) -> LawValue | None:
    """The value of `raw` in `unit`; None when it is not written as the unit asks."""
    if unit == "list":
        if not isinstance(raw, Items) or not raw.items:
            return None
        texts = tuple(
            each.text
            for each in raw.items
            if isinstance(each, Scalar) and each.text and not each.bare_number
        )
        return texts if len(texts) == len(raw.items) else None
    return _PARSERS[unit](raw.text) if isinstance(raw, Scalar) else None


def as_written(raw: Raw) -> str:
    """What stands in the file, for a message about it."""
    return raw.text if isinstance(raw, Scalar) else "…"


def scaled(value: LawValue, unit: str) -> int | None:
    """`value` as the int64 of the parameter table; None for a unit that no table holds."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return int(value * (100 if unit == "yuan" else 1_000_000))
    if unit == "month_day" and isinstance(value, str):
        return int(value.replace("-", ""))
    return value if isinstance(value, int) else None


def is_tabular(unit: str) -> bool:
    """A value of this unit can stand in the parameter table."""
    return unit in {"yuan", "ratio", "month_day", "bool", *_COUNTED}


def written(value: LawValue) -> str | list[str]:
    """`value` as the text (or list of texts) in which a pack writes it; for JSON."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def told(value: LawValue, unit: str) -> Message:
    """`value` with its unit, for people."""
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    if isinstance(value, Decimal):
        return _told_decimal(value, unit)
    if isinstance(value, int):
        one = _ONE.get(unit, _COUNTED[unit])
        return message(one if value == 1 else _COUNTED[unit], n=value)
    if unit == "month_day" and isinstance(value, str):
        return message("{month}/{day}", month=int(value[:2]), day=int(value[3:]))
    if unit == "frequency" and isinstance(value, str):
        return message(_FREQUENCIES[value])
    return message("{value}", value=value)


def _told_decimal(value: Decimal, unit: str) -> Message:
    if unit == "yuan":
        return message("{amount}", amount=Fen(int(value * 100)))
    return message("{percent}%", percent=f"{(value * 100).normalize():f}")
