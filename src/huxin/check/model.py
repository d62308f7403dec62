"""The report as data: everything a renderer shows, nothing about how it is shown.

Texts are `Said` (a `Message` or `Words`): they are put into a language only by a renderer, so one
report gives Chinese and English alike. People stand in it as they are to be shown (masked unless
the run was asked to reveal them). Money is whole fen, dates are dates, every sequence is ordered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from huxin.kernel.texts import Value

SCHEMA = "huxin-report/1"
SEVERITIES = ("red", "orange", "yellow", "blue")
WAGE_FAMILIES = ("arr", "pay")
"""Families of rules about wages themselves: what people are owed comes before papers."""


class Said(Protocol):
    """Anything that can be said in a language."""

    def say(self, language: str) -> str:
        """The text in `language` ("zh" or "en")."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """A text that stands in data (a clause, a place, a name) in both languages."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def plain(text: str) -> Words:
    """A proper name or number that reads the same in both languages."""
    return Words(text, text)


@dataclass(frozen=True, slots=True)
class Sentences:
    """Several sentences, one after the other as each language sets them."""

    parts: tuple[Said, ...]

    def say(self, language: str) -> str:
        return ("" if language == "zh" else " ").join(each.say(language) for each in self.parts)


@dataclass(frozen=True, slots=True)
class Article:
    """A clause that a rule carries out, with the place it stands and its wording."""

    id: str
    where: Said
    wording: Said
    to_verify: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of the law that a rule used in one place; `value` null means that nobody set it."""

    name: str
    place: int
    value: Said | None
    unit: str
    description: Said
    clauses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    to_verify: bool = False


@dataclass(frozen=True, slots=True)
class RuleCard:
    """What every finding of one rule shares."""

    id: str
    title: Said
    summary: Said
    remedy: Said
    severity: str
    scope: str
    family: str
    articles: tuple[Article, ...]
    published: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that a finding rests on."""

    name: str
    label: Said
    value: Value


@dataclass(frozen=True, slots=True)
class Liable:
    """Who answers: for an arrear who owes it, who pays first, up to what, back from whom.

    `is_arrear` false: nothing is owed, `owes` is the party that has to put the matter right.
    """

    owes: Said
    pays_first: Said
    cap: Said | None
    recourse: Said | None
    reasons: tuple[Said, ...]
    articles: tuple[Article, ...]
    is_arrear: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done, and the day the law sets for it with how that day came about."""

    what: Said
    by: dt.date | None
    derivation: Said | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, as it may be shown; empty parts do not belong to its scope."""

    site: int
    label: Said
    worker: str = ""
    identity: str = ""
    month: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as it is shown."""

    key: str
    rule: str
    severity: str
    subject: Subject
    amount_fen: int
    people: int
    since: dt.date | None
    says: Said
    inputs: tuple[Input, ...]
    liable: Liable | None
    step: Step


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one family about one subject: the strongest, and what else was found there."""

    lead: Item
    also: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """One site in the table of sites; `number` is its running number in the report, from 1."""

    number: int
    key: int
    folder: str
    name: Said
    place: int
    place_name: Said
    workers: int
    owed_people: int
    owed_fen: int
    owed_since: dt.date | None
    findings: Mapping[str, int]
    files: int
    rows_in: int
    rows_rejected: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The first thing the report says; people and amounts count each worker and month once.

    `unrecorded_*` is the part for which no wage sheet exists: worked by attendance, valued at the
    agreed rate where one is known. `judged_months` are the worker-months on any paper whose pay day
    has passed: with none of them nobody can say that nothing is owed.
    """

    people: int
    fen: int
    since: dt.date | None
    sites: int
    sites_total: int
    workers: int
    findings: int
    by_month: tuple[tuple[dt.date, int, int], ...]
    judged_months: int
    unrecorded_people: int = 0
    unrecorded_fen: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cause of row findings: how often it came up, and every place of it."""

    code: str
    severity: str
    refused: int
    times: int
    says: Said
    remedy: Said
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file that was looked at: how it was read and its counts that must balance."""

    site: int
    file: str
    format: str
    title: Said
    rows_in: int
    accepted: int
    rejected: int
    left_alone: int

    @property
    def balances(self) -> bool:
        return self.rows_in == self.accepted + self.rejected


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a rule could not tell, how often, and for want of what."""

    rule: str
    missing: str
    label: Said
    times: int
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A law pack that was in force in the run."""

    code: str
    title: Said
    version: str


@dataclass(frozen=True, slots=True)
class Method:
    """How the report was made, so that it can be made again."""

    program: str
    rule_set: str
    rules: tuple[str, ...]
    packs: tuple[Pack, ...]
    masked: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. `groups` are ranked: money, people, severity, rule, subject."""

    as_of: dt.date
    place: int
    place_name: Said
    answer: Answer
    sites: tuple[Site, ...]
    rules: Mapping[str, RuleCard]
    families: tuple[tuple[str, Said], ...]
    groups: tuple[Group, ...]
    files: tuple[FileLine, ...]
    troubles: tuple[Trouble, ...]
    unknown: tuple[Unknown, ...]
    method: Method

    def site(self, number: int) -> Site:
        """The site with running number `number`."""
        return self.sites[number - 1]

    def site_name(self, number: int) -> Said:
        """The name of a site; 0 stands for the place itself (a feed belongs to no site)."""
        return self.site(number).name if number else self.place_name

    @property
    def usable(self) -> bool:
        """At least one row of one file could be used."""
        return any(each.accepted for each in self.files)

    @property
    def has_findings(self) -> bool:
        """Something was found, in the facts or in the files."""
        return bool(self.groups) or any(each.severity == "error" for each in self.troubles)


Rendered: TypeAlias = "str | bytes"
