"""A project sheet as somebody hands it in: read, taken into the registers, its faults told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from huxin.access.actor import Actor
from huxin.formats.base import RowFinding
from huxin.formats.project_sheet import ProjectReading
from huxin.formats.recognition import read_file
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import InputError
from huxin.kernel.texts import message
from huxin.registry.actions.sheets import take_project
from huxin.registry.models import Project
from huxin.registry.taken import RefusedRow

__all__ = ["BYTES_MAX", "SheetTaken", "take_project_file"]

BYTES_MAX = 10 * 1024 * 1024
NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """The project of the sheet; lines that were refused, and what the reader found about cells."""

    project: int
    accepted: int
    refused: tuple[RefusedRow, ...]
    findings: tuple[RowFinding, ...]


def take_project_file(
    chunks: Iterable[bytes], *, name: str, actor: Actor, now: dt.datetime
) -> SheetTaken:
    """Read a project sheet and take it; the same sheet again changes only what it says anew.

    The file itself is not kept: all that it says stands in the registers or in the answer. Raises
    InputError for a file that is none, or is too large, and what `take_project` raises.
    """
    reading = _read(chunks, name, as_of=now.astimezone(CHINA).date())
    taken = take_project(reading, actor=actor, now=now)
    [said] = reading.rows.to_pylist()
    project = Project.objects.get(code=(said.get("code") or "").strip())
    found = tuple(each for each in reading.findings if each.severity != "note")
    return SheetTaken(project.pk, taken.accepted, taken.refused, found)


def _read(chunks: Iterable[bytes], name: str, *, as_of: dt.date) -> ProjectReading:
    file = PurePath(name.replace("\\", "/").replace("\x00", "")).name[-NAME_MAX:] or "?"
    with TemporaryDirectory(prefix="huxin-sheet-") as folder:
        path = Path(folder) / f"sheet{_ending(file)}"
        size = 0
        with path.open("wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > BYTES_MAX:
                    raise InputError(
                        message("The file is larger than {limit} MB.", limit=BYTES_MAX // 1024**2),
                        where=file,
                        remedy=message("Hand in the sheet of one project, without pictures."),
                    )
                out.write(chunk)
        answer = read_file(path, file=file, as_of=as_of)
    for each in answer.readings:
        if isinstance(each, ProjectReading):
            return each
    faults = [each for each in answer.findings if each.severity != "note"]
    if faults:
        raise InputError(faults[0].message, where=file, remedy=faults[0].remedy)
    raise InputError(
        message("This is not a project sheet."),
        where=file,
        remedy=message("Fill in the template of the project sheet and hand it in."),
    )


def _ending(file: str) -> str:
    kind = PurePath(file).suffix.lower()
    return kind if kind in {".xlsx", ".xls", ".yaml", ".yml"} else ""
