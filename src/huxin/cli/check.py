"""`huxin check`: a folder of site files in, explained findings out.

Exit codes: 0 nothing found; 1 findings, in the facts or in the files; 2 nothing could be used.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from huxin.check.model import Report
from huxin.check.render import FORMATS, print_text, render
from huxin.check.run import Options
from huxin.check.run import Progress as Told
from huxin.check.run import check as check_folder
from huxin.check.score import Score, read_truth
from huxin.check.score import score as score_hits
from huxin.cli.language import language
from huxin.formats.base import HeaderReading
from huxin.kernel.errors import InputError
from huxin.kernel.texts import N_, Message, Value, message, translate

__all__ = ["check"]

FOUND, UNUSABLE = 1, 2
STEM = "report"


FolderOf = Annotated[
    Path, typer.Argument(help=N_("Folder of one site, or of many, one sub-folder each."))
]
Place = Annotated[
    str, typer.Option(help=N_("Division code of the place whose law applies, such as 140923."))
]
AsOf = Annotated[
    str, typer.Option("--as-of", help=N_("The day on which the check is made, such as 2025-07-31."))
]
PackCode = Annotated[
    str | None, typer.Option("--pack", help=N_("Law pack to apply instead of the place's own."))
]
Local = Annotated[Path | None, typer.Option(help=N_("The local.yaml of the installation."))]
Rules = Annotated[str, typer.Option(help=N_("Only these rules: ids with commas."))]
Out = Annotated[
    Path | None, typer.Option(help=N_("Folder to write the report to, in all formats."))
]
Format = Annotated[
    str, typer.Option("--format", help=N_("What to print: text, json, html or xlsx."))
]
Reveal = Annotated[bool, typer.Option("--reveal", help=N_("Show names and numbers in full."))]
Headers = Annotated[
    bool,
    typer.Option(
        "--explain-headers", help=N_("Print how the headings of each file were understood.")
    ),
]
Unpack = Annotated[bool, typer.Option("--unpack", help=N_("Open archives in the folder."))]
TruthFile = Annotated[
    Path | None,
    typer.Option(
        help=N_("Truth file to score the findings against; writes score.json with --out.")
    ),
]


def check(  # noqa: PLR0913 -- one parameter per option of the command line
    folder: FolderOf,
    *,
    place: Place,
    as_of: AsOf,
    pack: PackCode = None,
    local: Local = None,
    rules: Rules = "",
    out: Out = None,
    format_name: Format = "text",
    reveal: Reveal = False,
    explain_headers: Headers = False,
    unpack: Unpack = False,
    score: TruthFile = None,
) -> None:
    """Check a folder of site files and explain what is found."""
    if format_name not in FORMATS:
        raise InputError(
            message("There is no format {name}.", name=format_name),
            remedy=message("Use one of: {keys}", keys=tuple(FORMATS)),
        )
    if out is not None and out.resolve().is_relative_to(folder.resolve()):
        raise InputError(
            message("The report must not lie in the folder that is checked."),
            remedy=message("Name a folder outside it; else the report is read the next time."),
        )
    truth = read_truth(score) if score else None
    with told() as progress:
        options = Options(
            place=place,
            as_of=_day(as_of),
            pack=pack,
            local=local,
            rules=tuple(each.strip() for each in rules.split(",") if each.strip()),
            reveal=reveal,
            unpack=unpack,
            progress=progress,
        )
        checked = check_folder(folder, options)
    if out is not None:
        _write(checked.report, out)
    if explain_headers:
        _print_headers(checked.headers)
    if truth is None:
        _print(checked.report, format_name)
    else:
        scored = score_hits(truth, checked.hits, sites=len(checked.report.sites))
        _print_score(scored)
        if out is not None:
            (out / "score.json").write_text(scored.text(), "utf-8")
    raise typer.Exit(_exit_code(checked.report))


def _exit_code(report: Report) -> int:
    if not report.usable:
        return UNUSABLE
    return FOUND if report.has_findings else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            message("Not a day: {text}", text=text),
            remedy=message("Write it as 2025-07-31."),
        ) from error


@contextmanager
def told() -> Iterator[Told | None]:
    """Progress bars on stderr while somebody watches; nothing for a pipe or a log."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        steps: dict[str, TaskID] = {}

        def tell(step: str, done: int, of: int) -> None:
            if step not in steps:
                steps[step] = bars.add_task(translate(step, language()), total=of)
            bars.update(steps[step], completed=done, total=of)

        yield tell


def _write(report: Report, out: Path) -> None:
    """The report in all formats, and a line on stderr saying where the page lies."""
    out.mkdir(parents=True, exist_ok=True)
    for name, ending in FORMATS.items():
        (out / f"{STEM}.{ending}").write_bytes(render(report, name, language()))
    _say(N_("The report lies in {folder}: open {file}."), folder=str(out), file=f"{STEM}.html")


def _print(report: Report, format_name: str) -> None:
    if format_name == "text" and sys.stdout.isatty():
        print_text(report, language(), Console())
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(render(report, format_name, language()))
    sys.stdout.buffer.flush()


def _print_score(scored: Score) -> None:
    """Precision and recall per kind, then over all."""
    line = "{:<34} {:>8} {:>8} {:>8} {:>9} {:>10}"
    heads = (N_("kind"), N_("planted"), N_("found"), N_("recall"), N_("findings"), N_("precision"))
    typer.echo(line.format(*(translate(each, language()) for each in heads)))
    for kind, row in scored.data["kinds"].items():
        figures = (row[each] for each in ("planted", "found", "recall", "findings", "precision"))
        typer.echo(line.format(kind, *figures))
    whole = scored.summary
    _out(
        N_(
            "recall {recall} ({found} of {planted}), precision {precision} "
            "({true} of {findings}), false findings per 20 sites {alarms}"
        ),
        recall=str(whole["recall"]),
        found=whole["found"],
        planted=whole["planted"],
        precision=str(whole["precision"]),
        true=whole["true"],
        findings=whole["findings"],
        alarms=str(whole["false_per_20_sites"]),
    )


def _print_headers(headers: Iterable[tuple[str, HeaderReading]]) -> None:
    """Which lines were taken as header, what became of each column, what is missing."""
    for file, found in headers:
        lines = tuple(str(each) for each in found.lines)
        _say(
            N_("{file} {sheet}: header in line {lines}"), file=file, sheet=found.sheet, lines=lines
        )
        for each in found.matches:
            field = each.field or translate(N_("not used"), language())
            how = translate(HOW.get(each.how, each.how), language())
            typer.echo(f"  {each.cell:<6} {each.written} → {field} ({how})", err=True)
        if found.missing:
            _say(N_("  missing: {names}"), names=found.missing)


HOW = {
    "name": N_("the canonical heading"),
    "alias": N_("a known alias"),
    "loose": N_("equal without brackets and units"),
    "day": N_("a day of the month"),
    "unmatched": N_("unknown"),
}


def _say(text: str, **values: Value) -> None:
    typer.echo(Message(text, values).say(language()), err=True)


def _out(text: str, **values: Value) -> None:
    typer.echo(Message(text, values).say(language()))
