"""The whole check: folder → rows → facts → rules → report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from huxin.check.assemble import Law, assemble
from huxin.check.build import Run, build
from huxin.check.cards import chosen_rules
from huxin.check.model import Report
from huxin.check.owed import owed_lines
from huxin.check.score import Hit
from huxin.facts.engine import DuckDBEngine
from huxin.formats.base import HeaderReading
from huxin.formats.folder import Folder, FolderOptions, read_folder
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.divisions import division
from huxin.kernel.errors import InputError
from huxin.kernel.texts import N_, message
from huxin.law.lawbook import Lawbook
from huxin.rules.runner import compile_plan, load, run

__all__ = ["STEPS", "Checked", "Options", "check"]

STEPS = (N_("Reading the files"), N_("Laying the facts together"), N_("Asking the rules"))
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a folder is checked. `progress` gets a step's text key, what is done and of how much."""

    place: str
    as_of: dt.date
    pack: str | None = None
    local: Path | None = None
    rules: tuple[str, ...] = ()
    reveal: bool = False
    unpack: bool = False
    progress: Progress | None = field(default=None, compare=False)

    def tell(self, step: int, done: int, of: int) -> None:
        """Report progress, where somebody wants to know."""
        if self.progress is not None:
            self.progress(STEPS[step], done, of)


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, and its findings with their workers in clear, for scoring only."""

    report: Report
    hits: tuple[Hit, ...] = field(repr=False)
    headers: tuple[tuple[str, HeaderReading], ...] = ()


def check(path: Path, options: Options) -> Checked:
    """Check a folder.

    Raises InputError when the folder, a rule, pack or place does not exist; PackError when local
    values do not load. A folder of which nothing can be used gives a report that is not `usable`.
    """
    rules = chosen_rules(options.rules)
    folder = _read(path, options)
    book = Lawbook.load(options.local or folder.local)
    book.chain(options.place, options.pack)
    law = Law(book, pack=options.pack, calendar=WorkCalendar.load())
    place = int(division(options.place[:6]).code)
    plan = compile_plan(rules.values(), DuckDBEngine.dialect)
    options.tell(1, 0, 1)
    assembled = assemble(
        folder.sites, place=place, law=law, as_of=options.as_of, parameters=plan.parameters
    )
    options.tell(1, 1, 1)
    options.tell(2, 0, 1)
    with DuckDBEngine(threads=2) as engine:
        load(engine, assembled.tables, as_of=options.as_of, plan=plan)
        result = run(plan, engine)
        owed = owed_lines(engine)
    options.tell(2, 1, 1)
    whole = Run(
        folder, assembled, result, owed, rules, law, place, options.as_of, reveal=options.reveal
    )
    return Checked(build(whole), (*_hits(whole), *_row_hits(folder)), tuple(_headers(folder)))


def _headers(folder: Folder) -> Iterator[tuple[str, HeaderReading]]:
    """How the headings of every file were understood."""
    for site in folder.sites:
        for reading in site.readings:
            yield from ((reading.file, each) for each in reading.headers)


def _hits(whole: Run) -> Iterator[Hit]:
    """The findings of rules as they are scored."""
    sites = {key: site.name for key, site in enumerate(whole.folder.sites, 1)}
    people = whole.assembled.who.people
    for finding in whole.result.findings:
        names = whole.rules[finding.rule].spec.scope.keys
        keys = dict(zip(names, finding.subject, strict=True))
        worker = people.get(keys.get("worker_key") or 0)
        yield Hit(
            finding.rule,
            sites.get(keys.get("project_key") or 0, ""),
            worker.identity or worker.name if worker else None,
            keys.get("month"),
        )


def _row_hits(folder: Folder) -> Iterator[Hit]:
    """What the files got wrong, as it is scored."""
    for site in folder.sites:
        for each in site.all_findings:
            yield Hit(each.code, site.name, is_row=True)


def _read(path: Path, options: Options) -> Folder:
    if not path.is_dir():
        raise InputError(
            message("There is no folder {name}.", name=path.name),
            remedy=message("Name the folder that holds the site's files."),
        )
    reading = FolderOptions(
        unpack=options.unpack, progress=lambda done, of: options.tell(0, done, of)
    )
    return read_folder(path, reading, as_of=options.as_of)
