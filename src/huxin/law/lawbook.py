"""The lawbook: ask by name, place and day; get a value with its source and derivation."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TypeAlias

from huxin.kernel.errors import InputError, NotSet, Silent
from huxin.kernel.texts import Message, message
from huxin.law.answers import Answer, Question, Said, answer, said_by, said_by_local
from huxin.law.coverage import Coverage, Wait, cover
from huxin.law.local import LOCAL, Local, read_local, redated
from huxin.law.model import BASE, Clause, Pack, Parameter, Role
from huxin.law.packs import PACKS, all_clauses, load_packs
from huxin.law.units import is_tabular, scaled

Span: TypeAlias = "tuple[dt.date, dt.date | None, int | None]"
Layers: TypeAlias = "tuple[str, ...]"
ParameterRow: TypeAlias = "tuple[int, str, dt.date, dt.date | None, int | None]"
_PLACE = re.compile(r"\d{6}(\d{3}(\d{3})?)?")


class Lawbook:
    """Every pack of a folder, and the values that one installation set itself."""

    def __init__(self, packs: Mapping[str, Pack], local: Local) -> None:
        self.packs = {code: redated(pack, local) for code, pack in packs.items()}
        self.local = local
        self._clauses = {clause.id: clause for clause in all_clauses(self.packs)}
        self.names: Mapping[str, str] = {
            name: each.unit
            for pack in self.packs.values()
            for name, each in sorted(pack.parameters.items())
        }

    @staticmethod
    def load(local: Path | None = None, *, packs: Path = PACKS) -> Lawbook:
        """The lawbook of `packs` with the values of `local`; raises PackError with file and line.

        Without `local` the same book is given again; with it the file is read anew.
        """
        if local is None:
            return _plain_book(packs)
        loaded = load_packs(packs)
        return Lawbook(loaded, read_local(local, loaded))

    def pack(self, code: str) -> Pack:
        if code not in self.packs:
            raise InputError(
                message("There is no pack {text}.", text=code),
                remedy=message("Use one of: {keys}", keys=tuple(self.packs)),
            )
        return self.packs[code]

    def clause(self, clause_id: str) -> Clause:
        """A requirement of a document or a national article, by its id."""
        if clause_id not in self._clauses:
            raise InputError(
                message("There is no clause {text}.", text=clause_id),
                remedy=self._near(clause_id, self._clauses),
            )
        return self._clauses[clause_id]

    @property
    def clauses(self) -> Mapping[str, Clause]:
        return self._clauses

    @property
    def roles(self) -> Mapping[str, Role]:
        return {role.id: role for pack in self.packs.values() for role in pack.roles}

    def chain(self, place: str, pack: str | None = None) -> tuple[Pack, ...]:
        """The packs in force for a place, narrowest first and `cn` last.

        With `pack` the chain is that pack and its parents, wherever the place is. A zone has no
        division code, so it is reached in that way only. Two packs of one place: the later first.
        """
        code = self._six(place)
        if pack is not None:
            found = [self.pack(pack)]
            while found[-1].parent:
                found.append(self.packs[found[-1].parent])
            return tuple(found)
        newest = sorted(
            self.packs.values(), key=lambda each: (each.from_on, each.code), reverse=True
        )
        levels = dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000"))
        layers = dict.fromkeys(
            each.code
            for level in levels
            for each in newest
            if level in each.places and not each.is_zone
        )
        return (*(self.packs[each] for each in layers), self.packs[BASE])

    def value(
        self,
        name: str,
        *,
        place: str,
        on: dt.date,
        known_on: dt.date | None = None,
        pack: str | None = None,
    ) -> Answer:
        """What the law says on `name` in `place` on the day `on`, as it was known on `known_on`.

        Raises NotSet (a document leaves it open, nobody set it), Silent (no document says anything)
        or InputError (no pack has such a name).
        """
        question = Question(name, self.title(name), on, known_on)
        return answer(question, self._said(question, self._layers(place, pack)))

    def title(self, name: str) -> Message:
        """A parameter's description with its name; raises InputError when no pack has it."""
        self._unit(name)
        described = [
            each.description
            for each in (self.packs[BASE].parameters.get(name), *self._all(name))
            if each is not None and each.description.text and each.description.zh
        ]
        return message("{description} ({name})", description=described[0], name=name)

    def _all(self, name: str) -> Iterator[Parameter]:
        for pack in self.packs.values():
            if name in pack.parameters:
                yield pack.parameters[name]

    def parameter_rows(
        self,
        places: Iterable[str],
        names: Iterable[str],
        from_on: dt.date,
        to_on: dt.date | None,
        pack: str | None = None,
    ) -> list[ParameterRow]:
        """Rows of the `parameter` fact table: place, name, from, to (exclusive), value or None.

        For each place and name the rows cover `from_on` to `to_on` without gap or overlap. yuan is
        given in fen, ratio in ppm; open and silent give None. Raises InputError for a name that no
        pack has or whose unit no table holds.
        """
        wanted = {name: self._tabular(name) for name in sorted(set(names))}
        # A thousand counties share a handful of chains, so each chain is asked once.
        asked: dict[tuple[Layers, str], tuple[Span, ...]] = {}
        rows: list[ParameterRow] = []
        for place in sorted(set(places)):
            layers = self._layers(place, pack)
            for name, title in wanted.items():
                if (layers, name) not in asked:
                    question = Question(name, title, from_on)
                    asked[layers, name] = tuple(self._spans(question, layers, to_on))
                rows.extend((int(place), name, *span) for span in asked[layers, name])
        return rows

    def coverage(
        self,
        extra: Mapping[str, Sequence[str]] | None = None,
        *,
        parts: Mapping[str, Sequence[str]] | None = None,
        waits: Sequence[Wait] = (),
    ) -> Coverage:
        """What fulfils each clause of the catalogue: packs by themselves, the rest through `extra`.

        `extra` maps a fulfiller ("rule PAY-01") to the clauses that it carries out, `parts` one to
        clauses that it carries out in part only; `waits` say what open ones need first.
        """
        return cover(self.packs, extra or {}, parts or {}, waits)

    def _tabular(self, name: str) -> Message:
        """The title of a name that the parameter table can hold."""
        if not is_tabular(self._unit(name)):
            raise InputError(
                message(
                    "{name} is in {unit}; a table cannot hold it.", name=name, unit=self._unit(name)
                ),
                remedy=message("Ask for it by name, place and day."),
            )
        return self.title(name)

    def _spans(self, question: Question, layers: Layers, to_on: dt.date | None) -> Iterator[Span]:
        """From, to and scaled value, from the day of the question on; equal neighbours are one."""
        changes = {day for said in self._said(question, layers) for day in said.changes}
        days = [question.on, *sorted(day for day in changes if day > question.on)]
        inside = [day for day in days if to_on is None or day < to_on]
        values = [self._scaled(replace(question, on=day), layers) for day in inside]
        starts = [
            index for index, value in enumerate(values) if index == 0 or value != values[index - 1]
        ]
        for index, following in zip_longest(starts, starts[1:]):
            until = to_on if following is None else inside[following]
            yield inside[index], until, values[index]

    def _scaled(self, question: Question, layers: Layers) -> int | None:
        try:
            found = answer(question, self._said(question, layers))
        except (NotSet, Silent):
            return None
        return scaled(found.value, found.unit)

    def _layers(self, place: str, pack: str | None) -> Layers:
        """The codes of the layers of a place, narrowest first; the installation's own is one."""
        own = (LOCAL,) if self.local.covers(place) else ()
        return (*own, *(each.code for each in self.chain(place, pack)))

    def _said(self, question: Question, layers: Layers) -> list[Said]:
        own = said_by_local(self.local, question) if LOCAL in layers else None
        packs = [said_by(self.packs[code], question) for code in layers if code != LOCAL]
        return packs if own is None else [own, *packs]

    def _unit(self, name: str) -> str:
        if name not in self.names:
            raise InputError(
                message("No pack has a parameter {name}.", name=name),
                remedy=self._near(name, self.names),
            )
        return self.names[name]

    @staticmethod
    def _near(text: str, known: Iterable[str]) -> Message:
        near = tuple(difflib.get_close_matches(text, list(known), n=3))
        if near:
            return message("Did you mean: {keys}", keys=near)
        return message("See the names with: huxin law show cn")

    @staticmethod
    def _six(place: str) -> str:
        if not _PLACE.fullmatch(place):
            raise InputError(
                message("Not a division code: {text}", text=place),
                remedy=message("Write six digits, such as 140923."),
            )
        return place[:6]


@lru_cache(maxsize=4)
def _plain_book(packs: Path) -> Lawbook:
    return Lawbook(load_packs(packs), Local())
