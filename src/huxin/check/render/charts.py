"""Charts as SVG: one idea each, bars from zero, direct labels, text as text, grey when printed.

A chart's title states its finding; the same figures always stand in the table beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from huxin.check.model import Answer, Site
from huxin.check.render.words import Speaker, percent

__all__ = ["Bar", "Chart", "bars", "months_chart", "sites_chart"]

WIDTH, ROW, BAR = 400, 38, 12
MOST_BARS = 12
HALF_OF_ALL, MOST_OF_ALL = 50, 70


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value, the value as text, and whether the title speaks of it."""

    label: str
    value: int
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart with its title and its note on unit, source and date."""

    title: str
    note: str
    svg: Markup


def _clip(text: str, room: int = 38) -> str:
    """`text` in at most `room` half-width columns: a Chinese character takes two."""
    widths = list(accumulate(2 if ord(each) > 0x2E7F else 1 for each in text))
    if not widths or widths[-1] <= room:
        return text
    return text[: sum(1 for width in widths if width <= room - 1)] + "…"


def bars(rows: Sequence[Bar], name: str, title: str) -> Markup:
    """Bars from zero, each under its label and figure; `name` makes ids unique within the page."""
    most = max((row.value for row in rows), default=0) or 1
    height = ROW * len(rows)
    parts = [
        Markup(
            '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}">'
            '<title id="{}">{}</title>'
        ).format(WIDTH, height, name, name, title)
    ]
    for place, row in enumerate(rows):
        top, length = place * ROW, max(row.value * WIDTH // most, 1)
        parts.append(
            Markup(
                '<text x="0" y="{}">{}</text><text x="{}" y="{}" class="figure">{}</text>'
            ).format(top + 13, _clip(row.label), WIDTH, top + 13, row.text)
        )
        parts.append(
            Markup('<rect x="0" y="{}" width="{}" height="{}" class="{}"/>').format(
                top + 19, length, BAR, "strong" if row.strong else "bar"
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def sites_chart(sites: Sequence[Site], speaker: Speaker) -> Chart | None:
    """Who owes the most: needs at least two sites that owe, else the table says it all."""
    owing = [each for each in sites if each.owed_fen > 0]
    owing.sort(key=lambda each: (-each.owed_fen, each.number))
    if len(owing) < 2:
        return None
    total = sum(each.owed_fen for each in owing)
    running = list(accumulate(each.owed_fen for each in owing))
    top = next(at for at, fen in enumerate(running, 1) if 100 * fen >= MOST_OF_ALL * total)
    if 100 * owing[0].owed_fen >= HALF_OF_ALL * total:
        top = 1
    top = min(top, MOST_BARS)
    title = speaker.n(
        "One site holds {share}% of what is owed",
        "{n} of {all} owing sites hold {share}% of what is owed",
        top,
        all=len(owing),
        share=percent(running[top - 1], total),
    )
    rows = [
        Bar(speaker.say(site.name), site.owed_fen, speaker.money(site.owed_fen), place < top)
        for place, site in enumerate(owing[:MOST_BARS])
    ]
    return Chart(title, speaker.t("Unit: yuan"), bars(rows, "chart-sites", title))


def months_chart(answer: Answer, speaker: Speaker) -> Chart | None:
    """For which months wages are owed: needs at least two months."""
    if len(answer.by_month) < 2 or answer.fen <= 0:
        return None
    worst = max(answer.by_month, key=lambda each: (each[2], each[0]))
    title = speaker.t(
        "Most is owed for {month}: {share}% of all",
        month=speaker.month(worst[0]),
        share=percent(worst[2], sum(fen for _, _, fen in answer.by_month)),
    )
    rows = [
        Bar(speaker.month(month), fen, speaker.money(fen), month == worst[0])
        for month, _, fen in answer.by_month[-MOST_BARS:]
    ]
    return Chart(title, speaker.t("Unit: yuan"), bars(rows, "chart-months", title))
