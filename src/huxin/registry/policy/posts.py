"""Posts of the site: whom the labour office is formed of here, and who of them is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from huxin.kernel.texts import N_, Message, message
from huxin.registry.law import Here
from huxin.registry.models import SitePost

__all__ = ["MEMBERS", "POSTS", "office_members", "side_of", "vacant_sides"]

MEMBERS = "site_office.members"
POSTS: Mapping[str, str] = {
    "labour_wage_officer": N_("labour-wage officer"),
    "labour_office": N_("site labour office"),
    "rights_centre": N_("site rights centre"),
    "office_member": N_("member of the site labour office"),
}
SIDES: Mapping[str, str] = {
    "developer": N_("developer"),
    "supervising_engineer": N_("supervising engineer"),
    "contractor": N_("construction enterprise"),
    "worker_representatives": N_("workers' representatives"),
}


def side_of(side: str) -> Message:
    """Whom a member sits in the office for; a word of a pack that has no text stands as it is."""
    return Message(SIDES[side]) if side in SIDES else message("{word}", word=side)


def office_members(here: Here, on: dt.date) -> tuple[str, ...]:
    """The sides that the site's labour office is formed of, in the law's order; empty: unsaid."""
    return here.words(MEMBERS, on)


def vacant_sides(posts: Iterable[SitePost], *, here: Here, on: dt.date) -> tuple[str, ...]:
    """Sides that nobody sits in the office for."""
    held = {each.side for each in posts if each.kind == SitePost.Kind.OFFICE_MEMBER}
    return tuple(each for each in office_members(here, on) if each not in held)
