"""Keys of systems: signed requests are taken once, from a key in force, near the present."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import time_machine

from huxin.access.actions.keys import Issued, Terms, admit, create_key, end_key, take_nonce
from huxin.access.actor import Actor
from huxin.access.errors import BadSignature, GrantRefused, NotFound, StepUp
from huxin.access.models import ApiKey, Nonce
from huxin.access.queries import keys
from huxin.access.signing import WINDOW, SignedRequest, is_fresh, is_signed_with, signature
from tests.house.source import ROOT
from tests.support.world import NOW, World

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def issued(world: World) -> Issued:
    terms = Terms("general_contractor", world.regions["140923"], "人事系统")
    return create_key(
        world.bodies["contractor"].pk, terms, actor=world.actor("administrator"), now=NOW
    )


def take(request: SignedRequest, *, now: dt.datetime = NOW) -> Actor:
    """As the interface does for what may not be sent twice."""
    actor, key = admit(request, now=now)
    take_nonce(key, request.nonce, now=now)
    return actor


def signed(issued: Issued, *, nonce: str = "n" * 22, at: dt.datetime = NOW) -> SignedRequest:
    bare = SignedRequest(
        issued.key.key, "POST", "/api/v1/rows?x=1", str(int(at.timestamp())), nonce, b"{}"
    )
    return replace(bare, signature=signature(issued.secret, bare))


def test_the_signature_is_the_published_one() -> None:
    """Worked out with openssl dgst: what a foreign implementation must arrive at."""
    request = SignedRequest("k", "post", "/api/v1/ping", "1759197600", "abcdefghijklmnop", b"{}")
    assert signature("secret", request) == (
        "fa5c507a6cbb157b7437c0c6777035ebf05e05c4f3c77b6187493978c65209ba"
    )


def test_the_documented_way_to_sign_is_the_real_one(issued: Issued) -> None:
    page = (ROOT / "docs/concepts/access.md").read_text(encoding="utf-8")
    code: dict[str, Any] = {}
    exec(page.partition("```python\n")[2].partition("```")[0], code)  # noqa: S102 -- our own page
    with time_machine.travel(NOW, tick=False):
        told = code["headers"](issued.key.key, issued.secret, "GET", "/api/v1/projects?limit=1")
    names = [f"X-Huxin-{each}" for each in ("Key", "Time", "Nonce", "Signature")]
    key, time, nonce, signed = (told[each] for each in names)
    request = SignedRequest(key, "GET", "/api/v1/projects?limit=1", time, nonce, b"", signed)
    assert admit(request, now=NOW)[1] == issued.key


def test_a_signed_request_is_taken_once(world: World, issued: Issued) -> None:
    actor = take(signed(issued))
    assert actor.name == f"key:{issued.key.key}"
    assert actor.bodies == {world.bodies["contractor"].pk}
    with pytest.raises(BadSignature):
        take(signed(issued))
    assert take(signed(issued, nonce="o" * 22)).roles == {"general_contractor"}


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"path": "/api/v1/rows?x=2"},
        {"body": b"{ }"},
        {"nonce": "m" * 22},
        {"time": str(int(NOW.timestamp()) + 1)},
        {"key": "0" * 16},
        {"key": ""},
        {"key": "\x00"},
        {"key": "a" * 9000},
        {"signature": ""},
        {"signature": "\udc80é"},
    ],
)
def test_whatever_is_altered_is_refused(
    world: World, issued: Issued, change: dict[str, Any]
) -> None:
    sound = signed(issued)
    with pytest.raises(BadSignature):
        take(replace(sound, **change))
    assert not Nonce.objects.exists()
    assert admit(sound, now=NOW)[0].account is None


def test_time_and_nonce_must_be_well_formed_and_near() -> None:
    sound = SignedRequest("k", "GET", "/", str(int(NOW.timestamp())), "n" * 16, b"")
    assert is_fresh(sound, now=NOW + WINDOW)
    assert not is_fresh(sound, now=NOW + WINDOW + MINUTE)
    assert not is_fresh(sound, now=NOW - WINDOW - MINUTE)
    wrong: list[dict[str, Any]] = [
        {"time": "now"}, {"time": "-1"}, {"time": "１２３"}, {"nonce": "short"},
        {"nonce": "n" * 65}, {"nonce": "n" * 20 + "\n"},
    ]  # fmt: skip
    for spoilt in wrong:
        assert not is_fresh(replace(sound, **spoilt), now=NOW)
    assert not is_signed_with("secret", sound)


def test_old_nonces_are_forgotten_when_nothing_can_replay_them(issued: Issued) -> None:
    take(signed(issued))
    later = NOW + 2 * WINDOW + MINUTE
    take(signed(issued, nonce="p" * 22, at=later), now=later)
    assert Nonce.objects.count() == 1
    with pytest.raises(BadSignature):
        admit(signed(issued), now=later)


def test_an_ended_key_opens_nothing(world: World, issued: Issued) -> None:
    admin = world.actor("administrator")
    assert [each.key for each in keys(actor=admin)] == [issued.key.key]
    end_key(issued.key.pk, actor=admin, now=NOW)
    with pytest.raises(BadSignature):
        admit(signed(issued), now=NOW)
    with pytest.raises(NotFound):
        end_key(issued.key.pk, actor=world.actor("inspector"), now=NOW)


def test_the_secret_lies_encrypted_and_is_listed_nowhere(world: World, issued: Issued) -> None:
    assert ApiKey.objects.get(pk=issued.key.pk).secret == issued.secret
    assert issued.secret not in repr((issued, *keys(actor=world.actor("administrator"))))


def test_a_key_is_issued_for_the_unit_only(world: World) -> None:
    admin, place = world.actor("administrator"), world.regions["140923"]
    for body, role in (("contractor", "hrss"), ("bank", "general_contractor"),
                       ("contractor", "system_admin")):  # fmt: skip
        with pytest.raises(GrantRefused):
            create_key(world.bodies[body].pk, Terms(role, place, "x"), actor=admin, now=NOW)
    with pytest.raises(NotFound):
        create_key(
            world.bodies["other_inspection"].pk, Terms("labour_inspection", place, "x"),
            actor=admin, now=NOW,
        )  # fmt: skip
    with pytest.raises(StepUp):
        create_key(
            world.bodies["contractor"].pk, Terms("general_contractor", place, "x"),
            actor=replace(admin, has_second_factor=False), now=NOW,
        )  # fmt: skip
