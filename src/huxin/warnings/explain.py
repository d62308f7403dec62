"""A warning explained as the check explains a finding: the same pieces, over the registers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from huxin.check.cards import Cards
from huxin.check.items import Explainer, acceptance
from huxin.check.liability import Chains, Liabilities
from huxin.check.model import WAGE_FAMILIES, Item, RuleCard
from huxin.check.owed import Owed, OwedLines
from huxin.check.subjects import Known, Subjects
from huxin.facts.store import Store
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.texts import N_, Message, message
from huxin.law import Lawbook
from huxin.registry.models import Card, Party
from huxin.rules.base import Finding, Rule, Scope, Severity, Spec, explanation
from huxin.rules.catalogue import RULES
from huxin.warnings.found import taken
from huxin.warnings.models import Warning
from huxin.warnings.places import Place, place_key
from huxin.warnings.routes import Limit, Limits

__all__ = ["Explained", "explained", "finding_of", "rule_of", "says"]

TABLES = ("project", "party", "deposit", "enrolment", "wage_line", "account_entry")
EARLIER = N_(
    "Its figures were recorded by an earlier release of the rules ({release}), which did not record"
    " all that this one tells. The next run writes them anew if the facts still stand."
)
WORKER_SCOPES = (Scope.WORKER, Scope.WORKER_MONTH)


@dataclass(frozen=True, slots=True)
class Explained:
    """What a warning says: the finding with figures, liability and step; its rule; its limit."""

    item: Item
    card: RuleCard
    limit: Limit


def rule_of(warning: Warning) -> Rule:
    """The rule that raised a warning, which speaks of old figures as far as they were recorded.

    A rule that this release no longer has is known by its number only.
    """
    rule = RULES.get(warning.rule) or _gone(warning)

    def told(row: Mapping[str, Any]) -> Message:
        try:
            said = rule.explain(row)
            said.say("en")  # a figure of another kind shows only when it is written
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            return message(EARLIER, release=warning.rule_set)
        return said

    return replace(rule, explain=told)


def _gone(warning: Warning) -> Rule:
    names = set(warning.subject)
    scope = next((each for each in Scope if set(each.keys) == names), Scope.PROJECT)
    spec = Spec(
        id=warning.rule, title=N_("A rule that this release no longer has"),
        summary=N_("It is known by its number only."),
        remedy=N_("Look at the history of the warning, and close it or hand it over."),
        severity=Severity(warning.severity), scope=scope, family=warning.family, clauses=(),
    )  # fmt: skip
    return Rule(spec, page="", judge=_cannot, explain=_cannot)


def _cannot(_: Any) -> Any:
    raise LookupError("a rule of an earlier release")


def finding_of(warning: Warning) -> Finding:
    """The finding that a warning keeps; a key that its rule did not have then is None."""
    keys = taken(warning.subject)
    return Finding(
        rule=warning.rule,
        subject=tuple(keys.get(name) for name in rule_of(warning).spec.scope.keys),
        severity=warning.severity,
        amount_fen=warning.amount_fen,
        people=warning.people,
        since=warning.since,
        evidence=taken(warning.evidence),
    )


def says(warning: Warning) -> Message:
    """The arithmetic in words; no query."""
    return explanation(rule_of(warning), finding_of(warning))


def explained(warning: Warning, law: Lawbook, store: Store, *, as_of: dt.date) -> Explained:
    """Everything about one warning (with place, project and worker), people masked.

    `as_of` is the day of the run whose figures it bears. At most two queries.
    """
    rule, place = rule_of(warning), _place(warning)
    division = int(place.division)
    cards = Cards(law, places=[division], on=warning.raised_on, pack=place.pack)
    subjects = Subjects(_known(warning), reveal=False)
    tables = {name: store.read(name, project=warning.project_id) for name in TABLES}
    calendar = WorkCalendar.load()
    explainer = Explainer(
        rules={rule.spec.id: rule},
        subjects=subjects,
        liabilities=Liabilities(
            law,
            Chains(tables, subjects.companies),
            cards,
            place={warning.project_id or 0: division},
            pack=place.pack,
        ),
        owed=_owed(warning, rule),
        calendar=calendar,
        as_of=as_of,
        acceptance=acceptance(law, division, on=as_of, pack=place.pack),
    )
    limit = Limits(law, warning.raised_on, calendar).of(place, warning.family)
    return Explained(explainer.item(finding_of(warning)), cards.card(rule, {}), limit)


def _place(warning: Warning) -> Place:
    at = warning.place
    return Place(at.code, at.path, place_key(at.division, at.pack), at.division, at.pack or None)


def _known(warning: Warning) -> Known:
    parties = Party.objects.filter(project=warning.project_id).select_related("body")
    listed = [(each.body_id, each.body.name, each.is_person) for each in parties]
    worker = warning.worker
    return Known(
        people={} if worker is None else {worker.pk: worker},
        companies={key: name for key, name, _ in listed},
        persons=frozenset(key for key, _, is_person in listed if is_person),
        cards=_cards(warning.subject),
    )


def _cards(subject: Mapping[str, Any]) -> dict[int, str]:
    digest = subject.get("card_digest")
    if digest is None:
        return {}
    return {each.number_digest: each.number for each in Card.objects.filter(number_digest=digest)}


def _owed(warning: Warning, rule: Rule) -> OwedLines:
    """Wages that a warning about one worker says are owed, as the law on liability asks."""
    due = warning.since or warning.period
    about_wages = rule.spec.family in WAGE_FAMILIES and rule.spec.scope in WORKER_SCOPES
    if not about_wages or warning.amount_fen <= 0 or due is None:
        return OwedLines([], judged=0)
    month = warning.period or due.replace(day=1)
    line = Owed(
        warning.project_id or 0, warning.worker_id or 0, month, warning.amount_fen, due,
        warning.body_id, recorded=True,
    )  # fmt: skip
    return OwedLines([line], judged=1)
