"""What headings say: how texts are compared, and which field of which formats each one names.

Every way of matching is a plain look-up in the aliases of the formats; nothing is guessed by
likeness of letters. All formats are kept in one index, so that a sheet is looked through once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from huxin.formats.spec import FormatSpec
from huxin.formats.workbook import Cell, Grid

__all__ = [
    "Headings",
    "Label",
    "compact",
    "headings_of",
    "labels_of",
    "loose",
    "texts_of",
    "unit_of",
]

_BRACKETS = re.compile(r"[(\[【〔{<《][^)\]】〕}>》]*[)\]】〕}>》]")
_NOISE = re.compile(r"[\s:：*＊#、,。./\\\-—_|·•\"'“”‘’()\[\]【】]+")
_UNIT = re.compile(r"万元|元|圆")
_UNIT_TAIL = re.compile(r"(?:人民币)?(?:万元|元|圆)$")


@lru_cache(maxsize=65_536)
def compact(text: str) -> str:
    """Half-width, without any spaces or line breaks: how two headings are compared first."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=65_536)
def loose(text: str) -> str:
    """`compact` without brackets and what they hold, marks, and a unit at the end."""
    plain = _NOISE.sub("", _BRACKETS.sub("", compact(text)))
    return _UNIT_TAIL.sub("", plain).lower() or _NOISE.sub("", compact(text)).lower()


@lru_cache(maxsize=4_096)
def unit_of(text: str) -> str:
    """`wan` or `yuan` where a heading names its unit, else the empty text."""
    plain = compact(text)
    written = " ".join(_BRACKETS.findall(plain)) or (_UNIT_TAIL.search(plain) or [""])[0]
    found = _UNIT.search(written)
    if found is None:
        return ""
    return "wan" if found[0] == "万元" else "yuan"


class Label(NamedTuple):
    """The heading of one column: the group over it and its own text, at its lowest place."""

    row: int
    column: int
    parent: str
    child: str

    @property
    def written(self) -> str:
        """The heading as people see it: group/own text."""
        return f"{self.parent}/{self.child}" if self.parent and self.child else self._one

    @property
    def _one(self) -> str:
        return self.child or self.parent


Meaning: TypeAlias = tuple[str, str, str]
"""Field, alias, and how it was matched: `name`, `alias`, `group` or `loose`."""
Meanings: TypeAlias = Mapping[FormatSpec, Meaning]
_NOTHING: Meanings = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings of some formats: as written, loosely, and those that count only under a group."""

    exact: Mapping[str, Meanings]
    loosely: Mapping[str, Meanings]
    grouped: Mapping[tuple[str, str], Meanings]

    def alone(self, text: str) -> Meanings:
        """What `text` names by itself, per format."""
        exact = self.exact.get(compact(text), _NOTHING)
        loosely = self.loosely.get(loose(text), _NOTHING)
        return {**loosely, **exact} if exact and loosely else exact or loosely

    def means(self, label: Label) -> Meanings:
        """What a column is, per format: under its group, joined with it, then alone."""
        alone = self.alone(label.child or label.parent)
        if not (label.parent and label.child):
            return alone
        grouped = self.grouped.get((loose(label.parent), loose(label.child)), _NOTHING)
        return {**alone, **self.alone(label.parent + label.child), **grouped}

    def fields(self, labels: Iterable[Label]) -> dict[FormatSpec, set[str]]:
        """The fields that `labels` name, per format."""
        found: dict[FormatSpec, set[str]] = {}
        for label in labels:
            for spec, (field, _, _) in self.means(label).items():
                found.setdefault(spec, set()).add(field)
        return found


@lru_cache(maxsize=128)
def headings_of(specs: tuple[FormatSpec, ...]) -> Headings:
    """The index of all headings of `specs`; of two fields of one format the first keeps one."""
    exact: dict[str, dict[FormatSpec, Meaning]] = {}
    loosely: dict[str, dict[FormatSpec, Meaning]] = {}
    grouped: dict[tuple[str, str], dict[FormatSpec, Meaning]] = {}
    for spec in specs:
        for each in spec.fields:
            for heading in each.headings:
                how = "name" if heading == each.header else "alias"
                named = exact.setdefault(compact(heading), {})
                named.setdefault(spec, (each.name, heading, how))
                like = loosely.setdefault(loose(heading), {})
                like.setdefault(spec, (each.name, heading, "loose"))
            for parent in each.parents:
                for child in each.within:
                    under = grouped.setdefault((loose(parent), loose(child)), {})
                    under.setdefault(spec, (each.name, child, "group"))
    return Headings(exact, loosely, grouped)


def texts_of(grid: Grid, lines: int) -> list[list[str]]:
    """The trimmed texts of the first `lines` lines; empty where a cell is no text."""
    return [
        [cell.strip() if isinstance(cell, str) else "" for cell in row] for row in grid.rows[:lines]
    ]


def labels_of(grid: Grid, texts: list[list[str]], first: int, last: int) -> list[Label]:
    """Per column the group heading and the heading below it; merged areas fill what they cover."""
    covered = _covered(grid, texts, first, last)
    labels = []
    for column in range(grid.width):
        found: list[str] = []
        place = first
        for row in range(first, last + 1):
            text = covered.get((row, column), texts[row][column])
            if text and (not found or found[-1] != text):
                found.append(text)
                place = row
        labels.append(Label(place, column, "".join(found[:-1]), found[-1] if found else ""))
    return labels


def _covered(
    grid: Grid, texts: list[list[str]], first: int, last: int
) -> dict[tuple[int, int], str]:
    """What a merged area says in each header cell; without merges a group reaches to the right."""
    found: dict[tuple[int, int], str] = {}
    for top, left, bottom, right in grid.merged:
        if top > last or bottom < first:
            continue
        said: Cell = grid.rows[top][left] if top >= 0 and left >= 0 else ""
        text = said.strip() if isinstance(said, str) else ""
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(max(left, 0), min(right, grid.width - 1) + 1):
                found[row, column] = text
    return found if found or last == first else _spread(texts, first, last)


def _spread(texts: list[list[str]], first: int, last: int) -> dict[tuple[int, int], str]:
    """Text tables keep no merges: a group heading counts for the blank cells right of it that have
    a heading below."""
    found: dict[tuple[int, int], str] = {}
    for row in range(first, last):
        group = ""
        for column, (here, below) in enumerate(zip(texts[row], texts[last], strict=True)):
            group = here or (group if below else "")
            if not here and group:
                found[row, column] = group
    return found
