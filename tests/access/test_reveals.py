"""Protected values: opened with a reason, within an allowance, for the person to see; exports."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.conf import settings

from huxin.access.actions.assist import (
    ASSISTED,
    assist,
    assisted,
    end_assistance,
    running,
)
from huxin.access.actions.exports import export_line, record_export
from huxin.access.actor import system
from huxin.access.change import change, name_of
from huxin.access.errors import NoAllowance, NoPurpose, NoReason, NotFound, Refused, StepUp
from huxin.access.gate import visible
from huxin.access.history import who_looked
from huxin.access.models import Account, Export, Grant, Reveal
from huxin.access.permissions import table
from huxin.access.queries import exports, find_mark, looked_at, lookers
from huxin.registry.actions.reveals import reveal_card, reveal_worker
from huxin.registry.models import Card, Project, Worker
from tests.support.world import IDENTITY, NOW, PHONE, World, person_on_site

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
REASON = "核对欠薪线索"
SEED = system("seed")


@pytest.fixture
def worker(world: World) -> Worker:
    return person_on_site(world, "road", at=NOW)


def allow(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    changed = dataclasses.replace(settings.INSTALLATION, **values)
    monkeypatch.setattr(settings, "INSTALLATION", changed)


def test_numbers_are_opened_with_a_reason_and_the_person_sees_it(
    world: World, worker: Worker
) -> None:
    opened = reveal_worker(worker.pk, reason=REASON, actor=world.actor("inspector"), now=NOW)
    assert (opened.identity, opened.phone) == (IDENTITY, PHONE)
    assert IDENTITY not in repr(opened)
    (look,) = looked_at(name_of(worker), actor=world.actor("worker"))
    assert (look.body, look.what, look.reason) == (
        "代县劳动保障监察大队", ("identity", "phone"), REASON,
    )  # fmt: skip
    assert len(who_looked(worker, actor=world.actor("worker")).steps) == 1
    with pytest.raises(NotFound):
        looked_at(name_of(worker), actor=world.actor("other_inspector"))


def test_who_may_not_or_says_no_reason_opens_nothing(world: World, worker: Worker) -> None:
    weak = dataclasses.replace(world.actor("inspector"), has_second_factor=False)
    for actor, reason, error in (
        (world.actor("inspector"), " 看 ", NoReason),
        (weak, REASON, StepUp),
        (world.actor("other_inspector"), REASON, NotFound),
        (world.actor("administrator"), REASON, NotFound),
        (world.actor("other_clerk"), REASON, NotFound),
        (world.actor("worker"), REASON, NotFound),
    ):
        with pytest.raises(error):
            reveal_worker(worker.pk, reason=reason, actor=actor, now=NOW)
    assert not Reveal.objects.exists()


def test_a_card_belongs_to_its_person(world: World, worker: Worker) -> None:
    with change("access.installation.seed", actor=SEED, now=NOW) as doing:
        card = Card.objects.create(
            worker=worker, number="6222020200112230", number_digest=1, bank="代县农商行",
            from_at=NOW, usable_at=NOW,
        )  # fmt: skip
        doing.note(card)
    actor = world.actor("contractor_clerk")
    assert reveal_card(card.pk, reason=REASON, actor=actor, now=NOW) == "6222020200112230"
    (look,) = looked_at(name_of(worker), actor=world.actor("worker"))
    assert look.what == ("number",)


def test_a_walk_through_the_numbers_ends_at_the_allowance(
    world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, reveals_a_day=3, reveals_by_role={"hrss": 5})
    for who, most in (("inspector", 3), ("hrss_officer", 5)):
        for day in range(2):
            at, actor = NOW + day * DAY, world.actor(who)
            for _ in range(most):
                reveal_worker(worker.pk, reason=REASON, actor=actor, now=at)
            with pytest.raises(NoAllowance):
                reveal_worker(worker.pk, reason=REASON, actor=actor, now=at)
    with change("access.installation.seed", actor=SEED, now=NOW) as doing:
        Grant.objects.filter(account=world.accounts["administrator"]).update(role="security_admin")
        doing.note("access.grant:test")
    told = lookers(actor=world.actor("administrator"), now=NOW + DAY)
    assert [(each.login, each.count, each.is_spent) for each in told] == [
        ("hrss_officer", 5, True), ("inspector", 3, True),
    ]  # fmt: skip


def test_an_officer_helps_at_the_counter(world: World, worker: Worker) -> None:
    officer = world.actor("hrss_officer")
    with pytest.raises(NotFound):
        assisted(worker, actor=officer, now=NOW)
    assist(worker, reason="本人到窗口查询", actor=officer, now=NOW)
    eyes = assisted(worker, actor=officer, now=NOW + 29 * MINUTE)
    assert eyes.name == officer.name
    own = visible(Worker, "registry.worker.view_own", actor=eyes)
    assert list(own) == [worker]
    assert list(visible(Project, "registry.project.view", actor=eyes)) == [world.projects["road"]]
    (look,) = looked_at(name_of(worker), actor=eyes)
    assert (look.what, look.reason) == (("own_pages",), "本人到窗口查询")
    assert len(who_looked(worker, actor=world.actor("worker")).steps) == 1
    for actor, at in ((officer, NOW + 31 * MINUTE), (world.actor("inspector"), NOW)):
        with pytest.raises(NotFound):
            assisted(worker, actor=actor, now=at)


@pytest.mark.parametrize("who", ["hrss_officer", "worker"])
def test_help_ends_early_by_the_officer_or_by_the_worker(
    world: World, worker: Worker, who: str
) -> None:
    officer = world.actor("hrss_officer")
    assist(worker, reason="本人到窗口查询", actor=officer, now=NOW)
    assert end_assistance(worker, actor=world.actor("inspector"), now=NOW) == 0
    assert running(name_of(worker), now=NOW + MINUTE)
    assert end_assistance(worker, actor=world.actor(who), now=NOW + MINUTE) == 1
    with pytest.raises(NotFound):
        assisted(worker, actor=officer, now=NOW + MINUTE)
    (look,) = looked_at(name_of(worker), actor=world.actor("worker"))
    assert look.ended_at == NOW + MINUTE
    with pytest.raises(NotFound):
        end_assistance(worker, actor=world.actor("other_inspector"), now=NOW)


def test_somebody_without_a_phone_is_helped_as_well(world: World, worker: Worker) -> None:
    with change("access.installation.seed", actor=SEED, now=NOW) as doing:
        Worker.objects.update(account=None)
        doing.note(worker)
    officer = world.actor("hrss_officer")
    assist(worker, reason="没有手机", actor=officer, now=NOW)
    eyes = assisted(worker, actor=officer, now=NOW)
    assert list(visible(Worker, "registry.worker.view_own", actor=eyes)) == [worker]
    made = Account.objects.get(login=f"counter-{worker.pk}")
    assert eyes.account == made.pk
    assert not made.has_usable_password()
    assert made.phone_digest is None


def test_help_at_the_counter_only_reads(world: World) -> None:
    rows = [each.name for each in table().operations.values() if each.relations(ASSISTED)]
    assert len(rows) >= 5
    assert {name.rpartition(".")[2] for name in rows} <= {"view", "view_own"}


def test_an_export_has_a_purpose_and_a_mark_that_leads_back(world: World) -> None:
    actor = world.actor("inspector")
    with change("registry.roster.export", actor=actor, now=NOW) as doing:
        made = record_export(doing, "registry.roster", purpose=" 核查  实名制 ", rows=12)
    line = export_line(made).say("zh")
    assert line == f"2025年9月30日导出，用途：核查 实名制。水印 {made.mark}。"
    for who in ("inspector", "administrator"):
        found = find_mark(line, actor=world.actor(who))
        assert (found.login, found.rows, found.purpose) == ("inspector", 12, "核查 实名制")
    for who, text in (("housing_officer", line), ("administrator", "0" * 12)):
        with pytest.raises(NotFound):
            find_mark(text, actor=world.actor(who))
    assert [each.mark for each in exports(actor=actor)] == [made.mark]
    for purpose, by, error in ((" ", actor, NoPurpose), ("x", SEED, Refused)):
        with (
            pytest.raises(error),
            change("registry.roster.export", actor=by, now=NOW) as doing,
        ):
            record_export(doing, "registry.roster", purpose=purpose, rows=1)
    assert Export.objects.count() == 1
    assert name_of(made) == f"access.export:{made.pk}"
