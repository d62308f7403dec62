"""`huxin sim`: make site folders, or fact tables, of a county that does not exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from huxin.cli.language import language
from huxin.kernel.divisions import division
from huxin.kernel.errors import InputError
from huxin.kernel.period import parse_month
from huxin.kernel.texts import N_, Value, message, translate
from huxin.sim.county import Wish
from huxin.sim.facts import FactsWish, write_facts
from huxin.sim.kinds import Order, default_orders, read_orders
from huxin.sim.truth import write_truth
from huxin.sim.world import simulate

__all__ = ["sim"]

DEFAULT_MIX = "default"


def sim(  # noqa: PLR0913 -- one parameter per option of the command
    out: Annotated[Path, typer.Option(help=N_("Folder to write to; it must be empty or new."))],
    *,
    sites: Annotated[int, typer.Option(min=1, max=12_500, help=N_("Number of sites."))] = 10,
    months: Annotated[
        int, typer.Option(min=1, max=24, help=N_("Whole months of wages and attendance."))
    ] = 6,
    seed: Annotated[
        int, typer.Option(help=N_("Seed; the same seed gives the same bytes."))
    ] = 1,
    place: Annotated[
        str, typer.Option(help=N_("Division code (GB/T 2260) of the county or city."))
    ] = "140923",
    start: Annotated[
        str | None, typer.Option(help=N_("First month, such as 2026-01."))
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help=N_("Last day known; left out: the 28th after the last month.")),
    ] = None,
    faults: Annotated[
        str | None,
        typer.Option(help=N_("A faults file, or “default” for the default mix; left out: none.")),
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help=N_("Write what was planted to this file."))
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help=N_("Write fact tables instead of site folders."))
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help=N_("With --facts: workers in all; left out: 100 a site.")),
    ] = None,
) -> None:  # fmt: skip
    """Make realistic site folders, with planted faults if wanted."""
    wish = _wish(place, sites, months, seed, start, as_of)
    if facts:
        found = write_facts(
            FactsWish(wish, workers or sites * 100), out, planted=faults is not None
        )
        if truth is not None:
            write_truth(truth, found)
        _say("Fact tables of {sites} sites and {workers} workers were written.",
             sites=sites, workers=workers or sites * 100)  # fmt: skip
        return
    with Progress(transient=True) as progress:
        bar = progress.add_task(translate(N_("Writing sites"), language()), total=sites)
        outcome = simulate(
            wish, out, orders=_orders(faults, sites), truth_file=truth,
            done=lambda number: progress.update(bar, completed=number),
        )  # fmt: skip
    _say("{sites} sites with {workers} workers were written, {faults} faults are planted.",
         sites=outcome.sites, workers=outcome.workers, faults=len(outcome.faults))  # fmt: skip
    for kind, number in sorted(outcome.missed.items()):
        _say("Not planted for want of a fitting place: {kind}, {number} times.",
             kind=kind, number=number)  # fmt: skip


def _say(text: str, /, **values: Value) -> None:
    typer.echo(message(text, **values).say(language()))


def _wish(
    place: str, sites: int, months: int, seed: int, start: str | None, as_of: str | None
) -> Wish:
    division(place)
    return Wish.of(
        place, sites=sites, months=months, seed=seed,
        start=_read(start, parse_month), as_of=_read(as_of, _day),
    )  # fmt: skip


def _read(text: str | None, parse: Callable[[str], dt.date]) -> dt.date | None:
    return None if text is None else parse(text)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            message("Not a day: {text}", text=text), remedy=message("Write it as 2025-06-30.")
        ) from error


def _orders(faults: str | None, sites: int) -> list[Order]:
    if faults is None:
        return []
    return default_orders(sites) if faults == DEFAULT_MIX else read_orders(Path(faults), sites)
