"""Lists, one screen, registers, completeness: what readers get, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound, Refused
from huxin.access.models import Export
from huxin.registry.actions.accounts import AccountForm, open_account
from huxin.registry.actions.deposits import DepositForm, order_payment, record_deposit, record_paid
from huxin.registry.actions.export import export_register
from huxin.registry.actions.parties import PartyForm, add_party, add_team
from huxin.registry.actions.site import PostForm, fill_post, record_board
from huxin.registry.actions.works import WorksForm, record_works_contract
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Deposit, Party, Project
from huxin.registry.queries.completeness import Missing, completeness
from huxin.registry.queries.lacks import LACKS, Shortfall, shortfall
from huxin.registry.queries.project import project_page
from huxin.registry.queries.projects import Filters, projects
from huxin.registry.queries.registers import REGISTERS, register
from tests.support.world import NOW, TODAY, World

SIGNED = dt.date(2025, 2, 1)


def count(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def filled(world: World) -> Project:
    """The road with a works contract, an account under a wrong name, and too small a deposit."""
    road, clerk = world.projects["road"], world.actor("contractor_clerk")
    main = world.parties["road.general_contractor"].pk
    record_works_contract(
        road.pk, WorksForm(number="1", signed_on=SIGNED, has_measuring_term=False),
        client=world.parties["road.developer"].pk, contractor=main, actor=clerk, now=NOW,
    )  # fmt: skip
    open_account(
        road.pk,
        AccountForm(main, world.bodies["bank"].pk, "中拓建筑", "140923000000012345", SIGNED),
        actor=clerk, now=NOW,
    )  # fmt: skip
    record_deposit(road.pk, DepositForm("cash", main, 1_000_000, SIGNED), actor=clerk, now=NOW)
    record_board(road.pk, items=["developer"], put_up_on=TODAY, actor=clerk, now=NOW)
    return road


def enlarge(world: World, road: Project) -> None:
    """More of everything, so that a query per row would show."""
    clerk, main = world.actor("contractor_clerk"), world.parties["road.general_contractor"]
    officer = world.actor("inspector")
    for key in ("other_contractor", "labour_company"):
        made = add_party(
            road.pk, PartyForm(world.bodies[key].pk, "subcontractor", main.pk), actor=clerk, now=NOW
        )
        add_team(made.pk, "一班", actor=clerk, now=NOW)
        record_works_contract(
            road.pk, WorksForm(number=key), client=main.pk, contractor=made.pk, actor=clerk, now=NOW
        )
    deposit = Deposit.objects.get(project=road)
    orders = [
        order_payment(deposit.pk, number=each, used_fen=100, on=TODAY, actor=officer, now=NOW)
        for each in ("1", "2")
    ]
    record_paid(orders[1].pk, on=TODAY, actor=officer, now=NOW)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        for number in range(4):
            project = Project.objects.create(
                code=f"M-{number}", name="更多", place=world.regions["140923"], sector="municipal",
                funding="private", state="building", registered_on=TODAY,
            )  # fmt: skip
            Party.objects.create(
                project=project, body=world.bodies["contractor"], role="general_contractor"
            )
        doing.note("access.installation:test")


@pytest.mark.parametrize(
    ("who", "sees"),
    [("inspector", 2), ("housing_officer", 1), ("contractor_clerk", 1), ("other_inspector", 0)],
)
def test_a_list_shows_what_is_within_reach(world: World, who: str, sees: int) -> None:
    found = projects(Filters(), on=TODAY, actor=world.actor(who))
    assert len(found.lines) == found.total == sees


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(sector="water"), ["滹沱河堤防工程"]),
        (Filters(text="北环"), ["代县北环路改造工程"]),
        (Filters(text="DX-dam"), ["滹沱河堤防工程"]), (Filters(state="paused"), []),
        (Filters(place="/140000/140900/140924/"), []), (Filters(text="%"), []),
        (Filters(text="' OR 1=1"), []), (Filters(funding="government", text="dam"), []),
        (Filters(lacks="permits"), ["滹沱河堤防工程", "代县北环路改造工程"]),
    ],
)  # fmt: skip
def test_a_list_is_narrowed(world: World, filters: Filters, names: list[str]) -> None:
    found = projects(filters, on=TODAY, actor=world.actor("inspector"))
    assert [each.name for each in found.lines] == names


def test_what_sites_lack_is_counted_and_listed(world: World) -> None:
    """DX-2-04-7: how many of the sites under way have their signboard, and which lack it."""
    actor, nobody = world.actor("inspector"), world.actor("other_inspector")
    road = world.projects["road"]
    sites = shortfall("permits", on=TODAY, actor=actor)
    assert sites is not None
    assert all(shortfall(name, on=TODAY, actor=actor) == sites for name in LACKS)
    assert (sites.sites, sites.having) == (sites.lacking, 0)
    filled(world)
    named = world.actor("contractor_clerk")
    fill_post(
        road.pk,
        PostForm("labour_wage_officer", holder="李晓敏", phone="13800000001"),
        actor=named,
        now=NOW,
    )
    for name in LACKS:
        found = shortfall(name, on=TODAY, actor=actor)
        assert found is not None
        assert found.having == (name != "permits"), name
        listed = projects(Filters(lacks=name, state="building"), on=TODAY, actor=actor)
        assert (road.pk in {each.key for each in listed.lines}) == (name == "permits")
        assert listed.by_state["building"] == found.lacking
        assert shortfall(name, on=TODAY, actor=nobody) == Shortfall(0, 0)
    assert shortfall("measures", on=TODAY, actor=actor) is None


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.bulk_create(
            Project(
                code=f"P-{number}", name=f"工程{number}", place=world.regions["140923"],
                sector="other", funding="private", state="planned",
                registered_on=TODAY - dt.timedelta(days=number // 3),
            )
            for number in range(120)
        )  # fmt: skip
        doing.note("access.installation:test")
    actor, after, seen = world.actor("inspector"), "", list[int]()
    first = projects(Filters(), on=TODAY, actor=actor)
    assert (first.total, first.by_state["planned"]) == (122, 120)
    while True:
        page = projects(Filters(), on=TODAY, after=after, actor=actor)
        seen += [each.key for each in page.lines]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 122
    for odd in ("x", "2025-13-01.5", ".", "9.9"):
        assert projects(Filters(), on=TODAY, after=odd, actor=actor).total == 122
    registered = register("projects", on=TODAY, actor=actor)
    following = register("projects", after=registered.after, on=TODAY, actor=actor)
    assert not {e.key for e in registered.lines} & {e.key for e in following.lines}


def test_queries_do_not_grow(world: World) -> None:
    road, actor = filled(world), world.actor("inspector")

    def all_reads() -> dict[str, int]:
        found = {
            "list": count(lambda: projects(Filters(), on=TODAY, actor=actor)),
            "page": count(lambda: project_page(road.pk, on=TODAY, actor=actor)),
        }
        for name in REGISTERS:
            found[name] = count(partial(register, name, on=TODAY, actor=actor))
        return found

    before = all_reads()
    enlarge(world, road)
    assert all_reads() == before
    assert before["list"] == 2
    assert before["page"] == 15
    assert {name: before[name] for name in REGISTERS if name != "deposits"} == dict.fromkeys(
        set(REGISTERS) - {"deposits"}, 1
    )
    assert before["deposits"] == 14


def by_id(found: tuple[Missing, ...]) -> dict[str, Missing]:
    return {each.id: each for each in found}


def test_what_the_file_of_a_project_lacks(world: World) -> None:
    """NX-02-8, DX-2-04-1, DX-3-01-3, DX-3-04-7: by role, day and clause."""
    road = filled(world)
    found = by_id(completeness(road.pk, on=TODAY, actor=world.actor("contractor_clerk")))
    assert found["permit.none"].owes == "developer"
    assert found["permit.none"].clauses == ("CN-724-23", "DX-1-00-9")
    filing = found["account.filing"]
    assert filing.by is not None
    assert (filing.by.on, filing.is_overdue(TODAY)) == (SIGNED + dt.timedelta(days=30), True)
    assert "CN-A53-6" in filing.clauses
    assert "农民工工资专用账户" in found["account.name"].says.say("zh")
    assert found["deposit.short"].party == "代县中拓建筑工程有限公司"
    assert {"works.measuring_cycle", "guarantee.owner", "post.officer", "post.office",
            "signboard.minimum_wage", "signboard.photo", "project.funds",
            "account.agreement"} <= set(found)  # fmt: skip
    assert "DX-2-04-1" in found["post.office"].clauses
    assert not any(each.startswith("sticker") for each in found)
    assert not any("NX-" in clause for each in found.values() for clause in each.clauses)
    with pytest.raises(NotFound):
        completeness(road.pk, on=TODAY, actor=world.actor("other_inspector"))


def test_uses_of_the_deposit_are_watched(world: World) -> None:
    """CN-D65-19 and CN-D65-20: the bank within five working days, the contractor within ten."""
    road = filled(world)
    enlarge(world, road)
    later = TODAY + dt.timedelta(days=60)
    found = completeness(road.pk, on=later, actor=world.actor("inspector"))
    unpaid, top_up = by_id(found)["deposit.unpaid"], by_id(found)["deposit.top_up"]
    assert unpaid.by is not None
    assert top_up.by is not None
    assert (unpaid.owes, unpaid.by.on) == ("bank", dt.date(2025, 10, 14))
    assert top_up.by.on == dt.date(2025, 10, 21)
    days = [each.by.on for each in found if each.by]
    assert days == sorted(days)


def test_baoding_asks_for_stickers(world: World) -> None:
    """BD-02-6: the four places; a rights centre as well (BD-02-3)."""
    road = filled(world)
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        region = world.regions["640104"]
        type(region).objects.filter(pk=region.pk).update(division="130602")
        Project.objects.filter(pk=road.pk).update(place=region)
        doing.note("access.installation:test")
    found = by_id(completeness(road.pk, on=TODAY, actor=world.actor("contractor_clerk")))
    wanted = {f"sticker.{each}" for each in (
        "site_entrance_exit", "living_area", "helmet", "work_clothes")}  # fmt: skip
    assert wanted <= set(found)
    assert found["post.office"].clauses == ("BD-02-3",)


def test_one_screen_holds_everything(world: World) -> None:
    """NX-01-6, DX-2-02-3: the chain with what each answers for, the arithmetic, the gates."""
    road = filled(world)
    enlarge(world, road)
    page = project_page(road.pk, on=TODAY, actor=world.actor("inspector"))
    assert [(each.depth, each.role) for each in page.parties][:3] == [
        (0, "developer"), (1, "general_contractor"), (2, "labour_subcontractor")
    ]  # fmt: skip
    assert page.parties[1].duty is not None
    assert "DX-2-02-3" in page.parties[1].duty.clauses
    assert page.accounts[0].number.endswith("2345")
    assert "140923000000" not in page.accounts[0].number
    assert page.deposit.due.steps
    assert len(page.deposit.uses) == 2
    assert {each.gate for each in page.gates} == {
        "construction_permit", "start", "approval", "tendering", "bidding"
    }  # fmt: skip
    assert "registry.deposit.order" in page.may_do
    assert "registry.permit.issue" not in page.may_do
    banker = project_page(road.pk, on=TODAY, actor=world.actor("banker"))
    assert "registry.deposit.order" not in banker.may_do
    with pytest.raises(NotFound):
        project_page(road.pk, on=TODAY, actor=world.actor("water_officer"))


@pytest.mark.parametrize("name", list(REGISTERS))
def test_each_register_is_a_table_and_a_workbook(world: World, name: str) -> None:
    """NX-T18-R1, NX-T17-R, NX-T21-R: lists of projects, permits, deposits, special accounts."""
    filled(world)
    actor = world.actor("inspector")
    page = register(name, on=TODAY, actor=actor)
    assert all(len(each.cells) == len(page.heads) for each in page.lines)
    given: dict[str, Any] = {"purpose": "月度核对", "actor": actor, "now": NOW}
    made = export_register(name, **given)
    kept = Export.objects.get(mark=made.mark)
    assert (kept.rows, kept.purpose, kept.register) == (len(page.lines), "月度核对", name)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[0] == [each.say("zh") for each in page.heads]
    assert made.mark in str(rows[-1][0])
    english = export_register(name, language="en", **given)
    assert english.mark != made.mark


def test_an_export_needs_a_purpose_and_a_person(world: World) -> None:
    with pytest.raises(FieldError):
        export_register("projects", purpose=" ", actor=world.actor("inspector"), now=NOW)
    for who in (world.actor("banker"), system("x")):
        with pytest.raises(Refused):
            export_register("projects", purpose="x", actor=who, now=NOW)
    assert not Export.objects.exists()


def test_no_cell_of_a_workbook_runs(world: World) -> None:
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.filter(code="DX-dam").update(name='=HYPERLINK("x")')
        doing.note("access.installation:test")
    made = export_register("projects", purpose="x", actor=world.actor("inspector"), now=NOW)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0)
    assert '\'=HYPERLINK("x")' in {str(cell) for row in sheet.to_python() for cell in row}


def test_a_place_narrows_a_register(world: World) -> None:
    filled(world)
    actor = world.actor("inspector")
    assert register("accounts", place="/140000/140900/140923/", on=TODAY, actor=actor).lines
    assert not register("accounts", place="/640000/", on=TODAY, actor=actor).lines
    with pytest.raises(KeyError):
        register("people", on=TODAY, actor=actor)
