"""Back-tests: what a rule would have said on each day of a span, over the platform's facts.

The facts are those on record now, judged as of each day under the law of that day. What was
entered later is therefore known earlier than it was; the answer says so wherever it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import check
from huxin.access.models import Body, Grant
from huxin.access.permissions import table
from huxin.facts.engine import DuckDBEngine
from huxin.rules.base import Finding, Rule
from huxin.rules.plan import Plan, compile_plan
from huxin.rules.runner import load_store
from huxin.rules.runner import run as judge
from huxin.warnings import facts, monitor
from huxin.warnings.errors import NothingToTry, WrongSpan
from huxin.warnings.found import About, Found, found
from huxin.warnings.models import Warning, WarningStep
from huxin.warnings.monitor import Laws
from huxin.warnings.routes import Case, Routes

__all__ = ["Day", "Load", "Month", "Overlap", "Trial", "tried"]

TRY = "warnings.rule.try"
CONFIRMED, NOT_CONFIRMED = ("accept",), ("explain", "confirm")
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Day:
    """One day: subjects hit, those for the first time in the span, those that cannot be told."""

    on: dt.date
    hits: int
    new: int
    cannot_tell: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the span: subjects hit on any of its days, and new ones."""

    month: dt.date
    subjects: int
    new: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one body would have had to deal with; `per_officer` null: nobody works there."""

    body: int | None
    name: str
    hits: int
    officers: int
    per_officer: Decimal | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another rule with warnings on record about the same projects (and workers)."""

    rule: str
    subjects: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The whole answer. Of `known` outcomes `confirmed` were accepted by an officer after the
    company's answer, the others were explained or closed; `precision_ppm` is the share confirmed.
    """

    rule: str
    from_on: dt.date
    to_on: dt.date
    place: str
    days: tuple[Day, ...]
    months: tuple[Month, ...]
    subjects: int
    loads: tuple[Load, ...]
    overlaps: tuple[Overlap, ...]
    known: int
    confirmed: int

    @property
    def precision_ppm(self) -> int | None:
        return self.confirmed * 1_000_000 // self.known if self.known else None


def tried(
    rule_id: str, from_on: dt.date, to_on: dt.date, *, actor: Actor, place: str = ""
) -> Trial:
    """Try a rule on every day of a span (both included), in one place or everywhere within reach.

    Raises Refused, InputError for a rule that does not exist or a span that runs backwards,
    NothingToTry where nobody on the platform fills the rule's tables, and MonitorBusy while the
    monitor brings the facts up to date.
    """
    check(TRY, actor=actor)
    chosen, unfed = monitor.asked((rule_id,))
    if unfed:
        raise NothingToTry(tuple(unfed[rule_id]))
    if to_on < from_on:
        raise WrongSpan
    kept = monitor.store()
    with monitor.alone(kept):
        facts.export(kept, to_on)
    plan = compile_plan(chosen.values(), DuckDBEngine.dialect)
    law = monitor.law_of(plan)
    about = About(kept, law.places)
    replay = _Replay(chosen[rule_id], plan, law, about, _within(actor, place, about))
    with DuckDBEngine(threads=monitor.THREADS) as engine:
        for on in _span(from_on, to_on):
            load_store(engine, kept, law.parameters, as_of=on, plan=plan)
            replay.judge(engine, on)
    outcomes = _outcomes(replay.seen)
    return Trial(
        rule_id, from_on, to_on, place, tuple(replay.days), tuple(replay.months()),
        subjects=len(replay.seen),
        loads=tuple(_loads(replay.seen.values(), law)),
        overlaps=tuple(_overlaps(rule_id, replay.seen.values())),
        known=len(outcomes),
        confirmed=sum(outcomes.values()),
    )  # fmt: skip


@dataclass(slots=True)
class _Replay:
    """The days judged so far; only subjects that are `within` count."""

    rule: Rule
    plan: Plan
    law: Laws
    about: About
    within: Callable[[Mapping[str, Any]], bool]
    seen: dict[str, Found] = field(default_factory=dict)
    days: list[Day] = field(default_factory=list)
    hit_in: dict[dt.date, set[str]] = field(default_factory=dict)

    def judge(self, engine: DuckDBEngine, on: dt.date) -> None:
        """One more day, over an engine that holds the facts as of that day."""
        name = self.rule.spec.id
        findings = judge(self.plan, engine).findings
        mine = [each for each in findings if self.within(self._keys(each))]
        hits = {each.key: each for each in found(mine, {name: self.rule}, self.about)}
        untold = sum(map(self.within, monitor.untold_of(self.plan, engine, name)))
        self.days.append(Day(on, len(hits), len(hits.keys() - self.seen.keys()), untold))
        self.hit_in.setdefault(on.replace(day=1), set()).update(hits)
        self.seen = hits | self.seen

    def months(self) -> Iterator[Month]:
        """The days by month."""
        for month, keys in self.hit_in.items():
            new = sum(each.new for each in self.days if each.on.replace(day=1) == month)
            yield Month(month, len(keys), new)

    def _keys(self, finding: Finding) -> Mapping[str, Any]:
        return dict(zip(self.rule.spec.scope.keys, finding.subject, strict=True))


def _span(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)


def _within(actor: Actor, place: str, about: About) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a subject lies in the place that is asked for, within the actor's reach."""
    allowed = table().operation(TRY)
    roots = [
        "" if "any" in relations else held.path
        for held in actor.held
        if (relations := allowed.relations(held.role))
    ]
    inside = {
        code
        for code, each in about.places.items()
        if any(each.path.startswith(root) for root in roots)
        and (not place or f"/{place}/" in each.path)
    }
    return lambda keys: about.place(keys) in inside


def _outcomes(seen: Collection[str]) -> dict[int, bool]:
    """Warnings on record of these subjects whose outcome is known: confirmed or not.

    Accepted by an officer after the company's answer: confirmed. Explained, or closed by hand: not.
    """
    steps = WarningStep.objects.filter(
        warning__in=_on_record(seen), move__in=(*CONFIRMED, *NOT_CONFIRMED)
    )
    rows = steps.order_by("at", "id").values_list("warning_id", "move")
    return {warning: move in CONFIRMED for warning, move in rows}


def _on_record(seen: Collection[str]) -> QuerySet[Warning]:
    """Warnings by key; asked by rule, so that the query does not grow with the keys."""
    rules = {key.partition("|")[0] for key in seen}
    keys = {
        pk for pk, key in Warning.objects.filter(rule__in=rules).values_list("id", "key")
        if key in seen
    }  # fmt: skip
    return Warning.objects.filter(pk__in=keys)


def _loads(seen: Iterable[Found], law: Laws) -> Iterator[Load]:
    """What each body would have got by the routes, and how many officers it has."""
    routes = Routes(law.book)
    counted: Counter[int | None] = Counter()
    for each in seen:
        place = law.places[each.values["place_id"]]
        case = Case(each.values["rule"], each.values["family"], each.sector)
        counted[routes.owner(place, case)[0]] += 1
    names = dict(Body.objects.filter(pk__in=filter(None, counted)).values_list("pk", "name"))
    held = Grant.objects.filter(body__in=names, ended_at=None).order_by()
    officers = dict(held.values_list("body").annotate(Count("account", distinct=True)))
    for body, hits in sorted(counted.items(), key=lambda each: (-each[1], each[0] or 0)):
        staff = officers.get(body, 0)
        share = (Decimal(hits) / staff).quantize(TENTH, ROUND_HALF_UP) if staff else None
        yield Load(body, names.get(body or 0, ""), hits, staff, share)


def _overlaps(rule: str, seen: Iterable[Found]) -> Iterator[Overlap]:
    """Other rules with open warnings about the same projects (and the same workers)."""
    mine: Counter[tuple[int | None, int | None]] = Counter(
        (each.project, each.values["worker_id"]) for each in seen
    )
    others = Warning.objects.filter(cleared_on=None).exclude(rule=rule).order_by()
    pairs: dict[str, set[tuple[int | None, int | None]]] = defaultdict(set)
    for other, project, worker in others.values_list("rule", "project_id", "worker_id"):
        pairs[other].add((project, worker))
    found_in = {other: sum(mine[each] for each in both) for other, both in pairs.items()}
    for other, times in sorted(found_in.items(), key=lambda each: (-each[1], each[0])):
        if times:
            yield Overlap(other, times)
