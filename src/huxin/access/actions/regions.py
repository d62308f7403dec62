"""Regions: the divisions of GB/T 2260, the zones of the law packs, townships by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import BadRegion
from huxin.access.gate import Subject
from huxin.access.models import Region
from huxin.kernel.divisions import divisions_in_force
from huxin.law import Lawbook

__all__ = ["NATION", "Loaded", "add_township", "load_regions"]

NATION = "000000"
TOWNSHIP_DIGITS = frozenset({9, 12})
BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: rows new, changed, as they were."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    name: str
    kind: str
    parent: str | None
    path: str
    division: str
    pack: str = ""


def load_regions(*, actor: Actor, now: dt.datetime) -> Loaded:
    """Fill the table of regions; a second run changes nothing. Regions no longer listed stay."""
    rows = [*_divisions(), *_zones()]
    with change("access.region.load", actor=actor, now=now) as doing:
        doing.allow(Subject())
        known = {each.code: each for each in Region.objects.all()}
        fresh = [each for each in rows if each.code not in known]
        moved = [each for each in rows if each.code in known and _differs(each, known[each.code])]
        Region.objects.bulk_create([_region(each) for each in fresh], batch_size=BATCH)
        for each in moved:
            _region(each).save(force_update=True)
        if fresh or moved:
            digest = hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()
            counts = {"added": len(fresh), "changed": len(moved), "content": digest}
            doing.note("access.region:all", after=counts)
    return Loaded(len(fresh), len(moved), len(rows) - len(fresh) - len(moved))


def add_township(code: str, name: str, *, parent: str, actor: Actor, now: dt.datetime) -> Region:
    """A township or street below a county: 9 or 12 digits that begin with the county's code."""
    with change("access.region.add", actor=actor, now=now) as doing:
        above = doing.reach(Region, parent)
        fits = len(code) in TOWNSHIP_DIGITS and code.isdigit() and code[:6] == above.division
        holds_townships = above.kind in {Region.Kind.COUNTY, Region.Kind.ZONE}
        taken = Region.objects.filter(code=code).exists()
        if not (fits and holds_townships and name.strip()) or taken:
            raise BadRegion(code, above.division)
        made = Region.objects.create(
            code=code, name=name.strip(), kind=Region.Kind.TOWNSHIP, parent=above,
            path=f"{above.path}{code}/", division=above.division, pack=above.pack,
        )  # fmt: skip
        doing.note(made, after={"code": code, "name": made.name, "parent": parent})
    return made


def _divisions() -> Iterable[_Row]:
    """Parents before their parts: the list is sorted by code, and a parent's code ends in zeros."""
    yield _Row(NATION, "全国", Region.Kind.NATION, None, "/", NATION)
    for each in divisions_in_force():
        path = "/".join((*reversed(each.parents), each.code))
        parent = each.parents[0] if each.parents else NATION
        yield _Row(each.code, each.name, each.level, parent, f"/{path}/", each.code)


def _zones() -> Iterable[_Row]:
    """Each lies below the division that its pack names, and carries its pack."""
    paths = {each.code: each.path for each in _divisions()}
    for pack in Lawbook.load().packs.values():
        code, name = pack.region
        if code:
            above = pack.places[0]
            path = f"{paths[above]}{code}/"
            yield _Row(code, name, Region.Kind.ZONE, above, path, above, pack.code)


def _region(row: _Row) -> Region:
    return Region(
        code=row.code, name=row.name, kind=row.kind, parent_id=row.parent, path=row.path,
        division=row.division, pack=row.pack,
    )  # fmt: skip


def _differs(row: _Row, known: Region) -> bool:
    was = (known.name, known.kind, known.parent_id, known.path, known.division, known.pack)
    return was != (row.name, row.kind, row.parent, row.path, row.division, row.pack)
