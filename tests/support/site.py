"""A site on top of the world: workers on the roster of the road, a gate that sends, a clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huxin.access.actor import Actor, of_account, of_key, system
from huxin.access.change import change
from huxin.access.fields import digest
from huxin.access.models import Account, ApiKey
from huxin.access.permissions import table
from huxin.registry.models import Enrolment, Worker
from huxin.wages.actions import Registered, register_device
from tests.support.world import NOW, World

WORKERS = ("测试甲", "测试乙", "测试丙")
IN_SERVICE = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)


@dataclass
class Site:
    """Workers are numbered "1", "2", "3" on the clocks of the road; the first one has a phone."""

    world: World
    workers: list[Worker] = field(default_factory=list)
    gate: Registered = field(default_factory=lambda: Registered(0))

    @property
    def road(self) -> int:
        return self.world.projects["road"].pk

    def device(self, *, now: dt.datetime = NOW) -> Actor:
        """The gate itself, by its key."""
        return of_key(ApiKey.objects.get(key=self.gate.key), now=now)

    def worker(self, place: int = 0) -> Actor:
        """A worker on his phone."""
        account = self.workers[place].account
        assert account is not None
        return of_account(account, now=NOW)


def build_site(world: World) -> Site:
    site = Site(world)
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        for number, name in enumerate(WORKERS, 1):
            account = Account.objects.create(kind="worker", login=f"worker{number}", created_at=NOW)
            worker = Worker.objects.create(
                identity_digest=digest("identity", identity(number)), name=name, account=account,
                registered_at=NOW,
            )  # fmt: skip
            Enrolment.objects.create(
                project=world.projects["road"], worker=worker, party=world.parties["road.labour"],
                clock_user=str(number), entered_on=dt.date(2025, 3, 1),
                registered_on=dt.date(2025, 3, 1),
            )  # fmt: skip
            site.workers.append(worker)
        doing.note("access.installation:site")
    site.gate = register_device(
        project=site.road, serial="G-1", kind="gate", from_at=IN_SERVICE,
        actor=world.actor("labour_wage_officer"), now=NOW,
    )  # fmt: skip
    return site


def keyed(site: Site, role: str, body: str) -> tuple[str, str]:
    """Key and secret of a body's system, in a role."""
    key = ApiKey(
        body=site.world.bodies[body], key=role.replace("_", "")[:20], secret="s" * 40, role=role,
        place=site.world.regions["140923"], purpose="test", from_at=NOW,
        operations=list(table().by_key(role)),
    )  # fmt: skip
    with change("access.installation.seed", actor=site.device(), now=NOW) as doing:
        key.save()
        doing.note(key)
    return key.key, key.secret


def identity(number: int) -> str:
    """The invented identity number of a worker of the site."""
    return f"14092319800101{number:03d}X"
