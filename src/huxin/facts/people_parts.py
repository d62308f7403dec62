"""Parts of the grains about people's papers: rosters, contracts, cards, key posts, complaints."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from huxin.facts.expressions import (
    MONTH_DAYS,
    count_days,
    count_where,
    days_of_any,
    fact,
    money,
    month_of,
    total,
)

SATURDAY = 5
KEY_POSTS = ("project_manager", "chief_supervisor", "labour_wage_officer")


def papers() -> ir.Table:
    """One row per project with a roster or contracts: how many lines tell each thing.

    A roster that tells nobody's day of registration has no such column: then nothing is known of
    anybody, which is not the same as nobody being registered. `cards_per_phone` is the largest
    number of different wage cards that stand beside one phone.
    """
    people = fact("enrolment")
    rosters = people.group_by("project_key").aggregate(
        on_roster=people.count(),
        with_registration=count_where(people.registered_on.notnull()),
        with_card=count_where(people.card_digest.notnull()),
        with_phone=count_where(people.phone_digest.notnull()),
    )
    phones = people.filter(people.phone_digest.notnull())
    phones = phones.group_by(["project_key", "phone_digest"]).aggregate(
        cards=phones.card_digest.nunique().cast("int64")
    )
    phones = phones.group_by("project_key").aggregate(cards_per_phone=phones.cards.max())
    held = fact("labour_contract")
    held = held.group_by("project_key").aggregate(
        contracts_told=held.count(), filings_told=count_where(held.filed_on.notnull())
    )
    joined = rosters.left_join(phones, "project_key").drop("project_key_right")
    joined = joined.outer_join(held, "project_key")
    key = ibis.coalesce(joined.project_key, joined.project_key_right)
    joined = joined.mutate(project_key=key).drop("project_key_right")
    told = ("on_roster", "with_registration", "with_card", "with_phone", "contracts_told")
    return joined.mutate(**{name: joined[name].fill_null(0) for name in (*told, "filings_told")})


def contracts() -> ir.Table:
    """One row per worker and project with labour contracts: the first days, and what is missing."""
    held = fact("labour_contract")
    return held.group_by(["project_key", "worker_key"]).aggregate(
        contracts=held.count(),
        contract_from_on=held.from_on.min(),
        contract_signed_on=held.signed_on.min(),
        contract_filed_on=held.filed_on.min(),
        unfiled_contracts=count_where(held.filed_on.isnull()),
        terms_missing=held.terms_missing.max(),
    )


def month_roster(months: ir.Table) -> ir.Table:
    """Of the people attending in a month, those who stand on the roster."""
    return months.group_by(["project_key", "month"]).aggregate(
        present_enrolled=count_where((months.days > 0) & months.enrolled)
    )


def month_complaints() -> ir.Table:
    """Complaints, clues and demands that came in during the month; never who made them."""
    matters = fact("complaint")
    matters = matters.mutate(month=month_of(matters.received_on))
    return matters.group_by(["project_key", "month"]).aggregate(
        complaints=matters.count(),
        complaint_people=total(money(matters.people)),
        claimed_fen=total(money(matters.amount_fen)),
    )


def key_posts(months: ir.Table) -> ir.Table:
    """One row per holder of a key post and month in which the site worked, present or not.

    `site_days` are the days on which anybody attended; `days` is 0 for whoever never came. Public
    holidays count for neither: over the Spring Festival a site is watched, not led.
    """
    months = months.left_join(_holidays(), "month").drop("month_right")
    kept = months.days_bits - (months.days_bits & months.holiday_bits.fill_null(0))
    months = months.mutate(days_bits=kept)
    open_days = months.filter(months.days_bits.notnull())
    open_days = open_days.group_by(["project_key", "month"]).aggregate(
        site_days=days_of_any(open_days.days_bits)
    )
    holders = fact("enrolment").filter(lambda t: t.post.isin(KEY_POSTS))
    holders = holders.select("project_key", "worker_key", "post", "entered_on", "left_on")
    own = months.select("project_key", "worker_key", "month", "days_bits")
    joined = holders.inner_join(open_days, "project_key")
    joined = joined.left_join(own, ["project_key", "worker_key", "month"])
    joined = joined.drop("project_key_right", "worker_key_right", "month_right")
    return joined.mutate(days=count_days(joined.days_bits.fill_null(0)))


def _holidays() -> ir.Table:
    """One row per month with public holidays on weekdays: bit d-1 is set for each of them."""
    days = fact("calendar").filter(lambda t: ~t.is_working & (t.on.day_of_week.index() < SATURDAY))
    days = days.mutate(month=month_of(days.on), day=days.on.day())
    bits = ibis.cases(*((days.day == n + 1, 1 << n) for n in range(MONTH_DAYS)), else_=0)
    days = days.mutate(bit=bits.cast("int64"))
    sums = days.group_by("month").aggregate(holiday_bits=days.bit.sum())
    # PostgreSQL has sums as decimals, which have no bits; Spark joins no bits in ibis. The cast has
    # to narrow: one to int64 would be left out, as the sum's own type.
    return sums.mutate(holiday_bits=sums.holiday_bits.cast("int32"))


def cards() -> ir.Table:
    """One row per project and wage card of its roster: how many people it stands for.

    `holders_here` and `holders` count people on this site and on all; `sure_holders` only those
    whose identity number is sound, for a mistyped number makes one person look like two.
    """
    people = fact("enrolment").filter(lambda t: t.card_digest.notnull())
    numbers = fact("worker").select("worker_key", "identity_ok")
    people = people.left_join(numbers, "worker_key").drop("worker_key_right")
    sure = people.identity_ok.ifelse(people.worker_key, ibis.null("int32"))
    everywhere = people.mutate(sure_key=sure).group_by("card_digest")
    everywhere = everywhere.aggregate(
        holders=lambda t: t.worker_key.nunique().cast("int64"),
        sure_holders=lambda t: t.sure_key.nunique().cast("int64"),
        sites=lambda t: t.project_key.nunique().cast("int64"),
    )
    here = people.group_by(["project_key", "card_digest"]).aggregate(
        holders_here=people.worker_key.nunique().cast("int64"),
        holders_staying=count_where(people.left_on.isnull()),
    )
    return here.left_join(everywhere, "card_digest").drop("card_digest_right")
