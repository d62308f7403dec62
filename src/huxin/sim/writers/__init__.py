"""A site as the files that sites really have; each writer knows one kind of paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import yaml

from huxin.sim.dice import Dice
from huxin.sim.model import Site
from huxin.sim.papers import DEPOSIT_RATE_PPM
from huxin.sim.writers.attendance import write_attendance
from huxin.sim.writers.bank import write_statement
from huxin.sim.writers.payroll import write_payroll
from huxin.sim.writers.project import write_project
from huxin.sim.writers.roster import write_roster
from huxin.sim.writers.sheets import write_sheets, written_sheets

__all__ = [
    "DEMO_ALWAYS", "DEMO_VALUES", "write_attendance", "write_local_values", "write_project",
    "write_roster", "write_site", "written_sheets",
]  # fmt: skip

# Made-up values of what law leaves to the place, so that every rule has something to work with.
DEMO_VALUES = {
    "wage.minimum_monthly": "1980",
    "wage.minimum_hourly": "21.3",
    "wage.posting_days": "5",
    "contract.filing_days": "30",
    "account.wage_share_of_progress_payment": "0.22",
    "crime.single_amount": "10000",
    "crime.group_amount": "50000",
    "warning_sht.deduction_share": "0.20",
    "warning_pay.bank_payroll_share": "0.85",
    "warning_att.longest_day_hours": "16",
    "warning_prg.behind_plan": "0.10",
    "warning_prg.labour_share_of_output": "0.25",
    "warning_crd.cards_per_phone": "3",
    "warning_ind.fees_owed": "5000",
    "warning_ind.dues_owed": "10000",
    "warning_ind.opinion_leads": "3",
    "warning_ind.fall": "0.50",
    "deposit.rate": f"0.{DEPOSIT_RATE_PPM:06d}".rstrip("0"),
}

# Set even where no document of the place speaks: counties fix these days themselves.
DEMO_ALWAYS = ("wage.posting_days", "contract.filing_days")


def write_site(seed: int, site: Site, folder: Path) -> None:
    """Writes everything about the site below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    write_project(site, folder)
    write_roster(site, folder)
    write_attendance(Dice(seed, "attendance", site.number), site, folder)
    write_sheets(site, folder)
    write_payroll(site, folder)
    write_statement(site, folder)


def write_local_values(folder: Path, place: str, names: Sequence[str], *, since: dt.date) -> None:
    """Writes `local.yaml` with the demonstration values of `names`, in force from `since`."""
    values = {
        name: {"value": DEMO_VALUES[name], "from": since, "source": "演示数据", "set_on": since}
        for name in names
    }  # fmt: skip
    whole = {"place": place, "values": values}
    text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
    note = "# 演示数据：以下数值均为虚构，仅供演示，不得作为执法依据。\n"
    (folder / "local.yaml").write_text(note + text, encoding="utf-8")
