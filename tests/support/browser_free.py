"""A signed-in client without a browser: both factors given, as the pages ask for them."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django_otp.oath import TOTP

from huxin.access.models import Account
from tests.support.world import World

__all__ = ["code_of", "sign_in"]

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
