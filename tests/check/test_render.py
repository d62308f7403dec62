"""The four faces of a report: complete, equal for equal input, harmless, readable."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
import python_calamine
from rich.cells import cell_len

from huxin.check.model import Report, plain
from huxin.check.render import FORMATS, render
from huxin.check.render.as_html import ROWS_MAX, by_family
from huxin.check.render.as_text import fold
from huxin.check.render.as_xlsx import neutral
from huxin.check.render.charts import months_chart, sites_chart
from huxin.check.render.words import Speaker, percent
from tests.check import sample
from tests.check.schema import faults

LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def report() -> Report:
    return sample.report()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(report: Report, name: str, language: str) -> None:
    assert render(report, name, language) == render(sample.report(), name, language)


def test_json_is_as_its_schema_says(report: Report) -> None:
    data = json.loads(render(report, "json", "zh"))
    assert list(faults(data)) == []
    del data["answer"]["people"]
    data["findings"][0]["severity"] = "pink"
    assert len(list(faults(data))) == 2


def test_json_does_not_hang_on_the_language(report: Report) -> None:
    assert render(report, "json", "zh") == render(report, "json", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_without_script_or_outside_address(
    report: Report, language: str
) -> None:
    page = render(report, "html", language).decode()
    assert not re.search(r"<script|javascript:|\son\w+=|https?:|<link|@import|url\(|src=", page)
    assert page.startswith("<!DOCTYPE html>")
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1


def test_the_page_says_the_answer_first(report: Report) -> None:
    page = render(report, "html", "zh").decode().partition("<main")[2]
    order = [
        "126 人未足额领到工资",
        "先办这几件",
        "谁来支付",
        "材料中的差错",
        "未能判断的事项",
        "检查方法",
    ]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_says_article_figures_liability_and_day(report: Report, language: str) -> None:
    for name in ("text", "html"):
        shown = render(report, name, language).decode()
        for article in report.rules["ARR-01"].articles:
            assert article.wording.say(language) in shown
        item = report.groups[0].lead
        assert item.says.say(language) in shown
        assert item.liable is not None
        assert item.liable.owes.say(language) in shown
        assert "2025" in shown


def test_a_text_that_looks_like_markup_or_a_formula_is_harmless(report: Report) -> None:
    evil = "=HYPERLINK(1)<b>x</b>"
    first = report.sites[0]
    changed = replace(report, sites=(replace(first, name=plain(evil)), *report.sites[1:]))
    assert "<b>x</b>" not in render(changed, "html", "zh").decode()
    sheets = python_calamine.load_workbook(io.BytesIO(render(changed, "xlsx", "zh")))
    cells = {cell for row in sheets.get_sheet_by_index(0).to_python() for cell in row}
    assert f"'{evil}" in cells


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx"])
def test_neutral_leads_with_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert neutral("张*") == "张*"


def test_the_workbook_has_a_sheet_per_family_and_text_identities(report: Report) -> None:
    content = render(report, "xlsx", "zh")
    book = python_calamine.load_workbook(io.BytesIO(content))
    assert {"工地", "工资拖欠", "工资保证金", "维权告示牌", "材料中的差错", "检查方法"} <= set(
        book.sheet_names
    )
    rows = book.get_sheet_by_name("工资拖欠").to_python()
    assert len(rows) == 1 + 7 + 1
    assert rows[1][rows[0].index("身份证号")] == "1409**********1234"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


def test_long_lists_are_cut_and_say_so(report: Report) -> None:
    lead = report.groups[0]
    many = tuple(
        replace(lead, lead=replace(lead.lead, key=f"ARR-01-{n:012x}"), also=()) for n in range(80)
    )
    page = render(replace(report, groups=many), "html", "zh").decode()
    assert f"同类另有 {80 - ROWS_MAX} 项" in page
    book = python_calamine.load_workbook(
        io.BytesIO(render(replace(report, groups=many), "xlsx", "zh"))
    )
    assert len(book.get_sheet_by_name("工资拖欠").to_python()) == 81


def test_families_stand_in_the_order_of_their_strongest_finding(report: Report) -> None:
    assert [each.id for each in by_family(report)] == ["arrears", "deposit", "signboard"]


def test_chart_titles_state_what_the_bars_show(report: Report) -> None:
    speaker = Speaker("zh")
    first, second = sites_chart(report.sites, speaker), months_chart(report.answer, speaker)
    assert first is not None
    assert second is not None
    assert first.title == "1 个工地占欠薪的 76%"
    assert second.title == "2025年4月的工资欠得最多，占 84%"
    assert first.svg.count("<rect") == 2
    assert sites_chart(report.sites[2:], speaker) is None


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(1, 3, 33), (1, 2, 50), (5, 1000, 1), (0, 0, 0)]
)
def test_percent_is_half_up(part: int, whole: int, share: int) -> None:
    assert percent(part, whole) == share


def test_an_empty_report_says_that_nothing_was_found(report: Report) -> None:
    clean = replace(
        report,
        groups=(),
        troubles=(),
        unknown=(),
        answer=replace(
            report.answer, people=0, fen=0, since=None, sites=0, by_month=(), findings=0
        ),
    )
    assert not clean.has_findings
    assert "未发现拖欠工资" in render(clean, "html", "zh").decode()
    assert "No wage arrears were found" in render(clean, "text", "en").decode()
    blind = replace(clean, answer=replace(clean.answer, judged_months=0))
    for name in ("html", "text"):
        said = render(blind, name, "en").decode()
        assert "Whether wages are owed cannot be told" in said
        assert "No wage arrears were found" not in said


def test_chinese_breaks_anywhere_but_before_a_stop_mark() -> None:
    text = "自2025年1月10日起，专户仍未开立。 Wage account not opened."
    for width in range(20, 60):
        lines = fold(text, width)
        assert all(cell_len(each) <= width for each in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(each[:1] in "，。" for each in lines if each)
    assert fold(text, 24)[0] == "自2025年1月10日起，专户"
