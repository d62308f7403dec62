"""The guides work: their very blocks are written down as files and asked."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from huxin.kernel.errors import NotSet
from huxin.law import Lawbook
from huxin.law.verify import verify
from tests.house.source import PACKS, ROOT

FILE = re.compile(r"^`src/huxin/law/packs/(\S+)`\n\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
LOCAL = re.compile(r"```yaml\n(place:.*?)^```", re.MULTILINE | re.DOTALL)
ON = dt.date(2025, 6, 1)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All packs, and the one that the guide adds."""
    folder = tmp_path_factory.mktemp("guide") / "packs"
    shutil.copytree(PACKS, folder)
    blocks = FILE.findall((ROOT / "docs" / "guides" / "add-a-place.md").read_text())
    assert len(blocks) == 4
    for name, text in blocks:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_place_is_added_as_the_guide_says(packs: Path) -> None:
    book = Lawbook.load(packs=packs)
    assert verify(book).problems == ()
    answer = book.value("wage.posting_days", place="140922", on=ON)
    assert (answer.value, answer.clauses) == (10, ("WT-1-1",))
    with pytest.raises(NotSet):
        book.value("deposit.rate", place="140922", on=ON)


def test_an_open_value_is_set_as_the_guide_says(packs: Path, tmp_path: Path) -> None:
    (text,) = LOCAL.findall((ROOT / "docs" / "guides" / "add-a-place.md").read_text())
    local = tmp_path / "local.yaml"
    local.write_text(text)
    answer = Lawbook.load(local, packs=packs).value("deposit.rate", place="140922", on=ON)
    assert (answer.value, answer.layer) == (Decimal("0.015"), "local")
