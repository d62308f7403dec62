"""Help at a counter: an officer sees a worker's own pages with him, for a short while, read-only.

The worker has no phone at hand, or shares one. That his pages were opened, by which unit and why,
is entered and stands under "who looked" on those same pages.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Model

from huxin.access.actions.reveals import record_reveal
from huxin.access.actor import Actor, Held
from huxin.access.change import change, name_of
from huxin.access.errors import NotFound
from huxin.access.gate import reach
from huxin.access.models import Account, Reveal

__all__ = ["ASSIST", "ASSISTED", "OWN_PAGES", "assist", "assisted", "assisted_until"]

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


def _last_begun(person: Model, actor: Actor, now: dt.datetime) -> dt.datetime | None:
    begun = Reveal.objects.filter(
        account=actor.account, object=name_of(person), at__gt=now - LASTS, at__lte=now
    ).values_list("fields", "at")
    return max((at for fields, at in begun if fields == [OWN_PAGES]), default=None)


def _account_of(person: Model) -> int | None:
    found: int | None = getattr(person, "account_id")  # noqa: B009 -- any person's table
    return found
