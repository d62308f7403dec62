"""What an entry of the trail says was changed, as people read it: columns and codes in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model

from huxin.access.models import Body, Region
from huxin.check.render.words import Speaker
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_name
from huxin.kernel.texts import CentiDays, Ppm, Value, fen_value, message
from huxin.registry.models import (
    CourtMeasure,
    Deposit,
    EmployerDeposit,
    Enrolment,
    Guarantee,
    LabourContract,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Statement,
    Team,
    Worker,
    WorksContract,
)
from huxin.registry.policy.contracts import TERMS
from huxin.registry.policy.deposits import FORMS
from huxin.registry.policy.measures import KINDS as MEASURES
from huxin.registry.policy.posts import SIDES
from huxin.registry.policy.signboards import ITEMS
from huxin.registry.policy.statements import KINDS as STATEMENTS
from huxin.registry.policy.works import FINDINGS
from huxin.wages.models import Device
from huxin.web.about import about
from huxin.web.columns import HIDDEN, title_of
from huxin.web.devices import KINDS as DEVICES
from huxin.web.words import (
    AGREEMENT,
    BODY_KINDS,
    FUNDING,
    LETTERS,
    PERMITS,
    POSTS,
    ROLES,
    SECTORS,
    STATES,
    TRADES,
    WORKERS,
    word,
)

__all__ = ["lines"]

Words = Mapping[str, str]
WORDS: Mapping[tuple[type[Model], str], Words] = {
    (Body, "kind"): BODY_KINDS, (Body, "sector"): TRADES,
    (Project, "sector"): SECTORS, (Project, "funding"): FUNDING, (Project, "state"): STATES,
    (Party, "role"): ROLES, (Permit, "kind"): PERMITS, (Guarantee, "kind"): LETTERS,
    (CourtMeasure, "kind"): MEASURES, (Statement, "kind"): STATEMENTS,
    (Deposit, "form"): FORMS, (EmployerDeposit, "form"): FORMS,
    (SpecialAccount, "items"): AGREEMENT, (Signboard, "items"): ITEMS,
    (WorksContract, "found"): FINDINGS, (LabourContract, "terms_missing"): TERMS,
    (Enrolment, "post"): WORKERS, (SitePost, "kind"): POSTS, (SitePost, "side"): SIDES,
    (Device, "kind"): DEVICES,
}  # fmt: skip
NAMED: Mapping[str, type[Model]] = {"developer": Body, "general_contractor": Body}
"""Whose keys stand under names that are no column of the table."""
CALLED: Mapping[type[Model], Callable[[Any], str]] = {
    Region: lambda row: row.name,
    Body: lambda row: row.name,
    Project: lambda row: row.name,
    Team: lambda row: row.name,
    Worker: lambda row: mask_name(row.name),
}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(rf"{DAY.pattern}[T ]\d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d")


def lines(
    model: type[Model], values: Mapping[str, Any], speaker: Speaker
) -> Iterator[tuple[str, str, str]]:
    """What, before, after; a value that only one of the two has is empty in the other.

    `values` is what an entry about a row of `model` holds. What is empty on both sides is left out.
    """
    before, after = values.get("before", {}), values.get("after", {})
    for raw in {**before, **after}:
        name = raw.removesuffix("_id")
        if name in HIDDEN:
            continue
        one, other = (_said(model, name, side.get(raw), speaker) for side in (before, after))
        if one or other:
            yield speaker.t(title_of(model, name)), one, other


def _said(model: type[Model], name: str, value: Any, speaker: Speaker) -> str:
    """One value as people write it; empty where there is none."""
    words = WORDS.get((model, name))
    if isinstance(value, list):
        between = "、" if speaker.language == "zh" else ", "
        return between.join(filter(None, (_said(model, name, each, speaker) for each in value)))
    if value is None or value in ("", {}):
        return ""
    if words:
        return speaker.t(word(words, str(value)))
    other = None if isinstance(value, bool | dict) else NAMED.get(name) or _related(model, name)
    return speaker.show(_shown(name, value)) if other is None else _row(other, value, speaker)


def _shown(name: str, value: Any) -> Value:
    """Money, shares and days by the unit in the name; days and moments are kept as text."""
    unit = name.rpartition("_")[2]
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    if isinstance(value, dict):
        return tuple(f"{part}: {each}" for part, each in value.items())
    if isinstance(value, int):
        return UNITS[unit](value) if unit in UNITS else str(value)
    try:
        if MOMENT.fullmatch(value):
            return f"{dt.datetime.fromisoformat(value).astimezone(CHINA):%Y-%m-%d %H:%M}"
        return dt.date.fromisoformat(value) if DAY.fullmatch(value) else str(value)
    except ValueError:  # what somebody wrote only looks like one
        return str(value)


def _row(model: type[Model], key: int | str, speaker: Speaker) -> str:
    """The record that a key leads to; where it has no name or is gone, the key."""
    row = model._default_manager.filter(pk=key).first()
    said = CALLED[model](row) if row and model in CALLED else about(row, speaker)
    return said or speaker.t("No. {number}", number=key)


def _related(model: type[Model], name: str) -> type[Model] | None:
    """The table to which a column leads."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field.related_model if isinstance(field, ForeignKey) else None


UNITS: Mapping[str, Callable[[int], Value]] = {"fen": fen_value, "ppm": Ppm, "centi": CentiDays}
