"""A signed-in client without a browser: both factors given, as the pages ask for them."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django_otp.oath import TOTP

from huxin.access.models import Account
from huxin.access.sms import Memory, gateway
from tests.support.world import World

__all__ = ["code_of", "last_code", "sign_in", "sign_in_by_phone"]

PASSWORD = "correct horse battery"
SEED = "31" * 20


def code_of(seed: str, at: dt.datetime) -> str:
    """What an authenticator shows at a moment."""
    token = TOTP(bytes.fromhex(seed))
    token.time = at.timestamp()
    return f"{token.token():06d}"


def sign_in(world: World, name: str, *, at: dt.datetime) -> Client:
    """A client in which a person of the world has signed in; the clock must stand at `at`."""
    client = Client()
    account = Account.objects.get(pk=world.accounts[name].pk)
    client.post("/sign-in", {"login": account.login, "password": PASSWORD})
    if not account.seed:
        client.get("/sign-in/bind")
        seed = client.session["seed"]
        client.post("/sign-in/bind", {"code": code_of(seed, at)})
    else:
        client.post("/second-factor", {"code": code_of(account.seed, at)})
    return client


def last_code() -> str:
    """The code of the last message that was sent."""
    phones = gateway()
    assert isinstance(phones, Memory)
    return "".join(filter(str.isdigit, phones.sent[-1][1]))[:6]


def sign_in_by_phone(number: str) -> Client:
    """A client in which the worker of a phone has signed in, at the moment of the clock."""
    client = Client()
    client.post("/phone", {"phone": number})
    answer = client.post("/phone/code", {"code": last_code()})
    assert answer.status_code == 302
    return client
