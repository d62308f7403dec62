"""Help at a counter: an officer sees a worker's own pages with him, for a short while, read-only.

The worker has no phone at hand, or shares one. That his pages were opened, by which unit and why,
is entered and stands under "who looked" on those same pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Model

from huxin.access.actions.reveals import record_reveal
from huxin.access.actor import Actor, Held
from huxin.access.change import change, name_of
from huxin.access.errors import NotFound
from huxin.access.gate import reach
from huxin.access.models import Account, Reveal

__all__ = ["ASSIST", "ASSISTED", "OWN_PAGES", "assist", "assisted", "assisted_until",
           "end_assistance", "running"]  # fmt: skip

ASSIST = "access.worker.assist"
ASSISTED = "assisted_worker"
"""The role in whose rights the pages are shown: it stands beside the worker's, in rows that only
read, and in no others."""
OWN_PAGES = "own_pages"
LASTS = dt.timedelta(minutes=30)


def assist(person: Model, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Begin to help a person, for half an hour; raises NotFound, NoReason or NoAllowance.

    Somebody without an account (his phone signs in somebody else) gets one that nobody can sign in
    with.
    """
    with change(ASSIST, actor=actor, now=now) as doing:
        found = doing.reach(type(person), person.pk)
        if _account_of(found) is None:
            account = Account(kind=Account.Kind.WORKER, login=f"counter-{found.pk}", created_at=now)
            account.set_unusable_password()
            account.save()
            setattr(found, "account", account)  # noqa: B010 -- any person's table
            found.save(update_fields=["account"])
            doing.note(account, after={"person": name_of(found)})
        record_reveal(doing, name_of(found), [OWN_PAGES], reason=reason)


def assisted(person: Model, *, actor: Actor, now: dt.datetime) -> Actor:
    """Who reads while an officer helps: the person's own view, under the officer's name.

    Asked at each request: raises NotFound when the officer did not begin, when half an hour is
    over, or when he may not help this person any more.
    """
    found = reach(type(person), person.pk, ASSIST, actor=actor)
    own = _account_of(found)
    if own is None or _last_begun(found, actor, now) is None:
        raise NotFound
    return Actor(actor.name, (Held(ASSISTED),), own)


def assisted_until(person: Model, *, actor: Actor, now: dt.datetime) -> dt.datetime:
    """When the help that the officer began ends; raises NotFound when it has not begun."""
    begun = _last_begun(reach(type(person), person.pk, ASSIST, actor=actor), actor, now)
    if begun is None:
        raise NotFound
    return begun + LASTS


def end_assistance(person: Model, *, actor: Actor, now: dt.datetime) -> int:
    """End help before its time: an officer his own, the person himself all; how many ended.

    Raises NotFound for a person out of reach.
    """
    with change("access.worker.assist_end", actor=actor, now=now) as doing:
        found = doing.reach(type(person), person.pk)
        himself = actor.account == _account_of(found)
        rows = [
            each for each in _running(found, now) if himself or each.account_id == actor.account
        ]
        for each in rows:
            each.ended_at = now
            each.save(update_fields=["ended_at"])
        if rows:
            doing.note(found, after={"help_ended": len(rows)})
        return len(rows)


def running(person: str, *, now: dt.datetime) -> bool:
    """Whether somebody's pages are open at a counter now; `person` is the name in the trail."""
    return any(_of(person, now))


def _running(person: Model, now: dt.datetime) -> list[Reveal]:
    return list(_of(name_of(person), now))


def _of(person: str, now: dt.datetime) -> Iterator[Reveal]:
    rows = Reveal.objects.filter(object=person, at__gt=now - LASTS, at__lte=now, ended_at=None)
    return (each for each in rows if each.fields == [OWN_PAGES])


def _last_begun(person: Model, actor: Actor, now: dt.datetime) -> dt.datetime | None:
    begun = [each.at for each in _running(person, now) if each.account_id == actor.account]
    return max(begun, default=None)


def _account_of(person: Model) -> int | None:
    found: int | None = getattr(person, "account_id")  # noqa: B009 -- any person's table
    return found
