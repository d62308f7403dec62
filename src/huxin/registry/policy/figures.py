"""Figures about firms and projects: their kinds, who supplies which, what value each may have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from huxin.access.permissions import table
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import N_, Fen, Message, Ppm, message, month_value
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Figure

__all__ = [
    "ANSWERING", "GROUPS", "KINDS", "WORDS", "Group", "Kind", "by_month", "check_figure",
    "supplied_by", "told", "watches",
]  # fmt: skip

WORDS: Mapping[str, str] = {
    "water_fee_owed": N_("water fee owed"),
    "power_fee_owed": N_("power fee owed"),
    "gas_fee_owed": N_("gas fee owed"),
    "rent_owed": N_("rent owed"),
    "property_fee_owed": N_("property fee owed"),
    "tax_owed": N_("tax owed"),
    "tax_paid": N_("tax paid"),
    "social_insurance_owed": N_("social insurance owed"),
    "loan_overdue": N_("loans overdue"),
    "cash_flow": N_("cash flow"),
    "power_used": N_("power used (kWh)"),
    "disputes": N_("economic disputes"),
    "progress_planned_ppm": N_("progress planned"),
    "progress_actual_ppm": N_("progress made"),
    "opinion_leads": N_("opinion leads"),
    "petitions": N_("petitions about wages"),
}
HEADS: Mapping[str, str] = {
    "fees": N_("Fees owed"),
    "dues": N_("Tax, insurance and loans owed"),
    "progress": N_("Progress of the works"),
    "leads": N_("Leads from media and the net"),
    "others": N_("Other figures"),
}
LARGEST = 10**14


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of figure: unit `fen`, `ppm` or `count`; `of` tells whom it may be about.

    `adds_up`: each source tells its own part. `stands`: it is so until its source tells another
    figure. `sources` are roles.
    """

    name: str
    unit: str
    of: frozenset[str]
    adds_up: bool
    stands: bool
    least: int | None
    most: int | None
    sources: frozenset[str]

    @property
    def title(self) -> Message:
        return Message(WORDS[self.name])


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that are shown together; `limit` is the parameter that their rule asks, or empty."""

    name: str
    limit: str
    kinds: tuple[str, ...]

    @property
    def title(self) -> Message:
        return Message(HEADS[self.name])


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    found: Mapping[str, Any] = own_data("registry", "figures.yaml")
    return found


def _roles(named: Iterable[str]) -> frozenset[str]:
    groups = table().groups
    return frozenset(role for each in named for role in groups.get(each, (each,)))


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    return Kind(
        name, said["unit"], frozenset(said["of"]), said["several"] == "sum",
        bool(said.get("stands")), said.get("least"), said.get("most"), _roles(said["from"]),
    )  # fmt: skip


KINDS: Mapping[str, Kind] = {name: _kind(name, said) for name, said in _data()["kinds"].items()}
GROUPS: tuple[Group, ...] = tuple(
    Group(name, said.get("limit", ""), tuple(said["kinds"]))
    for name, said in _data()["groups"].items()
)
ANSWERING: frozenset[str] = frozenset(_data()["answer_for"])
"""Parts by which a firm's own figures count for a project."""


def watches(roles: Collection[str]) -> bool:
    """Whether these roles may enter what others told on paper."""
    return bool(_roles(_data()["watchers"]) & {*roles})


def supplied_by(roles: Collection[str], about: str) -> tuple[str, ...]:
    """The kinds that somebody with these roles may enter about a `body` or a `project`."""
    whole = watches(roles)
    return tuple(
        each.name
        for each in KINDS.values()
        if about in each.of and (whole or each.sources & {*roles})
    )


def told(kind: str, value: int) -> int:
    """A value in its unit, for people."""
    unit = KINDS[kind].unit
    return Fen(value) if unit == "fen" else Ppm(value) if unit == "ppm" else value


def check_figure(kind: str, about: str, month: dt.date, value: int, *, today: dt.date) -> Kind:
    """Raise FieldError for a figure that cannot be right; `about` is `body` or `project`."""
    found = KINDS.get(kind)
    if found is None or about not in found.of:
        raise FieldError(
            "figure.kind",
            message("No such figure is kept about this."),
            message("Choose a figure of the list; progress is that of a project."),
        )
    if month.day != 1 or month > today:
        raise FieldError(
            "figure.month",
            message("{month} has not begun yet, or is no month.", month=month_value(month)),
            message("Give the month that the figure is of."),
        )
    low = -LARGEST if found.least is None else found.least
    high = LARGEST if found.most is None else found.most
    if not low <= value <= high:
        raise FieldError(
            "figure.value",
            message("{kind}: {value} cannot be right.", kind=found.title, value=told(kind, value)),
            message("Give what is owed, used or counted as zero or more, and progress up to 100%."),
        )
    return found


def by_month(figures: Iterable[Figure]) -> Mapping[dt.date, int]:
    """What is known of one kind in each month of which any source told something.

    The figures are all of one kind; whom else they are about than the first (a firm beside its
    project) counts as one more source.
    """
    rows = sorted(figures, key=lambda each: (each.month, each.supplied_at, each.pk))
    found: dict[dt.date, int] = {}
    last: dict[tuple[int | None, int], int] = {}
    for each in rows:
        kind = KINDS[each.kind]
        if each.month not in found and not kind.stands:
            last = {}
        if kind.adds_up:
            last[each.body_id, each.source_id] = each.value
        else:
            last = {(None, 0): each.value}
        found[each.month] = sum(last.values())
    return found
