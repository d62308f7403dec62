"""Parsers of whole columns for the values that only the project sheet has: choices and shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

import pyarrow as pa

from huxin.formats.columns import NONE_GIVEN, Cells, Parsed, by_distinct, plain_text, settle
from huxin.formats.columns import UNREADABLE as BAD
from huxin.formats.project_sheet.tables import SHARE_UNIT, ChoiceWords, TableSpec
from huxin.formats.spec import FieldSpec

__all__ = ["choice_label", "parsers_of"]

PPM_WHOLE = 1_000_000
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)(%|‰)?")


def choice_label(text: str, said: ChoiceWords) -> str | None:
    """The label whose word (or own name) is `text`; none when there is none."""
    plain = plain_text(text).lower()
    for label, known in said.items():
        if plain == label.lower() or plain in {word.lower() for word in known}:
            return label
    return None


def parsers_of(table: TableSpec) -> Mapping[str, Callable[[Cells], Parsed]]:
    """The parsers of a table's choices and shares, by field."""
    found: dict[str, Callable[[Cells], Parsed]] = {}
    for each in table.fields:
        if each.name in table.choices:
            found[each.name] = _chooser(each, table.choices[each.name])
        elif each.unit == SHARE_UNIT:
            found[each.name] = parse_shares
    return found


def _chooser(each: FieldSpec, said: ChoiceWords) -> Callable[[Cells], Parsed]:
    kind = pa.int64() if each.type == "integer" else pa.string()

    def choose(text: str) -> object:
        label = choice_label(text, said)
        if label is None and text in NONE_GIVEN:
            return None
        if label is None:
            return BAD
        return int(label) if each.type == "integer" else label

    return lambda column: settle(by_distinct(column.written, choose), kind)


def parse_shares(column: Cells) -> Parsed:
    """Shares as parts per million: 20%, 0.2 and 20 (per cent) are the same. Fault: `unreadable`.

    A bare number up to 1 is a fraction, a larger one per cent; nothing finer than a millionth.
    """

    def read(text: str) -> object:
        if text in NONE_GIVEN:
            return None
        found = _SHARE.fullmatch(plain_text(text))
        if found is None:
            return BAD
        figure, sign = Decimal(found[1]), found[2]
        if sign is None:
            sign = "" if figure <= 1 else "%"
        ppm = figure * {"": PPM_WHOLE, "%": 10_000, "‰": 1_000}[sign]
        return int(ppm) if ppm == ppm.to_integral_value() and ppm <= PPM_WHOLE else BAD

    parsed = settle(by_distinct(column.written, read), pa.int64())
    return parsed if len(parsed.at("unreadable")) else Parsed(parsed.values)
