"""Manners: no leftovers, no strangers' data, no heavy files, a word of welcome in each room."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from huxin.kernel.texts import ROOMS
from tests.house.source import ROOT, SRC, house, python_files, tracked

RUFF = str(Path(sys.executable).parent / "ruff")
LEFTOVERS = "ERA,T10,T20,TD,FIX"
LARGEST = 500_000
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".in", ".html", ".css", ".po", ".csv",
        ".json", ".dat", ".sh", ""}  # fmt: skip
NOT_OURS = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|mirrors?\.(?:aliyun|tuna|cloud|huawei)|/work/|/root/"
    r"|/home/\w+|C:\\\\Users",
)
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])"
                      r"(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])")  # fmt: skip
MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.])")
SKIP = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|unittest\.skip")
DATA_MAY_STAND = ("tests/", "src/huxin/formats/data/", "src/huxin/kernel/data/")


def lines(files: Iterator[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        if file.suffix in TEXT:
            for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
                yield f"{file.relative_to(ROOT)}:{number}", line


def ours() -> Iterator[Path]:
    return (file for file in tracked() if "requirements" not in file.parts)


def leftovers(*arguments: str, text: str | None = None) -> str:
    return subprocess.run(
        [
            RUFF,
            "check",
            "--select",
            LEFTOVERS,
            "--no-cache",
            "--output-format",
            "concise",
            *arguments,
        ],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_nothing_is_left_lying_about() -> None:
    assert "All checks passed" in leftovers("src", "tests")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("# TODO: later\n", "TD002"),
        ("# FIXME: later\n", "FIX001"),
        ("print(1)\n", "T201"),
        ("# x = compute(1)\n", "ERA001"),
    ],
)
def test_a_leftover_is_caught(fault: str, code: str) -> None:
    assert code in leftovers("--stdin-filename", "src/huxin/planted.py", "-", text=fault)


def test_no_test_is_skipped() -> None:
    files = (file for file in ours() if file.suffix == ".py" and "tests" in file.parts)
    named = [where for where, line in lines(files) if SKIP.search(line)]
    assert [each for each in named if not each.startswith("tests/house/test_manners.py")] == []
    assert SKIP.search("@pytest.mark." + "skipif(True)")


def test_every_room_has_a_word_of_welcome() -> None:
    rooms = [SRC / room for room in ROOMS] + [ROOT / "tests" / "support", ROOT / "tests" / "house"]
    rooms += [ROOT / "bench", ROOT / "docs"]
    assert [
        str(room.relative_to(ROOT)) for room in rooms if not (room / "README.md").is_file()
    ] == []


def test_every_package_and_module_says_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in sorted(python_files(SRC))
        if file.stat().st_size and not file.read_text().lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_file_is_heavy() -> None:
    allowed = house("heavy_allowed")
    heavy = {
        str(file.relative_to(ROOT)): file.stat().st_size
        for file in tracked()
        if file.stat().st_size > LARGEST
    }
    assert {name: size for name, size in heavy.items() if name not in allowed} == {}
    assert set(allowed) <= set(heavy)


def test_no_address_of_ours_or_of_a_registry_stands_in_the_repository() -> None:
    named = [where for where, line in lines(ours()) if NOT_OURS.search(line)]
    assert [each for each in named if not each.startswith("tests/house/test_manners.py")] == []


def test_no_person_stands_in_the_repository() -> None:
    """Numbers of people stand in tests only, and there they are invented (see their README)."""
    named = [
        where
        for where, line in lines(ours())
        if not where.startswith(DATA_MAY_STAND)
        and {*IDENTITY.findall(line), *MOBILE.findall(line)} - set(house("invented_people"))
    ]
    assert named == []


@pytest.mark.parametrize("fault", ["1" + "40923198001011234", "13" + "912345678"])
def test_a_number_of_a_person_is_caught(fault: str) -> None:
    assert IDENTITY.search(fault) or MOBILE.search(fault)
