"""`huxin law`: what a clerk reads and what a program reads, with the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from huxin.cli.main import run

ASKED = ["value", "account.wage_share_of_progress_payment", "--on", "2018-01-01"]
Huxin = Callable[..., tuple[int, str, str]]


@pytest.fixture
def law(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Huxin:
    monkeypatch.delenv("HUXIN_LANG", raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["law", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


def answer(printed: tuple[int, str, str]) -> Any:
    assert printed[0] == 0
    return json.loads(printed[1])


def test_a_value_is_told_with_source_and_derivation(law: Huxin) -> None:
    code, out, err = law(*ASKED, "--place", "640100")
    assert (code, err) == (0, "")
    assert "（account.wage_share_of_progress_payment）：22%" in out
    assert "出处：NX-06-2、NX-T21" in out
    assert "保障农民工工资支付的国家法律法规和规章：未作规定。" in out
    assert "22% from 2016-01-01 (NX-06-2, NX-T21)" in law(*ASKED, "--place=640100", "--lang=en")[1]


def test_a_value_for_programs(law: Huxin) -> None:
    found = answer(law(*ASKED, "--place", "640100", "--json"))
    assert (found["value"], found["unit"], found["layer"]) == ("0.22", "ratio", "ningxia-2016")
    assert found["clauses"] == ["NX-06-2", "NX-T21"]
    assert found["to"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--place", "110000"], "有效的文件均未规定"),
        (["--place", "640100", "--known-on", "2015-01-01"], "有效的文件均未规定"),
        (["--place", "640"], "行政区划"),
        (["--place", "149999"], "行政区划"),
        (["--place", "640100", "--pack", "mond"], "没有名为“mond”的法规包"),
        (["--place", "640100", "--on", "soon"], "不是日期：soon"),
        (["--place", "640100", "--local", "/nowhere/local.yaml"], "local.yaml”无法使用"),
        ([], "--place"),
    ],
)
def test_what_has_no_value_ends_with_two(law: Huxin, arguments: list[str], said: str) -> None:
    code, out, err = law(*ASKED, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_an_open_value_names_clause_and_remedy(law: Huxin) -> None:
    code, _, err = law("value", "wage.posting_days", "--place", "640100", "--on", "2018-01-01")
    assert code == 2
    assert "§ NX-03-8" in err
    assert "local.yaml" in err


def test_a_local_value_is_told(law: Huxin, tmp_path: Path) -> None:
    local = tmp_path / "local.yaml"
    local.write_text(
        'place: "640100"\nvalues:\n  wage.posting_days: '
        '{value: "5", from: 2017-01-01, source: 市文件, set_on: 2017-01-01}\n',
        encoding="utf-8",
    )
    asked = ["value", "wage.posting_days", "--place", "640100", "--on", "2018-01-01"]
    found = answer(law(*asked, "--local", str(local), "--json"))
    assert (found["value"], found["layer"], found["sources"]) == ("5", "local", ["市文件"])


def test_packs_are_listed_and_shown(law: Huxin) -> None:
    codes = [each["code"] for each in answer(law("list", "--json"))]
    assert codes == ["baoding", "cn", "daixian-2020", "liudong-2017", "ningxia-2016", "yazhou"]
    assert all(code in law("list")[1] for code in codes)
    shown = answer(law("show", "ningxia-2016", "--json"))
    assert "wage.posting_days" in {each["name"] for each in shown["parameters"]}
    text = law("show", "ningxia-2016")[1]
    assert "文号：宁政办发〔2016〕65号" in text
    assert "适用地区：宁夏回族自治区" in text
    assert "（wage.posting_days）：留待当地确定（NX-03-8）" in text


def test_two_packs_are_compared(law: Huxin) -> None:
    rows = {
        each["name"]: each for each in answer(law("diff", "ningxia-2016", "daixian-2020", "--json"))
    }
    share = rows["account.wage_share_of_progress_payment"]
    assert share["ningxia-2016"] == {"2016-01-01": "0.22"}
    assert share["daixian-2020"] in (None, "open")
    assert answer(law("diff", "yazhou", "yazhou", "--json")) == []
    assert "项不同" in law("diff", "ningxia-2016", "baoding")[1]


def test_coverage_counts_each_clause_once(law: Huxin) -> None:
    coverage = answer(law("coverage", "--json"))
    summary = coverage["summary"]
    assert summary["total"] == len({each["id"] for each in coverage["entries"]}) == 708
    assert summary["boundary"] == 22
    assert sum(summary[state] for state in ("boundary", "fulfilled", "waiting", "open")) == 708
    assert set(coverage["entries"][0]) == {
        "id", "document", "capability", "state", "by", "parts", "waits_for",
    }  # fmt: skip
    assert {each["waits_for"] for each in coverage["entries"]} == {None, *coverage["waits"]}
    text = law("coverage")[1]
    assert "待“工资发放与资金流转”建成后落实" in text
    stands = "action warnings.ending.confirm、parameter ningxia-2016 wage.retention_years"
    assert f"  NX-03-5；已有：{stands}、query retention" in text
    assert "全部条款：边界条款 22/708" in text
    assert "政策依据与属地参数库" in text


def test_the_lawbook_is_sound(law: Huxin) -> None:
    code, out, _ = law("verify")
    assert (code, "问题 0 个" in out) == (0, True)
    assert answer(law("verify", "--json"))["problems"] == []


def test_asking_the_law_starts_no_engine_and_is_fast() -> None:
    """One value, in a process of its own: no query engine, and well under a second of CPU."""
    asked = ["law", *ASKED, "--place", "640100"]
    code = (
        "import sys, time\nfrom huxin.cli.main import run\n"
        f"assert run({asked!r}) == 0\n"
        "heavy = {'ibis', 'duckdb', 'pyarrow', 'numpy', 'pandas'} & set(sys.modules)\n"
        "print(sorted(heavy), time.process_time(), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy, seconds = done.stderr.rsplit(maxsplit=1)
    assert heavy == "[]"
    assert float(seconds) < 2.0, "a generous ceiling: the aim is half a second on a quiet machine"
