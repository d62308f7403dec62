"""Who is meant: by a clock's number on a day, by the identity number or the name in a grid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from huxin.access.fields import digest
from huxin.registry.models import Enrolment
from huxin.wages.models import ClockUser

__all__ = ["Numbers", "Roster", "numbers_of", "prints", "roster_of"]

Ints = npt.NDArray[np.int64]
NOBODY = -1
FIRST, LAST = dt.date(1900, 1, 1), dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Held:
    """A number held by a worker from one day to another."""

    worker: int
    from_on: dt.date
    to_on: dt.date


@dataclass(frozen=True, slots=True)
class Numbers:
    """The holders of each clock user of a project, first holder first."""

    holders: dict[int, tuple[Held, ...]]

    def workers(self, users: Ints, days: Ints) -> Ints:
        """The worker of each punch, -1 where the number belongs to nobody yet.

        A number that one worker holds is his on every day, so that presence before entry or after
        exit is seen; one that was given on is his who held it on the day.
        """
        if not len(users):
            return np.empty(0, np.int64)
        found, back = np.unique(users, return_inverse=True)
        holders = [self.holders.get(user, ()) for user in found.tolist()]
        only = np.array([each[0].worker if each else NOBODY for each in holders], np.int64)
        workers = only[back]
        for place, several in enumerate(holders):
            if len(several) > 1:
                rows = np.flatnonzero(back == place)
                workers[rows] = [_holder(several, day) for day in days[rows].tolist()]
        return workers

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers that belong to nobody yet."""
        return tuple(user for user, held in self.holders.items() if not held)


def _holder(several: tuple[Held, ...], day: int) -> int:
    on = dt.date(1970, 1, 1) + dt.timedelta(days=day)
    within = [each for each in several if each.from_on <= on <= each.to_on]
    begun = [each for each in several if each.from_on <= on]
    return (within or begun[-1:] or several)[0].worker


def numbers_of(project: int) -> Numbers:
    """Who held which number on the devices of a project: two queries."""
    by_number: dict[str, list[Held]] = {}
    found = Enrolment.objects.filter(project=project).values_list(
        "worker_id", "worker__merged_into_id", "clock_user", "worker__identity_digest",
        "entered_on", "left_on",
    )  # fmt: skip
    for worker, merged, number, identity, entered, left in found:
        held = Held(merged or worker, entered or FIRST, left or LAST)
        for each in (number, f"#{identity}"):
            if each:
                by_number.setdefault(each, []).append(held)
    users = ClockUser.objects.filter(project=project).values_list("pk", "number")
    return Numbers({user: _in_order(by_number.get(number, ())) for user, number in users})


def _in_order(held: Iterable[Held]) -> tuple[Held, ...]:
    """Holders by entry; one worker who came twice is one holder as long as nobody else is."""
    whole = sorted(held, key=lambda each: (each.from_on, each.worker))
    return tuple(whole[:1] if len({each.worker for each in whole}) == 1 else whole)


def prints(projects: Iterable[int]) -> dict[int, int]:
    """A fingerprint of each project's roster: it changes when a number may mean another worker."""
    wanted = set(projects)
    digests = {project: sha256() for project in wanted}
    rows = (
        Enrolment.objects.filter(project__in=wanted)
        .order_by("project_id", "pk")
        .values_list(
            "project_id", "worker_id", "worker__merged_into_id", "clock_user", "entered_on",
            "left_on",
        )
    )  # fmt: skip
    for project, *row in rows.iterator(chunk_size=10_000):
        digests[project].update(repr(row).encode())
    return {
        project: int.from_bytes(each.digest()[:8], "big", signed=True)
        for project, each in digests.items()
    }


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a project as a paper names them."""

    by_identity: dict[int, int]
    by_name: dict[str, tuple[int, ...]]

    def meant(self, identity: str | None, name: str | None) -> tuple[int, ...]:
        """The workers whom a row can mean: exactly one is a good answer."""
        if identity:
            worker = self.by_identity.get(digest("identity", identity.upper()))
            return () if worker is None else (worker,)
        return self.by_name.get((name or "").strip(), ())


def roster_of(project: int) -> Roster:
    """One query; names are opened, because papers without identity numbers name people by them."""
    by_identity: dict[int, int] = {}
    by_name: dict[str, set[int]] = {}
    enrolled = Enrolment.objects.filter(project=project).values_list(
        "worker_id", "worker__merged_into_id", "worker__identity_digest", "worker__name"
    )
    for worker, merged, identity, name in enrolled:
        by_identity[identity] = merged or worker
        by_name.setdefault(name, set()).add(merged or worker)
    return Roster(by_identity, {name: tuple(sorted(keys)) for name, keys in by_name.items()})
