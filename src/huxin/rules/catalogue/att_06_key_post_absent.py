"""Project manager or chief supervisor hardly on site.

Compares, for one month, the days a key post was present with the days on which the site worked. The
cut-offs of four provinces make the colours; the lowest is not the same for both posts. Months of
entering and leaving are not judged, and public holidays count on neither side: over the Spring
Festival a site is watched, not led.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, month_of, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_att.key_post_share"
LOW = "warning_att.key_post_share_low"
MANAGER = "warning_att.manager_share_lowest"
SUPERVISOR = "warning_att.supervisor_share_lowest"

SPEC = Spec(
    id="ATT-06",
    title=N_("Key post hardly on site"),
    summary=N_(
        "The project manager or chief supervisor was present on too few of the days on which the site worked."
    ),
    remedy=N_(
        "Have the firm send the person named in the contract, or apply for a change of post with the regulator."
    ),
    own_remedy=N_(
        "Send the person named in the contract to the site, or apply for a change of post with the"
        " regulator."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="att",
    clauses=("CN-724-28", "CN-RN18-3"),
    published=("JL-01", "AT-04", "JS-01", "JS-02"),
    parameters=(SHARE, LOW, MANAGER, SUPERVISOR),
    columns=(
        "attendance_month.days_bits",
        "enrolment.post",
        "enrolment.entered_on",
        "enrolment.left_on",
    ),
    liable="general_contractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project manager or chief supervisor and whole month in which the site worked."""
    t = facts.key_post
    share, low = parameter(t, SHARE), parameter(t, LOW)
    manager = t.post == "project_manager"
    lowest = manager.ifelse(parameter(t, MANAGER), parameter(t, SUPERVISOR))
    left_month = month_of(t.left_on)
    whole = (t.entered_on.isnull() | (t.entered_on <= t.month)) & (left_month > t.month).fill_null(
        True
    )
    present = t.days.cast("int64") * 1_000_000
    return Judged(
        over=t,
        applies=t.post.isin(["project_manager", "chief_supervisor"])
        & whole
        & (t.age > 0)
        & (t.site_days > 0),
        lacking={
            SHARE: share.isnull(),
            LOW: low.isnull(),
            MANAGER: manager & lowest.isnull(),
            SUPERVISOR: ~manager & lowest.isnull(),
            "enrolment.entered_on": t.entered_on.isnull(),
        },
        hit=present < share * t.site_days,
        evidence={
            "post": t.post,
            "days": t.days,
            "site_days": t.site_days,
            "share_ppm": present // t.site_days.nullif(0),
            "limit_ppm": share,
        },
        people=ibis.literal(1),
        since=t.month,
        severity=ibis.cases(
            (present < lowest * t.site_days, "red"),
            (present < low * t.site_days, "orange"),
            else_="yellow",
        ),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    manager = row["post"] == "project_manager"
    return message(
        "{month}: the {post} was present on {days} of {site_days} days on which the site worked, {share}; the least share is {limit}.",
        month=month_value(row["month"]),
        post=message("project manager") if manager else message("chief supervisor"),
        days=row["days"],
        site_days=row["site_days"],
        share=Ppm(row["share_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
