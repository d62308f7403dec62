"""Operating figures, all the way: a list comes in, a warning stands, a later figure clears it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from huxin.access.errors import NotFound, Refused
from huxin.intake import queries
from huxin.intake.actions.files import receive_file
from huxin.intake.actions.rows import mend_row
from huxin.intake.errors import FileRefused
from huxin.intake.models import Receipt
from huxin.registry.models import Figure, Party
from huxin.warnings import facts, monitor
from huxin.warnings.models import MonitorRun, Warning
from huxin.warnings.queries import one
from tests.registry.suppliers import Suppliers, suppliers
from tests.support.world import NOW, TODAY
from tests.warnings.site import OTHER_RULES, Site, writing

__all__ = ["suppliers"]

HEADS = "统一社会信用代码,单位名称,项目编号,指标名称,月份,数值,更正原因"
JULY, AUGUST = dt.date(2025, 7, 1), dt.date(2025, 8, 1)
FIRM = "代县中拓建筑工程有限公司"
DAY = dt.timedelta(days=1)


def hand_in(
    suppliers: Suppliers, who: str, *lines: str, project: int | None = None, name: str = "清单.csv"
) -> Receipt:  # fmt: skip
    content = "\n".join((HEADS, *lines)).encode()
    found = receive_file(
        [content], name=name, project=project, actor=suppliers.actor(who), now=NOW
    )  # fmt: skip
    (receipt,) = found.receipts
    receipt.refresh_from_db()
    return receipt


def limits(home: Path, **values: str) -> None:
    """What the place sets: the documents name the figures and leave the sums open."""
    told = {
        name.replace("__", "."): {"value": value, "from": JULY, "source": "县办〔2025〕3号",
                                  "set_on": JULY}
        for name, value in values.items()
    }  # fmt: skip
    text = yaml.safe_dump({"place": "140923", "values": told}, allow_unicode=True)
    (home / "local.yaml").write_text(text, encoding="utf-8")


def raised(rule: str) -> list[tuple[str, dt.date | None]]:
    rows = Warning.objects.filter(rule=rule, cleared_on=None).order_by("project_id")
    return [(each.project.code, each.period) for each in rows if each.project]


def test_a_list_becomes_a_warning_and_a_later_figure_clears_it(
    site: Site, suppliers: Suppliers, home: Path
) -> None:
    """NX-04-4, DX-3-05-1, YZ-3-3: what suppliers tell of a firm warns of its sites."""
    limits(home, warning_ind__fees_owed="20000")
    receipt = hand_in(suppliers, "power", f",{FIRM},,欠缴电费,2025-07,32000,")
    assert (receipt.rows, receipt.accepted, receipt.project) == (1, 1, None)
    ran = monitor.run(NOW, OTHER_RULES)
    assert raised("IND-01") == [("DX-road", JULY)]
    warning = Warning.objects.get(rule="IND-01")
    assert warning.evidence["power_fee_owed"] == warning.evidence["fees_fen"] == 3_200_000
    assert warning.evidence["limit_fen"] == 2_000_000
    item = one(warning.pk, actor=suppliers.actor("inspector")).explained.item
    assert "32,000.00" in item.says.say("zh")
    assert MonitorRun.objects.get(pk=ran.run).rules["IND-01"]["hit"] == 1
    hand_in(suppliers, "power", f",{FIRM},,欠缴电费,2025-08,0,")
    assert monitor.run(NOW + DAY, OTHER_RULES).cleared == 1
    assert raised("IND-01") == []
    warning.refresh_from_db()
    assert warning.cleared_by_facts


def test_works_behind_plan_are_warned_of(site: Site, suppliers: Suppliers, home: Path) -> None:
    """YZ-3-8: the progress that contractor and department tell, against the place's own limit."""
    road = suppliers.world.projects["road"]
    lines = ("DX-road,计划进度,2025-08,60%,", "DX-road,实际进度,2025-08,45%,")
    receipt = hand_in(suppliers, "housing", *(f",,{line}" for line in lines))
    assert (receipt.accepted, receipt.waiting) == (2, 0)
    told = MonitorRun.objects.get(pk=monitor.run(NOW, OTHER_RULES).run).rules["PRG-09"]
    assert (told["hit"], told["lacking"]["warning_prg.behind_plan"]) == (0, 1)  # nobody set a limit
    limits(home, warning_prg__behind_plan="0.10")
    monitor.run(NOW, OTHER_RULES)
    assert raised("PRG-09") == [("DX-road", AUGUST)]
    hand_in(suppliers, "contractor", ",,,实际进度,2025-08,58%,", project=road.pk)
    assert monitor.run(NOW + DAY, OTHER_RULES).cleared == 1


def test_a_firm_answers_for_its_projects_until_it_left_them(
    site: Site, suppliers: Suppliers
) -> None:
    dam = suppliers.world.parties["dam.developer"]
    suppliers.tells("tax", "developer", "tax_owed", JULY, 500)
    suppliers.tells("tax", "developer", "tax_owed", AUGUST, 700)
    suppliers.tells("tax", "labour_company", "tax_owed", AUGUST, 900)
    with writing("registry.party:test"):
        Party.objects.filter(pk=dam.pk).update(left_on=dt.date(2025, 7, 20))
    facts.export(site.store, TODAY)
    found = {
        (row["project_key"], row["month"], row["value"])
        for row in site.store.read("indicator").to_pylist()
    }
    road, dam_key = (suppliers.world.projects[key].pk for key in ("road", "dam"))
    assert found == {(road, JULY, 500), (road, AUGUST, 700), (dam_key, JULY, 500)}
    assert facts.export(site.store, TODAY).written == ()
    suppliers.tells("tax", "developer", "tax_owed", AUGUST, 0, reason="已补缴，原数误报")
    assert facts.export(site.store, TODAY).written == ("indicator",)


def test_lines_that_are_wrong_wait_with_their_reasons_and_are_mended(
    suppliers: Suppliers, home: Path
) -> None:
    receipt = hand_in(
        suppliers, "power",
        f",{FIRM},,欠缴电费,2025-07,32000,", ",某某公司,,欠缴电费,2025-07,1,",
        f",{FIRM},,欠缴税款,2025-07,1,", f",{FIRM},,欠缴电费,2025-07,100,",
        f",{FIRM},,欠缴电费,2025-12,1,", ",,,欠缴电费,2025-07,1,", f",{FIRM},,鞋码,2025-07,1,",
    )  # fmt: skip
    assert (receipt.rows, receipt.accepted, receipt.waiting) == (7, 1, 6)
    actor = suppliers.actor("power")
    page = queries.receipt(receipt.pk, actor=actor)
    codes = {row.line: [fault["code"] for fault in row.faults] for row in page.waiting_rows}
    assert codes == {
        3: ["figure.row"], 4: ["figure.source"], 5: ["figure.reason"], 6: ["figure.month"],
        7: ["figure.row"], 8: ["PS-003"],
    }  # fmt: skip
    [third] = [row for row in page.waiting_rows if row.line == 5]
    cells = ["", FIRM, "", "欠缴电费", "2025-07", "100", "抄表有误"]
    assert mend_row(third.key, cells, actor=actor, now=NOW).state == "mended"
    assert list(Figure.objects.filter(ended_at=None).values_list("value", flat=True)) == [10_000]
    again = hand_in(suppliers, "tax", f",{FIRM},,欠缴税款,2025-07,1,", name="另一份.csv")
    assert again.accepted == 1
    for stranger in ("tax", "banker", "contractor_clerk"):
        with pytest.raises(NotFound):
            queries.receipt(receipt.pk, actor=suppliers.actor(stranger))


def test_a_list_is_of_who_tells_such_figures_and_a_roster_is_none(suppliers: Suppliers) -> None:
    line = f",{FIRM},,欠缴电费,2025-07,32000,"
    for who in ("contractor_clerk", "developer_clerk", "administrator"):
        with pytest.raises(Refused):
            hand_in(suppliers, who, line)
    heads, row = "姓名,身份证号,联系电话,班组,进场日期", "张三,140923199003070079,,木工,2025-03-10"
    content = f"{heads}\n{row}".encode()
    found = receive_file(
        [content], name="花名册.csv", project=None, actor=suppliers.actor("power"), now=NOW
    )
    (waiting,) = found.receipts[0].waiting_rows.all()
    assert [fault["code"] for fault in waiting.faults] == ["IN-002"]
    with pytest.raises(FileRefused):
        receive_file([b"?"], name="x.csv", project=None, actor=suppliers.actor("power"), now=NOW)
    first = hand_in(suppliers, "power", line)
    assert hand_in(suppliers, "power", line).pk == first.pk
    assert Figure.objects.count() == 1
