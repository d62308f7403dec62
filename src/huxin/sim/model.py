"""One site as a model: what is true before it is written down in files.

Writers turn a `Site` into files, faults change it first. Money is fen, months are first days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from huxin.kernel.period import next_month
from huxin.sim.people import Person

__all__ = [
    "Complaint", "Contract", "Day", "Deposit", "Entry", "Guarantee", "Indicator", "Line", "Party",
    "Payment", "Progress", "Project", "Sheet", "Signboard", "Site", "Style", "Worker",
]  # fmt: skip


@dataclass(slots=True)
class Party:
    """A company in the chain; `parent` is the place of its client in `Site.parties`."""

    role: str
    name: str
    credit_code: str
    joined_on: dt.date
    parent: int | None = None
    is_person: bool = False
    is_licensed: bool = True
    listed_on: dt.date | None = None
    registered_capital_fen: int = 0


@dataclass(slots=True)
class Contract:
    """A worker's labour contract."""

    signed_on: dt.date
    from_on: dt.date
    to_on: dt.date | None
    filed_on: dt.date | None
    terms_missing: int = 0


@dataclass(slots=True)
class Day:
    """One worker's work day; `minutes` is the whole shift without the noon break."""

    on: dt.date
    centi: int
    in_at: dt.datetime
    out_at: dt.datetime
    single: bool = False
    noon: bool = False

    @property
    def minutes(self) -> int:
        whole = int((self.out_at - self.in_at).total_seconds()) // 60
        return whole - 60 if self.noon else whole


@dataclass(slots=True)
class Worker:
    """One person's enrolment on the site, with the days that he worked."""

    person: Person
    user_no: int
    party: int
    team: str
    post: str
    trade: str
    trade_code: str
    is_leader: bool
    entered_on: dt.date
    left_on: dt.date | None
    registered_on: dt.date | None
    contract: Contract | None
    day_rate_fen: int
    settled_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    days: dict[dt.date, Day] = field(default_factory=dict)

    def in_month(self, month: dt.date) -> list[Day]:
        """The days worked in `month`, in order."""
        length = (next_month(month) - month).days
        days = (month + dt.timedelta(days=each) for each in range(length))
        return [self.days[on] for on in days if on in self.days]

    def centi(self, month: dt.date) -> int:
        """Hundredths of days worked in `month`."""
        return sum(day.centi for day in self.in_month(month))

    def clear(self, month: dt.date) -> None:
        """Take the days of `month` away."""
        for day in self.in_month(month):
            del self.days[day.on]


@dataclass(slots=True)
class Line:
    """One worker's line on a wage sheet."""

    worker: Worker
    days_centi: int
    day_rate_fen: int
    base_fen: int
    overtime_fen: int
    bonus_fen: int
    tax_fen: int = 0
    social_fen: int = 0
    advance_fen: int = 0
    signed: bool = True
    in_kind: bool = False

    @property
    def payable_fen(self) -> int:
        return self.base_fen + self.overtime_fen + self.bonus_fen

    @property
    def deducted_fen(self) -> int:
        return self.tax_fen + self.social_fen + self.advance_fen

    @property
    def net_fen(self) -> int:
        return self.payable_fen - self.deducted_fen


@dataclass(slots=True)
class Sheet:
    """One team's wage sheet of one month."""

    month: dt.date
    party: int
    team: str
    drawn_up_on: dt.date
    posted_from: dt.date | None
    posted_to: dt.date | None
    reviewed: bool
    lines: list[Line]

    def line_of(self, worker: Worker) -> Line | None:
        return next((each for each in self.lines if each.worker is worker), None)


@dataclass(slots=True)
class Payment:
    """One line of the bank's payroll answer; `payee` and `card` are those that were credited."""

    worker: Worker
    month: dt.date
    paid_on: dt.date
    amount_fen: int
    payee: str
    card: str
    state: str = "paid"
    reason: str = ""
    channel: str = "special_account"
    returned_on: dt.date | None = None


@dataclass(slots=True)
class Entry:
    """One entry of the special account's statement; the balance is worked out when written."""

    on: dt.date
    amount_fen: int
    kind: str
    name: str
    account: str
    remark: str


@dataclass(slots=True)
class Progress:
    """One progress payment."""

    number: int
    month: dt.date
    kind: str
    output_fen: int
    due_on: dt.date
    paid_on: dt.date | None
    amount_fen: int
    labour_cost_fen: int
    labour_paid_on: dt.date | None


@dataclass(slots=True)
class Deposit:
    """The wage deposit."""

    form: str
    stored_fen: int
    stored_on: dt.date | None
    clean_years: int = 0
    had_arrears: bool = False
    is_listed: bool = False


@dataclass(slots=True)
class Guarantee:
    """A guarantee or letter."""

    number: int
    kind: str
    amount_fen: int
    from_on: dt.date
    to_on: dt.date


@dataclass(slots=True)
class Signboard:
    """The signboard; `items` are names of `facts.schema.SIGNBOARD_ITEMS`."""

    put_up_on: dt.date
    photo_on: dt.date
    checked_on: dt.date
    items: list[str]


@dataclass(slots=True)
class Indicator:
    """One figure of one month: fen, count or ppm as the kind says."""

    kind: str
    month: dt.date
    value: int


@dataclass(slots=True)
class Complaint:
    """One matter; who made it is not part of the model."""

    kind: str
    received_on: dt.date
    people: int
    amount_fen: int
    accepted_on: dt.date | None
    filed_on: dt.date | None = None
    reported_on: dt.date | None = None
    order_on: dt.date | None = None
    order_limit_on: dt.date | None = None
    resolved_on: dt.date | None = None


@dataclass(slots=True)
class Project:
    """The project sheet, field by field as in the `project` fact table."""

    name: str
    code: str
    place: str
    sector: str
    funding: str
    state: str
    contract_price_fen: int
    contract_signed_on: dt.date
    permit_on: dt.date | None
    permit_waived: bool
    started_on: dt.date
    planned_end_on: dt.date
    completed_on: dt.date | None
    funds_proven: bool
    registered_on: dt.date | None
    attendance_device_on: dt.date | None
    has_labour_wage_officer: bool
    has_rights_centre: bool
    account_number: str | None
    account_bank: str
    account_opened_on: dt.date | None
    account_filed_on: dt.date | None
    account_agreement_on: dt.date | None
    account_name: str
    pay_day: int
    pay_month_offset: int
    labour_cost_day: int
    labour_cost_fen: int | None
    labour_cost_share_ppm: int | None
    labour_cost_cycle_months: int = 1
    has_measuring_term: bool = True
    has_settlement_term: bool = True
    has_labour_cost_term: bool = True
    has_wage_priority_term: bool = True
    contractor_financed: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How this site keeps its papers; drawn once per site."""

    sheet: str
    roster: str
    attendance: str
    bank: str
    payroll: str
    project: str
    statement_lines: str
    unit: str = "yuan"


@dataclass(slots=True)
class Site:
    """Everything that is true about one site up to `as_of`."""

    number: int
    folder: str
    as_of: dt.date
    months: list[dt.date]
    running: dt.date | None
    style: Style
    project: Project
    parties: list[Party]
    workers: list[Worker] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    deposit: Deposit | None = None
    guarantees: list[Guarantee] = field(default_factory=list)
    signboard: Signboard | None = None
    indicators: list[Indicator] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    opening_fen: int = 0
    extra: list[Entry] = field(default_factory=list)

    @property
    def contractor(self) -> Party:
        """The general contractor."""
        return next(party for party in self.parties if party.role == "general_contractor")

    @property
    def developer(self) -> Party:
        """The developer 建设单位."""
        return next(party for party in self.parties if party.role == "developer")

    def line_of(self, worker: Worker, month: dt.date) -> Line | None:
        """The worker's line in `month`, if he has one."""
        lines = (each.line_of(worker) for each in self.sheets if each.month == month)
        return next((line for line in lines if line is not None), None)

    def payments_of(self, worker: Worker, month: dt.date) -> list[Payment]:
        """What was paid, or tried, to the worker for `month`."""
        return [each for each in self.payments if each.worker is worker and each.month == month]
