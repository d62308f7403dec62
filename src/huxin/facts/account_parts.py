"""Parts of the grains about the special account: statements, labour cost, wages to be paid."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from huxin.facts.expressions import count_where, fact, money, month_of, sum_where


def statements() -> ir.Table:
    """One row per project with a statement: the days it spans and what its entries tell of.

    `early_cost_fen` is the labour cost that came in before the works started.
    """
    entries = fact("account_entry").inner_join(
        fact("project").select("project_key", "started_on"), "project_key"
    )
    cost = entries.kind == "labour_cost"
    return entries.group_by("project_key").aggregate(
        statement_from_on=entries.on.min(),
        statement_to_on=entries.on.max(),
        last_wage_on=(entries.kind == "wage").ifelse(entries.on, ibis.null("date")).max(),
        early_cost_fen=sum_where(cost & (entries.on <= entries.started_on), entries.amount_fen),
    )


def month_cost(context: ir.Table) -> ir.Table:
    """The day by which each month's labour cost has to be in, and what came in by then.

    `cost_due_on` is the agreed day of the month (its last day where it is shorter), moved to the
    next working day as terms that end on a rest day are (Civil Code art. 203).
    """
    days = fact("calendar").mutate(month=lambda t: month_of(t.on))
    last = days.group_by("month").aggregate(last_day=days.on.day().max())
    agreed = context.select("project_key", "month").inner_join(
        fact("project").select("project_key", "labour_cost_day"), "project_key"
    )
    agreed = agreed.inner_join(last, "month")
    agreed = agreed.mutate(day=ibis.least(agreed.labour_cost_day, agreed.last_day))
    dated = days.select(
        "month",
        day=days.on.day(),
        due_no=days.working_day_no + days.is_working.ifelse(0, 1),
    )
    working = days.filter(days.is_working).select(cost_due_on="on", due_no="working_day_no")
    due = agreed.inner_join(dated, ["month", "day"]).inner_join(working, "due_no")
    due = due.select("project_key", "month", "cost_due_on")
    entries = fact("account_entry").filter(lambda t: t.kind == "labour_cost")
    entries = entries.select(
        "project_key", "amount_fen", booked_on="on", month=month_of(entries.on)
    )
    joined = due.left_join(entries, ["project_key", "month"])
    in_time = joined.booked_on <= joined.cost_due_on
    return joined.group_by(["project_key", "month", "cost_due_on"]).aggregate(
        cost_in_time_fen=sum_where(in_time, joined.amount_fen)
    )


def wages_ahead(months: ir.Table) -> ir.Table:
    """Wages not paid yet per project: on sheets, and implied by attendance that no sheet shows.

    `last_unpaid_due_on` is the latest pay day among them, `last_due_on` the latest pay day passed,
    `unpriced_months` are months of work whose wages nobody can tell yet.
    """
    listed = months.lines > 0
    unpaid = months.owed_fen > 0
    worked = months.on_payroll & ~listed & (months.days > 0)
    unpriced = worked & months.earned_fen.isnull() & (money(months.paid_fen) == 0)
    passed = months.is_due & (months.earned_fen > 0)
    return months.group_by("project_key").aggregate(
        listed_unpaid_fen=sum_where(listed, months.owed_fen),
        implied_unpaid_fen=sum_where(~listed, months.owed_fen),
        unpaid_workers=unpaid.ifelse(months.worker_key, ibis.null("int32")).nunique(),
        unpriced_months=count_where(unpriced),
        last_unpaid_due_on=unpaid.ifelse(months.due_on, ibis.null("date")).max(),
        last_due_on=passed.ifelse(months.due_on, ibis.null("date")).max(),
    )


def open_matters() -> ir.Table:
    """Complaints, cases and arbitrations of a project that are not resolved."""
    matters = fact("complaint").filter(lambda t: t.resolved_on.isnull())
    return matters.group_by("project_key").aggregate(open_matters=matters.count())


def entries_beside_their_like() -> ir.Table:
    """Entries with what the same account shows beside them.

    `alike` counts wage payments less returns of the same sum to the same payee in the month,
    `last_alike_key` is the last of those payments; `unfrozen_on` is the last release of a freeze.
    """
    entries = fact("account_entry").mutate(
        booked_month=lambda t: month_of(t.on),
        size_fen=lambda t: t.amount_fen.abs(),
    )
    same = ibis.window(group_by=["project_key", "payee_digest", "size_fen", "booked_month"])
    wage, back = entries.kind == "wage", entries.kind == "wage_return"
    net = ibis.cases((wage, 1), (back, -1), else_=0).cast("int64")
    freed = (entries.kind == "unfreeze").ifelse(entries.on, ibis.null("date"))
    return entries.mutate(
        alike=net.sum().over(same).cast("decimal(38, 0)").cast("int64"),
        last_alike_key=wage.ifelse(entries.entry_key, ibis.null("int32")).max().over(same),
        unfrozen_on=freed.max().over(ibis.window(group_by="project_key")),
    )


def guarantees_beside_the_newest() -> ir.Table:
    """Guarantees with the last day of the project's newest one of the kind."""
    letters = fact("guarantee")
    same = ibis.window(group_by=["project_key", "kind"])
    return letters.mutate(newest_to_on=letters.to_on.max().over(same))
