"""What the file of a project lacks, who owes it, by when, under which clause.

The same policies judge here as in the actions and gates; nothing is missing that no document asks
for, and nothing is dated that no document dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.kernel.calendar import Deadline
from huxin.kernel.texts import Message, message
from huxin.registry.law import lawbook
from huxin.registry.models import Guarantee, Party, Project, SitePost, SpecialAccount
from huxin.registry.policy.accounts import (
    LOCATION,
    dates_of,
    expected_name,
    lies_elsewhere,
    missing_items,
    name_fits,
    still_to_file,
)
from huxin.registry.policy.deposits import Cover
from huxin.registry.policy.guarantees import Shape, state_of, too_short
from huxin.registry.policy.measures import forbidden_by, said_of
from huxin.registry.policy.parties import ROLES, Link, flags_of
from huxin.registry.policy.posts import MEMBERS, side_of, vacant_sides
from huxin.registry.policy.signboards import ITEMS, missing, required_items
from huxin.registry.queries.dossier import Dossier, open_dossier

__all__ = ["Missing", "completeness", "completeness_of"]

SEE = "registry.project.view"
Role, Post, State = Party.Role, SitePost.Kind, Project.State
OPENING, FILING = "account.opening_days", "account.filing_days"
NAME, AGREEMENT = "account.name_suffix", "account.agreement_items"
TOP_UP, PAYING = "deposit.top_up_working_days", "deposit.bank_payment_working_days"
STORING, REMIND = "deposit.storing_working_days", "guarantee.renewal_notice_months"
REVIEW, CERTIFICATE = (
    "deposit.return_review_working_days", "deposit.return_certificate_working_days"
)  # fmt: skip
DEMAND = "deposit.order_days"
OFFICE, STICKERS = "site_office.required", "qr.places"
ON_SITE = frozenset({State.BUILDING, State.PAUSED})
RUNNING = ON_SITE | {State.PLANNED}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing or wrong: `owes` is a role of the chain, `party` who holds it.

    `by` is the day with its steps; None: no document dates it, or its term has not begun.
    """

    id: str
    says: Message
    owes: str
    party: str
    by: Deadline | None
    clauses: tuple[str, ...]

    def is_overdue(self, today: dt.date) -> bool:
        return self.by is not None and self.by.on < today

    def who(self) -> Message:
        """The role, with the name of who holds it where that is known."""
        role = Message(ROLES[self.owes]) if self.owes in ROLES else OTHERS[self.owes]
        if self.owes in OTHERS:
            return role
        if not self.party:
            return message("{role}, not on record", role=role)
        return message("{role} {name}", role=role, name=self.party)


def completeness(project: int, *, on: dt.date, actor: Actor) -> tuple[Missing, ...]:
    """What is missing from a project's file on a day; raises NotFound."""
    return completeness_of(open_dossier(reach(Project, project, SEE, actor=actor), on=on))


def completeness_of(d: Dossier) -> tuple[Missing, ...]:
    """The same for a project that is open already; dated things first, the earliest on top."""
    found = [*_measures(d), *_deposit_uses(d), *_deposit_return(d), *_letters(d)]
    if d.project.state in RUNNING:
        found += [*_chain(d), *_contracts(d), *_funds(d), *_account(d), *_deposit(d)]
    if d.project.state in ON_SITE:
        found += [*_permit(d), *_posts(d), *_board(d), *_stickers(d)]
    return tuple(sorted(found, key=lambda each: each.by.on if each.by else dt.date.max))


def _one(
    d: Dossier, name: str, says: Message, owes: str, clauses: tuple[str, ...],
    by: Deadline | None = None,
) -> Missing:  # fmt: skip
    holder = d.party(owes) if owes in ROLES else None
    return Missing(name, says, owes, holder.body.name if holder else "", by, d.here.own(clauses))


def _chain(d: Dossier) -> Iterator[Missing]:
    answers = ("CN-724-30", "CN-A53-15", "NX-01-6", "DX-2-02-3")
    for role in (Role.DEVELOPER, Role.GENERAL_CONTRACTOR):
        if d.party(role) is None:
            says = message("The {role} is not on record.", role=Message(ROLES[role]))
            yield _one(d, f"party.{role}", says, Role.DEVELOPER, answers)
    present = [each for each in d.parties if each.left_on is None]
    names = {each.pk: each.body.name for each in present}
    links = [
        Link(each.pk, each.role, each.parent_id, each.is_person, each.is_licensed)
        for each in present
    ]
    for flag in flags_of(links):
        says = message("{name}: {what}", name=names[flag.party], what=flag.says)
        yield _one(d, f"party.{flag.id}", says, Role.GENERAL_CONTRACTOR, flag.clauses)
    for each in present:
        if not each.is_person and not each.body.credit_code:
            says = message("{name}: no credit code is on record.", name=each.body.name)
            yield _one(d, "party.credit_code", says, each.role, ("CN-A53-6",))


def _contracts(d: Dossier) -> Iterator[Missing]:
    if d.main_contract is None:
        says = message("The works contract of developer and general contractor is not on record.")
        yield _one(d, "works.none", says, Role.DEVELOPER, ("CN-724-24", "CN-A53-5"))
    for contract in d.contracts:
        for each in d.findings(contract):
            says = message(
                "Works contract {number}: {what}", number=contract.number or "—", what=each.says()
            )
            yield _one(d, f"works.{each.id}", says, contract.client.role, each.clauses)


def _funds(d: Dossier) -> Iterator[Missing]:
    if d.project.funds_proven is not True:
        says = message("There is no proof that the money for the works is arranged.")
        yield _one(d, "project.funds", says, Role.DEVELOPER, ("CN-724-23", "YZ-5-16"))
    if not d.in_force(Guarantee.Kind.OWNER_PAYMENT):
        says = message("The developer has given no payment guarantee that is in force.")
        yield _one(d, "guarantee.owner", says, Role.DEVELOPER, ("CN-724-24", "DX-3-04-7"))
    if d.project.pay_day is None:
        says = message("The day on which wages are paid is not on record.")
        yield _one(d, "project.pay_day", says, Role.GENERAL_CONTRACTOR, ("CN-724-6",))


def _permit(d: Dossier) -> Iterator[Missing]:
    if d.permit is None and not d.project.permit_waived:
        says = message("Works are under way without a construction permit or start report.")
        yield _one(d, "permit.none", says, Role.DEVELOPER, ("CN-724-23", "DX-1-00-9"))


def _account(d: Dossier) -> Iterator[Missing]:
    main, account = d.main_contract, d.account
    dates = dates_of(
        signed_on=main.signed_on if main else None,
        opened_on=account.opened_on if account else None,
        here=d.here, on=d.on, calendar=d.calendar,
    )  # fmt: skip
    owes = Role.GENERAL_CONTRACTOR
    if account is None:
        clauses = (*d.here.clauses(OPENING, d.on), "CN-724-26", "NX-06-1", "DX-3-01-3")
        says = message("No wage special account is open.")
        named = [each for each in d.accounts if each.opened_on is None and each.closed_on is None]
        if named:
            says = message("{bank}, named in the tri-party agreement, has not opened the wage "
                           "special account.", bank=named[-1].bank.name)  # fmt: skip
        yield _one(d, "account.none", says, owes, clauses, dates.open_by)
        return
    yield from _account_papers(d, account)
    if account.filed_on is None:
        clauses = (*d.here.clauses(FILING, d.on), "NX-06-4")
        lacks = still_to_file(account.filings, d.project.sector, here=d.here, on=d.on)
        says = message("The special account is not filed with the authority.")
        if account.filings and lacks:
            roles = lawbook().roles
            says = message("The special account is still to be filed with: {roles}",
                           roles=tuple(roles[each].name for each in lacks))  # fmt: skip
        yield _one(d, "account.filing", says, owes, clauses, dates.file_by)


def _account_papers(d: Dossier, account: SpecialAccount) -> Iterator[Missing]:
    owes = Role.GENERAL_CONTRACTOR
    wanted = expected_name(account.holder.body.name, d.project.name, here=d.here, on=d.on)
    if name_fits(account.name, wanted) is False:
        says = message("The special account should be called {name}.", name=wanted)
        yield _one(d, "account.name", says, owes, d.here.clauses(NAME, d.on))
    if lies_elsewhere(account.bank.place, d.project.place, here=d.here, on=d.on):
        says = message("The account's bank {bank} does not lie in the place of the works.",
                       bank=account.bank.name)  # fmt: skip
        yield _one(d, "account.bank_place", says, owes, d.here.clauses(LOCATION, d.on))
    if account.review:
        says = message("The central bank found of the opening papers: {what}", what=account.review)
        yield _one(d, "account.review", says, owes, ("DX-1-19-1",))
    clauses = d.here.clauses(AGREEMENT, d.on)
    if account.agreement_on is None:
        says = message("There is no tri-party agreement on the special account.")
        yield _one(d, "account.agreement", says, owes, clauses)
    elif lacks := missing_items(account.agreement_items, here=d.here, on=d.on):
        says = message("The tri-party agreement lacks {count} items.", count=len(lacks))
        yield _one(d, "account.agreement_items", says, owes, clauses)


def _deposit(d: Dossier) -> Iterator[Missing]:
    if d.cover.cover in {Cover.FULL, Cover.EXEMPT}:
        return
    own = ("CN-724-32", "NX-05-1", "DX-3-03-3", "YZ-2-2")
    clauses = (*d.here.clauses(STORING, d.on), *own, *d.cover.clauses)
    unique = tuple(dict.fromkeys(clauses))
    yield _one(
        d, f"deposit.{d.cover.cover}", d.cover.says, Role.GENERAL_CONTRACTOR, unique, d.deposit_by
    )
    row = d.deposit
    if row is not None and row.demanded_on is not None and row.demand_until_on is not None:
        says = message("Order {number} of {on} to store the deposit until {until} is not met.",
                       number=row.demand_number, on=row.demanded_on,
                       until=row.demand_until_on)  # fmt: skip
        by = d.calendar.add_days(row.demand_until_on, 0)
        yield _one(d, "deposit.demand", says, Role.GENERAL_CONTRACTOR,
                   d.here.clauses(DEMAND, d.on), by)  # fmt: skip


def _measures(d: Dossier) -> Iterator[Missing]:
    for each in d.measures:
        if clauses := forbidden_by(each, here=d.here, on=d.on):
            yield _one(d, f"measure.{each.kind}", said_of(each), "court", clauses)


def _deposit_uses(d: Dossier) -> Iterator[Missing]:
    for each in d.orders:
        paying, filling = d.here.term(PAYING, d.on), d.here.term(TOP_UP, d.on)
        if each.bank_paid_on is None and paying is not None:
            by = d.calendar.add_working_days(each.notice_on, paying)
            says = message("Notice {number}: the bank has not paid.", number=each.number)
            yield _one(d, "deposit.unpaid", says, "bank", d.here.clauses(PAYING, d.on), by)
        if each.used_on is not None and each.topped_up_on is None and filling is not None:
            by = d.calendar.add_working_days(each.used_on, filling)
            says = message("The deposit is not full again after notice {number}.",
                           number=each.number)  # fmt: skip
            clauses = d.here.clauses(TOP_UP, d.on)
            yield _one(d, "deposit.top_up", says, Role.GENERAL_CONTRACTOR, clauses, by)


def _deposit_return(d: Dossier) -> Iterator[Missing]:
    """The authority's own clock: check, then certificate (D65 art. 22)."""
    row = d.deposit
    if row is None or row.return_applied_on is None or row.returned_on is not None:
        return
    terms = [d.here.term(name, d.on) for name in (REVIEW, CERTIFICATE)]
    days = sum(each for each in terms if each is not None)
    by = None if None in terms else d.calendar.add_working_days(row.return_applied_on, days)
    says = message("The return of the deposit, applied for on {on}, is not decided.",
                   on=row.return_applied_on)  # fmt: skip
    yield _one(d, "deposit.return", says, "authority", d.here.clauses(REVIEW, d.on), by)


def _letters(d: Dossier) -> Iterator[Missing]:
    if d.project.state == State.SETTLED:
        return
    for each in d.guarantees:
        state = state_of(each, here=d.here, on=d.on)
        owner = each.kind == Guarantee.Kind.OWNER_PAYMENT
        owes = Role.DEVELOPER if owner else Role.GENERAL_CONTRACTOR
        clauses = ("CN-724-24",) if owner else d.here.clauses(REMIND, d.on)
        if state.shape in {Shape.ENDING, Shape.EXPIRED}:
            says = message("Letter {number}: {what}", number=each.number, what=state.says)
            by = None if each.to_on is None else d.calendar.add_days(each.to_on, 0)
            yield _one(d, f"guarantee.{state.shape}", says, owes, clauses, by)
        wrong = too_short(each, planned_end_on=d.project.planned_end_on, here=d.here)
        if wrong is not None and state.shape is Shape.IN_FORCE:
            says = message("Letter {number}: {what}", number=each.number, what=wrong)
            yield _one(d, "guarantee.term", says, owes, ("CN-D65-17",))


def _posts(d: Dossier) -> Iterator[Missing]:
    held = {each.kind for each in d.posts}
    owes = Role.GENERAL_CONTRACTOR
    if Post.LABOUR_WAGE_OFFICER not in held:
        says = message("No labour-wage officer is posted.")
        yield _one(d, "post.officer", says, owes, ("CN-724-28", "NX-02-9", "DX-2-03-3"))
    asked = d.here.value(OFFICE, d.on) is True
    if asked and not held & {Post.LABOUR_OFFICE, Post.RIGHTS_CENTRE}:
        says = message("The site has no office or rights centre for the workers.")
        yield _one(d, "post.office", says, owes, d.here.clauses(OFFICE, d.on))
    for side in vacant_sides(d.posts, here=d.here, on=d.on):
        says = message("Nobody sits in the site's labour office for: {side}", side=side_of(side))
        sends = Role.DEVELOPER if side == Role.DEVELOPER else owes
        yield _one(d, f"post.member.{side}", says, sends, d.here.clauses(MEMBERS, d.on))


def _board(d: Dossier) -> Iterator[Missing]:
    owes, stands = Role.GENERAL_CONTRACTOR, ("CN-724-34", "NX-07-1", "DX-2-04-2")
    if d.signboard is None or d.signboard.put_up_on is None:
        yield _one(d, "signboard.none", message("No signboard is on record."), owes, stands)
        return
    for each in missing(d.signboard.items, required_items(d.here, d.on)):
        item = Message(ITEMS[each.id]) if each.id in ITEMS else message("{word}", word=each.id)
        says = message("Missing on the signboard: {item}", item=item)
        yield _one(d, f"signboard.{each.id}", says, owes, each.clauses)
    if not d.signboard.photo:
        says = message("No photo of the signboard is filed.")
        yield _one(d, "signboard.photo", says, owes, stands)


def _stickers(d: Dossier) -> Iterator[Missing]:
    there = {each.spot for each in d.stickers if each.withdrawn_on is None}
    clauses = d.here.clauses(STICKERS, d.on)
    for spot in d.here.words(STICKERS, d.on):
        if spot not in there:
            says = message(
                "No complaint QR sticker: {spot}",
                spot=SPOTS.get(spot, message("{word}", word=spot)),
            )
            yield _one(d, f"sticker.{spot}", says, Role.GENERAL_CONTRACTOR, clauses)


OTHERS = {
    "bank": message("bank"),
    "court": message("court"),
    "authority": message("labour authority"),
}
SPOTS = {
    "site_entrance_exit": message("site entrance and exit"),
    "living_area": message("living area"),
    "helmet": message("helmets"),
    "work_clothes": message("work clothes"),
}
