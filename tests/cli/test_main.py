"""The door: nouns are found lazily, errors are said once, in the chosen language, with a code."""

from __future__ import annotations

import importlib.machinery
import subprocess
import sys
import types
from collections.abc import Callable

import pytest
import typer

from huxin.cli import main as door
from huxin.kernel.errors import InputError, NotSet
from huxin.kernel.texts import N_, message

IDENTITY = "14092319800101123X"


def refuse(what: str = typer.Option("input", help=N_("Print the version."))) -> None:
    if what == "input":
        raise InputError(message("There is no option {option}.", option="--x"), where="a.xlsx")
    if what == "law":
        raise NotSet(message("There is no option {option}.", option="--x"), rule="NX-03-8")
    if what == "file":
        raise FileNotFoundError(2, "No such file or directory", "/somewhere/a.xlsx")
    if what == "bug":
        raise ValueError(IDENTITY)
    raise typer.Exit(int(what))


@pytest.fixture
def noun(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """A command `refuse` that exists for this test only."""
    module = types.ModuleType("huxin.cli.refuse")
    module.__spec__ = importlib.machinery.ModuleSpec("huxin.cli.refuse", None)
    module.refuse = refuse  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "huxin.cli.refuse", module)
    monkeypatch.setitem(door.NOUNS, "refuse", "Options")
    monkeypatch.delenv("HUXIN_LANG", raising=False)
    return lambda *arguments: door.run(["refuse", *arguments])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--what", "input"], 2, "a.xlsx: 没有 --x 这个选项。\n"),
        (["--what", "input", "--lang", "en"], 2, "a.xlsx: There is no option --x.\n"),
        (["--what", "law"], 2, "没有 --x 这个选项。\n  § NX-03-8\n"),
        (["--lang=en", "--what", "file"], 2, "folder a.xlsx could not be used: it does not exist"),
        (["--nothing"], 2, "没有 --nothing 这个选项。\n  → 用法见 huxin refuse --help。\n"),
        (["--what"], 2, "--what 后面应写一个值。"),
        (["--what", "0", "more"], 2, "命令行无法识别：多写了 more。"),
        (["--lang", "fr"], 2, "不支持语言“fr”。"),
        (["--what", "0"], 0, ""),
        (["--what", "1"], 1, ""),
    ],
)
def test_every_end_has_its_code_and_text(
    noun: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    said: str,
) -> None:
    assert noun(*arguments) == code
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert bool(said) == bool(output.err)


def test_a_fault_of_ours_shows_its_place_and_no_record(
    noun: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert noun("--what", "bug") == 3
    said = capsys.readouterr().err
    assert IDENTITY not in said
    assert "Traceback" not in said
    assert "test_main.py:" in said
    monkeypatch.setenv("HUXIN_TRACEBACK", "1")
    assert noun("--what", "bug") == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(("chosen", "said"), [("zh", "显示版本号"), ("en", "Print the version")])
def test_help_speaks_the_chosen_language(
    noun: Callable[..., int], capsys: pytest.CaptureFixture[str], chosen: str, said: str
) -> None:
    assert noun("--help", "--lang", chosen) == 0
    assert said in capsys.readouterr().out
    assert door.run(["--help", "--lang", chosen]) == 0
    assert said in capsys.readouterr().out


def test_an_unknown_noun_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["chek"]) == 2
    assert capsys.readouterr().err == "没有 chek 这个命令。\n  → 用法见 huxin --help。\n"


def loaded_after(code: str) -> set[str]:
    """Which of the heavy engines a fresh interpreter has imported after `code`."""
    heavy = "{'duckdb', 'ibis', 'pyarrow', 'numpy', 'pandas'}"
    probe = f"import sys; {code}; print(*({heavy} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_the_door_opens_without_the_engines() -> None:
    assert loaded_after("import huxin.cli.main") == set()
    assert loaded_after("import huxin.rules.catalogue") >= {"ibis"}


def test_asking_the_law_needs_no_engine() -> None:
    asked = "['law', 'value', 'account.opening_days', '--place', '140923', '--on', '2025-06-01']"
    assert loaded_after(f"from huxin.cli import main; assert main.run({asked}) == 0") == set()
