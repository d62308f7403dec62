"""The history of an object, for those who may see it; what was changed, opened and entered.

The trail itself knows no rights. Each function here first reaches the object through the gate with
an operation of the trail: relations are those of the object's own table.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Model

from huxin.access.actions.reveals import record_reveal
from huxin.access.actor import Actor
from huxin.access.change import Change, change, name_of
from huxin.access.errors import NotFound
from huxin.access.fields import cipher
from huxin.access.gate import Subject, check, may, reach
from huxin.access.models import ApiKey, Grant
from huxin.access.permissions import table
from huxin.kernel.sign import PublicKey
from huxin.trail import actions as trail
from huxin.trail import queries
from huxin.trail.check import opener_of
from huxin.trail.errors import NothingToProve
from huxin.trail.queries import Step

__all__ = ["History", "erase", "history", "open_step", "proof_of", "proofs", "who_looked"]

VIEW, OPEN, LOOKS = "trail.history.view", "trail.history.open", "trail.looks.view"
PROVE, ERASE = "trail.proof.make", "trail.opening.erase"
LOOKING = ("open", "reveal", "export", "assist")
"""Verbs of operations that show protected values to somebody."""


@dataclass(frozen=True, slots=True)
class History:
    """Who did what when, newest first. `units` names the body or bodies behind each pseudonym."""

    steps: tuple[Step, ...]
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may_open: bool = False


def history(
    row: Model, *, belongings: Iterable[Model] = (), actor: Actor, limit: int = 200
) -> History:
    """The history of an object and of what belongs to it; raises NotFound when it is out of the
    actor's reach."""
    reach(type(row), row.pk, VIEW, actor=actor)
    names = [name_of(each) for each in (row, *belongings)]
    steps = tuple(queries.entries_of(names, limit=limit))
    return History(steps, _units({step.actor for step in steps}), may(OPEN, actor=actor))


def who_looked(row: Model, *, actor: Actor, limit: int = 200) -> History:
    """Who was shown protected values of a person's record; for that person himself as well."""
    reach(type(row), row.pk, LOOKS, actor=actor)
    showing = [name for name in table().operations if name.rpartition(".")[2] in LOOKING]
    steps = tuple(queries.entries_of([name_of(row)], actions=showing, limit=limit))
    return History(steps, _units({step.actor for step in steps}))


def open_step(
    row: Model, year: int, number: int, *, reason: str, actor: Actor, now: dt.datetime
) -> Mapping[str, Any]:
    """The values before and after of one entry on an object; who looked and why is entered.

    Empty when they were erased. Raises NotFound for an entry about something else, NoReason, or
    NoAllowance when the day's allowance is used up.
    """
    with change(OPEN, actor=actor, now=now) as doing:
        found = doing.reach(type(row), row.pk)
        try:
            values = queries.opened(year, number, about=name_of(found), opener=opener_of(cipher()))
        except NothingToProve:
            raise NotFound from None
        person = getattr(found, "worker", found)  # who reads of the look, whichever paper of his
        _reveal(doing, name_of(person), [f"{year}/{number}"], reason)
    return json.loads(values) if values else {}


def proof_of(row: Model, year: int, number: int, *, actor: Actor) -> Mapping[str, Any]:
    """The proof of one entry on an object, without its values, as `huxin_verify.py` reads it."""
    reach(type(row), row.pk, VIEW, actor=actor)
    try:
        return queries.prove(year, number, keys=_keys(), about=name_of(row))
    except NothingToProve:
        raise NotFound from None


def proofs(
    name: str, *, actor: Actor, now: dt.datetime, reason: str = ""
) -> list[Mapping[str, Any]]:
    """Proofs of an entry ("2025/17") or of all entries of an object; with a reason, with values.

    For the operator of the installation: a look at the values is entered like any other.
    """
    check(PROVE, actor=actor, subject=Subject())
    found = queries.find(name)
    opener = opener_of(cipher()) if reason else None
    made: list[Mapping[str, Any]] = [
        queries.prove(year, number, keys=_keys(), opener=opener) for year, number in found
    ]
    if reason:
        with change(OPEN, actor=actor, now=now) as doing:
            doing.allow(Subject())
            for about in sorted({str(json.loads(each["leaf"])["object"]) for each in made}):
                _reveal(doing, about, [f"{year}/{number}" for year, number in found], reason)
    return made


def erase(names: Sequence[str], *, reason: str, actor: Actor, now: dt.datetime) -> int:
    """Destroy what the entries of some objects commit to; the log stays valid. How many went."""
    with change(ERASE, actor=actor, now=now) as doing:
        doing.allow(Subject())
        return trail.erase(names, actor=actor.name, reason=reason, now=now, cipher=cipher())


def _reveal(doing: Change, about: str, entries: Sequence[str], reason: str) -> None:
    """A person spends his day's allowance; the operator of the installation has none to spend."""
    if doing.actor.account is None:
        doing.note(about, after={"revealed": [*entries], "reason": reason})
    else:
        record_reveal(doing, about, entries, reason=reason)


def _keys() -> Mapping[str, PublicKey]:
    found: Mapping[str, PublicKey] = settings.INSTALLATION.signer.known
    return found


def _units(actors: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The bodies behind pseudonyms: of the grants of an account, of the owner of a key."""
    accounts = [int(each[8:]) for each in actors if each.startswith("account:")]
    keys = [each[4:] for each in actors if each.startswith("key:")]
    found: dict[str, set[str]] = {}
    granted = Grant.objects.filter(account__in=accounts, body__isnull=False)
    for account, body in granted.values_list("account", "body__name").distinct():
        found.setdefault(f"account:{account}", set()).add(str(body))
    for key, body in ApiKey.objects.filter(key__in=keys).values_list("key", "body__name"):
        found.setdefault(f"key:{key}", set()).add(body)
    return {name: tuple(sorted(bodies)) for name, bodies in found.items()}
