"""Everything about one project on one screen, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import Subject, may, reach
from huxin.access.permissions import table
from huxin.kernel.calendar import Deadline
from huxin.kernel.identity import mask_card, mask_name, mask_phone
from huxin.kernel.texts import Message
from huxin.registry.models import (
    CourtMeasure,
    Party,
    Project,
    Signboard,
    SpecialAccount,
    WorksContract,
)
from huxin.registry.policy.accounts import expected_name, missing_items, name_fits
from huxin.registry.policy.deposits import CoverAnswer, DepositDue
from huxin.registry.policy.gates import GATES, GateAnswer
from huxin.registry.policy.guarantees import LetterState, state_of
from huxin.registry.policy.measures import forbidden_by, said_of
from huxin.registry.policy.parties import DUTIES, Duty, Flag, Link, flags_of
from huxin.registry.policy.posts import side_of
from huxin.registry.policy.signboards import Required, missing, required_items
from huxin.registry.policy.works import WorksFinding
from huxin.registry.queries.completeness import Missing, completeness_of
from huxin.registry.queries.dossier import Dossier, open_dossier
from huxin.registry.queries.gates import answer_of

__all__ = [
    "AccountView", "BoardView", "ContractView", "DepositView", "LetterView", "MeasureView",
    "PartyView", "PermitView", "PostView", "ProjectPage", "UseView", "project_page",
]  # fmt: skip

SEE = "registry.project.view"
Role = Party.Role


@dataclass(frozen=True, slots=True)
class PartyView:
    """One party, in the order of the chain; `depth` counts from the top."""

    key: int
    depth: int
    role: str
    body: int
    name: str
    credit_code: str
    is_person: bool
    is_licensed: bool | None
    listed_on: dt.date | None
    left_on: dt.date | None
    teams: tuple[str, ...]
    flags: tuple[Flag, ...]
    duty: Duty | None


@dataclass(frozen=True, slots=True)
class PermitView:
    """One permit or start report."""

    key: int
    kind: str
    number: str
    issued_on: dt.date
    issued_by: str
    grounds: str
    withdrawn_on: dt.date | None
    withdrawn_because: str


@dataclass(frozen=True, slots=True)
class ContractView:
    """One works contract with what is missing or unlawful in it by the law of its day."""

    key: int
    number: str
    client: str
    contractor: str
    signed_on: dt.date | None
    price_fen: int | None
    findings: tuple[WorksFinding, ...]
    checked_on: dt.date | None
    has_scan: bool


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure of a court on the account or deposit; `clauses` are those that forbid it."""

    key: int
    says: Message
    serves_wages: bool | None
    clauses: tuple[str, ...]
    lifted_on: dt.date | None
    lifted_because: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """One special account; `number` is masked."""

    key: int
    name: str
    expected_name: str | None
    name_fits: bool | None
    number: str
    bank: str
    branch: str
    opened_on: dt.date | None
    agreement_on: dt.date | None
    agreement_lacks: tuple[str, ...]
    filed_on: dt.date | None
    filed_with: str
    notice_from_on: dt.date | None
    notice_to_on: dt.date | None
    closed_on: dt.date | None
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class UseView:
    """One use of the deposit."""

    key: int
    number: str
    used_fen: int
    notice_on: dt.date
    bank_paid_on: dt.date | None
    topped_up_on: dt.date | None


@dataclass(frozen=True, slots=True)
class DepositView:
    """The deposit: what is due with its arithmetic, what is there, by when."""

    key: int | None
    form: str
    stored_fen: int
    stored_on: dt.date | None
    bank: str
    due: DepositDue
    cover: CoverAnswer
    by: Deadline | None
    uses: tuple[UseView, ...]
    return_applied_on: dt.date | None
    returned_on: dt.date | None
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter of guarantee with its state on the day."""

    key: int
    kind: str
    number: str
    issuer: str
    amount_fen: int
    from_on: dt.date
    to_on: dt.date | None
    state: LetterState


@dataclass(frozen=True, slots=True)
class PostView:
    """One post of the site; name and phone are masked unless the holder signs in."""

    key: int
    kind: str
    side: Message | None
    holder: str
    phone: str
    party: str
    room: str
    hours: str
    from_on: dt.date


@dataclass(frozen=True, slots=True)
class BoardView:
    """The signboard: what must stand on it, what stands, what is missing."""

    required: tuple[Required, ...]
    items: tuple[str, ...]
    missing: tuple[Required, ...]
    put_up_on: dt.date | None
    photo: str
    photo_on: dt.date | None
    checked_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """The whole page. `may_change` and so on say which buttons the reader may see."""

    project: Project
    place: str
    on: dt.date
    parties: tuple[PartyView, ...]
    permits: tuple[PermitView, ...]
    contracts: tuple[ContractView, ...]
    accounts: tuple[AccountView, ...]
    deposit: DepositView
    letters: tuple[LetterView, ...]
    posts: tuple[PostView, ...]
    board: BoardView
    stickers: int
    missing: tuple[Missing, ...]
    gates: tuple[GateAnswer, ...]
    may_do: frozenset[str]

    @property
    def what_is_overdue(self) -> tuple[Missing, ...]:
        return tuple(each for each in self.missing if each.is_overdue(self.on))

    @property
    def advice(self) -> tuple[Message, ...]:
        """What to do first: the overdue, in the order of their days."""
        return tuple(each.says for each in self.what_is_overdue)


def project_page(project: int, *, on: dt.date, actor: Actor) -> ProjectPage:
    """One project as its page shows it; raises NotFound. Fifteen queries, whatever it holds."""
    found = reach(Project, project, SEE, actor=actor)
    d = open_dossier(found, on=on)
    return ProjectPage(
        project=found,
        place=found.place.name,
        on=on,
        parties=_tree(d),
        permits=tuple(
            PermitView(
                each.pk, each.kind, each.number, each.issued_on, each.issued_by.name,
                each.grounds, each.withdrawn_on, each.withdrawn_because,
            )
            for each in d.permits
        ),
        contracts=tuple(_contract(d, each) for each in d.contracts),
        accounts=tuple(_account(d, each) for each in d.accounts),
        deposit=_deposit(d),
        letters=tuple(
            LetterView(
                each.pk, each.kind, each.number, each.issuer.name, each.amount_fen, each.from_on,
                each.to_on, state_of(each, here=d.here, on=on),
            )
            for each in d.guarantees
        ),
        posts=_posts(d),
        board=_board(d, d.signboard),
        stickers=sum(1 for each in d.stickers if each.withdrawn_on is None),
        missing=completeness_of(d),
        gates=tuple(answer_of(d, name) for name in GATES),
        may_do=_may_do(d, actor),
    )  # fmt: skip


def _may_do(d: Dossier, actor: Actor) -> frozenset[str]:
    """The operations of this room that the reader may do to this project."""
    subject = Subject(
        path=d.project.place.path, sector=d.project.sector,
        bodies=frozenset(
            {each.body_id for each in d.parties} | {each.bank_id for each in d.accounts}
            | ({d.deposit.bank_id} if d.deposit and d.deposit.bank_id else set())
        ),
    )  # fmt: skip
    names = [name for name in table().operations if name.startswith("registry.")]
    return frozenset(name for name in names if may(name, actor=actor, subject=subject))


def _tree(d: Dossier) -> tuple[PartyView, ...]:
    below: dict[int | None, list[Party]] = {}
    known = {each.pk for each in d.parties}
    for each in d.parties:
        below.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)
    links = [
        Link(each.pk, each.role, each.parent_id, each.is_person, each.is_licensed)
        for each in d.parties
    ]
    flags: dict[int, list[Flag]] = {}
    for flag in flags_of(links):
        flags.setdefault(flag.party, []).append(flag)
    teams: dict[int, list[str]] = {}
    for team in d.teams:
        teams.setdefault(team.party_id, []).append(team.name)
    found: list[PartyView] = []
    waiting = [(each, 0) for each in reversed(below.get(None, []))]
    while waiting:
        party, depth = waiting.pop()
        found.append(_party(d, party, depth, flags.get(party.pk, ()), teams.get(party.pk, ())))
        waiting += [(each, depth + 1) for each in reversed(below.pop(party.pk, []))]
    return tuple(found)


def _party(
    d: Dossier, party: Party, depth: int, flags: Sequence[Flag], teams: Sequence[str]
) -> PartyView:
    duty = DUTIES.get(party.role)
    if party.role == Role.SUBCONTRACTOR and party.parent_id in {
        each.pk for each in d.parties if each.role == Role.DEVELOPER
    }:  # a specialist engaged by the developer answers as general contractor (A53 art. 3)
        duty = DUTIES[Role.GENERAL_CONTRACTOR]
    return PartyView(
        party.pk, depth, party.role, party.body_id, party.body.name, party.body.credit_code,
        party.is_person, party.is_licensed, party.listed_on, party.left_on, tuple(teams),
        tuple(Flag(e.party, e.id, e.says, d.here.own(e.clauses)) for e in flags),
        None if duty is None else Duty(duty.says, d.here.own(duty.clauses)),
    )  # fmt: skip


def _contract(d: Dossier, row: WorksContract) -> ContractView:
    return ContractView(
        row.pk, row.number, row.client.body.name, row.contractor.body.name, row.signed_on,
        row.price_fen, d.findings(row), row.checked_on, bool(row.file),
    )  # fmt: skip


def _account(d: Dossier, row: SpecialAccount) -> AccountView:
    wanted = expected_name(row.holder.body.name, d.project.name, here=d.here, on=d.on)
    return AccountView(
        row.pk, row.name, wanted, name_fits(row.name, wanted), mask_card(row.number),
        row.bank.name, row.branch, row.opened_on, row.agreement_on,
        missing_items(row.agreement_items, here=d.here, on=d.on) if row.agreement_on else (),
        row.filed_on, row.filed_with.name if row.filed_with else "", row.notice_from_on,
        row.notice_to_on, row.closed_on,
        tuple(_measure(d, each) for each in d.measures if each.account_id == row.pk),
    )  # fmt: skip


def _measure(d: Dossier, row: CourtMeasure) -> MeasureView:
    return MeasureView(
        row.pk, said_of(row), row.serves_wages, forbidden_by(row, here=d.here, on=d.on),
        row.lifted_on, row.lifted_because,
    )  # fmt: skip


def _deposit(d: Dossier) -> DepositView:
    row = d.deposit
    uses = tuple(
        UseView(each.pk, each.number, each.used_fen, each.notice_on, each.bank_paid_on,
                each.topped_up_on)
        for each in d.orders
    )  # fmt: skip
    return DepositView(
        key=row.pk if row else None,
        form=row.form if row else "none",
        stored_fen=row.stored_fen if row else 0,
        stored_on=row.stored_on if row else None,
        bank=row.bank.name if row and row.bank else "",
        due=d.deposit_due,
        cover=d.cover,
        by=d.deposit_by,
        uses=uses,
        return_applied_on=row.return_applied_on if row else None,
        returned_on=row.returned_on if row else None,
        measures=tuple(_measure(d, each) for each in d.measures if each.deposit_id is not None),
    )


def _posts(d: Dossier) -> tuple[PostView, ...]:
    return tuple(
        PostView(
            each.pk, each.kind, side_of(each.side) if each.side else None,
            mask_name(each.holder), mask_phone(each.phone),
            each.party.body.name if each.party else "", each.room, each.hours, each.from_on,
        )
        for each in d.posts
    )  # fmt: skip


def _board(d: Dossier, row: Signboard | None) -> BoardView:
    required = required_items(d.here, d.on)
    items = tuple(row.items) if row else ()
    return BoardView(
        required, items, missing(items, required), row.put_up_on if row else None,
        row.photo if row else "", row.photo_on if row else None, row.checked_on if row else None,
    )  # fmt: skip
