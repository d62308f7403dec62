"""The project sheet 项目信息: project, parties, securities, payments, figures and reports."""

from huxin.formats.project_sheet.figures import FIGURES_SPEC, read_figures
from huxin.formats.project_sheet.progress import PROGRESS_SPEC, read_progress_payments
from huxin.formats.project_sheet.reading import (
    ProjectReading,
    is_project_grid,
    looks_like_project_yaml,
    read_project_sheet,
    read_project_yaml,
)
from huxin.formats.project_sheet.spec import LISTS, SPEC, TABLES, table
from huxin.formats.project_sheet.template import blank_project_sheet

__all__ = [
    "FIGURES_SPEC",
    "LISTS",
    "PROGRESS_SPEC",
    "SPEC",
    "TABLES",
    "ProjectReading",
    "blank_project_sheet",
    "is_project_grid",
    "looks_like_project_yaml",
    "read_figures",
    "read_progress_payments",
    "read_project_sheet",
    "read_project_yaml",
    "table",
]
