"""Walks a folder of site files: which sites there are, what every file is, and what it holds.

A folder is one site, with everything below it, if a file that can be read lies directly in it
or if its sub-folders are named after papers (工资表, 考勤 …), unless two of its sub-folders have a
project sheet each; otherwise each sub-folder is looked at in the same way, so that one folder may
hold a whole county. Files are known by content, not
by name; what nobody can place is named and left alone. Links are not followed; archives stay
closed unless asked. The same folder gives the same answer in the same order.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from huxin.formats import folder_codes as codes
from huxin.formats.archives import is_archive, unpack
from huxin.formats.base import LIMITS, FindingCode, Limits, Reading, RowFinding, in_order
from huxin.formats.folder_codes import FileCodes
from huxin.formats.project_sheet import SPEC as PROJECT_SHEET
from huxin.formats.recognition import FileAnswer, read_file
from huxin.formats.wordlist import words
from huxin.formats.workday import WorkDayRule

__all__ = ["FileState", "Folder", "FolderOptions", "Site", "read_folder"]

FILES_MAX = 50_000
DEPTH_MAX = 12
LOCAL = "local.yaml"
ROOM_WORDS = words(
    """工资 考勤 花名册 实名 代发 流水 专户 银行 对账 合同 工程款 进度款 保证金 保函 担保 告示牌
    照片 资料 台账 项目信息 打卡 投诉 报送 wages attendance roster bank payroll"""
)


@dataclass(frozen=True, slots=True)
class FolderOptions:
    """How a folder is read: whether archives are opened, the work-day rule, the limits.

    `progress` is called with the number of files done and the number of all files.
    """

    unpack: bool = False
    rule: WorkDayRule = field(default_factory=WorkDayRule)
    limits: Limits = LIMITS
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class FileState:
    """What became of one file: `read`, `refused` (nothing could be taken from it) or `left`."""

    file: str
    state: str
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """One site: the readings of its files in the order of their names.

    `name` is the folder's path below the root, empty when the root itself is the site; `findings`
    are those about files as such; each reading carries its own.
    """

    name: str
    readings: tuple[Reading, ...]
    files: tuple[FileState, ...]
    findings: tuple[RowFinding, ...]

    def of(self, *formats: str) -> tuple[Reading, ...]:
        """The readings in one of `formats`, in order."""
        return tuple(each for each in self.readings if each.format in formats)

    @property
    def all_findings(self) -> tuple[RowFinding, ...]:
        """Findings about files and rows, in order."""
        return in_order((*self.findings, *(f for each in self.readings for f in each.findings)))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that was read: its sites in order, the local values' file, findings beside sites."""

    path: Path
    sites: tuple[Site, ...]
    local: Path | None
    files: tuple[FileState, ...]
    findings: tuple[RowFinding, ...]

    @property
    def all_files(self) -> tuple[FileState, ...]:
        """Every file that was met, each once, in order."""
        every = [*self.files, *(state for site in self.sites for state in site.files)]
        return tuple(sorted(every, key=lambda each: each.file))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The files that were left alone."""
        return tuple(each.file for each in self.all_files if each.state == "left")

    @property
    def all_findings(self) -> tuple[RowFinding, ...]:
        """Every finding about files and rows, in order."""
        return in_order((*self.findings, *(f for site in self.sites for f in site.all_findings)))

    @property
    def rows_in(self) -> int:
        """Rows found in all files; always `accepted + rejected`."""
        return sum(each.rows_in for site in self.sites for each in site.readings)

    @property
    def accepted(self) -> int:
        """Rows that can be used."""
        return sum(each.accepted for site in self.sites for each in site.readings)

    @property
    def rejected(self) -> int:
        """Rows that cannot be used; each has a code and a remedy."""
        return sum(each.rejected for site in self.sites for each in site.readings)


@dataclass(slots=True)
class _Room:
    """One folder on disk: its files and sub-folders, in order."""

    path: Path
    name: str
    files: list[Path] = field(default_factory=list)
    rooms: list[_Room] = field(default_factory=list)

    def label(self, path: Path) -> str:
        return f"{self.name}/{path.name}" if self.name else path.name

    def everything(self) -> Iterator[tuple[str, Path]]:
        """Labels and paths of all files here and below."""
        yield from ((self.label(path), path) for path in self.files)
        for room in self.rooms:
            yield from room.everything()


def read_folder(path: Path, options: FolderOptions | None = None, *, as_of: dt.date) -> Folder:
    """Read the folder `path` as on `as_of`, whatever is in it.

    Raises `NotADirectoryError` when it is no folder.
    """
    options = options or FolderOptions()
    if not path.is_dir():
        raise NotADirectoryError(path)
    with tempfile.TemporaryDirectory(prefix="huxin-") as spare:
        return _Walk(options, Path(spare), as_of).read(path)


class _Walk:
    """One reading of one folder."""

    def __init__(self, options: FolderOptions, spare: Path, as_of: dt.date) -> None:
        self.as_of = as_of
        self.options = options
        self.spare = spare
        self.noted = FileCodes()
        self.met = 0
        self.archives = 0
        self.left: list[FileState] = []
        self.answers: dict[str, FileAnswer] = {}

    def read(self, path: Path) -> Folder:
        root = self._look(path, "", 0)
        local = next((each for each in root.files if each.name == LOCAL), None)
        if local is not None:
            root.files.remove(local)
        self._answer_all(root)
        sites, loose = self._sites(root)
        if not any(site.readings for site in sites):
            self.noted.add(codes.NO_FILE, ".")
        files = [*self.left, *(self._state(label) for label in loose)]
        outside = [f for label in loose for f in self.answers[label].findings]
        outside += self.noted.found
        return Folder(
            path,
            tuple(sites),
            local,
            tuple(sorted(files, key=lambda each: each.file)),
            in_order(outside),
        )

    def _look(self, path: Path, name: str, depth: int) -> _Room:
        """What lies in a folder and below it; links, devices and closed archives are noted."""
        room = _Room(path, name)
        try:
            with os.scandir(path) as entries:
                found = sorted(entries, key=lambda each: each.name)
        except OSError:
            self.noted.add(codes.UNREADABLE, name or ".")
            return room
        for entry in found:
            self.met += 1
            label = f"{name}/{entry.name}" if name else entry.name
            if self.met > FILES_MAX or depth > DEPTH_MAX:
                self.noted.add(codes.TOO_MANY, name or ".")
                break
            if entry.is_symlink():
                self._leave(codes.LINK, label)
            elif entry.is_dir(follow_symlinks=False):
                room.rooms.append(self._look(Path(entry.path), label, depth + 1))
            elif not entry.is_file(follow_symlinks=False):
                self._leave(codes.NOT_A_FILE, label)
            elif is_archive(Path(entry.path)):
                self._archive(room, Path(entry.path), label, depth)
            else:
                room.files.append(Path(entry.path))
        return room

    def _leave(self, kind: FindingCode, label: str) -> None:
        self.noted.add(kind, label)
        self.left.append(FileState(label, "left"))

    def _archive(self, room: _Room, path: Path, label: str, depth: int) -> None:
        if not self.options.unpack or path.is_relative_to(self.spare):
            self._leave(codes.ARCHIVE_CLOSED, label)
            return
        self.archives += 1
        inside = self.spare / str(self.archives)
        inside.mkdir()
        unpack(path, inside, file=label, codes=self.noted, limits=self.options.limits)
        self.left.append(FileState(label, "read", ("archive",)))
        room.rooms.append(self._look(inside, label, depth + 1))

    def _answer_all(self, root: _Room) -> None:
        every = list(root.everything())
        for done, (label, path) in enumerate(every, start=1):
            options = self.options
            self.answers[label] = read_file(
                path, file=label, as_of=self.as_of, rule=options.rule, limits=options.limits
            )
            if options.progress is not None:
                options.progress(done, len(every))

    def _sites(self, room: _Room) -> tuple[list[Site], list[str]]:
        """The sites of a folder, and the files beside them that belong to none."""
        direct = [room.label(path) for path in room.files]
        read = any(self.answers[label].readings for label in direct)
        named = any(_is_room_name(each.path.name) for each in room.rooms) and _holds(room)
        group = self._is_group(room, direct)
        if (read or named) and not group:
            return [self._site(room.name, [label for label, _ in room.everything()])], []
        sites = [self._site(room.name, direct)] if read else []
        loose = [] if read else direct
        for each in room.rooms:
            found, beside = self._sites(each)
            sites += found
            loose += beside
        return sites, loose

    def _is_group(self, room: _Room, direct: list[str]) -> bool:
        """Two sub-folders with a project sheet each are two sites, whatever lies beside them."""
        rooms = sum(
            self._names_project(label for label, _ in each.everything()) for each in room.rooms
        )
        return rooms > 1 and not self._names_project(direct)

    def _names_project(self, labels: Iterable[str]) -> bool:
        readings = (each for label in labels for each in self.answers[label].readings)
        return any(each.format == PROJECT_SHEET.id for each in readings)

    def _site(self, name: str, labels: list[str]) -> Site:
        """One site; a file whose content was met before in it is named and not read again."""
        seen: dict[str, str] = {}
        for label in labels:
            digest = self.answers[label].digest
            if digest and seen.setdefault(digest, label) != label:
                repeated = FileCodes()
                repeated.add(codes.SAME_CONTENT, label, other=seen[digest])
                self.answers[label] = FileAnswer((), tuple(repeated.found), "left")
        answers = [self.answers[label] for label in labels]
        return Site(
            name,
            tuple(reading for each in answers for reading in each.readings),
            tuple(self._state(label) for label in labels),
            in_order(finding for each in answers for finding in each.findings),
        )

    def _state(self, label: str) -> FileState:
        answer = self.answers[label]
        formats = tuple(dict.fromkeys(each.format for each in answer.readings))
        return FileState(label, answer.state, formats)


def _is_room_name(name: str) -> bool:
    return any(word in name.lower() for word in ROOM_WORDS)


def _holds(room: _Room) -> bool:
    return next(room.everything(), None) is not None
