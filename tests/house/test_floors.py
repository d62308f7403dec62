"""Floors: imports point down only, and never hide in a function."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import ROOT, Module, planted, violations

CONTRACT = """
[importlinter]
root_package = house
[importlinter:contract:floors]
name = floors
type = layers
layers =
  house.upper
  house.lower
"""
LINT = str(Path(sys.executable).parent / "lint-imports")
OPTIONAL_ENGINES = ("pyspark", "deltalake", "pyiceberg", "weasyprint", "splink")


def test_imports_point_down_only() -> None:
    done = subprocess.run(
        [LINT, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_an_upward_import_is_caught(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "__init__.py").touch()
    (tmp_path / "house" / "upper.py").touch()
    (tmp_path / "house" / "lower.py").write_text("import house.upper\n")
    (tmp_path / "contract.ini").write_text(CONTRACT)
    done = subprocess.run(
        [LINT, "--no-cache", "--config", "contract.ini"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "house.lower is not allowed to import house.upper" in done.stdout


def hidden_imports(module: Module) -> Iterator[str]:
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if name.split(".")[0] not in OPTIONAL_ENGINES:
                    yield f"{module.where(node)}: {name} is imported inside a function"


def test_no_import_hides_in_a_function() -> None:
    assert violations(hidden_imports) == []
    assert planted(hidden_imports, "def f():\n    import json\n")
    assert not planted(hidden_imports, "def f():\n    from pyspark.sql import SparkSession\n")
