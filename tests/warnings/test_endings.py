"""The end of keeping (I31): when ledgers are over, who ends them, and that nothing is left."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Model
from django.test.utils import CaptureQueriesContext

from huxin.access.actor import system
from huxin.access.errors import NotFound
from huxin.access.fields import digest
from huxin.access.guard import unguarded
from huxin.access.models import Account, LoginSession, OneTimeCode, Region, Reveal
from huxin.access.storage import path_of
from huxin.facts.spine import WORKER_MONTH
from huxin.facts.store import Store
from huxin.intake.actions.files import receive_file
from huxin.intake.actions.rows import reject_row
from huxin.intake.models import Receipt, WaitingRow
from huxin.jobs import ledgers as job
from huxin.kernel.errors import InputError
from huxin.registry.actions.cards import register_card
from huxin.registry.actions.roster import enrol
from huxin.registry.actions.scans import keep_scan
from huxin.registry.actions.site import keep_photo
from huxin.registry.models import (
    Card,
    Enrolment,
    LabourContract,
    Party,
    Project,
    SitePost,
    Worker,
    WorkerToken,
)
from huxin.registry.queries import retention
from huxin.registry.queries.retention import retention_of
from huxin.registry.queries.workers import find
from huxin.trail import queries as trail
from huxin.trail.actions import make_heads
from huxin.trail.models import Outgoing
from huxin.wages.actions import DayClaim, compact, correct_day, write_diary
from huxin.wages.models import Correction, DayMark, DiaryDay, MonthState, Punch, PunchBatch
from huxin.warnings import endings, erasing, facts
from huxin.warnings.endings import clear, confirm, erase_again, propose, withdraw
from huxin.warnings.erasing import tables
from huxin.warnings.errors import EndedAlready, NotOver, OtherOfficer
from huxin.warnings.models import Ending, MonitorRun, Warning, WarningStep
from huxin.warnings.queries.ledgers import LedgerLine, ledgers
from tests.crash.imports import messy_roster
from tests.registry import people
from tests.registry.test_site import png
from tests.support.site import Site, build_site
from tests.support.world import NOW, World
from tests.wages.test_days import grid, hand_in, month_of_punches
from tests.warnings.site import writing

COMPLETED, SETTLED = dt.date(2025, 10, 31), dt.date(2025, 11, 30)
LEFT = dt.date(2026, 1, 15)
LAST_DAY = dt.date(2029, 1, 15)
LATER = dt.datetime(2029, 1, 16, 2, tzinfo=dt.UTC)
LONG_AGO = dt.datetime(2025, 10, 1, tzinfo=dt.UTC).timestamp()
REASON = "保存期满，台账已移交档案"


@dataclasses.dataclass
class Ended:
    """The road with everything that can hang on a project; its third worker is at the dam too."""

    site: Site
    scan: str = ""

    @property
    def world(self) -> World:
        return self.site.world

    def propose(self, who: str = "inspector") -> Ending:
        actor = self.world.actor(who, now=LATER)
        return propose(self.site.road, reason=REASON, actor=actor, now=LATER)

    def confirm(self, ending: Ending, who: str = "hrss_officer") -> Ending:
        return confirm(ending.pk, actor=self.world.actor(who, now=LATER), now=LATER)

    def lines(self, on: dt.date, who: str = "inspector") -> list[LedgerLine]:
        return [*ledgers(on=on, actor=self.world.actor(who, now=LATER)).lines]


@pytest.fixture
def ended(world: World, home: Path) -> Ended:
    site = build_site(world)
    made = Ended(site)
    clerk, office = world.actor("contractor_clerk"), world.actor("labour_wage_officer")
    month_of_punches(site)
    hand_in(site, grid(site, ("测试甲", 1, {5: 1}), ("测试丙", 3, {5: 1})))
    first, _, third = (each.pk for each in site.workers)
    claim = DayClaim(dt.date(2025, 9, 6), 100, 480, "停电，测试甲补记")
    correct_day(claim, project=site.road, worker=first, actor=office, now=NOW)
    write_diary([claim], project=site.road, actor=site.worker(), now=NOW)
    receive_file([messy_roster()], name="花名册.csv", project=site.road, actor=clerk, now=NOW)
    register_card(first, number=people.card(900), actor=clerk, now=NOW)
    contract = LabourContract.objects.filter(project=site.road)[0]
    for side in (3, 1):  # the older scan stays where it is, and only the trail names it
        keep_scan(LabourContract, contract.pk, png(side=side), actor=clerk, now=NOW)
    made.scan = LabourContract.objects.get(pk=contract.pk).file
    keep_photo(site.road, png(side=2), taken_on=NOW.date(), actor=clerk, now=NOW)
    _be_warned(site)
    _be_seen(site.workers[0])
    with writing("registry.project:test"):
        Project.objects.filter(pk=site.road).update(
            state="settled", completed_on=COMPLETED, settled_on=SETTLED
        )
        Enrolment.objects.filter(project=site.road).update(left_on=LEFT, settled_on=LEFT)
        Enrolment.objects.create(
            project=world.projects["dam"], worker_id=third, registered_on=LEFT,
            party=world.parties["dam.general_contractor"],
        )  # fmt: skip
    for each in WaitingRow.objects.filter(state="waiting"):
        reject_row(each.pk, reason="已核对", actor=clerk, now=NOW)
    for file in home.rglob("files/??/*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    return made


def _be_seen(worker: Worker) -> None:
    """He signed in, got a code, was looked at, holds a post, and was once registered twice."""
    with writing("access.reveal:test"):
        SitePost.objects.create(
            project=Project.objects.get(code="DX-road"), kind="rights_centre", holder="测试甲",
            from_on=NOW.date(),
        )  # fmt: skip
        Worker.objects.create(
            identity_digest=1, name="测试甲", merged_into=worker, registered_at=NOW
        )
        phone = digest("phone", people.phone(555))
        Worker.objects.filter(pk=worker.pk).update(phone_digest=phone)
        seen = {"account_id": worker.account_id, "started_at": NOW, "last_seen_at": NOW}
        LoginSession.objects.create(key="0" * 64, **seen)
        OneTimeCode.objects.create(phone_digest=phone, sent_at=NOW, expires_at=NOW)
        officer = Account.objects.get(login="inspector")
        name = f"registry.worker:{worker.pk}"
        Reveal.objects.create(account=officer, object=name, reason="核对测试甲", at=NOW)


def _be_warned(site: Site) -> None:
    """Two warnings about the road, both cleared: one names a worker, one its contractor only."""
    with writing("warnings.warning:test"):
        run = MonitorRun.objects.create(started_at=NOW, as_of=NOW.date(), facts="", law="")
        for key, worker in (("CON-01|1.1|", site.workers[0]), ("PRJ-01|1|", None)):
            made = Warning.objects.create(
                key=key, rule=key[:6], family=key[:3], rule_set="",
                place=site.world.regions["140923"],
                project_id=site.road, worker=worker, severity="red", rank=0, state="cleared",
                raised_on=NOW.date(), cleared_on=NOW.date(), run=run,
            )  # fmt: skip
            WarningStep.objects.create(
                warning=made, move="answer", after="answered", at=NOW, text="已补签测试甲的合同"
            )


def left(project: int | None) -> list[str]:
    """Tables that hold rows which end with a project; None: all that ever could."""
    return [
        model._meta.label for model, way in tables()
        if way.endswith("project") and model not in (Warning, WarningStep)
        and (project is None or model._default_manager.filter(**{way: project}).exists())
    ]  # fmt: skip


def test_ledgers_are_over_when_the_longest_term_has_passed(ended: Ended) -> None:
    """Three years after the last worker left with his pay, not after the project's own day."""
    assert ended.lines(LAST_DAY.replace(year=2028, day=14)) == []
    (near,) = ended.lines(LAST_DAY)
    assert (near.ledger.retention.until, near.ledger.is_over) == (LAST_DAY, False)
    assert near.ledger.people == Enrolment.objects.filter(project=ended.site.road).count()
    (over,) = ended.lines(LATER.date(), "office_clerk")
    assert over.ledger.is_over
    assert ended.lines(LATER.date(), "other_inspector") == []


def test_what_is_open_keeps_them_and_is_told(ended: Ended) -> None:
    with writing("registry.project:test"):
        Enrolment.objects.filter(worker=ended.site.workers[0]).update(settled_on=None)
        Warning.objects.filter(worker=None).update(cleared_on=None)
        WaitingRow.objects.filter(pk=WaitingRow.objects.all()[0].pk).update(state="waiting")
    (line,) = ended.lines(LATER.date())
    assert [each.say("en").rpartition(": ")[2] for each in line.ledger.hindrances] == ["1"] * 3
    with pytest.raises(NotOver, match="Warnings that are open: 1"):
        ended.propose()
    with writing("registry.project:test"):
        Project.objects.filter(pk=ended.site.road).update(settled_on=None)
    (untold,) = ended.lines(LATER.date())
    assert untold.ledger.retention.until is None
    assert "无法判断" in untold.ledger.hindrances[0].say("zh")


def test_a_term_that_the_place_has_not_set_is_no_term(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = Region(code="450200", division="450204", pack="liudong-2017")
    site = Project(place=zone, completed_on=COMPLETED, settled_on=SETTLED)
    assert retention_of(site, on=LAST_DAY).years == 3
    monkeypatch.setattr(
        retention, "TERMS", (*retention.TERMS, "records.work_archive_retention_years")
    )
    assert (retention_of(site, on=LAST_DAY).years, retention_of(site, on=LAST_DAY).until) == (
        None, None,
    )  # fmt: skip


def test_the_number_of_reads_does_not_grow(ended: Ended) -> None:
    actor = ended.world.actor("inspector", now=LATER)

    def reads() -> int:
        with CaptureQueriesContext(connection) as caught:
            ledgers(on=LATER.date(), actor=actor)
        return len(caught)

    one = reads()
    with writing("registry.project:test"):
        Project.objects.update(state="settled", completed_on=COMPLETED, settled_on=SETTLED)
    assert reads() == one == 5


def test_it_takes_two_people_and_either_withdraws(ended: Ended) -> None:
    for who in ("other_inspector", "contractor_clerk", "housing_officer"):
        with pytest.raises(NotFound):
            ended.propose(who)
    with pytest.raises(InputError, match="reason is missing"):
        propose(ended.site.road, reason=" ", actor=ended.world.actor("inspector"), now=LATER)
    with pytest.raises(NotOver, match="2029-01-15"):
        propose(ended.site.road, reason=REASON, actor=ended.world.actor("inspector"), now=NOW)
    ending = ended.propose()
    with pytest.raises(EndedAlready):
        ended.propose("hrss_officer")
    with pytest.raises(OtherOfficer):
        ended.confirm(ending, "inspector")
    with pytest.raises(NotFound):
        ended.confirm(ending, "other_inspector")
    with pytest.raises(IntegrityError), transaction.atomic(), unguarded():
        Ending.objects.update(confirmed_by=ended.world.accounts["inspector"])
    withdraw(ending.pk, actor=ended.world.actor("hrss_officer", now=LATER), now=LATER)
    with pytest.raises(EndedAlready):
        ended.confirm(ending)
    again = ended.propose("hrss_officer")
    with writing("registry.project:test"):
        Warning.objects.filter(worker=None).update(cleared_on=None)
    with pytest.raises(NotOver):
        ended.confirm(again, "inspector")
    assert Punch.objects.exists()


def test_all_that_hangs_on_the_project_goes_and_business_stays(
    ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "SLICE", 3)
    road, first, third = ended.site.road, ended.site.workers[0], ended.site.workers[2]
    assert left(road) == left(None)
    own, store = settings.INSTALLATION, Store(settings.INSTALLATION.facts)
    compact(store=store, actor=system("attendance"), now=NOW)
    facts.export(store, NOW.date())
    by_month = ("attendance_day", "attendance_month", WORKER_MONTH.name)
    assert all(store.read(name).num_rows for name in by_month)
    done = ended.confirm(ended.propose())
    assert left(road) == []
    assert (done.people, done.gone) == (9, 9)  # eight of nine, one of them with two records
    assert [each.pk for each in Worker.objects.all()] == [third.pk]
    assert not Card.objects.exists()
    assert not WorkerToken.objects.exclude(worker=third).exists()
    assert Enrolment.objects.get().project == ended.world.projects["dam"]
    assert Party.objects.filter(project=road).count() == 3
    assert Warning.objects.get().rule == "PRJ-01"
    assert WarningStep.objects.get().text == ""
    gone = Account.objects.get(login=f"ended-{first.account_id}")
    assert (gone.pk, gone.name, gone.is_active) == (first.account_id, "", False)
    assert Account.objects.get(worker=third).is_active
    for model in (LoginSession, OneTimeCode, Reveal):
        assert not model._default_manager.exists()
    assert not path_of(ended.scan).exists()
    assert not any(each.is_file() for each in own.files.rglob("*"))
    assert store.read("enrolment")["worker_key"].to_pylist() == [third.pk]
    assert [store.read(name).num_rows for name in by_month] == [0, 0, 0]
    assert not ended.lines(LATER.date())
    names = [f"registry.worker:{first.pk}", f"registry.project:{road}", "wages.diary:1"]
    assert trail.still_open(names[:1]) == []
    kept = (own.home / "witness",)
    make_heads(now=LATER, signer=own.signer, witnesses=kept)
    assert trail.verify(keys=own.signer.known, witnesses=kept, cipher=own.cipher).is_sound


def test_nothing_finds_them_and_the_same_number_is_a_new_worker(ended: Ended) -> None:
    asked = ("李四", "lisi", people.identity(1), people.phone(1), people.card(900))
    officer = ended.world.actor("inspector", now=LATER)
    known = {text: [each.worker for each in find(text, actor=officer)] for text in asked}
    assert all(known.values()), known
    ended.confirm(ended.propose())
    assert [find(text, actor=officer) for text in asked] == [()] * len(asked)
    clerk = ended.world.actor("contractor_clerk", now=LATER)
    again = enrol(people.entry(1), project=ended.site.road, actor=clerk, now=LATER)
    assert again.worker.pk not in known["李四"]


def test_originals_go_with_their_ledger_only(ended: Ended) -> None:
    """The database lets go what was written before the erasure of its own project, else nothing."""
    dam, road = ended.world.projects["dam"].pk, ended.site.road
    claim, mine = DayClaim(dt.date(2026, 2, 1), 100), ended.site.worker(2)
    write_diary([claim], project=dam, actor=mine, now=LATER)
    assert all(refused(each, road) for each in (PunchBatch, Punch, DayMark, Correction, DiaryDay))
    ended.confirm(ended.propose())
    late = LATER + dt.timedelta(days=1)
    write_diary([claim], project=road, actor=mine, now=late)
    assert DiaryDay.objects.count() == 2
    assert refused(DiaryDay, dam)
    assert refused(DiaryDay, road)
    assert refused(PunchBatch, road)


def refused(model: type[Model], project: int) -> bool:
    """Whether the database refuses that originals of a project go."""
    rows = model._default_manager.filter(project=project)
    assert rows.exists()
    try:
        with unguarded(), transaction.atomic():
            rows._raw_delete(rows.db)
    except DatabaseError as error:
        return "never changed or deleted" in str(error)
    return False


def test_what_a_crash_left_the_job_finishes(ended: Ended, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the commit: files and facts follow by the job, but no file that others name."""
    clerk = ended.world.actor("other_clerk")
    receive_file([messy_roster()], name="花名册.csv", project=ended.world.projects["dam"].pk,
                 actor=clerk, now=NOW)  # fmt: skip
    shared = Receipt.objects.filter(project=ended.world.projects["dam"])[0].content
    os.utime(path_of(shared), (LONG_AGO, LONG_AGO))
    store = Store(settings.INSTALLATION.facts)
    compact(store=store, actor=system("attendance"), now=NOW)
    assert store.read("attendance_day").num_rows
    monkeypatch.setattr(endings, "clear", lambda **_: None)
    ended.confirm(ended.propose())
    assert path_of(ended.scan).exists()
    monkeypatch.setattr(endings, "clear", clear)
    with time_machine.travel(LATER, tick=False):
        assert job.run() == {"sent": 1, "failed": 0, "given_up": 0, "waiting": 0}
        assert job.run()["sent"] == 0
    assert not path_of(ended.scan).exists()
    assert path_of(shared).exists()
    assert store.read("attendance_day").num_rows == 0
    assert not MonthState.objects.filter(compacted__lt=F("changes")).exists()


def test_a_file_written_this_moment_is_left_until_later(ended: Ended) -> None:
    at = LATER.timestamp()
    os.utime(path_of(ended.scan), (at, at))
    ended.confirm(ended.propose())
    assert path_of(ended.scan).exists()
    clear(now=LATER + dt.timedelta(hours=2))
    assert not path_of(ended.scan).exists()
    assert Outgoing.objects.get(topic="ledgers").sent_at is not None


def test_a_restored_backup_forgets_again_whom_the_log_names(ended: Ended) -> None:
    """Once, and nobody who is on a ledger of which that log does not tell."""
    first, _, third = (each.pk for each in ended.site.workers)
    names = [
        f"registry.ledgers:{ended.site.road}",
        *(f"registry.worker:{each}" for each in (first, third)),
    ]
    names += ["registry.ledgers:999", "registry.worker:999", "registry.card:1"]
    operator = system("operator")
    assert erase_again(names, actor=operator, now=LATER) == 3  # a ledger, a worker met twice
    assert left(ended.site.road) == []
    assert not Worker.objects.filter(pk=first).exists()
    assert Worker.objects.filter(pk=third).exists()
    assert erase_again(names, actor=operator, now=LATER) == 0
