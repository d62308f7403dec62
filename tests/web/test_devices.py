"""Attendance devices on their page: registered with a key that is shown once, retired, refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from huxin.access.models import ApiKey
from huxin.wages.models import Device
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World

NEW = {"serial": "G-7", "kind": "gate", "from_on": "2025-09-01"}


@pytest.fixture
def officer(world: World) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        yield sign_in(world, "labour_wage_officer", at=NOW)


@pytest.fixture
def page(world: World) -> str:
    return f"/projects/{world.projects['road'].pk}/devices"


def test_a_key_is_shown_once(officer: Client, page: str) -> None:
    answer = officer.post(f"{page}/new", NEW)
    assert answer.status_code == 200
    key = ApiKey.objects.get().key
    assert key in answer.content.decode()
    assert "只显示这一次" in answer.content.decode()
    listed = officer.get(page).content.decode()
    assert "G-7" in listed
    assert key not in listed


@pytest.mark.parametrize(
    "wrong", [{"serial": ""}, {"kind": "drone"}, {"from_on": "yesterday"}, {"serial": " "}]
)
def test_what_is_no_device_is_refused_and_stays_typed(
    officer: Client, page: str, wrong: dict[str, str]
) -> None:
    answer = officer.post(f"{page}/new", {**NEW, **wrong})
    assert answer.status_code == 422
    assert not Device.objects.exists()


def test_a_clock_needs_no_key_and_no_number_comes_twice(officer: Client, page: str) -> None:
    assert officer.post(f"{page}/new", {**NEW, "kind": "clock"}).status_code == 302
    assert not ApiKey.objects.exists()
    again = officer.post(f"{page}/new", NEW)
    assert again.status_code == 422
    assert "G-7" in again.content.decode()


def test_a_retired_device_keeps_its_record_and_loses_its_key(officer: Client, page: str) -> None:
    officer.post(f"{page}/new", NEW)
    device = Device.objects.get()
    assert officer.post(f"/devices/{device.pk}/retire").status_code == 302
    assert Device.objects.get().to_at == NOW
    assert ApiKey.objects.get().ended_at == NOW
    assert "已停用" in officer.get(page).content.decode()


@pytest.mark.parametrize(
    ("who", "seen", "made"),
    [("developer_clerk", 200, 403), ("other_clerk", 404, 404), ("banker", 403, 403)],
)
def test_others_register_nothing(world: World, page: str, who: str, seen: int, made: int) -> None:
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, who, at=NOW)
        assert client.get(page).status_code == seen
        assert client.post(f"{page}/new", NEW).status_code == made
    assert not Device.objects.exists()
