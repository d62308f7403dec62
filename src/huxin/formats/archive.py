"""A look into a workbook's zip archive before anything is opened: bombs, stray cells, formulas.

The reader behind `workbook` lays a sheet out as a full rectangle, so one cell in the last corner
of an otherwise empty sheet would take all memory. This module reads the archive as a stream, holds
no more than one piece of it, and answers what stands in it. XML is not parsed as a document and no
entity is ever expanded.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from huxin.formats.base import Limits

__all__ = ["Archive", "SheetSurvey", "TooLarge", "survey"]

_PIECE_BYTES = 4 * 1024 * 1024
_OVERLAP_BYTES = 64
_DEFLATE_TIMES_MAX = 1032
"""Deflate cannot expand by more than this; entries that stay under the limit are not counted."""

_FAR = r"""=\s*["'](?:[A-Za-z]{2,}[0-9]|[A-Za-z]*[0-9]{7})"""
"""An address far to the right or far down, as it stands in an attribute."""
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_LETTERS_MAX, _FIGURES_MAX = 8, 12
"""So much of an address is enough to see that it lies beyond every limit."""
_FORMULA = re.compile(
    rb"""<c [^>]*?\br=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)"""
    rb"""\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)
_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^>]*>""")
_RELATION = re.compile(rb"""<(?:\w+:)?Relationship\s[^>]*>""")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


class TooLarge(Exception):  # noqa: N818 -- a fact about the archive, turned into a finding
    """A limit was passed; `name`, `found` and `limit` say which and by how much."""

    def __init__(self, name: str, found: int, limit: int) -> None:
        super().__init__(f"{name}: {found} > {limit}")
        self.name, self.found, self.limit = name, found, limit


@dataclass(frozen=True, slots=True)
class SheetSurvey:
    """One sheet of the archive: its part, and whether formulas stand in it."""

    name: str
    part: str
    has_formulas: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """What stands in a workbook's archive."""

    parts: tuple[str, ...]
    sheets: tuple[SheetSurvey, ...]

    def sheet(self, name: str) -> SheetSurvey | None:
        """The survey of the sheet called `name`."""
        return next((each for each in self.sheets if each.name == name), None)


def survey(path: Path, limits: Limits) -> Archive:
    """Look through the archive; raises `TooLarge`, `zipfile.BadZipFile` or `zlib.error`."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > limits.entries:
            raise TooLarge("entries", len(entries), limits.entries)
        if any(each.flag_bits & 1 for each in entries):
            raise zipfile.BadZipFile("encrypted entry")
        _check_sizes(entries, limits)
        parts = tuple(sorted(each.filename for each in entries))
        sheets = _sheet_parts(archive, set(parts))
        seen = {part: False for _, part in sheets}
        budget = limits.expanded_bytes
        for entry in entries:
            if entry.filename in seen:
                used, seen[entry.filename] = _look_through(archive, entry, budget, limits)
            else:
                used = _expanded_bytes(archive, entry, budget, limits)
            budget -= used
        return Archive(parts, tuple(SheetSurvey(name, part, seen[part]) for name, part in sheets))


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    whole = sum(each.file_size for each in entries)
    if whole > limits.expanded_bytes:
        raise TooLarge("expanded_bytes", whole, limits.expanded_bytes)
    for each in entries:
        times = each.file_size // max(each.compress_size, 1)
        if each.file_size > limits.expansion_floor_bytes and times > limits.expansion_times:
            raise TooLarge("expansion_times", times, limits.expansion_times)


def _pieces(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int, limits: Limits
) -> Iterator[bytes]:
    """The expanded entry piece by piece, whatever its declared size says."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile("compression method is not deflate")
    entry.file_size = limits.expanded_bytes + 1  # a lying size must not hide what follows it
    used = 0
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE_BYTES):
            used += len(piece)
            if used > budget:
                raise TooLarge("expanded_bytes", used, limits.expanded_bytes)
            yield piece


def _expanded_bytes(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int, limits: Limits
) -> int:
    most = entry.compress_size * _DEFLATE_TIMES_MAX
    if most <= limits.expansion_floor_bytes:
        return entry.file_size
    return sum(len(piece) for piece in _pieces(archive, entry, budget, limits))


def _look_through(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int, limits: Limits
) -> tuple[int, bool]:
    """Expanded bytes of a sheet and whether it has formulas; refuses a sheet laid out too wide."""
    used, formulas, suspect, before = 0, False, False, b""
    for piece in _pieces(archive, entry, budget, limits):
        used += len(piece)
        seam = before + piece[:_OVERLAP_BYTES]
        # a search for one letter is many times faster than for two, and sheets of values have few
        formulas = formulas or b"<f" in seam or (b"f" in piece and b"<f" in piece)
        suspect = suspect or (bool(before) and _is_far(seam)) or _is_far(piece)
        before = piece[-_OVERLAP_BYTES:]
    if suspect:
        _check_rectangle(archive, entry, limits)
    return used, formulas


def _is_far(piece: bytes) -> bool:
    found = pc.match_substring_regex(pa.array([piece], pa.binary()), _FAR)
    return bool(found[0].as_py())


def _check_rectangle(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> None:
    columns, rows, before = 1, 1, b""
    for piece in _pieces(archive, entry, limits.expanded_bytes, limits):
        joined = before + piece
        places = set(_PLACE.findall(joined))
        columns = max(columns, max((column_number(letters) for letters, _ in places), default=0))
        figures = (int(each[:_FIGURES_MAX] or b"0") for _, each in places)
        rows = max(rows, max(figures, default=0))
        before = joined[-_OVERLAP_BYTES:]
    for name, found, limit in (
        ("columns", columns, limits.columns),
        ("rows", rows, limits.rows),
        ("cells", columns * rows, limits.cells),
    ):
        if found > limit:
            raise TooLarge(name, found, limit)


def column_number(letters: bytes) -> int:
    """The number of a column counted from 1: b"AA" is 27, b"" is 0; long ones are cut off."""
    number = 0
    for letter in letters[:_LETTERS_MAX].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode("ascii", "replace").rpartition(":")[2].lower(): _plain(
            value.decode("utf-8", "replace")
        )
        for name, value in _ATTRIBUTE.findall(tag)
    }


def _plain(text: str) -> str:
    for entity, letter in _ENTITY.items():
        text = text.replace(entity, letter)
    return text


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    """At most one piece of a part that lists sheets or relations."""
    with archive.open(part) as stream:
        return stream.read(_PIECE_BYTES)


def _sheet_parts(archive: zipfile.ZipFile, parts: set[str]) -> tuple[tuple[str, str], ...]:
    """Sheet names with the parts that hold them; any other worksheet part goes without a name."""
    found: list[tuple[str, str]] = []
    if {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
        targets = {
            each.get("id", ""): each.get("target", "")
            for each in map(
                _attributes, _RELATION.findall(_small(archive, "xl/_rels/workbook.xml.rels"))
            )
        }
        for tag in _SHEET.findall(_small(archive, "xl/workbook.xml")):
            # the sheet's number and its relation are both called id: the relation comes last
            each = _attributes(tag)
            target = targets.get(each.get("id", ""), "")
            part = (
                target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            )
            if part in parts:
                found.append((each.get("name", ""), part))
    known = {part for _, part in found}
    rest = sorted(each for each in parts if "worksheets/" in each and each.endswith(".xml"))
    return (*found, *(("", each) for each in rest if each not in known))


def formulas_without_value(path: Path, part: str, limits: Limits) -> frozenset[str]:
    """Addresses of cells that hold a formula but no value: never calculated, or taken away."""
    found: set[str] = set()
    with zipfile.ZipFile(path) as archive:
        before = b""
        for piece in _pieces(archive, archive.getinfo(part), limits.expanded_bytes, limits):
            joined = before + piece
            found.update(address.decode("ascii") for address in _FORMULA.findall(joined))
            before = joined[-4 * 1024 :]
    return frozenset(found)
