"""Who works on a site: companies, teams, workers with contracts, joins and leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.sim.dice import Dice
from huxin.sim.model import Contract, Party, Worker
from huxin.sim.people import People, Person, credit_code

__all__ = ["Mover", "Span", "Trade", "companies", "staff"]

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade with its code on the national platform, team name and usual pay per day in yuan."""

    code: str
    name: str
    team: str
    low: int
    high: int


TRADES = (
    Trade("020", "钢筋工", "钢筋班组", 260, 340),
    Trade("050", "模板工", "木工班组", 270, 360),
    Trade("010", "砌筑工", "瓦工班组", 250, 330),
    Trade("040", "混凝土工", "混凝土班组", 250, 320),
    Trade("030", "架子工", "架子班组", 270, 350),
    Trade("000", "普工", "普工班组", 180, 230),
    Trade("130", "建筑电工", "水电班组", 250, 320),
    Trade("230", "防水工", "防水班组", 260, 330),
    Trade("190", "装饰装修工", "抹灰班组", 250, 330),
    Trade("270", "电焊工", "电焊班组", 270, 350),
)
OFFICE = Trade("900", "管理人员", "项目部", 300, 380)
_POSTS = ("project_manager", "labour_wage_officer", "manager", "manager")
_BUILDERS = ("恒基", "宏远", "鼎盛", "安泰", "永固", "中拓", "华筑", "瑞丰", "金石", "同创")
_LABOUR = ("众力", "诚信", "力源", "顺达", "鑫旺", "汇工", "聚力", "建工", "万通", "大成")
_OWNERS = {
    "government": ("城镇建设事务中心", "交通建设服务中心", "水利工程建设中心", "教育局项目办"),
    "state_owned": ("城市投资发展有限公司", "交通投资有限公司", "水务投资有限公司"),
    "private": ("置业有限公司", "房地产开发有限公司", "产业园开发有限公司"),
}


def companies(
    dice: Dice, *, place: str, town: str, funding: str, signed_on: dt.date, subcontractors: int
) -> list[Party]:
    """Developer, general contractor, labour subcontractors and supervisor, in this order."""

    def party(role: str, name: str, parent: int | None, after: int, capital: int) -> Party:
        return Party(
            role, name, credit_code(dice, place), signed_on + after * DAY, parent,
            registered_capital_fen=capital * 1_000_000,
        )  # fmt: skip

    builder = f"{town}{dice.pick(_BUILDERS)}建筑工程有限公司"
    owner = town + dice.pick(_OWNERS[funding])
    parties = [
        party("developer", owner, None, 0, dice.between(2_000, 20_000, 500)),
        party("general_contractor", builder, 0, 0, dice.between(4_000, 20_000, 500)),
    ]
    for name in dice.some(dice.shuffled(_LABOUR), subcontractors):
        capital = dice.between(500, 2_000, 100)
        after = dice.between(3, 15)
        parties.append(
            party("labour_subcontractor", f"{town}{name}建筑劳务有限公司", 1, after, capital)
        )
    parties.append(party("supervisor", f"{town}正信工程监理有限公司", 0, 5, 500))
    return parties


@dataclass(frozen=True, slots=True)
class Span:
    """The days in question: works begin, the window of files begins, the last day known."""

    started_on: dt.date
    first_on: dt.date
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody who left another site and may begin here from `free_on`."""

    free_on: dt.date
    person: Person


@dataclass(frozen=True, slots=True)
class _Crew:
    party: int
    team: str
    trade: Trade
    size: int


def staff(
    dice: Dice, people: People, *, count: int, subcontractors: int, span: Span,
    movers: list[Mover],
) -> list[Worker]:  # fmt: skip
    """The project office and `count` workers in teams; `movers` come from other sites first."""
    office = [
        _worker(dice, people, _Crew(1, OFFICE.team, OFFICE, 0), span, post=post, joins=False)
        for post in (_POSTS if count >= 40 else _POSTS[:3])
    ]
    hands = [
        _worker(
            dice, people, crew, span, post="worker" if number else "team_leader",
            joins=number > 2 and dice.chance(160), movers=movers,
        )
        for crew in _crews(dice, count, subcontractors)
        for number in range(crew.size)
    ]  # fmt: skip
    for number, worker in enumerate(office + hands, start=1):
        worker.user_no = number
    for worker in hands:
        if not worker.is_leader and dice.chance(130):
            _leave(dice, worker, span)
    return office + hands


def _crews(dice: Dice, count: int, subcontractors: int) -> list[_Crew]:
    crews: list[_Crew] = []
    trades = dice.shuffled(TRADES)
    while count > 0:
        size = min(dice.between(8, 20), count)
        size = count if count - size < 5 else size
        trade = trades[len(crews) % len(trades)]
        again = len(crews) // len(trades)
        team = trade.team.replace("班组", f"{'一二三四'[again]}班") if again else trade.team
        crews.append(_Crew(2 + len(crews) % subcontractors, team, trade, size))
        count -= size
    return crews


def _worker(
    dice: Dice, people: People, crew: _Crew, span: Span, *, post: str, joins: bool,
    movers: list[Mover] | None = None,
) -> Worker:  # fmt: skip
    entered = _entry(dice, span, joins=joins, office=crew.trade is OFFICE)
    mover = next((each for each in movers or [] if joins and each.free_on <= entered), None)
    if movers and mover is not None:
        movers.remove(mover)
    person = mover.person if mover is not None else people.worker(entered)
    low, high = crew.trade.low, crew.trade.high
    rate = dice.between(low, high, 10) + (30 if post == "team_leader" else 0)
    signed = entered - dice.between(0, 3) * DAY
    return Worker(
        person=person, user_no=0, party=crew.party, team=crew.team, post=post,
        trade=crew.trade.name, trade_code=crew.trade.code, is_leader=post == "team_leader",
        entered_on=entered, left_on=None, registered_on=entered - dice.between(0, 1) * DAY,
        contract=Contract(signed, signed, None, signed + dice.between(0, 5) * DAY),
        day_rate_fen=rate * 100,
    )  # fmt: skip


def _entry(dice: Dice, span: Span, *, joins: bool, office: bool) -> dt.date:
    """Most come in the first days of the works, joiners on some day of the window."""
    begun = max(span.started_on, span.first_on)
    if joins and (span.as_of - begun).days > 50:
        return begun + dice.between(8, (span.as_of - begun).days - 40) * DAY
    if office:
        return span.started_on
    return span.started_on + dice.between(0, 5) * DAY


def _leave(dice: Dice, worker: Worker, span: Span) -> None:
    """Ends the enrolment in the window, long enough before the last day to be settled."""
    first = max(worker.entered_on, span.first_on) + 25 * DAY
    last = span.as_of - 20 * DAY
    if first < last:
        worker.left_on = first + dice.between(0, (last - first).days) * DAY
        worker.settled_on = worker.left_on + dice.between(0, 3) * DAY
        worker.confirmed_on = worker.settled_on
