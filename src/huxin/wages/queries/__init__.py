"""What is asked about attendance: frozen answers, a constant number of SQL queries each."""

from huxin.wages.queries.devices import (
    DeviceHealth,
    OpenNumber,
    batch_receipt,
    devices_of,
    open_numbers,
    own_device,
)
from huxin.wages.queries.facts import fact_store
from huxin.wages.queries.sheet import (
    Cell,
    CorrectionSaid,
    MonthSheet,
    OwnDay,
    OwnMonth,
    SheetLine,
    month_sheet,
    own_month,
)

__all__ = [
    "Cell", "CorrectionSaid", "DeviceHealth", "MonthSheet", "OpenNumber", "OwnDay", "OwnMonth",
    "SheetLine", "batch_receipt", "devices_of", "fact_store", "month_sheet", "open_numbers",
    "own_device", "own_month",
]  # fmt: skip
