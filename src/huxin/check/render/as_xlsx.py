"""The report as a workbook: a sheet per family, every finding, numbers as numbers, text as text.

Nothing in it is ever a formula or a link: every text cell is written as a string, and one that a
spreadsheet would run after copying is led by an apostrophe.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import xlsxwriter

from huxin.check.model import SCHEMA, Group, Item, Report
from huxin.check.render.as_html import PLACES_MAX, Family, by_family
from huxin.check.render.words import SHAPE, SORT_OF_TROUBLE, Speaker

__all__ = ["neutral", "render_xlsx"]

Cell: TypeAlias = "str | int | dt.date | tuple[int] | None"
RUN_AT_START = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")
WIDTH_MAX = 60


def neutral(text: str) -> str:
    """`text` that no spreadsheet runs, whatever it starts with."""
    return f"'{text}" if text.startswith(RUN_AT_START) else text


def render_xlsx(report: Report, language: str) -> bytes:
    """The workbook; its creation date is the as-of date, so that the same report is equal bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {
            "created": dt.datetime.combine(report.as_of, dt.time(), dt.UTC),
            "comments": SCHEMA,
        }
    )
    speaker = Speaker(language)
    writer = _Writer(book)
    _summary(writer, report, speaker)
    for family in by_family(report):
        _family(writer, report, family, speaker)
    _files(writer, report, speaker)
    _unknown(writer, report, speaker)
    _rules(writer, report, speaker)
    book.close()
    return buffer.getvalue()


class _Writer:
    """Writes tables with typed cells; a one-element tuple is money in fen, printed as yuan."""

    def __init__(self, book: Any) -> None:
        self.book = book
        wrap = {"text_wrap": True, "valign": "top"}
        self.head = book.add_format({"bold": True, "bg_color": "#eef1f4", "bottom": 1, **wrap})
        self.text = book.add_format({"num_format": "@", **wrap})
        self.count = book.add_format({"num_format": "#,##0", **wrap})
        self.yuan = book.add_format({"num_format": "#,##0.00", **wrap})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", **wrap})
        self.names: set[str] = set()

    def sheet(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """One sheet with a sticky head, a filter and columns as wide as their text."""
        sheet = self.book.add_worksheet(self._name(name))
        widths = [_width(head) for head in heads]
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.head)
        line = 0
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                widths[column] = max(widths[column], self._write(sheet, line, column, cell))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, WIDTH_MAX))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, line, len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _write(self, sheet: Any, line: int, column: int, cell: Cell) -> int:
        if cell is None or cell == "":
            return 0
        if isinstance(cell, tuple):
            sheet.write_number(line, column, Decimal(cell[0]).scaleb(-2), self.yuan)
            return 14
        if isinstance(cell, dt.date):
            sheet.write_datetime(line, column, cell, self.day)
            return 11
        if isinstance(cell, int):
            sheet.write_number(line, column, cell, self.count)
            return 8
        text = neutral(cell)
        sheet.write_string(line, column, text, self.text)
        return max(_width(part) for part in text.split("\n"))

    def _name(self, name: str) -> str:
        whole = name.translate(NOT_IN_SHEET_NAMES)
        short, number = whole[:31], 2
        while short.lower() in self.names:
            short, number = f"{whole[:28]} {number}", number + 1
        self.names.add(short.lower())
        return short


def _width(text: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in text)


def _summary(writer: _Writer, report: Report, s: Speaker) -> None:
    heads = [s.t("Site"), s.t("Folder"), s.t("Place"), s.t("Workers"), s.t("Workers owed")]
    heads += [s.t("Owed (yuan)"), s.t("Since")]
    heads += [f"{SHAPE[name]} {s.severity(name)}" for name in SHAPE]
    heads += [s.t("Files"), s.t("Rows in"), s.t("Rejected")]
    rows: list[Sequence[Cell]] = [
        [
            s.say(site.name), site.folder, s.say(site.place_name), site.workers, site.owed_people,
            (site.owed_fen,), site.owed_since, *(site.findings.get(name, 0) for name in SHAPE),
            site.files, site.rows_in, site.rows_rejected,
        ]
        for site in report.sites
    ]  # fmt: skip
    a = report.answer
    total = [s.t("Total"), None, None, a.workers, a.people, (a.fen,), a.since]
    writer.sheet(s.t("Sites"), heads, [*rows, total])


def _family(writer: _Writer, report: Report, family: Family, s: Speaker) -> None:
    heads = [
        s.t("No."), s.t("Severity"), s.t("Rule"), s.t("Title"), s.t("Site"), s.t("Worker"),
        s.t("Identity number"), s.t("Subject"), s.t("Amount (yuan)"), s.t("Workers"), s.t("Since"),
        s.t("What was found"), s.t("Figures"), s.t("Articles"), s.t("Who owes"),
        s.t("Who pays first"), s.t("Cap"), s.t("Recourse"), s.t("What to do"), s.t("By when"),
        s.t("How the day came about"),
    ]  # fmt: skip
    groups = [group for section in family.sections for group in section.groups]
    rows = (
        _finding(report, item, number, s)
        for number, group in enumerate(groups, 1)
        for item in _items(group)
    )
    writer.sheet(s.say(family.title), heads, rows)


def _items(group: Group) -> tuple[Item, ...]:
    return (group.lead, *group.also)


def _finding(report: Report, item: Item, number: int, s: Speaker) -> Sequence[Cell]:
    card, subject, step = report.rules[item.rule], item.subject, item.step
    liable = item.liable
    return [
        number, f"{SHAPE[item.severity]} {s.severity(item.severity)}", item.rule,
        s.say(card.title), s.say(report.site_name(subject.site)), subject.worker, subject.identity,
        s.say(subject.label), (item.amount_fen,) if item.amount_fen else None, item.people,
        item.since, s.say(item.says),
        "\n".join(f"{s.say(each.label)} {s.show(each.value)}" for each in item.inputs),
        "\n".join(f"{s.say(each.where)} {each.id}" for each in card.articles),
        s.say(liable.owes) if liable else None, s.say(liable.pays_first) if liable else None,
        s.say(liable.cap) if liable else None, s.say(liable.recourse) if liable else None,
        s.say(step.what), step.by, s.say(step.derivation),
    ]  # fmt: skip


def _files(writer: _Writer, report: Report, s: Speaker) -> None:
    heads = [s.t("Code"), s.t("Severity"), s.t("Times"), s.t("Rows refused"), s.t("First example")]
    heads += [s.t("Places"), s.t("What to do")]
    writer.sheet(
        s.t("What the files got wrong"),
        heads,
        (
            [
                each.code, s.t(SORT_OF_TROUBLE[each.severity]), each.times, each.refused,
                s.say(each.says), "\n".join(each.places[:PLACES_MAX]), s.say(each.remedy),
            ]
            for each in report.troubles
        ),
    )  # fmt: skip
    writer.sheet(
        s.t("Every place to be put right"),
        [s.t("Code"), s.t("Severity"), s.t("Places"), s.t("What to do")],
        (
            [each.code, s.t(SORT_OF_TROUBLE[each.severity]), place, s.say(each.remedy)]
            for each in report.troubles
            for place in each.places
        ),
    )
    heads = [s.t("Site"), s.t("File"), s.t("Read as"), s.t("Rows in"), s.t("Accepted")]
    heads += [s.t("Rejected"), s.t("Left alone")]
    writer.sheet(
        s.t("Counts that must balance"),
        heads,
        (
            [
                s.say(report.site_name(each.site)), each.file,
                s.say(each.title), each.rows_in, each.accepted, each.rejected, each.left_alone,
            ]
            for each in report.files
        ),
    )  # fmt: skip


def _unknown(writer: _Writer, report: Report, s: Speaker) -> None:
    heads = [s.t("Rule"), s.t("Title"), s.t("What is missing"), s.t("Times"), s.t("Articles")]
    writer.sheet(
        s.t("What could not be told"),
        heads,
        (
            [
                each.rule, s.say(report.rules[each.rule].title), s.say(each.label), each.times,
                "\n".join(f"{s.say(article.where)} {article.id}" for article in each.articles),
            ]
            for each in report.unknown
        ),
    )  # fmt: skip


def _rules(writer: _Writer, report: Report, s: Speaker) -> None:
    heads = [s.t("Rule"), s.t("Title"), s.t("Severity"), s.t("Hit"), s.t("Clear")]
    heads += [s.t("Not applicable"), s.t("Cannot tell"), s.t("Articles")]
    writer.sheet(
        s.t("Rules"),
        heads,
        (
            [
                card.id, s.say(card.title), f"{SHAPE[card.severity]} {s.severity(card.severity)}",
                *(card.counts.get(name, 0) for name in OUTCOMES),
                "\n".join(f"{s.say(each.where)} {each.id}" for each in card.articles),
            ]
            for _, card in sorted(report.rules.items())
        ),
    )  # fmt: skip
    method = report.method
    facts: list[Sequence[Cell]] = [
        [s.t("As of"), report.as_of],
        [s.t("Place"), f"{s.say(report.place_name)} {report.place}"],
        [s.t("Program"), f"huxin {method.program}"],
        [s.t("Rule set"), method.rule_set],
        *([s.t("Law packs"), f"{s.say(e.title)} {e.code} {e.version}"] for e in method.packs),
    ]
    writer.sheet(s.t("Method"), [s.t("What"), s.t("Value")], facts)


OUTCOMES = ("hit", "clear", "not_applicable", "cannot_tell")
