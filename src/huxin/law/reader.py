"""Strict YAML with line numbers: every scalar is text, every fault names `file:line`.

YAML's own types are not used: `0.22` and `2016-01-01` stay the text that stands in the
file, and the reader of a key decides what it may be. A bare number is remembered as such,
because the law's values must be quoted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

import yaml

from huxin.kernel.errors import PackError
from huxin.kernel.texts import Message, message

_NUMBER = re.compile(r"[-+]?\.?\d[\d_.:]*([eE][-+]?\d+)?|0[xo][\da-fA-F]+")
_NOTHING = frozenset({"", "~", "null"})
_FLAGS = {"true": True, "false": False}

Raw: TypeAlias = "Scalar | Items | Section"
Plain: TypeAlias = "str | tuple[Plain, ...] | Mapping[str, Plain]"


@dataclass(frozen=True, slots=True)
class Bilingual(Message):
    """A text of the law itself, given in both languages by a pack; nothing is filled in."""

    zh: str = ""

    def say(self, language: str) -> str:
        return self.zh if language == "zh" else self.text


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a file, shown as `file:line`; files are named from the folder of packs."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def fail(self, what: Message, remedy: Message) -> NoReturn:
        """Stop the load here."""
        raise PackError(what, where=str(self), remedy=remedy)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it is written; `bare_number` when YAML would make a number of it."""

    text: str
    bare_number: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class Items:
    """A YAML list."""

    items: tuple[Raw, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Section:
    """A YAML mapping; asking for a key in the wrong shape is a fault at that key's line."""

    entries: Mapping[str, Raw]
    spots: Mapping[str, Spot]
    spot: Spot

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def at(self, key: str) -> Spot:
        """The line of `key`, or of the mapping when it is not there."""
        return self.spots.get(key, self.spot)

    def only(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Refuse a key outside both lists and a missing required one."""
        required = tuple(required)
        known = {*required, *optional}
        for key in self.entries:
            if key not in known:
                self.at(key).fail(
                    message("unknown key: {key}", key=key),
                    message("use one of: {keys}", keys=tuple(sorted(known))),
                )
        for key in required:
            if key not in self.entries:
                self.spot.fail(
                    message("a key is missing: {key}", key=key),
                    message("add {key}", key=key),
                )

    def scalar(self, key: str) -> Scalar:
        found = self.entries[key]
        if not isinstance(found, Scalar):
            self._shape(key, message("one text"))
        return found

    def text(self, key: str, default: str = "") -> str:
        """The text of `key`; `default` when the key is not there."""
        return self.scalar(key).text if key in self.entries else default

    def date(self, key: str) -> dt.date | None:
        """The date of `key`, written 2016-04-30; None when the key is not there."""
        return date_of(self.scalar(key)) if key in self.entries else None

    def day(self, key: str) -> dt.date:
        """The date of a required key."""
        return date_of(self.scalar(key))

    def flag(self, key: str) -> bool:
        """True or false; false when the key is not there."""
        if key not in self.entries:
            return False
        text = self.scalar(key).text
        if text not in _FLAGS:
            self._shape(key, message("true or false"))
        return _FLAGS[text]

    def items(self, key: str) -> tuple[Raw, ...]:
        """The members of a list; empty when the key is not there."""
        if key not in self.entries:
            return ()
        found = self.entries[key]
        if not isinstance(found, Items):
            self._shape(key, message("a list"))
        return found.items

    def texts(self, key: str) -> tuple[str, ...]:
        """The members of a list of texts."""
        return tuple(each.text for each in self.scalars(key))

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        found = self.items(key)
        texts = tuple(each for each in found if isinstance(each, Scalar))
        if len(texts) != len(found):
            self._shape(key, message("a list of texts"))
        return texts

    def section(self, key: str) -> Section:
        """The mapping under `key`; an empty one when the key is not there."""
        if key not in self.entries:
            return Section({}, {}, self.spot)
        found = self.entries[key]
        if not isinstance(found, Section):
            self._shape(key, message("a mapping"))
        return found

    def sections(self, key: str) -> tuple[Section, ...]:
        """The members of a list of mappings."""
        return sections_of(self.items(key))

    def both(self, key: str) -> Bilingual:
        """A text in both languages, written {zh: ..., en: ...}."""
        texts = self.section(key)
        texts.only(("zh", "en"))
        return Bilingual(text=texts.text("en"), zh=texts.text("zh"))

    def _shape(self, key: str, wanted: Message) -> NoReturn:
        self.at(key).fail(
            message("{key} is not written as {wanted}", key=key, wanted=wanted),
            message("see the file formats in the README of the packs"),
        )


def sections_of(items: Iterable[Raw]) -> tuple[Section, ...]:
    """`items` as mappings."""
    found: list[Section] = []
    for each in items:
        if not isinstance(each, Section):
            each.spot.fail(
                message("a mapping is expected here"),
                message("see the file formats in the README of the packs"),
            )
        found.append(each)
    return tuple(found)


def date_of(scalar: Scalar) -> dt.date:
    """A date written 2016-04-30."""
    try:
        return dt.datetime.strptime(scalar.text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        scalar.spot.fail(
            message("not a date: {text}", text=scalar.text),
            message("write it as 2016-04-30"),
        )


def plain(raw: Raw) -> Plain:
    """Texts, tuples and mappings without line numbers."""
    if isinstance(raw, Scalar):
        return raw.text
    if isinstance(raw, Items):
        return tuple(plain(each) for each in raw.items)
    return {key: plain(each) for key, each in raw.entries.items()}


def _build(node: yaml.Node, file: str) -> Raw:
    spot = Spot(file, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        if node.style:  # quoted or a block: text as it stands
            return Scalar(node.value, bare_number=False, spot=spot)
        text = "" if node.value in _NOTHING else node.value
        return Scalar(text, _NUMBER.fullmatch(text) is not None, spot)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_build(each, file) for each in node.value), spot)
    entries: dict[str, Raw] = {}
    spots: dict[str, Spot] = {}
    for key_node, value_node in node.value:
        here = Spot(file, key_node.start_mark.line + 1)
        key = str(key_node.value)
        if key in entries:
            here.fail(
                message("the key stands twice: {key}", key=key),
                message("keep one of the two"),
            )
        entries[key] = _build(value_node, file)
        spots[key] = here
    return Section(entries, spots, spot)


def read(path: Path, root: Path) -> Raw:
    """The whole of one file; `root` is the folder from which faults name it."""
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        Spot(file, mark.line + 1 if mark else 1).fail(
            message("not readable as YAML: {reason}", reason=_reason(error)),
            message("correct the file; it must be UTF-8 YAML"),
        )
    if node is None:
        return Section({}, {}, Spot(file, 1))
    return _build(node, file)


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def read_section(path: Path, root: Path) -> Section:
    """A file whose top level is a mapping; an empty file is an empty mapping."""
    return sections_of((read(path, root),))[0]


def read_list(path: Path, root: Path) -> tuple[Section, ...]:
    """A file whose top level is a list of mappings; no file or an empty one is an empty list."""
    if not path.exists():
        return ()
    found = read(path, root)
    if isinstance(found, Section) and not found.entries:
        return ()
    if not isinstance(found, Items):
        found.spot.fail(
            message("a list is expected here"),
            message("see the file formats in the README of the packs"),
        )
    return sections_of(found.items)
