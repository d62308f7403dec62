"""The registers 台账 as tables, a line per record: page by page, and whole for a workbook."""

from huxin.registry.queries.registers.catalogue import REGISTERS
from huxin.registry.queries.registers.columns import Cell, Column, Register
from huxin.registry.queries.registers.read import (
    PAGE,
    Line,
    RegisterPage,
    register,
    shown_registers,
    whole_register,
)

__all__ = [
    "PAGE", "REGISTERS", "Cell", "Column", "Line", "Register", "RegisterPage", "register",
    "shown_registers", "whole_register",
]  # fmt: skip
