"""What it means that the ledgers of a project end: every row about its people goes, for good.

Which tables that are says each room's `privacy.yaml` (`ends`), not this module: a table that is
added later ends as it declares. Whoever is on no other ledger leaves the register as well. The
trail's entries of the erasure come first: the database lets originals and openings go only after
them. Business rows stay: project, parties, permits, accounts, deposits, warnings about firms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, ForeignKey, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from huxin.access.change import Change, name_of
from huxin.access.fields import cipher
from huxin.access.models import Account
from huxin.access.privacy import STAYS, declared
from huxin.access.storage import path_of
from huxin.kernel.texts import ROOMS
from huxin.registry.models import Likeness, Project, Worker
from huxin.trail import actions as trail
from huxin.trail import queries
from huxin.trail.check import opener_of
from huxin.wages.models import MonthState
from huxin.warnings.models import Warning, WarningStep

__all__ = ["LEDGERS", "Erased", "erase_ledgers", "held", "leaving", "tables"]

LEDGERS = "registry.ledgers"
"""The trail's name for all ledgers of a project, as in "registry.ledgers:12"."""
REASON = "end of keeping"
SLICE = 500
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
DIGEST_LENGTH = 64
ABOUT_PEOPLE = {
    Warning: Q(worker__isnull=False), WarningStep: Q(warning__worker__isnull=False),
}  # fmt: skip
"""Of a project's warnings only those that name a worker go; the others are about its firms."""
Keys = Mapping[str, Collection[Any]]


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: how many were on the ledgers, how many left the register, and which stored files
    (by digest) nobody may name any more."""

    people: int
    gone: int
    files: tuple[str, ...]


def tables() -> list[tuple[type[Model], str]]:
    """Each table whose rows end, with the way to what they end with; those that point to others
    come before them."""
    ends = {apps.get_model(name): each.ends for name, each in declared().items()}
    ending = {model: way for model, way in ends.items() if way != STAYS}
    order = TopologicalSorter[type[Model]](dict.fromkeys(ending, ()))
    for model in ending:
        for field in model._meta.local_fields:
            to = field.related_model
            if isinstance(field, ForeignKey) and to in ending and to is not model:
                order.add(to, model)
    return [(model, ending[model]) for model in order.static_order()]


def leaving(projects: Collection[int], workers: Collection[int] = ()) -> set[int]:
    """Of these workers, else of all on the ledgers of these projects, those who are on no other
    ledger, in all their records."""
    rows = [(each, who) for each, way in tables() if way == "project" and (who := _worker(each))]
    on = set(workers) or {
        key for model, who in rows
        for key in _keys_of(model._default_manager.filter(project__in=projects), who)
    }  # fmt: skip
    root = _persons(on)
    elsewhere = {
        root[key] for model, who in rows
        for key in _keys_of(model._default_manager.exclude(project__in=projects), who, root)
    }  # fmt: skip
    return {key for key, person in root.items() if person not in elsewhere}


def erase_ledgers(doing: Change, projects: Collection[int], *, workers: Collection[int]) -> Erased:
    """Erase the ledgers of projects, and what the register knows of these workers, inside a change.

    The facts are behind afterwards and the files still there: both follow after the commit.
    """
    accounts = list(Account.objects.filter(worker__in=workers).values_list("pk", flat=True))
    phones = {
        each for model, keys in ((Worker, workers), (Account, accounts))
        for each in model._default_manager.filter(pk__in=keys, phone_digest__isnull=False)
        .values_list("phone_digest", flat=True)
    }  # fmt: skip
    keys = {
        "project": projects, "worker": workers, "account": accounts, "phone_digest": phones,
    }  # fmt: skip
    people = {
        key for model, way in tables() if way == "project" and (who := _worker(model))
        for key in _keys_of(model._default_manager.filter(project__in=projects), who)
    }  # fmt: skip
    rows = [_rows(model, way, keys) for model, way in tables() if way != "object"]
    alike = Q(one__in=workers) | Q(other__in=workers)
    rows.append(Likeness.objects.filter(alike, kind=Likeness.Kind.WORKER))
    files = {each for found in rows for each in _files(found)}
    for part in _slices(_names(rows, projects, workers)):
        files |= _erase_openings(doing, part)
    for found in rows:
        if found.model is Account:
            _empty(found)
        else:
            found._raw_delete(found.db)
    WarningStep.objects.filter(warning__project__in=projects).update(text="")
    MonthState.objects.filter(project__in=projects).update(changes=F("changes") + 1)
    there = sorted(each for each in files if path_of(each).is_file())
    return Erased(len(people), len(workers), tuple(there))


def held(files: Collection[str]) -> set[str]:
    """Those of some digests that any record of ours still names."""
    return {
        each for model in apps.get_models() if model._meta.app_label in ROOMS
        for column in _digests(model)
        for each in model._default_manager.filter(**{f"{column}__in": files})
        .values_list(column, flat=True)
    }  # fmt: skip


def _worker(model: type[Model]) -> str:
    """The column of a table that leads to a worker; empty where none does."""
    fields = model._meta.local_fields
    return next((each.name for each in fields if each.related_model is Worker), "")


def _keys_of(
    rows: QuerySet[Any], column: str, among: Collection[int] | None = None
) -> Iterator[int]:
    some = {f"{column}__isnull": False} if among is None else {f"{column}__in": list(among)}
    return iter(rows.filter(**some).order_by().values_list(column, flat=True).distinct())


def _persons(workers: Collection[int]) -> dict[int, int]:
    """Each record of the same persons → the record that stands for all of one. They are locked, so
    that nobody comes onto another ledger meanwhile."""
    links: dict[int, int | None] = {}
    asked, fresh = set[int](), set(workers)
    while fresh:
        alike = Q(pk__in=fresh) | Q(merged_into__in=fresh)
        found = Worker.objects.select_for_update().filter(alike).order_by("pk")
        links |= dict(found.values_list("pk", "merged_into"))
        asked |= fresh
        fresh = {each for pair in links.items() for each in pair if each is not None} - asked
    roots: dict[int, int] = {}
    for key in links:
        root = key
        while (into := links[root]) is not None:
            root = into
        roots[key] = root
    return roots


def _rows(model: type[Model], way: str, keys: Keys) -> QuerySet[Any]:
    """The rows of a table that end with these keys; a table that others end with, by its own."""
    end = way.rpartition("__")[2]
    column = "pk" if model in (Worker, Account) else way
    found = model._default_manager.filter(**{f"{column}__in": keys[end]})
    return found.filter(ABOUT_PEOPLE.get(model, Q())).order_by()


def _names(
    rows: Sequence[QuerySet[Any]], projects: Collection[int], workers: Collection[int]
) -> Iterator[str]:
    """How the trail names what goes, and what it told of these people at their project."""
    for key in projects:
        yield f"{LEDGERS}:{key}"
        yield f"{Project._meta.label_lower}:{key}"
    for key in workers:
        yield f"wages.diary:{key}"
    for found in rows:
        if found.model._meta.pk is not None and len(found.model._meta.pk_fields) == 1:
            label = found.model._meta.label_lower
            yield from (f"{label}:{key}" for key in found.values_list("pk", flat=True))
    firms = Warning.objects.filter(project__in=projects, worker=None).order_by()
    yield from (name_of(each) for each in firms.only("pk"))


def _slices(names: Iterator[str]) -> Iterator[list[str]]:
    whole = list(names)
    for start in range(0, len(whole), SLICE):
        yield whole[start : start + SLICE]


def _erase_openings(doing: Change, names: Sequence[str]) -> set[str]:
    """Destroy what the trail keeps of some objects, and who looked at them; the digests in it,
    which name the files that stood there before others."""
    told = queries.values_of(names, opener=opener_of(cipher()))
    files = {each for text in told for each in DIGEST.findall(text)}
    always = (f"{LEDGERS}:", f"{Worker._meta.label_lower}:")
    doomed = {*queries.still_open(names), *(each for each in names if each.startswith(always))}
    if doomed:
        by = doing.actor.name
        trail.erase(sorted(doomed), actor=by, reason=REASON, now=doing.now, cipher=cipher())
    for model, way in tables():
        if way == "object":
            looks = model._default_manager.filter(object__in=names)
            looks._raw_delete(looks.db)
    return files


def _empty(accounts: QuerySet[Account]) -> None:
    """An account stays as a number that others point to: nobody's, and nobody signs in by it."""
    accounts.update(
        login=Concat(Value("ended-"), Cast("pk", CharField())), password="!", name="", phone="",  # noqa: S106
        phone_digest=None, phone_proven_at=None, is_active=False, seed="", seed_step=0,
        recovery=[], last_seen_at=None, code_failures=0, code_failed_at=None,
    )  # fmt: skip


def _digests(model: type[Model]) -> list[str]:
    """Columns of a table that hold a SHA-256, by which files are known among others."""
    return [
        each.name for each in model._meta.local_fields
        if isinstance(each, CharField) and each.max_length == DIGEST_LENGTH
    ]  # fmt: skip


def _files(rows: QuerySet[Any]) -> set[str]:
    return {
        each for column in _digests(rows.model)
        for each in rows.exclude(**{column: ""}).values_list(column, flat=True).distinct()
    }  # fmt: skip
