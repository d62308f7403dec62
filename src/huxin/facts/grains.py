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
import pyarrow as pa

from huxin.facts.context import parameter_column
from huxin.facts.schema import TABLES, FactTable
from huxin.facts.spine import WORKER_MONTH

_ZERO = ibis.literal(0, "int64")


def unbound(spec: FactTable) -> ir.Table:
    """The table of the contract as an expression; labels are text."""
    return ibis.table({column.name: _type(column.type) for column in spec.columns}, name=spec.name)


def _type(arrow: pa.DataType) -> str:
    return "string" if pa.types.is_dictionary(arrow) else str(ibis.dtype(arrow))


def money(value: ir.Value) -> ir.Value:
    """A money column with null read as nothing."""
    return value.cast("int64").fill_null(0)


def total(value: ir.Value) -> ir.Value:
    """Sum of a group as int64: engines widen sums, each to a type of its own."""
    return value.cast("int64").sum().cast("decimal(38, 0)").cast("int64")


def count_where(condition: ir.Value) -> ir.Value:
    """How many rows of a group meet `condition`; a null condition does not."""
    return total(condition.fill_null(False).ifelse(1, 0))


def sum_where(condition: ir.Value, value: ir.Value) -> ir.Value:
    """Sum of `value` over the rows of a group that meet `condition`, 0 when none does."""
    return total(condition.fill_null(False).ifelse(value, _ZERO))


class Facts:
    """The grains over the fact tables, with the parameters that the rules of a run ask for."""

    def __init__(self, parameters: Iterable[str]) -> None:
        self._parameters = [parameter_column(name) for name in sorted(set(parameters))]
        self.kept: list[tuple[str, ir.Table]] = []

    def table(self, name: str) -> ir.Table:
        """A fact table of the contract, as it stands."""
        return unbound(TABLES[name])

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
        }
        return ibis.table(fields | dict.fromkeys(self._parameters, "int64"), name="month_context")

    @cached_property
    def project_context(self) -> ir.Table:
        fields = {"project_key": "int32", "as_of": "date", "as_of_no": "int32"}
        return ibis.table(fields | dict.fromkeys(self._parameters, "int64"), name="project_context")

    @cached_property
    def worker_month(self) -> ir.Table:
        """Spine × month_context, with what the month earned and what of it nobody has paid.

        `earned_fen` is the sheet's net, or without a sheet the days attended at the agreed rate
        (null when that is not known); `owed_fen` is what of it has not arrived.
        """
        joined = unbound(WORKER_MONTH).inner_join(self.month_context, ["project_key", "month"])
        by_days = joined.days_centi.cast("int64") * joined.agreed_rate_fen // 100
        joined = joined.mutate(
            earned_fen=(joined.lines > 0).ifelse(joined.net_fen, by_days),
            is_due=(joined.due_on < joined.as_of),
        )
        unpaid = money(joined.earned_fen) - money(joined.paid_fen)
        return joined.mutate(owed_fen=(unpaid > 0).ifelse(unpaid, _ZERO))

    @cached_property
    def worker(self) -> ir.Table:
        """One row per worker and project: what is owed over all months, and his papers.

        `owed_bits` has bit a set when wages of a months ago are due and not fully paid;
        `owed_streak` is the longest run of such months, counted up to twelve.
        """
        months = self.worker_month
        owed = months.is_due & (months.owed_fen > 0)
        unrecorded = (
            (months.days > 0) & (months.lines == 0) & (months.payments == 0) & months.is_due
        )
        grouped = months.group_by(["project_key", "worker_key"]).aggregate(
            months_present=count_where(months.days > 0),
            days_centi=sum_where(months.days > 0, months.days_centi),
            months_owed=count_where(owed),
            owed_fen=sum_where(owed, months.owed_fen),
            unpaid_fen=total(money(months.owed_fen)),
            owed_bits=sum_where(owed, months.age_bit),
            months_unrecorded=count_where(unrecorded),
            months_undated=count_where(months.due_on.isnull() & (months.earned_fen > 0)),
            first_owed_month=owed.ifelse(months.month, ibis.null("date")).min(),
            first_due_on=owed.ifelse(months.due_on, ibis.null("date")).min(),
            first_unrecorded_month=unrecorded.ifelse(months.month, ibis.null("date")).min(),
            last_present_month=(months.days > 0).ifelse(months.month, ibis.null("date")).max(),
            first_present_month=(months.days > 0).ifelse(months.month, ibis.null("date")).min(),
            paid_fen=total(money(months.paid_fen)),
            net_fen=total(money(months.net_fen)),
            paid_this_year_fen=sum_where(
                months.month.year() == months.as_of.year(), money(months.paid_fen)
            ),
            returned_fen=total(money(months.returned_fen)),
            failed_fen=total(money(months.failed_fen)),
        )
        papers = self.table("enrolment").drop("party_key").rename(agreed_rate_fen="day_rate_fen")
        people = grouped.outer_join(papers, ["project_key", "worker_key"])
        people = people.mutate(
            project_key=ibis.coalesce(people.project_key, people.project_key_right),
            worker_key=ibis.coalesce(people.worker_key, people.worker_key_right),
            enrolled=people.worker_key_right.notnull(),
        ).drop("project_key_right", "worker_key_right")
        contracts = self.table("labour_contract")
        contracts = contracts.group_by(["project_key", "worker_key"]).aggregate(
            contracts=contracts.count(),
            contract_from_on=contracts.from_on.min(),
            contract_signed_on=contracts.signed_on.min(),
            contract_filed_on=contracts.filed_on.min(),
            unfiled_contracts=count_where(contracts.filed_on.isnull()),
            terms_missing=contracts.terms_missing.max(),
        )
        joined = people.left_join(contracts, ["project_key", "worker_key"])
        joined = joined.drop("project_key_right", "worker_key_right").mutate(
            contracts=joined.contracts.fill_null(0),
        )
        joined = joined.mutate(owed_streak=_longest_run(joined.owed_bits.fill_null(0)))
        joined = joined.inner_join(self._site, "project_key")
        return self._keep("g_worker", joined)

    @cached_property
    def project_month(self) -> ir.Table:
        """One row per project and month since it has facts: heads, wages, account, works, figures.

        Account and progress figures are those booked in the calendar month.
        """
        heads = self._month_heads
        earlier = ibis.window(group_by="project_key", order_by="month")
        heads = heads.mutate(previous_owed_fen=heads.owed_fen.lag().over(earlier))
        context = self.month_context
        joined = context
        for part in (
            heads,
            self._month_account,
            self._month_progress,
            self._month_indicators,
            self._month_enrolled,
        ):
            joined = joined.left_join(part, ["project_key", "month"]).drop(
                "project_key_right", "month_right"
            )
        zero = [
            *self._month_heads.columns[2:],
            "cost_in_fen",
            "wage_out_fen",
            "works_fen",
            "works_labour_cost_fen",
            "enrolled",
        ]
        joined = joined.mutate(**{name: joined[name].fill_null(0) for name in zero})
        site = self.table("project").drop("place")
        return self._keep("g_project_month", joined.inner_join(site, "project_key"))

    @cached_property
    def project(self) -> ir.Table:
        """One row per project: its papers, account, deposit, guarantee, signboard and totals."""
        joined = self._site
        totals = self.worker
        owing = totals.group_by("project_key").aggregate(
            workers=totals.count(),
            workers_owed=count_where(totals.owed_fen > 0),
            owed_fen=total(totals.owed_fen),
            first_owed_month=totals.first_owed_month.min(),
            first_due_on=totals.first_due_on.min(),
            first_present_month=totals.first_present_month.min(),
            last_present_month=totals.last_present_month.max(),
        )
        boards = self.table("signboard").mutate(has_signboard=ibis.literal(True))
        deposits = self.table("deposit").mutate(has_deposit=ibis.literal(True))
        for part in (
            owing,
            self._project_parties,
            self._project_guarantees,
            self._project_account,
            self._project_reports,
            deposits,
            boards,
        ):
            joined = joined.left_join(part, "project_key").drop("project_key_right")
        return self._keep("g_project", joined)

    @cached_property
    def sheet(self) -> ir.Table:
        """One row per wage sheet: lines, signatures, posting, marks of an upside-down sheet."""
        lines = self.table("wage_line")
        presence = unbound(WORKER_MONTH).select("project_key", "worker_key", "month", "days_centi")
        presence = presence.rename(attended_centi="days_centi")
        joined = lines.left_join(presence, ["project_key", "worker_key", "month"])
        rated = (joined.day_rate_fen > 0) & (joined.payable_fen > 0)
        whole = rated & (joined.payable_fen % joined.day_rate_fen.nullif(0) == 0)
        compared = joined.attended_centi.notnull() & joined.days_centi.notnull()
        differs = compared & (joined.days_centi != joined.attended_centi)
        sheets = joined.group_by(["project_key", "sheet_key", "month"]).aggregate(
            lines=joined.count(),
            unsigned=count_where(~joined.signed),
            signature_known=count_where(joined.signed.notnull()),
            unreviewed=count_where(~joined.reviewed),
            review_known=count_where(joined.reviewed.notnull()),
            posted_days=joined.posted_days.min(),
            drawn_up_on=joined.drawn_up_on.max(),
            payable_fen=total(joined.payable_fen),
            net_fen=total(joined.net_fen),
            deducted_fen=total(money(joined.deducted_fen)),
            rated_lines=count_where(rated),
            whole_multiple_lines=count_where(whole),
            compared_lines=count_where(compared),
            days_differ_lines=count_where(differs),
            overtime_lines=count_where(joined.overtime_fen > 0),
            distinct_totals=joined.payable_fen.nunique(),
            distinct_attended=joined.attended_centi.nunique(),
            highest_fen=joined.payable_fen.max(),
            days_centi=total(joined.days_centi),
            days_known=count_where(joined.days_centi.notnull()),
            in_kind_lines=count_where(joined.in_kind),
        )
        return self._keep(
            "g_sheet", sheets.inner_join(self.month_context, ["project_key", "month"])
        )

    @cached_property
    def card(self) -> ir.Table:
        """One row per project and wage card of its roster: how many people it stands for."""
        people = self.table("enrolment").filter(lambda t: t.card_digest.notnull())
        holders = people.group_by("card_digest").aggregate(
            holders_everywhere=people.worker_key.nunique(), sites=people.project_key.nunique()
        )
        here = people.group_by(["project_key", "card_digest"]).aggregate(
            holders=people.worker_key.nunique(), phones=people.phone_digest.nunique()
        )
        joined = here.left_join(holders, "card_digest").drop("card_digest_right")
        return self._keep("g_card", joined.inner_join(self._site, "project_key"))

    @cached_property
    def entry(self) -> ir.Table:
        """Entries of special accounts beside their project."""
        return self._with_site("account_entry")

    @cached_property
    def guarantee(self) -> ir.Table:
        """Guarantees beside their project."""
        return self._with_site("guarantee")

    @cached_property
    def progress_payment(self) -> ir.Table:
        """Progress payments beside their project."""
        return self._with_site("progress_payment")

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
        """Feeds and reports about a project, beside it."""
        feeds = self.table("feed_delivery")
        return feeds.inner_join(self._site.drop("place"), "project_key")

    def working_day_numbers(self, over: ir.Table, *dates: str) -> ir.Table:
        """`over` with `<date>_no` for each date column: the calendar's running working-day number.

        The difference of two numbers is the working days between two days; `as_of_no` is today's.
        """
        for date in dates:
            days = self.table("calendar").select(
                **{f"{date}_day": "on", f"{date}_no": "working_day_no"}
            )
            over = over.left_join(days, [(date, f"{date}_day")]).drop(f"{date}_day")
        return over

    def _with_site(self, name: str) -> ir.Table:
        return self.table(name).inner_join(self._site, "project_key")

    def _keep(self, name: str, grain: ir.Table) -> ir.Table:
        self.kept.append((name, grain))
        return ibis.table(grain.schema(), name=name)

    @cached_property
    def _site(self) -> ir.Table:
        return self.table("project").inner_join(self.project_context, "project_key")

    @cached_property
    def _month_heads(self) -> ir.Table:
        months = self.worker_month
        present = months.days > 0
        listed = months.lines > 0
        owed = months.is_due & (months.owed_fen > 0)
        rate = ibis.coalesce(months.sheet_rate_fen, months.agreed_rate_fen)
        return months.group_by(["project_key", "month"]).aggregate(
            present=count_where(present),
            listed=count_where(listed),
            paid=count_where(months.paid_fen > 0),
            present_unlisted=count_where(present & ~listed),
            present_unpaid=count_where(present & (money(months.paid_fen) == 0)),
            present_special=count_where(present & (months.special_fen > 0)),
            paid_absent=count_where((months.paid_fen > 0) & (months.days.fill_null(0) == 0)),
            days_centi=sum_where(present, months.days_centi),
            earned_fen=sum_where(present & rate.notnull(), months.days_centi * rate // 100),
            unrated=count_where(present & rate.isnull()),
            payable_fen=total(money(months.payable_fen)),
            net_fen=total(money(months.net_fen)),
            deducted_fen=total(money(months.deducted_fen)),
            paid_fen=total(money(months.paid_fen)),
            special_fen=total(money(months.special_fen)),
            cash_fen=total(money(months.cash_fen)),
            returned_fen=total(money(months.returned_fen)),
            unknown_fen=total(money(months.unknown_fen)),
            owed_fen=sum_where(owed, months.owed_fen),
            owed_workers=count_where(owed),
            single_punch_days=sum_where(present, months.single_punch_days),
            present_days=sum_where(present, months.days),
        )

    @cached_property
    def _month_account(self) -> ir.Table:
        entries = self.table("account_entry").inner_join(
            self.table("project").select("project_key", "labour_cost_day"), "project_key"
        )
        entries = entries.mutate(month=entries.on.truncate("M").cast("date"))
        cost = entries.kind == "labour_cost"
        late = entries.on.day() > entries.labour_cost_day
        return entries.group_by(["project_key", "month"]).aggregate(
            cost_in_fen=sum_where(cost, entries.amount_fen),
            cost_in_on_time_fen=sum_where(cost & ~late, entries.amount_fen),
            cost_credits=count_where(cost),
            wage_out_fen=-sum_where(entries.kind.isin(["wage", "wage_return"]), entries.amount_fen),
            last_entry_on=entries.on.max(),
        )

    @cached_property
    def _month_progress(self) -> ir.Table:
        works = self.table("progress_payment")
        return works.group_by(["project_key", "month"]).aggregate(
            output_fen=total(works.output_fen),
            works_fen=total(money(works.amount_fen)),
            works_labour_cost_fen=total(money(works.labour_cost_fen)),
            works_due_on=works.due_on.min(),
            works_paid_on=works.paid_on.max(),
        )

    @cached_property
    def _month_indicators(self) -> ir.Table:
        figures = self.table("indicator")
        kinds = next(
            column.labels for column in TABLES["indicator"].columns if column.name == "kind"
        )
        return figures.group_by(["project_key", "month"]).aggregate(
            **{
                kind: (figures.kind == kind).ifelse(figures.value, ibis.null("int64")).max()
                for kind in kinds
            }
        )

    @cached_property
    def _month_enrolled(self) -> ir.Table:
        """Workers on the roster in the month: entered before its end, not left before its start."""
        moves = self.table("enrolment").mutate(
            entry_month=lambda t: t.entered_on.truncate("M").cast("date"),
            exit_month=lambda t: t.left_on.truncate("M").cast("date"),
        )
        moves = moves.group_by(["project_key", "entry_month", "exit_month"]).aggregate(
            people=lambda t: t.count()
        )
        months = self.month_context.select("project_key", "month")
        joined = moves.inner_join(months, "project_key")
        there = (joined.entry_month <= joined.month) & (
            joined.exit_month.isnull() | (joined.exit_month >= joined.month)
        )
        return joined.group_by(["project_key", "month"]).aggregate(
            enrolled=sum_where(there, joined.people)
        )

    @cached_property
    def _project_parties(self) -> ir.Table:
        parties = self.table("party")
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

    @cached_property
    def _project_reports(self) -> ir.Table:
        """Whether the employer's report of its own arrears is known, and when it came."""
        feeds = self.table("feed_delivery")
        reports = feeds.filter(feeds.feed == "employer_arrears_report")
        return reports.group_by("project_key").aggregate(
            arrears_reports=reports.count(), arrears_reported_on=reports.delivered_on.max()
        )

    @cached_property
    def _project_guarantees(self) -> ir.Table:
        letters = self.table("guarantee")
        owner, deposit = letters.kind == "owner_payment", letters.kind == "wage_deposit"
        return letters.group_by("project_key").aggregate(
            owner_guarantees=count_where(owner),
            owner_guarantee_fen=sum_where(owner, money(letters.amount_fen)),
            owner_guarantee_to_on=owner.ifelse(letters.to_on, ibis.null("date")).max(),
            deposit_letters=count_where(deposit),
            deposit_letter_fen=sum_where(deposit, money(letters.amount_fen)),
            deposit_letter_to_on=deposit.ifelse(letters.to_on, ibis.null("date")).max(),
        )

    @cached_property
    def _project_account(self) -> ir.Table:
        """Balance after the last entry that gives one, and what moved since the account began."""
        entries = self.table("account_entry")
        known = entries.filter(entries.balance_fen.notnull())
        newest = ibis.window(
            group_by="project_key", order_by=[ibis.desc("on"), ibis.desc("entry_key")]
        )
        ranked = known.mutate(rank=ibis.row_number().over(newest))
        balance = ranked.filter(ranked["rank"] == 0).select(
            "project_key", "balance_fen", balance_on="on"
        )
        moved = entries.group_by("project_key").aggregate(
            entries=entries.count(),
            booked_fen=total(entries.amount_fen),
            cost_in_total_fen=sum_where(entries.kind == "labour_cost", entries.amount_fen),
            last_cost_on=(entries.kind == "labour_cost")
            .ifelse(entries.on, ibis.null("date"))
            .max(),
            first_cost_on=(entries.kind == "labour_cost")
            .ifelse(entries.on, ibis.null("date"))
            .min(),
            frozen_fen=-sum_where(entries.kind.isin(["freeze", "unfreeze"]), entries.amount_fen),
        )
        return moved.left_join(balance, "project_key").drop("project_key_right")


def _longest_run(bits: ir.Value) -> ir.Value:
    """Length of the longest run of set bits, counted up to twelve."""
    run, length = bits, (bits != 0).ifelse(1, 0)
    for shift in range(1, 12):
        run = run & (bits >> shift)
        length = length + (run != 0).ifelse(1, 0)
    return length.cast("int64")


def parameter(over: ir.Table, name: str) -> ir.Value:
    """The parameter `name` as the column of a grain that carries it."""
    return over[parameter_column(name)]
