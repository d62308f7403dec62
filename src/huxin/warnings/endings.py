"""The end of keeping, by two people: one proposes, another confirms; either withdraws before.

Never by itself, and only when the ledgers are over (`ledgers.py`). What it does stands in
`erasing.py`; files and facts follow after the commit, at once or by the job after a crash.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Model

from huxin.access.actor import Actor, system
from huxin.access.change import Change, change
from huxin.access.errors import NotFound
from huxin.access.fields import cipher
from huxin.access.gate import Subject
from huxin.access.storage import forget
from huxin.kernel.clock import CHINA
from huxin.registry.models import Project, Worker
from huxin.trail.actions import Delivery, deliver
from huxin.trail.actions.outbox import Sender
from huxin.trail.queries import erased_among
from huxin.wages.actions import compact
from huxin.warnings import facts, monitor, policy
from huxin.warnings.erasing import LEDGERS, Erased, erase_ledgers, held, leaving
from huxin.warnings.errors import EndedAlready, FilesInUse, NotOver, OtherOfficer
from huxin.warnings.ledgers import ledgers_of
from huxin.warnings.models import Ending

__all__ = ["clear", "confirm", "erase_again", "propose", "withdraw"]

TOPIC = "ledgers"
REASON_MAX = 200
SETTLES = dt.timedelta(hours=1)
"""No file is on its way to its record for so long."""


def propose(project: Any, *, reason: str, actor: Actor, now: dt.datetime) -> Ending:
    """Propose that the ledgers of a project are erased; raises NotOver, or EndedAlready where a
    proposal waits."""
    with change("warnings.ending.propose", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        said = policy.reason(reason)[:REASON_MAX]
        _check_over(site, now)
        if actor.account is None:
            raise NotFound
        if Ending.objects.filter(project=site, closed_at=None).exists():
            raise EndedAlready
        made = doing.keep(
            Ending(project=site, reason=said, proposed_by_id=actor.account, proposed_at=now)
        )
        doing.note(made, after={"project": site.pk, "reason": said})
        return made


def withdraw(ending: Any, *, actor: Actor, now: dt.datetime) -> Ending:
    """Take a proposal back, whoever of the two does it; raises EndedAlready."""
    with change("warnings.ending.withdraw", actor=actor, now=now) as doing:
        found = _open(doing, ending)
        found.closed_at = now
        found.save(update_fields=["closed_at"])
        doing.note(found, before={"closed_at": None}, after={"closed_at": now})
        return found


def confirm(ending: Any, *, actor: Actor, now: dt.datetime) -> Ending:
    """The second person's yes: the ledgers are erased, for good.

    Raises OtherOfficer for who proposed it, NotOver where something has opened since, EndedAlready.
    """
    with change("warnings.ending.confirm", actor=actor, now=now) as doing:
        found = _open(doing, ending)
        if actor.account in (None, found.proposed_by_id):
            raise OtherOfficer
        site = Project.objects.select_for_update().get(pk=found.project_id)
        _check_over(site, now)
        done = _erase(doing, [site.pk], leaving([site.pk]), key=str(found.pk))
        found.confirmed_by_id, found.closed_at = actor.account, now
        found.people, found.gone = done.people, done.gone
        found.save(update_fields=["confirmed_by", "closed_at", "people", "gone"])
        doing.note(found, after={"people": done.people, "gone": done.gone})
        doing.note(site, after={"ending": found.pk})
    clear(now=now)
    return found


def erase_again(names: Sequence[str], *, actor: Actor, now: dt.datetime) -> int:
    """In a restored installation: ledgers and workers that these names of an exported log say were
    erased, and that this trail knows nothing of yet, go again; how many of them there were. Who is
    on another ledger in this backup stays, until the log that tells of that one is named as well.
    """
    sites = _there(Project, names, LEDGERS)
    workers = _there(Worker, names, Worker._meta.label_lower)
    if not sites and not workers:
        return 0
    with change("warnings.ending.repeat", actor=actor, now=now) as doing:
        doing.allow(Subject())
        workers = [*leaving(sites, workers)] if workers else []
        _erase(doing, sites, workers, key=f"again:{now.isoformat()}")
        for each in sites:
            doing.note(f"{Project._meta.label_lower}:{each}", after={"ledgers": "erased again"})
    clear(now=now)
    return len(sites) + len(workers)


def clear(*, now: dt.datetime) -> Delivery:
    """What follows after the commit: files that nobody names go, facts are made anew."""
    return deliver(now=now, senders={TOPIC: _sender(now)}, cipher=cipher())


def _sender(now: dt.datetime) -> Sender:
    def is_old(written: float) -> bool:
        return written < (now - SETTLES).timestamp()

    def send(_: str, content: Mapping[str, Any]) -> None:
        kept = monitor.store()
        compact(store=kept, actor=system("attendance"), now=now)
        with monitor.alone(kept):
            facts.export(kept, now.astimezone(CHINA).date())
        free = {*content["files"]} - held(content["files"])
        young = [each for each in sorted(free) if not forget(each, is_old=is_old)]
        if young:
            raise FilesInUse

    return send


def _erase(doing: Change, sites: Collection[int], workers: Collection[int], *, key: str) -> Erased:
    done = erase_ledgers(doing, sites, workers=workers)
    doing.send(TOPIC, f"warnings.ending:{key}", {"files": done.files})
    return done


def _open(doing: Change, ending: Any) -> Ending:
    """A proposal that waits, locked."""
    found = doing.reach(Ending, ending)
    if found.closed_at is not None:
        raise EndedAlready
    return found


def _check_over(site: Project, now: dt.datetime) -> None:
    (ledger,) = ledgers_of([site], on=now.astimezone(CHINA).date())
    if not ledger.is_over:
        raise NotOver(ledger.retention, ledger.hindrances)


def _there(model: type[Model], names: Sequence[str], label: str) -> list[int]:
    """The rows that names of the trail mean, unless they were erased before this backup."""
    keys = {each: each.removeprefix(f"{label}:") for each in names}
    meant = {each: key for each, key in keys.items() if key.isdecimal()}
    for each in erased_among(meant):
        del meant[each]
    return list(model._default_manager.filter(pk__in=meant.values()).values_list("pk", flat=True))
