"""An import that is killed at any of its points, and what must hold after that.

Points are numbered as the import meets them: before each SQL statement, before and after each
commit and each flush of a file to the disk.
"""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import xlsxwriter
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum

from huxin.access import change as changes
from huxin.access.actor import Actor, of_account
from huxin.access.models import Account
from huxin.intake.actions.files import receive_file
from huxin.intake.models import FileNote, Receipt, WaitingRow
from huxin.intake.storage import opened
from huxin.registry.models import (
    Card,
    Enrolment,
    LabourContract,
    Likeness,
    Project,
    Team,
    Worker,
    WorkerToken,
)
from huxin.trail import queries as trail
from huxin.trail.models import Entry, Outgoing
from huxin.wages.models import ClockUser, Device, Punch, PunchBatch
from tests.crash.stage import Stage, forked
from tests.registry.people import CONTRACTOR, LABOUR, NAMES, card, identity, phone
from tests.support.world import NOW

__all__ = ["SHAPES", "Points", "State", "Trial", "clerk", "messy_roster", "per_part", "take"]

HEADS = (
    "序号", "姓名", "身份证号", "联系电话", "银行卡号", "用工单位", "班组", "工种", "进场日期",
    "合同签订日期", "合同开始日期",
)  # fmt: skip
RECORDS = (
    Receipt, WaitingRow, FileNote, Worker, WorkerToken, Card, LabourContract, Enrolment, Team,
    Likeness, Outgoing, Device, ClockUser, PunchBatch, Punch,
)  # fmt: skip


def messy_roster(first: int = 0) -> bytes:
    """Twelve people: seven in order, one met twice, one remark, and four that must wait."""
    people = [_person(first + each) for each in range(9)]
    people[3]["card"] = people[2]["card"]
    people[4]["identity"] = people[4]["identity"][:-1] + "?"
    people[5] |= {"signed": "", "from": ""}
    people[6]["identity"] = identity(first + 6, "20120305")
    people[7]["phone"] = "12"
    people[8]["employer"] = CONTRACTOR
    again = [people[0], people[1] | {"phone": phone(77)}, _person(first + 9)]
    lines = [
        ",".join((str(at), *each.values())) for at, each in enumerate([*people, *again], start=1)
    ]
    return "\n".join(["北环路花名册", ",".join(HEADS), *lines]).encode("gb18030")


def workbook() -> bytes:
    """The same roster in Excel, beside a sheet that nobody knows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        for at, line in enumerate(messy_roster().decode("gb18030").splitlines()):
            sheet.write_row(at, 0, line.split(","))
        book.add_worksheet("说明").write(0, 0, "本表由项目部填写")
    return content.getvalue()


def clock_dump() -> bytes:
    """Two days of two workers at a clock, one line of them twice, and one that is none."""
    lines = [
        f"{user}\t2025-09-{day} {at}\t1\t0\t1\t0"
        for user in (1, 2) for day in (28, 29) for at in ("07:02:11", "18:30:00")
    ]  # fmt: skip
    return "\r\n".join([*lines, lines[0], "3\t2025-13-45 99:00:00\t1\t0\t1\t0", ""]).encode()


SHAPES: Mapping[str, Callable[[], tuple[bytes, str]]] = {
    "workbook": lambda: (workbook(), "花名册.xlsx"),
    "clock": lambda: (clock_dump(), "1_attlog.dat"),
}


def _person(number: int) -> dict[str, str]:
    return {
        "name": NAMES[number % len(NAMES)],
        "identity": identity(number),
        "phone": phone(number),
        "card": card(number),
        "employer": LABOUR,
        "team": f"第{number % 3}班",
        "trade": "钢筋工",
        "entered": "2025-06-01",
        "signed": "2025-05-01",
        "from": "2025-05-01",
    }


@dataclass(slots=True)
class Points:
    """Counts what an import passes, and kills its own process at one of them (0: none)."""

    kill_at: int = 0
    passed: int = 0
    named: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> None:
        self.passed += 1
        self.named.append(name)
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Put the points into this process, for good."""
        connection.ensure_connection()
        connection.execute_wrappers.append(self._statement)
        around(connection, "_commit", self, "commit")
        around(os, "fsync", self, "flush")

    def _statement(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        self(sql.split(None, 1)[0])
        return execute(sql, params, many, context)


def around(owner: Any, name: str, point: Points, said: str) -> None:
    real = getattr(owner, name)

    def watched(*parts: Any) -> Any:
        point(f"before {said}")
        answer = real(*parts)
        point(f"after {said}")
        return answer

    setattr(owner, name, watched)


@dataclass(frozen=True, slots=True)
class State:
    """What stands in the database, as a fresh process finds it."""

    records: tuple[int, ...]
    people: str
    """Digest over who works where with which contract, whatever the keys of the rows."""
    entries: int
    repeats: int
    balances: bool
    sound: bool

    @staticmethod
    def read() -> State:
        stays = Enrolment.objects.values_list(
            "worker__identity_digest", "party__body__name", "team__name", "entered_on", "trade"
        )
        listed = sorted(repr(each) for each in stays)
        own = settings.INSTALLATION
        audit = trail.verify(keys=own.signer.known, witnesses=(), cipher=own.cipher)
        broken = Receipt.objects.exclude(rows=F("accepted") + F("rejected") + F("waiting"))
        missing = sum(
            each.waiting != each.waiting_rows.filter(state="waiting").count()
            for each in Receipt.objects.all()
        )
        return State(
            records=tuple(each._default_manager.count() for each in RECORDS),
            people=sha256("\n".join(listed).encode()).hexdigest(),
            entries=Entry.objects.count(),
            repeats=Receipt.objects.aggregate(sum=Sum("repeats"))["sum"] or 0,
            balances=not broken.exists() and not missing,
            sound=audit.is_sound,
        )

    @property
    def without_repeats(self) -> tuple[object, ...]:
        """The same for two states that differ only in how often a file was handed in again."""
        return self.records, self.people, self.entries - self.repeats, self.balances, self.sound


def clerk() -> Actor:
    clerk = Account.objects.get(login="contractor_clerk")
    return of_account(clerk, now=NOW, second_factor=True)


def take(content: bytes, name: str) -> bool:
    """Hand the file in, as the page does; whether it had been received before."""
    found = receive_file(
        [content], name=name, project=Project.objects.get(code="DX-road").pk, actor=clerk(),
        now=NOW,
    )  # fmt: skip
    return found.is_repeat


@dataclass(slots=True)
class Trial:
    """One file on one stage: what it makes when nothing happens, and at every point of it."""

    stage: Stage
    content: bytes
    name: str = "花名册.csv"
    planted: Callable[[], None] = lambda: None
    before: State = field(init=False)
    after: State = field(init=False)
    points: list[str] = field(init=False)
    kills: int = 0
    imports: int = 0

    def __post_init__(self) -> None:
        self.stage.reset()
        self.before = self.look()
        points = forked(lambda: self._attempt(0)).said
        assert points is not None
        self.points = points
        self.after = self.look()
        assert self.before != self.after
        self.stage.reset()

    def look(self) -> State:
        def read() -> State:
            self.stage.enter()
            return State.read()

        said = forked(read).said
        assert said is not None
        return said

    def _attempt(self, kill_at: int) -> list[str]:
        self.stage.enter()
        self.planted()
        points = Points(kill_at)
        points.watch()
        take(self.content, self.name)
        return points.named

    def kill(self, at: int) -> None:
        """An import that dies at a point; fails when it lives."""
        assert forked(lambda: self._attempt(at)).killed, f"point {at} was not reached"
        self.kills += 1

    def faults(self) -> list[str]:
        """What does not hold now: all or nothing, then complete after one more, then unchanged."""
        found = []
        at_first = self.look()
        if at_first.without_repeats not in {
            self.before.without_repeats, self.after.without_repeats,
        }:  # fmt: skip
            found.append(f"neither all nor nothing: {at_first}")
        for turn in ("completed", "unchanged"):
            self.imports += 1
            state = forked(self._again).said
            assert state is not None
            if state.without_repeats != self.after.without_repeats:
                found.append(f"not {turn}: {state}")
        return found

    def _again(self) -> State:
        self.stage.enter()
        take(self.content, self.name)
        state = State.read()
        with opened(sha256(self.content).hexdigest()) as plain:
            assert plain.read_bytes() == self.content
        return state

    def at(self, *points: int) -> list[str]:
        """The faults after kills at these points, one after the other, from the beginning."""
        self.stage.reset()
        for each in points:
            self.kill(each)
        return [f"killed at {points}: {fault}" for fault in self.faults()]

    def every(self, step: int = 1, first: int = 1) -> list[str]:
        """The faults after a kill at each point (or each `step`-th)."""
        numbers = range(first, len(self.points) + 1, step)
        return [fault for at in numbers for fault in self.at(at)]


def per_part() -> None:
    """The planted bug: a change within a change is committed by itself, before the whole."""

    @contextmanager
    def part() -> Iterator[None]:
        yield
        connection.connection.commit()
        connection.connection.execute("BEGIN IMMEDIATE")

    def atomic() -> AbstractContextManager[None]:
        return part() if connection.in_atomic_block else transaction.atomic()

    setattr(changes, "transaction", SimpleNamespace(atomic=atomic))  # noqa: B010 -- not exported
