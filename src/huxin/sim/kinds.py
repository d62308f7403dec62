"""The catalogue of fault kinds (`kinds.yaml`) and how many of each a run asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from huxin.kernel.errors import InputError
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import message

__all__ = ["Kind", "Order", "default_orders", "kinds", "read_orders"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault as `kinds.yaml` has it."""

    name: str
    zh: str
    scope: str
    rate: Decimal
    rules: tuple[str, ...]
    also: tuple[str, ...]
    numbers: Mapping[str, int] = field(default_factory=dict)
    needs: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """So many faults of one kind are to be planted, with these numbers."""

    kind: Kind
    count: int

    def with_numbers(self, numbers: Mapping[str, int]) -> Order:
        """The same order with other numbers."""
        return replace(self, kind=replace(self.kind, numbers={**self.kind.numbers, **numbers}))


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in the order in which they are planted: whole sites first."""
    found = cast("dict[str, dict[str, object]]", own_data("sim", "kinds.yaml")["kinds"])
    return {name: _kind(name, entry) for name, entry in found.items()}


def _kind(name: str, entry: Mapping[str, object]) -> Kind:
    return Kind(
        name,
        zh=str(entry["zh"]),
        scope=str(entry["scope"]),
        rate=Decimal(str(entry["rate"])),
        rules=tuple(cast("list[str]", entry["rules"])),
        also=tuple(cast("list[str]", entry["also"])),
        numbers=cast("dict[str, int]", entry.get("numbers", {})),
        needs=str(entry.get("needs", "")),
        about=str(entry.get("about", "")),
    )


def default_orders(sites: int) -> list[Order]:
    """The default mix for so many sites: at least one of each kind from ten sites on."""
    return [Order(kind, _count(kind.rate, sites)) for kind in kinds().values()]


def _count(rate: Decimal, sites: int) -> int:
    wanted = int(rate * sites + Decimal("0.5"))
    return max(wanted, 1) if sites >= 10 else wanted


def read_orders(path: Path, sites: int) -> list[Order]:
    """The faults file: a mapping of kind to a count, to a rate per site, or to both with numbers.

    `kind: 3`, `kind: "0.1"` (per site), or `kind: {count: 3, days_min: 10}`. Raises `InputError`.
    """
    try:
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise InputError(
            message("The faults file cannot be read."),
            where=str(path),
            remedy=message("Write one line per kind: the kind, a colon and how many to plant."),
        ) from fault
    if not isinstance(whole, dict):
        raise InputError(
            message("The faults file holds no mapping of kinds to counts."),
            where=str(path),
            remedy=message("Write one line per kind: the kind, a colon and how many to plant."),
        )
    wanted = {str(name): value for name, value in whole.items()}
    unknown = sorted(set(wanted) - set(kinds()))
    if unknown:
        raise InputError(
            message("These kinds of faults are not known: {kinds}.", kinds=tuple(unknown)),
            where=str(path),
            remedy=message("Take the names from docs/reference/faults.md."),
        )
    return [_order(kinds()[name], wanted[name], sites, path) for name in kinds() if name in wanted]


def _order(kind: Kind, value: object, sites: int, path: Path) -> Order:
    numbers: dict[str, object] = {}
    if isinstance(value, dict):
        numbers = {str(name): number for name, number in value.items()}
        value = numbers.pop("count", None) or numbers.pop("rate", None)
    known = set(kind.numbers)
    if not set(numbers) <= known or not all(isinstance(each, int) for each in numbers.values()):
        raise InputError(
            message("The numbers given for the kind {kind} are not among its own.", kind=kind.name),
            where=str(path),
            remedy=message("Use whole numbers named: {names}.", names=tuple(sorted(known))),
        )
    try:
        count = value if isinstance(value, int) else int(Decimal(str(value)) * sites)
    except (InvalidOperation, ValueError, OverflowError):
        count = -1
    if count < 0:
        raise InputError(
            message(
                "How many faults of the kind {kind} are wanted cannot be read.", kind=kind.name
            ),
            where=str(path),
            remedy=message("Give a whole number, or a rate per site such as 0.1."),
        )
    return Order(kind, count).with_numbers(cast("dict[str, int]", numbers))
