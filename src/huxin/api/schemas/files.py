"""Files and rows of registers over the wire, their receipts, and what waits to be mended."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field

from huxin.api.schemas.base import BIG, Asked, Name, Reason, one_line, whole

__all__ = [
    "FaultOut", "FileIn", "FileReceipt", "FileReceiptPage", "FileReceiptWhole", "NoteOut",
    "ReceivedOut", "RejectIn", "RowIn", "RowOut", "RowsIn",
]  # fmt: skip

ROWS_MAX = 2_000
CELLS_MAX = 60
Cell = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Count = Annotated[int, Field(ge=0, le=BIG, strict=True), BeforeValidator(whole)]
Cells = Annotated[dict[str, Cell | Count | None], Field(min_length=1, max_length=CELLS_MAX)]
"""What a row says under the names of the format's fields."""


class FileIn(Asked):
    """A file as people hand it in: xlsx, xls, csv, dat."""

    name: Name = Field(examples=["花名册.xlsx"])
    content: str = Field(
        min_length=1, max_length=1_000_000, description="The bytes of the file in Base64."
    )


class RowsIn(Asked):
    """Rows of a register, as a file of the format would hold them.

    Money is a whole number of fen, a day YYYY-MM-DD; a cell may also be written as in a file.
    """

    format: Literal["roster", "attendance_list"]
    rows: list[Cells] = Field(
        min_length=1, max_length=ROWS_MAX,
        examples=[[{"name": "张三", "identity": "140923199003071011", "entered_on": "2025-03-10",
                    "trade": "钢筋工", "day_rate_fen": 26000}]],
    )  # fmt: skip


class FaultOut(Schema):
    """Why a row waits."""

    code: str
    cell: str = Field(description="The cell as people name it, such as C5; empty: the whole row.")
    what: str
    rule: str
    remedy: str


class RowOut(Schema):
    """A row that was not taken at once; its cells are not repeated here."""

    id: int
    sheet: str
    line: int = Field(description="As people count the lines of the file; line 1 is the headings.")
    state: str = Field(description="waiting, mended or rejected")
    faults: list[FaultOut]
    reason: str = Field(description="Why it was rejected, if it was.")


class NoteOut(Schema):
    """Something noted that kept no row back."""

    code: str
    severity: str
    sheet: str
    line: int
    cell: str
    what: str
    remedy: str


class FileReceipt(Schema):
    """A receipt: rows = accepted + rejected + waiting; `unchanged` of them said nothing new."""

    id: int
    number: str
    received_at: dt.datetime
    file: str
    format: str
    project: int | None = Field(description="None for a list about several firms or projects.")
    sender: str
    rows: int
    accepted: int
    unchanged: int
    rejected: int
    waiting: int
    repeats: int = Field(description="How often the same content came again; nothing changed.")


class FileReceiptWhole(FileReceipt):
    """A receipt with its rows in quarantine, those that wait first, and the reader's notes."""

    held: list[RowOut]
    held_beyond: int = Field(description="Further rows in quarantine; shown once these are mended.")
    notes: list[NoteOut]


class FileReceiptPage(Schema):
    """Receipts, newest first; `next` is what to ask for as `before`, null at the end."""

    receipts: list[FileReceipt]
    next: int | None


class ReceivedOut(Schema):
    """The receipts of a file: one for each paper in it."""

    receipts: list[FileReceipt]
    is_repeat: bool = Field(description="The same content had come before; nothing changed.")


class RowIn(Asked):
    """What a waiting row should say: the fields named here, the others stay as they are."""

    cells: Cells = Field(examples=[{"identity": "140923199003071011"}])


class RejectIn(Asked):
    """Why a row is given up for good."""

    reason: Reason
