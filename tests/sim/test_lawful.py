"""A site in which nothing was planted breaks no rule; the check of it sees what is planted."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.sim.county import County, Wish, build_county
from huxin.sim.faults import PLANTERS, plant
from huxin.sim.kinds import Order, kinds
from tests.sim.lawful import breaches

SEEN = (
    "attended_unpaid", "attended_unlisted", "short_paid", "late_paid", "paid_absent",
    "returned_pay_not_repaid", "double_paid", "high_deduction", "in_kind", "cash_paid",
    "impossible_days", "arrears_two_months", "group_arrears", "upside_down_sheet",
    "unsigned_sheet", "unposted_sheet", "unreviewed_sheet", "two_sites_same_day", "under_age",
    "leaver_unsettled", "shared_card", "swapped_cards", "third_party_card", "account_not_opened",
    "account_stranger_outflow", "account_cash", "account_frozen", "labour_cost_late",
    "labour_cost_short", "labour_cost_missing", "no_contract", "contract_unfiled", "contract_late",
    "not_registered", "no_owner_guarantee", "guarantee_expiring", "deposit_missing",
    "deposit_short", "deposit_late", "signboard_missing", "signboard_incomplete",
    "no_labour_wage_officer", "account_opened_late", "account_unfiled", "agreement_missing",
    "account_name_wrong", "funds_unproven", "permit_missing",
)  # fmt: skip


def test_two_sites_without_faults_break_nothing(county: County) -> None:
    assert breaches(county) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_more_sites_without_faults_break_nothing(seed: int) -> None:
    wish = Wish.of("640100", sites=6, months=4, seed=seed, start=dt.date(2025, 12, 1),
                   workers=(15, 30))  # fmt: skip
    assert breaches(build_county(wish)) == []


@pytest.mark.parametrize("kind", SEEN)
def test_the_check_sees_what_is_planted(county: County, kind: str) -> None:
    faults, _ = plant(county, [Order(kinds()[kind], 1)], is_set=lambda _name: True)
    assert faults
    assert breaches(county)


def test_every_kind_has_a_planter_and_the_other_way_round() -> None:
    assert set(PLANTERS) == set(kinds())
