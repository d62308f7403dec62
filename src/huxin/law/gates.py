"""Reads the packs' `gates.yaml`: what has to hold before something may be granted or begun.

A file is a list; each entry adds one condition to one gate of the place:

    - gate: construction_permit           # one of GATES
      condition: deposit_stored           # one of CONDITIONS; the registers say whether it is met
      funding: [government]               # left out: whoever invests
      clauses: [DX-1-03-4]                # at least one, of any pack
      from: 2020-05-26                    # left out: start of the pack, or of the article if later
      to: 2026-01-01                      # left out: the pack's own end

Conditions add up from the nation to the zone; the same condition in two layers is one with the
clauses of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from huxin.kernel.texts import message
from huxin.law.lawbook import Lawbook
from huxin.law.model import Clause, Pack
from huxin.law.packs import PACKS
from huxin.law.reader import Scalar, Section, read_list

__all__ = ["CONDITIONS", "FUNDINGS", "GATES", "Condition", "conditions", "read_gates"]

GATES = ("construction_permit", "start", "approval", "tendering", "bidding")
CONDITIONS = (
    "permit_or_start_report", "funds_proven", "deposit_stored", "account_opened",
    "owner_guarantee", "contract_terms", "not_contractor_financed", "developer_not_listed",
    "contractor_not_listed", "developer_money_paid", "developer_no_arrears",
    "contractor_no_arrears",
)  # fmt: skip
FUNDINGS = ("government", "state_owned", "private")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a gate as it holds in one place on one day."""

    gate: str
    id: str
    clauses: tuple[str, ...]
    funding: tuple[str, ...] = ()

    def concerns(self, funding: str) -> bool:
        return not self.funding or funding in self.funding


@dataclass(frozen=True, slots=True)
class _Entry:
    condition: Condition
    from_on: dt.date
    to_on: dt.date | None


def conditions(
    book: Lawbook, gate: str, *, place: str, on: dt.date, pack: str | None = None
) -> tuple[Condition, ...]:
    """The conditions of a gate in a place on a day, national ones first."""
    read, found = read_gates(book), dict[tuple[str, tuple[str, ...]], Condition]()
    for layer in reversed(book.chain(place, pack)):
        for each in read[layer.code]:
            one = each.condition
            if one.gate != gate or each.from_on > on or (each.to_on and on >= each.to_on):
                continue
            key = (one.id, one.funding)
            earlier = found[key].clauses if key in found else ()
            whole = tuple(dict.fromkeys((*one.clauses, *earlier)))
            found[key] = Condition(gate, one.id, whole, one.funding)
    return tuple(found.values())


@lru_cache(maxsize=4)
def read_gates(book: Lawbook, root: Path = PACKS) -> Mapping[str, tuple[_Entry, ...]]:
    """Pack code → its entries in the order of the file; raises PackError with file and line."""
    return MappingProxyType(
        {
            code: tuple(
                _entry(entry, pack, book.clauses)
                for entry in read_list(root / code / "gates.yaml", root)
            )
            for code, pack in book.packs.items()
        }
    )


def _entry(entry: Section, pack: Pack, clauses: Mapping[str, Clause]) -> _Entry:
    entry.only(("gate", "condition", "clauses"), ("funding", "from", "to"))
    cited = [clauses[_among(each, clauses)] for each in entry.scalars("clauses")]
    if not cited:
        entry.at("clauses").fail(
            message("the condition cites no clause"), message("cite a clause of the catalogue")
        )
    starts = [each.in_force_from for each in cited if each.in_force_from]
    return _Entry(
        Condition(
            _among(entry.scalar("gate"), GATES),
            _among(entry.scalar("condition"), CONDITIONS),
            tuple(each.id for each in cited),
            tuple(_among(each, FUNDINGS) for each in entry.scalars("funding")),
        ),
        entry.date("from") or max(pack.from_on, *starts, pack.from_on),
        entry.date("to") or pack.to_on,
    )


def _among(scalar: Scalar, known: Mapping[str, object] | tuple[str, ...]) -> str:
    if scalar.text not in known:
        scalar.spot.fail(
            message("unknown word: {text}", text=scalar.text),
            message("use one of: {keys}", keys=tuple(sorted(known))[:60]),
        )
    return scalar.text
