"""Workers, enrolments and labour contracts, from the registers to fact tables: keys, never names.

A worker who is registered twice and was merged is the one he was merged into.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from django.db.models.functions import Coalesce

from huxin.check.assemble.columns import from_rows
from huxin.registry.models import Card, Enrolment, LabourContract, Worker

__all__ = ["contracts", "enrolments", "workers"]

WHO = Coalesce("worker__merged_into_id", "worker_id")


def workers() -> pa.Table:
    """The fact table `worker`."""
    own = Worker.objects.filter(merged_into=None).order_by("id").values_list("id", "identity_ok")
    return from_rows("worker", [{"worker_key": key, "identity_ok": ok} for key, ok in own])


def enrolments() -> pa.Table:
    """The fact table `enrolment`: one row per worker and project over all his times there."""
    cards = dict(Card.objects.filter(ended_at=None).values_list("worker_id", "number_digest"))
    names = (
        "project_id", "who", "party__body_id", "team_id", "post", "trade", "entered_on", "left_on",
        "registered_on", "under_age", "day_rate_fen", "worker__phone_digest", "settled_on",
        "confirmed_on",
    )  # fmt: skip
    times: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in Enrolment.objects.annotate(who=WHO).order_by("id").values(*names):
        times.setdefault((row["project_id"], row["who"]), []).append(row)
    return from_rows("enrolment", [_enrolment(rows, cards) for rows in times.values()])


def contracts() -> pa.Table:
    """The fact table `labour_contract`."""
    names = ("project_id", "who", "signed_on", "from_on", "to_on", "filed_on", "terms_missing")
    found: dict[tuple[int, int, dt.date], dict[str, Any]] = {}
    for row in LabourContract.objects.annotate(who=WHO).order_by("id").values(*names):
        missing = row["terms_missing"]
        row |= {
            "project_key": row["project_id"],
            "worker_key": row["who"],
            "terms_missing": None if missing is None else len(missing),
        }
        found[row["project_id"], row["who"], row["from_on"]] = row
    return from_rows("labour_contract", list(found.values()))


def _enrolment(rows: Sequence[dict[str, Any]], cards: dict[int, int]) -> dict[str, Any]:
    """His last time there, from the first entry on and until he left for the last time."""
    last = rows[-1]
    entered, left = ([row[name] for row in rows] for name in ("entered_on", "left_on"))
    return last | {
        "project_key": last["project_id"],
        "worker_key": last["who"],
        "party_key": last["party__body_id"],
        "team_key": last["team_id"],
        "trade": last["trade"] or None,
        "entered_on": None if None in entered else min(entered),
        "left_on": None if None in left else max(left),
        "registered_on": min(row["registered_on"] for row in rows),
        "under_age": any(row["under_age"] for row in rows),
        "card_digest": cards.get(last["who"]),
        "phone_digest": last["worker__phone_digest"],
    }
