"""Values of people sent through every feature turn up nowhere but sealed (H11).

They go in by a roster and by a row that waits, a card is changed, the numbers are opened, a page
fails, messages go out, a backup is made; then the database's files, the log output, the trail, the
fact store, the backup, temporary files and every address are searched for them, in every encoding
that a program of ours writes.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
import structlog
import time_machine
from django.conf import settings
from django.test import Client

from huxin.access import sms
from huxin.access.actor import of_account
from huxin.access.models import Account
from huxin.facts.store import Store
from huxin.registry.actions.cards import change_card
from huxin.registry.models import Project, Worker
from huxin.trail import queries as trail
from huxin.trail.backup import back_up
from huxin.warnings import facts
from tests.crash.stage import OnSqlite, forked
from tests.registry.people import LABOUR, card, identity
from tests.support.browser_free import PASSWORD, code_of
from tests.support.world import NOW, TODAY

pytestmark = pytest.mark.django_db
CANARIES = {
    "name": "龘犇骉", "identity": identity(877), "phone": "13999870137", "card": card(870_137),
    "waiting identity": identity(878), "waiting phone": "13999870138", "new card": card(870_139),
}  # fmt: skip
SPOOL = "messages"
OPEN = {SPOOL: {"phone", "waiting phone"}}
"""What stands open on purpose, by the file's name: the number that a message goes to."""
HEADS = "姓名,身份证号,联系电话,银行卡号,用工单位,进场日期,合同签订日期,合同开始日期"


def roster() -> bytes:
    good = [CANARIES[each] for each in ("name", "identity", "phone", "card")]
    waits = [
        CANARIES["name"],
        CANARIES["waiting identity"][:-1] + "?",
        CANARIES["waiting phone"],
        "",
    ]
    lines = [
        ",".join([*each, LABOUR, "2025-06-01", "2025-05-01", "2025-05-01"])
        for each in (good, waits)
    ]
    return "\n".join([HEADS, *lines]).encode()


def signed_in(addresses: list[str]) -> Client:
    """The inspector's or contractor's browser; what it is led to is written down."""
    client = Client()
    client.raise_request_exception = False
    answer = client.post("/sign-in", {"login": "labour_wage_officer", "password": PASSWORD})
    client.get("/sign-in/bind")
    client.post("/sign-in/bind", {"code": code_of(client.session["seed"], NOW)})
    addresses.append(answer["Location"])
    return client


def go_through(stage: OnSqlite) -> None:
    """In a child: all that it writes goes into the home, its log says all it can."""
    stage.enter()
    own = replace(settings.INSTALLATION, sms=f"file:{stage.home / SPOOL}")
    settings.INSTALLATION = own
    temporary = temporary_files(stage.home / "temporary")
    output = os.open(stage.home / "output", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    logging.basicConfig(level=logging.INFO, force=True)
    structlog.get_logger("canary").info("the log is open")
    addresses: list[str] = []
    road = Project.objects.get(code="DX-road").pk
    with time_machine.travel(NOW, tick=False):
        client = signed_in(addresses)
        sent = stage.home / "upload.csv"
        sent.write_bytes(roster())
        with sent.open("rb") as file:
            answer = client.post(f"/files/project/{road}", {"file": file})
        sent.unlink()
        assert answer.status_code == 302, answer.content.decode()
        addresses.append(answer["Location"])
        worker = Worker.objects.get().pk
        page = answer["Location"]
        for address in (page, "/files/", f"/workers/{worker}", f"/projects/{road}/roster"):
            assert client.get(address).status_code == 200
        client.get(f"/workers?q={CANARIES['phone'][-4:]}")
        opened = client.post(f"/workers/{worker}/reveal", {"reason": "核对工资"})
        assert CANARIES["identity"] in opened.content.decode()
        client.post(f"/workers/{worker}/reveal", {"reason": ""})
        client.post("/phone", {"phone": CANARIES["phone"]})
    officer = of_account(Account.objects.get(login="hrss_officer"), now=NOW, second_factor=True)
    change_card(worker, number=CANARIES["new card"], actor=officer, now=NOW)
    assert sms.deliver(now=NOW).failed == 0
    facts.export(Store(own.facts), TODAY)
    back_up(own, stage.home / "backup", now=NOW)
    assert temporary == [], "an upload on its way in has no name that it could be found by"
    (stage.home / "addresses").write_text("\n".join(addresses))
    lines = trail.export(2025, keys=own.signer.known, witnesses=())
    (stage.home / "trail").write_text("\n".join(lines))


def temporary_files(folder: Path) -> list[str]:
    """In a child: temporary files stand in `folder`, uploads of any size too; lists each made."""
    folder.mkdir()
    tempfile.tempdir = str(folder)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    made: list[str] = []

    def note(event: str, words: tuple[object, ...]) -> None:
        if event == "tempfile.mkstemp" and str(words[0]).startswith(str(folder)):
            made.append(str(words[0]))

    sys.addaudithook(note)
    return made


def written(value: str) -> set[bytes]:
    """A value as a program of ours may write it."""
    told = {value.encode(code) for code in ("utf-8", "gb18030", "utf-16-le")}
    return told | {json.dumps(value)[1:-1].encode(), value.encode().hex().encode()}


def found_in(home: Path) -> list[str]:
    """Where a canary stands in the files of an installation."""
    return [
        f"{name} in {file.relative_to(home)}"
        for file in sorted(home.rglob("*"))
        if file.is_file()
        for content in [file.read_bytes()]
        for name, value in CANARIES.items()
        if name not in OPEN.get(file.name, ()) and any(each in content for each in written(value))
    ]


def test_no_value_of_a_person_stands_open(
    on_sqlite: OnSqlite, record_property: Callable[[str, object], None]
) -> None:
    on_sqlite.reset()
    forked(lambda: go_through(on_sqlite))
    looked = {each.name for each in on_sqlite.home.rglob("*") if each.is_file()}
    assert {"huxin.sqlite3", "output", "addresses", "trail", "manifest.json", SPOOL} <= looked
    assert CANARIES["phone"] in (on_sqlite.home / SPOOL).read_text()
    assert (on_sqlite.home / SPOOL).stat().st_mode & 0o077 == 0
    assert any(each.endswith(".parquet") for each in looked)
    assert sha256(roster()).hexdigest() in looked
    assert found_in(on_sqlite.home) == []
    record_property("count", f"canaries: {len(CANARIES)} values sought in {len(looked)} files")


def test_a_value_that_stands_open_is_found(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(json.dumps({"who": CANARIES["name"]}))
    (tmp_path / "database").write_bytes(b"\x00\x01" + CANARIES["card"].encode() + b"\x00")
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / SPOOL).write_text(CANARIES["phone"] + CANARIES["identity"])
    assert found_in(tmp_path) == [
        f"identity in backup/{SPOOL}", "card in database", "name in log",
    ]  # fmt: skip
