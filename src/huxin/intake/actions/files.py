"""A file is received: stored, read, taken; the same content twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.gate import Subject, check, reach
from huxin.formats.base import RowFinding
from huxin.formats.project_sheet import ProjectReading
from huxin.intake.actions.settle import settle
from huxin.intake.errors import FileRefused
from huxin.intake.models import Receipt
from huxin.intake.reading import Fresh, read_new
from huxin.intake.storage import Stored, keep
from huxin.intake.takers import TAKERS, Taker
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.actions.sheets import open_project
from huxin.registry.models import Project

__all__ = ["Received", "receive_file", "receive_sheet"]

RECEIVE, RECEIVE_LIST = "intake.file.receive", "intake.list.receive"
IMPORT = "registry.project.import"
NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class Received:
    """The receipts of one file; `is_repeat` when the same content had been handed in before."""

    receipts: tuple[Receipt, ...]
    is_repeat: bool = False


def receive_file(
    chunks: Iterable[bytes],
    *,
    name: str,
    project: int | None,
    actor: Actor,
    now: dt.datetime,
    takers: Mapping[str, Taker] = TAKERS,
) -> Received:
    """Store, read and take a file: good rows go to their register, the others wait.

    Without a project it is a list about several firms or projects, of the sender's own body. All
    that follows from the file is one transaction. Raises NotFound for a project out of reach,
    Refused for who sends no such lists, FileRefused when nothing at all could be read.
    """
    operation = RECEIVE_LIST if project is None else RECEIVE
    sender = min(actor.bodies, default=None)
    if project is None:
        check(operation, actor=actor, subject=Subject(own_body=sender))
    else:
        reach(Project, project, operation, actor=actor)
    stored, fresh = _kept(chunks, name, now)
    with change(operation, actor=actor, now=now) as doing:
        owner = None if project is None else doing.reach(Project, project)
        return _settled(doing, owner, stored, fresh, takers)


def receive_sheet(
    chunks: Iterable[bytes], *, name: str, actor: Actor, now: dt.datetime
) -> Received:
    """The same for a project sheet: the project that it names is registered if it is new.

    Raises FileRefused for a file that is none, NotFound for a project out of reach, and what
    the register says of a project that it cannot take.
    """
    stored, fresh = _kept(chunks, name, now)
    for each in fresh.answer.readings:
        if isinstance(each, ProjectReading):
            with change(IMPORT, actor=actor, now=now) as doing:
                owner = open_project(each, actor=actor, now=now)
                return _settled(doing, owner, stored, fresh, TAKERS)
    raise FileRefused(
        message("This is not a project sheet."),
        message("Fill in the template of the project sheet and hand it in."),
        where=fresh.lines.file,
    )


def _kept(chunks: Iterable[bytes], name: str, now: dt.datetime) -> tuple[Stored, Fresh]:
    """The file as it is stored, and what was read in it."""
    file = PurePath(name.replace("\\", "/").replace("\x00", "")).name[-NAME_MAX:] or "?"
    stored = keep(chunks, name=file)
    fresh = read_new(stored.content, file=file, as_of=now.astimezone(CHINA).date())
    if not fresh.answer.readings:
        raise _unreadable(file, fresh.answer.findings)
    return stored, fresh


def _settled(
    doing: Change, owner: Project | None, stored: Stored, fresh: Fresh, takers: Mapping[str, Taker]
) -> Received:
    """The receipts of a file: those of the first time, when its content was handed in before."""
    same = Receipt.objects.filter(project=owner, content=stored.content)
    sender = min(doing.actor.bodies, default=None)
    earlier = tuple(same.filter(sender=sender) if owner is None else same)
    if earlier:
        return _repeated(doing, earlier)
    made = [
        settle(doing, owner, stored, lines=fresh.lines, sameness=said, reading=each, takers=takers)
        for each, said in zip(fresh.answer.readings, fresh.sameness, strict=True)
    ]
    return Received(tuple(made))


def _unreadable(file: str, findings: Sequence[RowFinding]) -> FileRefused:
    if findings:
        return FileRefused(findings[0].message, findings[0].remedy, where=file)
    return FileRefused(
        message("Nothing in this file could be recognised."),
        message("Fill in a template of this platform, or look at the list of accepted files."),
        where=file,
    )


def _repeated(doing: Change, earlier: tuple[Receipt, ...]) -> Received:
    """The same content again: the receipts of the first time, and nothing else changes."""
    for receipt in earlier:
        receipt.repeats += 1
        receipt.save(update_fields=["repeats"])
        doing.note(receipt, after={"repeats": receipt.repeats})
    return Received(earlier, is_repeat=True)
