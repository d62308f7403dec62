"""`huxin trail` as its operator meets it, and the standalone verifier as a stranger does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from huxin.cli import main as door
from tests.support.world import World
from tests.trail.standalone import FILE
from tests.trail.test_heads import as_owner_of_the_database, own

OBJECT = "access.installation:test"


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, lang: str = "zh") -> tuple[int, str]:
    code = door.run(["trail", *arguments, "--lang", lang])
    said = capsys.readouterr()
    return code, said.out + said.err


def alone(*arguments: str) -> tuple[int, str]:
    """The standalone verifier as a program, in an empty environment."""
    done = subprocess.run(
        [sys.executable, "-I", str(FILE), *arguments],
        capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def witness(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation with a witness of its own."""
    folder = tmp_path / "witness"
    changed = type(own())(
        **{name: getattr(own(), name) for name in own().__slots__} | {"witnesses": (folder,)}
    )
    monkeypatch.setattr(settings, "INSTALLATION", changed)
    return folder


def test_from_entry_to_a_strangers_check(
    witness: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = ask(capsys, "prove", OBJECT)
    assert code == 2
    assert said.splitlines() == [
        "第 2025/0 条尚未封存签名。",
        "  → 系统每小时签封一次，请稍后再取；运维人员可运行 huxin trail head。",
    ]
    code, said = ask(capsys, "head")
    assert code == 0
    assert said.startswith("2025 年：共 1 条，根值 ")
    proof, key, log = (str(tmp_path / name) for name in ("proof.json", "key.json", "log.jsonl"))
    assert ask(capsys, "prove", OBJECT, "--out", proof) == (0, "已写入 proof.json。\n")
    assert ask(capsys, "key", "--out", key)[0] == 0
    assert ask(capsys, "export", "2025", "--out", log)[0] == 0
    heads = str(witness / "heads-2025.jsonl")
    code, said = alone("proof", proof, "--key", key, "--head", heads)
    assert (code, said.partition(":")[0]) == (0, "SOUND")
    code, said = alone("log", log, "--key", key, "--witness", heads)
    assert (code, said) == (0, "log 2025: 1 entries, 0 faults\n")
    code, said = alone("proof", proof)
    assert (code, said.partition(":")[0]) == (0, "NOTE")
    code, said = alone("proof", key)
    assert (code, said.splitlines()[-1]) == (2, "CANNOT READ: KeyError: 'head'")


def test_values_travel_with_a_reason_only(
    witness: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "head")
    assert "values" not in json.loads(ask(capsys, "prove", "2025/0")[1])
    shown = json.loads(ask(capsys, "prove", "2025/0", "--values-for", "法院调取")[1])
    assert json.loads(shown["values"]) == {"after": {}, "before": {}}
    ask(capsys, "head")
    newest, oldest = json.loads(ask(capsys, "prove", OBJECT)[1])
    assert '"action":"trail.history.open"' in newest["leaf"]
    assert oldest["leaf"] == shown["leaf"]


def test_a_newer_head_continues_an_older_one(
    witness: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        ask(capsys, "head")
        ask(capsys, "prove", "2025/0", "--values-for", "法院调取")
    bundle = str(tmp_path / "heads.json")
    assert ask(capsys, "head", "--since", "1", "--out", bundle)[0] == 0
    code, said = alone("heads", bundle, "--key", own().signer.public.content.hex())
    assert (code, said) == (0, "SOUND: heads\n")
    assert [json.loads(json.loads(Path(bundle).read_text())[each]["head"])["size"]
            for each in ("old", "new")] == [1, 3]  # fmt: skip
    assert ask(capsys, "head", "--since", "9")[0] == 2


def test_verify_says_what_is_wrong_and_where(
    witness: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, "head")
    code, said = ask(capsys, "verify")
    assert (code, said.splitlines()[-1]) == (0, "日志与封存一致。")
    with as_owner_of_the_database() as execute:
        execute("UPDATE trail_entry SET actor = 'nobody' WHERE number = 0")
    code, said = ask(capsys, "verify")
    assert code == 1
    assert said.splitlines()[1:] == [
        "  最早从第 2025/0 条开始。",
        "  ✗ 条目正文与各字段不一致：最早在第 2025/0 条（共 1 处）",
        "日志与封存不一致。",
    ]
    code, said = ask(capsys, "verify", "--quick", "--json", lang="en")
    found = json.loads(said)
    assert (code, found["sound"], found["logs"][0]["counts"]) == (1, False, {"columns": 1})
    assert found["logs"][0]["first"]["number"] == 0
    code, said = ask(capsys, "verify", lang="en")
    assert "the text of an entry and its columns differ: first at entry 2025/0 (1 in all)" in said


@pytest.mark.parametrize(
    "arguments", [["verify", "--year", "1999"], ["prove", "1/1"], ["prove", "x.y:1"]]
)
def test_what_is_not_there_is_said(
    witness: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, said = ask(capsys, *arguments)
    assert code == 2
    assert said.startswith(f"留痕日志中没有 {arguments[-1]}。")


def test_without_an_installation_that_is_said(tmp_path: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUXIN_", "DJANGO_"))
    }
    done = subprocess.run(
        [str(Path(sys.executable).parent / "huxin"), "trail", "verify"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=environment | {"HUXIN_HOME": str(tmp_path / "none")},
    )  # fmt: skip
    assert done.returncode == 2
    assert "中没有系统。" in done.stderr
