"""Tables of attendance, one module per noun. What was recorded first is never changed."""

from huxin.wages.models.day import Correction, DayMark, DiaryDay, MonthState
from huxin.wages.models.device import ClockUser, Device
from huxin.wages.models.punch import Punch, PunchBatch

__all__ = [
    "ClockUser", "Correction", "DayMark", "Device", "DiaryDay", "MonthState", "Punch", "PunchBatch",
]  # fmt: skip
