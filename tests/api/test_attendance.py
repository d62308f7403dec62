"""A device over the wire: signed, idempotent, answered in full, refused with a remedy."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from huxin.access.change import change
from huxin.access.models import ApiKey
from huxin.api.urls import urlpatterns
from huxin.kernel.clock import SystemClock
from huxin.wages.models import Punch
from tests.support.signed import Signed, headers
from tests.support.site import Site, build_site, keyed
from tests.support.world import NOW, World

PUNCHES, PUNCH = "/api/v1/attendance/punches", "/api/v1/attendance/punch"
BATCH = {
    "users": ["1", "2", "1"],
    "times": ["2025-09-29T07:02:11+08:00", "2025-09-29 07:03:00", "2025-09-29T18:30:00+08:00"],
    "states": [0, None, 1],
}


@pytest.fixture
def site(world: World) -> Site:
    return build_site(world)


@pytest.fixture
def gate(site: Site) -> Signed:
    return Signed(site.gate.key, site.gate.secret)


def problem(answer: Any) -> tuple[int, str]:
    told = answer.json()
    assert set(told) == {"code", "what", "where", "rule", "remedy"}
    assert told["what"]
    assert told["remedy"]
    return answer.status_code, told["code"]


def test_a_batch_is_taken_once(gate: Signed) -> None:
    first = gate.post(PUNCHES, BATCH, Idempotency_Key="2025-09-29/1")
    assert first.status_code == 201
    told = first.json()
    assert (told["rows"], told["accepted"], told["agrees"]) == (3, 3, True)
    again = gate.post(PUNCHES, BATCH, Idempotency_Key="2025-09-29/1")
    assert again.status_code == 200
    assert again.json() == {**told, "is_repeat": True}
    other = {**BATCH, "rows": 4, "users": ["1", "2", "3"]}
    assert problem(gate.post(PUNCHES, other, Idempotency_Key="2025-09-29/1")) == (409, "AP-409")
    assert Punch.objects.count() == 3
    assert gate.get(f"/api/v1/attendance/batches/{told['batch']}").json() == told
    counted = gate.post(PUNCHES, other).json()
    assert (counted["accepted"], counted["repeated"], counted["agrees"]) == (1, 2, False)


def test_one_punch_at_once(gate: Signed) -> None:
    told = gate.post(PUNCH, {"user": "1", "time": "2025-09-29T07:02:11Z", "state": 1}).json()
    assert (told["accepted"], told["faults"]) == (1, [])


def test_bad_rows_are_told_in_both_languages(gate: Signed) -> None:
    bad = {"users": ["1", "一号"], "times": ["2025-09-29 07:00:00"]}
    chinese = gate.post(PUNCHES, bad).json()
    english = gate.post(PUNCHES, bad, Accept_Language="en").json()
    assert (chinese["accepted"], chinese["refused"]) == (1, 1)
    assert [each["code"] for each in chinese["faults"]] == ["PU-001"]
    assert english["faults"][0]["what"].startswith("The user number")
    assert chinese["faults"][0]["what"] != english["faults"][0]["what"]


def test_the_device_learns_how_it_does(gate: Signed) -> None:
    ahead = SystemClock().now() + dt.timedelta(hours=1)
    gate.post(PUNCHES, {**BATCH, "sent_at": ahead.isoformat(timespec="seconds")})
    told = gate.get("/api/v1/devices/self").json()
    assert 3590 <= told["skew_seconds"] <= 3610
    assert (told["serial"], told["rows"], told["is_silent"]) == ("G-1", 3, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"X_Huxin_Signature": "0" * 64}, {"X_Huxin_Signature": ""}, {"X_Huxin_Time": "0"},
        {"X_Huxin_Time": "９９"}, {"X_Huxin_Key": "0" * 24}, {"X_Huxin_Key": "x" * 400},
        {"X_Huxin_Time": "9" * 30},
    ],
)  # fmt: skip
def test_what_is_not_signed_is_refused_alike(gate: Signed, wrong: dict[str, str]) -> None:
    sent = {name: value.encode("utf-8").decode("latin-1") for name, value in wrong.items()}
    refused = gate.post(PUNCHES, BATCH, **sent)
    assert problem(refused) == (401, "AP-401")
    assert refused.json() == Client().get("/api/v1/devices/self").json()
    assert gate.post(PUNCHES, BATCH).status_code == 201


def test_a_signature_is_for_one_content_and_one_address(gate: Signed) -> None:
    body = json.dumps(BATCH).encode()
    signed = headers(gate.key, gate.secret, method="POST", path=PUNCHES, body=body)
    changed = body.replace(b'"2"', b'"3"')
    for path, sent in ((PUNCHES, changed), (PUNCHES + "?x=1", body), (PUNCH, body)):
        answer = Client().post(path, sent, content_type="application/json", headers=signed)
        assert problem(answer)[0] == 401
    answer = Client().post(PUNCHES, body, content_type="application/json", headers=signed)
    assert answer.status_code == 201
    again = Client().post(PUNCHES, body, content_type="application/json", headers=signed)
    assert (again.status_code, again.json()["is_repeat"]) == (200, True)


def test_what_is_told_is_told_once_per_signature(gate: Signed) -> None:
    path = "/api/v1/devices/self"
    signed = headers(gate.key, gate.secret, method="GET", path=path, body=b"")
    assert Client().get(path, headers=signed).status_code == 200
    assert problem(Client().get(path, headers=signed)) == (401, "AP-401")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415), (b"{", 400), (b"[]", 422), (b"null", 422), (b"\xff\xfe", 400),
        (b'{"users": ["1"]}', 422), (b'{"users": [], "times": []}', 422),
        (b'{"users": ["1"], "times": ["x"], "extra": 1}', 422),
        (b'{"users": ["1"], "times": ["2025-09-29 07:00:00"], "rows": 1e400}', 422),
        (b'{"users": ["1"], "times": ["x"], "rows": ' + b"9" * 5000 + b"}", 400),
        (b'{"users": ["1"], "times": ["x"], "states": [99999999999999999999]}', 422),
        (b"[" * 100_000, 400),
        (b'{"users": ["\\ud800"], "times": ["x"]}', 422),
        (b'{"users": ["1\\u0000"], "times": ["2025-09-29 07:00:00\\u0000"]}', 201),
        (b" " * 1_100_000, 413),
    ],
    ids=[str(number) for number in range(15)],
)  # fmt: skip
def test_damaged_messages_are_answered(gate: Signed, body: bytes, status: int) -> None:
    answer = gate.post(PUNCHES, body)
    assert answer.status_code == status, answer.content
    if status >= 400:
        problem(answer)
    else:
        assert answer.json()["refused"] == 1


def test_other_media_and_addresses_and_verbs(gate: Signed) -> None:
    answer = gate.client.post(PUNCHES, {"a": "b"})
    assert problem(answer) == (415, "AP-415")
    assert problem(gate.get("/api/v1/nothing")) == (404, "AP-404")
    assert gate.client.delete("/api/v1/ping").status_code == 405
    for batch in ("0", "-1", "x", str(2**70)):
        assert problem(gate.get(f"/api/v1/attendance/batches/{batch}"))[0] in {404, 422}
    assert problem(gate.get("/api/v1/attendance/batches/999999")) == (404, "AP-404")


def test_a_key_that_ended_opens_nothing(site: Site, gate: Signed) -> None:
    with change("access.installation.seed", actor=site.device(), now=NOW) as doing:
        ApiKey.objects.update(ended_at=NOW)
        doing.note("access.apikey:test")
    assert problem(gate.post(PUNCHES, BATCH)) == (401, "AP-401")


def department(site: Site, role: str, body: str) -> Signed:
    """A key of a department's system."""
    return Signed(*keyed(site, role, body))


def test_departments_see_their_projects(site: Site, gate: Signed) -> None:
    water = department(site, "water_department", "water")
    told = water.get("/api/v1/projects").json()
    assert [each["code"] for each in told["projects"]] == ["DX-dam"]
    dam, road = (site.world.projects[each].pk for each in ("dam", "road"))
    assert water.get(f"/api/v1/projects/{dam}").json() == told["projects"][0]
    assert problem(water.get(f"/api/v1/projects/{road}")) == (404, "AP-404")
    office = department(site, "leading_group_office", "office")
    first = office.get("/api/v1/projects?limit=1").json()
    second = office.get(f"/api/v1/projects?limit=1&after={first['next']}").json()
    assert {each["projects"][0]["id"] for each in (first, second)} == {dam, road}
    assert second["next"] is None
    assert problem(gate.get("/api/v1/projects")) == (403, "AP-403")
    assert problem(water.post(PUNCHES, BATCH)) == (403, "AP-403")
    assert problem(water.get("/api/v1/devices/self")) == (404, "AP-404")


def test_every_address_names_its_operation() -> None:
    assert all(getattr(each.callback, "operation", "") for each in urlpatterns)


def test_anybody_may_ask_for_the_time(client: Client) -> None:
    told = client.get("/api/v1/ping").json()
    assert abs(told["seconds"] - SystemClock().now().timestamp()) < 60
