"""The roster as a workbook 花名册: the headings that its own reader knows, numbers as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.formats.project_sheet.template import CREATED
from huxin.formats.roster import ROSTER
from huxin.formats.templates import TEMPLATES, Template
from huxin.formats.trades import trade_name
from huxin.formats.workbook import neutralise
from huxin.kernel.identity import mask_card, mask_identity, mask_phone
from huxin.registry.models import Card, Enrolment, LabourContract, Project

__all__ = ["ROSTER_TEMPLATE", "SheetRow", "sheet_rows", "write_sheet"]

Cell: TypeAlias = "str | int | Decimal | dt.date | None"
SheetRow: TypeAlias = "Mapping[str, Cell]"
ROSTER_TEMPLATE: Template = TEMPLATES[ROSTER.id]
COLUMNS = tuple(each for each in ROSTER.fields if each.name != "team_leader")
POSTS = MappingProxyType(
    {
        "worker": "工人",
        "team_leader": "班组长",
        "project_manager": "项目经理",
        "chief_supervisor": "总监理工程师",
        "labour_wage_officer": "劳资专管员",
        "manager": "管理人员",
    }
)
_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"identity": mask_identity, "phone": mask_phone, "card": mask_card}
)
FEN = Decimal(100)


def sheet_rows(project: Project, operation: str, *, actor: Actor, revealed: bool) -> list[SheetRow]:
    """Every row of a project's roster that the actor reaches, in the fields of the format."""
    stays = list(
        visible(Enrolment, operation, actor=actor)
        .filter(project=project)
        .select_related("worker", "party__body", "team")
        .order_by("pk")
    )
    # Whole tables of the project, not lists of keys: a statement holds only so many of those.
    on_site = Enrolment.objects.filter(project=project).values("worker")
    cards = {
        each.worker_id: each for each in Card.objects.filter(worker__in=on_site, ended_at=None)
    }
    contracts = {
        (each.worker_id, each.employer_id): each
        for each in LabourContract.objects.filter(project=project).order_by("from_on")
    }
    return [
        _masked(
            _row(
                number, stay, cards.get(stay.worker_id),
                contracts.get((stay.worker_id, stay.party.body_id)),
            ),
            revealed=revealed,
        )
        for number, stay in enumerate(stays, 1)
    ]  # fmt: skip


def write_sheet(rows: Sequence[SheetRow], *, title: str, mark: str) -> bytes:
    """The workbook; `mark` stands under the title and in the foot of every printed page."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "in_memory": True})
    book.set_properties({"created": CREATED, "title": title, "comments": mark})
    head = book.add_format({"bold": True, "bg_color": "#e7f0f0", "text_wrap": True})
    formats = {
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet = book.add_worksheet(ROSTER_TEMPLATE.title)
    sheet.write_string(0, 0, title)
    sheet.write_string(1, 0, f"导出标识：{mark}")
    sheet.set_footer(f"&C{mark}  &P/&N")
    for column, each in enumerate(COLUMNS):
        sheet.set_column(column, column, max(11, 2 * len(each.header) + 2))
        sheet.write_string(2, column, each.header, head)
    for line, row in enumerate(rows, 3):
        for column, each in enumerate(COLUMNS):
            _write(sheet, (line, column), row.get(each.name), formats)
    sheet.freeze_panes(3, 2)
    book.close()
    return content.getvalue()


def _write(
    sheet: Worksheet, at: tuple[int, int], value: Cell, formats: Mapping[str, object]
) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(*at, value, formats["date"])
    elif isinstance(value, Decimal):
        sheet.write_number(*at, value, formats["money"])
    elif isinstance(value, int):
        sheet.write_number(*at, value)
    elif value:
        sheet.write_string(*at, neutralise(value), formats["text"])


def _row(
    number: int, stay: Enrolment, card: Card | None, contract: LabourContract | None
) -> dict[str, Cell]:
    worker, rate = stay.worker, stay.day_rate_fen
    found: dict[str, Cell] = {
        "seq": number,
        "name": worker.name,
        "identity": worker.identity,
        "gender": "男" if int(worker.identity[16]) % 2 else "女",
        "phone": worker.phone,
        "trade": trade_name(stay.trade),
        "post": POSTS.get(stay.post, stay.post),
        "team": stay.team.name if stay.team else None,
        "employer": stay.party.body.name,
        "card": card.number if card else None,
        "bank": card.bank if card else None,
        "day_rate_fen": None if rate is None else Decimal(rate) / FEN,
    }
    for name in ("entered_on", "left_on", "registered_on", "settled_on", "confirmed_on"):
        found[name] = getattr(stay, name)
    if contract is not None:
        missing = contract.terms_missing
        found |= {
            "contract_signed_on": contract.signed_on,
            "contract_from": contract.from_on,
            "contract_to": contract.to_on,
            "contract_filed_on": contract.filed_on,
            "contract_terms_missing": None if missing is None else len(missing),
        }
    return found


def _masked(row: dict[str, Cell], *, revealed: bool) -> SheetRow:
    if revealed:
        return row
    hidden = {name: mask(str(row[name])) for name, mask in _MASKS.items() if row.get(name)}
    return row | hidden
