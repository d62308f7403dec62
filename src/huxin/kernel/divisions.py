"""Administrative divisions of China (GB/T 2260) and the construction classes of GB/T 4754.

Divisions in force come from the list of 2023-06-30; abolished counties, whose codes live on in
identity numbers, from python-stdnum's list, which knows years only.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from stdnum import numdb

from huxin.kernel.errors import InputError
from huxin.kernel.texts import message

__all__ = [
    "Division", "construction_classes", "division", "divisions_in_force", "divisions_named",
    "is_known", "within",
]  # fmt: skip

NAMELESS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Levels of the list that are no place and are never shown to anybody."""

_ABOLISHED = re.compile(r"\[(\d{4})?-(\d{4})?\]([^,\[]+)")


@dataclass(frozen=True, slots=True)
class Division:
    """One division. `code` has six digits; `parents` are codes, nearest first.

    `valid_from` null: in force before the list of 2023-06-30. `valid_to` is the first day on which
    it no longer exists; for abolished ones only the year is known, so it is the next 1 January.
    """

    code: str
    name: str
    full_name: str
    level: Literal["province", "city", "county"]
    parents: tuple[str, ...]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def division(code: str | int) -> Division:
    """The division of a two, four or six digit code, in force or abolished.

    Raises `InputError` for a code that neither list holds.
    """
    wanted = _six(code)
    found = _divisions().get(wanted) or _abolished(wanted)
    if found is None:
        raise InputError(
            message("{code} is no code of an administrative division.", code=wanted),
            rule="GB/T 2260",
            remedy=message("Use the six-digit code of the county, city or province."),
        )
    return found


def is_known(code: str | int) -> bool:
    """Whether the code is, or once was, that of a division."""
    wanted = _six(code)
    return wanted in _divisions() or _abolished(wanted) is not None


def within(code: str | int, ancestor: str | int) -> bool:
    """Whether the division lies in `ancestor` or is the same."""
    found, wanted = division(code), _six(ancestor)
    return wanted == found.code or wanted in found.parents


def divisions_in_force() -> tuple[Division, ...]:
    """Every place of the list of 2023-06-30, sorted by code; levels that are no place left out."""
    return tuple(
        each for each in _divisions().values() if each.level != "city" or _is_place(each.code)
    )


def divisions_named(name: str, *, ancestor: str | int | None = None) -> tuple[Division, ...]:
    """All divisions in force whose name or full name is `name`, sorted by code; names repeat."""
    return tuple(
        each
        for each in _divisions().values()
        if name in {each.name, each.full_name} and (ancestor is None or within(each.code, ancestor))
    )


@lru_cache(maxsize=1)
def construction_classes() -> Mapping[str, str]:
    """Code → name of GB/T 4754-2017, section E (construction); codes are text."""
    return MappingProxyType(
        {row["code"]: row["name"] for row in _rows("gbt4754", "gbt4754_2017_section_E")}
    )


def _six(code: str | int) -> str:
    text = str(code).strip()
    return text.ljust(6, "0") if len(text) in {2, 4} else text


def _rows(folder: str, name: str) -> Iterator[dict[str, str]]:
    file = resources.files("huxin.kernel") / "data" / folder / f"{name}.csv"
    yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def _divisions() -> Mapping[str, Division]:
    """Divisions in force by six-digit code, sorted by code."""
    provinces = {row["code"]: row["name"] for row in _rows("gb2260", "provinces")}
    cities = {row["code"]: row["name"] for row in _rows("gb2260", "cities")}
    found: dict[str, Division] = {}
    for code, name in provinces.items():
        found[_six(code)] = Division(_six(code), name, name, "province", ())
    for code, name in cities.items():
        above = provinces[code[:2]]
        shown, full = (above, above) if name in NAMELESS else (name, above + name)
        found[_six(code)] = Division(_six(code), shown, full, "city", (_six(code[:2]),))
    for row in _rows("gb2260", "areas"):
        code, name = row["code"], row["name"]
        if code in found:
            continue  # a city without counties stands in the list once more as its only area
        above, city = provinces[row["provinceCode"]], cities[row["cityCode"]]
        middle = () if city in NAMELESS else (_six(row["cityCode"]),)
        full = above + ("" if city in NAMELESS or city == name else city) + name
        found[code] = Division(code, name, full, "county", (*middle, _six(code[:2])))
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=4096)
def _abolished(code: str) -> Division | None:
    """A county that the list of 2023 no longer holds."""
    if not re.fullmatch(r"[0-9]{6}", code):
        return None
    parts = numdb.get("cn/loc").info(code)
    spans = _ABOLISHED.findall(parts[1][1].get("county", "")) if len(parts) > 1 else []
    if not spans:
        return None
    begin, end, name = spans[-1]
    above = [each for each in (_six(code[:4]), _six(code[:2])) if each in _divisions()]
    parents = tuple(
        each for each in above if _divisions()[each].level == "province" or _is_place(each)
    )
    return Division(
        code,
        name,
        (_divisions()[parents[0]].full_name if parents else "") + name,
        "county",
        parents,
        dt.date(int(begin), 1, 1) if begin else None,
        dt.date(int(end) + 1, 1, 1) if end else None,
    )


def _is_place(code: str) -> bool:
    """Whether a city-level code is a place of its own; under a municipality it is none."""
    found = _divisions()[code]
    return found.name != _divisions()[found.parents[0]].name
