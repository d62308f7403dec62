"""The grains: the named relations that rules are written over, shared so that each is built once.

A `Facts` is a set of expressions without an engine. `worker_month` streams from the spine;
`kept` lists the grains that a run evaluates once, in order, before any rule reads them.
Every grain carries `as_of`, the place and the parameters (`p_…`, see `context.parameter_column`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import ibis
import ibis.expr.types as ir

from huxin.facts import account_parts, parts, people_parts
from huxin.facts.context import parameter_column
from huxin.facts.expressions import (
    ZERO,
    count_where,
    fact,
    longest_run,
    money,
    month_of,
    months_between,
    parameter,
    sum_where,
    total,
    unbound,
)
from huxin.facts.spine import WORKER_MONTH

__all__ = [
    "Facts",
    "count_where",
    "money",
    "month_of",
    "months_between",
    "parameter",
    "sum_where",
    "total",
]


class Facts:
    """The grains over the fact tables, with the parameters that the rules of a run ask for."""

    def __init__(self, parameters: Iterable[str]) -> None:
        self._parameters = [parameter_column(name) for name in sorted(set(parameters))]
        self.kept: list[tuple[str, ir.Table]] = []

    @cached_property
    def month_context(self) -> ir.Table:
        fields = {
            "project_key": "int32",
            "month": "date",
            "place": "int32",
            "due_on": "date",
            "as_of": "date",
            "age": "int32",
            "age_bit": "int64",
            "keeps_attendance": "boolean",
            "month_days": "int32",
        }
        return ibis.table(fields | dict.fromkeys(self._parameters, "int64"), name="month_context")

    @cached_property
    def project_context(self) -> ir.Table:
        fields = {"project_key": "int32", "as_of": "date", "as_of_no": "int32"}
        return ibis.table(fields | dict.fromkeys(self._parameters, "int64"), name="project_context")

    @cached_property
    def worker_month(self) -> ir.Table:
        """Spine × month_context; `is_due` says that the pay day of the month has passed."""
        joined = unbound(WORKER_MONTH).inner_join(self.month_context, ["project_key", "month"])
        return joined.mutate(is_due=(joined.due_on < joined.as_of))

    @cached_property
    def worker(self) -> ir.Table:
        """One row per worker and project: what is owed over all months, and his papers.

        `owed_bits` has bit a set when wages of a months ago are due and not fully paid;
        `owed_streak` is the longest run of such months, counted up to twelve. `months_undated` are
        months of wages without a pay day, `months_unpriced` months of work without known wages.
        """
        people = parts.worker_sums(self.worker_month)
        papers = fact("enrolment").drop("party_key").rename(agreed_rate_fen="day_rate_fen")
        people = people.outer_join(papers, ["project_key", "worker_key"])
        people = people.mutate(
            project_key=ibis.coalesce(people.project_key, people.project_key_right),
            worker_key=ibis.coalesce(people.worker_key, people.worker_key_right),
            enrolled=people.worker_key_right.notnull(),
        ).drop("project_key_right", "worker_key_right")
        joined = people.left_join(people_parts.contracts(), ["project_key", "worker_key"])
        joined = joined.drop("project_key_right", "worker_key_right").mutate(
            contracts=joined.contracts.fill_null(0),
        )
        kept = self._keep("g_worker", joined)
        kept = kept.mutate(owed_streak=longest_run(kept.owed_bits.fill_null(0)))
        kept = kept.inner_join(self._site, "project_key")
        return kept.left_join(people_parts.papers(), "project_key").drop("project_key_right")

    @cached_property
    def project_month(self) -> ir.Table:
        """One row per project and month since it has facts: heads, wages, account, works, figures.

        Account and progress figures are those booked in the calendar month; `last_<kind>` is
        what was last told of a figure, `last_month_<kind>` of which month, `before_<kind>` what was
        told of the month before.
        """
        heads = parts.month_heads(self.worker_month)
        earlier = ibis.window(group_by="project_key", order_by="month")
        previous = heads.month.lag().over(earlier)
        apart = months_between(heads.month, previous)
        heads = heads.mutate(
            previous_owed_fen=(apart == 1).ifelse(heads.owed_fen.lag().over(earlier), ZERO)
        )
        joined = self.month_context.select("project_key", "month")
        for piece in (
            heads,
            parts.month_account(),
            account_parts.month_cost(self.month_context),
            parts.month_progress(),
            parts.month_indicators(),
            parts.month_enrolled(self.month_context),
            people_parts.month_roster(self.worker_month),
            people_parts.month_complaints(),
        ):
            joined = joined.left_join(piece, ["project_key", "month"]).drop(
                "project_key_right", "month_right"
            )
        zero = [
            *heads.columns[2:],
            "cost_in_fen",
            "wage_out_fen",
            "works_fen",
            "works_labour_cost_fen",
            "enrolled",
            "present_enrolled",
        ]
        joined = joined.mutate(**{name: joined[name].fill_null(0) for name in zero})
        came = (joined.cost_credits > 0).ifelse(joined.month, ibis.null("date"))
        so_far = ibis.cumulative_window(group_by="project_key", order_by="month")
        both = joined.progress_planned_ppm.notnull() & joined.progress_actual_ppm.notnull()
        measured = both.ifelse(joined.month, ibis.null("date"))
        by_month = ibis.window(group_by="project_key", order_by="month")
        follows = months_between(joined.month, joined.month.lag().over(by_month)) == 1
        joined = joined.mutate(
            **{
                f"before_{kind}": follows.ifelse(
                    joined[kind].lag().over(by_month), ibis.null("int64")
                )
                for kind in parts.FLOWING
            },
            last_cost_month=came.max().over(so_far),
            last_month_progress=measured.max().over(ibis.window(group_by="project_key")),
        )
        for piece in (parts.last_indicators(), account_parts.statements()):
            joined = joined.left_join(piece, "project_key").drop("project_key_right")
        kept = self._keep("g_project_month", joined)
        told = kept.inner_join(self.month_context, ["project_key", "month"])
        return told.inner_join(fact("project").drop("place"), "project_key")

    @cached_property
    def project(self) -> ir.Table:
        """One row per project: its papers, account, deposit, guarantee, signboard and totals."""
        joined = fact("project").select("project_key")
        totals = self.worker
        owing = totals.group_by("project_key").aggregate(
            workers=totals.count(),
            workers_owed=count_where(totals.owed_fen > 0),
            workers_unknown=count_where(
                (totals.owed_fen == 0) & (totals.months_undated + totals.months_due_unpriced > 0)
            ),
            owed_fen=total(totals.owed_fen),
            first_owed_month=totals.first_owed_month.min(),
            first_due_on=totals.first_due_on.min(),
            first_present_month=totals.first_present_month.min(),
            last_present_month=totals.last_present_month.max(),
        )
        boards = fact("signboard").mutate(has_signboard=ibis.literal(True))
        deposits = fact("deposit").mutate(has_deposit=ibis.literal(True))
        for piece in (
            owing,
            parts.project_parties(),
            parts.project_guarantees(),
            parts.project_account(),
            account_parts.statements(),
            account_parts.wages_ahead(self.worker_month),
            account_parts.open_matters(),
            people_parts.papers(),
            parts.project_reports(),
            deposits,
            boards,
        ):
            joined = joined.left_join(piece, "project_key").drop("project_key_right")
        return self._keep("g_project", joined).inner_join(self._site, "project_key")

    @cached_property
    def sheet(self) -> ir.Table:
        """One row per wage sheet: lines, signatures, posting, marks of an upside-down sheet.

        A worker with several lines in a month counts as one line, on his first sheet.
        """
        lines = unbound(WORKER_MONTH).filter(lambda t: t.lines > 0)
        rated = (lines.sheet_rate_fen > 0) & (lines.payable_fen > 0)
        whole = rated & (lines.payable_fen % lines.sheet_rate_fen.nullif(0) == 0)
        compared = lines.days_centi.notnull() & lines.sheet_days_centi.notnull()
        sheets = lines.group_by(["project_key", "sheet_key", "month"]).aggregate(
            lines=lines.count(),
            unsigned=count_where(~lines.signed),
            signature_known=count_where(lines.signed.notnull()),
            unreviewed=count_where(~lines.reviewed),
            review_known=count_where(lines.reviewed.notnull()),
            posted_days=lines.posted_days.min(),
            drawn_up_on=lines.drawn_up_on.max(),
            payable_fen=total(lines.payable_fen),
            net_fen=total(lines.net_fen),
            deducted_fen=total(money(lines.deducted_fen)),
            rated_lines=count_where(rated),
            whole_multiple_lines=count_where(whole),
            compared_lines=count_where(compared),
            days_differ_lines=count_where(compared & (lines.sheet_days_centi != lines.days_centi)),
            lowest_fen=lines.payable_fen.min(),
            highest_fen=lines.payable_fen.max(),
            fewest_centi=lines.days_centi.min(),
            most_centi=lines.days_centi.max(),
            payable_known=count_where(lines.payable_fen.notnull()),
            attended_known=count_where(lines.days_centi.notnull()),
            days_centi=total(lines.sheet_days_centi),
            days_known=count_where(lines.sheet_days_centi.notnull()),
        )
        kept = self._keep("g_sheet", sheets)
        return kept.inner_join(self.month_context, ["project_key", "month"])

    @cached_property
    def card(self) -> ir.Table:
        """One row per project and wage card of its roster: how many people it stands for."""
        return self._keep("g_card", people_parts.cards()).inner_join(self._site, "project_key")

    @cached_property
    def key_post(self) -> ir.Table:
        """Holders of key posts in the months in which their site worked, present or not."""
        posts = people_parts.key_posts(self.worker_month)
        kept = self._keep("g_key_post", posts)
        return kept.inner_join(self.month_context, ["project_key", "month"])

    @cached_property
    def entry(self) -> ir.Table:
        """Entries of special accounts beside their like and their project."""
        return account_parts.entries_beside_their_like().inner_join(self._site, "project_key")

    @cached_property
    def guarantee(self) -> ir.Table:
        """Guarantees beside the newest of their kind and their project."""
        return account_parts.guarantees_beside_the_newest().inner_join(self._site, "project_key")

    @cached_property
    def measure(self) -> ir.Table:
        """Measures of courts beside their project."""
        return self._with_site("court_measure")

    @cached_property
    def progress_payment(self) -> ir.Table:
        """Progress payments beside their project, whose agreed labour cost is `agreed_cost_fen`."""
        site = self._site.rename(agreed_cost_fen="labour_cost_fen")
        return fact("progress_payment").inner_join(site, "project_key")

    @cached_property
    def party(self) -> ir.Table:
        """Parties beside their project."""
        return self._with_site("party")

    @cached_property
    def complaint(self) -> ir.Table:
        """Complaints and clues beside their project."""
        return self._with_site("complaint")

    @cached_property
    def feed(self) -> ir.Table:
        """Feeds and reports about a project, beside it.

        `reckoned_on` is the day it was delivered, or today; `months_after` the months from the
        period to that day.
        """
        feeds = fact("feed_delivery").inner_join(self._site.drop("place"), "project_key")
        on = ibis.coalesce(feeds.delivered_on, feeds.as_of)
        return feeds.mutate(reckoned_on=on, months_after=months_between(on, feeds.month))

    def working_day_numbers(self, over: ir.Table, *dates: str) -> ir.Table:
        """`over` with `<date>_no` for each date column: the calendar's running working-day number.

        The difference of two numbers is the working days between two days; `as_of_no` is today's.
        """
        for date in dates:
            days = fact("calendar").select(**{f"{date}_day": "on", f"{date}_no": "working_day_no"})
            over = over.left_join(days, [(date, f"{date}_day")]).drop(f"{date}_day")
        return over

    def _with_site(self, name: str) -> ir.Table:
        return fact(name).inner_join(self._site, "project_key")

    def _keep(self, name: str, grain: ir.Table) -> ir.Table:
        self.kept.append((name, grain))
        return ibis.table(grain.schema(), name=name)

    @cached_property
    def _site(self) -> ir.Table:
        return fact("project").inner_join(self.project_context, "project_key")
