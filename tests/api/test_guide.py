"""The guide for programmers: its blocks are run as they stand, with curl and openssl."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from typing import Any
from urllib.parse import quote

import pytest
from pytest_django.live_server_helper import LiveServer

from huxin.intake.models import WaitingRow
from tests.house.source import ROOT
from tests.support.site import build_site, keyed
from tests.support.world import World

pytestmark = pytest.mark.loopback
BLOCK = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
BANK = "代县农村商业银行"


def answers(said: str) -> list[dict[str, Any]]:
    """What was answered, in order: the answers stand one behind the other."""
    reader, at, found = json.JSONDecoder(), 0, []
    while at < len(said):
        each, at = reader.raw_decode(said, at)
        found.append(each)
    return found


def test_the_guide_works(lasting_world: World, live_server: LiveServer) -> None:
    """One conversation, in which later blocks need what earlier ones were answered."""
    site = build_site(lasting_world)
    key, secret = keyed(site, "general_contractor", "contractor")
    page = (ROOT / "docs" / "guides" / "interface.md").read_text()
    settings, *blocks = BLOCK.findall(page)
    assert settings.startswith("export HUXIN=")
    bash = shutil.which("bash")
    assert bash
    known = {
        "PATH": os.environ["PATH"], "HUXIN": live_server.url, "HUXIN_KEY": key,
        "HUXIN_SECRET": secret, "PROJECT": str(site.road), "BANK_NAME_ENCODED": quote(BANK),
        "PARTY": str(site.world.parties["road.general_contractor"].pk),
        "BANK": str(site.world.bodies["bank"].pk), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    told: list[dict[str, Any]] = []
    for block in blocks:
        script = f"set -euo pipefail\n{blocks[0].partition('ask GET')[0]}{block}"
        done = subprocess.run(
            [bash, "-c", script], env=known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told += answers(done.stdout)
        if "receipts" in told[-1]:
            (receipt,) = told[-1]["receipts"]
            known["RECEIPT"] = str(receipt["id"])
            known["ROW"] = str(WaitingRow.objects.get().pk)
    own, projects, parties, bank, taken, receipt, mended, first, again, refused = told
    assert "intake.file.receive" in own["operations"]
    assert [each["id"] for each in projects["projects"]] == [site.road]
    assert known["PARTY"] in {str(each["id"]) for each in parties["parties"]}
    assert str(bank["id"]) == known["BANK"]
    assert (taken["receipts"][0]["accepted"], taken["receipts"][0]["waiting"]) == (1, 1)
    assert receipt["held"][0]["line"] == 3
    assert (mended["accepted"], mended["waiting"]) == (2, 0)
    assert first == again
    assert refused["code"] == "AP-404"
