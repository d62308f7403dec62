"""A platform filled in bulk: a city of counties, projects, people, a year of punches, warnings.

Rows are written by the thousand, not by actions, and are such as the actions write: names are
sealed, people are found by their tokens, facts of attendance are folded, warnings come from a run
of the monitor. The same size gives the same rows.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection

from bench.filled_days import attendance, devices
from bench.rows import written
from huxin.access.actions.regions import load_regions
from huxin.access.actor import system
from huxin.access.change import Change, change
from huxin.access.fields import digest
from huxin.access.models import Account, Body, Grant, Region
from huxin.facts.store import Store
from huxin.intake.models import Receipt
from huxin.kernel.period import add_months
from huxin.registry.actions.book_write import add_tokens
from huxin.registry.actions.worker_accounts import open_accounts
from huxin.registry.models import (
    Card,
    Deposit,
    Enrolment,
    LabourContract,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Sticker,
    Team,
    Worker,
    WorksContract,
)
from huxin.registry.policy.workers import likeness_tokens, tokens
from huxin.sim.dice import Dice
from huxin.sim.people import People, Person, credit_code
from huxin.warnings import monitor

__all__ = ["CITY", "NOW", "Size", "fill"]

CITY = "140900"
NOW = dt.datetime(2025, 9, 30, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2025, 9, 30)
MONTH = dt.date(2025, 9, 1)
BEGUN = dt.date(2024, 10, 1)
DEPARTMENTS = ("hrss", "labour_inspection", "housing_department", "leading_group_office")
SECTORS = Project.Sector.values


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; each contractor has about ten of the projects."""

    projects: int
    people: int = 100
    months: int = 12

    @property
    def workers(self) -> int:
        return self.projects * self.people


@dataclass
class _Bodies:
    departments: dict[str, Body]
    developers: list[Body]
    contractors: list[Body]
    labour: list[Body]
    banks: list[Body]


def fill(size: Size, store: Store, rules: Collection[str] | None = None) -> None:
    """Fill an empty, migrated installation; the monitor asks `rules` (all, if none is named)."""
    months = [add_months(MONTH, 1 - size.months + number) for number in range(size.months)]
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        load_regions(actor=system("seed"), now=NOW)
        city = Region.objects.get(code=CITY)
        counties = list(Region.objects.filter(parent=city).order_by("code"))
        bodies = _bodies(size, city, counties)
        projects = _projects(size, counties)
        parties = _parties(projects, bodies)
        _papers(projects, parties, bodies)
        _people(size, projects, parties)
        devices(projects, size.people, months, now=NOW, until=TODAY)
        _accounts(bodies)
        _notes(projects, doing)
    attendance(store, months, until=TODAY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    monitor.run(NOW, rules)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The server would do it by itself within minutes, just while pages are timed.
            cursor.execute("VACUUM (ANALYZE)")


def _bodies(size: Size, city: Region, counties: Sequence[Region]) -> _Bodies:
    dice = Dice("bench", "bodies")

    def companies(kind: str, word: str, count: int) -> list[Body]:
        places = itertools.islice(itertools.cycle(counties), count)
        return written(
            Body(
                kind=kind, name=f"{place.name}{word}{number}号有限公司", place=place,
                credit_code=credit_code(dice, place.code), registered_on=BEGUN,
            )
            for number, place in enumerate(places, 1)
        )  # fmt: skip

    offices = written(
        Body(kind="department", role=role, name=f"{place.name}{role}", place=place,
             registered_on=BEGUN)
        for place in (city, *counties)
        for role in DEPARTMENTS
    )  # fmt: skip
    tenth = -(-size.projects // 10)
    return _Bodies(
        {each.role: each for each in offices if each.place_id == city.pk},
        companies("company", "建设投资", tenth),
        companies("company", "建筑工程", tenth),
        companies("company", "建筑劳务", 2 * tenth),
        companies("bank", "农村商业银行", len(counties)),
    )


def _projects(size: Size, counties: Sequence[Region]) -> list[Project]:
    return written(
        Project(
            code=f"B-{number:05d}", name=f"{place.name}{number}号工程", pinyin=f"gongcheng{number}",
            initials=f"gc{number}", place=place, sector=SECTORS[number % len(SECTORS)],
            funding=Project.Funding.values[number % 3], state="building",
            contract_price_fen=2_000_000_000 + number, started_on=BEGUN,
            planned_end_on=dt.date(2026, 6, 30), registered_on=BEGUN + dt.timedelta(number % 90),
            attendance_device_on=BEGUN, pay_day=25, pay_month_offset=1,
        )
        for number, place in enumerate(itertools.islice(itertools.cycle(counties), size.projects))
    )  # fmt: skip


def _parties(projects: Sequence[Project], bodies: _Bodies) -> dict[int, tuple[Party, ...]]:
    """Developer, general contractor and labour company of each project, by its key."""

    def part(role: str, held: Sequence[Body], above: Sequence[Party | None]) -> list[Party]:
        return written(
            Party(project=project, body=held[number % len(held)], role=role, parent=parent,
                  is_licensed=True, joined_on=BEGUN)
            for number, (project, parent) in enumerate(zip(projects, above, strict=True))
        )  # fmt: skip

    owners = part("developer", bodies.developers, [None] * len(projects))
    mains = part("general_contractor", bodies.contractors, owners)
    labour = part("labour_subcontractor", bodies.labour, mains)
    return {each[0].project_id: each for each in zip(owners, mains, labour, strict=True)}


def _papers(
    projects: Sequence[Project], parties: dict[int, tuple[Party, ...]], bodies: _Bodies
) -> None:
    """Permits, contracts, accounts, deposits, posts and boards; some projects lack some of them."""
    housing = bodies.departments["housing_department"]
    dice = Dice("bench", "papers")
    kept = [each for each in projects if each.pk % 7]
    written(
        Permit(project=each, kind="construction", number=f"P-{each.pk}", issued_on=BEGUN,
               issued_by=housing)
        for each in kept
    )  # fmt: skip
    written(
        WorksContract(project=each, client=parties[each.pk][0], contractor=parties[each.pk][1],
                      number=f"W-{each.pk}", signed_on=BEGUN, price_fen=each.contract_price_fen,
                      labour_cost_day=20, has_labour_cost_term=bool(each.pk % 3),
                      has_wage_priority_term=True, has_measuring_term=True,
                      has_settlement_term=True, contractor_financed=False)
        for each in projects
    )  # fmt: skip
    written(
        SpecialAccount(project=each, holder=parties[each.pk][1],
                       bank=bodies.banks[each.pk % len(bodies.banks)],
                       name=f"{each.name}农民工工资专用账户", number=f"6228{each.pk:012d}",
                       number_digest=digest("card", f"6228{each.pk:012d}"), opened_on=BEGUN,
                       agreement_on=BEGUN, filed_on=BEGUN)
        for each in projects if each.pk % 6
    )  # fmt: skip
    written(
        Deposit(project=each, payer=parties[each.pk][1], form="cash", stored_on=BEGUN,
                stored_fen=50_000_000, bank=bodies.banks[0])
        for each in projects if each.pk % 5
    )  # fmt: skip
    people = People(dice)
    held = [(each, people.worker(BEGUN)) for each in projects]
    written(
        SitePost(project=each, party=parties[each.pk][1], kind="labour_wage_officer",
                 holder=person.name, phone=person.phone, from_on=BEGUN)
        for each, person in held
    )  # fmt: skip
    written(
        Signboard(project=each, items=["developer", "general_contractor"], put_up_on=BEGUN)
        for each in kept
    )
    written(
        Sticker(project=each, code=f"{each.pk:08d}{spot:02d}", spot=f"{spot}号门", made_on=BEGUN)
        for each in projects
        for spot in range(3)
    )  # fmt: skip
    written(
        Receipt(project=each, sender=parties[each.pk][1].body, received_at=NOW, file="花名册.xlsx",
                content=f"{each.pk:062d}{number:02d}", size_bytes=20_000, format="roster",
                sameness=f"{each.pk:062d}{number:02d}", rows=100, accepted=98, rejected=2)
        for each in projects
        for number in range(3)
    )  # fmt: skip


def _people(size: Size, projects: Sequence[Project], parties: dict[int, tuple[Party, ...]]) -> None:
    """Workers with accounts, tokens, cards and contracts, in teams, numbered on the clocks."""
    people = People(Dice("bench", "people"))
    for project in projects:
        labour = parties[project.pk][2]
        persons = [people.worker(BEGUN) for _ in range(size.people)]
        workers = [_worker(each) for each in persons]
        open_accounts(workers, now=NOW)
        workers = written(workers)
        add_tokens(
            (worker.pk, tokens(each.name, phone=each.phone, card=each.card)
             | likeness_tokens(each.name, each.identity))
            for worker, each in zip(workers, persons, strict=True)
        )  # fmt: skip
        teams = written(
            Team(party=labour, name=f"{number}班", trade="040") for number in range(1, 6)
        )
        both = list(zip(workers, persons, strict=True))
        written(
            Card(worker=worker, number=each.card, number_digest=digest("card", each.card),
                 bank=each.bank, from_at=NOW, usable_at=NOW, entered_by="system:seed")
            for worker, each in both if worker.pk % 9
        )  # fmt: skip
        written(
            LabourContract(project=project, worker=worker, employer=labour.body, signed_on=BEGUN,
                           from_on=BEGUN, filed_on=BEGUN if worker.pk % 4 else None,
                           terms_missing=[])
            for worker, _ in both if worker.pk % 5
        )  # fmt: skip
        written(
            Enrolment(project=project, worker=worker, party=labour, team=teams[worker.pk % 5],
                      trade="040", clock_user=str(place), day_rate_fen=30_000, entered_on=BEGUN,
                      registered_on=BEGUN, left_on=TODAY if worker.pk % 20 == 0 else None)
            for place, (worker, _) in enumerate(both, 1)
        )  # fmt: skip


def _worker(person: Person) -> Worker:
    return Worker(
        identity=person.identity, identity_digest=digest("identity", person.identity),
        name=person.name, born_on=person.born_on.isoformat(), phone=person.phone,
        phone_digest=digest("phone", person.phone), registered_at=NOW,
    )  # fmt: skip


def _accounts(bodies: _Bodies) -> None:
    """An inspector of the city and a clerk of a contractor; workers have theirs already."""
    unusable = make_password(None)
    for name, role, body in (
        ("officer", "labour_inspection", bodies.departments["labour_inspection"]),
        ("contractor", "general_contractor", bodies.contractors[0]),
    ):  # fmt: skip
        account = Account.objects.create(
            kind="staff", login=name, name=name, place=body.place, body=body, created_at=NOW,
            password=unusable, password_at=NOW,
        )  # fmt: skip
        Grant.objects.create(
            account=account, role=role, body=body, place=body.place, from_at=NOW
        )  # fmt: skip


def _notes(projects: Sequence[Project], doing: Change) -> None:
    """A history of forty changes for each project: more than its page shows."""
    for project in projects:
        for version in range(40):
            doing.note(project, after={"version": version}, action="registry.project.change")
