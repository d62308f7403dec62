"""The spine said portably: one Ibis expression that every engine can run.

`spine.spine()` is the form used when facts are loaded, because it is fast; this one says the same
in words that DuckDB, PostgreSQL and Spark share, for installations whose facts live in a database.
A test holds both to identical rows.
"""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir

from huxin.facts.expressions import (
    MONTH_DAYS,
    ZERO,
    fact,
    first_day,
    last_day,
    longest_run,
    money,
    total,
    unbound,
)
from huxin.facts.spine import WORKER_MONTH
from huxin.facts.spine_columns import PAYROLL_POSTS

_KEYS = ("project_key", "worker_key", "month")
_CHANNELS = {
    "special_fen": "special_account",
    "cash_fen": "cash",
    "other_fen": "other_account",
    "in_kind_fen": "in_kind",
}


def expression() -> ir.Table:
    """The spine over the unbound fact tables, with the columns of `WORKER_MONTH` in their types."""
    attendance, wages, payments = fact("attendance_month"), _wages(), _payments()
    joined = ibis.union(
        *(part.select(*_KEYS) for part in (attendance, wages, payments)), distinct=True
    )
    for part in (attendance, wages, payments, _other_sites()):
        joined = _beside(joined, part, _KEYS)
    joined = _beside(joined, _enrolment(), _KEYS[:2])
    joined = _beside(joined, _contracts(), _KEYS[:2])
    filled = joined.mutate(
        enrolled=joined.enrolled.fill_null(False),
        **{name: joined[name].fill_null(0) for name in ("lines", "payments", "contracts")},
    )
    filled = _settled(filled)
    types = unbound(WORKER_MONTH).schema()
    return filled.select(**{name: filled[name].cast(types[name]) for name in types.names})


def _settled(rows: ir.Table) -> ir.Table:
    """The columns that follow from one row alone (see `spine_columns`)."""
    year, month = rows.month.year(), rows.month.month()
    ordinary = rows.post.isnull() | rows.post.isin(PAYROLL_POSTS)
    by_days = rows.days_centi.cast("int64") * rows.agreed_rate_fen // 100
    earned = (rows.lines > 0).ifelse(rows.net_fen, ordinary.ifelse(by_days, ibis.null("int64")))
    unpaid = money(earned) - money(rows.paid_fen)
    return rows.mutate(
        first_present_on=ibis.date(year, month, first_day(rows.days_bits)),
        last_present_on=ibis.date(year, month, last_day(rows.days_bits)),
        run_days=rows.days_bits.notnull().ifelse(
            longest_run(rows.days_bits, MONTH_DAYS), ibis.null("int64")
        ),
        on_payroll=(rows.lines > 0) | ordinary,
        earned_fen=earned,
        owed_fen=(unpaid > 0).ifelse(unpaid, ZERO),
    )


def _beside(left: ir.Table, part: ir.Table, by: tuple[str, ...]) -> ir.Table:
    joined = left.left_join(part, list(by))
    return joined.drop(*(name for name in joined.columns if name.endswith("_right")))


def _placed(name: str) -> ir.Table:
    """The rows that name their worker and their month; others have no place in the spine."""
    return fact(name).filter(lambda t: t.worker_key.notnull() & t.month.notnull())


def _wages() -> ir.Table:
    lines = _placed("wage_line")
    return lines.group_by(_KEYS).aggregate(
        lines=lines.count(),
        sheet_key=lines.sheet_key.min(),
        employer_key=lines.party_key.min(),
        sheet_days_centi=total(lines.days_centi),
        sheet_rate_fen=lines.day_rate_fen.max(),
        overtime_fen=total(lines.overtime_fen),
        payable_fen=total(lines.payable_fen),
        deducted_fen=total(lines.deducted_fen),
        net_fen=total(lines.net_fen),
        signed=_every(lines.signed),
        reviewed=_every(lines.reviewed),
        posted_days=lines.posted_days.min(),
        in_kind=_some(lines.in_kind),
        sheet_card=lines.card_digest.max(),
        drawn_up_on=lines.drawn_up_on.max(),
    )


def _every(flag: ir.Value) -> ir.Value:
    """Whether no flag of the group that is known is false; null when none is known."""
    return flag.cast("int32").min() == 1


def _some(flag: ir.Value) -> ir.Value:
    """Whether a flag of the group is true; null when none is known."""
    return flag.cast("int32").max() == 1


def _payments() -> ir.Table:
    given = _placed("payment")
    paid = given.state == "paid"

    def amount_where(condition: ir.BooleanValue) -> ir.Value:
        return total(condition.fill_null(False).ifelse(given.amount_fen, ZERO))

    grouped = given.group_by(_KEYS).aggregate(
        payments=given.count(),
        paid_fen=amount_where(paid),
        **{name: amount_where(paid & (given.channel == way)) for name, way in _CHANNELS.items()},
        failed_fen=amount_where(given.state == "failed"),
        returned_fen=amount_where(given.state == "returned"),
        unknown_fen=amount_where(given.state == "unknown"),
        first_paid_on=paid.ifelse(given.paid_on, ibis.null("date")).min(),
        last_paid_on=paid.ifelse(given.paid_on, ibis.null("date")).max(),
        paid_card=paid.ifelse(given.card_digest, ibis.null("int64")).max(),
        strangers=total((~given.payee_matches).fill_null(False).ifelse(1, 0)),
    )
    roster = fact("enrolment").filter(lambda t: t.card_digest.notnull())
    owners = roster.group_by(paid_card=roster.card_digest).aggregate(
        paid_card_owner=roster.worker_key.min()
    )
    return _beside(grouped, owners, ("paid_card",))


def _enrolment() -> ir.Table:
    people = fact("enrolment").rename(agreed_rate_fen="day_rate_fen")
    names = (
        *_KEYS[:2],
        "party_key",
        "team_key",
        "post",
        "entered_on",
        "left_on",
        "registered_on",
        "under_age",
        "agreed_rate_fen",
        "card_digest",
    )
    return people.select(*names).mutate(enrolled=ibis.literal(True))


def _contracts() -> ir.Table:
    papers = fact("labour_contract")
    grouped = papers.group_by(_KEYS[:2]).aggregate(
        contracts=papers.count(),
        contract_from_on=papers.from_on.min(),
        latest_to_on=papers.to_on.max(),
        dated=total(papers.to_on.notnull().ifelse(1, 0)),
        contract_signed_on=papers.signed_on.min(),
        contract_filed_on=papers.filed_on.min(),
    )
    ended = grouped.dated == grouped.contracts  # one contract without an end runs on
    return grouped.mutate(
        contract_to_on=ended.ifelse(grouped.latest_to_on, ibis.null("date"))
    ).drop("latest_to_on", "dated")


def _other_sites() -> ir.Table:
    """Days of each row on which the worker was on another site too.

    A day counts there when, over all sites of the worker in the month, its bit is set twice.
    """
    attendance = fact("attendance_month")
    bits = attendance.days_bits.cast("int64")
    days = {f"d{day}": total(_bit(bits, day)) for day in range(MONTH_DAYS)}
    heads = attendance.group_by(_KEYS[1:]).aggregate(**days)
    shared = reduce(
        lambda mask, day: mask + (heads[f"d{day}"] > 1).ifelse(1 << day, 0).cast("int64"),
        range(MONTH_DAYS),
        ZERO,
    )
    masks = heads.select(*_KEYS[1:], shared=shared)
    own = _beside(attendance.select(*_KEYS, "days_bits"), masks, _KEYS[1:])
    here = own.days_bits.cast("int64") & own.shared
    return own.select(*_KEYS, other_site_bits=here)


def _bit(bits: ir.Value, day: int) -> ir.Value:
    return (bits >> day) & ibis.literal(1, "int64")
