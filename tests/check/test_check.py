"""The whole check on a small folder written by hand, and its door on the command line."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from huxin.check.model import Report
from huxin.check.render import render
from huxin.check.run import Checked, Options, check
from huxin.cli.main import run
from huxin.kernel.errors import InputError
from tests.check.folder import AS_OF, PEOPLE, PLACE, SHORT_FEN, UNPAID_FEN, csv, write_site
from tests.check.schema import faults

RULES = ("PAY-01", "PAY-02", "PAY-03", "PAY-11", "ARR-01")
ASKED = ["--place", PLACE, "--as-of", AS_OF.isoformat(), "--rules", ",".join(RULES), "--lang", "zh"]
OPTIONS = Options(place=PLACE, as_of=AS_OF, rules=RULES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site")
    write_site(path)
    return path


@pytest.fixture(scope="module")
def checked(folder: Path) -> Checked:
    return check(folder, OPTIONS)


@pytest.fixture(scope="module")
def report(checked: Checked) -> Report:
    return checked.report


@pytest.fixture(scope="module")
def written(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert run(["check", str(folder), *ASKED, "--out", str(out)]) == 1
    return out


def test_every_file_is_read(report: Report) -> None:
    assert [(each.format, each.rows_in, each.rejected) for each in report.files] == [
        ("payroll_result", 3, 0),
        ("payroll_result", 4, 0),
        ("wage_sheet", 4, 0),
        ("wage_sheet", 4, 0),
        ("attendance_grid", 4, 0),
        ("attendance_grid", 4, 0),
        ("roster", 4, 0),
        ("project_sheet", 16, 0),
    ]
    assert all(each.balances for each in report.files)


def test_the_answer_counts_people_money_and_months(report: Report) -> None:
    answer = report.answer
    assert (answer.people, answer.workers, answer.sites, answer.sites_total) == (2, 4, 1, 1)
    assert answer.fen == UNPAID_FEN + SHORT_FEN
    assert [(month.month, people, fen) for month, people, fen in answer.by_month] == [
        (5, 1, UNPAID_FEN),
        (6, 1, SHORT_FEN),
    ]


def test_findings_are_those_of_the_two_who_are_owed(report: Report) -> None:
    found = {
        (group.lead.rule, group.lead.subject.worker, group.lead.amount_fen)
        for group in report.groups
        if group.lead.rule != "PAY-03"
    }
    assert found == {
        ("ARR-01", "李*", UNPAID_FEN),
        ("ARR-01", "王**", SHORT_FEN),
        ("PAY-01", "李*", UNPAID_FEN),
        ("PAY-02", "王**", SHORT_FEN),
    }


def test_findings_are_ranked_by_money(report: Report) -> None:
    amounts = [group.lead.amount_fen for group in report.groups]
    assert amounts == sorted(amounts, reverse=True)


def test_a_finding_is_told_whole(report: Report) -> None:
    item = next(group.lead for group in report.groups if group.lead.rule == "PAY-01")
    assert item.says.say("zh") == (
        "2025年5月出勤 20 天，应得工资 6,000.00 元，应于2025年6月13日前发放，至今分文未付。"
    )
    assert item.since is not None
    assert item.since.isoformat() == "2025-06-13"
    assert item.liable is not None
    assert item.liable.owes.say("zh") == "忻州恒建劳务有限公司（分包单位）"
    assert item.liable.pays_first.say("zh") == "山西宏远建设有限公司（施工总承包单位）"
    assert item.step.by is not None
    assert item.step.by.isoformat() == "2025-09-05"
    assert {article.id for article in report.rules["PAY-01"].articles} == {"CN-724-12", "CN-724-31"}


def test_what_cannot_be_told_names_the_value_and_its_clause(report: Report) -> None:
    (unknown,) = report.unknown
    assert (unknown.rule, unknown.missing) == ("PAY-11", "wage.minimum_monthly")
    assert unknown.label.say("zh") == "当地未设定：当地月最低工资标准"
    assert [each.id for each in unknown.articles] == ["CN-724-34"]


def test_the_same_folder_gives_the_same_bytes(folder: Path, written: Path, tmp_path: Path) -> None:
    assert run(["check", str(folder), *ASKED, "--out", str(tmp_path)]) == 1
    names = {path.name for path in written.iterdir()}
    assert names == {"report.txt", "report.json", "report.html", "report.xlsx"}
    assert all((written / name).read_bytes() == (tmp_path / name).read_bytes() for name in names)


def test_json_is_as_its_schema_says(written: Path) -> None:
    assert list(faults(json.loads((written / "report.json").read_text("utf-8")))) == []


def test_nobody_can_be_read_out_of_a_masked_report(written: Path) -> None:
    whole = "".join(
        (written / name).read_text("utf-8") for name in ("report.txt", "report.json", "report.html")
    )
    for name, identity, card in PEOPLE:
        assert name not in whole
        assert identity not in whole
        assert card not in whole
    assert "1409**********" in whole


def test_reveal_shows_the_people(folder: Path) -> None:
    shown = check(folder, Options(place=PLACE, as_of=AS_OF, rules=RULES, reveal=True)).report
    workers = {(group.lead.subject.worker, group.lead.subject.identity) for group in shown.groups}
    assert (PEOPLE[1][0], PEOPLE[1][1]) in workers
    assert not shown.method.masked


def test_the_page_stands_alone(written: Path) -> None:
    page = (written / "report.html").read_text("utf-8")
    assert not re.search(r"<script|https?:|<link|@import|url\(", page)
    assert "2 人未足额领到工资" in page


def test_hits_carry_the_worker_for_scoring_only(checked: Checked) -> None:
    assert ("PAY-01", PEOPLE[1][1]) in {(hit.rule, hit.worker) for hit in checked.hits}
    assert PEOPLE[1][1] not in repr(checked)


def test_without_a_month_of_work_nobody_says_that_nothing_is_owed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, months=())
    assert run(["check", str(tmp_path), *ASKED]) == 0
    said = capsys.readouterr().out
    assert "无法判断是否拖欠工资" in said
    assert "未发现拖欠工资" not in said


def test_a_place_that_does_not_exist_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, months=())
    assert run(["check", str(tmp_path), "--place", "999999", "--as-of", AS_OF.isoformat()]) == 2
    assert "999999 不是行政区划代码" in capsys.readouterr().err


def test_a_report_is_not_written_into_the_folder_it_is_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path, months=())
    assert run(["check", str(tmp_path), *ASKED, "--out", str(tmp_path / "报告")]) == 2
    assert "报告不能写在被检查的文件夹里" in capsys.readouterr().err
    assert not (tmp_path / "报告").exists()


def test_foreign_money_is_no_wage_money(tmp_path: Path) -> None:
    write_site(tmp_path, months=())
    head = "账号：6200000000000001\n币种：{}\n交易日期,摘要,借方发生额,贷方发生额\n"
    for name in ("CNY", "CHF"):
        entry = "2025-06-08,人工费用,,10000.00\n"
        (tmp_path / f"流水{name}.csv").write_text(head.format(name) + entry, "utf-8")
    found = check(tmp_path, OPTIONS).report
    assert {each.code: each.times for each in found.troubles}["CK-007"] == 1


def test_every_place_of_a_row_finding_is_kept(tmp_path: Path) -> None:
    write_site(tmp_path, months=())
    for number in range(9):
        (tmp_path / f"空{number}.xlsx").write_bytes(b"")
    found = check(tmp_path, OPTIONS).report
    (empty,) = [each for each in found.troubles if each.code == "WB-001"]
    assert len(empty.places) == 9
    assert json.loads(render(found, "json", "zh"))["row_findings"]
    book = python_calamine.load_workbook(io.BytesIO(render(found, "xlsx", "zh")))
    rows = book.get_sheet_by_name("差错位置明细").to_python()
    assert sum(row[0] == "WB-001" for row in rows) == 9


@pytest.mark.parametrize(
    "files", [{}, {"工资表.xlsx": b"PK\x03\x04broken"}, {"readme.bin": b"\x00\x01\x02"}]
)
def test_a_folder_that_cannot_be_used_ends_with_two(
    tmp_path: Path, files: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert run(["check", str(tmp_path), *ASKED]) == 2
    assert "材料中的差错" in capsys.readouterr().out


def test_a_damaged_file_among_good_ones_ends_with_one(tmp_path: Path) -> None:
    write_site(tmp_path, months=())
    (tmp_path / "工资表-2025年5月.xlsx").write_bytes(b"PK\x03\x04broken")
    assert run(["check", str(tmp_path), *ASKED]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["--rules", "NONE-01"],
        ["--as-of", "yesterday"],
        ["--place", "12"],
        ["--pack", "nowhere"],
        ["--format", "pdf"],
        ["--score", "none.json"],
    ],
)
def test_a_wrong_question_ends_with_two(
    folder: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", str(folder), *ASKED]
    for name, value in zip(wrong[::2], wrong[1::2], strict=True):
        if name in arguments:
            arguments[arguments.index(name) + 1] = value
        else:
            arguments += [name, value]
    assert run(arguments) == 2
    assert "→" in capsys.readouterr().err


def test_no_folder_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path / "none"), *ASKED]) == 2
    assert "none" in capsys.readouterr().err


def test_json_on_standard_output(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["check", str(folder), *ASKED, "--format", "json"]) == 1
    assert json.loads(capfdbinary.readouterr().out)["answer"]["people"] == 2


def test_headers_are_explained(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder), *ASKED, "--explain-headers"]) == 1
    said = capsys.readouterr().err
    assert "实发工资 → net_fen" in said


def test_a_score_is_printed_and_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted: dict[str, Any] = {
        "kind": "unpaid", "site": "", "rules": ["PAY-01"], "worker": PEOPLE[1][1],
        "month": "2025-05", "others": [],
    }  # fmt: skip
    also = {"unpaid": {"rules": ["PAY-01"], "also": ["ARR-01", "PAY-02", "PAY-03"]}}
    truth = tmp_path / "truth.json"
    truth.write_text(
        json.dumps({"format": "huxin-truth/1", "faults": [planted], "kinds": also}), "utf-8"
    )
    arguments = ["--score", str(truth), "--out", str(tmp_path / "out")]
    assert run(["check", str(folder), *ASKED, *arguments]) == 1
    scored = json.loads((tmp_path / "out" / "score.json").read_text("utf-8"))
    assert scored["summary"]["recall"] == 1.0
    assert "查全率" in capsys.readouterr().out


def test_many_sites_share_one_worker_key(tmp_path: Path) -> None:
    for name in ("一号工地", "二号工地"):
        write_site(tmp_path / name, name)
    found = check(tmp_path, OPTIONS).report
    assert [site.name.say("zh") for site in found.sites] == ["一号工地", "二号工地"]
    assert found.answer.workers == len(PEOPLE)
    assert found.answer.fen == 2 * (UNPAID_FEN + SHORT_FEN)


def test_an_unreadable_row_is_told_with_its_place(tmp_path: Path) -> None:
    write_site(tmp_path)
    csv(
        tmp_path / "花名册二.csv", [("姓名", "身份证号", "工种", "进场日期"), ("", "123", "x", "y")]
    )
    found = check(tmp_path, OPTIONS).report
    assert found.has_findings
    assert any("花名册二.csv" in place for each in found.troubles for place in each.places)


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"PAY-01", "ARR-01"} <= {rule["id"] for rule in listed}
    assert all(rule["title"]["zh"] and rule["clauses"] for rule in listed)
    assert run(["rules", "explain", "PAY-01", "--place", PLACE, "--on", "2025-08-31"]) == 0
    said = capsys.readouterr().out
    assert "CN-724-31" in said
    assert run(["rules", "explain", "PAY-99"]) == 2


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        check(tmp_path / "x", OPTIONS)
