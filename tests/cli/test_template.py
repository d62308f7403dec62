"""`huxin template`: writes a new workbook, names what it knows, and never writes over a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from huxin.cli.main import run
from huxin.formats.workbook import open_book


@pytest.mark.parametrize(
    ("name", "sheet"),
    [([], "项目信息"), (["wage_sheet"], "工资表"), (["花名册"], "花名册")],
)
def test_a_workbook_is_written_once(
    name: list[str], sheet: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "a.xlsx"
    assert run(["template", *name, "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"已生成空白{sheet}：a.xlsx。\n"
    assert open_book(out).grids[0].sheet == sheet
    before = out.read_bytes()
    assert run(["template", *name, "--out", str(out)]) == 2
    assert "“a.xlsx”已存在，未作改动" in capsys.readouterr().err
    assert out.read_bytes() == before


def test_what_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "nothing", "--out", str(tmp_path / "a.xlsx"), "--lang", "en"]) == 2
    assert "wage_sheet (工资表)" in capsys.readouterr().err
    assert run(["template", "--out", str(tmp_path / "a.csv"), "--lang", "en"]) == 2
    assert "ends in .xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
