"""Operating figures and progress of the demonstration's sites, each told by its own source."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from huxin.access.actions.bodies import BodyForm, register_body
from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body, Region
from huxin.registry.actions.figure_files import take_lines
from huxin.registry.actions.figures import SUPPLY
from huxin.registry.models import Party, Project
from huxin.sim.model import Indicator

__all__ = ["suppliers", "tell"]

SUPPLIERS = {"power_fee_owed": "国网{place}供电公司", "water_fee_owed": "{place}自来水公司"}
OFFICES = {
    "tax_owed": "tax_authority",
    "social_insurance_owed": "hrss",
    "opinion_leads": "labour_inspection",
    "disputes": "labour_inspection",
    "petitions": "labour_inspection",
}
"""Which department tells what; who is not named is told by the general contractor."""
TOLD_FOR = dt.timedelta(days=125)
"""Figures of four months show whether they rise."""


def suppliers(
    place: Region, offices: Mapping[str, Body], *, actor: Actor, now: dt.datetime
) -> dict[str, Body]:
    """The bodies of a county that tell figures, by kind of figure."""
    made = {
        kind: register_body(
            BodyForm(kind="company", name=name.format(place=place.name), place=place.code),
            actor=actor, now=now,
        )
        for kind, name in SUPPLIERS.items()
    }  # fmt: skip
    return made | {kind: offices[role] for kind, role in OFFICES.items()}


def tell(
    project: Project, figures: Iterable[Indicator], by: Mapping[str, Body], *, actor: Actor,
    now: dt.datetime,
) -> None:  # fmt: skip
    """What is known of a site's fees, dues, progress and leads, as its sources tell it."""
    builder = project.parties.filter(role=Party.Role.GENERAL_CONTRACTOR).last()
    rows: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    since = now.date() - TOLD_FOR
    for each in figures:
        source = by.get(each.kind, builder.body if builder else None)
        if each.month >= since and source is not None:
            rows[source.pk].append({**asdict(each), "sheet": "", "line": 0})
    for key, told in rows.items():
        with change(SUPPLY, actor=actor, now=now) as doing:
            take_lines(doing, told, project=project, source=key)
