"""Why two records may be one person or one firm; and why two numbers are nearly the same."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from huxin.kernel.names import plain_name
from huxin.kernel.texts import N_
from huxin.registry.policy.workers import same_name

__all__ = [
    "BLOCK_ROWS_MAX", "GROUNDS", "Firm", "Pair", "Someone", "blocks", "firm_blocks",
    "grounds_of_firms", "grounds_of_people", "nearly",
]  # fmt: skip

Pair = tuple[int, int]
BLOCK_ROWS_MAX = 40
"""A block with more rows says nothing about any two of them; it is counted, not compared."""
BODY = 17
GROUNDS = {
    "name_phone": N_("same name and same phone"),
    "name_identity": N_("same name, identity numbers that differ in one place"),
    "card": N_("same wage card"),
    "firm_name": N_("same name but for its legal form"),
    "firm_phone": N_("same phone"),
    "credit_code": N_("credit codes that differ in one place"),
}
_FORMS = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|公司)$")
_BRACKETS = re.compile(r"[()（）]")


@dataclass(frozen=True, slots=True)
class Someone:
    """What of a worker is compared."""

    worker: int
    name: str = field(repr=False)
    identity: str = field(repr=False)
    phone: int | None
    cards: frozenset[int]


@dataclass(frozen=True, slots=True)
class Firm:
    """What of a company is compared."""

    body: int
    name: str
    phone: str
    credit_code: str


def grounds_of_people(one: Someone, other: Someone) -> list[str]:
    """Why two workers may be one person; nothing when they are not alike."""
    found = []
    if same_name(one.name, other.name):
        if one.phone is not None and one.phone == other.phone:
            found.append("name_phone")
        if nearly(one.identity, other.identity):
            found.append("name_identity")
    if one.cards & other.cards:
        found.append("card")
    return found


def grounds_of_firms(one: Firm, other: Firm) -> list[str]:
    """Why two companies may be one."""
    found = []
    if _firm_name(one.name) == _firm_name(other.name):
        found.append("firm_name")
    if one.phone and _digits(one.phone) == _digits(other.phone):
        found.append("firm_phone")
    if one.credit_code and other.credit_code and nearly(one.credit_code, other.credit_code):
        found.append("credit_code")
    return found


def nearly(one: str, other: str) -> bool:
    """Whether two numbers of 18 differ in one place or by one swap, the check character apart.

    The check character sees every such slip, so that two sound numbers differ there as well.
    """
    one, other = one[:BODY], other[:BODY]
    if len(one) != len(other):
        return False
    places = [
        place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]
    ]
    if len(places) == 2:
        first, second = places
        return second == first + 1 and one[first : second + 1] == other[first : second + 1][::-1]
    return len(places) == 1


def firm_blocks(firm: Firm) -> Iterator[Hashable]:
    """Keys under which a firm meets every other that it may be."""
    yield "name", _firm_name(firm.name)
    if firm.phone:
        yield "phone", _digits(firm.phone)
    code = firm.credit_code[:BODY]
    for place in range(len(code)):
        yield "code", place, code[:place] + code[place + 1 :]
    for place in range(len(code) - 1):
        swapped = "".join(sorted(code[place : place + 2]))
        yield "swap", place, code[:place] + swapped + code[place + 2 :]


def blocks(members: Iterable[tuple[Hashable, int]]) -> tuple[set[Pair], int]:
    """Pairs of rows that share a key, and how many keys were too common to say anything."""
    found: dict[Hashable, set[int]] = {}
    for key, row in members:
        found.setdefault(key, set()).add(row)
    pairs: set[Pair] = set()
    too_common = 0
    for rows in found.values():
        if len(rows) > BLOCK_ROWS_MAX:
            too_common += 1
        else:
            pairs.update(combinations(sorted(rows), 2))
    return pairs, too_common


def _firm_name(name: str) -> str:
    return _FORMS.sub("", _BRACKETS.sub("", plain_name(name)))


def _digits(phone: str) -> str:
    return "".join(each for each in phone if each.isdecimal())
