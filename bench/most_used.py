"""The pages that are opened most, as people open them; how many queries each asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.filled import MONTH, NOW
from huxin.access.actions.sessions import open_session
from huxin.access.models import Account
from huxin.registry.models import Project, Worker
from huxin.warnings import models as warnings

__all__ = ["Visits", "clients", "projects", "queries_of", "signed_in", "visits"]

Visits = Mapping[str, tuple[str, Sequence[str]]]
"""Page → who opens it, and the addresses that he opens in turn."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


def visits(turns: int) -> Visits:
    """`turns` addresses of each page: of other projects, warnings, names each time."""
    month, sites = f"{MONTH:%Y-%m}", projects(turns)
    found, workers = (_spread(_keys(each), turns) for each in (warnings.Warning, Worker))
    people = [Worker.objects.get(pk=key).name for key in workers]
    return {
        "board": ("officer", ["/warnings/today"] * turns),
        "places": ("officer", ["/warnings/places"] * turns),
        "warnings": ("officer", ["/warnings/"] * turns),
        "warning": ("officer", [f"/warnings/{key}" for key in found]),
        "on_us": ("contractor", ["/warnings/on-us"] * turns),
        "projects": ("officer", ["/projects/"] * turns),
        "project": ("officer", [f"/projects/{key}" for key in sites]),
        "roster": ("officer", [f"/projects/{key}/roster" for key in sites]),
        "search": ("officer", [f"/workers?q={quote(name)}" for name in people]),
        "month_sheet": ("officer", [f"/projects/{key}/attendance/{month}" for key in sites]),
        "own_days": ("worker", [f"/mine/days/{month}"] * turns),
    }


def projects(turns: int) -> list[int]:
    """The keys of projects from all over."""
    return _spread(_keys(Project), turns)


def signed_in(account: Account) -> Client:
    """A client in which somebody has signed in with both factors."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(account, BACKEND)
    key = str(client.session.session_key)
    open_session(account, key=key, device="bench", second_factor=True, now=NOW)
    return client


def clients() -> dict[str, Client]:
    """An officer of the city, a contractor and a worker, all signed in."""
    staff = Account.objects.filter(kind=Account.Kind.STAFF)
    worker = Account.objects.filter(kind=Account.Kind.WORKER).order_by("pk")[0]
    return {each.login: signed_in(each) for each in staff} | {"worker": signed_in(worker)}


def queries_of(turns: int) -> dict[str, int]:
    """The most queries that each page asked in any turn; the clock must stand at `NOW`."""
    signed = clients()
    asked: dict[str, int] = {}
    for name, (who, addresses) in visits(turns).items():
        asked[name] = max(_asked(signed[who].get, each) for each in addresses)
    return asked


def _asked(get: Callable[[str], object], address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        answer = get(address)
    assert getattr(answer, "status_code", 0) == 200, address
    return len(caught)


def _spread(keys: Sequence[int], turns: int) -> list[int]:
    """Keys from all over, the same ones each time."""
    return [keys[turn * len(keys) // turns] for turn in range(turns)]


def _keys(model: type[Model]) -> list[int]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))
