"""Workers found and seen: masked, by those who may, in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.access.actor import of_account
from huxin.access.errors import NoPurpose, NotFound, Refused, StepUp
from huxin.access.fields import digest
from huxin.access.models import Export
from huxin.formats.roster import read_roster
from huxin.formats.workbook import open_book
from huxin.registry.actions.exports import export_roster
from huxin.registry.actions.roster import take_roster
from huxin.registry.actions.workers import CertificateForm, record_certificate
from huxin.registry.models import Enrolment, Worker
from huxin.registry.queries.roster import RosterFilter, coverage, groups, roster, staff
from huxin.registry.queries.roster_sheet import ROSTER_TEMPLATE
from huxin.registry.queries.sign_in import worker_account
from huxin.registry.queries.workers import find, own_page, worker_page
from tests.registry.people import CONTRACTOR, JUNE, card, many, phone, row
from tests.support.world import NOW, TODAY, World

NAMES = ("李四", "王小五", "赵六一", "单雄信")


@pytest.fixture
def road(world: World) -> World:
    """Four of the labour company, one of the contractor; the second has left, no card, filed."""
    rows = [row(number) for number in range(1, 5)]
    rows[1] |= {"left_on": TODAY, "card": None, "contract_filed_on": JUNE, "trade": "木工"}
    rows.append(row(5, employer=CONTRACTOR, phone=None))
    actor = world.actor("labour_wage_officer")
    taken = take_roster(rows, project=world.projects["road"].pk, actor=actor, now=NOW)
    assert taken.accepted == 5
    return world


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("单雄信", ["单雄信"]),
        ("雄信", ["单雄信"]),
        ("shanxiongxin", ["单雄信"]),
        ("Shan Xiongxin", ["单雄信"]),
        ("sxx", ["单雄信"]),
        ("ls", ["李四"]),
        (many(1), ["李四"]),
        (phone(3), ["赵六一"]),
        (phone(3)[-4:], ["赵六一"]),
        (card(4), ["单雄信"]),
        ("单", []),
        ("雄", []),
        ("nobody", []),
        ("", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_worker_is_found_by_what_people_type(road: World, text: str, names: list[str]) -> None:
    found = find(text, actor=road.actor("inspector"))
    assert [each.name for each in found] == names
    for each in found:
        assert "*" in each.identity
        assert "*" in each.phone


def test_a_search_finds_one_s_own_people_only(road: World) -> None:
    assert find("zzq", actor=road.actor("subcontractor_clerk")) == ()
    assert len(find("zzq", actor=road.actor("contractor_clerk"))) == 1
    assert find("lisi", actor=road.actor("other_inspector")) == ()
    assert find("lisi", actor=road.actor("developer_clerk")) == ()


def test_the_roster_is_masked_and_complete(road: World) -> None:
    project = road.projects["road"].pk
    page = roster(project, actor=road.actor("inspector"))
    assert page.next_after is None
    assert len(page.rows) == 5
    first, second = page.rows[:2]
    assert (first.name, first.trade, first.team) == ("李四", "钢筋工", "第1班")
    assert (first.identity, first.card) == (f"1409**********{many(1)[-4:]}", "**** 0001")
    assert (second.card, second.contract_filed_on, second.left_on) == (None, JUNE, TODAY)
    assert len(roster(project, actor=road.actor("subcontractor_clerk")).rows) == 4
    for stranger in ("other_clerk", "other_inspector", "water_officer", "administrator"):
        with pytest.raises(NotFound):
            roster(project, actor=road.actor(stranger))


@pytest.mark.parametrize(
    ("only", "count"),
    [
        (RosterFilter(on_site=True), 4),
        (RosterFilter(on_site=False), 1),
        (RosterFilter(lacks="card"), 1),
        (RosterFilter(lacks="filing"), 4),
        (RosterFilter(lacks="contract"), 0),
        (RosterFilter(lacks="phone"), 1),
        (RosterFilter(trade="020"), 4),
        (RosterFilter(text="李四"), 1),
        (RosterFilter(text=many(2)), 1),
        (RosterFilter(text=card(3), on_site=True), 1),
    ],
)
def test_a_roster_is_narrowed(road: World, only: RosterFilter, count: int) -> None:
    page = roster(road.projects["road"].pk, actor=road.actor("inspector"), only=only)
    assert len(page.rows) == count


def test_pages_follow_each_other_without_gap(road: World) -> None:
    project, actor = road.projects["road"].pk, road.actor("inspector")
    seen, after = list[int](), 0
    while True:
        page = roster(project, actor=actor, after=after, limit=2)
        seen += [each.enrolment for each in page.rows]
        if page.next_after is None:
            break
        after = page.next_after
    assert seen == sorted(Enrolment.objects.values_list("pk", flat=True))


def test_the_staff_register_of_an_employer(road: World) -> None:
    labour = road.bodies["labour_company"].pk
    assert len(staff(labour, actor=road.actor("subcontractor_clerk")).rows) == 4
    assert len(staff(labour, actor=road.actor("inspector")).rows) == 4
    assert staff(labour, actor=road.actor("other_clerk")).rows == ()


def test_a_page_costs_the_same_however_many_rows(road: World) -> None:
    project, actor = road.projects["road"].pk, road.actor("inspector")
    counts = set()
    for limit in (1, 5):
        with CaptureQueriesContext(connection) as caught:
            roster(project, actor=actor, limit=limit)
        counts.add(len(caught))
    assert counts == {4}


def test_counts(road: World) -> None:
    project, actor = road.projects["road"].pk, road.actor("developer_clerk")
    assert [(each.name, each.on_site, each.left) for each in groups(
        project, by="trade", actor=actor
    )] == [("钢筋工", 4, 0), ("木工", 0, 1)]  # fmt: skip
    assert {each.name: each.on_site for each in groups(project, by="team", actor=actor)} == {
        "第1班": 1, "第2班": 0, "第3班": 1, "第4班": 1, "第5班": 1,
    }  # fmt: skip
    found = coverage(project, on=TODAY, actor=actor)
    assert (found.on_site, found.with_contract, found.with_filing) == (4, 4, 0)
    assert (found.with_card, found.with_phone) == (4, 3)


def test_the_page_of_a_worker(road: World) -> None:
    worker = Worker.objects.get(pk=roster(road.projects["road"].pk, actor=road.actor(
        "inspector")).rows[0].worker)  # fmt: skip
    form = CertificateForm("特种作业操作证", "T001", JUNE, dt.date(2026, 6, 1))
    record_certificate(worker.pk, form, actor=road.actor("subcontractor_clerk"), now=NOW)
    account = worker_account(digest("phone", phone(1)))
    assert account is not None
    himself = of_account(account, now=NOW)
    for page in (worker_page(worker.pk, actor=road.actor("inspector")), own_page(actor=himself)):
        assert (page.name, page.identity) == ("李四", f"1409**********{many(1)[-4:]}")
        assert [each.project_name for each in page.stays] == ["代县北环路改造工程"]
        assert [each.from_on for each in page.contracts] == [dt.date(2025, 5, 1)]
        assert [each.number for each in page.cards] == ["**** 0001"]
        assert [each.to_on for each in page.certificates] == [dt.date(2026, 6, 1)]
    other = Worker.objects.exclude(pk=worker.pk).order_by("pk").first()
    assert other is not None
    for who in (himself, road.actor("other_clerk")):
        with pytest.raises(NotFound):
            worker_page(other.pk, actor=who)
    with pytest.raises(NotFound):
        own_page(actor=road.actor("inspector"))


def test_an_employer_sees_no_other_employer_s_sites(road: World) -> None:
    dam = road.projects["dam"].pk
    again = row(1, employer=None)
    assert take_roster([again], project=dam, actor=road.actor("other_clerk"), now=NOW).accepted
    worker = Enrolment.objects.filter(project=dam).values_list("worker", flat=True)[0]
    theirs = worker_page(worker, actor=road.actor("other_clerk"))
    assert [each.project for each in theirs.stays] == [dam]
    assert [each.project_name for each in theirs.contracts] == ["滹沱河堤防工程"]
    assert len(worker_page(worker, actor=road.actor("inspector")).stays) == 2


def test_an_exported_roster_is_read_again_as_it_was(road: World, tmp_path: Path) -> None:
    project, actor = road.projects["road"].pk, road.actor("labour_wage_officer")
    found = export_roster(project, purpose="报住建局", revealed=True, actor=actor, now=NOW)
    file = tmp_path / found.name
    file.write_bytes(found.content)
    reading = read_roster(open_book(file), as_of=TODAY)
    assert {each.code for each in reading.findings} == {"RO-010"}  # invented cards: no Luhn digit
    assert reading.rows.num_rows == found.rows == 5
    again = take_roster(reading.rows, project=project, actor=actor, now=NOW)
    assert (again.unchanged, again.refused, again.remarks) == (5, (), ())
    kept = Export.objects.get()
    assert (kept.mark, kept.rows, kept.revealed, kept.purpose) == (found.mark, 5, True, "报住建局")


def test_an_export_is_masked_unless_asked_and_never_without_purpose(
    road: World, tmp_path: Path
) -> None:
    project = road.projects["road"].pk
    found = export_roster(project, purpose="内部", actor=road.actor("inspector"), now=NOW)
    file = tmp_path / found.name
    file.write_bytes(found.content)
    reading = read_roster(open_book(file), as_of=TODAY)
    assert {each["identity"] for each in reading.rows.to_pylist()} == {None}
    with pytest.raises(NoPurpose):
        export_roster(project, purpose=" ", actor=road.actor("inspector"), now=NOW)
    weak = of_account(road.accounts["inspector"], now=NOW)
    with pytest.raises(StepUp):
        export_roster(project, purpose="内部", revealed=True, actor=weak, now=NOW)
    with pytest.raises((NotFound, Refused)):
        export_roster(
            project, purpose="内部", revealed=True, actor=road.actor("office_clerk"), now=NOW
        )
    assert Export.objects.count() == 1


def test_the_template_is_that_of_the_format(tmp_path: Path) -> None:
    ROSTER_TEMPLATE.write(tmp_path / "花名册.xlsx")
    reading = read_roster(open_book(tmp_path / "花名册.xlsx"), as_of=TODAY)
    assert reading.rows.num_rows == 0
    assert reading.headers
