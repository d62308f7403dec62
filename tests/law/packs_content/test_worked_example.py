"""The worked example of docs/concepts/law-packs.md loads and answers as the page says."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from huxin.kernel.errors import NotSet, PackError, Silent
from huxin.law import Lawbook
from huxin.law.packs import PACKS

PAGE = Path(__file__).parents[3] / "docs" / "concepts" / "law-packs.md"
BLOCK = re.compile(r"`(xinfu-2025/[\w/]+\.yaml)`:\n\n```yaml\n(.*?)```", re.DOTALL)
PLACE, ON = "140902", dt.date(2025, 4, 1)


def written(folder: Path, *, instead: tuple[str, str] = ("", "")) -> Path:
    """All packs and the page's example in a folder of their own."""
    folder = shutil.copytree(PACKS, folder / "packs")
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 5
    for name, text in blocks:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(*instead) if instead[0] else text, encoding="utf-8")
    return folder


def test_the_example_answers_as_the_page_says(tmp_path: Path) -> None:
    book = Lawbook.load(packs=written(tmp_path))
    share = book.value("account.wage_share_of_progress_payment", place=PLACE, on=ON)
    assert (share.value, share.layer, share.clauses) == (Decimal("0.25"), "xinfu-2025", ("XF-4-1",))
    opening = book.value("account.opening_days", place=PLACE, on=ON)
    assert (opening.value, opening.layer) == (30, "cn")
    with pytest.raises(NotSet):
        book.value("wage.posting_days", place=PLACE, on=ON)
    with pytest.raises(Silent):
        book.value("wage.posting_days", place="140923", on=ON)
    assert [feed.schedule.before for feed in book.packs["xinfu-2025"].feeds] == [5]


def test_a_slip_in_the_example_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"xinfu-2025/parameters/account\.yaml:1: .*XF-4-9"):
        Lawbook.load(packs=written(tmp_path, instead=("clauses: [XF-4-1]", "clauses: [XF-4-9]")))
