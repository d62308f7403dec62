"""Reads `parameters/<matter>.yaml`: named values by date, each with unit and citation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from huxin.kernel.texts import message
from huxin.law.model import Dated, Pack, Parameter
from huxin.law.reader import Bilingual, Items, Raw, Scalar, Section, Spot, date_of, read_section
from huxin.law.units import UNITS, LawValue, as_written, parse

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_OPTIONAL = (
    "description", "description_zh", "values", "open", "clauses", "sources", "to_verify", "known",
    "settles", "fulfils",
)  # fmt: skip
_END = "end"
_FROM = "from"


def read_parameters(folder: Path, root: Path, pack: Pack) -> dict[str, Parameter]:
    """Every parameter of a pack by its full name, in file and line order."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = read_section(path, root)
        for name in file.entries:
            spot = file.at(name)
            for word in (path.stem, name):
                _check_word(word, spot)
            full = f"{path.stem}.{name}"
            found[full] = _parameter(full, file.section(name), spot, pack)
    return found


def _check_word(word: str, spot: Spot) -> None:
    if not _WORD.fullmatch(word):
        spot.fail(
            message("not a parameter name: {name}", name=word),
            message("use small letters, digits and underscores"),
        )


def _parameter(name: str, entry: Section, spot: Spot, pack: Pack) -> Parameter:
    entry.only(("unit",), _OPTIONAL)
    unit = entry.text("unit")
    if unit not in UNITS:
        entry.at("unit").fail(
            message("unknown unit: {unit}", unit=unit),
            message("use one of: {keys}", keys=UNITS),
        )
    is_open = entry.flag("open")
    if is_open == ("values" in entry):
        spot.fail(
            message("{name} must have either values or open: true", name=name),
            message("give values by date, or say that the document leaves it open"),
        )
    if not entry.items("clauses") and not entry.items("sources"):
        spot.fail(
            message("{name} cites nothing", name=name),
            message("name the clauses or the sources in which the value stands"),
        )
    return Parameter(
        name=name,
        pack=pack.code,
        unit=unit,
        # a label: a colon or a bracket follows it wherever it is shown
        description=Bilingual(
            entry.text("description").removesuffix("."), zh=entry.text("description_zh")
        ),
        series=() if is_open else tuple(_series(entry, unit, pack)),
        clauses=entry.texts("clauses"),
        sources=tuple(_source(each) for each in entry.items("sources")),
        settles=tuple(_settled(each) for each in entry.scalars("settles")),
        fulfils=entry.texts("fulfils"),
        to_verify=entry.flag("to_verify"),
        spot=spot,
    )


def _source(raw: Raw) -> str | Bilingual:
    if isinstance(raw, Scalar):
        return raw.text
    if isinstance(raw, Items):
        raw.spot.fail(
            message("a source is an id or a text in both languages"),
            message("write it as {form}", form="{zh: ..., en: ...}"),
        )
    raw.only(("zh", "en"))
    return Bilingual(raw.text("en"), zh=raw.text("zh"))


def _settled(scalar: Scalar) -> tuple[str, str]:
    clause, _, word = scalar.text.partition(" ")
    if not _WORD.fullmatch(word):
        scalar.spot.fail(
            message("not an open value of a clause: {text}", text=scalar.text),
            message("write the clause and the word of its open list: NX-03-8 posting_days"),
        )
    return clause, word


def _series(entry: Section, unit: str, pack: Pack) -> Iterator[Dated]:
    values, known = entry.section("values"), entry.section("known")
    if not values.entries:
        entry.at("values").fail(
            message("there is no value"),
            message("give at least one value, or say open: true"),
        )
    for key in known.entries:
        if key not in values:
            known.at(key).fail(
                message("no value starts on {day}", day=key),
                message("known repeats a date of values"),
            )
    before: Dated | None = None
    for key, raw in values.entries.items():
        spot = values.at(key)
        floats = key == _FROM
        from_on = pack.from_on if floats else date_of(Scalar(key, bare_number=False, spot=spot))
        value = _value(raw, unit, spot)
        _check_order(before, from_on, value, spot)
        known_from = known.date(key) or pack.known_from or from_on
        before = Dated(from_on, known_from, value, floats=floats)
        yield before


def _value(raw: Raw, unit: str, spot: Spot) -> LawValue | None:
    """The value, or None for the word `end`."""
    if isinstance(raw, Scalar):
        if raw.bare_number:
            spot.fail(
                message("a bare number: {text}", text=raw.text),
                message('put it in quotes: "{text}"', text=raw.text),
            )
        if raw.text == _END:
            return None
    value = parse(raw, unit)
    if value is None:
        spot.fail(
            message(
                "not a value in the unit {unit}: {text}",
                unit=unit,
                text=as_written(raw),
            ),
            message("see the table of units in the README of the packs"),
        )
    return value


def _check_order(
    before: Dated | None, from_on: dt.date, value: LawValue | None, spot: Spot
) -> None:
    if before is not None and from_on <= before.from_on:
        spot.fail(
            message(
                "the values overlap: {day} is not after {other}",
                day=from_on,
                other=before.from_on,
            ),
            message("put the dates in rising order, each once"),
        )
    if value is None and (before is None or before.value is None):
        spot.fail(
            message("a gap: nothing is in force that could end on {day}", day=from_on),
            message("an end follows a value; a new value follows an end"),
        )
