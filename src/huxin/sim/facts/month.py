"""One month of the fast path: attendance, wage lines and payments of every worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from huxin.kernel.period import add_months, months_between
from huxin.sim.facts.columns import Bools, Ints, day_number, days, flags, ints, labels, table
from huxin.sim.facts.plan import TEAM, Plan, month_end

__all__ = ["Month", "attendance", "draw_month", "payments", "wage_lines"]

_BLOCK = 200_000
_PRESENT_OF_256 = 236
_RATE = 400
_MOST_IN_A_ROW = 11
# Faults of one worker's month; a worker's month has at most one of them.
WORKER_MONTH_KINDS = (
    "attended_unpaid", "attended_unlisted", "short_paid", "late_paid", "paid_absent",
    "returned_pay_not_repaid", "third_party_card", "excess_wage", "below_minimum",
    "high_deduction", "in_kind", "cash_paid", "impossible_days", "impossible_hours",
    "single_punches",
)  # fmt: skip


@dataclass(slots=True)
class Month:
    """What happened to every worker in the month; `fault` is 1 + a place in WORKER_MONTH_KINDS."""

    month: dt.date
    present: npt.NDArray[np.bool_]
    fault: npt.NDArray[np.int8]
    worked: Ints
    net: Ints

    @property
    def length(self) -> int:
        return int(self.present.shape[1])

    def has(self, kind: str) -> Bools:
        """The workers whose month has this fault."""
        mask: Bools = self.fault == WORKER_MONTH_KINDS.index(kind) + 1
        return mask


def draw_month(plan: Plan, month: dt.date) -> Month:
    """Presence on each day of the month, and the faults of workers' months."""
    length = month_end(month).day
    first = day_number(month)
    rng = plan.rng("present", str(month))
    on = np.arange(first, first + length)
    rest = rng.integers(0, 256, (plan.projects, length), dtype=np.uint8) < 10
    sunday = np.array([(month.replace(day=day)).weekday() == 6 for day in range(1, length + 1)])
    rest |= sunday[None, :] & (rng.integers(0, 2, (plan.projects, length)) == 0)
    rest |= _holidays(plan, month)[None, :]
    present = np.empty((plan.workers, length), dtype=np.bool_)
    for begin in range(0, plan.workers, _BLOCK):
        block = slice(begin, begin + _BLOCK)
        drawn = rng.integers(0, 256, (len(plan.project_of[block]), length), dtype=np.uint8)
        here = (on >= plan.entered[block, None]) & (on <= plan.left[block, None])
        here &= on <= plan.as_of
        whole = (drawn < _PRESENT_OF_256) & here & ~rest[plan.project_of[block]]
        present[block] = _rested(whole)
    worked = present.sum(axis=1, dtype=np.int32)
    fault = _faults(plan, month, worked)
    return Month(month, present, fault, worked, np.zeros(plan.workers, dtype=np.int64))


def _rested(present: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Takes out the day after eleven worked in a row."""
    row = np.zeros(len(present), dtype=np.int8)
    for day in range(present.shape[1]):
        present[:, day] &= row < _MOST_IN_A_ROW
        row = np.where(present[:, day], row + 1, 0).astype(np.int8)
    return present


def _holidays(plan: Plan, month: dt.date) -> Bools:
    """Working days that are holidays by the State Council's notice are rest days."""
    shut = []
    for day in range(1, month_end(month).day + 1):
        on = month.replace(day=day)
        shut.append(on.weekday() < 5 and not plan.calendar.is_working(on).working)
    return np.array(shut, dtype=np.bool_)


def _faults(plan: Plan, month: dt.date, worked: Ints) -> npt.NDArray[np.int8]:
    """At most one kind per worker's month, about 0.04 per cent each, in past months only."""
    fault = np.zeros(plan.workers, dtype=np.int8)
    is_past = months_between(month, plan.wish.as_of) >= 2
    if not plan.marks.is_on or not is_past:
        return fault
    drawn = plan.rng("fault", str(month)).integers(0, 1_000_000, plan.workers, dtype=np.int32)
    fits = (worked >= 8) & (plan.place_in % TEAM > 2)
    number = drawn // _RATE + 1
    fault = np.where(fits & (number <= len(WORKER_MONTH_KINDS)), number, 0).astype(np.int8)
    clocked = plan.clocked[plan.project_of]
    for kind in ("impossible_hours", "single_punches"):
        code = WORKER_MONTH_KINDS.index(kind) + 1
        fault[(fault == code) & ~clocked] = 0
    for place, kind in enumerate(WORKER_MONTH_KINDS, start=1):
        plan.marks.count(kind, fault == place)
    return fault


def attendance(plan: Plan, month: Month) -> tuple[pa.Table, pa.Table]:
    """The tables attendance_day and attendance_month of the month."""
    month.present[month.has("paid_absent")] = False
    parts = [
        _block(plan, month, slice(begin, min(begin + _BLOCK, plan.workers)))
        for begin in range(0, plan.workers, _BLOCK)
    ]
    daily = pa.concat_tables([part[0] for part in parts])
    monthly = pa.concat_tables([part[1] for part in parts])
    return daily.combine_chunks(), monthly.combine_chunks()


def _block(plan: Plan, month: Month, block: slice) -> tuple[pa.Table, pa.Table]:
    """Both tables for a run of workers, so that memory stays flat."""
    present = month.present[block]
    rng = plan.rng("minutes", str(month.month), block.start)
    minutes = rng.integers(0, 120, present.shape, dtype=np.uint8).astype(np.int16) + 540
    long = month.has("impossible_hours")[block]
    minutes[long] = np.where(np.arange(month.length)[None, :] % 7 == 3, 1_170, minutes[long])
    single = np.zeros_like(present)
    single[month.has("single_punches")[block]] = np.arange(month.length) % 4 != 0
    single &= present
    minutes[~present] = 0
    clocked = plan.clocked[plan.project_of[block]]
    daily = _days(plan, month, block, minutes, single)
    monthly = _months(plan, month, block, minutes, single, clocked)
    return daily, monthly


def _days(
    plan: Plan, month: Month, block: slice, minutes: npt.NDArray[np.int16], single: Bools
) -> pa.Table:
    worker, day = np.nonzero(month.present[block])
    worker, day = worker.astype(np.int32), day.astype(np.int32)
    whole = minutes[worker, day].astype(np.int32)
    alone = single[worker, day]
    clocked = plan.clocked[plan.project_of[block]][worker]
    punches = np.where(alone, 1, 4).astype(np.int32)
    return table(
        "attendance_day",
        {
            "project_key": ints(plan.project_of[block][worker] + 1),
            "worker_key": ints(worker + np.int32(block.start + 1)),
            "on": days(day + day_number(month.month)),
            "minutes": ints(whole, alone | ~clocked),
            "punches": ints(punches, ~clocked),
            "source": labels(np.where(clocked, 0, 1), ("clock", "grid")),
        },
        len(worker),
    )


def _months(
    plan: Plan, month: Month, block: slice, minutes: npt.NDArray[np.int16], single: Bools,
    clocked: Bools,
) -> pa.Table:  # fmt: skip
    present = month.present[block]
    bits = np.zeros(len(present), dtype=np.int32)
    for day in range(month.length):
        bits |= present[:, day].astype(np.int32) << np.int32(day)
    count = present.sum(axis=1, dtype=np.int32)
    keep = count > 0
    singles = single.sum(axis=1, dtype=np.int32)
    minutes[single] = 0
    worker = np.arange(block.start, block.stop, dtype=np.int32)[keep]
    unmeasured = ~clocked[keep]
    rows = len(worker)
    return table(
        "attendance_month",
        {
            "project_key": ints(plan.project_of[worker] + 1),
            "worker_key": ints(worker + 1),
            "month": days(np.full(rows, day_number(month.month))),
            "days_bits": ints(bits[keep]),
            "days": ints(count[keep]),
            "days_centi": ints(count[keep] * 100),
            "minutes": ints(minutes.sum(axis=1, dtype=np.int32)[keep], unmeasured),
            "longest_day_minutes": ints(minutes.max(axis=1).astype(np.int32)[keep], unmeasured),
            "single_punch_days": ints(singles[keep], unmeasured),
        },
        rows,
    )


def wage_lines(plan: Plan, month: Month) -> pa.Table:
    """The table wage_line of the month; keeps each worker's net pay in `month.net`."""
    rng = plan.rng("wages", str(month.month))
    rows = plan.workers
    centi = month.worked.astype(np.int64) * 100
    centi[month.has("impossible_days")] = 3_400
    rate = np.where(month.has("below_minimum"), 6_000, plan.rate)
    base = rate * centi // 100
    overtime = plan.rate * 3 * rng.integers(2, 68, rows) // 3_200 * 100
    overtime[(rng.integers(0, 6, rows) == 0) | month.has("below_minimum")] = 0
    overtime[month.has("excess_wage")] += 6_000_000
    payable = base + overtime
    taken = np.where(rng.integers(0, 5, rows) == 0, payable * 12 // 1_000_000 * 10_000, 0)
    taken = np.where(month.has("high_deduction"), payable * 6 // 100_000 * 10_000, taken)
    net = payable - taken
    keep = (month.worked > 0) & ~month.has("attended_unlisted")
    month.net = np.where(keep, net, 0)
    worker = np.flatnonzero(keep).astype(np.int32)
    sheet = _sheet_keys(plan, month.month)
    signed, posted, reviewed = (_sheet_marks(plan, month.month, kind, sheet) for kind in _SHEETS)
    drawn = day_number(add_months(month.month, 1)) + 1
    count = len(worker)
    return table(
        "wage_line",
        {
            "project_key": ints(plan.project_of[worker] + 1),
            "worker_key": ints(worker + 1),
            "party_key": ints(plan.party_of[worker]),
            "month": days(np.full(count, day_number(month.month))),
            "sheet_key": ints(sheet[worker]),
            "line": ints(plan.place_in[worker] % TEAM + 1),
            "days_centi": ints(centi[worker].astype(np.int32)),
            "day_rate_fen": ints(rate[worker]),
            "overtime_fen": ints(overtime[worker]),
            "payable_fen": ints(payable[worker]),
            "deducted_fen": ints(taken[worker]),
            "net_fen": ints(net[worker]),
            "signed": flags(~signed[worker]),
            "reviewed": flags(~reviewed[worker]),
            "posted_days": ints(np.where(posted[worker], 0, 8).astype(np.int32)),
            "drawn_up_on": days(np.full(count, drawn)),
            "in_kind": flags(month.has("in_kind")[worker]),
            "card_digest": ints(plan.card[worker]),
        },
        count,
    )


_SHEETS = ("unsigned_sheet", "unposted_sheet", "unreviewed_sheet")


def _sheet_keys(plan: Plan, month: dt.date) -> Ints:
    """A number per team and month, the same in every run."""
    number = months_between(plan.months[0], month)
    most = int(plan.place_in.max()) // TEAM + 1
    base = plan.project_of.astype(np.int64) * most + plan.place_in // TEAM
    return (base * (len(plan.months) + 1) + number + 1).astype(np.int32)


def _sheet_marks(plan: Plan, month: dt.date, kind: str, sheet: Ints) -> Bools:
    """For each worker whether his sheet has the fault; a sheet has it whole or not at all."""
    teams, place = np.unique(sheet, return_inverse=True)
    marked = plan.marks.draw(kind, len(teams), 1_500, month.toordinal())
    plan.marks.count(kind, marked)
    return marked[place]


def payments(plan: Plan, month: Month, first_key: int) -> pa.Table:
    """The table payment of the month, keys from `first_key`; none yet for wages not yet due."""
    paid_on = pay_dates(plan, month.month)
    due = paid_on[plan.project_of] <= plan.as_of
    worker = np.flatnonzero((month.net > 0) & due & ~month.has("attended_unpaid")).astype(np.int32)
    net, project = month.net[worker], plan.project_of[worker]
    amount = np.where(month.has("short_paid")[worker], net * 7 // 10, net)
    on = paid_on[project] + np.where(month.has("late_paid")[worker], 9, 0)
    strange = month.has("third_party_card")[worker]
    channel = np.select(
        [month.has("cash_paid")[worker], month.has("in_kind")[worker]], [2, 3], 0
    )  # fmt: skip
    count = len(worker)
    return table(
        "payment",
        {
            "payment_key": ints(np.arange(first_key, first_key + count, dtype=np.int32)),
            "project_key": ints(project + 1),
            "worker_key": ints(worker + 1),
            "month": days(np.full(count, day_number(month.month))),
            "paid_on": days(on),
            "amount_fen": ints(amount),
            "state": labels(month.has("returned_pay_not_repaid")[worker].astype(np.int32),
                            ("paid", "returned")),
            "channel": labels(channel, ("special_account", "other_account", "cash", "in_kind")),
            "card_digest": ints(np.where(strange, plan.card[worker] + 1, plan.card[worker])),
            "payee_matches": flags(~strange),
        },
        count,
    )  # fmt: skip


def pay_dates(plan: Plan, month: dt.date) -> Ints:
    """For each project the day on which the wages of `month` are paid, in time."""
    due = add_months(month, 1)
    by_day = {
        day: day_number(plan.calendar.before_rest_day(due.replace(day=day)).on)
        for day in (15, 18, 20, 25)
    }
    return np.array([by_day[int(day)] for day in plan.pay_day], dtype=np.int32)
