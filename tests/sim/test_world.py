"""The command: the same seed gives the same bytes, and what it says is what it did."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from huxin.cli.main import run
from huxin.kernel.errors import InputError
from huxin.sim.county import Wish
from huxin.sim.kinds import default_orders
from huxin.sim.world import simulate


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(
    tmp_path: Path, small_wish: Callable[[int], Wish]
) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        simulate(
            small_wish(seed), tmp_path / name, orders=default_orders(10),
            truth_file=tmp_path / f"{name}.json",
        )  # fmt: skip
    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert _digest(tmp_path / "a") != _digest(tmp_path / "c")


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path, small_wish: Callable[[int], Wish]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        simulate(small_wish(1), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_writes_folders_truth_and_local_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, truth = tmp_path / "county", tmp_path / "truth.json"
    faults = tmp_path / "faults.yaml"
    faults.write_text("short_paid: 2\n", encoding="utf-8")
    line = ["sim", "--out", str(out), "--sites", "1", "--months", "2", "--as-of", "2026-07-28",
            "--faults", str(faults), "--truth", str(truth), "--lang", "en"]  # fmt: skip
    assert run(line) == 0
    assert "2 faults" in capsys.readouterr().out
    whole = json.loads(truth.read_text(encoding="utf-8"))
    assert [row["kind"] for row in whole["faults"]] == ["short_paid"] * 2
    assert {row["month"] for row in whole["faults"]} <= {"2026-05", "2026-06"}
    assert (out / "local.yaml").is_file()
    assert len([path for path in out.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("option", ["--as-of", "--start", "--place"])
def test_the_command_refuses_what_it_cannot_read(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sim", "--out", str(tmp_path / "out"), option, "nonsense"]) == 2
    assert "→" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
