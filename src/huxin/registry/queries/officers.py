"""Who may hold the post of a labour-wage officer on a project: whom a party gave the role."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.access.models import Account
from huxin.registry.models import Project

__all__ = ["officers"]

FILL, ROLE = "registry.post.fill", "labour_wage_officer"


def officers(project: int, *, actor: Actor, now: dt.datetime) -> tuple[tuple[int, str], ...]:
    """Key and "name, company" of accounts that hold the role for a party; raises NotFound.

    For whoever fills the post: the name stands on the site's signboard. Two queries.
    """
    site = reach(Project, project, FILL, actor=actor)
    bodies = site.parties.filter(left_on=None).values("body")
    running = Q(grants__to_at=None) | Q(grants__to_at__gt=now)
    found = Account.objects.filter(
        running, grants__role=ROLE, grants__ended_at=None, grants__from_at__lte=now,
        grants__body__in=bodies, is_active=True,
    )  # fmt: skip
    rows = found.select_related("body").order_by("pk").distinct()
    return tuple((each.pk, f"{each.name}, {each.body.name if each.body else ''}") for each in rows)
