"""Reads: what the board, the table of places, lists, one warning and the hazards show."""

from huxin.warnings.queries.board import Board, board
from huxin.warnings.queries.hazards import Hazard, hazards, weights
from huxin.warnings.queries.listing import Filter, OnUs, Page, listed, on_me, on_us
from huxin.warnings.queries.one import One, one
from huxin.warnings.queries.people import Choice, departments, officers, widest_place
from huxin.warnings.queries.rows import Row
from huxin.warnings.queries.table import Line, PlaceTable, place_table
from huxin.warnings.queries.trend import Week, trend

__all__ = [
    "Board", "Choice", "Filter", "Hazard", "Line", "OnUs", "One", "Page", "PlaceTable", "Row",
    "Week", "board", "departments", "hazards", "listed", "officers", "on_me", "on_us", "one",
    "place_table", "trend", "weights", "widest_place",
]  # fmt: skip
