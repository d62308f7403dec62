"""All sites of one county: who is asked for what, and how a site comes about."""

from __future__ import annotations

import calendar as months_of_year
import datetime as dt
from dataclasses import dataclass

from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.divisions import division
from huxin.kernel.period import add_months, month_of
from huxin.sim import crews, days, money, papers, wages
from huxin.sim.dice import Dice
from huxin.sim.model import Site
from huxin.sim.people import People

__all__ = ["County", "Wish", "build_county"]

DAY = dt.timedelta(days=1)
_SIZES = {"small": 4, "middle": 5, "large": 1}
_BOUNDS = {"small": (15, 35), "middle": (36, 80), "large": (81, 150)}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: `months` whole months from `start`, everything known up to `as_of`."""

    place: str
    sites: int
    months: int
    seed: int
    start: dt.date
    as_of: dt.date
    workers: tuple[int, int] | None = None

    @classmethod
    def of(
        cls, place: str, *, sites: int, months: int, seed: int,
        start: dt.date | None = None, as_of: dt.date | None = None,
        workers: tuple[int, int] | None = None,
    ) -> Wish:  # fmt: skip
        """Fills in what is not asked: files end on the 28th of the month after the window."""
        if start is None:
            start = add_months(month_of(as_of), -months) if as_of else dt.date(2026, 1, 1)
        as_of = as_of or add_months(start, months).replace(day=28)
        return cls(place, sites, months, seed, month_of(start), as_of, workers)

    @property
    def laws_from(self) -> dt.date:
        """Since when the demonstration values hold: before any of the sites began."""
        return dt.date(self.start.year - 5, 1, 1)

    @property
    def window(self) -> tuple[dt.date, ...]:
        """The months asked for that have begun by `as_of`."""
        months = (add_months(self.start, number) for number in range(self.months))
        return tuple(month for month in months if month <= self.as_of)


@dataclass(slots=True)
class County:
    """The sites with the wish they fulfil."""

    wish: Wish
    people: People
    calendar: WorkCalendar
    sites: list[Site]


def build_county(wish: Wish) -> County:
    """Lawful sites: no fault is in them until one is planted."""
    people = People(Dice(wish.seed, "people"))
    calendar = WorkCalendar.load()
    town = division(wish.place).name
    county = County(wish, people, calendar, [])
    movers: list[crews.Mover] = []
    names: set[str] = set()
    for number in range(1, wish.sites + 1):
        frame = papers.Frame(wish.seed, number, wish.place, town, wish.window, wish.as_of)
        site = _site(frame, county, movers, names)
        county.sites.append(site)
        movers = _free_to_move(site)
    return county


def _free_to_move(site: Site) -> list[crews.Mover]:
    """Some leavers begin on the next site, some days after they left this one."""
    gone = [
        crews.Mover(each.left_on + 3 * DAY, each.person)
        for each in site.workers
        if each.left_on is not None
    ]
    return sorted(gone, key=lambda mover: (mover.free_on, mover.person.identity))[:2]


def _site(frame: papers.Frame, county: County, movers: list[crews.Mover], names: set[str]) -> Site:
    dice = Dice(frame.seed, "site", frame.number)
    project = papers.draw_project(dice.fork("project"), county.people, frame)
    plain, block = project.name, 2
    while project.name in names:
        project.name, block = f"{plain}{block}号地块", block + 1
    names.add(project.name)
    subcontractors = dice.between(1, 3)
    parties = crews.companies(
        dice.fork("companies"), place=frame.place, town=frame.town, funding=project.funding,
        signed_on=project.contract_signed_on, subcontractors=subcontractors,
    )  # fmt: skip
    project.account_name = papers.account_name(parties[1], project.name)
    site = Site(
        number=frame.number, folder=f"{frame.number:02d}_{project.name}", as_of=frame.as_of,
        months=list(frame.months), running=frame.running, project=project, parties=parties,
        style=papers.draw_style(frame),
    )  # fmt: skip
    low, high = county.wish.workers or _BOUNDS[dice.weighted(_SIZES)]
    span = crews.Span(project.started_on, frame.first_on, frame.as_of)
    site.workers = crews.staff(
        dice.fork("staff"), county.people, count=dice.between(low, high),
        subcontractors=subcontractors, span=span, movers=movers,
    )  # fmt: skip
    _fill(dice, site, county.calendar)
    return site


def _fill(dice: Dice, site: Site, calendar: WorkCalendar) -> None:
    """Days, sheets, money and papers, in the order in which one follows from the other."""
    last = min(site.as_of, _month_end(site.running or site.months[-1]))
    begin = max(site.project.started_on, site.months[0])
    open_days = days.site_days(dice.fork("weather"), calendar, from_on=begin, to_on=last)
    halves = site.style.attendance != "clock"
    for worker in site.workers:
        days.work(dice.fork("days", worker.user_no), worker, open_days, halves=halves)
    wages.draw_sheets(dice.fork("sheets"), site)
    money.size_project(dice.fork("money"), site)
    wages.pay(dice.fork("pay"), site, calendar)
    papers.papers(dice.fork("papers"), site)


def _month_end(month: dt.date) -> dt.date:
    return month.replace(day=months_of_year.monthrange(month.year, month.month)[1])
