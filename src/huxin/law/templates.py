"""Texts of papers from the packs' `templates/`: the place's own, filled in with what is known.

    title: 简易劳动合同
    note: …                             # for whoever fills it in; not part of the paper
    clauses: [CN-LCL-17]                # at least one, of any pack
    parts:
    - heading: 一、合同期限
      covers: [term]                    # words of what the law demands of such a paper
      lines: ["自{from_on}起至{to_on}止。"]

The narrowest layer that has a text of the name gives the whole of it. The texts are papers of
Chinese law, so they are Chinese in every language of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from huxin.kernel.texts import message
from huxin.law.lawbook import Lawbook
from huxin.law.packs import PACKS
from huxin.law.reader import Section, read_section

__all__ = ["BLANK", "Paper", "Part", "paper"]

BLANK = "＿＿＿＿＿＿"
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its heading, which demands of the law it meets, its lines."""

    heading: str
    covers: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One text with its parts; `note` is for whoever fills it in."""

    title: str
    note: str
    clauses: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def covers(self) -> frozenset[str]:
        return frozenset(each for part in self.parts for each in part.covers)

    def filled(self, known: Mapping[str, str]) -> Paper:
        """The text with what is known; what is not, or is empty, is a blank to write on."""

        def fill(line: str) -> str:
            return _FIELD.sub(lambda field: known.get(field[1]) or BLANK, line)

        parts = [replace(each, lines=tuple(map(fill, each.lines))) for each in self.parts]
        return replace(self, parts=tuple(parts))


def paper(book: Lawbook, name: str, *, place: str, pack: str | None = None) -> Paper | None:
    """The text of a paper in a place; None: no layer has one. Raises PackError with its line."""
    for layer in book.chain(place, pack):
        file = PACKS / layer.code / "templates" / f"{name}.yaml"
        if file.is_file():
            return _read(file, book)
    return None


@lru_cache(maxsize=32)
def _read(file: Path, book: Lawbook) -> Paper:
    entry = read_section(file, PACKS)
    entry.only(("title", "clauses", "parts"), ("note",))
    cited = entry.scalars("clauses")
    for each in cited:
        if each.text not in book.clauses:
            each.spot.fail(
                message("unknown word: {text}", text=each.text),
                message("cite a clause of the catalogue"),
            )
    return Paper(
        entry.text("title"),
        entry.text("note") if "note" in entry else "",
        tuple(each.text for each in cited),
        tuple(_part(each) for each in entry.sections("parts")),
    )


def _part(entry: Section) -> Part:
    entry.only(("heading", "covers", "lines"), ())
    return Part(entry.text("heading"), entry.texts("covers"), entry.texts("lines"))
