"""Hostile files through the upload page: an answer for each, and nothing broken (I15, I43)."""

from __future__ import annotations

import io
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook

from huxin.formats.recognition import FileAnswer
from huxin.intake import queries
from huxin.intake.actions import files
from huxin.intake.errors import FileRefused
from huxin.intake.models import FileNote, Receipt, WaitingRow
from huxin.kernel.texts import message
from huxin.registry.models import Team
from tests.intake.hostile import RUN, Hostile, corpus, formula_roster
from tests.support.browser_free import sign_in
from tests.support.memory import peak_of
from tests.support.world import NOW, World

WHOLE = "HUXIN_FUZZ_EXAMPLES" in os.environ
"""All files, as `make fuzz-forms` asks for; else one of every other kind: each forks a child."""
SECRET = "canary-7f3a9b"
CPU_SECONDS, PEAK_BYTES = 5, 96 * 1024**2
Say = Callable[[str, object], None]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the installation's own; what is beside it must stay as it is."""
    inside = tmp_path / "around" / "home"
    inside.mkdir(parents=True)
    (tmp_path / "around" / "secret").write_text(SECRET)
    monkeypatch.setattr(settings, "INSTALLATION", replace(settings.INSTALLATION, home=inside))
    monkeypatch.chdir(inside)
    return inside


@pytest.fixture
def client(world: World, home: Path) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        found = sign_in(world, "contractor_clerk", at=NOW)
        found.raise_request_exception = False
        yield found


def send(client: Client, project: int, name: str, content: bytes) -> tuple[int, bytes, str]:
    """The file as a client without manners sends it; status, page, where it leads."""
    edge = "----edge7f3a"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    answer = client.post(
        f"/files/project/{project}", body, content_type=f"multipart/form-data; boundary={edge}"
    )
    return answer.status_code, answer.content, answer.get("Location", "")


def faults_of(client: Client, project: int, each: Hostile) -> Iterator[str]:
    name, content = each
    answers: list[tuple[int, bytes, str]] = []
    began = time.process_time()
    peak = peak_of(lambda: answers.append(send(client, project, name, content)))
    used = time.process_time() - began
    status, page, leads = answers.pop()
    if status not in {302, 400, 422}:
        yield f"status {status}"
    if b"Traceback" in page:
        yield "a trace is shown"
    if used > CPU_SECONDS:
        yield f"{used:.1f} seconds"
    if peak > PEAK_BYTES:
        yield f"{peak // 1024**2} MB"
    if status == 302 and (shown := client.get(leads).status_code) != 200:
        yield f"its receipt {leads} gives {shown}"


def some(whole: Iterable[Hostile]) -> list[Hostile]:
    """One of every other kind; names of a kind differ by their number only."""
    first: dict[str, Hostile] = {}
    for each in whole:
        first.setdefault(re.sub(r"[0-9]+", "", each[0]), each)
    return list(first.values())[::2]


def test_hostile_files_get_an_answer(
    world: World, home: Path, client: Client, record_property: Say
) -> None:
    project = world.projects["road"].pk
    whole = list(corpus(home.parent / "secret"))
    assert len({content for _, content in whole}) == len(whole) >= 220
    sent = whole if WHOLE else some(whole)
    assert len(sent) >= 55
    found = [
        f"{each[0][:60]!r}: {fault}" for each in sent for fault in faults_of(client, project, each)
    ]
    assert "\n".join(found) == ""
    assert [each for each in Receipt.objects.all() if not balances(each)] == []
    assert queries.balance(actor=world.actor("inspector")).holds
    assert outside(home) == []
    assert not leaked()
    record_property(
        "count",
        f"hostile files: {len(sent)} handed in, {Receipt.objects.count()} receipts, all balance, "
        f"none took {PEAK_BYTES // 1024**2} MB",
    )


def fails(content: str, **_: object) -> FileAnswer:
    """A reader that fails on some content."""
    raise RuntimeError(content)


def swells(content: str, **_: object) -> FileAnswer:
    """A reader that unpacks far more than it was given, and then refuses it in order."""
    whole = [bytes(1000) for _ in range(PEAK_BYTES // 900)]
    raise FileRefused(message("The file is empty."), message("Hand in the file itself."),
                      where=f"{len(whole)}{content}")  # fmt: skip


@pytest.mark.parametrize(("planted", "fault"), [(fails, "status 500"), (swells, "[0-9]+ MB")])
def test_a_planted_fault_is_found(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch,
    planted: Callable[..., FileAnswer], fault: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(files, "read_new", planted)
    project = world.projects["road"].pk
    (found,) = faults_of(client, project, ("a.xlsx", b"PK"))
    assert re.fullmatch(fault, found)


def balances(receipt: Receipt) -> bool:
    states = Counter(receipt.waiting_rows.values_list("state", flat=True))
    return (
        receipt.rows == receipt.accepted + receipt.rejected + receipt.waiting
        and states["waiting"] == receipt.waiting
    )


def outside(home: Path) -> list[str]:
    """Files that stand where none belongs: beside the home, or in it under a name not a digest."""
    around = [each for each in home.parent.rglob("*") if each.is_file()]
    return [
        str(each)
        for each in around
        if each.name != "secret" and not is_digest(each.relative_to(home).parts)
    ]


def is_digest(parts: tuple[str, ...]) -> bool:
    folder, start, name = parts if len(parts) == 3 else ("", "", "")
    stem, _, kind = name.partition(".")
    return (folder, start) == ("files", stem[:2]) and len(stem) == 64 and len(kind) < 9


def leaked() -> bool:
    """Whether a file of this machine was read into a row or a note."""
    said = [*WaitingRow.objects.values_list("cells", flat=True)]
    said += [str(each) for each in FileNote.objects.values_list("said", flat=True)]
    return any(SECRET in each or "root:" in each for each in said)


def test_what_a_spreadsheet_would_run_leaves_as_text(world: World, client: Client) -> None:
    project = world.projects["road"].pk
    assert send(client, project, "公式.csv", formula_roster())[0] == 302
    assert Team.objects.filter(name__in=RUN).exists()
    answer = client.post(f"/projects/{project}/roster/export", {"purpose": "核对"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    cells = [str(each) for row in sheet.to_python() for each in row]
    assert [each for each in cells if each[:1] in set("=+-@\t＝＋－＠")] == []
    assert any(each[1:] in RUN for each in cells)
