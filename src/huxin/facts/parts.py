"""What the grains are put together from: one relation per matter, each at its own key."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from huxin.facts.expressions import count_where, fact, money, month_of, sum_where, total
from huxin.facts.schema import TABLES


def worker_sums(months: ir.Table) -> ir.Table:
    """What adds up over the months of one worker on one site.

    Most months are plain: paid, listed, nothing bounced. What tells of trouble is summed over the
    other months only, which are few.
    """
    keys = ["project_key", "worker_key"]
    present = months.days > 0
    plain = months.group_by(keys).aggregate(
        months_present=count_where(present),
        days_centi=sum_where(present, months.days_centi),
        last_present_month=present.ifelse(months.month, ibis.null("date")).max(),
        first_present_month=present.ifelse(months.month, ibis.null("date")).min(),
        paid_fen=total(money(months.paid_fen)),
        net_fen=total(money(months.net_fen)),
        paid_this_year_fen=sum_where(
            months.month.year() == months.as_of.year(), money(months.paid_fen)
        ),
    )
    troubled = _worker_trouble(months)
    joined = plain.left_join(troubled, keys).drop(*(f"{key}_right" for key in keys))
    counted = [name for name in troubled.columns[2:] if not name.startswith("first_")]
    return joined.mutate(**{name: joined[name].fill_null(0) for name in counted})


def _worker_trouble(months: ir.Table) -> ir.Table:
    worked = months.on_payroll & ((months.lines > 0) | (months.days > 0).fill_null(False))
    bounced = money(months.returned_fen) + money(months.failed_fen)
    unlisted = (months.days > 0) & (months.lines == 0)
    odd = (months.owed_fen > 0) | (bounced > 0) | unlisted.fill_null(False)
    months = months.filter(odd | (worked & months.earned_fen.isnull()) | months.due_on.isnull())
    worked = months.on_payroll & ((months.lines > 0) | (months.days > 0).fill_null(False))
    owed = months.is_due & (months.owed_fen > 0)
    unrecorded = (months.days > 0) & (months.lines == 0) & (months.payments == 0) & months.is_due
    unpriced = worked & months.earned_fen.isnull()
    return months.group_by(["project_key", "worker_key"]).aggregate(
        months_owed=count_where(owed),
        owed_fen=sum_where(owed, months.owed_fen),
        unpaid_fen=total(months.owed_fen),
        owed_bits=sum_where(owed, months.age_bit),
        months_unrecorded=count_where(unrecorded),
        months_undated=count_where(months.due_on.isnull() & (months.earned_fen > 0)),
        months_unpriced=count_where(unpriced),
        months_due_unpriced=count_where(unpriced & months.is_due),
        first_owed_month=owed.ifelse(months.month, ibis.null("date")).min(),
        first_due_on=owed.ifelse(months.due_on, ibis.null("date")).min(),
        first_unrecorded_month=unrecorded.ifelse(months.month, ibis.null("date")).min(),
        returned_fen=total(money(months.returned_fen)),
        failed_fen=total(money(months.failed_fen)),
    )


def month_heads(months: ir.Table) -> ir.Table:
    """Heads and sums of one site in one month; exceptions are counted over the odd rows only."""
    keys = ["project_key", "month"]
    present = months.days > 0
    waged = present & months.on_payroll
    listed = months.lines > 0
    rate = ibis.coalesce(months.sheet_rate_fen, months.agreed_rate_fen)
    plain = months.group_by(keys).aggregate(
        present=count_where(present),
        present_waged=count_where(waged),
        listed=count_where(listed),
        listed_paid=count_where(listed & (months.paid_fen > 0)),
        paid=count_where(months.paid_fen > 0),
        present_special=count_where(waged & (months.special_fen > 0)),
        days_centi=sum_where(waged, months.days_centi),
        earned_fen=sum_where(waged & rate.notnull(), months.days_centi * rate // 100),
        payable_fen=total(money(months.payable_fen)),
        net_fen=total(money(months.net_fen)),
        deducted_fen=total(money(months.deducted_fen)),
        paid_fen=total(money(months.paid_fen)),
        special_fen=total(money(months.special_fen)),
        single_punch_days=sum_where(present, months.single_punch_days),
        present_days=sum_where(present, months.days),
    )
    odd = _month_trouble(months)
    joined = plain.left_join(odd, keys).drop(*(f"{key}_right" for key in keys))
    return joined.mutate(**{name: joined[name].fill_null(0) for name in odd.columns[2:]})


def _month_trouble(months: ir.Table) -> ir.Table:
    """Counts to which a month in order adds nothing: there, listed, all paid from the account."""
    rate = ibis.coalesce(months.sheet_rate_fen, months.agreed_rate_fen)
    in_order = (
        (months.days > 0)
        & (months.lines > 0)
        & (months.paid_fen > 0)
        & (months.special_fen == months.paid_fen)
        & (months.owed_fen == 0)
        & rate.notnull()
    )
    bounced = money(months.returned_fen) + money(months.unknown_fen)
    months = months.filter(~in_order.fill_null(False) | (bounced > 0))
    waged = (months.days > 0) & months.on_payroll
    unpaid = waged & (money(months.paid_fen) == 0)
    routed = months.special_fen + months.cash_fen + months.other_fen + months.in_kind_fen
    owed = months.is_due & (months.owed_fen > 0)
    rate = ibis.coalesce(months.sheet_rate_fen, months.agreed_rate_fen)
    return months.group_by(["project_key", "month"]).aggregate(
        present_unlisted=count_where(waged & (months.lines == 0)),
        present_unpaid=count_where(unpaid),
        present_unpaid_fen=sum_where(unpaid, months.owed_fen),
        paid_absent=count_where((months.paid_fen > 0) & (months.days.fill_null(0) == 0)),
        unrated=count_where(waged & rate.isnull()),
        cash_fen=total(money(months.cash_fen)),
        other_fen=total(money(months.other_fen)),
        unrouted_fen=total(money(months.paid_fen - routed)),
        returned_fen=total(money(months.returned_fen)),
        unknown_fen=total(money(months.unknown_fen)),
        owed_fen=sum_where(owed, months.owed_fen),
        owed_workers=count_where(owed),
    )


def month_account() -> ir.Table:
    entries = fact("account_entry").inner_join(
        fact("project").select("project_key", "labour_cost_day"), "project_key"
    )
    entries = entries.mutate(month=month_of(entries.on))
    cost = entries.kind == "labour_cost"
    late = entries.on.day() > entries.labour_cost_day
    return entries.group_by(["project_key", "month"]).aggregate(
        cost_in_fen=sum_where(cost, entries.amount_fen),
        cost_in_on_time_fen=sum_where(cost & ~late, entries.amount_fen),
        cost_credits=count_where(cost),
        wage_out_fen=-sum_where(entries.kind.isin(["wage", "wage_return"]), entries.amount_fen),
        last_entry_on=entries.on.max(),
    )


def month_progress() -> ir.Table:
    works = fact("progress_payment")
    return works.group_by(["project_key", "month"]).aggregate(
        output_fen=total(works.output_fen),
        works_fen=total(money(works.amount_fen)),
        works_labour_cost_fen=total(money(works.labour_cost_fen)),
        works_due_on=works.due_on.min(),
        works_paid_on=works.paid_on.max(),
    )


def month_indicators() -> ir.Table:
    figures = fact("indicator")
    kinds = next(column.labels for column in TABLES["indicator"].columns if column.name == "kind")
    return figures.group_by(["project_key", "month"]).aggregate(
        **{
            kind: (figures.kind == kind).ifelse(figures.value, ibis.null("int64")).max()
            for kind in kinds
        }
    )


STANDING = (
    "water_fee_owed", "power_fee_owed", "gas_fee_owed", "rent_owed", "property_fee_owed",
    "tax_owed", "loan_overdue", "social_insurance_owed", "disputes", "petitions", "cash_flow",
    "opinion_leads", "tax_paid", "power_used",
)  # fmt: skip
"""Indicators that count until another figure is told: the last one overtakes those before it."""


FLOWING = ("tax_paid", "power_used")
"""Indicators that are compared with those of the month before."""


def last_indicators() -> ir.Table:
    """One row per project: `last_<kind>` as it was last told, and of which month that was."""
    figures = fact("indicator")
    newest = ibis.window(
        group_by=["project_key", "kind"], order_by=[ibis.desc("month"), ibis.desc("value")]
    )
    ranked = figures.mutate(rank=ibis.row_number().over(newest))
    last = ranked.filter(ranked["rank"] == 0)
    of = {kind: last.kind == kind for kind in STANDING}
    return last.group_by("project_key").aggregate(
        **{f"last_{kind}": is_it.ifelse(last.value, ibis.null("int64")).max()
           for kind, is_it in of.items()},
        **{f"last_month_{kind}": is_it.ifelse(last.month, ibis.null("date")).max()
           for kind, is_it in of.items()},
    )  # fmt: skip


def month_enrolled(context: ir.Table) -> ir.Table:
    """Workers on the roster in the month: entered before its end, not left before its start."""
    moves = fact("enrolment").mutate(
        entry_month=lambda t: month_of(t.entered_on),
        exit_month=lambda t: month_of(t.left_on),
    )
    moves = moves.group_by(["project_key", "entry_month", "exit_month"]).aggregate(
        people=lambda t: t.count()
    )
    months = context.select("project_key", "month")
    joined = moves.inner_join(months, "project_key")
    there = (joined.entry_month <= joined.month) & (
        joined.exit_month.isnull() | (joined.exit_month >= joined.month)
    )
    return joined.group_by(["project_key", "month"]).aggregate(
        enrolled=sum_where(there, joined.people)
    )


def project_parties() -> ir.Table:
    parties = fact("party")
    key = {
        role: (parties.role == role).ifelse(parties.party_key, ibis.null("int32")).min()
        for role in ("developer", "general_contractor")
    }
    return parties.group_by("project_key").aggregate(
        parties=parties.count(),
        developer_key=key["developer"],
        contractor_key=key["general_contractor"],
        contractor_capital_fen=(parties.role == "general_contractor")
        .ifelse(parties.registered_capital_fen, ibis.null("int64"))
        .max(),
    )


def project_reports() -> ir.Table:
    """Whether the employer's report of its own arrears is known, and when it came."""
    feeds = fact("feed_delivery")
    reports = feeds.filter(feeds.feed == "employer_arrears_report")
    return reports.group_by("project_key").aggregate(
        arrears_reports=reports.count(), arrears_reported_on=reports.delivered_on.max()
    )


def project_guarantees() -> ir.Table:
    letters = fact("guarantee")
    owner, deposit = letters.kind == "owner_payment", letters.kind == "wage_deposit"
    return letters.group_by("project_key").aggregate(
        owner_guarantees=count_where(owner),
        owner_guarantee_fen=sum_where(owner, money(letters.amount_fen)),
        owner_guarantee_to_on=owner.ifelse(letters.to_on, ibis.null("date")).max(),
        deposit_letters=count_where(deposit),
        deposit_letter_fen=sum_where(deposit, money(letters.amount_fen)),
        deposit_letter_to_on=deposit.ifelse(letters.to_on, ibis.null("date")).max(),
    )


def project_account() -> ir.Table:
    """Balance after the last entry that gives one, and what moved since the account began."""
    entries = fact("account_entry")
    known = entries.filter(entries.balance_fen.notnull())
    newest = ibis.window(group_by="project_key", order_by=[ibis.desc("on"), ibis.desc("entry_key")])
    ranked = known.mutate(rank=ibis.row_number().over(newest))
    balance = ranked.filter(ranked["rank"] == 0).select(
        "project_key", "balance_fen", balance_on="on"
    )
    moved = entries.group_by("project_key").aggregate(
        entries=entries.count(),
        booked_fen=total(entries.amount_fen),
        cost_in_total_fen=sum_where(entries.kind == "labour_cost", entries.amount_fen),
        last_cost_on=(entries.kind == "labour_cost").ifelse(entries.on, ibis.null("date")).max(),
        first_cost_on=(entries.kind == "labour_cost").ifelse(entries.on, ibis.null("date")).min(),
        frozen_fen=-sum_where(entries.kind.isin(["freeze", "unfreeze"]), entries.amount_fen),
    )
    return moved.left_join(balance, "project_key").drop("project_key_right")
