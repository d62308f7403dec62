"""How a table of the project sheet is described: its sheet, its fields and the words of choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from huxin.formats.spec import FieldSpec, FieldType
from huxin.formats.wordlist import words

__all__ = ["ChoiceWords", "TableSpec", "choice", "field_of", "share"]

ChoiceWords = Mapping[str, tuple[str, ...]]
"""For each label of a fact table the words people write for it; the first is the usual one."""

SHARE_UNIT = "ppm"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: the fact table's name, the sheet's name, its fields and choices.

    `choices` maps a field to its labels and words; a field of unit `ppm` is a share (20%, 0.2).
    """

    name: str
    sheet: str
    meaning: str
    fields: tuple[FieldSpec, ...]
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, ChoiceWords] = field(default_factory=lambda: MappingProxyType({}))

    def field(self, name: str) -> FieldSpec:
        """The field called `name`; raises `KeyError` when the table has none."""
        return next(iter(each for each in self.fields if each.name == name))


def field_of(
    name: str, kind: FieldType, header: str, aliases: str = "", *, meaning: str = ""
) -> FieldSpec:
    """A field whose aliases are written separated by blanks; money is stored in fen."""
    unit = {"money": "fen", "days": "hundredths of a day"}.get(kind, "")
    return FieldSpec(name, kind, header, words(aliases), unit=unit, meaning=meaning)


def share(name: str, header: str, aliases: str = "", *, meaning: str = "") -> FieldSpec:
    """A share of something, written as 20% or 0.2, stored in parts per million."""
    return replace(field_of(name, "integer", header, aliases, meaning=meaning), unit=SHARE_UNIT)


def choice(**labels: str) -> ChoiceWords:
    """`choice(building="房屋建筑 房建")`: labels with their words separated by blanks."""
    return MappingProxyType({label: words(text) for label, text in labels.items()})
