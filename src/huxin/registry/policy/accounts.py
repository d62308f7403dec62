"""The wage special account: its name, what its agreement must hold, when it may be closed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from huxin.access.models import Region
from huxin.access.permissions import table
from huxin.kernel.calendar import Deadline, WorkCalendar
from huxin.kernel.texts import Message, message
from huxin.registry.errors.projects import GateError, StepError
from huxin.registry.law import Here
from huxin.registry.models import Project

__all__ = [
    "EMPLOYER_LOCATION", "LOCATION", "PER_PROJECT", "PLACE_OF_EMPLOYER", "AccountDates",
    "agreement_items", "check_closing", "check_closing_request", "dates_of", "expected_name",
    "lies_elsewhere", "missing_items",
    "name_fits", "notice_end", "still_to_file",
]  # fmt: skip

SUFFIX, ITEMS = "account.name_suffix", "account.agreement_items"
OPENING, FILING, NOTICE = (
    "account.opening_days",
    "account.filing_days",
    "account.closing_notice_days",
)
BLOCKED = "account.closing_blocked_by"
FILED_WITH, REGULATOR = "account.filed_with", "sector_regulator"
LOCATION, PLACE_OF_WORKS = "account.bank_location", "place_of_works"
EMPLOYER_LOCATION, PLACE_OF_EMPLOYER = "account.employer_bank_location", "place_of_employer"
PER_PROJECT = "account.per_project"
BLOCKS: dict[str, Message] = {
    "open_case": message("an open case"),
    "pending_arbitration": message("pending arbitration"),
    "pending_suit": message("a pending suit"),
    "wages_owed": message("wages owed"),
}


@dataclass(frozen=True, slots=True)
class AccountDates:
    """By when an account is to be opened and filed, each with its steps; None: not begun."""

    open_by: Deadline | None
    file_by: Deadline | None


def expected_name(contractor: str, project: str, *, here: Here, on: dt.date) -> str | None:
    """Contractor, project and the law's suffix; None where the law fixes no name."""
    suffix = here.value(SUFFIX, on)
    return None if suffix is None else f"{contractor}{project}{suffix}"


def name_fits(name: str, expected: str | None) -> bool | None:
    """Whether an account bears the name that it must bear; None where none is fixed."""
    return None if expected is None else _plain(name) == _plain(expected)


def agreement_items(here: Here, on: dt.date) -> tuple[str, ...]:
    """What a tri-party agreement must hold, in the law's order."""
    return here.words(ITEMS, on)


def missing_items(items: list[str], *, here: Here, on: dt.date) -> tuple[str, ...]:
    """Items that the tri-party agreement lacks, in the law's order."""
    return tuple(each for each in agreement_items(here, on) if each not in items)


def dates_of(
    *, signed_on: dt.date | None, opened_on: dt.date | None, here: Here, on: dt.date,
    calendar: WorkCalendar,
) -> AccountDates:  # fmt: skip
    """Opening counts from the works contract, filing from opening."""
    return AccountDates(
        _after(signed_on, here.term(OPENING, on), calendar),
        _after(opened_on, here.term(FILING, on), calendar),
    )


def still_to_file(
    filings: Collection[str], sector: str, *, here: Here, on: dt.date
) -> tuple[str, ...]:
    """Roles with which it still has to be filed; the law names none: one authority is enough."""
    asked = here.words(FILED_WITH, on)
    regulators = {role for role, sectors in table().sectors.items() if sector in sectors}
    if not asked:
        return () if filings else (REGULATOR,)
    return tuple(
        role
        for role in asked
        if role not in filings and not (role == REGULATOR and regulators & {*filings})
    )


def lies_elsewhere(
    bank: Region, site: Region, *, here: Here, on: dt.date,
    asked: tuple[str, str] = (LOCATION, PLACE_OF_WORKS),
) -> bool | None:  # fmt: skip
    """Whether the bank is not where the law asks for it; None: the law or the entry leaves it open.

    `asked`: the parameter, and its value that means the place of `site`. A bank entered with a
    city covers the city's counties; one of a province says nothing.
    """
    wide = bank.kind in {Region.Kind.NATION, Region.Kind.PROVINCE}
    if here.value(asked[0], on) != asked[1] or wide:
        return None
    return not (site.path.startswith(bank.path) or bank.path.startswith(site.path))


def notice_end(from_on: dt.date, *, here: Here, calendar: WorkCalendar) -> Deadline:
    """The last day of the public notice before closing; raises StepError where no term is set."""
    days = here.term(NOTICE, from_on)
    if days is None:
        raise StepError(
            "account.notice",
            message("The law here gives no term for the public notice."),
            message("Have the term set in the local values, with its source."),
            rule=here.rule(NOTICE, from_on),
        )
    return calendar.add_days(from_on, days)


def check_closing_request(
    project: Project, *, reason: str, commitment_on: dt.date | None, here: Here, on: dt.date
) -> None:
    """Raise StepError unless the works are done or the bank or contractor changes (A53 art. 9)."""
    done = project.state in {Project.State.COMPLETED, Project.State.SETTLED}
    if not done and not reason.strip():
        raise StepError(
            "account.early",
            message("The works are not completed."),
            message("Record the completion first, or say which bank or contractor takes over."),
            rule=here.rule(NOTICE, on),
        )
    if commitment_on is None or commitment_on > on:
        raise StepError(
            "account.commitment",
            message("The written commitment that no wages are owed is missing."),
            message("Hand in the commitment with its day."),
            rule=here.rule(NOTICE, on),
        )


def check_closing(notice_to_on: dt.date | None, *, on: dt.date, grounds: str, here: Here) -> None:
    """Raise StepError before the notice has ended, GateError while nobody vouches for the wages.

    The registers hold no wages yet, so they cannot tell whether any are owed: that is said, and
    whoever lets the account be closed writes down how it was established.
    """
    if notice_to_on is None or on <= notice_to_on:
        raise StepError(
            "account.notice_runs",
            message("The public notice runs until {to}.", to=notice_to_on),
            message("Let the account be closed on the day after, if nobody objects."),
            rule=here.rule(NOTICE, on),
        )
    if not grounds.strip():
        blocks = tuple(BLOCKS[each] for each in here.words(BLOCKED, on) if each in BLOCKS)
        points = [message("whether there is: {block}", block=each) for each in blocks]
        raise GateError.unclear(points, here.rule(BLOCKED, on))


def _after(start: dt.date | None, days: int | None, calendar: WorkCalendar) -> Deadline | None:
    return None if start is None or days is None else calendar.add_days(start, days)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
