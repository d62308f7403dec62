"""Projects, parties and what secures the wages, from the registers to fact tables.

Each function reads its registers once, whole, as columns. "Not on file" is null, never no; only
posts on site are registers of our own: with parties on file, no post means nobody is posted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from django.db.models import Min, Q

from huxin.check.assemble.columns import from_rows
from huxin.check.assemble.papers import account_name_matches
from huxin.facts.schema import SIGNBOARD_ITEMS
from huxin.registry.models import (
    CourtMeasure,
    Deposit,
    DepositOrder,
    Guarantee,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    WorksContract,
)
from huxin.warnings.places import place_key

__all__ = ["deposits", "guarantees", "judged", "measures", "parties", "projects", "signboards"]

Rows = dict[int, dict[str, Any]]
OWN = (
    "sector", "funding", "state", "contract_price_fen", "permit_waived", "started_on",
    "planned_end_on", "completed_on", "funds_proven", "registered_on", "attendance_device_on",
    "pay_day", "pay_month_offset",
)  # fmt: skip
OF_CONTRACT = (
    "labour_cost_day", "labour_cost_fen", "labour_cost_share_ppm", "labour_cost_cycle_months",
    "has_measuring_term", "has_settlement_term", "has_labour_cost_term", "has_wage_priority_term",
    "contractor_financed",
)  # fmt: skip
CENTRES = (SitePost.Kind.RIGHTS_CENTRE, SitePost.Kind.LABOUR_OFFICE)


def judged() -> Q:
    """The projects that rules look at: works that are only planned cannot owe wages yet."""
    return ~Q(state=Project.State.PLANNED, started_on=None)


def projects() -> pa.Table:
    """The fact table `project`."""
    own = Project.objects.filter(judged()).order_by("id")
    names = ("id", "name", "place__division", "place__pack", *OWN)
    contracts, accounts, contractors = _main_contracts(), _accounts(), _contractors()
    permits = dict(
        Permit.objects.filter(kind=Permit.Kind.CONSTRUCTION, withdrawn_on=None)
        .values_list("project")
        .annotate(Min("issued_on"))
    )
    posts, on_file = _posts(), set(Party.objects.values_list("project_id", flat=True).distinct())
    rows = []
    for row in own.values(*names):
        key = row.pop("id")
        place = place_key(row.pop("place__division"), row.pop("place__pack"))
        account = dict(accounts.get(key, {}))
        named = account_name_matches(account.pop("name", None), contractors.get(key), row["name"])
        kinds = posts.get(key, frozenset())
        if row["state"] == Project.State.PLANNED:
            row["state"] = Project.State.BUILDING
        row |= {"project_key": key, "place": place, "permit_on": permits.get(key)}
        row |= {**contracts.get(key, {}), **account, "account_name_matches": named}
        if key in on_file:
            row["has_labour_wage_officer"] = SitePost.Kind.LABOUR_WAGE_OFFICER in kinds
            row["has_rights_centre"] = any(kind in kinds for kind in CENTRES)
        rows.append(row)
    return from_rows("project", rows)


def parties() -> pa.Table:
    """The fact table `party`; a party is its body, so that it is one over all projects."""
    own = Party.objects.order_by("project_id", "id")
    fields = {
        "project_key": "project_id", "party_key": "body_id", "role": "role",
        "parent_party_key": "parent__body_id", "is_person": "is_person",
        "is_licensed": "is_licensed", "listed_on": "listed_on", "joined_on": "joined_on",
        "registered_capital_fen": "body__registered_capital_fen",
    }  # fmt: skip
    return from_rows("party", _renamed(own, fields))


def deposits() -> pa.Table:
    """The fact table `deposit`; of several uses the last is told."""
    orders: Rows = {}
    told = ("used_fen", "used_on", "notice_on", "bank_paid_on", "topped_up_on")
    for row in DepositOrder.objects.order_by("notice_on", "id").values("deposit_id", *told):
        orders[row.pop("deposit_id")] = row
    own = ("form", "stored_fen", "stored_on", "clean_years", "had_arrears", "is_listed",
           "return_applied_on", "returned_on")  # fmt: skip
    rows = [
        {"project_key": row["project_id"], **row, **orders.get(row["id"], {})}
        for row in Deposit.objects.order_by("project_id").values("id", "project_id", *own)
    ]
    return from_rows("deposit", rows)


def guarantees() -> pa.Table:
    """The fact table `guarantee`; one that ended early runs to that day."""
    rows = _renamed(
        Guarantee.objects.order_by("project_id", "id"),
        {"project_key": "project_id", "guarantee_no": "id", "kind": "kind", "to_on": "to_on",
         "amount_fen": "amount_fen", "from_on": "from_on", "ended_on": "ended_on"},
    )  # fmt: skip
    for row in rows:
        ends = [day for day in (row["to_on"], row["ended_on"]) if day is not None]
        row["to_on"] = min(ends, default=None)
    return from_rows("guarantee", rows)


def measures() -> pa.Table:
    """The fact table `court_measure`."""
    rows = _renamed(
        CourtMeasure.objects.order_by("project_id", "id"),
        {"project_key": "project_id", "measure_no": "id", "kind": "kind", "on": "on",
         "amount_fen": "amount_fen", "serves_wages": "serves_wages", "lifted_on": "lifted_on",
         "held": "account_id"},
    )  # fmt: skip
    for row in rows:
        row["held"] = "wage_deposit" if row["held"] is None else "special_account"
    return from_rows("court_measure", rows)


def signboards() -> pa.Table:
    """The fact table `signboard`; which items stand on it is known once somebody said so."""
    rows = _renamed(
        Signboard.objects.order_by("project_id"),
        {"project_key": "project_id", "items": "items", "put_up_on": "put_up_on",
         "photo_on": "photo_on", "checked_on": "checked_on"},
    )  # fmt: skip
    for row in rows:
        told = bool(row["items"]) or row["checked_on"] is not None
        row["items_bits"] = _bits(row["items"]) if told else None
    return from_rows("signboard", rows)


def _bits(items: Iterable[str]) -> int:
    return sum(1 << SIGNBOARD_ITEMS.index(each) for each in set(items) if each in SIGNBOARD_ITEMS)


def _renamed(rows: Any, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    found = rows.values_list(*fields.values())
    return [dict(zip(fields, row, strict=True)) for row in found]


def _main_contracts() -> Rows:
    """What the works contract between developer and general contractor says, the first signed."""
    both = WorksContract.objects.filter(
        client__role=Party.Role.DEVELOPER, contractor__role=Party.Role.GENERAL_CONTRACTOR
    )
    found: Rows = {}
    for row in both.order_by("signed_on", "id").values("project_id", "signed_on", *OF_CONTRACT):
        signed_on = row.pop("signed_on")
        found.setdefault(row.pop("project_id"), {**row, "contract_signed_on": signed_on})
    return found


def _accounts() -> Rows:
    """Each project's special account: the open one, else the one that was closed last."""
    found: Rows = {}
    rows = SpecialAccount.objects.order_by("closed_on", "id").values(
        "project_id", "name", "opened_on", "filed_on", "agreement_on", "closed_on",
        "notice_from_on", "notice_to_on",
    )  # fmt: skip
    for row in sorted(rows, key=lambda each: each["closed_on"] or dt.date.max):
        found[row["project_id"]] = {
            "name": row["name"],
            "account_opened_on": row["opened_on"],
            "account_filed_on": row["filed_on"],
            "account_agreement_on": row["agreement_on"],
            "account_closed_on": row["closed_on"],
            "account_notice_days": _days(row["notice_from_on"], row["notice_to_on"]),
        }
    return found


def _days(first: dt.date | None, last: dt.date | None) -> int | None:
    return None if first is None or last is None else (last - first).days


def _contractors() -> dict[int, str]:
    """The general contractor's name where a project has exactly one."""
    found: dict[int, list[str]] = {}
    rows = Party.objects.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None)
    for project, name in rows.order_by("id").values_list("project_id", "body__name"):
        found.setdefault(project, []).append(name)
    return {project: names[0] for project, names in found.items() if len(names) == 1}


def _posts() -> dict[int, frozenset[str]]:
    """Which kinds of posts are filled on each project now."""
    found: dict[int, set[str]] = {}
    for project, kind in SitePost.objects.filter(to_on=None).values_list("project_id", "kind"):
        found.setdefault(project, set()).add(kind)
    return {project: frozenset(kinds) for project, kinds in found.items()}
