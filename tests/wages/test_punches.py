"""Punches of a device: kept once, however they come; counted; never changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.access.guard import unguarded
from huxin.trail.models import Entry
from huxin.wages.actions import BatchReceipt, register_device, retire_device, take_punches
from huxin.wages.errors import DeviceKnown, EmptyBatch, KeyReused
from huxin.wages.layout import CLAUSE, MADE, lay_out
from huxin.wages.models import ClockUser, Device, Punch, PunchBatch
from huxin.wages.originals import TABLES
from huxin.wages.policy import Columns
from tests.support.site import IN_SERVICE, Site, build_site, identity
from tests.support.world import NOW, World


@pytest.fixture
def site(world: World) -> Site:
    return build_site(world)


def batch(*rows: tuple[str, str], states: tuple[int | None, ...] = ()) -> Columns:
    return Columns([user for user, _ in rows], [at for _, at in rows], states)


def send(site: Site, columns: Columns, key: str = "") -> BatchReceipt:
    return take_punches(columns, device=site.gate.device, actor=site.device(), now=NOW, key=key)


MORNING, EVENING = ("1", "2025-09-29T07:02:11+08:00"), ("1", "2025-09-29T18:30:00+08:00")


def test_a_batch_is_kept_and_proven(site: Site) -> None:
    before = Entry.objects.count()
    found = take_punches(
        batch(MORNING, EVENING, states=(0, None)), device=site.gate.device, actor=site.device(),
        now=NOW, stated=3,
    )  # fmt: skip
    assert (found.rows, found.accepted, found.repeated, found.refused) == (2, 2, 0, 0)
    assert not found.agrees
    kept = list(Punch.objects.order_by("at_seconds").values_list("at_seconds", "state"))
    assert kept == [(1759100531, 0), (1759141800, None)]
    assert Entry.objects.count() == before + 1
    assert Device.objects.get(pk=site.gate.device).last_seen_at == NOW


def test_the_same_comes_again_in_other_clothes(site: Site) -> None:
    first = send(site, batch(MORNING, EVENING))
    again = send(site, batch(MORNING, EVENING))
    assert (again.batch, again.is_repeat) == (first.batch, True)
    assert Device.objects.get(pk=site.gate.device).sent_again == 1
    mixed = send(site, batch(("2", "2025-09-29 07:05:00"), ("1", "2025-09-28T23:02:11Z"), EVENING))
    assert (mixed.accepted, mixed.repeated) == (1, 2)
    assert Punch.objects.count() == 3


def test_an_idempotency_key_stands_for_one_content(site: Site) -> None:
    first = send(site, batch(MORNING), key="day-29")
    assert send(site, batch(MORNING), key="day-29").batch == first.batch
    with pytest.raises(KeyReused):
        send(site, batch(EVENING), key="day-29")
    assert Punch.objects.count() == 1


def test_bad_rows_wait_for_nobody(site: Site) -> None:
    found = take_punches(
        Columns(
            ["1", "", "张三", "2\0", "2", "2", "2", "2", "2", "3"],
            [
                "2025-09-29T07:00:00+08:00", "2025-09-29T07:00:00+08:00", MORNING[1], MORNING[1],
                "2025-02-30T07:00:00+08:00", "昨天", "2025-10-09T07:00:00+08:00",
                "2001-01-01 00:00:00", "2025-09-29T24:00:00",
            ],
        ),
        device=site.gate.device, actor=site.device(), now=NOW,
    )  # fmt: skip
    codes = {each.row: each.kind.id for each in found.faults}
    assert codes == {
        1: "PU-001", 2: "PU-001", 3: "PU-001", 4: "PU-002", 5: "PU-002", 6: "PU-003", 7: "PU-004",
        8: "PU-002", 9: "PU-002",
    }  # fmt: skip
    assert (found.accepted, found.refused, found.rows) == (1, 9, 10)


def test_late_and_out_of_order_is_kept(site: Site) -> None:
    late = take_punches(
        batch(EVENING, MORNING, ("1", "2025-03-05 07:00:00")), device=site.gate.device,
        actor=site.device(), now=NOW, sent_at=NOW + dt.timedelta(minutes=7),
    )  # fmt: skip
    assert (late.accepted, late.skew_seconds) == (3, 420)


def test_a_number_of_nobody_is_kept_as_an_open_item(site: Site) -> None:
    take_punches(
        batch(("99", MORNING[1]), (identity(2), MORNING[1])), device=site.gate.device,
        actor=site.device(), now=NOW,
    )  # fmt: skip
    kept = set(ClockUser.objects.values_list("number", flat=True))
    assert "99" in kept
    assert not any(identity(2)[:10] in each for each in kept)
    assert len(kept) == 2


def test_an_empty_batch_and_somebody_elses_device_are_refused(site: Site) -> None:
    with pytest.raises(EmptyBatch):
        take_punches(Columns([], []), device=site.gate.device, actor=site.device(), now=NOW)
    other = register_device(
        project=site.road, serial="G-2", kind="face", from_at=IN_SERVICE,
        actor=site.world.actor("labour_wage_officer"), now=NOW,
    )  # fmt: skip
    for key in (other.device, -1, 2**70):
        with pytest.raises(NotFound):
            take_punches(batch(MORNING), device=key, actor=site.device(), now=NOW)
    with pytest.raises(NotFound):
        take_punches(
            batch(MORNING), device=site.gate.device, actor=site.world.actor("contractor_clerk"),
            now=NOW,
        )  # fmt: skip


def test_a_retired_device_sends_nothing_more(site: Site) -> None:
    officer = site.world.actor("labour_wage_officer")
    with pytest.raises(NotFound):
        retire_device(site.gate.device, actor=site.world.actor("other_clerk"), now=NOW)
    retire_device(site.gate.device, actor=officer, now=NOW)
    with pytest.raises(NotFound):
        take_punches(
            batch(MORNING), device=site.gate.device,
            actor=site.device(now=NOW + dt.timedelta(seconds=1)), now=NOW,
        )  # fmt: skip
    with pytest.raises(DeviceKnown):
        register_device(
            project=site.road, serial="G-1", kind="gate", from_at=NOW, actor=officer, now=NOW
        )


def test_punches_lie_in_their_key_even_after_a_rebuilt_table(site: Site) -> None:
    take_punches(batch(MORNING), device=site.gate.device, actor=site.device(), now=NOW)
    before = list(Punch.objects.values_list())
    if connection.vendor == "sqlite":  # PostgreSQL has no such choice: nothing is to be done
        with unguarded(), connection.cursor() as cursor:
            made = _made()
            assert made.endswith(CLAUSE)
            cursor.execute("ALTER TABLE wages_punch RENAME TO earlier")
            cursor.execute(made.removesuffix(CLAUSE))
            cursor.execute("INSERT INTO wages_punch SELECT * FROM earlier")
            cursor.execute("DROP TABLE earlier")
        lay_out(connection)
        assert _made() == made
    lay_out(connection)
    assert list(Punch.objects.values_list()) == before


def _made() -> str:
    with connection.cursor() as cursor:
        cursor.execute(MADE, ("wages_punch",))
        return str(cursor.fetchone()[0])


VERBS = ["UPDATE {} SET project_id = 1", "DELETE FROM {}"]
REPLACE, TRUNCATE = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}", "TRUNCATE {} CASCADE"
OTHER = {"sqlite": REPLACE, "postgresql": TRUNCATE}


@pytest.mark.parametrize("verb", [*VERBS, OTHER[connection.vendor]])
def test_an_original_is_never_changed(site: Site, verb: str) -> None:
    take_punches(batch(MORNING), device=site.gate.device, actor=site.device(), now=NOW)
    for table in ("wages_punch", "wages_punchbatch"):
        with (
            pytest.raises(DatabaseError, match=r"never changed|pending trigger events"),
            unguarded(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb.format(table))
    with (
        pytest.raises(DatabaseError, match="never changed"),
        change("access.installation.seed", actor=site.device(), now=NOW),
    ):
        PunchBatch.objects.update(accepted=0, repeated=1)
    assert len(TABLES) == 5
