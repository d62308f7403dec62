"""A site with people at work, for tests of the monitor: enrolments, contracts, attendance.

with site(world) as at:
    zhang = at.enrol("road", "张三", day=date)
    at.attends(zhang, month, days=20)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.fields import digest
from huxin.check.assemble.columns import from_rows
from huxin.facts.store import Store
from huxin.registry.models import Enrolment, LabourContract, Worker
from tests.support.world import NOW, World

ENTERED = dt.date(2025, 6, 1)
RULES = ("CON-01", "CON-03", "PRJ-01", "SGN-01")
OTHER_RULES = (
    "ACC-13", "ATT-01", "ATT-04", "CON-01", "CRD-01", "DEP-01", "ENR-01", "GUA-02", "IND-01",
    "PRG-09", "PRJ-02", "PRJ-07", "PRJ-09",
)  # fmt: skip
"""Two sets of rules for all tests: a plan takes seconds to make and is then kept."""


@dataclass
class Site:
    """Puts people on the projects of a world; `store` takes their attendance."""

    world: World
    store: Store
    made: int = 0
    months: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def enrol(self, project: str, name: str, *, party: str = "", **facts: Any) -> Enrolment:
        """A worker of a name, on a project's roster."""
        self.made += 1
        with writing("registry.enrolment:test"):
            worker = Worker.objects.create(
                identity=f"canary-{name}-{self.made}",
                identity_digest=digest("identity", f"canary-{name}-{self.made}"),
                name=name, phone=f"canary-phone-{self.made}",
                phone_digest=digest("phone", f"canary-phone-{self.made}"), registered_at=NOW,
            )  # fmt: skip
            part = self.world.parties[party or f"{project}.general_contractor"]
            return Enrolment.objects.create(
                project=self.world.projects[project], worker=worker, party=part,
                **{"entered_on": ENTERED, "registered_on": ENTERED, **facts},
            )  # fmt: skip

    def contract(self, enrolment: Enrolment, **facts: Any) -> LabourContract:
        """A labour contract of an enrolled worker."""
        with writing("registry.labourcontract:test"):
            return LabourContract.objects.create(
                project=enrolment.project, worker=enrolment.worker,
                employer=enrolment.party.body,
                **{"from_on": ENTERED, "signed_on": ENTERED, "filed_on": ENTERED, **facts},
            )  # fmt: skip

    def attends(self, enrolment: Enrolment, month: dt.date, *, days: int = 20) -> None:
        """The first days of a month on site, as the attendance register keeps them."""
        row = {
            "project_key": enrolment.project_id, "worker_key": enrolment.worker_id,
            "month": month, "days_bits": (1 << days) - 1, "days": days, "days_centi": days * 100,
            "minutes": days * 480, "longest_day_minutes": 480, "single_punch_days": 0,
        }  # fmt: skip
        self.months.setdefault(f"{month:%Y-%m}", []).append(row)
        self.store.write(
            "attendance_month", from_rows("attendance_month", self.months[f"{month:%Y-%m}"])
        )


@contextmanager
def writing(subject: str) -> Iterator[None]:
    """A change of a register, as its own room would make it."""
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        yield
        doing.note(subject)
