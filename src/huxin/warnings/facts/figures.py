"""Operating figures and progress, from their register to the fact table `indicator`.

A project bears its own figures and those of the firms that answer for it, as long as they do: who
cannot pay the power bill of his office will not pay the wages of his site either.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyarrow as pa
from django.db.models.functions import Coalesce

from huxin.check.assemble.columns import from_rows
from huxin.registry.models import Figure, Party, Project
from huxin.registry.policy.figures import ANSWERING, by_month
from huxin.warnings.facts.projects import judged

__all__ = ["indicators"]

Parts = Mapping[int, list[tuple[int, dt.date | None]]]
FIRM = Coalesce("body__merged_into_id", "body_id")


def indicators() -> pa.Table:
    """The fact table `indicator`."""
    parts = _parts()
    whole = {*Project.objects.filter(judged()).values_list("id", flat=True)}
    about: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    rows = Figure.objects.filter(ended_at=None).annotate(firm=FIRM).order_by("id")
    for each in rows:
        for project in _projects(each, each.firm, parts):
            if project in whole:
                about[project, each.kind].append(each)
    return from_rows(
        "indicator",
        [
            {"project_key": project, "kind": kind, "month": month, "value": value}
            for (project, kind), figures in sorted(about.items(), key=lambda each: each[0])
            for month, value in by_month(figures).items()
        ],
    )


def _projects(figure: Figure, firm: int | None, parts: Parts) -> Iterable[int]:
    """The projects for which a figure counts: those that the firm had not left by its month."""
    if firm is None:
        return () if figure.project_id is None else (figure.project_id,)
    return {site for site, left in parts.get(firm, ()) if left is None or left >= figure.month}


def _parts() -> Parts:
    """Firm → projects for which it answers, and until when."""
    found: dict[int, list[tuple[int, dt.date | None]]] = defaultdict(list)
    rows = Party.objects.filter(role__in=sorted(ANSWERING)).annotate(firm=FIRM)
    for firm, site, left_on in rows.values_list("firm", "project_id", "left_on"):
        found[firm].append((site, left_on))
    return found
