"""Rows that a system sends, written as the file that a person would have handed in.

One path: what comes as rows is read, kept back and mended as what comes as a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from huxin.formats.registry import READERS
from huxin.formats.spec import FieldSpec, FormatSpec
from huxin.intake.errors import FileRefused
from huxin.kernel.texts import message

__all__ = ["Said", "cell_of", "written"]

Said: TypeAlias = "str | int | None"
"""What a cell says: text as in a file, or a whole number in the unit of its field."""
HUNDREDTHS = frozenset({"money", "days"})


def written(form: str, rows: Sequence[Mapping[str, Said]]) -> tuple[str, bytes]:
    """Name and content of a file of a format with these rows; the same rows, the same bytes.

    Raises FileRefused for a field that the format does not have.
    """
    spec = next(each.spec for each in READERS if each.spec.id == form)
    fields = [each for each in spec.fields if not each.derived]
    _check_known(spec, {name for row in rows for name in row}, fields)
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([each.header for each in fields])
    lines.writerows([cell_of(each, row.get(each.name)) for each in fields] for row in rows)
    return f"{spec.titles[0]}.csv", out.getvalue().encode("utf-8-sig")


def cell_of(field: FieldSpec, said: Said) -> str:
    """A cell as a person would write it: fen as yuan, hundredths with a point."""
    if isinstance(said, int) and field.type in HUNDREDTHS:
        return f"{said // 100}.{said % 100:02d}"
    return "" if said is None else str(said).strip()


def _check_known(spec: FormatSpec, named: Iterable[str], fields: Iterable[FieldSpec]) -> None:
    known = [each.name for each in fields]
    unknown = sorted(set(named) - set(known))
    if unknown:
        raise FileRefused(
            message("Rows of this kind have no field {name}.", name=unknown[0][:60]),
            message("The fields are: {names}", names=tuple(known)),
            where=f"{spec.id}.{unknown[0][:60]}",
        )
