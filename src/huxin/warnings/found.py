"""Findings of a run as rows of warnings: their key, what they are about, who has to mend it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huxin.facts.store import Store
from huxin.registry.models import Project, SpecialAccount
from huxin.rules.base import Finding, Rule
from huxin.warnings.places import Place

__all__ = ["About", "Found", "found", "key_of", "stored", "taken"]

GENERAL_CONTRACTOR = "general_contractor"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding with what a warning keeps of it; `values` are columns of `Warning`."""

    key: str
    project: int | None
    sector: str
    values: Mapping[str, Any]


class About:
    """What the registers know of the subjects of findings: places, sectors, companies.

    Two queries; who employs whom is read from the facts.
    """

    def __init__(self, store: Store, places: Mapping[str, Place]) -> None:
        self.places = places
        self._by_key = {place.key: code for code, place in sorted(places.items(), reverse=True)}
        rows = Project.objects.values_list("id", "place_id", "sector")
        self.projects = {key: (place, sector) for key, place, sector in rows}
        self._banks: dict[int, int] = dict(
            SpecialAccount.objects.order_by("opened_on").values_list("project_id", "bank_id")
        )
        parties = store.read("party").select(["project_key", "role", "party_key"]).to_pylist()
        self._roles: dict[tuple[int, str], list[int]] = {}
        for row in parties:
            self._roles.setdefault((row["project_key"], row["role"]), []).append(row["party_key"])
        columns = ("project_key", "worker_key", "party_key")
        people = store.read("enrolment").select(list(columns))
        lists = (people[name].to_pylist() for name in columns)
        self._employers = {
            (site, worker): party for site, worker, party in zip(*lists, strict=True)
        }

    def place(self, keys: Mapping[str, Any]) -> str:
        """The code of the region that a subject belongs to."""
        project = keys.get("project_key")
        if project is not None:
            return self.projects[project][0]
        return self._by_key[keys["place"]]

    def body(self, liable: str, keys: Mapping[str, Any]) -> int | None:
        """The company that a rule holds answerable; None where that is no single company."""
        project = keys.get("project_key")
        if project is None or liable == "authority":
            return None
        if keys.get("party_key") is not None:
            party: int = keys["party_key"]
            return party
        if liable == "bank":
            bank: int | None = self._banks.get(project)
            return bank
        worker = keys.get("worker_key")
        if worker is not None and liable in {"employer", "subcontractor"}:
            employer: int | None = self._employers.get((project, worker))
            if employer is not None:
                return employer
        role = liable if (project, liable) in self._roles else GENERAL_CONTRACTOR
        holders: list[int] = self._roles.get((project, role), [])
        return holders[0] if len(holders) == 1 else None


def found(findings: Iterable[Finding], rules: Mapping[str, Rule], about: About) -> Iterator[Found]:
    """Findings about projects on record, as warnings keep them."""
    for finding in findings:
        spec = rules[finding.rule].spec
        keys = dict(zip(spec.scope.keys, finding.subject, strict=True))
        project = keys.get("project_key")
        yield Found(
            key=key_of(finding.rule, keys),
            project=project,
            sector=about.projects[project][1] if project is not None else "",
            values={
                "rule": finding.rule,
                "family": spec.family,
                "place_id": about.place(keys),
                "project_id": project,
                "body_id": about.body(spec.liable, keys),
                "worker_id": keys.get("worker_key"),
                "subject": stored(keys),
                "period": keys.get("month"),
                "severity": finding.severity,
                "amount_fen": finding.amount_fen,
                "people": finding.people,
                "since": finding.since,
                "evidence": stored(finding.evidence),
            },
        )


def key_of(rule: str, keys: Mapping[str, Any]) -> str:
    """Rule, subject and period in one text: "CON-01|12.34|", "ATT-04|12.34|2025-07"."""
    month = keys.get("month")
    subject = ".".join(str(value) for name, value in keys.items() if name != "month")
    return f"{rule}|{subject}|{month:%Y-%m}" if month else f"{rule}|{subject}|"


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as JSON keeps them; days as text."""
    return {
        name: value.isoformat()[:10] if isinstance(value, dt.date) else value
        for name, value in values.items()
    }


def taken(values: Mapping[str, Any]) -> dict[str, Any]:
    """Figures as rules give them: what `stored` made of days is days again."""
    return {name: _day(value) for name, value in values.items()}


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return value
