"""What an installation's settings mean together."""

from __future__ import annotations

from pathlib import Path

import pytest

from huxin.kernel.installation import Installation, Profile, create


@pytest.mark.parametrize(
    ("profile", "variables", "needs_tls"),
    [
        ("production", {}, False),
        ("production", {"HUXIN_HOSTS": "127.0.0.1,huxin.example.gov.cn"}, True),
        ("production", {"HUXIN_BEHIND_PROXY": "true"}, True),
        ("demo", {"HUXIN_HOSTS": "huxin.example.gov.cn"}, False),
    ],
)
def test_only_the_machine_itself_is_let_in_without_tls(
    tmp_path: Path, *, profile: Profile, variables: dict[str, str], needs_tls: bool
) -> None:
    create(tmp_path / "home", profile=profile)
    found = Installation.read({"HUXIN_HOME": str(tmp_path / "home"), **variables})
    assert found.needs_tls is needs_tls
