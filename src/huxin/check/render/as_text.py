"""The report as text: tables for a terminal, plain lines for a pipe or a log."""

from __future__ import annotations

import io
import re

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from huxin.check.model import Group, Item, Report, Step
from huxin.check.render.as_html import Family, Section, by_family
from huxin.check.render.words import SHAPE, SORT_OF_TROUBLE, Speaker
from huxin.kernel.texts import N_

__all__ = ["ROWS_MAX", "print_text", "render_text"]

ROWS_MAX = 5
"""Findings of one rule that a terminal shows; every other format holds more."""

TROUBLES_MAX = 15
PLACES_MAX = 3
STYLE = {"red": "red", "orange": "dark_orange3", "yellow": "yellow4", "blue": "blue"}
PLAIN_WIDTH = 110
WIDE = "\u2e80-\uffff“”‘’…—"
NEVER_FIRST = "，。；：、！？）》」』】〕％”’…"
PARTS = re.compile(rf"\s|(?:[^\s{WIDE}]+|[{WIDE}])[{NEVER_FIRST}]*")
"""What stays together in a line: a blank, a Latin word or one Chinese sign, with stop marks."""


def render_text(report: Report, language: str) -> str:
    """The whole report as plain text, for pipes and files."""
    buffer = io.StringIO()
    console = Console(file=buffer, width=PLAIN_WIDTH, color_system=None, legacy_windows=False)
    print_text(report, language, console)
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def print_text(report: Report, language: str, console: Console) -> None:
    """The whole report on `console`: the answer first, then sites, findings, files, method."""
    speaker = Speaker(language)
    _answer(report, speaker, console)
    if report.sites:
        _sites(report, speaker, console)
    quoted: set[str] = set()
    for family in by_family(report):
        _family(report, family, speaker, console, quoted)
    _files(report, speaker, console)
    _unknown(report, speaker, console)
    _method(report, speaker, console)


def _head(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _plain(console: Console, text: str, *, indent: int = 0, style: str = "") -> None:
    folded = "\n".join(fold(text, console.width - indent))
    console.print(Padding(Text(folded, style=style), (0, 0, 0, indent)))


def fold(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells: Chinese may break anywhere but before a stop mark.

    Rich breaks at blanks only, which tears Chinese apart at every figure.
    """
    lines, line, used = [], "", 0
    for part in PARTS.findall(text):
        if used + cell_len(part) > width and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
        if line or part.strip():
            line, used = line + part, used + cell_len(part)
    return [*lines, line.rstrip()]


def _table(*heads: str, numbers: tuple[int, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in numbers else "left", overflow="fold")
    return table


def _answer(report: Report, s: Speaker, console: Console) -> None:
    a = report.answer
    where = s.t("{place}, as of {day}", place=s.say(report.place_name), day=report.as_of)
    _plain(console, where)
    if a.people:
        head = s.n(
            "1 worker has not been paid in full", "{n} workers have not been paid in full", a.people
        )
        console.print(Text(head, style="bold red"))
        since = s.t(", the oldest since {month}", month=s.month(a.since)) if a.since else ""
        _plain(
            console,
            s.t(
                "They are owed {sum}{since}, at {sites} of {all} sites.",
                sum=s.yuan(a.fen),
                since=since,
                sites=a.sites,
                all=a.sites_total,
            ),
        )
        return
    if not a.judged_months:
        console.print(Text(s.t("Whether wages are owed cannot be told"), style="bold yellow4"))
        _plain(console, s.not_judged(a.sites_total, report.as_of))
        return
    console.print(Text(s.t("No wage arrears were found"), style="bold green"))
    _plain(
        console,
        s.t(
            "Nothing in the files of {all} sites with {workers} workers shows a wage that is due "
            "and unpaid. What could not be told stands below.",
            all=a.sites_total,
            workers=f"{a.workers:,}",
        ),
    )


def _sites(report: Report, s: Speaker, console: Console) -> None:
    _head(console, s.t("Sites"))
    table = _table(
        s.t("Site"), s.t("Workers owed"), s.t("Owed (yuan)"), s.t("Since"), s.t("Findings"),
        numbers=(1, 2),
    )  # fmt: skip
    for site in sorted(report.sites, key=lambda each: (-each.owed_fen, each.number)):
        table.add_row(
            Text(s.say(site.name)),
            s.t("{part} of {all}", part=f"{site.owed_people:,}", all=f"{site.workers:,}"),
            s.money(site.owed_fen),
            s.month(site.owed_since),
            "  ".join(
                f"{SHAPE[name]} {s.severity(name)} {count}"
                for name, count in site.findings.items()
                if count
            ),
        )
    console.print(table)


def _family(report: Report, family: Family, s: Speaker, console: Console, quoted: set[str]) -> None:
    _head(console, f"── {s.say(family.title)} ({family.findings:,})")
    for section in family.sections:
        _section(report, section, s, console, quoted)


def _section(
    report: Report, section: Section, s: Speaker, console: Console, quoted: set[str]
) -> None:
    """One rule and its first findings; an article's wording is quoted once per report."""
    card = section.card
    line = Text()
    line.append(f"{SHAPE[card.severity]} {s.severity(card.severity)} ", style=STYLE[card.severity])
    line.append(s.say(card.title), style="bold")
    line.append(f"  {card.id}  × {len(section.groups):,}")
    if section.fen:
        line.append(f"  {s.yuan(section.fen)}")
    console.print(line)
    for article in card.articles:
        mark = f" [{s.t('to be verified')}]" if article.to_verify else ""
        wording = "" if article.id in quoted else s.say(article.wording)
        quoted.add(article.id)
        colon = s.t(": ") if wording else ""
        _plain(console, f"§ {s.say(article.where)} {article.id}{mark}{colon}{wording}", indent=2)
    _plain(console, f"→ {s.say(card.remedy)}", indent=2)
    for group in section.groups[:ROWS_MAX]:
        _group(report, group, s, console)
    hidden = len(section.groups) - ROWS_MAX
    if hidden > 0:
        more = s.n(
            "and 1 more (write all with --out)", "and {n} more (write all with --out)", hidden
        )
        _plain(console, f"… {more}", indent=4)


def _group(report: Report, group: Group, s: Speaker, console: Console) -> None:
    item = group.lead
    head = [s.say(report.site_name(item.subject.site)), item.subject.worker]
    head += [s.say(item.subject.label), s.yuan(item.amount_fen) if item.amount_fen else ""]
    if item.since:
        head.append(s.t("since {day}", day=item.since))
    _plain(console, "· " + "  ".join(each for each in head if each), indent=4, style="bold")
    _plain(console, s.say(item.says), indent=6)
    _inputs(item, s, console)
    if item.liable is not None:
        owes = s.say(item.liable.owes)
        who = (
            s.t("owes: {who}", who=owes)
            if item.liable.is_arrear
            else s.t("answers: {who}", who=owes)
        )
        if first := s.say(item.liable.pays_first):
            who += s.t("; ") + s.t("pays first: {who}", who=first)
        _plain(console, who, indent=6)
    _plain(console, deadline(item.step, report, s), indent=6)
    for other in group.also:
        title = s.say(report.rules[other.rule].title)
        _plain(console, s.t("Also: {title} ({rule})", title=title, rule=other.rule), indent=6)


def _inputs(item: Item, s: Speaker, console: Console) -> None:
    if item.inputs:
        figures = " · ".join(f"{s.say(each.label)} {s.show(each.value)}" for each in item.inputs)
        _plain(console, figures, indent=6, style="dim")


def deadline(step: Step, report: Report, s: Speaker) -> str:
    """By when, whether that day has passed, and how it came about."""
    if step.by is None:
        return s.t("By when: no day set by law; at once")
    passed = step.by < report.as_of
    text = (
        s.t("By when: {day} (passed)", day=step.by)
        if passed
        else s.t("By when: {day}", day=step.by)
    )
    if step.derivation is not None:
        text += f" — {s.say(step.derivation)}"
    return text


def _files(report: Report, s: Speaker, console: Console) -> None:
    _head(console, s.t("What the files got wrong"))
    if not report.troubles:
        _plain(console, s.t("Nothing: every row of every file could be read."))
    for trouble in report.troubles[:TROUBLES_MAX]:
        sort = s.t(SORT_OF_TROUBLE[trouble.severity])
        _plain(console, f"{trouble.code}  × {trouble.times:,}  {sort}: {s.say(trouble.says)}")
        if trouble.places:
            more = " …" if len(trouble.places) > PLACES_MAX else ""
            _plain(console, s.t(", ").join(trouble.places[:PLACES_MAX]) + more, indent=4)
        _plain(console, f"→ {s.say(trouble.remedy)}", indent=4)
    hidden = len(report.troubles) - TROUBLES_MAX
    if hidden > 0:
        more = s.n(
            "and 1 more (write all with --out)", "and {n} more (write all with --out)", hidden
        )
        _plain(console, f"… {more}")
    _head(console, s.t("Counts that must balance"))
    rows = [sum(getattr(each, name) for each in report.files) for name in COUNTED]
    _plain(
        console,
        s.t(
            "{files} files: {rows_in} rows in = {accepted} accepted + {rejected} rejected; "
            "{left_alone} lines left alone",
            files=f"{len(report.files):,}",
            **{name: f"{count:,}" for name, count in zip(COUNTED, rows, strict=True)},
        ),
    )


COUNTED = ("rows_in", "accepted", "rejected", "left_alone")


def _unknown(report: Report, s: Speaker, console: Console) -> None:
    _head(console, s.t("What could not be told, and why"))
    if not report.unknown:
        _plain(console, s.all_told(len(report.sites)))
        return
    table = _table(s.t("Rule"), s.t("What is missing"), s.t("Times"), s.t("Article"), numbers=(2,))
    for each in report.unknown:
        table.add_row(
            Text(f"{each.rule} {s.say(report.rules[each.rule].title)}"),
            Text(s.say(each.label)),
            f"{each.times:,}",
            " ".join(article.id for article in each.articles),
        )
    console.print(table)


def _method(report: Report, s: Speaker, console: Console) -> None:
    _head(console, s.t("Method"))
    method = report.method
    packs = ", ".join(f"{each.code} {each.version}".strip() for each in method.packs)
    _plain(
        console,
        s.t(
            "huxin {program}, rule set {rule_set} ({rules} rules), law packs {packs}, "
            "as of {day}, place {place}",
            program=method.program,
            rule_set=method.rule_set,
            rules=len(method.rules),
            packs=packs,
            day=report.as_of,
            place=str(report.place),
        ),
    )
    if method.masked:
        _plain(console, s.t(N_("Names and numbers are masked; --reveal shows them.")))
