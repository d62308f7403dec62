"""Reads `local.yaml`: the values that an installation sets itself, each with source and date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from huxin.kernel.texts import message
from huxin.law.model import Pack
from huxin.law.reader import Items, Section, date_of, read_section, sections_of
from huxin.law.units import LawValue, as_written, parse

LOCAL = "local"


@dataclass(frozen=True, slots=True)
class LocalValue:
    """One value that the installation set, and why it may."""

    name: str
    unit: str
    value: LawValue
    from_on: dt.date
    set_on: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class Local:
    """The whole of one `local.yaml`; `place` empty when there is none."""

    place: str = ""
    values: Mapping[str, tuple[LocalValue, ...]] = field(default_factory=dict)
    dates: Mapping[str, dt.date] = field(default_factory=dict)

    def covers(self, place: str) -> bool:
        """`place` is the installation's own place or lies in it."""
        own = self.place.removesuffix("00").removesuffix("00")
        return bool(own) and place.startswith(own)


def read_local(path: Path, packs: Mapping[str, Pack]) -> Local:
    """The installation's values; raises PackError with file and line."""
    entry = read_section(path, path.parent)
    entry.only(("place",), ("values", "packs"))
    if not re.fullmatch(r"\d{6}", entry.text("place")):
        entry.at("place").fail(
            message("not a division code: {text}", text=entry.text("place")),
            message("write six digits"),
        )
    units = {name: each.unit for pack in packs.values() for name, each in pack.parameters.items()}
    values = entry.section("values")
    return Local(
        place=entry.text("place"),
        values={name: _values(name, values, units) for name in values.entries},
        dates=_dates(entry.section("packs"), packs),
    )


def _values(name: str, values: Section, units: Mapping[str, str]) -> tuple[LocalValue, ...]:
    if name not in units:
        values.at(name).fail(
            message("there is no parameter {name}", name=name),
            message("set only names that a pack knows; see huxin law show"),
        )
    raw = values.entries[name]
    entries = sections_of(raw.items if isinstance(raw, Items) else (raw,))
    found = tuple(_value(name, units[name], entry) for entry in entries)
    for (one, two), entry in zip(pairwise(found), entries[1:], strict=True):
        if two.from_on <= one.from_on:
            entry.at("from").fail(
                message("the values overlap: {day} is not after {other}",
                        day=two.from_on, other=one.from_on),
                message("put the dates in rising order, each once"),
            )  # fmt: skip
    return found


def _value(name: str, unit: str, entry: Section) -> LocalValue:
    entry.only(("value", "from", "source", "set_on"))
    raw = entry.entries["value"]
    value = parse(raw, unit)
    if value is None:
        entry.at("value").fail(
            message(
                "not a value in the unit {unit}: {text}",
                unit=unit,
                text=as_written(raw),
            ),
            message("see the table of units in the README of the packs"),
        )
    return LocalValue(name, unit, value, entry.day("from"), entry.day("set_on"), _sourced(entry))


def _sourced(entry: Section) -> str:
    if not entry.text("source"):
        entry.at("source").fail(
            message("the source is empty"),
            message("name the document or decision that sets it"),
        )
    return entry.text("source")


def _dates(section: Section, packs: Mapping[str, Pack]) -> dict[str, dt.date]:
    found: dict[str, dt.date] = {}
    for code in section.entries:
        if code not in packs or packs[code].date_note is None:
            section.at(code).fail(
                message("{text} is not a pack without a date of its own", text=code),
                message("take the entry away"),
            )
        entry = section.section(code)
        entry.only(("from", "source", "set_on"))
        _sourced(entry)
        date_of(entry.scalar("set_on"))
        found[code] = entry.day("from")
    return found


def redated(pack: Pack, local: Local) -> Pack:
    """`pack` with the date that the installation knows; its floating values move along."""
    day = local.dates.get(pack.code)
    if day is None:
        return pack
    parameters = {
        name: replace(
            each,
            series=tuple(
                sorted(
                    (replace(one, from_on=day) if one.floats else one for one in each.series),
                    key=lambda one: one.from_on,
                )
            ),
        )
        for name, each in pack.parameters.items()
    }
    return replace(pack, from_on=day, date_note=None, parameters=parameters)
