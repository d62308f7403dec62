"""The report as one HTML file: style inside, no script, no outside address, prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from huxin.check.model import (
    WAGE_FAMILIES,
    Article,
    FileLine,
    Group,
    Liable,
    Report,
    RuleCard,
    Said,
    Step,
    Trouble,
)
from huxin.check.render.charts import months_chart, sites_chart
from huxin.check.render.words import ORDER, SHAPE, SORT_OF_TROUBLE, Speaker

__all__ = ["ROWS_MAX", "Family", "Section", "by_family", "render_html"]

ROWS_MAX = 25
"""Rows of one rule that a page shows; the workbook and the JSON hold them all."""

FILES_MAX = 40
"""Files that the page lists when none lost a row."""

PLACES_MAX = 5
"""Places of one cause of row findings; the workbook and the JSON hold them all."""

FIRST_MAX = 5
"""Findings in the list of what to do first."""


@dataclass(frozen=True, slots=True)
class Section:
    """The findings that one rule leads, strongest first."""

    card: RuleCard
    groups: tuple[Group, ...]

    @property
    def shown(self) -> tuple[Group, ...]:
        return self.groups[:ROWS_MAX]

    @property
    def hidden(self) -> int:
        return max(len(self.groups) - ROWS_MAX, 0)

    @property
    def step(self) -> Step | None:
        """The step that all findings share, day and derivation included; None when they differ."""
        steps = [group.lead.step for group in self.groups]
        told = {(each.by, each.derivation and each.derivation.say("zh")) for each in steps}
        return steps[0] if len(told) == 1 else None

    @property
    def fen(self) -> int:
        return sum(each.lead.amount_fen for each in self.groups)


@dataclass(frozen=True, slots=True)
class Family:
    """One family of rules and its sections."""

    id: str
    title: Said
    sections: tuple[Section, ...]

    @property
    def findings(self) -> int:
        return sum(len(each.groups) for each in self.sections)


def by_family(report: Report) -> tuple[Family, ...]:
    """Findings by family and leading rule; both in the order of their strongest finding."""
    leading: dict[str, dict[str, list[Group]]] = {}
    for group in report.groups:
        card = report.rules[group.lead.rule]
        leading.setdefault(card.family, {}).setdefault(card.id, []).append(group)
    titles = dict(report.families)
    return tuple(
        Family(
            name,
            titles[name],
            tuple(Section(report.rules[rule], tuple(groups)) for rule, groups in rules.items()),
        )
        for name, rules in leading.items()
    )


def first_steps(report: Report) -> tuple[Group, ...]:
    """The gravest finding of each site: most severe, unpaid people before papers, money."""
    first: dict[int, Group] = {}
    wages = {rule for rule, card in report.rules.items() if card.family in WAGE_FAMILIES}
    by_gravity = sorted(
        report.groups, key=lambda each: (ORDER[each.lead.severity], each.lead.rule not in wages)
    )
    for group in by_gravity:
        first.setdefault(group.lead.subject.site, group)
    return tuple(list(first.values())[:FIRST_MAX])


def money_paths(report: Report) -> tuple[tuple[int, Liable], ...]:
    """Each different chain of liability once per site, in the order of the sites."""
    paths: dict[tuple[object, ...], tuple[int, Liable]] = {}
    for group in report.groups:
        for item in (group.lead, *group.also):
            if item.liable is not None and item.liable.is_arrear:
                site, liable = item.subject.site, item.liable
                told = (liable.owes, liable.pays_first, liable.cap, liable.recourse)
                said = tuple(each.say("zh") if each else "" for each in told)
                paths.setdefault((site, *said), (site, liable))
    return tuple(sorted(paths.values(), key=lambda each: each[0]))


def path_articles(paths: Iterable[tuple[int, Liable]]) -> tuple[Article, ...]:
    """The articles of all paths, each once."""
    found = {article.id: article for _, liable in paths for article in liable.articles}
    return tuple(found[name] for name in sorted(found))


def troubles_by_sort(report: Report) -> Iterable[tuple[str, list[Trouble]]]:
    """Row findings by what they cost: errors, warnings, notes."""
    return [
        (sort, list(group))
        for sort, group in groupby(report.troubles, key=lambda each: each.severity)
    ]


def shown_files(report: Report) -> tuple[FileLine, ...]:
    """Every file of a small folder; of a large one those that lost rows, then the first others."""
    lossy = [each for each in report.files if each.rejected]
    others = [each for each in report.files if not each.rejected]
    chosen = lossy + others[: max(FILES_MAX - len(lossy), 0)]
    return tuple(sorted(chosen, key=lambda each: (each.site, each.file)))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("huxin.check.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        SHAPE=SHAPE,
        SORT_OF_TROUBLE=SORT_OF_TROUBLE,
        PLACES_MAX=PLACES_MAX,
    )
    return environment


def _style() -> Markup:
    sheet = resources.files("huxin.check.render") / "templates" / "report.css"
    return Markup(sheet.read_text("utf-8"))  # noqa: S704 -- our own file, no outside text


def _severities(groups: Sequence[Group]) -> tuple[tuple[str, int], ...]:
    count = dict.fromkeys(ORDER, 0)
    for group in groups:
        count[group.lead.severity] += 1
    return tuple(count.items())


def render_html(report: Report, language: str) -> str:
    """The whole page in `language`; the same report gives the same bytes."""
    speaker, paths = Speaker(language), money_paths(report)
    page = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            lang={"zh": "zh-CN", "en": "en"}[language],
            style=_style(),
            s=speaker,
            t=speaker.t,
            n=speaker.n,
            say=speaker.say,
            money=speaker.money,
            families=by_family(report),
            paths=paths,
            path_articles=path_articles(paths),
            first=first_steps(report),
            severities=_severities(report.groups),
            sites_chart=sites_chart(report.sites, speaker),
            months_chart=months_chart(report.answer, speaker),
            troubles=troubles_by_sort(report),
            shown_files=shown_files(report),
        )
    )
    return "\n".join(line for line in page.split("\n") if line.strip()) + "\n"
