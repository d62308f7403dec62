"""Charts of the officers' pages: each says one thing in its title, its table stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from markupsafe import Markup

from huxin.check.render.charts import Bar, Chart, bars
from huxin.check.render.words import ORDER, SHAPE, Speaker, percent
from huxin.warnings.queries import Hazard, Week

__all__ = ["hazards_chart", "trend_chart"]

WIDTH, LEFT, BAND, HEAD = 300, 76, 56, 16
MOST_BARS, MOST_OF_ALL = 8, 70
MARGIN = 8  # the last day is wider than its column


def trend_chart(weeks: Sequence[Week], speaker: Speaker) -> Chart | None:
    """A band of columns for each colour, all on one scale; nothing where nothing ever was open."""
    if not any(week.open for week in weeks):
        return None
    now, before = weeks[-1].open, weeks[-2].open
    if now == before:
        title = speaker.t("{now} open, as many as a week ago", now=now)
    elif now > before:
        title = speaker.t("{now} open, {more} more than a week ago", now=now, more=now - before)
    else:
        title = speaker.t("{now} open, {less} fewer than a week ago", now=now, less=before - now)
    note = speaker.t("Open warnings at the end of each week, as their colours are today.")
    return Chart(title, note, _bands(weeks, speaker, title))


def _bands(weeks: Sequence[Week], speaker: Speaker, title: str) -> Markup:
    most = max(max(week.severities.values()) for week in weeks) or 1
    step = (WIDTH - LEFT) // len(weeks)
    height = BAND * len(ORDER) + HEAD
    parts = [
        Markup(
            '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-trend">'
            '<title id="chart-trend">{}</title>'
        ).format(WIDTH + MARGIN, height, title)
    ]
    for band, name in enumerate(ORDER):
        floor = BAND * (band + 1)
        parts.append(
            Markup('<text x="0" y="{}">{} {}</text>').format(
                floor - 4, SHAPE[name], speaker.severity(name)
            )
        )
        for at, week in enumerate(weeks):
            value, left = week.severities[name], LEFT + at * step
            tall = value * (BAND - HEAD - 4) // most
            kind = "strong" if at == len(weeks) - 1 else "bar"
            parts.append(
                Markup(
                    '<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>'
                    '<text x="{}" y="{}" class="middle">{}</text>'
                ).format(
                    left + 4, floor - tall - 1, step - 8, tall + 1, kind, left + step // 2,
                    floor - tall - 5, value,
                )
            )  # fmt: skip
    for at, week in enumerate(weeks):
        if (len(weeks) - at) % 2 == 0:
            continue  # a day is wider than a column: every other one, up to the last
        parts.append(
            Markup('<text x="{}" y="{}" class="middle">{}</text>').format(
                LEFT + at * step + step // 2, height - 2, f"{week.on:%m-%d}"
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def hazards_chart(found: Sequence[Hazard], speaker: Speaker) -> Chart | None:
    """Where most is at stake: money where any is known, else people; two projects at the least."""
    in_money = any(each.fen for each in found)
    stakes = [(each.fen if in_money else each.people, each) for each in found]
    stakes = sorted(
        ((value, each) for value, each in stakes if value),
        key=lambda stake: (-stake[0], stake[1].project),
    )
    if len(stakes) < 2:
        return None
    total = sum(value for value, _ in stakes)
    running = list(accumulate(value for value, _ in stakes))
    top = next(at for at, value in enumerate(running, 1) if 100 * value >= MOST_OF_ALL * total)
    top = min(top, MOST_BARS)  # the title speaks of bars that are drawn
    shown = {"all": len(stakes), "share": percent(running[top - 1], total)}
    title = (
        speaker.n(
            "One of {all} projects holds {share}% of the money at stake",
            "{n} of {all} projects hold {share}% of the money at stake",
            top, **shown,
        )
        if in_money
        else speaker.n(
            "One of {all} projects holds {share}% of the people concerned",
            "{n} of {all} projects hold {share}% of the people concerned",
            top, **shown,
        )
    )  # fmt: skip
    rows = [
        Bar(each.name, value, speaker.money(value) if in_money else f"{value:,}", place < top)
        for place, (value, each) in enumerate(stakes[:MOST_BARS])
    ]
    note = speaker.t("Unit: yuan") if in_money else speaker.t("Unit: people")
    return Chart(title, note, bars(rows, "chart-hazards", title))
