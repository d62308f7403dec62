"""The worker writes down his own days: one, or a whole month at once. Nobody else does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256

from django.db.models import Max

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.access.gate import visible
from huxin.registry.models import Project, Worker
from huxin.wages.actions.corrections import DayClaim, sound
from huxin.wages.models import DiaryDay

__all__ = ["write_diary"]

WRITE = "wages.diary.write"
NOTE_MAX = 300


def write_diary(
    days: Sequence[DayClaim], *, project: int, actor: Actor, now: dt.datetime
) -> tuple[int, ...]:
    """Write days into the own diary; what already stands there word for word is left as it is.

    The project need not have him on its roster: he who was never registered needs his diary most.
    Raises NotFound or WrongDay, and then nothing was written. Gives the keys of new versions.
    """
    for each in days:
        sound(each, now=now)
    with change(WRITE, actor=actor, now=now) as doing:
        worker = visible(Worker, WRITE, actor=actor).select_for_update(of=("self",)).first()
        # Whether a project exists is no secret: it stands on the signboard at its gate.
        site = Project.objects.filter(pk=project).first() if 0 < project < 1 << 63 else None
        if worker is None or site is None:
            raise NotFound
        fresh = _changed(worker, site, {each.on: each for each in days})
        made = [
            DiaryDay.objects.create(
                worker=worker, project=site, on=each.on, version=version,
                day_centi=each.day_centi, minutes=each.minutes, note=each.note.strip()[:NOTE_MAX],
                written_at=now,
            )
            for each, version in fresh
        ]  # fmt: skip
        if made:
            said = [
                (each.on, each.version, each.day_centi, each.minutes, each.note) for each in made
            ]
            digest = sha256(repr(said).encode()).hexdigest()
            doing.note(
                f"wages.diary:{worker.pk}",
                after={"project": site.pk, "days": len(made), "content": digest},
            )
    return tuple(each.pk for each in made)


def _changed(
    worker: Worker, project: Project, days: dict[dt.date, DayClaim]
) -> list[tuple[DayClaim, int]]:
    """The days that say something new, each with its version."""
    rows = DiaryDay.objects.filter(worker=worker, project=project, on__in=days)
    latest = dict(rows.values_list("on").annotate(Max("version")))
    standing = {row.on: row for row in rows if row.version == latest[row.on]}
    changed = []
    for on, claim in sorted(days.items()):
        old = standing.get(on)
        said = (claim.day_centi, claim.minutes, claim.note.strip()[:NOTE_MAX])
        if old is None or said != (old.day_centi, old.minutes, old.note):
            changed.append((claim, latest.get(on, 0) + 1))
    return changed
