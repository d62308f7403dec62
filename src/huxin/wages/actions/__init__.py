"""The only writes of attendance, one module per noun."""

from huxin.wages.actions.compact import Compacted, compact
from huxin.wages.actions.corrections import DayClaim, correct_day
from huxin.wages.actions.devices import Registered, register_device, retire_device
from huxin.wages.actions.diary import write_diary
from huxin.wages.actions.files import take_attlog, take_days
from huxin.wages.actions.punches import BatchReceipt, Fault, take_punches

__all__ = [
    "BatchReceipt", "Compacted", "DayClaim", "Fault", "Registered", "compact", "correct_day",
    "register_device", "retire_device", "take_attlog", "take_days", "take_punches", "write_diary",
]  # fmt: skip
