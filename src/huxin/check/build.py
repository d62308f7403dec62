"""Puts a report together from what was read, what the rules found and what the law says."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata

from huxin.check.assemble import Assembled, Law
from huxin.check.cards import Cards, family_title, rule_set
from huxin.check.files import file_lines, troubles
from huxin.check.items import Explainer, acceptance, grouped
from huxin.check.liability import Chains, Liabilities
from huxin.check.model import (
    SEVERITIES,
    Answer,
    FileLine,
    Group,
    Method,
    Report,
    RuleCard,
    Said,
    Site,
    Unknown,
    Words,
)
from huxin.check.owed import OwedLines, people_in
from huxin.check.subjects import Known, Subjects
from huxin.formats.folder import Folder
from huxin.kernel.divisions import division
from huxin.kernel.errors import InputError
from huxin.rules.base import Finding, Outcome, Rule
from huxin.rules.runner import Result

__all__ = ["Run", "build"]


@dataclass(frozen=True, slots=True)
class Run:
    """What a report is made of."""

    folder: Folder
    assembled: Assembled
    result: Result
    owed: OwedLines
    rules: Mapping[str, Rule]
    law: Law
    place: int
    as_of: dt.date
    reveal: bool


def build(run: Run) -> Report:
    """The report of a run."""
    project = run.assembled.tables["project"]
    keys = project["project_key"].to_pylist()
    places = dict(zip(keys, project["place"].to_pylist(), strict=True))
    everywhere = [run.place, *sorted(set(places.values()) - {run.place})]
    cards = Cards(run.law.book, places=everywhere, on=run.as_of, pack=run.law.pack)
    groups = _groups(run, places, cards)
    rules = {name: cards.card(rule, run.result.counts[name]) for name, rule in run.rules.items()}
    files = file_lines(run.folder)
    return Report(
        as_of=run.as_of,
        place=run.place,
        place_name=place_name(run.place),
        answer=_answer(run, len(groups)),
        sites=_sites(run, places, groups, files),
        rules=rules,
        families=_families(rules),
        groups=groups,
        files=files,
        troubles=troubles(run.folder.all_findings, run.assembled.notes),
        unknown=_unknown(run, cards),
        method=Method(
            program=metadata.version("huxin"),
            rule_set=rule_set(run.rules),
            rules=tuple(sorted(run.rules)),
            packs=cards.packs(),
            masked=not run.reveal,
        ),
    )


def place_name(place: int) -> Said:
    """The full name of a place; its code where no list has it."""
    try:
        name = division(f"{place:06d}").full_name
    except InputError:
        name = f"{place:06d}"
    return Words(name, name)


def _groups(run: Run, places: Mapping[int, int], cards: Cards) -> tuple[Group, ...]:
    subjects = Subjects(Known.of(run.assembled), reveal=run.reveal)
    chains = Chains(run.assembled.tables, subjects.companies)
    explainer = Explainer(
        rules=run.rules,
        subjects=subjects,
        liabilities=Liabilities(run.law.book, chains, cards, place=places, pack=run.law.pack),
        owed=run.owed,
        calendar=run.law.calendar,
        as_of=run.as_of,
        acceptance=acceptance(run.law.book, run.place, on=run.as_of, pack=run.law.pack),
    )
    findings: Sequence[Finding] = run.result.findings
    return grouped(((each, explainer.item(each)) for each in findings), run.rules)


def _answer(run: Run, findings: int) -> Answer:
    lines = run.owed.on()
    unrecorded = [each for each in lines if not each.recorded]
    return Answer(
        people=people_in(lines),
        fen=sum(each.fen for each in lines),
        since=min((each.month for each in lines), default=None),
        sites=len({each.project for each in lines}),
        sites_total=len(run.folder.sites),
        workers=len({worker for _, worker in _on_site(run.assembled)}),
        findings=findings,
        by_month=run.owed.by_month(),
        judged_months=run.owed.judged,
        unrecorded_people=people_in(unrecorded),
        unrecorded_fen=sum(each.fen for each in unrecorded),
    )


def _sites(
    run: Run, places: Mapping[int, int], groups: Sequence[Group], files: Sequence[FileLine]
) -> tuple[Site, ...]:
    severities: dict[int, Counter[str]] = defaultdict(Counter)
    for group in groups:
        severities[group.lead.subject.site][group.lead.severity] += 1
    workers = Counter(project for project, _ in _on_site(run.assembled))
    names = _site_names(run)
    sites = []
    for key, site in enumerate(run.folder.sites, 1):
        lines = run.owed.on(key)
        mine = [each for each in files if each.site == key]
        sites.append(
            Site(
                number=key,
                key=key,
                folder=site.name,
                name=Words(names[key], names[key]),
                place=places[key],
                place_name=place_name(places[key]),
                workers=workers[key],
                owed_people=people_in(lines),
                owed_fen=sum(each.fen for each in lines),
                owed_since=min((each.month for each in lines), default=None),
                findings={name: severities[key][name] for name in SEVERITIES},
                files=len({each.file for each in mine}),
                rows_in=sum(each.rows_in for each in mine),
                rows_rejected=sum(each.rejected for each in mine),
            )
        )
    return tuple(sites)


def _site_names(run: Run) -> dict[int, str]:
    """Project names; where two sites bear one name, or none, the folder tells them apart."""
    told = run.assembled.project_names
    often = Counter(told.values())
    names = {}
    for key, site in enumerate(run.folder.sites, 1):
        folder = site.name or run.folder.path.resolve().name
        name = told.get(key)
        names[key] = folder if name is None else f"{name} ({folder})" if often[name] > 1 else name
    return names


def _on_site(assembled: Assembled) -> set[tuple[int, int]]:
    """Site and worker, for everybody who stands on any of a site's papers."""
    pairs: set[tuple[int, int]] = set()
    for name in ("enrolment", "wage_line", "attendance_month"):
        table = assembled.tables[name]
        columns = (table[each].to_pylist() for each in ("project_key", "worker_key"))
        pairs.update(zip(*columns, strict=True))
    return pairs


def _families(rules: Mapping[str, RuleCard]) -> tuple[tuple[str, Said], ...]:
    names = sorted({each.family for each in rules.values()})
    return tuple((name, family_title(name)) for name in names)


def _unknown(run: Run, cards: Cards) -> tuple[Unknown, ...]:
    """Rules that could not tell, and for want of what, the most frequent first."""
    found = [
        cards.unknown(rule, missing, times)
        for rule, inputs in run.result.lacking.items()
        if run.result.counts[rule].get(Outcome.CANNOT_TELL)
        for missing, times in inputs.items()
        if times
    ]
    return tuple(sorted(found, key=lambda each: (-each.times, each.rule, each.missing)))
