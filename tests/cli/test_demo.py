"""`huxin demo` where it cannot open what it finds; what it opens is walked through in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from huxin.cli import main as door
from huxin.kernel.installation import HOME, create


def test_what_was_not_filled_to_its_end_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    create(tmp_path / "demo", profile="demo")
    code = door.run(["demo", "--home", str(tmp_path / "demo"), "--lang", "en"])
    said = capsys.readouterr().err
    assert (code, "no finished demonstration" in said, "→" in said) == (2, True, True)
