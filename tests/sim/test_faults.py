"""Every kind of fault can be planted alone, and leaves its trace in the files of its site."""

from __future__ import annotations

from pathlib import Path

import pytest

from huxin.kernel.errors import InputError
from huxin.sim.county import County
from huxin.sim.faults import plant
from huxin.sim.kinds import Order, default_orders, kinds, read_orders
from huxin.sim.model import Site
from huxin.sim.truth import truth
from huxin.sim.writers import write_site
from tests.sim.lawful import breaches

# What the independent check of lawfulness must see; the others break rules it does not know.
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


def _bytes(site: Site, folder: Path) -> dict[str, bytes]:
    write_site(5, site, folder)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def untouched() -> dict[int, dict[str, bytes]]:
    return {}


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_alone_leaves_its_trace(
    plain_county: County, kind: str, tmp_path: Path, untouched: dict[int, dict[str, bytes]]
) -> None:
    for site in plain_county.sites:
        site.project.funding = "government"
        if site.number == 2:
            site.project.labour_cost_fen = site.progress[-1].labour_cost_fen
            site.project.labour_cost_share_ppm = None
    if not untouched:
        for site in plain_county.sites:
            untouched[site.number] = _bytes(site, tmp_path / f"before{site.number}")
    faults, missed = plant(plain_county, [Order(kinds()[kind], 1)], is_set=lambda _name: True)
    assert not missed
    assert {fault.kind for fault in faults} == {kind}
    touched = {fault.site for fault in faults}
    assert any(
        _bytes(site, tmp_path / f"after{site.number}") != untouched[site.number]
        for site in plain_county.sites
        if site.folder in touched
    )
    assert kind not in SEEN or breaches(plain_county)


def test_without_a_value_of_the_place_the_kind_is_not_planted(county: County) -> None:
    order = Order(kinds()["wage_share_short"], 1)
    assert plant(county, [order], is_set=lambda _name: False) == ([], {"wage_share_short": 1})


def test_faults_do_not_meet_on_one_workers_month(county: County) -> None:
    orders = [Order(kinds()[kind], 4) for kind in ("short_paid", "late_paid", "attended_unpaid")]
    faults, _ = plant(county, orders, is_set=lambda _name: True)
    places = [(fault.worker, fault.month) for fault in faults]
    assert len(places) == len(set(places)) == 12


def test_the_truth_file_says_where_everything_is(county: County) -> None:
    faults, missed = plant(county, default_orders(10), is_set=lambda _name: True)
    whole = truth(county, faults, missed)
    assert whole["format"] == "huxin-truth/1"
    assert whole["place"] == "140923"
    assert whole["sites"] == [site.folder for site in county.sites]
    rows = whole["faults"]
    assert isinstance(rows, list)
    assert len(rows) == len(faults) > 20
    known = whole["kinds"]
    assert isinstance(known, dict)
    for row in rows:
        assert set(row) == {
            "kind", "site", "rules", "worker", "others", "month", "amount_fen", "note",
        }  # fmt: skip
        assert row["site"] in whole["sites"]
        assert row["kind"] in known
        assert isinstance(row["amount_fen"], int)
        assert row["amount_fen"] >= 0
    for entry in known.values():
        assert set(entry) == {"rules", "scope", "also"}


def _file(folder: Path, text: str) -> Path:
    path = folder / "faults.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_faults_file_gives_counts_rates_and_numbers(tmp_path: Path) -> None:
    text = 'short_paid: 3\nlate_paid: "0.5"\nshared_card: {count: 1, workers_max: 3}\n'
    orders = {order.kind.name: order for order in read_orders(_file(tmp_path, text), 10)}
    assert {name: order.count for name, order in orders.items()} == {
        "short_paid": 3, "late_paid": 5, "shared_card": 1,
    }  # fmt: skip
    assert orders["shared_card"].kind.numbers == {"workers_min": 2, "workers_max": 3}


@pytest.mark.parametrize(
    "text",
    ["", "[short_paid]", "no_such_kind: 1", "short_paid: many", "short_paid: -1", "a: b: c",
     "short_paid: {count: 1, no_such_number: 2}"],
)  # fmt: skip
def test_a_faults_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as refused:
        read_orders(_file(tmp_path, text), 10)
    assert refused.value.remedy is not None
