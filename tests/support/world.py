"""A small county for tests of the platform: regions, bodies, people with grants, two projects.

def test_x(world: World): world.actor("inspector") ...
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import TransactionTestCase

from huxin.access.actor import Actor, of_account, system
from huxin.access.change import change
from huxin.access.fields import digest
from huxin.access.guard import unguarded
from huxin.access.models import Account, Body, Grant, Region
from huxin.registry.models import Enrolment, Party, Project, Worker
from huxin.trail.append_only import arm, disarm
from huxin.wages.originals import lifted

NOW = dt.datetime(2025, 9, 30, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2025, 9, 30)
PHONE = "13800000001"
IDENTITY = "140923199003070019"
REGIONS = (
    ("140000", "山西省", "province", None),
    ("140900", "忻州市", "city", "140000"),
    ("140923", "代县", "county", "140900"),
    ("140924", "繁峙县", "county", "140900"),
    ("640000", "宁夏回族自治区", "province", None),
    ("640100", "银川市", "city", "640000"),
    ("640104", "兴庆区", "county", "640100"),
)
BODIES = {
    "inspection": ("department", "labour_inspection", "代县劳动保障监察大队", "140923"),
    "hrss": ("department", "hrss", "代县人力资源和社会保障局", "140923"),
    "housing": ("department", "housing_department", "代县住房和城乡建设管理局", "140923"),
    "water": ("department", "water_department", "代县水利局", "140923"),
    "office": ("department", "leading_group_office", "代县根治欠薪工作领导小组办公室", "140923"),
    "other_inspection": ("department", "labour_inspection", "繁峙县劳动保障监察大队", "140924"),
    "developer": ("company", "", "代县城市建设投资有限公司", "140923"),
    "contractor": ("company", "", "代县中拓建筑工程有限公司", "140923"),
    "labour_company": ("company", "", "代县聚力建筑劳务有限公司", "140923"),
    "other_contractor": ("company", "", "代县恒远建筑工程有限公司", "140923"),
    "bank": ("bank", "", "代县农村商业银行", "140923"),
}
PEOPLE = {
    "inspector": ("labour_inspection", "inspection"),
    "hrss_officer": ("hrss", "hrss"),
    "housing_officer": ("housing_department", "housing"),
    "water_officer": ("water_department", "water"),
    "office_clerk": ("leading_group_office", "office"),
    "other_inspector": ("labour_inspection", "other_inspection"),
    "developer_clerk": ("developer", "developer"),
    "contractor_clerk": ("general_contractor", "contractor"),
    "labour_wage_officer": ("labour_wage_officer", "contractor"),
    "subcontractor_clerk": ("subcontractor", "labour_company"),
    "other_clerk": ("general_contractor", "other_contractor"),
    "banker": ("account_bank", "bank"),
    "administrator": ("system_admin", "office"),
}


@dataclass
class World:
    """What was made, by name."""

    regions: dict[str, Region] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)

    def actor(self, name: str, *, now: dt.datetime = NOW) -> Actor:
        """The actor of a person of the world; he has given his second factor."""
        return of_account(self.accounts[name], now=now, second_factor=True)


def build() -> World:
    """Make the world; runs as the platform filling a new installation."""
    world = World()
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        for code, name, kind, parent in REGIONS:
            above = world.regions.get(parent or "")
            world.regions[code] = Region.objects.create(
                code=code, name=name, kind=kind, parent=above, division=code,
                path=f"{above.path if above else '/'}{code}/",
            )  # fmt: skip
        for key, (kind, role, name, place) in BODIES.items():
            world.bodies[key] = Body(
                kind=kind, role=role, name=name, place=world.regions[place], registered_on=TODAY
            )
        Body.objects.bulk_create(world.bodies.values())
        _people(world)
        _projects(world)
        doing.note("access.installation:test")
    return world


def _people(world: World) -> None:
    """In two statements: hundreds of tests make a world."""
    for key, (_, body) in PEOPLE.items():
        belongs = world.bodies[body]
        account = Account(
            kind="staff", login=key, name=f"测试{key}", place=belongs.place, body=belongs,
            created_at=NOW,
        )  # fmt: skip
        account.set_password("correct horse battery")
        world.accounts[key] = account
    Account.objects.bulk_create(world.accounts.values())
    Grant.objects.bulk_create(
        Grant(
            account=world.accounts[key], role=role, body=world.bodies[body],
            place=world.bodies[body].place, from_at=NOW - dt.timedelta(days=30),
        )
        for key, (role, body) in PEOPLE.items()
    )  # fmt: skip


def _projects(world: World) -> None:
    for key, sector, contractor in (
        ("road", "municipal", "contractor"), ("dam", "water", "other_contractor"),
    ):  # fmt: skip
        project = Project.objects.create(
            code=f"DX-{key}", name={"road": "代县北环路改造工程", "dam": "滹沱河堤防工程"}[key],
            place=world.regions["140923"], sector=sector, funding="government", state="building",
            contract_price_fen=2_000_000_000, started_on=dt.date(2025, 3, 1),
            planned_end_on=dt.date(2026, 6, 30), registered_on=dt.date(2025, 3, 5),
            pay_day=25, pay_month_offset=1,
        )  # fmt: skip
        world.projects[key] = project
        owner = Party.objects.create(
            project=project, body=world.bodies["developer"], role="developer"
        )
        main = Party.objects.create(
            project=project, body=world.bodies[contractor], role="general_contractor", parent=owner,
            is_licensed=True,
        )  # fmt: skip
        world.parties |= {f"{key}.developer": owner, f"{key}.general_contractor": main}
        if key == "road":
            world.parties["road.labour"] = Party.objects.create(
                project=project, body=world.bodies["labour_company"], role="labour_subcontractor",
                parent=main, is_licensed=True,
            )  # fmt: skip


def person_on_site(world: World, project: str, *, at: dt.datetime, phone: str = PHONE) -> Worker:
    """A worker with an account, enrolled on a project; `world.accounts["worker"]` is his."""
    with change("access.installation.seed", actor=system("seed"), now=at) as doing:
        account = Account.objects.create(
            kind="worker", login=f"worker-{phone}", phone=phone, name="张三",
            phone_digest=digest("phone", phone), created_at=at,
        )  # fmt: skip
        worker = Worker.objects.create(
            identity=IDENTITY, identity_digest=digest("identity", IDENTITY), name="张三",
            phone=phone, phone_digest=digest("phone", phone), account=account, registered_at=at,
        )  # fmt: skip
        Enrolment.objects.create(
            project=world.projects[project], worker=worker,
            party=world.parties[f"{project}.general_contractor"], entered_on=dt.date(2025, 3, 10),
            registered_on=dt.date(2025, 3, 10),
        )  # fmt: skip
        doing.note(worker)
    world.accounts["worker"] = account
    return worker


@pytest.fixture
def world(db: None) -> World:
    """A fresh small county, undone after the test."""
    return build()


@pytest.fixture
def lasting_world(transactional_db: None) -> World:
    """The same with real commits, for tests of crashes, races and servers."""
    return build()


@pytest.fixture(autouse=True, scope="session")
def teardown_may_empty_tables() -> Iterator[None]:
    """Django empties tables after a transactional test; that is no change of a record."""
    name = "_fixture_teardown"
    emptied = getattr(TransactionTestCase, name)

    def unguarded_teardown(case: TransactionTestCase) -> None:
        with unguarded(), lifted(connection):
            disarm(connection)
            emptied(case)
            arm(connection)

    setattr(TransactionTestCase, name, unguarded_teardown)
    yield
    setattr(TransactionTestCase, name, emptied)
