"""Findings of rules as the report shows them: explained, with figures, liability and a day."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from huxin.check.labels import inputs_of
from huxin.check.liability import Liabilities
from huxin.check.model import SEVERITIES, WAGE_FAMILIES, Group, Item, Liable, Sentences, Step
from huxin.check.owed import Owed, OwedLines
from huxin.check.subjects import Subjects
from huxin.kernel.calendar import Deadline, WorkCalendar
from huxin.kernel.errors import InputError, NotSet, Silent
from huxin.kernel.texts import message
from huxin.law.answers import Answer
from huxin.law.lawbook import Lawbook
from huxin.rules.base import Finding, Rule, Scope, Spec, explanation

__all__ = ["Explainer", "acceptance", "grouped", "rank"]

ACCEPTANCE = "complaint.acceptance_working_days"

DEADLINES = ("deadline_on", "limit_on", "order_limit_on", "return_due_on", "top_up_due_on")
"""Evidence that names the day by which something had to be done."""

SITE_SCOPES = (Scope.PROJECT, Scope.PROJECT_MONTH)
WORKER_SCOPES = (Scope.WORKER_MONTH, Scope.WORKER)


@dataclass(frozen=True, slots=True)
class Explainer:
    """Turns findings into items; `acceptance` is the law's term for taking up a complaint."""

    rules: Mapping[str, Rule]
    subjects: Subjects
    liabilities: Liabilities
    owed: OwedLines
    calendar: WorkCalendar
    as_of: dt.date
    acceptance: Answer | None

    def item(self, finding: Finding) -> Item:
        """One finding as it is shown."""
        rule = self.rules[finding.rule]
        keys = dict(zip(rule.spec.scope.keys, finding.subject, strict=True))
        owed = self._owed(rule.spec, keys)
        return Item(
            key=_key(finding),
            rule=finding.rule,
            severity=finding.severity,
            subject=self.subjects.of(rule.spec.scope, keys),
            amount_fen=finding.amount_fen,
            people=finding.people,
            since=finding.since,
            says=explanation(rule, self._with_month(finding, keys)),
            inputs=inputs_of(finding.evidence, self.subjects),
            liable=self._liable(rule.spec, keys, owed),
            step=self._step(rule.spec, finding, keys, owed=bool(owed)),
        )

    def _with_month(self, finding: Finding, keys: Mapping[str, Any]) -> Finding:
        """A finding about a sheet with the sheet's month, which its key does not say."""
        sheet = self.subjects.sheet(keys.get("sheet_key"))
        if sheet is None:
            return finding
        return replace(finding, evidence={"month": sheet.month, **finding.evidence})

    def _owed(self, spec: Spec, keys: Mapping[str, Any]) -> tuple[Owed, ...]:
        about_wages = spec.family in WAGE_FAMILIES and spec.scope in WORKER_SCOPES
        if not about_wages or keys["worker_key"] is None:
            return ()
        return self.owed.of(keys["project_key"], keys["worker_key"], keys.get("month"))

    def _liable(self, spec: Spec, keys: Mapping[str, Any], owed: tuple[Owed, ...]) -> Liable | None:
        found = self.liabilities.of_arrear(owed)
        return found or self.liabilities.of_role(spec.liable, keys)

    def _step(self, spec: Spec, finding: Finding, keys: Mapping[str, Any], *, owed: bool) -> Step:
        remedy = message(spec.remedy)
        for name in DEADLINES:
            if isinstance(day := finding.evidence.get(name), dt.date):
                return Step(remedy, day, message("The term ended on {day}.", day=day))
        term = self._term(finding)
        if term is not None:
            return Step(remedy, term.on, Sentences(term.derivation), term.provisional)
        of_site = spec.family in WAGE_FAMILIES and spec.scope in SITE_SCOPES
        harmed = owed or (of_site and self._site_owes(keys))
        if not harmed or self.acceptance is None or not isinstance(self.acceptance.value, int):
            return Step(remedy, None, None)
        days = self.acceptance.value
        found = self.calendar.add_working_days(self.as_of, days)
        why = message(
            "Reported as a complaint on {day}, it is accepted within {n} working days ({clauses}).",
            day=self.as_of,
            n=days,
            clauses=self.acceptance.clauses,
        )
        return Step(remedy, found.on, why, found.provisional)

    def _term(self, finding: Finding) -> Deadline | None:
        """The day on which a legal term ended that a rule counted.

        Rules give the days gone by and the days allowed; where the term began, and whether in days
        or working days, is read off the two days (of `since`, the evidence, today) so far apart.
        """
        gone, limit = (finding.evidence.get(name) for name in ("gone_days", "limit_days"))
        if not isinstance(gone, int) or not isinstance(limit, int):
            return None
        days = [each for each in finding.evidence.values() if isinstance(each, dt.date)]
        begins = [finding.since, *days] if finding.since else days
        for begin, end in product(begins, (*days, self.as_of)):
            if (end - begin).days == gone:
                return self.calendar.add_days(begin, limit)
            if self.calendar.working_days_between(begin, end) == gone:
                return self.calendar.add_working_days(begin, limit)
        return None

    def _site_owes(self, keys: Mapping[str, Any]) -> bool:
        """Whether a finding about a site (or its month) stands on wages that are owed there."""
        month = keys.get("month")
        lines = self.owed.on(keys["project_key"])
        return any(month is None or each.month == month for each in lines)


def acceptance(book: Lawbook, place: int, *, on: dt.date, pack: str | None) -> Answer | None:
    """The term within which a complaint is taken up here; None where the law does not say."""
    try:
        return book.value(ACCEPTANCE, place=f"{place:06d}", on=on, pack=pack)
    except (NotSet, Silent, InputError):
        return None


def _key(finding: Finding) -> str:
    """A stable name of a finding: its rule, and its subject as a short digest."""
    whole = "\x1f".join((finding.rule, *(str(each) for each in finding.subject)))
    return f"{finding.rule}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def rank(item: Item) -> tuple[object, ...]:
    """Money first, then people, then severity; rule and subject break ties."""
    return (
        -item.amount_fen,
        -item.people,
        SEVERITIES.index(item.severity),
        item.rule,
        item.subject.site,
        item.subject.month or dt.date.min,
        item.key,
    )


def grouped(pairs: Iterable[tuple[Finding, Item]], rules: Mapping[str, Rule]) -> tuple[Group, ...]:
    """Findings of one family about one subject as one group, led by the strongest; ranked."""
    together: dict[tuple[Any, ...], list[Item]] = defaultdict(list)
    for finding, item in pairs:
        together[rules[finding.rule].spec.family, finding.subject].append(item)
    groups = []
    for items in together.values():
        ordered = sorted(items, key=rank)
        groups.append(Group(ordered[0], tuple(ordered[1:])))
    return tuple(sorted(groups, key=lambda group: rank(group.lead)))
