"""The project itself, its parties, its permits and its works contracts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from huxin.access.queries import own_bodies
from huxin.formats.trades import trade_names
from huxin.kernel.texts import N_
from huxin.registry.actions.parties import PartyForm, add_party, add_team, leave, list_party
from huxin.registry.actions.permits import (
    PermitForm,
    approve_project,
    issue_permit,
    withdraw_permit,
)
from huxin.registry.actions.projects import (
    ProjectForm,
    change_project,
    move_project,
    register_project,
)
from huxin.registry.actions.works import WorksForm, check_works_contract, record_works_contract
from huxin.registry.models import Party, Permit, Project, WorksContract
from huxin.registry.policy.parties import ROLES
from huxin.registry.policy.projects import MOVES, STATES
from huxin.web.act import Act
from huxin.web.acts.of_project import (
    Nothing,
    OfProject,
    OnDay,
    address_of,
    crumbs,
    list_crumbs,
    party_crumbs,
    who,
)
from huxin.web.acts.scans import FILED, REPLACES, Scanned, put
from huxin.web.ask import (
    ActForm,
    BodyName,
    Choice,
    Day,
    Long,
    Pick,
    Share,
    Whole,
    Words,
    YesNo,
    Yuan,
)
from huxin.web.page import Request
from huxin.web.words import FUNDING, PERMITS, SECTORS, SETTLED_HOW

__all__ = ["ACTS"]

DAYS, MONTHS = 31, 12


class Registration(ActForm):
    """A project as it is first registered; the rest of its file follows on its page."""

    at: ClassVar = {
        "project.taken": "code", "project.place": "place", "project.price": "contract_price_fen",
    }  # fmt: skip
    code = Words(N_("Project number"), 40)
    name = Words(N_("Project name"), 120)
    place = Words(
        N_("Place of works"),
        12,
        help_text=N_("Six-digit code of the county, or the code of a zone."),
    )
    address = Words(N_("Address"), 200, required=False)
    sector = Choice(N_("Sector"), SECTORS)
    funding = Choice(N_("Who invests"), FUNDING)
    contract_price_fen = Yuan(N_("Contract price (yuan)"), required=False)
    developer = BodyName(N_("Developer"), kind="company")
    general_contractor = BodyName(N_("General contractor"), kind="company", required=False)
    started_on = Day(N_("Works started"), required=False)
    planned_end_on = Day(N_("Completion by contract"), required=False)
    pay_day = Whole(N_("Pay day (day of the month)"), 1, DAYS, required=False)

    def start(self) -> dict[str, Any]:
        """Whoever registers a project for his company has that company's part in it."""
        own = own_bodies(actor=self.request.actor)
        return {role: own.get(role, "") for role in ("developer", "general_contractor")}


class Change(OfProject):
    """What may be put right about a project; an empty field leaves what is on record."""

    at: ClassVar = {"project.price": "contract_price_fen", "project.pay_day": "pay_day"}
    version = forms.IntegerField(widget=forms.HiddenInput)
    name = Words(N_("Project name"), 120)
    address = Words(N_("Address"), 200, required=False)
    sector = Choice(N_("Sector"), SECTORS)
    funding = Choice(N_("Who invests"), FUNDING)
    contract_price_fen = Yuan(N_("Contract price (yuan)"), required=False)
    started_on = Day(N_("Works started"), required=False)
    planned_end_on = Day(N_("Completion by contract"), required=False)
    permit_waived = YesNo(N_("Needs no construction permit"))
    funds_proven = YesNo(N_("Funds for the works are proven"))
    funds_proof = Words(N_("By which paper"), 200, required=False)
    attendance_device_on = Day(N_("Attendance devices in use since"), required=False)
    pay_day = Whole(N_("Pay day (day of the month)"), 1, DAYS, required=False)
    pay_month_offset = Whole(
        N_("Months between work and pay day"), 0, 1, required=False,
        help_text=N_("0: in the same month; 1: in the next."),
    )  # fmt: skip

    def start(self) -> dict[str, Any]:
        """The project as it stands."""
        return {name: getattr(self.row, name) for name in self.fields}


class Move(OfProject):
    """The next state of a project."""

    at: ClassVar = {"project.move_date": "on"}
    version = forms.IntegerField(widget=forms.HiddenInput)
    to = Choice(N_("New state"), {})
    on = Day(N_("Since"), today=True)
    grounds = Long(SETTLED_HOW, required=False)

    def start(self) -> dict[str, Any]:
        """The version that is changed."""
        return {"version": self.row.version}

    def offer_to(self) -> list[tuple[Any, str]]:
        """States that may follow."""
        ways = MOVES[self.row.state]
        return [(code, self.say(text)) for code, text in STATES.items() if code in ways]


class Joining(OfProject):
    """Somebody who takes part, and with whom it contracted."""

    body = BodyName(N_("Company"), kind="company")
    role = Choice(N_("Part in the project"), ROLES)
    parent = Pick(N_("Contracted by"), required=False)
    is_licensed = YesNo(N_("Has the licence for this work"))
    is_person = forms.BooleanField(label=N_("Is a person, not a company"), required=False)
    joined_on = Day(N_("Since"), today=True)

    def offer_parent(self) -> list[tuple[Any, str]]:
        """Whoever takes part."""
        return self.parties(none=N_("nobody"))


class Listing(OfProject):
    """Since when a party is listed; empty: no longer."""

    on = Day(N_("Listed since"), required=False, help_text=N_("Empty: no longer listed."))

    def start(self) -> dict[str, Any]:
        """What is on record."""
        return {"on": self.row.listed_on}


class NewTeam(OfProject):
    """A team of a party."""

    at: ClassVar = {"team.name": "name"}
    name = Words(N_("Team"), 60)
    trade = Choice(N_("Trade"), {}, required=False)

    def offer_trade(self) -> list[tuple[Any, str]]:
        """Trades by the national list."""
        return [("", "–"), *trade_names(self.request.language).items()]


class Approval(OfProject):
    """The approval or filing of an investment project; the gate decides."""

    at: ClassVar = {"permit.taken": "number"}
    number = Words(N_("Number of the approval"), 60)
    issued_on = Day(N_("Issued on"), today=True)
    issued_by = BodyName(N_("Issuing department"), kind="department")
    grounds = Long(SETTLED_HOW, required=False)

    def start(self) -> dict[str, Any]:
        """The reader's own department."""
        return {"issued_by": self.own_body("department")}


class Issue(Approval):
    """A permit or an approved start report; the gate decides."""

    field_order = ("kind",)
    kind = Choice(N_("Kind"), {each: PERMITS[each] for each in ("construction", "start_report")})
    number = Words(N_("Number of the permit"), 60)


class Withdrawal(OnDay):
    """A day and a reason."""

    reason = Long(N_("Reason"), 200)


class Works(OfProject):
    """A works contract with what it says of wages; empty: not known."""

    at: ClassVar = {"works.sides": "contractor", "works.future": "signed_on"}
    client = Pick(N_("Client"))
    contractor = Pick(N_("Contractor"))
    number = Words(N_("Number of the contract"), 60, required=False)
    signed_on = Day(N_("Signed on"), required=False)
    price_fen = Yuan(N_("Price (yuan)"), required=False)
    labour_cost_fen = Yuan(N_("Labour cost (yuan)"), required=False)
    labour_cost_share_ppm = Share(N_("Labour cost, percent of the price"), required=False)
    labour_cost_cycle_months = Whole(
        N_("Labour cost is paid over every … months"), 1, MONTHS, required=False
    )
    labour_cost_day = Whole(N_("On which day of the month"), 1, DAYS, required=False)
    has_measuring_term = YesNo(N_("Says how often work is measured"))
    has_settlement_term = YesNo(N_("Says how progress is settled"))
    has_labour_cost_term = YesNo(N_("Says how labour cost is paid over"))
    has_wage_priority_term = YesNo(N_("Says that wages go first"))
    contractor_financed = YesNo(N_("The contractor is to finance the works"))

    def start(self) -> dict[str, Any]:
        """Developer and general contractor, whose contract comes first."""
        sides = {each.role: each.pk for each in self.row.parties.filter(left_on=None)}
        role = Party.Role
        return {
            "client": sides.get(role.DEVELOPER), "contractor": sides.get(role.GENERAL_CONTRACTOR),
        }  # fmt: skip

    def offer_client(self) -> list[tuple[Any, str]]:
        """Whoever takes part."""
        return self.parties()

    def offer_contractor(self) -> list[tuple[Any, str]]:
        """Whoever takes part."""
        return self.parties()


def _register(_: None, said: dict[str, Any], by: Request) -> str:
    code, place = said.pop("code"), said.pop("place")
    named = {role: said.pop(role) for role in ("developer", "general_contractor")}
    parties = {role: body for role, body in named.items() if body is not None}
    form = ProjectForm(**{name: value for name, value in said.items() if value not in ("", None)})
    made = register_project(form, code=code, place=place, parties=parties, **who(by))
    return address_of(made.pk)


def _change(row: Project, said: dict[str, Any], by: Request) -> object:
    version = said.pop("version")
    form = ProjectForm(**{name: value for name, value in said.items() if value not in ("", None)})
    return change_project(row.pk, form, version=version, **who(by))


def _move(row: Project, said: dict[str, Any], by: Request) -> object:
    return move_project(row.pk, said.pop("to"), **said, **who(by))


def _record(row: Project, said: dict[str, Any], by: Request) -> object:
    sides = {name: said.pop(name) for name in ("client", "contractor")}
    return record_works_contract(row.pk, WorksForm(**said), **sides, **who(by))


ACTS = (
    Act(
        "project-register", "registry.project.register", "projects/new", None, Registration,
        _register, N_("The project is registered."), list_crumbs, N_("Register a project"),
        N_("The rest of its file (contracts, account, deposit, signboard) follows on its page, "
           "which says what is missing."),
    ),
    Act(
        "project-change", "registry.project.change", "projects/<int:key>/change", Project, Change,
        _change, N_("The project is brought up to date."), crumbs, N_("Correct the data"),
        N_("An empty field leaves what is on record."),
    ),
    Act(
        "project-move", "registry.project.move", "projects/<int:key>/state", Project, Move, _move,
        N_("The state of the project is changed."), crumbs, N_("Change the state"),
    ),
    Act(
        "party-add", "registry.party.add", "projects/<int:key>/parties/new", Project, Joining,
        lambda row, said, by: add_party(row.pk, PartyForm(**said), **who(by)),
        N_("The party is on the project."), crumbs, N_("Add a party"),
    ),
    Act(
        "team-add", "registry.party.add", "parties/<int:key>/teams/new", Party, NewTeam,
        lambda row, said, by: add_team(row.pk, **said, **who(by)),
        N_("The team is on the project."), party_crumbs, N_("Add a team"),
    ),
    Act(
        "party-list", "registry.party.list", "parties/<int:key>/list", Party, Listing,
        lambda row, said, by: list_party(row.pk, **said, **who(by)),
        N_("The listing is recorded."), party_crumbs, N_("Record a dishonesty listing"),
    ),
    Act(
        "party-leave", "registry.party.leave", "parties/<int:key>/leave", Party, OnDay,
        lambda row, said, by: leave(row.pk, **said, **who(by)),
        N_("It is recorded that the party left."), party_crumbs, N_("Record its exit"),
    ),
    Act(
        "permit-issue", "registry.permit.issue", "projects/<int:key>/permits/new", Project, Issue,
        lambda row, said, by: issue_permit(row.pk, PermitForm(**said), **who(by)),
        N_("The permit is issued."), crumbs, N_("Issue the permit"),
    ),
    Act(
        "project-approve", "registry.project.approve", "projects/<int:key>/approval", Project,
        Approval, lambda row, said, by: approve_project(row.pk, **said, **who(by)),
        N_("The approval is on record."), crumbs, N_("Approve the project"),
    ),
    Act(
        "permit-withdraw", "registry.permit.withdraw", "permits/<int:key>/withdraw", Permit,
        Withdrawal, lambda row, said, by: withdraw_permit(row.pk, **said, **who(by)),
        N_("The permit is withdrawn."), crumbs, N_("Withdraw the permit"), is_grave=True,
    ),
    Act(
        "works-record", "registry.works_contract.record", "projects/<int:key>/contracts/new",
        Project, Works, _record, N_("The works contract is on record."), crumbs,
        N_("Record a works contract"),
        N_("A contract of the same sides and number is brought up to date. Empty: not known."),
    ),
    Act(
        "works-check", "registry.works_contract.check", "works-contracts/<int:key>/check",
        WorksContract, Nothing, lambda row, _, by: check_works_contract(row.pk, **who(by)),
        N_("The check is recorded."), crumbs, N_("Record a check of the contract"),
        N_("What is missing or unlawful in it today is recorded with the check."),
    ),
    Act(
        "works-scan", "registry.works_contract.record", "works-contracts/<int:key>/scan",
        WorksContract, Scanned, put, FILED, crumbs, N_("File the scan of the works contract"),
        REPLACES,
    ),
)  # fmt: skip
