"""The roster 花名册 with cards, dates and contracts."""

from __future__ import annotations

from pathlib import Path

from huxin.formats.wordlist import words
from huxin.sim.model import Site, Worker
from huxin.sim.writers.book import Cell, Grid, money, short_date, write_csv, write_xlsx

__all__ = ["POSTS", "write_roster"]

POSTS = {
    "worker": "工人", "team_leader": "班组长", "project_manager": "项目经理",
    "labour_wage_officer": "劳资专管员", "manager": "管理人员", "chief_supervisor": "总监理工程师",
}  # fmt: skip
_HEADINGS = words(
    """序号 姓名 身份证号 性别 联系电话 工种 岗位 班组 班组长 用工单位
    银行卡号 开户行 进场日期 退场日期 实名登记日期 合同签订日期
    合同开始 合同结束 合同备案日期 缺少条款数 日工资 结清日期 确认日期"""
)


def write_roster(site: Site, folder: Path) -> None:
    """Writes `花名册.xlsx` or `.csv` with everybody who ever was on the site."""
    rows = [_row(site, number, worker) for number, worker in enumerate(site.workers, start=1)]
    style = site.style.roster
    if style == "xlsx":
        grid = Grid("花名册", [[f"{site.project.name}农民工花名册"], list(_HEADINGS), *rows])
        grid.merges.append((0, 0, 0, len(_HEADINGS) - 1))
        grid.widths = {2: 21, 10: 22}
        write_xlsx(folder / "花名册.xlsx", [grid])
    else:
        encoding = "gb18030" if style == "csv_gbk" else "utf-8-sig"
        write_csv(folder / "农民工花名册.csv", [_HEADINGS, *rows], encoding=encoding)


def _row(site: Site, number: int, worker: Worker) -> list[Cell]:
    person, contract = worker.person, worker.contract
    leader = next(
        (each.person.name for each in site.workers if each.team == worker.team and each.is_leader),
        "",
    )
    paper: list[Cell] = (
        [short_date(contract.signed_on), short_date(contract.from_on), short_date(contract.to_on),
         short_date(contract.filed_on), contract.terms_missing]
        if contract is not None else ["", "", "", "", None]
    )  # fmt: skip
    return [
        number, person.name, person.identity, person.gender, person.phone, worker.trade,
        POSTS[worker.post], worker.team, leader, site.parties[worker.party].name, person.card,
        person.bank, short_date(worker.entered_on), short_date(worker.left_on),
        short_date(worker.registered_on), *paper, money(worker.day_rate_fen),
        short_date(worker.settled_on), short_date(worker.confirmed_on),
    ]  # fmt: skip
