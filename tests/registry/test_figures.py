"""Operating figures and progress: who may tell which, what is corrected, who sees what."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from python_calamine import CalamineWorkbook

from huxin.access.errors import NotFound, Refused
from huxin.access.gate import visible
from huxin.facts.schema import TABLES
from huxin.registry.actions.export import export_register
from huxin.registry.actions.figures import correct_figure
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Figure
from huxin.registry.policy.figures import KINDS, WORDS, by_month
from huxin.registry.queries.figures import figures
from huxin.registry.queries.registers import register, shown_registers
from huxin.trail.models import Entry
from tests.registry.suppliers import Suppliers, suppliers
from tests.support.world import NOW

__all__ = ["suppliers"]

AUGUST, SEPTEMBER, OCTOBER = (dt.date(2025, month, 1) for month in (8, 9, 10))
VIEW = "registry.figure.view"


def test_the_kinds_are_those_of_the_facts() -> None:
    labels = next(each.labels for each in TABLES["indicator"].columns if each.name == "kind")
    assert {*KINDS} == {*WORDS} == {*labels}


def test_a_supplier_tells_what_a_firm_owes(suppliers: Suppliers) -> None:
    """NX-04-4, DX-3-05-1, YZ-3-3: each source tells its own figures, and no others."""
    told = suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 3_000_000)
    assert (told.source, told.value) == (suppliers.bodies["power"], 3_000_000)
    entries = Entry.objects.count()
    again = suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 3_000_000)
    assert (again.pk, Entry.objects.count()) == (told.pk, entries)
    for who, kind in (("power", "tax_owed"), ("power", "rent_owed"), ("bank", "power_fee_owed")):
        with pytest.raises(FieldError) as caught:
            suppliers.tells(who, "contractor", kind, AUGUST, 1)
        assert caught.value.code == "figure.source"
    assert suppliers.tells("bank", "contractor", "loan_overdue", AUGUST, 1).source.name


@pytest.mark.parametrize(
    ("kind", "month", "value", "code"),
    [
        ("power_fee_owed", OCTOBER, 1, "figure.month"),
        ("power_fee_owed", AUGUST + dt.timedelta(days=1), 1, "figure.month"),
        ("power_fee_owed", AUGUST, -1, "figure.value"),
        ("progress_actual_ppm", AUGUST, 1, "figure.kind"),
        ("shoe_size", AUGUST, 1, "figure.kind"),
    ],
)
def test_what_cannot_be_right_is_refused(
    suppliers: Suppliers, kind: str, month: dt.date, value: int, code: str
) -> None:
    with pytest.raises(FieldError) as caught:
        suppliers.tells("power", "contractor", kind, month, value)
    assert (caught.value.code, Figure.objects.count()) == (code, 0)
    suppliers.tells("power", "contractor", "power_used", SEPTEMBER, 0)


def test_another_value_needs_a_reason_and_the_first_one_stays(suppliers: Suppliers) -> None:
    first = suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 3_000_000)
    with pytest.raises(StepError) as caught:
        suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 300_000)
    assert caught.value.code == "figure.reason"
    second = suppliers.tells(
        "power", "contractor", "power_fee_owed", AUGUST, 300_000, reason="多录一个零"
    )
    first.refresh_from_db()
    assert (first.value, first.ended_because) == (3_000_000, "多录一个零")
    assert first.ended_at is not None
    third = correct_figure(
        second.pk, None, reason="户号对应另一企业", actor=suppliers.actor("power"), now=NOW
    )
    assert (third.pk, third.value) == (second.pk, 300_000)
    assert not Figure.objects.filter(ended_at=None).exists()
    for again in (None, 300_000):
        with pytest.raises(StepError):
            correct_figure(second.pk, again, reason="再改", actor=suppliers.actor("power"), now=NOW)


def test_a_figure_is_corrected_by_its_source_and_the_inspection(suppliers: Suppliers) -> None:
    told = suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 3_000_000)
    for who in ("bank", "contractor_clerk", "water_officer", "other_inspector"):
        with pytest.raises(NotFound):
            correct_figure(told.pk, 1, reason="?", actor=suppliers.actor(who), now=NOW)
    with pytest.raises(StepError):
        correct_figure(told.pk, 1, reason=" ", actor=suppliers.actor("inspector"), now=NOW)
    made = correct_figure(
        told.pk, 1, reason="来函更正", actor=suppliers.actor("inspector"), now=NOW
    )
    assert (made.value, made.source_id) == (1, told.source_id)


def test_progress_is_told_by_who_builds_and_who_supervises(suppliers: Suppliers) -> None:
    """YZ-3-8: the contractor and the department of the sector tell the progress of their works."""
    road = suppliers.world.projects["road"]
    suppliers.tells("contractor", road, "progress_planned_ppm", AUGUST, 500_000)
    suppliers.tells("housing", road, "progress_actual_ppm", AUGUST, 300_000)
    with pytest.raises(FieldError):
        suppliers.tells("contractor", road, "progress_actual_ppm", AUGUST, 1_000_001)
    with pytest.raises(FieldError):
        suppliers.tells("power", road, "progress_actual_ppm", AUGUST, 300_000)
    for stranger in ("other_contractor", "water"):
        with pytest.raises(NotFound):
            suppliers.tells(stranger, road, "progress_actual_ppm", AUGUST, 300_000)


def test_who_sees_what(suppliers: Suppliers) -> None:
    road = suppliers.world.projects["road"]
    firm = suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 1)
    own = suppliers.tells("contractor", road, "progress_planned_ppm", AUGUST, 1)
    seen = {
        who: {*visible(Figure, VIEW, actor=suppliers.actor(who)).values_list("pk", flat=True)}
        for who in ("inspector", "office_clerk", "housing_officer", "power", "contractor_clerk",
                    "developer_clerk", "water_officer", "other_inspector", "banker",
                    "other_clerk", "administrator", "subcontractor_clerk")
    }  # fmt: skip
    both = {firm.pk, own.pk}
    assert [who for who, keys in seen.items() if keys == both] == [
        "inspector", "office_clerk", "housing_officer", "contractor_clerk",
    ]  # fmt: skip
    assert (seen["power"], seen["developer_clerk"]) == ({firm.pk}, {own.pk})
    assert not any(
        seen[who]
        for who in ("water_officer", "other_inspector", "banker", "other_clerk", "administrator",
                    "subcontractor_clerk")
    )  # fmt: skip
    inspector = suppliers.actor("inspector")
    [line] = figures(kind="power_fee_owed", actor=inspector).lines
    assert line.key == firm.pk


def test_figures_leave_as_a_workbook_each_in_its_unit(suppliers: Suppliers) -> None:
    road, inspector = suppliers.world.projects["road"], suppliers.actor("inspector")
    suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 3_000_000)
    suppliers.tells("power", "contractor", "power_fee_owed", AUGUST, 300_000, reason="多录一个零")
    suppliers.tells("contractor", road, "progress_planned_ppm", AUGUST, 305_000)
    made = export_register("figures", purpose="月度会商", actor=inspector, now=NOW)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0)
    head, *rows = (row[:9] for row in sheet.to_python()[:4])
    assert head[2:5] == ["月份", "指标", "值（金额单位为元）"]
    told = [(row[0], row[2], row[4], row[8]) for row in rows]
    firm = suppliers.world.bodies["contractor"].name
    assert told == [
        (road.name, AUGUST, 0.305, ""), (firm, AUGUST, 3000.0, ""),
        (firm, AUGUST, 30_000.0, "多录一个零"),
    ]  # fmt: skip
    for who, lines in (("inspector", 3), ("contractor_clerk", 3), ("developer_clerk", 1),
                       ("other_clerk", 0), ("banker", 0)):  # fmt: skip
        page = register("figures", on=NOW.date(), actor=suppliers.actor(who))
        assert (who, len(page.lines)) == (who, lines)
    assert not register("figures", place="/640000/", on=NOW.date(), actor=inspector).lines
    assert "figures" not in shown_registers(actor=suppliers.actor("administrator"))
    with pytest.raises(Refused):
        export_register("figures", purpose="x", actor=suppliers.actor("power"), now=NOW)


def test_what_several_sources_told_adds_up_and_stands_until_told_anew(
    suppliers: Suppliers,
) -> None:
    for who, month, value in (
        ("power", AUGUST, 100), ("water_works", AUGUST, 7), ("power", SEPTEMBER, 0),
    ):  # fmt: skip
        kind = "water_fee_owed"  # both may tell it
        suppliers.tells(who, "contractor", kind, month, value)
    assert by_month(Figure.objects.all()) == {AUGUST: 107, SEPTEMBER: 7}
    road = suppliers.world.projects["road"]
    suppliers.tells("contractor", road, "progress_actual_ppm", AUGUST, 300_000)
    suppliers.tells(
        "housing", road, "progress_actual_ppm", AUGUST, 250_000, now=NOW + dt.timedelta(hours=1)
    )
    progress = Figure.objects.filter(kind="progress_actual_ppm")
    assert by_month(progress) == {AUGUST: 250_000}
